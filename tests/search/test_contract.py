"""What search promises, whichever backend keeps it."""

from datetime import date

import pytest

from directory.domain.coverage import Extent
from directory.domain.rings import Ring, Spot
from directory.search import Facet, Filters, Question, SearchBackend
from tests.search.listings import (
    BOROUGH,
    EVERYWHERE,
    FAR_AWAY,
    HACKNEY,
    HOXTON,
    IN_BOROUGH,
    IN_WARD,
    ISLINGTON,
    MONDAY_TEN,
    NEXT_DOOR,
    ORSMAN,
    STREET,
    facets,
    listing,
    open_on,
)

ALL_RINGS = frozenset(Ring)


def ids(backend: SearchBackend, words: str = "", **more) -> list[int]:
    return [hit.id for hit in backend.find(Question(words, **more)).hits]


def on_street(backend: SearchBackend, **more) -> list[int]:
    return ids(backend, place=STREET, open_rings=ALL_RINGS, **more)


def narrowed(**values: str) -> Filters:
    return Filters({Facet[name.upper()]: frozenset({value}) for name, value in values.items()})


# Words


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ("smoking", "Stop smoking"),
        ("smoke", "Stop smoking"),
        ("SMOKING stop", "Stop smoking"),
        ("to stop the smoking", "Stop smoking"),
        ("cafe", "Repair café"),
        ("café", "Repair cafe"),
        ("CAFE\u0301", "Repair café"),
        ("womens", "Women's group"),
        ("women\u2019s", "Womens group"),
        ("drop-in", "Drop in for all"),
        ("drop in", "Drop-in for all"),
        ("dropin", "Drop-in for all"),
        ("drop-in", "Dropin for all"),
        ('"stop smoking"', "Help to stop smoking"),
        ('"bread butter"', "Bread and butter"),
        ('stop "smoking', "Stop smoking"),
        ("stop* AND (smoking) name:stop~2 [a TO b]", "Stop smoking AND name a b TO 2"),
        ("сдать", "сдать"),
        ("নারী", "নারী দল"),
    ],
)
def test_finds(backend: SearchBackend, typed: str, listed: str):
    backend.replace([listing(1, listed), listing(2, "Chess")])
    assert ids(backend, typed) == [1]


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ("stop smoking", "Smoking advice"),
        ('"smoking stop"', "Stop smoking"),
        ('"smoking group"', "Stop smoking. A group"),
        ("smok", "Stop smoking now"),
        ("smok*", "Stop smoking now"),
        ('"lunch friends"', "Lunch"),
    ],
)
def test_does_not_find(backend: SearchBackend, typed: str, listed: str):
    backend.replace([listing(1, listed.replace(". ", " x ", 1))])
    assert ids(backend, typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "the of and",
        "!!! ?",
        "\0",
        '"',
        '""',
        "[" * 400,
        "\x01\x02\x03\x1e\x1f",
        "😀",
        "-",
        "'",
    ],
)
def test_a_question_with_no_words_in_it_finds_everything(backend: SearchBackend, typed: str):
    backend.replace([listing(1), listing(2)])
    found = backend.find(Question(typed))
    assert (found.total, found.did_you_mean) == (2, None)


@pytest.mark.parametrize(
    "typed", ["a" * 10_000, "lunch " * 2000, '"' + "lunch " * 2000, "\udcff lunch", "(" * 9999]
)
def test_any_text_can_be_asked(backend: SearchBackend, typed: str):
    backend.replace([listing(1)])
    backend.find(Question(typed, prefix=True, place=STREET))
    backend.suggest(typed)


def test_a_word_counts_more_in_the_name_than_in_the_text(backend: SearchBackend):
    backend.replace(
        [
            listing(1, "Club", description="chess"),
            listing(2, "Chess", description="club"),
            listing(3, "Club", organisation="Chess"),
            listing(4, "Club", categories="chess"),
        ]
    )
    assert ids(backend, "chess") == [2, 3, 4, 1]


def test_a_word_still_being_typed_is_found_by_its_beginning(backend: SearchBackend):
    backend.replace(
        [
            listing(1, "Gardening"),
            listing(2, categories="gardens"),
            listing(3, description="A garden to sit in"),
            listing(4, description="Gardeners meet"),
        ]
    )
    assert set(ids(backend, "gard", prefix=True)) == {1, 2}
    assert set(ids(backend, "garden", prefix=True)) == {1, 2, 3, 4}
    assert ids(backend, "gard") == []
    assert ids(backend, "gard ", prefix=True) == []


# Misspellings and suggestions


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("smokng", "smoking"),
        ("stop smokign", "stop smoking"),
        ("Stop SMOKNG now", "Stop smoking now"),
        ('"stop smoknig"', '"stop smoking"'),
        ("zzzzzz", None),
        ("stop", None),
        ("xq", None),
        ("stopsmoking", "stop smoking"),
        ("smokng for my nan", "smoking for my nan"),
    ],
)
def test_a_misspelt_word_is_respelt_but_never_searched(
    backend: SearchBackend, typed: str, meant: str | None
):
    backend.replace([listing(n, "Stop smoking", description="now man") for n in range(1, 4)])
    found = backend.find(Question(typed))
    assert found.did_you_mean == meant
    assert found.total == (3 if typed == "stop" else 0)


def test_words_of_a_withdrawn_listing_are_not_offered(backend: SearchBackend):
    backend.replace([listing(1, "Secret refuge", organisation="Refuge House"), listing(2, "Chess")])
    backend.remove([1])
    assert backend.suggest("ref") == []
    assert backend.find(Question("refuga")).did_you_mean is None


def test_suggests_names_and_words_most_used_first(backend: SearchBackend):
    backend.replace(
        [
            listing(1, "Chess for all", organisation="Chess Club"),
            listing(2, "Chess at night", organisation="Chess Club"),
            listing(3, "Café chat", categories="children", description="cheese"),
        ]
    )
    assert backend.suggest("ch", 3) == ["chess", "Chess Club", "chat"]
    assert backend.suggest("CAFE") == ["cafe", "Café chat"]
    assert backend.suggest("c") == []
    assert backend.suggest("chess c") == ["Chess Club"]


# Marks


def test_matched_words_are_marked_and_everything_else_is_escaped(backend: SearchBackend):
    backend.replace([listing(1, "Stop <b>smoking</b>", description="Smokers & non-smokers smoke")])
    (hit,) = backend.find(Question("smoke")).hits
    assert hit.name == "Stop &lt;b&gt;<mark>smoking</mark>&lt;/b&gt;"
    assert hit.snippet.endswith("<mark>smoke</mark>")
    assert "&amp;" in hit.snippet


# Places


@pytest.mark.parametrize(
    ("base", "ring"),
    [(IN_WARD, 1), (IN_BOROUGH, 2), (NEXT_DOOR, 3), (FAR_AWAY, 4), (None, 4)],
)
def test_only_the_base_earns_the_ring(backend: SearchBackend, base: Spot | None, ring: int):
    backend.replace([listing(1, serves=(EVERYWHERE,), bases=(base,) if base else ())])
    found = backend.find(Question(place=STREET))
    assert [each.total for each in found.rings] == [int(each == ring) for each in Ring]
    assert found.shown_total == (1 if ring <= 2 else 0)


def test_for_a_borough_the_first_two_rings_are_one(backend: SearchBackend):
    backend.replace([listing(1), listing(2, bases=(IN_BOROUGH,)), listing(3, bases=(NEXT_DOOR,))])
    found = backend.find(Question(place=BOROUGH))
    assert [each.total for each in found.rings] == [2, 0, 1, 0]
    assert {hit.served.extent for hit in found.hits if hit.served} == {Extent.PART}


def test_rings_come_before_relevance_and_pages_run_across_them(backend: SearchBackend):
    backend.replace(
        [
            listing(1, "Chess chess", bases=(IN_BOROUGH,)),
            listing(2, description="chess"),
            listing(3, description="chess", bases=(IN_BOROUGH,)),
            listing(4, "Chess", bases=(NEXT_DOOR,)),
        ]
    )
    everything = ids(backend, "chess", place=STREET, open_rings=ALL_RINGS)
    assert everything == [2, 1, 3, 4]
    pages = [
        ids(backend, "chess", place=STREET, open_rings=ALL_RINGS, start=n, size=1) for n in range(5)
    ]
    assert pages == [[2], [1], [3], [4], []]
    found = backend.find(Question("chess", place=STREET))
    assert ([hit.id for hit in found.hits], found.total, found.shown_total) == ([2, 1, 3], 4, 3)


def test_in_a_ring_the_more_specific_the_more_recent_then_the_hash(backend: SearchBackend):
    backend.replace(
        [
            listing(1, serves=(EVERYWHERE,)),
            listing(2, serves=(HACKNEY,)),
            listing(3, serves=(HOXTON,)),
            listing(4),
            listing(5, checked_on=date(2026, 11, 1)),
            listing(6, checked_on=None),
            listing(7, tie_break=0),
            listing(8, serves=()),
        ]
    )
    assert on_street(backend) == [5, 7, 4, 6, 3, 2, 1, 8]


def test_who_did_not_answer_comes_after_all_that_somebody_stands_behind(backend: SearchBackend):
    backend.replace(
        [
            listing(1, "Chess", is_silent=True, checked_on=date(2026, 11, 1)),
            listing(2, "Club", description="Chess too", serves=(EVERYWHERE,), checked_on=None),
            listing(3, "Chess", serves=()),
            listing(4, "Chess", serves=(), is_silent=True),
            listing(5, "Chess", is_silent=True, bases=(IN_BOROUGH,)),
            listing(6, "Chess", bases=(IN_BOROUGH,), serves=(EVERYWHERE,)),
        ]
    )
    # Silence never moves it to another ring, nor behind those that do not say whom they serve.
    assert ids(backend, "chess", place=STREET) == [2, 1, 3, 4, 6, 5]
    assert ids(backend, "chess")[-3:] == [1, 4, 5]


def test_small_differences_of_wording_do_not_outrank_specific_coverage(backend: SearchBackend):
    backend.replace(
        [
            listing(1, "Chess", serves=(EVERYWHERE,), description="for all"),
            listing(2, "Chess", description="for everybody who lives here"),
        ]
    )
    assert ids(backend, "chess", place=STREET) == [2, 1]


def test_part_of_a_place_comes_after_all_of_it_and_before_broader_claims(backend: SearchBackend):
    backend.replace(
        [
            listing(1, serves=(EVERYWHERE,)),
            listing(2, serves=(ORSMAN,)),
            listing(3, serves=(HACKNEY,)),
        ]
    )
    assert ids(backend, place=BOROUGH) == [3, 2, 1]


@pytest.mark.parametrize(
    ("more", "is_in", "is_near"),
    [
        ({"serves": (ORSMAN,)}, True, False),
        ({"serves": (ISLINGTON,)}, False, True),
        ({"serves": (HOXTON,), "but_not": (ORSMAN,)}, False, True),
        ({"serves": (ISLINGTON,), "bases": (IN_BOROUGH,)}, False, False),
        ({"serves": (ISLINGTON,), "bases": (FAR_AWAY,), "sites": (IN_WARD,)}, False, True),
        ({"serves": ()}, True, False),
        ({"serves": (), "but_not": (ORSMAN,)}, False, True),
        ({"serves": (), "bases": (NEXT_DOOR,)}, False, False),
        ({"serves": (), "bases": (), "sites": (IN_BOROUGH,)}, True, False),
    ],
)
def test_near_but_not_for_here_is_hidden_and_counted(backend, more, is_in: bool, is_near: bool):
    backend.replace([listing(1, **more)])
    found = backend.find(Question(place=STREET, nearby=True))
    assert (found.total, found.nearby_not_serving) == (int(is_in), int(is_near))
    assert len(found.nearby_hits) == int(is_near)
    assert backend.find(Question(place=STREET)).nearby_hits == ()


def test_filters_and_words_narrow_what_is_nearby_too(backend: SearchBackend):
    backend.replace([listing(1, serves=(ISLINGTON,), facets=facets(cost="free"))])
    near = {
        filters: backend.find(
            Question("lunch", place=STREET, filters=narrowed(cost=filters))
        ).nearby_not_serving
        for filters in ("free", "donation")
    }
    assert near == {"free": 1, "donation": 0}
    assert backend.find(Question("chess", place=STREET)).nearby_not_serving == 0


def test_a_hidden_base_counts_for_its_borough_only(backend: SearchBackend):
    hidden = Spot(10, 0, ward="W1", borough="B1", is_hidden=True)
    backend.replace([listing(1, bases=(hidden,)), listing(2, bases=(hidden, IN_BOROUGH))])
    found = backend.find(Question(place=STREET))
    assert [ring.total for ring in found.rings] == [0, 2, 0, 0]


# Filters and facets


def test_a_facets_own_filter_is_left_out_of_its_counts(backend: SearchBackend):
    backend.replace(
        [
            listing(1, facets=facets(cost="free", kind="charity")),
            listing(2, facets=facets(cost="donation", kind="charity")),
            listing(3, facets=facets(cost="free", kind="faith")),
        ]
    )
    found = backend.find(Question(filters=narrowed(cost="free")))
    assert found.total == 2
    assert found.facets[Facet.COST] == (("free", 2), ("donation", 1))
    assert found.facets[Facet.KIND] == (("charity", 1), ("faith", 1))


def test_days_follow_from_opening_times(backend: SearchBackend):
    backend.replace([listing(1, openings=open_on(0)), listing(2, openings=open_on(1))])
    found = backend.find(Question(now=MONDAY_TEN, filters=Filters(open_now=True)))
    assert found.facets[Facet.DAY] == (("monday", 1),)
    assert ([hit.id for hit in found.hits], found.open_now_count) == ([1], 1)
    assert ids(backend, filters=narrowed(day="tuesday")) == [2]


def test_counts_how_many_are_based_here(backend: SearchBackend):
    backend.replace([listing(1), listing(2, bases=(FAR_AWAY,))])
    here = Question(place=STREET, filters=Filters(based_here=True), open_rings=ALL_RINGS)
    assert backend.find(Question(place=STREET)).based_here_count == 1
    assert [hit.id for hit in backend.find(here).hits] == [1]
    assert backend.find(Question()).based_here_count == 0


# Changes


def test_a_changed_listing_is_found_at_once_and_only_as_it_now_is(backend: SearchBackend):
    backend.replace([listing(1, "Chess"), listing(2, "Chess")])
    backend.replace([listing(1, "Draughts")])
    assert (ids(backend, "chess"), ids(backend, "draughts"), backend.count()) == ([2], [1], 2)
    backend.remove([2, 99])
    assert (ids(backend, "chess"), backend.count()) == ([], 1)


def test_rebuilding_forgets_what_was_there(backend: SearchBackend):
    backend.replace([listing(1)])
    assert backend.rebuild([listing(2), listing(3), listing(3, "Chess")]) == 2
    assert sorted(ids(backend)) == [2, 3]
    assert ids(backend, "chess") == [3]


def test_many_small_changes_are_merged_and_nothing_is_lost(backend: SearchBackend):
    for n in range(1, 12):
        backend.replace([listing(n, f"Chess {n}", facets=facets(cost="free"))])
    backend.remove([3])
    before = backend.find(Question("chess", place=STREET))
    assert backend.merge()
    assert backend.find(Question("chess", place=STREET)) == before
    assert not backend.wants_merging()
