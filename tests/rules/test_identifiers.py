"""Numbers that organisations are registered under: put right, or refused with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.domain.identifiers import REGISTERS, label_of, link_to, slip, tidy


@pytest.mark.parametrize(
    ("scheme", "typed", "kept"),
    [
        ("GB-CHC", "1086812", "1086812"),
        ("GB-CHC", " 1086812 ", "1086812"),
        ("GB-CHC", "0211850", "211850"),
        ("gb-chc", "1 086 812", "1086812"),
        ("GB-COH", "3894363", "03894363"),
        ("GB-COH", "sc123456", "SC123456"),
        ("GB-COH", "NI 012345", "NI012345"),
        ("GB-SC", "SC003558", "SC003558"),
        ("GB-NIC", "100012", "100012"),
        ("GB-UKPRN", "10007144", "10007144"),
        ("GB-MPR", "31152R", "31152R"),
    ],
)
def test_a_number_is_kept_as_its_register_writes_it(scheme: str, typed: str, kept: str) -> None:
    assert tidy(scheme, typed) == kept


@pytest.mark.parametrize(
    ("scheme", "typed", "said"),
    [
        ("GB-CHC", "12", "charity number"),
        ("GB-CHC", "SC003558", "charity number"),
        ("GB-COH", "123456789", "company number"),
        ("GB-SC", "003558", "scottish charity number"),
        ("GB-XXX", "1", "not a register we know"),
        ("", "1", "not a register we know"),
    ],
)
def test_a_number_without_its_form_is_refused_with_the_reason(
    scheme: str, typed: str, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        tidy(scheme, typed)


def test_a_charity_number_typed_as_a_company_number_is_caught() -> None:
    assert "1086812" in slip([("GB-CHC", "1086812"), ("GB-COH", "01086812")])
    assert slip([("GB-CHC", "1086812"), ("GB-COH", "03894363")]) == ""
    assert slip([]) == ""


@pytest.mark.parametrize("scheme", REGISTERS)
def test_the_example_of_a_register_is_a_number_of_it(scheme: str) -> None:
    example = REGISTERS[scheme].example

    assert tidy(scheme, example) == example
    assert label_of(scheme)
    assert link_to(scheme, example).startswith("https://") or not REGISTERS[scheme].link


@given(scheme=st.sampled_from([*REGISTERS, "GB-XXX"]), typed=st.text(max_size=30))
def test_a_tidied_number_stays_as_it_is(scheme: str, typed: str) -> None:
    try:
        kept = tidy(scheme, typed)
    except ValueError:
        return
    assert tidy(scheme, kept) == kept
