"""Small worlds made at random: areas, places to ask about, documents, and questions."""

import random
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st
from shapely import LineString, Point, box

from directory.domain.coverage import Claim, Coverage
from directory.domain.hours import Frequency, Opening, OpeningException
from directory.domain.place import ANYWHERE, Certainty, ChainLink, Level, Place
from directory.domain.rings import Ring, Spot
from directory.search import Document, Facet, Filters, Question, TextPart

AREAS = {
    "S1": Level.STREET,
    "S2": Level.STREET,
    "N15QJ": Level.POSTCODE,
    "W1": Level.WARD,
    "W2": Level.WARD,
    "H1": Level.NEIGHBOURHOOD,
    "B1": Level.BOROUGH,
    "B2": Level.BOROUGH,
    "R1": Level.REGION,
    "K1": Level.NATION,
}
CODES = sorted(AREAS)
AT = {level: [code for code in CODES if AREAS[code] is level] for level in Level}
DAY = date(2026, 11, 23)

codes = st.sampled_from(CODES)
# In whole hundreds, so that some are just as far away as the ring reaches.
metres = st.integers(0, 20).map(lambda hundreds: hundreds * 100)
WORDS = [
    *("stop", "stopping", "smoking", "smoke", "food", "bank", "advice", "yoga", "women's", "the"),
    *("drop-in", "dropin", "drop", "in", "café", "cafe", "Co-op", "group", "support", "of", "12"),
]
texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


def one_of(level: Level) -> st.SearchStrategy[str]:
    return st.sampled_from([*AT[level], ""])


spots = st.builds(
    Spot,
    easting=metres | st.none(),
    northing=metres | st.none(),
    ward=one_of(Level.WARD),
    neighbourhood=one_of(Level.NEIGHBOURHOOD),
    borough=one_of(Level.BOROUGH),
    region=one_of(Level.REGION),
    nation=one_of(Level.NATION),
    is_hidden=st.booleans(),
)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    code = draw(codes | st.just(ANYWHERE))
    level = AREAS.get(code, Level.ANYWHERE)
    within = frozenset() if code == ANYWHERE else draw(st.frozensets(codes, max_size=4))
    return Claim(code, level, f"the {code}", within)


coverages = st.builds(
    Coverage,
    claims=st.lists(claims(), max_size=3).map(tuple),
    exclusions=st.lists(claims(), max_size=2).map(tuple),
)
times = st.sampled_from([time(9), time(10, 30), time(12), time(17, 0, 0, 1), time(0), time(23, 59)])
dates = st.integers(-30, 30).map(lambda days: DAY + timedelta(days=days))
openings = st.builds(
    Opening,
    weekday=st.integers(0, 6),
    opens=times,
    closes=times,
    frequency=st.sampled_from(Frequency),
    interval=st.integers(1, 3),
    nth=st.sampled_from([-1, 0, 1, 2, 3, 4]),
    valid_from=st.none() | dates,
    valid_to=st.none() | dates,
)
exceptions = st.builds(
    OpeningException, day=dates | st.just(DAY), opens=st.none() | times, closes=st.none() | times
)
moments = st.builds(datetime.combine, dates | st.just(DAY), times)
VALUES = {
    Facet.CATEGORY: ["food", "advice", "health"],
    Facet.AUDIENCE: ["women", "everyone"],
    Facet.COST: ["free", "donation"],
    Facet.LANGUAGE: ["en", "tr"],
}


def some_of(facet: Facet) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(VALUES[facet]), max_size=2)


facets = st.fixed_dictionaries({}, optional={facet: some_of(facet) for facet in VALUES})


@st.composite
def documents(draw: st.DrawFn, id_: int) -> Document:
    return Document(
        id=id_,
        organisation_id=draw(st.integers(1, 3)),
        text={part: draw(texts) for part in TextPart},
        coverage=draw(coverages),
        bases=draw(st.lists(spots, max_size=2).map(tuple)),
        sites=draw(st.lists(spots, max_size=2).map(tuple)),
        facets=draw(facets),
        openings=draw(st.lists(openings, max_size=2).map(tuple)),
        exceptions=draw(st.lists(exceptions, max_size=1).map(tuple)),
        checked_on=draw(st.none() | st.sampled_from([DAY, date(2020, 1, 1)])),
        is_silent=draw(st.booleans()),
        tie_break=draw(st.integers(0, 3)),
    )


@st.composite
def crowds(draw: st.DrawFn, size: int = 60) -> list[Document]:
    """Many documents put together from a few parts, so that they compete and tie."""

    def some(strategy: st.SearchStrategy) -> list:
        return draw(st.lists(strategy, min_size=2, max_size=6))

    parts = {
        "coverage": some(coverages),
        "bases": some(st.lists(spots, max_size=2).map(tuple)),
        "sites": [(), *some(st.lists(spots, max_size=1).map(tuple))],
        "facets": some(facets),
        "openings": some(st.lists(openings, max_size=2).map(tuple)),
        "exceptions": [(), *some(st.lists(exceptions, max_size=1).map(tuple))],
        "checked_on": [None, DAY, date(2020, 1, 1)],
        "is_silent": [False, False, True],
        "tie_break": range(4),
    }
    said = some(texts)
    dice = random.Random(draw(st.integers(0, 10**6)))
    return [
        Document(
            id=id_,
            organisation_id=1,
            text={part: dice.choice(said) for part in TextPart},
            **{name: dice.choice(choices) for name, choices in parts.items()},
        )
        for id_ in range(1, size + 1)
    ]


outlines = st.one_of(
    st.none(),
    st.builds(Point, metres, metres),
    st.builds(lambda x, y: LineString([(x, y), (x + 300, y + 100)]), metres, metres),
    st.builds(lambda x, y: box(x, y, x + 700, y + 500), metres, metres),
)


@st.composite
def places(draw: st.DrawFn) -> Place:
    code = draw(codes)
    others = draw(st.frozensets(codes, max_size=7)) - {code}
    links = [
        ChainLink(
            each,
            AREAS[each],
            each,
            draw(st.sampled_from([Certainty.CERTAIN, Certainty.CERTAIN, Certainty.PROBABLE])),
        )
        for each in sorted(others, key=lambda each: AREAS[each].rank)
    ]
    return Place(
        where=code,
        level=AREAS[code],
        code=code,
        name=code,
        chain=(ChainLink(code, AREAS[code], code), *links),
        borders=tuple(draw(st.frozensets(st.sampled_from(AT[Level.BOROUGH]), max_size=2))),
        outline=draw(outlines),
    )


asked_words = st.one_of(
    st.just(""),
    st.sampled_from(WORDS),
    st.sampled_from(['"stop smoking"', '"drop-in" café', "smok", '"', "dropin", "drop in", "zzz"]),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(" ".join),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(lambda w: f'"{" ".join(w)}"'),
)
filters = st.builds(
    Filters,
    values=st.fixed_dictionaries({}, optional={facet: some_of(facet) for facet in VALUES})
    | st.just({Facet.DAY: frozenset({"monday"})}),
    open_now=st.booleans(),
    based_here=st.booleans(),
)
questions = st.builds(
    Question,
    words=asked_words,
    place=st.none() | places(),
    filters=st.just(Filters()) | filters,
    open_rings=st.just(frozenset(Ring)) | st.frozensets(st.sampled_from(Ring)),
    nearby=st.booleans(),
    now=st.none() | moments,
    start=st.sampled_from([0, 0, 1, 3, 50]),
    size=st.sampled_from([100, 20, 3, 0]),
    prefix=st.booleans(),
    doorstep_metres=st.sampled_from([800, 0, 300]),
)
