"""Numbers of organisations: tidied, checked, and never mixed up between registers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.domain.identifiers import REGISTERS, label_of, link_to, slip, tidy


@pytest.mark.parametrize(
    ("scheme", "typed", "number"),
    [
        ("GB-CHC", "1086812", "1086812"),
        ("gb-chc", " 211 850 ", "211850"),
        ("GB-CHC", "0211850", "211850"),
        ("GB-COH", "03894363", "03894363"),
        ("GB-COH", "3894363", "03894363"),
        ("GB-COH", "20080", "00020080"),
        ("GB-COH", "sc123456", "SC123456"),
        ("GB-COH", "SC12345", "SC012345"),
        ("GB-COH", "NI 012345", "NI012345"),
        ("GB-COH", "oc301234", "OC301234"),
        ("GB-COH", "R0000123", "R0000123"),
        ("GB-SC", "sc003558", "SC003558"),
        ("GB-SC", "SC3558", "SC003558"),
        ("GB-NIC", "100012", "100012"),
        ("GB-NIC", "NIC100012", "100012"),
        ("GB-MPR", "31152R", "31152R"),
        ("GB-MPR", "rs007401", "RS007401"),
        ("GB-UKPRN", "10007144", "10007144"),
        ("GB-NHS", "rqx", "RQX"),
        ("GB-EDU", "100279", "100279"),
        ("GB-LAE", "hck", "HCK"),
        ("GB-REV", "xn 12345", "XN12345"),
        ("GB-CASC", "CH1234", "CH1234"),
    ],
)
def test_a_number_is_written_as_its_register_writes_it(
    scheme: str, typed: str, number: str
) -> None:
    assert tidy(scheme, typed) == number


@pytest.mark.parametrize(
    ("scheme", "typed", "said"),
    [
        ("GB-CHC", "12345", "Charity number"),
        ("GB-CHC", "123456789", "Charity number"),
        ("GB-CHC", "SC003558", "Charity number"),
        ("GB-CHC", "", "Charity number"),
        ("GB-COH", "123456789", "Company number"),
        ("GB-COH", "ABC12345", "Company number"),
        ("GB-SC", "1086812", "Scottish charity number"),
        ("GB-UKPRN", "20007144", "provider"),
        ("GB-EDU", "10027", "School"),
        ("XX-ABC", "1", "not a register we know"),
        ("", "1", "not a register we know"),
    ],
)
def test_what_cannot_be_such_a_number_is_refused_with_an_example(
    scheme: str, typed: str, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        tidy(scheme, typed)


def test_a_charity_number_typed_as_a_company_number_is_caught_unless_it_was_meant() -> None:
    with pytest.raises(ValueError, match=r"looks like a charity number.*begin it with 0: 01086812"):
        tidy("GB-COH", "1086812")
    assert tidy("GB-COH", "01086812") == "01086812"


@pytest.mark.parametrize("typed", ["07654321", "0765 4321", "12345678"])
def test_a_company_number_typed_as_a_charity_number_is_caught(typed: str) -> None:
    with pytest.raises(ValueError, match=r"company number\. Type it under Company number\."):
        tidy("GB-CHC", typed)


def test_a_charity_number_given_as_a_company_number_is_a_slip() -> None:
    assert "slip" in slip([("GB-CHC", "1086812"), ("GB-COH", "01086812")])
    assert slip([("GB-CHC", "1086812"), ("GB-COH", "03894363")]) == ""
    assert slip([]) == ""


@given(st.sampled_from([*REGISTERS, "XX-NO"]), st.text(max_size=20))
def test_tidying_twice_is_tidying_once_and_nothing_else_is_raised(scheme: str, typed: str) -> None:
    try:
        found = tidy(scheme, typed)
    except ValueError:
        return
    assert tidy(scheme, found) == found
    assert found == found.upper() == found.strip()
    assert found.isascii()
    assert len(found) <= 12


@given(st.integers(1, 999_999) | st.integers(1_300_000, 99_999_999))
def test_a_company_number_is_padded_to_eight_where_it_is_no_charitys(number: int) -> None:
    assert tidy("GB-COH", str(number)) == f"{number:08}"


@pytest.mark.parametrize("scheme", REGISTERS)
def test_the_example_of_each_register_is_one_of_its_numbers(scheme: str) -> None:
    assert tidy(scheme, REGISTERS[scheme].example) == REGISTERS[scheme].example


def test_numbers_lead_to_the_public_register() -> None:
    assert link_to("GB-COH", "03894363").endswith("/company/03894363")
    assert link_to("GB-CHC", "1086812").startswith("https://register-of-charities.")
    assert link_to("GB-LAE", "HCK") == ""
    assert link_to("XX-NO", "1") == ""
    assert label_of("GB-CHC") == "Charity number"
    assert label_of("XX-NO") == "XX-NO"
