"""Why a result is there, in words: a table of every kind of base, claim and check."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from directory.answers.reasons import Base, Claims, reason, sign
from directory.domain.areas_in_words import Areas
from directory.domain.coverage import Extent, Served
from directory.domain.described import distance
from directory.domain.place import Certainty, ChainLink, Level, Place

HACKNEY = ChainLink("E09000012", Level.BOROUGH, "Hackney")
LONDON = ChainLink("E12000007", Level.REGION, "London")
ENGLAND = ChainLink("E92000001", Level.NATION, "England")
HOXTON_EAST = ChainLink("E05009377", Level.WARD, "Hoxton East & Shoreditch")
HOXTON_WEST = ChainLink("E05009378", Level.WARD, "Hoxton West")
HOXTON = ChainLink("N1", Level.NEIGHBOURHOOD, "Hoxton")
ESTATE = ChainLink("P1", Level.PATCH, "Colville Estate")
CHECKED = date(2026, 3, 3)


def place(level: Level, name: str, *chain: ChainLink) -> Place:
    own = ChainLink(f"code of {name}", level, name)
    return Place(name, level, own.code, name, (own, *chain), outline=Point(0, 0))


def probably(link: ChainLink) -> ChainLink:
    return ChainLink(link.code, link.level, link.name, Certainty.PROBABLE)


ORSMAN = place(Level.STREET, "Orsman Road", ESTATE, HOXTON_EAST, HOXTON, HACKNEY, LONDON, ENGLAND)
KINGSLAND = place(Level.STREET, "Kingsland Road", HOXTON_EAST, HOXTON_WEST, HACKNEY)
UNSURE = place(Level.STREET, "Long Street", probably(HOXTON_EAST), HACKNEY)
POSTCODE = place(
    Level.POSTCODE,
    "N1 5QJ",
    ChainLink(ORSMAN.code, Level.STREET, "Orsman Road"),
    HOXTON_EAST,
    HOXTON_WEST,
    HACKNEY,
)
WARD = place(Level.WARD, "Hoxton West", HACKNEY)
BOROUGH = Place("Hackney", Level.BOROUGH, HACKNEY.code, "Hackney", (HACKNEY, LONDON))

NEAR = Base("Hoxton East & Shoreditch", "Hackney", is_local=True, distance_m=312)
FAR = Base("", "Leeds", distance_m=271_400)


def by(link: ChainLink, extent: Extent = Extent.ALL) -> Served:
    return Served(extent, link.level, link.code, link.name)


def areas(*links: ChainLink) -> Areas:
    names: dict[Level, list[str]] = {}
    for link in links:
        names.setdefault(link.level, []).append(link.name)
    return Areas(names, {level: len(found) for level, found in names.items()})


STATED = Claims(areas(HACKNEY))
EVERYONE = Served(Extent.ALL, Level.ANYWHERE, "*", "anywhere")
ANYONE = Claims(Areas({Level.ANYWHERE: ["anywhere"]}, {Level.ANYWHERE: 1}))
WALK = ChainLink("s", Level.STREET, "Shepherdess Walk")
GROVE = ChainLink("g", Level.STREET, "Murray Grove")
NOT_WALK = Claims(areas(HACKNEY), areas(WALK))

SERVES = {
    "the street by name": (ORSMAN, STATED, by(ORSMAN.chain[0]), "Serves Orsman Road by name."),
    "its ward": (
        ORSMAN,
        STATED,
        by(HOXTON_EAST),
        "Serves all of Hoxton East & Shoreditch ward.",
    ),
    "its neighbourhood": (ORSMAN, STATED, by(HOXTON), "Serves all of Hoxton."),
    "its estate": (ORSMAN, STATED, by(ESTATE), "Serves all of Colville Estate."),
    "its borough": (ORSMAN, STATED, by(HACKNEY), "Serves all of Hackney."),
    "its region": (ORSMAN, STATED, by(LONDON), "Serves all of London."),
    "one of its wards": (
        KINGSLAND,
        STATED,
        by(HOXTON_WEST),
        "Serves all of Hoxton West ward, one of the wards Kingsland Road runs through.",
    ),
    "a ward it is only probably in": (
        UNSURE,
        STATED,
        by(HOXTON_EAST),
        "Serves all of Hoxton East & Shoreditch ward, which Long Street is probably in.",
    ),
    "one of a postcode's wards": (
        POSTCODE,
        STATED,
        by(HOXTON_WEST),
        "Serves all of Hoxton West ward, one of the wards N1 5QJ is in.",
    ),
    "the street of a postcode": (
        POSTCODE,
        STATED,
        by(POSTCODE.chain[1]),
        "Serves Orsman Road, which N1 5QJ is on.",
    ),
    "the postcode by name": (POSTCODE, STATED, by(POSTCODE.chain[0]), "Serves N1 5QJ by name."),
    "the ward asked about": (WARD, STATED, by(WARD.chain[0]), "Serves all of Hoxton West ward."),
    "part of the ward": (
        WARD,
        STATED,
        by(WALK, Extent.PART),
        "Serves part of Hoxton West ward: Shepherdess Walk.",
    ),
    "the borough asked about": (BOROUGH, STATED, by(HACKNEY), "Serves all of Hackney."),
    "part of the borough": (
        BOROUGH,
        STATED,
        by(HOXTON_WEST, Extent.PART),
        "Serves part of Hackney: Hoxton West.",
    ),
    "the borough, less a street": (
        ORSMAN,
        NOT_WALK,
        by(HACKNEY),
        "Serves Hackney, but not Shepherdess Walk.",
    ),
    "the ward, less two streets in it": (
        WARD,
        Claims(areas(HOXTON_WEST), areas(WALK, GROVE)),
        by(WARD.chain[0], Extent.PART),
        "Serves Hoxton West ward, but not Shepherdess Walk and Murray Grove.",
    ),
    "not stated": (
        ORSMAN,
        Claims(),
        Served(Extent.NOT_STATED, Level.ANYWHERE, "", ""),
        "It has not said who it serves: ask.",
    ),
    "near, and not for here": (ORSMAN, STATED, None, "Does not cover Orsman Road."),
    "no place asked": (
        None,
        Claims(areas(WALK, GROVE)),
        None,
        "Serves Shepherdess Walk and Murray Grove.",
    ),
    "no place asked, and an exclusion": (
        None,
        NOT_WALK,
        None,
        "Serves all of Hackney, but not Shepherdess Walk.",
    ),
    "no place asked, not stated": (None, Claims(), None, "It has not said who it serves: ask."),
}


@pytest.mark.parametrize(("where", "claims", "served", "said"), SERVES.values(), ids=SERVES)
def test_it_says_whom_the_service_is_for(
    where: Place | None, claims: Claims, served: Served | None, said: str
) -> None:
    sentences = reason(NEAR, claims, served, where, CHECKED)

    assert sentences.removesuffix(" Checked 3 March 2026.").endswith(said)


OWN_WORD = {
    "everyone, from Leeds": (
        FAR,
        ANYONE,
        EVERYONE,
        ORSMAN,
        "Says it serves everyone; based in Leeds, 271 km from Orsman Road. Checked 3 March 2026.",
    ),
    "everyone, from nobody knows where": (
        Base(),
        ANYONE,
        EVERYONE,
        ORSMAN,
        "Says it serves everyone; we do not know where it is based. Checked 3 March 2026.",
    ),
    "a nation": (
        FAR,
        STATED,
        by(ENGLAND),
        ORSMAN,
        "Says it serves all of England; based in Leeds, 271 km from Orsman Road."
        " Checked 3 March 2026.",
    ),
    "everyone, no place asked": (
        Base("", "Leeds"),
        ANYONE,
        None,
        None,
        "Says it serves everyone, wherever they live; based in Leeds. Checked 3 March 2026.",
    ),
    "everyone, from a refuge": (
        Base("Haggerston", "Hackney", is_hidden=True),
        ANYONE,
        EVERYONE,
        ORSMAN,
        "Based in Hackney; the address is private. Says it serves everyone. Checked 3 March 2026.",
    ),
}


@pytest.mark.parametrize(
    ("base", "claims", "served", "where", "said"), OWN_WORD.values(), ids=OWN_WORD
)
def test_a_claim_of_everyone_is_told_as_a_claim_with_the_base_beside_it(
    base: Base, claims: Claims, served: Served | None, where: Place | None, said: str
) -> None:
    assert reason(base, claims, served, where, CHECKED) == said


BASES = {
    "near": (NEAR, ORSMAN, "Based in Hoxton East & Shoreditch, 300 m from Orsman Road."),
    "on the street": (
        Base("Hoxton West", "Hackney", is_local=True, distance_m=4),
        ORSMAN,
        "Based in Hoxton West, right by Orsman Road.",
    ),
    "at an address of the street": (
        Base("Hoxton West", "Hackney", is_local=True, distance_m=240, is_on_it=True),
        ORSMAN,
        "Based in Hoxton West, on Orsman Road.",
    ),
    "in the same ward, and far": (
        Base("Hoxton West", "Hackney", is_local=True, distance_m=1_130, same="ward"),
        ORSMAN,
        "Based in Hoxton West, in the same ward, 1.1 km from Orsman Road.",
    ),
    "in the same ward, nobody knows where": (
        Base("Hoxton West", "Hackney", is_local=True, same="ward"),
        ORSMAN,
        "Based in Hoxton West, in the same ward.",
    ),
    "in another borough": (
        Base("Bethnal Green West", "Tower Hamlets", distance_m=1249),
        ORSMAN,
        "Based in Bethnal Green West, Tower Hamlets, 1.2 km from Orsman Road.",
    ),
    "inside the ward": (
        Base("Hoxton West", "Hackney", is_local=True, distance_m=0),
        WARD,
        "Based in Hoxton West.",
    ),
    "outside the ward": (
        Base("De Beauvoir", "Hackney", is_local=True, distance_m=410),
        WARD,
        "Based in De Beauvoir, 400 m from Hoxton West.",
    ),
    "a borough asked about": (
        Base("De Beauvoir", "Hackney", is_local=True, distance_m=0),
        BOROUGH,
        "Based in De Beauvoir.",
    ),
    "the ward is not known": (
        Base("", "Hackney", is_local=True, distance_m=950),
        ORSMAN,
        "Based in Hackney, 950 m from Orsman Road.",
    ),
    "only the postcode is known": (
        Base(outcode="LS1"),
        ORSMAN,
        "Based in LS1.",
    ),
    "not known": (Base(), ORSMAN, "We do not know where it is based."),
    "hidden": (
        Base("Haggerston", "Hackney", "E8", is_local=True, is_hidden=True, distance_m=120),
        ORSMAN,
        "Based in Hackney; the address is private.",
    ),
    "hidden, borough not known": (Base(is_hidden=True), ORSMAN, "Based at a private address."),
}


@pytest.mark.parametrize(("base", "where", "said"), BASES.values(), ids=BASES)
def test_it_says_where_the_service_is_based(base: Base, where: Place, said: str) -> None:
    assert reason(base, STATED, by(HACKNEY), where, CHECKED).startswith(f"{said} Serves")


def test_the_example_of_the_design_is_said_word_for_word() -> None:
    assert reason(NEAR, STATED, by(ORSMAN.chain[0]), ORSMAN, CHECKED) == (
        "Based in Hoxton East & Shoreditch, 300 m from Orsman Road. Serves Orsman Road by name."
        " Checked 3 March 2026."
    )


def test_it_says_when_nobody_checked_and_when_the_service_is_paused() -> None:
    said = reason(NEAR, STATED, by(HACKNEY), ORSMAN, None, is_paused=True)

    assert said.startswith("Paused for now. Based in")
    assert said.endswith("Not yet checked by a person.")


DISTANCES = [
    (0, "10 m"),
    (14, "10 m"),
    (55, "60 m"),
    (94, "90 m"),
    (95, "100 m"),
    (312, "300 m"),
    (330, "350 m"),
    (974, "950 m"),
    (975, "1 km"),
    (1_249, "1.2 km"),
    (9_949, "9.9 km"),
    (9_950, "10 km"),
    (271_400, "271 km"),
    (1_000_400, "1,000 km"),
]


@pytest.mark.parametrize(("metres", "said"), DISTANCES)
def test_distances_are_rounded_as_people_say_them(metres: int, said: str) -> None:
    assert distance(metres) == said


@given(
    ward=st.text("abcdefgh", min_size=1),
    outcode=st.text("QXZ", min_size=1),
    away=st.integers(100, 5_000),
    served=st.sampled_from([by(HACKNEY), by(ORSMAN.chain[0]), EVERYONE, None]),
    where=st.sampled_from([ORSMAN, WARD, BOROUGH, None]),
)
def test_a_hidden_address_is_never_told_by_ward_postcode_or_distance(
    ward: str, outcode: str, away: int, served: Served | None, where: Place | None
) -> None:
    hidden = Base(f"<{ward}>", "Hackney", outcode, is_hidden=True, distance_m=away)

    said = reason(hidden, STATED, served, where, CHECKED)

    assert f"<{ward}>" not in said
    assert outcode not in said
    assert " m from" not in said
    assert "km from" not in said
    assert hidden.based_in == "Hackney"


SIGNS = {
    "at an address of the street": (Base(distance_m=240, is_on_it=True), ORSMAN, "on this street"),
    "a step away": (Base(distance_m=12), ORSMAN, "right here"),
    "near": (NEAR, ORSMAN, "300 m"),
    "far, in the same ward": (Base(distance_m=1_130, same="ward"), ORSMAN, "1.1 km, same ward"),
    "in the same ward, nobody knows where": (Base(same="ward"), ORSMAN, "same ward"),
    "inside the ward": (Base(distance_m=0), WARD, "in this ward"),
    "outside the ward": (Base(distance_m=410), WARD, "400 m"),
    "a borough asked about": (Base(distance_m=0), BOROUGH, ""),
    "not known where": (Base(), ORSMAN, ""),
    "no place": (NEAR, None, ""),
}


@pytest.mark.parametrize(("base", "where", "said"), SIGNS.values(), ids=SIGNS)
def test_the_sign_says_how_far_in_the_words_of_the_place(
    base: Base, where: Place | None, said: str
) -> None:
    assert sign(base, where) == said
