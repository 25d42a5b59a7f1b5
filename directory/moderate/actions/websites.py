"""Web addresses that do not answer: kept on a list, and taken off it."""

from directory import audit
from directory.errors import NotFoundError
from directory.extensions import db
from directory.models import BrokenLink, Organisation, Person, WebsiteLook


def get(number: int) -> BrokenLink:
    """Return an address on the list.

    Raises:
        NotFoundError: it is not there any more.

    """
    found = db.session.get(BrokenLink, number)
    if found is None:
        raise NotFoundError("This address is not on the list any more.")
    return found


def organisation_of(link: BrokenLink) -> Organisation:
    """Return whose address it is."""
    return db.session.get_one(Organisation, link.organisation_id)


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
