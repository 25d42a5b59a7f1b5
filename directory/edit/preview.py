"""Views of an entry as a visitor will see it: its public pages, with all that is on its way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response, url_for

from directory.domain.sections import PARTS, Section
from directory.domain.terms import Publication, Status
from directory.edit.room import bp
from directory.edit.whose import Whose, whose
from directory.entries import completeness, previewing
from directory.pages import entries as pages
from directory.pages import serving
from directory.queries import changes, entries, own_entries
from directory.queries.batch import Batch
from directory.web.access import signed_in
from directory.web.hx import render

if TYPE_CHECKING:
    from directory.models import Change, Organisation, Service

WILL_BE_LISTED = (Publication.PUBLISHED, Publication.DRAFT)
"""A draft is shown as if it had been approved; what a moderator took out is not."""


@dataclass(frozen=True, slots=True)
class Strip:
    """What stands above a preview.

    Attributes:
        organisation: whose entry it is.
        public: the address of the public page; "" when the public sees none.
        is_seen_already: whether the public sees all of it now.
        misses: whether something is missing from the entry, that is not on its way either.
        closes: the name of what is closed then, or "".
        unread: sections that cannot be shown as they were typed, by what they are called, each with
            its service or None.

    """

    organisation: "Organisation"
    public: str
    is_seen_already: bool
    misses: bool
    closes: str
    unread: "Sequence[tuple[str, Section, Service | None]]"


@bp.get("/<organisation>/preview")
@signed_in
def preview(organisation: str) -> Response:
    """Show the page of an organisation as it will look to a visitor."""
    found = whose(organisation)
    services = own_entries.services_of(found.organisation.id, with_areas=True)
    on_their_way = changes.of_organisation(found.organisation.id)
    made = previewing.preview(found.organisation, services, on_their_way)
    listed = _listed(made.services.values())
    page = Batch(tuple(listed[: entries.SERVICES_A_PAGE]), len(listed), 1, entries.SERVICES_A_PAGE)
    shown = pages.organisation(
        made.organisation,
        page,
        serving.of_organisation_as_held(listed),
        has_ended=not listed and any(map(_has_ended, made.services.values())),
    )
    strip = _strip(found, made, listed, on_their_way)
    return _private(render("edit/preview_organisation.html", strip=strip, **shown))


@bp.get("/<organisation>/<service>/preview")
@signed_in
def preview_service(organisation: str, service: str) -> Response:
    """Show the page of a service as it will look to a visitor."""
    found = whose(organisation, service)
    on_their_way = [
        each
        for each in changes.of_organisation(found.organisation.id)
        if each.service_id in (None, found.service.id)
    ]
    made = previewing.preview(found.organisation, [found.service], on_their_way)
    entry = made.services[found.service.id]
    shown = pages.service(entry, serving.of_service_as_held(entry))
    strip = _strip(found, made, [entry], on_their_way)
    return _private(render("edit/preview_service.html", strip=strip, **shown))


def _listed(services: "Iterable[Service]") -> "list[Service]":
    """Return the services that the page of their organisation will list, in its order."""
    found = [
        each
        for each in services
        if each.publication in WILL_BE_LISTED and each.status is not Status.CLOSED
    ]
    return sorted(found, key=lambda each: (each.status is Status.PAUSED, each.name))


def _has_ended(service: "Service") -> bool:
    return service.publication is Publication.PUBLISHED and service.status is Status.CLOSED


def _strip(
    found: Whose,
    made: previewing.Preview,
    services: "Sequence[Service]",
    on_their_way: "Sequence[Change]",
) -> Strip:
    """Return what stands above the preview of an organisation, or of the one service named."""
    asked = [each for each in (found.organisation, found.service) if each is not None]
    is_public = all(each.publication in entries.SHOWN for each in asked)
    is_new = any(each.publication is Publication.DRAFT for each in services)
    looked_at: list[Any] = [made.organisation, *(services if found.service is not None else ())]
    closed = [each for each in looked_at if entries.is_closed(each)]
    return Strip(
        organisation=found.organisation,
        public=_public(found) if is_public else "",
        is_seen_already=is_public and not is_new and not on_their_way,
        misses=bool(completeness.of(found.organisation, on_their_way).missing),
        closes=closed[0].name if closed else "",
        unread=[(PARTS[part].title, part, service) for part, service in made.unread],
    )


def _public(found: Whose) -> str:
    if found.service is None:
        return url_for("find.organisation", slug=found.organisation.slug)
    return url_for("find.service", slug=found.service.slug)


def _private(answer: Response) -> Response:
    """Let no cache keep what nobody else may see."""
    answer.headers["Cache-Control"] = "no-store"
    return answer
