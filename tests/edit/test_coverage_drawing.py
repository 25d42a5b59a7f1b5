"""Drawing and sending shapes: what they take in, and what is wrong with them, kindly said."""

import io
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.domain import drawn
from directory.domain.grid import to_degrees
from directory.errors import BadInputError
from tests.browser import Page
from tests.edit.conftest import Editor, Town, square
from tests.factories import Make

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 8


def polygon(*corners: tuple[float, float]) -> str:
    """GeoJSON of a ring that its drawer did not close."""
    return json.dumps({"type": "Polygon", "coordinates": [[list(each) for each in corners]]})


def around(west: float, south: float, east: float, north: float) -> str:
    """GeoJSON of a box."""
    return polygon((west, south), (east, south), (east, north), (west, north))


def send(editor: Editor, content: bytes, name: str, status: int = 200) -> Page:
    file = (io.BytesIO(content), name)
    return editor.browser.post(f"{editor.at}/draw", {"shape": "", "file": file}, status=status)


def ticked(page: Page) -> list[str]:
    return [
        box_.find_parent("label").get_text(strip=True)
        for box_ in page.select("input[name=code][checked]")
    ]


def test_a_ward_that_is_inside_is_taken_whole_and_not_street_by_street(editor: Editor) -> None:
    page = editor.draw(shape=around(532_950, 182_950, 534_050, 184_050))

    assert ticked(page) == ["Hoxton West"]


def test_to_draw_over_what_was_left_out_is_not_to_take_it_back(editor: Editor, town: Town) -> None:
    editor.add("Pitfield Street")
    editor.add("Nile Street", way="not")

    page = editor.draw(shape=around(532_950, 182_950, 533_800, 184_050))

    assert [name.removesuffix("added already") for name in ticked(page)] == [
        "Pitfield Street",
        "Shepherdess Walk",
    ]
    left = page.select("fieldset")[-1]
    assert "You have left these out 1" in " ".join(left.get_text(" ").split())
    assert left.select_one("input[name=code]")["value"] == town.nile.code


def test_a_line_that_is_not_quite_along_the_boundary_still_takes_the_ward(editor: Editor) -> None:
    page = editor.draw(shape=around(533_005, 183_005, 533_998, 183_998))

    assert ticked(page) == ["Hoxton West"]


def test_a_ward_that_is_mostly_inside_is_not_taken_but_its_streets_are(editor: Editor) -> None:
    page = editor.draw(shape=around(532_950, 182_950, 533_800, 184_050))

    assert ticked(page) == ["Nile Street", "Pitfield Street", "Shepherdess Walk"]


def test_a_street_that_runs_on_out_of_a_taken_ward_is_not_named_again(
    editor: Editor, town: Town, make: Make
) -> None:
    make.street("Kingsland Road", town.hoxton, at=(533_990, 183_500))

    page = editor.draw(shape=around(532_950, 182_950, 534_060, 184_050))

    assert ticked(page) == ["Hoxton West"]


def test_all_wards_of_a_borough_are_the_borough(editor: Editor) -> None:
    page = editor.draw(shape=around(532_900, 182_900, 535_100, 184_100))

    assert ticked(page) == ["Hackney"]


def test_a_small_drawing_takes_streets_and_says_what_its_edge_cuts(editor: Editor) -> None:
    page = editor.draw(shape=around(533_050, 183_050, 533_310, 183_400))

    assert ticked(page) == ["Pitfield Street"]
    assert "Left out at the edges" in page.words
    edges = page.select("fieldset.panel label")
    assert [each.get_text(strip=True) for each in edges] == ["Nile Street"]


def test_what_is_ticked_of_it_is_added(editor: Editor) -> None:
    page = editor.draw(shape=around(532_950, 182_950, 534_050, 184_050))

    editor.browser.send(page)

    assert editor.said() == ["Hoxton West"]


def test_degrees_and_metres_mean_the_same(editor: Editor) -> None:
    lon, lat = to_degrees(np.array([532_950, 534_050]), np.array([182_950, 184_050]))

    page = editor.draw(shape=around(lon[0], lat[0], lon[1], lat[1]))

    assert ticked(page) == ["Hoxton West"]


def test_a_photo_renamed_as_geojson_is_told_what_it_is(editor: Editor) -> None:
    page = send(editor, JPEG, "area.geojson", status=400)

    said = page.select_one("#shape-error").get_text()
    assert said.startswith("“area.geojson” is a photo (JPEG), whatever its name says.")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04zip", "a zip file"),
        (b"<?xml version='1.0'?><kml/>", "XML"),
        (b"\x80\x81\x82", "is not text"),
        (b"hello", "We cannot read that as a map shape."),
        (b"[" * 50_000, "We cannot read that as a map shape."),
    ],
)
def test_a_file_that_is_no_shape_says_why(editor: Editor, content: bytes, said: str) -> None:
    page = send(editor, content, "my file.json", status=400)

    assert said in page.select_one("#shape-error").get_text()


def test_a_file_of_more_than_two_megabytes_is_told_how_large_it_is() -> None:
    with pytest.raises(BadInputError, match=r"“big.json” is 2.5 MB. Send a file of at most 2 MB."):
        drawn.text_of(b"x" * 2_500_000, "big.json")


def test_far_too_large_a_file_is_still_a_kind_page_at_the_field(editor: Editor) -> None:
    answer = editor.browser.client.post(
        f"{editor.at}/draw",
        data=b"--x" + b"y" * 6_000_000,
        content_type="multipart/form-data; boundary=x",
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert answer.status_code == 400
    assert "That file is too large" in answer.text


def test_what_was_typed_stays_when_it_is_wrong(editor: Editor) -> None:
    page = editor.draw(shape="{not <json>", status=400)

    assert page.select_one("#shape").get_text().strip() == "{not <json>"


def test_a_line_that_crosses_itself_is_put_right_and_said(editor: Editor) -> None:
    bow = polygon((533_050, 183_050), (533_950, 183_950), (533_950, 183_050), (533_050, 183_950))

    page = editor.draw(shape=bow)

    assert "The line crosses itself." in page.words


def test_a_shape_that_covers_the_country_is_refused_with_another_way(editor: Editor) -> None:
    page = editor.draw(shape=around(-6.0, 50.0, 1.5, 58.0), status=400)

    said = page.select_one("#shape-error").get_text()
    assert "square kilometres, more than all of Greater London" in said
    assert "type its name" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (around(-180, -90, 180, 90), "outside Great Britain, or covers more"),
        (around(2.2, 48.8, 2.4, 48.9), "outside Great Britain"),
        (around(-10_000, 6_700_000, -9_000, 6_710_000), "We cannot tell where it is"),
        (polygon((533_000, 183_000), (533_100, 183_000)), "three corners or more"),
        (polygon((533_000, 183_000), (533_500, 183_000), (534_000, 183_000)), "no room in it"),
        ('{"type":"Point","coordinates":[1,2]}', "no area in it"),
        ('{"type":"Polygon","coordinates":[[["a",1],[2,3],[4,5]]]}', "not a pair of numbers"),
        ('{"type":"Polygon","coordinates":[[[NaN,1],[2,3],[4,5]]]}', "cannot read that"),
        ('{"type":"Polygon","coordinates":[[[1e999,1],[2,3],[4,5]]]}', "not a pair of numbers"),
        ('{"type":"Polygon","coordinates":[[{"x":1},[2,3],[4,5]]]}', "not a pair of numbers"),
        ('{"type":"Polygon","coordinates":{}}', "no corners that we can read"),
        ("[]", "no area in it"),
        ("7", "no area in it"),
    ],
)
def test_each_shape_that_cannot_be_used_says_what_to_do(text: str, said: str) -> None:
    with pytest.raises(BadInputError, match=said) as wrong:
        drawn.read(text)

    assert wrong.value.field == "shape"


def test_too_many_corners_are_refused_with_a_way_to_have_fewer() -> None:
    turn = np.linspace(0, 6.2, 5_001)
    ring = [(533_000 + 500 * np.cos(a), 183_000 + 500 * np.sin(a)) for a in turn]

    with pytest.raises(BadInputError, match="“simplify”"):
        drawn.read(polygon(*ring))


def test_north_before_east_is_turned_and_said() -> None:
    found = drawn.read(around(51.5, -0.1, 51.51, -0.09))

    assert "wrong way round" in found.notes[0]
    assert 520_000 < found.shape.bounds[0] < 540_000


def test_parts_of_a_collection_are_one_shape_and_a_hole_stays_a_hole() -> None:
    outer = [[533_000, 183_000], [534_000, 183_000], [534_000, 184_000], [533_000, 184_000]]
    hole = [[533_400, 183_400], [533_600, 183_400], [533_600, 183_600], [533_400, 183_600]]
    feature = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [outer, hole]}}

    found = drawn.read(json.dumps({"type": "FeatureCollection", "features": [feature, None, 3]}))

    assert found.shape.area == pytest.approx(1_000_000 - 40_000)


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.fixed_dictionaries(
            {
                "type": st.sampled_from(
                    ["Polygon", "MultiPolygon", "Feature", "FeatureCollection"]
                ),
                "coordinates": inner,
                "features": inner,
                "geometry": inner,
            }
        )
    ),
    max_leaves=20,
)


@given(json_like)
def test_whatever_is_sent_is_a_shape_or_a_kind_word(told: object) -> None:
    try:
        found = drawn.read(json.dumps(told))
    except BadInputError:
        return

    assert found.shape.is_valid


def test_moving_the_map_keeps_the_drawing(editor: Editor) -> None:
    text = around(533_000, 183_000, 533_500, 183_500)

    page = editor.draw(shape=text, view="533000,183000,2400", move="north")

    assert page.select_one("#shape").get_text().strip() == text
    assert page.select_one("input[name=view]")["value"] == "533000,183720,2400"
    assert page.select_one(".m-drawn")


@pytest.mark.parametrize("view", ["", "a,b,c", "nan,nan,nan", "1,2", "-5,1e99,0", "inf,0,1"])
def test_a_view_that_is_none_shows_where_one_is_based(editor: Editor, view: str) -> None:
    page = editor.draw(shape="", view=view, move="stay")

    assert page.select_one("input[name=view]")["value"] == "533150,183150,2400"


def test_a_private_address_is_not_on_the_map(editor: Editor, town: Town, make: Make) -> None:
    town.club.bases[0].is_hidden = True
    make.site("saved")  # commits

    page = editor.browser.open(f"{editor.at}/draw")

    assert not page.select(".m-home-spot")


def test_without_an_address_the_map_begins_in_the_midst_of_the_boroughs_that_we_know(
    editor: Editor, town: Town, make: Make
) -> None:
    town.club.bases[0].is_hidden = True
    for west in (280_000, 270_000, 260_000):
        make.borough(f"Strath {west}", outline=square(west, 800_000))

    page = editor.browser.open(f"{editor.at}/draw")

    assert page.select_one("input[name=view]")["value"] == "280500,800500,2400"


# The map before anybody moves it: 2,400 by 1,800 metres about the base, so squares of 300 metres.
VIEW = "533150,183150,2400"


def test_without_a_script_squares_of_the_map_are_ticked(editor: Editor) -> None:
    page = editor.draw(view=VIEW, square=["3-3", "2-4"], look="yes")

    assert ticked(page) == ["Nile Street", "Pitfield Street"]


def test_what_was_ticked_stays_when_the_map_is_moved_and_goes_when_one_begins_again(
    editor: Editor,
) -> None:
    page = editor.draw(view=VIEW, square=["2-4"], move="closer")
    so_far = page.select_one("#shape").get_text()
    assert page.select_one(".m-drawn")

    page = editor.draw(view="533150,183150,1200", shape=so_far, square=["0-2"], look="yes")
    assert "Nile Street" in ticked(page)
    assert len(json.loads(page.select_one("[name=shape]").get_text())["coordinates"]) == 2
    page = editor.draw(view=VIEW, shape=so_far, square=["2-4"], move="clear")
    assert page.select_one("#shape").get_text().strip() == ""


@pytest.mark.parametrize("square", ["", "9-9", "a-b", "-1-2", "2-4-1"])
def test_a_square_that_is_none_is_as_if_nothing_was_drawn(editor: Editor, square: str) -> None:
    page = editor.draw(status=400, view=VIEW, square=[square], look="yes")
    assert "Draw on the map first" in page.words


def test_squares_do_not_take_the_place_of_a_text_that_is_wrong(editor: Editor) -> None:
    page = editor.draw(status=400, view=VIEW, shape="{half a shape", square=["2-4"], look="yes")
    assert page.select_one("#shape").get_text().strip() == "{half a shape"
