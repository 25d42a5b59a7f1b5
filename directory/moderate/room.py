"""The room's blueprint, and what is asked at its doors: nobody moderates outside her areas."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Blueprint

from directory import people
from directory.entries.queue import areas_of
from directory.errors import NotAllowedError

if TYPE_CHECKING:
    from directory.models import Organisation

bp = Blueprint("moderate", __name__)


def my_areas() -> frozenset[str] | None:
    """Return the codes of the areas she moderates; None for an administrator: all there are."""
    rights = people.rights()
    return None if rights.is_administrator else rights.moderated_areas


def check_areas(codes: Iterable[str]) -> None:
    """Refuse what lies in none of her areas.

    Raises:
        NotAllowedError: it does not.

    """
    if not people.rights().may_moderate(codes):
        raise NotAllowedError("This is outside the areas that you look after.")


def check_organisation(organisation: "Organisation") -> None:
    """Refuse an entry that lies in none of her areas.

    Raises:
        NotAllowedError: it does not.

    """
    if not people.rights().is_administrator:
        check_areas(areas_of(organisation))
