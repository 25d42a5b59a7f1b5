"""Organisations and services as schema.org describes them, for machines that read pages.

A hidden address (a refuge) never appears here, and no point does: a point adds nothing that the
address does not say.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from directory.domain.areas_in_words import Areas
from directory.domain.hours import DAYS, Frequency
from directory.domain.place import Level
from directory.domain.terms import Cost, Kind
from directory.web.links import public_url, web_address

if TYPE_CHECKING:
    from directory.models import Contact, Organisation, OrganisationBase, Service, Site

TYPES = {
    Kind.CHARITY: "NGO",
    Kind.COMMUNITY_GROUP: "NGO",
    Kind.TENANTS: "NGO",
    Kind.SPORTS_CLUB: "SportsOrganization",
    Kind.PUBLIC: "GovernmentOrganization",
}
AREA_TYPES = {
    Level.WARD: "AdministrativeArea",
    Level.BOROUGH: "AdministrativeArea",
    Level.REGION: "AdministrativeArea",
    Level.NATION: "Country",
}


def script(facts: Mapping[str, Any]) -> Markup:
    """Return facts as JSON that may stand in a script element: no ``<``, ``>``, ``&`` or quote."""
    return htmlsafe_json_dumps({"@context": "https://schema.org", **facts})


def organisation(
    entry: "Organisation", areas: Areas, area_names: Mapping[str, str]
) -> dict[str, Any]:
    """Describe an organisation; ``areas`` are those its services are for."""
    page = public_url("find.organisation", slug=entry.slug)
    base = next((base for base in entry.bases if not base.is_hidden), None)
    return _without_nothing(
        {
            "@type": TYPES.get(entry.kind, "Organization"),
            "@id": f"{page}#organisation",
            "name": entry.name,
            "alternateName": entry.also_known_as,
            "description": entry.description,
            "url": web_address(entry.website) or page,
            "mainEntityOfPage": page,
            "address": _address(base, area_names) if base else None,
            "identifier": [
                {"@type": "PropertyValue", "propertyID": each.scheme, "value": each.number}
                for each in entry.identifiers
            ],
            "contactPoint": _contact_points(c for c in entry.contacts if c.service_id is None),
            "areaServed": _areas(areas),
        }
    )


def service(
    entry: "Service", areas: Areas, area_names: Mapping[str, str], languages: Iterable[str]
) -> dict[str, Any]:
    """Describe a service, where it happens, when, and who runs it."""
    page = public_url("find.service", slug=entry.slug)
    provider = public_url("find.organisation", slug=entry.organisation.slug)
    sites: list[Site | None] = [link.site for link in entry.locations if not link.site.is_hidden]
    return _without_nothing(
        {
            "@type": "Service",
            "@id": f"{page}#service",
            "name": entry.name,
            "description": entry.summary or entry.description,
            "url": page,
            "provider": {
                "@type": TYPES.get(entry.organisation.kind, "Organization"),
                "@id": f"{provider}#organisation",
                "name": entry.organisation.name,
                "url": provider,
            },
            "areaServed": _areas(areas),
            "audience": _audience(entry),
            "offers": _price(entry),
            "hoursAvailable": [_hours(each) for each in entry.openings if _is_weekly(each)],
            "availableChannel": [
                _channel(entry, site, area_names, list(languages)) for site in sites or [None]
            ],
        }
    )


def _channel(
    entry: "Service", site: "Site | None", area_names: Mapping[str, str], languages: list[str]
) -> dict[str, Any]:
    place = (
        {"@type": "Place", "name": site.name, "address": _address(site, area_names)}
        if site
        else None
    )
    return _without_nothing(
        {
            "@type": "ServiceChannel",
            "serviceUrl": web_address(entry.website),
            "availableLanguage": languages,
            "serviceLocation": _without_nothing(place) if place else None,
        }
    )


def _address(
    spot: "OrganisationBase | Site", area_names: Mapping[str, str]
) -> dict[str, Any] | None:
    found = _without_nothing(
        {
            "streetAddress": spot.address,
            "addressLocality": area_names.get(spot.borough_code, ""),
            "postalCode": spot.postcode,
        }
    )
    return {"@type": "PostalAddress", **found, "addressCountry": "GB"} if found else None


def _contact_points(contacts: "Iterable[Contact]") -> list[dict[str, Any]]:
    return [
        _without_nothing(
            {
                "@type": "ContactPoint",
                "contactType": each.label,
                "telephone": each.phone,
                "email": each.email,
            }
        )
        for each in contacts
    ]


def _areas(areas: Areas) -> list[dict[str, str]]:
    return [
        {"@type": AREA_TYPES.get(level, "Place"), "name": name}
        for level, names in areas.names.items()
        if level is not Level.ANYWHERE
        for name in names
    ]


def _audience(entry: "Service") -> dict[str, Any] | None:
    if not (entry.age_from or entry.age_to):
        return None
    ages = {"suggestedMinAge": entry.age_from, "suggestedMaxAge": entry.age_to}
    return {"@type": "PeopleAudience", **_without_nothing(ages)}


def _price(entry: "Service") -> dict[str, str] | None:
    if entry.cost is not Cost.FREE:
        return None
    return {"@type": "Offer", "price": "0", "priceCurrency": "GBP"}


def _is_weekly(opening: Any) -> bool:
    return opening.frequency is Frequency.WEEKLY and opening.interval == 1


def _hours(opening: Any) -> dict[str, Any]:
    return _without_nothing(
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{DAYS[opening.weekday].capitalize()}",
            "opens": f"{opening.opens:%H:%M}",
            "closes": f"{opening.closes:%H:%M}",
            "validFrom": opening.valid_from.isoformat() if opening.valid_from else None,
            "validThrough": opening.valid_to.isoformat() if opening.valid_to else None,
        }
    )


def _without_nothing(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts that say something."""
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}
