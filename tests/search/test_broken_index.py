"""An index that is missing or broken is said to be so, plainly; it is never a traceback."""

import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from directory.errors import SearchUnavailableError
from directory.search import Question
from directory.search.whoosh_backend import WhooshBackend, reading
from tests.search.listings import STREET, listing

# Whoosh leaves a file that it cannot read to be closed by the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

LISTINGS = [listing(n, "Chess", description="for all " * n) for n in range(1, 30)]
NAMES = ("areas", "fixed", "spots", "hours", "facets", "order", "shown")
COLUMNS = [f"{name}.col" for name in NAMES]
FILES = [".toc", ".trm", ".pst", *COLUMNS, "current"]


@pytest.fixture(autouse=True)
def nothing_will_mend_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait between tries: no merge is on its way here."""
    monkeypatch.setattr(reading, "PAUSE_SECONDS", 0)


def ask(backend: WhooshBackend) -> int:
    backend.find(Question('"chess for"', place=STREET))
    backend.find(Question("che", place=STREET, prefix=True))
    backend.suggest("che")
    return backend.find(Question('chess "for all"', place=STREET)).total


def test_a_missing_index_says_how_to_make_one(tmp_path: Path):
    backend = WhooshBackend(tmp_path / "index")
    for use in (
        lambda: ask(backend),
        lambda: backend.suggest("chess"),
        backend.count,
        lambda: backend.replace(LISTINGS),
        lambda: backend.remove([1]),
        backend.merge,
    ):
        with pytest.raises(SearchUnavailableError, match="doorstep search rebuild"):
            use()
    backend.rebuild(LISTINGS)
    assert ask(backend) == 29


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("damage", ["cut in half", "emptied", "filled with noise", "removed"])
@pytest.mark.parametrize("file", FILES)
def test_a_broken_file_is_unavailable_until_it_is_rebuilt(
    tmp_path: Path, file: str, damage: str, is_open: bool
):
    backend = WhooshBackend(tmp_path)
    backend.rebuild(LISTINGS)
    if is_open:
        ask(backend)
    (path,) = (each for each in tmp_path.rglob("*") if each.name.endswith(file))
    raw = path.read_bytes()
    path.unlink()
    if damage != "removed":
        worse = {"cut in half": raw[: len(raw) // 2], "emptied": b""}
        path.write_bytes(worse.get(damage, bytes(b ^ 0x5A for b in raw)))

    with pytest.raises(SearchUnavailableError, match="doorstep search rebuild"):
        ask(WhooshBackend(tmp_path))
    with suppress(SearchUnavailableError):  # whoever had it open before may go on
        assert ask(backend) == 29

    backend.rebuild(LISTINGS)
    assert ask(backend) == ask(WhooshBackend(tmp_path)) == 29


@pytest.mark.parametrize("column", COLUMNS)
def test_a_merge_does_not_write_down_that_a_missing_column_was_empty(tmp_path: Path, column: str):
    index = WhooshBackend(tmp_path)
    index.rebuild(LISTINGS[:1])
    for each in LISTINGS[1:9]:
        index.replace([each])
    for path in index.folder().glob(f"*{column}"):
        path.unlink()
    for use in (WhooshBackend(tmp_path).merge, WhooshBackend(tmp_path).count):
        with pytest.raises(SearchUnavailableError):
            use()


def test_a_folder_that_cannot_be_read_is_unavailable(tmp_path: Path):
    (tmp_path / "file").write_text("not a folder")
    backend = WhooshBackend(tmp_path / "file" / "index")
    for use in (lambda: ask(backend), lambda: backend.rebuild(LISTINGS)):
        with pytest.raises(SearchUnavailableError):
            use()


def test_an_index_of_another_version_asks_to_be_rebuilt(tmp_path: Path):
    backend = WhooshBackend(tmp_path)
    backend.rebuild(LISTINGS)
    (tmp_path / "current").write_text("v0-abcdef")
    with pytest.raises(SearchUnavailableError, match="another version"):
        ask(backend)


def test_a_lost_vocabulary_only_loses_did_you_mean(tmp_path: Path):
    backend = WhooshBackend(tmp_path)
    backend.rebuild(LISTINGS)
    (words,) = tmp_path.rglob("words.tsv")
    words.write_bytes(b"\xff\tx\nches")
    assert ask(backend) == 29
    assert backend.find(Question("chesss")).did_you_mean is None


def test_readers_go_on_while_an_index_is_swapped(tmp_path: Path):
    backend, other = WhooshBackend(tmp_path), WhooshBackend(tmp_path)
    backend.rebuild(LISTINGS)
    assert ask(other) == 29
    backend.rebuild(LISTINGS[:5])
    assert ask(other) == ask(backend) == 5
    assert len(list(tmp_path.glob("v*"))) == 1
    shutil.rmtree(backend.folder())
    with pytest.raises(SearchUnavailableError):
        ask(backend)
