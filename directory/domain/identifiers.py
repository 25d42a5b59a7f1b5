"""Numbers that organisations are registered under, by the prefixes of org-id.guide."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Register:
    """A register that gives numbers.

    Attributes:
        form: what a number looks like, once tidied.
        length: letters first, the digits after them are padded with noughts to this length in all;
            0 pads nothing.
        dropped: letters that people write before a number, and that are no part of it.
        link: the public page of a number, with ``{}`` for it; empty when there is none.

    """

    name: str
    form: re.Pattern[str]
    example: str
    length: int = 0
    dropped: str = ""
    link: str = ""


REGISTERS: dict[str, Register] = {
    "GB-CHC": Register(
        "Charity number",
        re.compile(r"[1-9][0-9]{5,6}"),
        "1086812",
        # Its other addresses take the number of an organisation, which is another number.
        link="https://register-of-charities.charitycommission.gov.uk/charity-details/?regid={}&subid=0",
    ),
    "GB-COH": Register(
        "Company number",
        re.compile(r"[0-9]{8}|[A-Z]{2}[0-9]{6}|R[0-9]{7}"),
        "03894363",
        length=8,
        link="https://find-and-update.company-information.service.gov.uk/company/{}",
    ),
    "GB-SC": Register(
        "Scottish charity number",
        re.compile(r"SC[0-9]{6}"),
        "SC003558",
        length=8,
        link="https://www.oscr.org.uk/about-charities/search-the-register/charity-details?number={}",
    ),
    "GB-NIC": Register(
        "Northern Ireland charity number",
        re.compile(r"[0-9]{6}"),
        "100012",
        dropped="NIC",
        link="https://www.charitycommissionni.org.uk/charity-details/?regId={}&subId=0",
    ),
    "GB-MPR": Register(
        "Mutuals register number", re.compile(r"[A-Z]{0,4}[0-9]{1,6}[A-Z]?"), "31152R"
    ),
    "GB-CASC": Register("Community amateur sports club", re.compile(r"[A-Z0-9]{2,12}"), "CH1234"),
    "GB-REV": Register("HMRC charity reference", re.compile(r"[A-Z]{1,2}[0-9]{1,6}"), "XN12345"),
    "GB-UKPRN": Register("UK provider number", re.compile(r"1[0-9]{7}"), "10007144"),
    "GB-NHS": Register("NHS organisation code", re.compile(r"[A-Z0-9]{3,9}"), "RQX"),
    "GB-EDU": Register("School number (URN)", re.compile(r"[0-9]{6}"), "100279"),
    "GB-LAE": Register("Council code", re.compile(r"[A-Z]{3,4}"), "HCK"),
}
"""Every register we know, by its org-id prefix, in the order in which numbers are shown."""


_LIKE_A_CHARITY = re.compile(r"1[0-2][0-9]{5}")
"""A charity number of today, which as a company number would begin with a nought and be of 1971."""

_LIKE_A_COMPANY = re.compile(r"[0-9]{8}")
"""A company number, which without the nought before it might be a charity's."""


def tidy(scheme: str, number: str) -> str:
    """Return a number as its register writes it.

    Raises:
        ValueError: the register is not known, or the number has not its form or is another's; the
            message says so.

    """
    scheme = scheme.strip().upper()
    register = REGISTERS.get(scheme)
    if register is None:
        known = ", ".join(REGISTERS)
        raise ValueError(f"“{scheme}” is not a register we know; they are {known}")
    found = re.sub(r"[\s.\-/]", "", number).upper()
    if scheme == "GB-COH" and _LIKE_A_CHARITY.fullmatch(found):
        raise ValueError(
            f"“{found}” looks like a charity number. If it is a company number, begin it with 0: "
            f"0{found}"
        )
    if scheme == "GB-CHC" and _LIKE_A_COMPANY.fullmatch(found):
        raise ValueError(f"“{found}” looks like a company number. Type it under Company number.")
    found = found.removeprefix(register.dropped)
    if (parts := re.fullmatch(r"([A-Z]{0,2})([0-9]+)", found)) is not None:
        found = parts[1] + parts[2].zfill(register.length - len(parts[1]))
    if scheme == "GB-CHC":
        found = found.lstrip("0")
    if not register.form.fullmatch(found):
        raise ValueError(
            f"“{number[:40]}” is not a number of this kind ({register.name}): "
            f"one looks like {register.example}"
        )
    return found


def slip(identifiers: Iterable[tuple[str, str]]) -> str:
    """Return what is wrong between the numbers of one organisation, or nothing.

    A charity number typed as a company number is a common slip, and would point at a stranger.
    """
    by_scheme: dict[str, set[str]] = {}
    for scheme, number in identifiers:
        by_scheme.setdefault(scheme, set()).add(number.lstrip("0"))
    same = by_scheme.get("GB-CHC", set()) & by_scheme.get("GB-COH", set())
    if same:
        return f"{min(same)} is given as a charity number and as a company number: one is a slip"
    return ""


def link_to(scheme: str, number: str) -> str:
    """Return the address of the register's public page for a number, or nothing."""
    register = REGISTERS.get(scheme)
    return register.link.format(number) if register and register.link else ""


def label_of(scheme: str) -> str:
    """Return what to call a number of this register."""
    register = REGISTERS.get(scheme)
    return register.name if register else scheme
