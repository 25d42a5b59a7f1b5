"""Postcodes are recognised as people type them, and their districts never run into each other."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from directory.domain import postcodes

units = st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}", fullmatch=True)


@given(units, st.sampled_from(["", " ", "  ", "\u00a0", "-"]))
def test_case_and_spaces_never_matter(key, gap):
    typed = f" {key[:-3]}{gap}{key[-3:]} "
    assert postcodes.as_postcode(typed.lower()) == postcodes.as_postcode(typed) == key
    assert postcodes.as_postcode(postcodes.formatted(key)) == key


@given(units)
def test_a_postcode_lies_in_its_own_outcode_and_sector_and_no_other(key):
    assume(postcodes.outcode_of(key) not in postcodes.DIVIDED)  # W1 has none but W1A to W1W
    for district in (postcodes.outcode_of(key), postcodes.sector_of(key)):
        assert any(a <= key <= b for a, b in postcodes.key_ranges(district))
    other = f"{postcodes.outcode_of(key)}0"
    assert not any(a <= key <= b for a, b in postcodes.key_ranges(other))


@given(units, st.integers(1, 7))
def test_a_unit_is_among_those_that_its_beginning_begins(key, length):
    shown = postcodes.formatted(key)[: len(postcodes.outcode_of(key)) + 1 + min(length, 3)]
    assert any(a <= key <= b for a, b in postcodes.beginning_ranges(shown))


@given(st.text())
def test_any_text_is_read_without_trouble(text):
    postcodes.as_postcode(text)
    postcodes.as_district(text)
    postcodes.postcode_at_end(text)
    postcodes.district_at_end(text)
    postcodes.beginning_ranges(text)


@pytest.mark.parametrize(
    ("text", "before", "district"),
    [
        ("Orsman Rd N1", "ORSMAN RD", "N1"),
        ("Mare Street, E8 3", "MARE STREET", "E8 3"),
        ("High Street EC1A", "HIGH STREET", "EC1A"),
        ("N1", "N1", ""),
        ("Orsman Road", "Orsman Road", ""),
        ("Orsmann1", "Orsmann1", ""),
    ],
)
def test_an_outcode_or_sector_at_the_end_is_split_off(text, before, district):
    assert postcodes.district_at_end(text) == (before, district)


@pytest.mark.parametrize(
    ("text", "before", "key"),
    [
        ("12 Orsman Road, London N1 5QJ", "12 ORSMAN ROAD, LONDON", "N15QJ"),
        ("orsman rd n15qj.", "ORSMAN RD", "N15QJ"),
        ("N1 5QJ", "", "N15QJ"),
        ("Orsman Road", "Orsman Road", ""),
        ("XXN1 5QJ", "XXN1 5QJ", ""),
    ],
)
def test_a_postcode_that_ends_an_address_is_split_off(text, before, key):
    assert postcodes.postcode_at_end(text) == (before, key)


@pytest.mark.parametrize(
    ("text", "district"),
    [
        *(("n1", "N1"), ("N15", "N15"), ("N1 5", "N1 5"), ("e149", "E14 9"), ("EC1A", "EC1A")),
        *(("Orsman", ""), ("N1 5Q", ""), ("", ""), ("1", "")),
    ],
)
def test_a_district_is_recognised(text, district):
    assert postcodes.as_district(text) == district


@pytest.mark.parametrize(
    ("district", "key", "is_in"),
    [
        *(("EC1", "EC1V9AA", True), ("EC1", "EC2A1AA", False), ("EC1", "EC19AA", False)),
        *(("W1", "W1A1AA", True), ("W1", "W11AA", False), ("N1", "N1C4AG", False)),
        ("EC1 9", "EC1V9AA", False),
    ],
)
def test_a_district_that_is_divided_holds_those_with_a_letter(district, key, is_in):
    assert any(a <= key <= b for a, b in postcodes.key_ranges(district)) is is_in
