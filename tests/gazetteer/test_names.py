"""One key for every way in which people write a place's name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.domain.names import key_variants, place_key

SAME = [
    ("St. John's Rd", "Saint Johns Road"),
    ("St John's Road", "st john\u2019s rd."),
    ("Goldsmith'S Row", "Goldsmiths Row"),
    ("Gt Eastern St", "Great Eastern Street"),
    ("HOXTON EAST AND SHOREDITCH WARD", "Hoxton East & Shoreditch"),
    ("King's Park Ward", "Kings Park"),
    ("St Anthony's Close", "Saint Anthony's Cl"),
    ("Great Saint Helen's", "Great St Helens"),
    ("Upr Clapton Rd", "upper clapton road"),
    ("Stoke-Newington/Church St", "Stoke Newington Church Street"),
    ("  Mare \t Street\n", "mare street"),
    ("Rue Caf\u00e9", "rue cafe"),
    ("\uff2d\uff41\uff52\uff45 \uff33\uff54", "Mare Street"),
    ("Spitalfields &amp Banglatown".replace("&amp", "&"), "spitalfields and banglatown"),
    ("Vallance Gdns", "Vallance Gardens"),
    ("Cleeve Hse", "Cleeve House"),
    ("Arden Est", "Arden Estate"),
]
DIFFERENT = [
    ("St Mark Street", "Street Mark Street"),
    ("St Mark Street", "Mark Street"),
    ("Court Street", "Ct Street"),
    ("The Ward", "The"),
    ("Grove Road", "Gr Road"),
    ("Mare Street", "Mare Road"),
    ("Ward Road", "Road"),
]
KEYS = [
    ("St Mark St", "st mark street"),
    ("Saint", "saint"),
    ("St", "st"),
    ("A107", "a107"),
    ("%_ \x00", ""),
    ("", ""),
    ("The Ward", "the ward"),
]
letters = st.text(st.characters(max_codepoint=0x17F), max_size=60)
names = st.lists(
    st.sampled_from(["St", "Saint", "Ward", "Rd", "Gt", "The", "&", "and", "John's", "Row", "-"]),
    max_size=7,
).map(" ".join)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_to_write_a_name_have_one_key(one, other):
    assert place_key(one) == place_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_keep_different_keys(one, other):
    assert place_key(one) != place_key(other)


@pytest.mark.parametrize(("name", "key"), KEYS)
def test_a_key_is_written_so(name, key):
    assert place_key(name) == key


@given(st.text())
def test_any_text_has_a_key_and_a_key_is_its_own_key(text):
    key = place_key(text)
    assert place_key(key) == key
    assert key == " ".join(key.split())
    assert not set(key) & set("%_'.&\x00")


@given(names | letters)
def test_capitals_never_matter(text):
    plain = text.replace("\u0131", "i")
    assert place_key(plain.title()) == place_key(plain.lower())


@given(names | letters, st.data())
def test_apostrophes_never_matter(text, data):
    at = data.draw(st.integers(0, len(text)))
    mark = data.draw(st.sampled_from("'\u2019\u2018`\u00b4"))
    assert place_key(text[:at] + mark + text[at:]) == place_key(text)


@given(names, st.text(" \t\n\u00a0", min_size=1, max_size=4))
def test_spaces_never_matter(text, gap):
    assert place_key(gap + text.replace(" ", gap) + gap) == place_key(text)


def test_the_is_kept_and_may_be_left_out():
    assert key_variants(place_key("The Highway")) == ("the highway", "highway")
    assert key_variants(place_key("Highway")) == ("highway", "the highway")
    assert key_variants("") == ()
