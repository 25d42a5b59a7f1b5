"""``doorstep gazetteer``: what the person at the terminal is told."""

import pytest

from directory.cli import main
from directory.gazetteer import loaders
from directory.migrations import taking
from directory.search import index
from tests.gazetteer.loading import N1_5QJ, N16_9ES, put

BAD = ["N1", *N1_5QJ[1:]]


@pytest.fixture
def run(app):
    def run(*arguments: str):
        return app.test_cli_runner().invoke(main, ["gazetteer", *arguments])

    return run


def test_a_load_ends_with_its_counts_and_status_0(run, tmp_path):
    done = run("load", str(put(tmp_path, "n.csv", [N1_5QJ, N16_9ES])))
    assert done.exit_code == 0
    assert "n.csv: Code-Point Open: 2 read, 2 added, 0 changed" in done.output


def test_loading_it_again_says_that_nothing_changed(run, tmp_path):
    path = str(put(tmp_path, "n.csv", [N1_5QJ]))
    run("load", path)
    done = run("load", path)
    assert done.exit_code == 0
    assert "was loaded before and is unchanged" in done.output
    done = run("load", "--again", path)
    assert "1 read, 0 added, 0 changed, 1 unchanged, 0 retired, 0 rejected" in done.output


def test_rejected_rows_are_counted_and_it_says_where_they_are(run, app, tmp_path):
    done = run("load", str(put(tmp_path, "n.csv", [N1_5QJ] * 6 + [BAD])))
    assert done.exit_code == 0
    assert "1 rows rejected, kept with reasons in " in done.output
    assert "n-csv-1.csv" in done.output


def test_a_file_that_is_nothing_fails_and_the_others_are_loaded(run, tmp_path):
    poem = tmp_path / "poem.csv"
    poem.write_text("The curfew tolls the knell of parting day\n")
    done = run("load", str(poem), str(put(tmp_path, "n.csv", [N1_5QJ])))
    assert done.exit_code == 1
    assert "poem.csv is nothing that we load" in done.output
    assert "1 added" in done.output


def test_a_path_with_nothing_there_fails(run, tmp_path):
    done = run("load", str(tmp_path / "nowhere"))
    assert done.exit_code == 1
    assert "There is no file or folder" in done.output


def test_stopping_it_says_how_to_go_on(run, tmp_path, monkeypatch):
    def stop(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(loaders, "load", stop)
    done = run("load", str(put(tmp_path, "n.csv", [N1_5QJ])))
    assert done.exit_code == 130
    assert "Run the same command again" in done.output


def test_status_lists_what_was_loaded(run, tmp_path):
    assert "Nothing has been loaded yet" in run("status").output
    run("load", str(put(tmp_path, "n.csv", [N1_5QJ])))
    done = run("status")
    assert done.exit_code == 0
    assert "n.csv: Code-Point Open; finished 20" in done.output
    assert "1 read, 1 added" in done.output


def test_the_index_is_renewed_when_places_change_and_only_then(run, app, make, tmp_path):
    make.service("Lunch club", make.organisation("Hoxton Hall"))
    index.rebuild()
    path = str(put(tmp_path, "n.csv", [N1_5QJ]))
    assert "the index was renewed: 1 services" in run("load", path).output
    assert "renewed" not in run("load", path).output


def test_a_database_that_is_not_there_is_told_in_plain_words(run, app, tmp_path):
    taking.back()
    done = run("load", str(put(tmp_path, "n.csv", [N1_5QJ])))
    assert done.exit_code == 1
    assert "doorstep init" in done.output
    assert "Traceback" not in done.output
    taking.forward()  # not create_all: what only migrations make would be missing for others
