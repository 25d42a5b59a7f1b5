"""A saved change is found by the next question, whatever happens in between."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.domain.terms import Publication, Status
from directory.errors import SearchUnavailableError
from directory.extensions import db
from directory.models import IndexChange, Service
from directory.search import Question, index
from directory.search.index import changes
from tests.counting import statements
from tests.factories import Make


@pytest.fixture
def chess(make: Make) -> Service:
    """A service, in an index."""
    service = make.service("Chess", make.organisation("Hoxton Friends"))
    assert index.rebuild() == 1
    return service


def waiting() -> list[int]:
    return list(db.session.scalars(select(IndexChange.service_id).order_by(IndexChange.id)))


def ids(words: str) -> list[int]:
    return [hit.id for hit in index.find(Question(words)).hits]


def test_an_edit_is_found_by_the_next_question(chess: Service):
    chess.name = "Draughts"
    index.note_changes([chess.id])
    db.session.commit()
    assert (ids("draughts"), ids("chess"), waiting()) == ([chess.id], [], [])


def test_a_new_service_is_found_by_the_next_question(chess: Service, make: Make):
    new = make.service("Bingo", chess.organisation)
    index.note_changes([new.id])
    db.session.commit()
    assert ids("bingo") == [new.id]


@pytest.mark.parametrize("how", ["hidden", "closed", "organisation hidden", "deleted"])
def test_a_service_that_is_no_longer_public_is_gone_from_the_next_answer(chess: Service, how: str):
    id_ = chess.id
    if how == "hidden":
        chess.publication = Publication.HIDDEN
    elif how == "closed":
        chess.status = Status.CLOSED
    elif how == "organisation hidden":
        chess.organisation.publication = Publication.HIDDEN
    else:
        db.session.delete(chess)
    index.note_changes([id_])
    db.session.commit()
    assert (ids("chess"), index.backend().count(), index.suggest("che")) == ([], 0, [])


def test_a_change_that_is_rolled_back_was_never_noted(chess: Service):
    chess.name = "Draughts"
    index.note_changes([chess.id, chess.id])
    db.session.rollback()
    assert (waiting(), ids("chess")) == ([], [chess.id])


def test_nothing_noted_writes_nothing(chess: Service):
    index.note_changes([])
    db.session.commit()
    assert index.catch_up() == 0


def test_while_another_process_writes_the_notes_stay_and_the_old_answer_is_given(chess: Service):
    chess.name = "Draughts"
    index.note_changes([chess.id])
    db.session.commit()
    with index.backend()._store.writing():
        assert index.catch_up() == 0
        assert ids("chess") == [chess.id]
        assert waiting() == [chess.id]
    assert (ids("draughts"), waiting()) == ([chess.id], [])


def test_while_the_index_cannot_be_written_the_old_answer_is_given_and_the_notes_stay(
    chess: Service, app: Flask
):
    lock = Path(app.config["INDEX_FOLDER"]) / "write.lock"
    lock.unlink()
    lock.mkdir()  # nobody can open it: as on a disk that is full, or read-only
    chess.name = "Draughts"
    index.note_changes([chess.id])
    db.session.commit()

    assert (ids("chess"), waiting()) == ([chess.id], [chess.id])
    lock.rmdir()
    assert (ids("draughts"), waiting()) == ([chess.id], [])


def test_a_crash_after_the_index_was_told_and_before_the_note_was_removed_does_no_harm(
    chess: Service, monkeypatch: pytest.MonkeyPatch
):
    chess.name = "Draughts"
    index.note_changes([chess.id])
    db.session.commit()
    with monkeypatch.context() as killed:
        killed.setattr(changes, "_forget", lambda rows: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            index.catch_up()
    assert waiting() == [chess.id]
    assert (ids("draughts"), waiting(), index.backend().count()) == ([chess.id], [], 1)


def test_a_crash_before_the_index_was_told_loses_nothing(
    chess: Service, monkeypatch: pytest.MonkeyPatch
):
    chess.name = "Draughts"
    index.note_changes([chess.id])
    db.session.commit()
    with monkeypatch.context() as killed:
        killed.setattr(index.backend(), "_write", lambda *_: (_ for _ in ()).throw(MemoryError))
        with pytest.raises(SearchUnavailableError):
            index.catch_up()
    assert ids("draughts") == [chess.id]


def test_only_the_notes_that_were_read_are_removed(chess: Service, monkeypatch: pytest.MonkeyPatch):
    index.note_changes([chess.id])
    db.session.commit()
    forget = changes._forget

    def meanwhile(rows):
        index.note_changes([chess.id + 1])
        db.session.commit()
        forget(rows)

    monkeypatch.setattr(changes, "_forget", meanwhile)
    assert changes.drain(index.backend(), most=1) == 1
    assert waiting() == [chess.id + 1]


def test_one_question_tells_the_index_of_a_bounded_number_of_changes(
    chess: Service, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(index, "MOST_AT_ONCE", 2)
    index.note_changes([chess.id, 901, 902, 903, 904])
    db.session.commit()
    ids("chess")
    assert len(waiting()) == 3
    assert index.catch_up() == 3
    assert index.pending() == 0


def test_changes_noted_before_a_rebuild_are_settled_by_it(chess: Service):
    chess.name = "Draughts"
    index.note_changes([chess.id])
    db.session.commit()
    assert index.rebuild() == 1
    assert (waiting(), ids("draughts")) == ([], [chess.id])


def test_a_question_with_nothing_waiting_asks_the_database_once(chess: Service, app: Flask):
    ids("chess")
    with statements() as asked:
        ids("chess")
    assert len(asked) == 1


def test_each_application_has_its_own_index(chess: Service, app: Flask):
    assert index.backend() is index.backend()
    assert str(index.backend().folder()).startswith(app.config["INDEX_FOLDER"])


def test_many_saves_are_merged_beside_the_questions(chess: Service):
    for n in range(10):
        chess.name = f"Chess {n}"
        index.note_changes([chess.id])
        db.session.commit()
        assert ids(f"chess {n}") == [chess.id]
    assert db.session.scalar(select(func.count()).select_from(IndexChange)) == 0
