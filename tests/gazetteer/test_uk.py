"""With the extra ``uk``, every postcode of Great Britain has a point and a borough."""

import pytest

from directory.domain.place import Level
from directory.errors import UnknownPlaceError
from directory.gazetteer import locate, resolve, uk_postcodes


@pytest.fixture
def extra():
    """The package, when it is installed."""
    if not uk_postcodes.is_here():
        pytest.skip("the optional extra uk is not installed")


@pytest.mark.usefixtures("extra")
class TestWithTheExtra:
    def test_a_postcode_that_no_file_brought_has_point_and_borough(self, app, make):
        make.borough("City of Edinburgh", code="S12000036")
        place = resolve("eh1 1aa")
        assert (place.outline.x, place.outline.y) == (325910, 674040)
        assert place.codes(Level.BOROUGH) == ("S12000036",)
        assert place.within == "City of Edinburgh"
        assert place.note == "We know the borough of this postcode but not its ward."

    def test_its_ward_comes_from_the_polygon_that_holds_it(self, app, make):
        borough = make.borough("City of Edinburgh", code="S12000036")
        ward = make.ward("City Centre", borough, outline=make.disc(325910, 674040, 500))
        place = resolve("EH1 1AA")
        assert place.codes(Level.WARD) == (ward.code,)
        assert place.note == ""
        assert locate("EH1 1AA").ward == ward.code

    def test_our_own_table_comes_first(self, world):
        assert resolve("N1 5QJ").codes(Level.STREET) == ("osgb1",)

    @pytest.mark.parametrize("text", ["BT1 1AA", "BT7 1NN"])
    def test_northern_ireland_is_left_out(self, app, text):
        with pytest.raises(UnknownPlaceError):
            resolve(text)

    def test_a_postcode_without_a_point_says_so(self, app):
        place = resolve("JE2 4WD")
        assert place.outline is None
        assert place.note.startswith("We know of this postcode, but not where it is")

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("EH1", "EH1 is large"),
            ("EH1 1", "EH1 1 is large"),
            ("EH1 1ZZ", "EH1 1ZZ. Check it"),
            ("ZZ1", "do not know any postcode in ZZ1"),
            ("ZZ1 1ZZ", "Nor any other in ZZ1"),
            ("BT1", "do not know any postcode in BT1"),
        ],
    )
    def test_an_outcode_that_no_file_brought_is_known_to_be_one(self, app, text, said):
        with pytest.raises(UnknownPlaceError, match=said):
            resolve(text)

    @pytest.mark.parametrize("key", ["N15ZZ", "QQ11AA", "", "\u00c9H11AA", "../etc"])
    def test_what_is_not_there_is_not_found(self, key):
        assert uk_postcodes.find(key) is None


def test_without_the_extra_a_postcode_that_no_file_brought_is_unknown(app, monkeypatch):
    monkeypatch.setattr(uk_postcodes, "is_here", lambda: False)
    with pytest.raises(UnknownPlaceError):
        resolve("EH1 1AA")
