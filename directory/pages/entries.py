"""All that the template of an organisation's page, or of a service's, is given.

The public's page (find/entries.py) and the preview (edit/preview.py) are both made here, so that a
preview is the page itself and cannot differ from it. Only the public's is asked from somewhere.
"""

from typing import TYPE_CHECKING, Any

from directory.domain.areas_in_words import in_words
from directory.domain.described import labels_of, languages_of
from directory.domain.terms import Access, WayIn
from directory.pages import drawn, parts
from directory.pages.serving import OfOrganisation, OfService
from directory.queries import area_labels, still_right
from directory.queries.batch import Batch
from directory.queries.coverage import codes_of
from directory.web import jsonld
from directory.web.local_time import local_now

if TYPE_CHECKING:
    from directory.models import Organisation, Service


def organisation(
    entry: "Organisation",
    services: "Batch[Service]",
    serving: OfOrganisation,
    *,
    has_ended: bool = False,
) -> dict[str, Any]:
    """Return what the page of an organisation shows.

    Args:
        entry: the organisation.
        services: a page of its services that are listed.
        serving: whom they are for.
        has_ended: whether none is listed, and it had some that closed.

    """
    areas = area_labels.labels(parts.base_codes(entry))
    now = local_now()
    return {
        "came_from": None,
        "organisation": entry,
        "today": now.date(),
        "later": still_right.confirmed_later(entry.id, None, entry.checked_on),
        "based": parts.based(entry, areas),
        "contacts": parts.own_contacts(entry),
        "registers": parts.registers(entry),
        "sources": parts.sources(entry),
        "services": services,
        "has_ended": has_ended,
        "cards": [parts.card(each, serving.each.get(each.id), now) for each in services.rows],
        "serves": in_words(serving.summary.serves),
        "map": drawn.of_organisation(entry, services.rows, serving.ground),
        "facts": jsonld.organisation(entry, serving.summary.serves, _names(areas)),
    }


def service(entry: "Service", serving: OfService) -> dict[str, Any]:
    """Return what the page of a service shows, to whom its areas say that it is for."""
    owner = entry.organisation
    claims, exclusions, summary = serving.claims, serving.exclusions, serving.summary
    named = codes_of((*claims.rows, *exclusions.rows))
    areas = area_labels.labels(named | parts.base_codes(owner) | parts.site_codes(entry))
    languages = languages_of(entry.languages)
    now = local_now()
    return {
        "came_from": None,
        "service": entry,
        "organisation": owner,
        "areas": areas,
        "categories": parts.categories(entry),
        "map": drawn.of_service(entry, serving.ground),
        "who": parts.who_for(entry),
        "venues": parts.venues(entry, areas),
        "at_a_distance": parts.at_a_distance(entry),
        "hours": parts.hours(entry, now),
        "today": now.date(),
        "later": still_right.confirmed_later(owner.id, entry, entry.checked_on),
        "languages": languages,
        "access": labels_of(Access, entry.access),
        "ways_in": labels_of(WayIn, entry.ways_in),
        "based": parts.based(owner, areas),
        "contacts": parts.contacts_of(entry),
        "claims": claims,
        "claimed": parts.claimed(claims.rows),
        "exclusions": exclusions,
        "excluded": parts.claimed(exclusions.rows),
        "serves": in_words(summary.serves),
        "but_not": in_words(summary.but_not),
        "facts": jsonld.service(entry, summary.serves, _names(areas), languages),
    }


def _names(areas: dict[str, area_labels.AreaLabel]) -> dict[str, str]:
    return {code: area.name for code, area in areas.items()}
