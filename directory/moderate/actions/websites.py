"""Web addresses that do not answer: kept on a list, and taken off it."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from directory import audit
from directory.domain.terms import Publication
from directory.extensions import db
from directory.models import BrokenLink, Organisation, Person, Service, WebsiteLook
from directory.models.organisation import now

AT_ONCE = 3
AGAIN = timedelta(days=30)
SOON_AGAIN = timedelta(days=1)
FAILURES = 2
"""So often in a row an address must not answer before anybody is troubled with it."""
MOST_ENTRIES = 100


def forget(link: BrokenLink, by: Person) -> None:
    """Take an address off the list, because somebody tried it and it works."""
    look = db.session.get(WebsiteLook, link.address)
    if look is not None:
        look.failures = 0
    audit.note(
        "took off the list",
        "link",
        link.id,
        by=by,
        organisation_id=link.organisation_id,
        address=link.address,
    )
    db.session.delete(link)
    db.session.commit()


def look_at_some(look: Callable[[str], str], most: int = AT_ONCE) -> int:
    """Look at a few addresses that nobody looked at for a month, and return how many.

    One that does not answer is looked at again the next day, and is put on the list when it does
    not answer then either.

    Args:
        look: returns why an address does not work, or "".
        most: how many.

    """
    due = _due(most)
    for address in due:
        # Nothing is held open while another machine makes up its mind.
        db.session.rollback()
        trouble = look(address)
        kept = db.session.get(WebsiteLook, address) or WebsiteLook(address=address, failures=0)
        kept.failures = kept.failures + 1 if trouble else 0
        kept.looked_at = now()
        db.session.add(kept)
        _keep(address, trouble, is_broken=kept.failures >= FAILURES)
        db.session.commit()
    return len(due)


def _due(most: int) -> list[str]:
    """Return addresses of listed entries that were not looked at lately."""
    seen = select(WebsiteLook.address).where(
        (WebsiteLook.looked_at > now() - AGAIN) | (WebsiteLook.failures > 0)
    )
    failed = select(WebsiteLook.address).where(
        WebsiteLook.failures > 0, WebsiteLook.looked_at <= now() - SOON_AGAIN
    )
    found = list(db.session.scalars(failed.order_by(WebsiteLook.looked_at).limit(most)))
    for model in (Organisation, Service):
        if len(found) < most:
            website, publication = model.website, model.publication
            found += db.session.scalars(
                select(website)
                .where(website != "", website.not_in(seen), website.not_in(found))
                .where(publication == Publication.PUBLISHED)
                .distinct()
                .order_by(website)
                .limit(most - len(found))
            )
    return found


def _keep(address: str, trouble: str, *, is_broken: bool) -> None:
    """Put every entry that has an address on the list, or take all off it."""
    held = {
        (each.organisation_id, each.service_id): each
        for each in db.session.scalars(select(BrokenLink).where(BrokenLink.address == address))
    }
    wanted = _having(address) if is_broken else set()
    for key, link in held.items():
        if key in wanted:
            link.trouble, link.looked_at = trouble, now()
        elif not trouble or key not in _having(address):
            db.session.delete(link)
    for organisation_id, service_id in wanted - held.keys():
        db.session.add(
            BrokenLink(
                organisation_id=organisation_id,
                service_id=service_id,
                address=address,
                trouble=trouble,
            )
        )


def _having(address: str) -> set[tuple[int, int | None]]:
    """Return the entries that have an address: a hundred of each kind at most."""
    organisations = db.session.scalars(
        select(Organisation.id).where(Organisation.website == address).limit(MOST_ENTRIES)
    )
    services = db.session.execute(
        select(Service.organisation_id, Service.id)
        .where(Service.website == address)
        .limit(MOST_ENTRIES)
    )
    return {(id_, None) for id_ in organisations} | {(owner, id_) for owner, id_ in services}
