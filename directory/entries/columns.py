"""The names of everything a list may say; docs/data-formats.md tells what each holds."""

import re
from collections.abc import Mapping

OF_ORGANISATION: Mapping[str, str] = {
    "ref": "organisation_ref",
    "name": "organisation_name",
    "also_known_as": "also_known_as",
    "kind": "kind",
    "description": "organisation_description",
    "founded": "founded",
    "website": "organisation_website",
    "identifiers": "identifiers",
    "bases": "bases",
    "phone": "organisation_phone",
    "email": "organisation_email",
    "contacts": "organisation_contacts",
    "checked_on": "organisation_checked_on",
    "checked_by": "organisation_checked_by",
    "source": "source",
    "invented": "invented",
    "publication": "publication",
}
"""What JSON calls it, and the column of a CSV that holds it."""

OF_SERVICE: Mapping[str, str] = {
    "ref": "service_ref",
    "name": "service_name",
    "publication": "service_publication",
    **{
        name: name
        for name in (
            "summary",
            "description",
            "categories",
            "cost",
            "cost_note",
            "age_from",
            "age_to",
            "audiences",
            "eligibility",
            "languages",
            "access",
            "access_note",
            "modes",
            "ways_in",
            "way_in_note",
            "sites",
            "coverage",
            "coverage_by",
            "coverage_confirmed_on",
            "opening_times",
            "status",
            "status_note",
            "website",
            "phone",
            "email",
            "contacts",
            "checked_on",
            "checked_by",
        )
    },
}

COLUMNS = (*OF_ORGANISATION.values(), *OF_SERVICE.values())
"""Every column, the organisation's first."""

NEEDED = ("organisation_ref", "organisation_name", "kind")
ASIDE = ("line", "reason")
"""What stands before the columns in a file of rows that were put aside."""


def column_of(heading: str) -> str:
    """Return the column that a heading names, however it is spaced: "Service name"."""
    plain = re.sub(r"[^a-z0-9]+", "_", heading.strip().lower()).strip("_")
    return plain.replace("organization", "organisation")
