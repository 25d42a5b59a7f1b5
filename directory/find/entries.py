"""Views of one organisation and one service; an entry that moved or closed says so."""

from flask import Response

from directory.domain.areas_in_words import in_words
from directory.domain.described import labels_of, languages_of
from directory.domain.terms import Access, WayIn
from directory.errors import NotFoundError
from directory.find import entry_map, gone
from directory.find import entry_parts as parts
from directory.find.room import bp
from directory.queries import area_labels, coverage, entries, still_right, withdrawn
from directory.web import jsonld
from directory.web.hx import render
from directory.web.local_time import local_now
from directory.web.paging import check_page, page_number


@bp.get("/organisations/<slug>")
def organisation(slug: str) -> Response:
    """One organisation: who they are, where based, how to check them, what they do."""
    try:
        entry = entries.get_organisation(slug)
    except NotFoundError:
        if (hidden := withdrawn.find_organisation(slug)) is not None:
            return gone.withdrawn(hidden, hidden)
        return gone.moved("find.organisation", entries.find_organisation_moved_from(slug))
    if entries.is_closed(entry):
        return gone.closed(entry, entry)
    areas = area_labels.labels(parts.base_codes(entry))
    page = page_number()
    services = entries.services_of(entry.id, page)
    check_page(page, services.pages)
    summaries = coverage.of_services([service.id for service in services.rows])
    summary = coverage.of_organisation(entry.id)
    now = local_now()
    return render(
        "find/organisation.html",
        organisation=entry,
        today=now.date(),
        later=still_right.confirmed_later(entry.id, None, entry.checked_on),
        based=parts.based(entry, areas),
        contacts=parts.own_contacts(entry),
        registers=parts.registers(entry),
        sources=parts.sources(entry),
        services=services,
        has_ended=not services.total and entries.has_ended_services(entry.id),
        cards=[parts.card(each, summaries.get(each.id), now) for each in services.rows],
        serves=in_words(summary.serves),
        map=entry_map.of_organisation(entry, services.rows),
        facts=jsonld.organisation(entry, summary.serves, _names(areas)),
    )


@bp.get("/services/<slug>")
def service(slug: str) -> Response:
    """One service: for whom, when, where, for which areas, and how to get in."""
    try:
        entry = entries.get_service(slug)
    except NotFoundError:
        if (hidden := withdrawn.find_service(slug)) is not None:
            return gone.withdrawn(hidden, hidden.organisation)
        return gone.moved("find.service", entries.find_service_moved_from(slug))
    owner = entry.organisation
    if entries.is_closed(entry):
        return gone.closed(entry, owner)
    page = page_number("areas")
    claims = coverage.claims(entry.id, page)
    check_page(page, claims.pages)
    exclusions = coverage.claims(entry.id, 1, exclusions=True)
    named = coverage.codes_of((*claims.rows, *exclusions.rows))
    areas = area_labels.labels(named | parts.base_codes(owner) | parts.site_codes(entry))
    summary = coverage.of_services([entry.id]).get(entry.id, coverage.Summary())
    languages = languages_of(entry.languages)
    now = local_now()
    return render(
        "find/service.html",
        service=entry,
        organisation=owner,
        areas=areas,
        categories=parts.categories(entry),
        map=entry_map.of_service(entry),
        who=parts.who_for(entry),
        venues=parts.venues(entry, areas),
        at_a_distance=parts.at_a_distance(entry),
        hours=parts.hours(entry, now),
        today=now.date(),
        later=still_right.confirmed_later(owner.id, entry, entry.checked_on),
        languages=languages,
        access=labels_of(Access, entry.access),
        ways_in=labels_of(WayIn, entry.ways_in),
        based=parts.based(owner, areas),
        contacts=parts.contacts_of(entry),
        claims=claims,
        claimed=parts.claimed(claims.rows),
        exclusions=exclusions,
        excluded=parts.claimed(exclusions.rows),
        serves=in_words(summary.serves),
        but_not=in_words(summary.but_not),
        facts=jsonld.service(entry, summary.serves, _names(areas), languages),
    )


def _names(areas: dict[str, area_labels.AreaLabel]) -> dict[str, str]:
    return {code: area.name for code, area in areas.items()}
