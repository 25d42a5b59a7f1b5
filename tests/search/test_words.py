"""How text is cut into words, what a snippet shows, and what a misspelt word may have meant."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search import TextPart
from directory.search.snippets import WINDOW, Marker, tidy
from directory.search.spelling import Spelling
from directory.search.whoosh_backend.stems import stem
from directory.search.words import MAX_CLAUSES, STOP_WORDS, Clause, Words, fold

WORDS = Words(stem)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Café", "cafe"),
        ("CAFE\u0301", "cafe"),
        ("Women's", "women"),
        ("women\u2019s", "women"),
        ("O'Neill", "oneill"),
        ("Straße", "strasse"),
        ("ŁÓDŹ", "łodz"),
        ("নারী", "নারী"),
        ("x" * 99, "x" * 40),
        ("'", ""),
    ],
)
def test_a_word_is_folded(written: str, folded: str):
    assert fold(written) == folded


def word(stem_: str, *words: str, **more) -> Clause:
    """A clause that one word makes."""
    return Clause((stem_,), words=words or (stem_,), **more)


@pytest.mark.parametrize(
    ("typed", "is_typing", "clauses"),
    [
        ("stop smoking", False, [word("stop"), word("smoke", "smoking")]),
        ("the of", False, []),
        (
            '"stop smoking"',
            False,
            [Clause(("stop", "smoke"), is_phrase=True, words=("stop", "smoking"))],
        ),
        ('"smoking"', False, [word("smoke", "smoking")]),
        ("food food foods", False, [word("food"), word("food", "foods")]),
        ("lunch clu", True, [word("lunch"), word("clu", prefix="clu")]),
        ("lunch clu ", True, [word("lunch"), word("clu")]),
        ("lunch c", True, [word("lunch")]),
        ("lunch the", True, [word("lunch")]),
        ("drop-i", True, [word("drop")]),
        ("drop-in", False, [word("drop", "drop", "in", joined="dropin")]),
    ],
)
def test_a_question_is_read(typed: str, is_typing: bool, clauses: list[Clause]):
    assert list(WORDS.question(typed, prefix=is_typing)) == clauses


@given(text=st.text(), is_typing=st.booleans())
def test_any_text_can_be_read_marked_and_listed(text: str, is_typing: bool):
    clauses = WORDS.question(text, prefix=is_typing)
    marker = Marker(WORDS, clauses)
    for html in (marker.name(tidy(text)), marker.snippet(tidy(text))):
        plain = html.replace("<mark>", "").replace("</mark>", "")
        assert "<" not in plain
        assert html.count("<mark>") == html.count("</mark>")
    WORDS.analyse(dict.fromkeys(TextPart, text))


@given(text=st.text(min_size=1, max_size=60))
def test_what_is_listed_is_found_by_its_own_words(text: str):
    listed = WORDS.analyse({TextPart.NAME: text})
    for clause in WORDS.question(text.replace('"', " ")):
        assert set(clause.stems) <= set(listed.weights)


def test_a_long_question_is_cut_short():
    assert len(WORDS.question(" ".join(f"word{n}" for n in range(99)))) == MAX_CLAUSES


@pytest.mark.parametrize(
    ("asked", "text", "marked"),
    [
        ("smoke", "We help smokers stop smoking", ["smoking"]),
        ("happy", "Happiness for happy people", ["Happiness", "happy"]),
        ("die", "Care for the dying", ["dying"]),
        ("cafe", "Repair café", ["café"]),
        ("elan", "Élan vital", ["Élan"]),
        ("dropin", "A drop-in, daily", ["drop-in"]),
        ("drop-in", "Drop in", ["Drop"]),
        ('"stop smoking"', "stop and smoke", ["stop", "smoke"]),
        ("women", "Women\u2019s group", ["Women\u2019s"]),
        ("art", "A party of artists; art", ["art"]),
    ],
)
def test_marks_just_the_words_that_match(asked: str, text: str, marked: list[str]):
    html = Marker(WORDS, WORDS.question(asked)).name(text)
    assert [part.split("</mark>")[0] for part in html.split("<mark>")[1:]] == marked


def test_a_word_being_typed_is_marked_whole():
    html = Marker(WORDS, WORDS.question("gard", prefix=True)).name("Gardening")
    assert html == "<mark>Gardening</mark>"


def test_a_snippet_shows_the_stretch_with_the_most_different_words():
    text = "chess " + "x y z " * 60 + "here is chess and also draughts to play" + " a b c" * 60
    html = Marker(WORDS, WORDS.question("chess draughts")).snippet(text)
    assert "<mark>chess</mark> and also <mark>draughts</mark>" in html
    assert html.startswith("… ")
    assert html.endswith(" …")
    assert len(html) < WINDOW + 60


def test_a_snippet_without_a_match_is_the_beginning():
    text = "One two three. " * 30
    html = Marker(WORDS, ()).snippet(text)
    assert html.startswith("One two")
    assert html.endswith(" …")
    assert Marker(WORDS, ()).snippet("") == ""


def test_the_nearest_word_is_the_likeliest():
    spelling = Spelling()
    spelling.add(
        {"smoking": 9, "smocking": 1, "soaking": 5, "housing": 50, "house": 3, "adviser": 2}
    )
    every = lambda _: True  # noqa: E731
    assert spelling.nearest("smokng", every) == "smoking"
    assert spelling.nearest("smking", every) == "smoking"
    assert spelling.nearest("housng", every) == "housing"
    assert spelling.nearest("advizer", every) == "adviser"
    assert spelling.nearest("smockng", every) == "smoking"
    assert spelling.nearest("smockng", lambda word: word != "smoking") == "smocking"
    assert spelling.nearest("mousing", every) == "housing"
    assert spelling.nearest("mousng", every) is None  # two slips, and the first letter is one
    assert spelling.nearest("zzzzzz", every) is None
    assert spelling.nearest("ho", every) is None


def test_a_short_word_is_never_made_shorter():
    spelling = Spelling()
    spelling.add({"na": 9, "nae": 1})
    assert spelling.nearest("nan", lambda _: True) == "nae"
    assert spelling.nearest("nan", lambda word: word == "na") is None


def test_two_words_that_were_run_together_are_parted_where_both_are_known():
    spelling = Spelling()
    spelling.add({"stop": 9, "smoking": 9, "stops": 1, "moking": 1, "on": 50})
    every = lambda _: True  # noqa: E731
    assert spelling.parted("stopsmoking", every) == "stop smoking"
    assert spelling.parted("stopsmoking", lambda word: word != "smoking") == "stops moking"
    assert spelling.parted("stopping", every) is None
    assert spelling.parted("onon", every) is None


def test_finding_the_nearest_word_among_many_is_quick():
    spelling = Spelling()
    spelling.add({f"{a}{b}{n}": 2 for n in range(300) for a in ("ba", "co", "du") for b in "xyzwv"})
    started = time.process_time()
    for n in range(20):
        spelling.nearest(f"bxa{n}zzz", lambda _: True)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("I can't pay my electric", ["pay", "electric"]),
        ("help with debt", ["debt"]),
        ("home help", ["home", "help"]),
        ("somewhere warm", ["warm"]),
        ("someone to talk to", ["talk"]),
        ("where can I get free food", ["free", "food"]),
        ("my landlord wants to evict me", ["landlord", "evict"]),
        ("what's on for teenagers", ["teenagers"]),
        ("help", []),
        ("I need help please", []),
        ('"help at home" now', ["help", "home"]),
        ('please, "help" now', ["help"]),
        ("", []),
    ],
)
def test_the_words_that_people_wrap_a_need_in_need_not_be_found(typed, left):
    words = [word for clause in WORDS.question(typed) for word in clause.words]
    assert [word for word in words if word not in STOP_WORDS] == left


def test_what_is_asked_again_is_read_as_before_and_only_the_last_few_are_remembered():
    words = Words(stem)
    for number in range(1_200):
        typed = f'"lunch {number}" clu'
        for is_typing in (False, True):
            first = words.question(typed, prefix=is_typing)
            assert first == words.question(typed, prefix=is_typing)
            assert first == Words(stem).question(typed, prefix=is_typing)
    assert len(words._asked) <= 500
