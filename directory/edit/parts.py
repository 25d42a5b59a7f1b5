"""The sections that the edit room shows, in order: of an organisation, and of a service."""

from directory.domain.sections import Section

OF_ORGANISATION = (Section.ORGANISATION, Section.BASES, Section.ORGANISATION_CONTACTS)
OF_SERVICE = (
    Section.SERVICE,
    Section.WHO,
    Section.COVERAGE,
    Section.SITES,
    Section.TIMES,
    Section.GETTING_IN,
    Section.ACCESS,
    Section.CONTACTS,
    Section.STATUS,
)
WITH_A_FORM = frozenset({*OF_ORGANISATION, *OF_SERVICE}) - {Section.COVERAGE}
"""Coverage has an editor of its own."""
