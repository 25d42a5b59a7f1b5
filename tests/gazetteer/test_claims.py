"""A coverage column names one area, by its name, its code or its postcode; else it is refused."""

import pytest

from directory.domain.place import ANYWHERE, Level
from directory.errors import AmbiguousPlaceError, BadInputError, UnknownPlaceError
from directory.gazetteer import claim_for

MEANS = [
    ("ward", "Hoxton West", "E05009378"),
    ("Ward ", " hoxton west ward ", "E05009378"),
    ("ward", "E05009378", "E05009378"),
    ("ward", "Tower Hamlets", "E05012868"),
    ("borough", "Tower Hamlets", "E09000030"),
    ("borough", "London Borough of Hackney", "E09000012"),
    ("street", "Orsman Rd, Hackney", "osgb1"),
    ("street", "Orsman Road N1", "osgb1"),
    ("street", "osgb1", "osgb1"),
    ("postcode", "n15qj", "N15QJ"),
    ("neighbourhood", "Haggerston West & Kingsland Basin", "E02000369"),
    ("region", "London", "E12000007"),
    ("nation", "england", "E92000001"),
    ("anywhere", "", ANYWHERE),
]


@pytest.mark.parametrize(("level", "text", "code"), MEANS)
def test_a_claim_names_one_area(world, level, text, code):
    found = claim_for(level, text)
    assert (found.code, found.level) == (code, Level(level.strip().lower()))


@pytest.mark.parametrize(
    ("level", "text", "error"),
    [
        ("street", "Church Road", AmbiguousPlaceError),
        ("street", "Hoxton West", UnknownPlaceError),
        ("ward", "Orsman Road", UnknownPlaceError),
        ("ward", "E09000012", UnknownPlaceError),
        ("ward", "N1", UnknownPlaceError),
        ("postcode", "N1 5ZZ", UnknownPlaceError),
        ("postcode", "Orsman Road", UnknownPlaceError),
        ("parish", "Hoxton", BadInputError),
        ("ward", "", BadInputError),
        ("", "Hoxton", BadInputError),
        ("ward", "x" * 10_000, BadInputError),
    ],
)
def test_a_claim_that_names_no_one_area_is_refused(world, level, text, error):
    with pytest.raises(error) as refused:
        claim_for(level, text)
    assert type(refused.value) is error


def test_a_misspelt_claim_is_answered_with_areas_of_its_level(world):
    with pytest.raises(UnknownPlaceError) as refused:
        claim_for("ward", "Hoxtn West")
    assert [choice.code for choice in refused.value.choices] == ["E05009378"]
