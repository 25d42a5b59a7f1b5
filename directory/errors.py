"""Everything that can go wrong, in our own words; ``web/error_pages.py`` alone knows statuses."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from directory.domain.place import Choice


class DoorstepError(Exception):
    """Something a person can be told about, kindly and exactly."""

    title = "Something went wrong"

    def __str__(self) -> str:
        """Return the message, with its cause when there is one: for logs and commands."""
        return f"{self.message}: {self.__cause__}" if self.__cause__ else self.message

    @property
    def message(self) -> str:
        """Return the message alone: a cause may name files of ours, which are no visitor's."""
        return super().__str__() or self.title


class NotFoundError(DoorstepError):
    """There is no such organisation, service or place, or it is not public."""

    title = "We cannot find that page"


class BadInputError(DoorstepError):
    """A value is not of the kind asked for; ``field`` names it."""

    title = "We cannot use that"

    def __init__(self, message: str, *, field: str = "") -> None:
        """Keep the message and the field to blame."""
        super().__init__(message)
        self.field = field


class UnknownPlaceError(DoorstepError):
    """No place has that name; ``choices`` are those with a name like it."""

    title = "We do not know that place"

    def __init__(self, message: str, choices: "Sequence[Choice]" = ()) -> None:
        """Keep the message and the places it may have meant."""
        super().__init__(message)
        self.choices = tuple(choices)


class AmbiguousPlaceError(UnknownPlaceError):
    """Several places have that name, and we never guess."""

    title = "Which one do you mean?"


class NotAllowedError(DoorstepError):
    """A person asked for what nobody granted her."""

    title = "That page is not for you"


class SignOnError(DoorstepError):
    """A council's own sign-in could not tell who somebody is."""

    title = "Your council\u2019s sign-in did not work"

    def __str__(self) -> str:
        """Return the message without its cause, which may hold what is nobody's business."""
        return Exception.__str__(self)


class ConflictError(DoorstepError):
    """Somebody else was quicker; what the second person typed is kept and shown to her."""

    title = "Somebody else changed this first"

    def __init__(self, message: str, *, theirs: Mapping[str, Any] | None = None) -> None:
        """Keep the message, and what the other person's text says now, by column."""
        super().__init__(message)
        self.theirs = theirs


class GazetteerFileError(DoorstepError):
    """A file is not one that the gazetteer can read."""

    title = "We cannot read that file"


class ImportFileError(DoorstepError):
    """A list of organisations cannot be read at all (a bad row is only put aside)."""

    title = "We cannot read that list"


class PostUnavailableError(DoorstepError):
    """Letters cannot be sent: nothing says where to, or the server does not take them."""

    title = "Letters cannot be sent now"


class SearchUnavailableError(DoorstepError):
    """The index is missing, broken or busy; it can always be rebuilt from the database."""

    title = "Search is being put right"


class SearchBusyError(SearchUnavailableError):
    """Another process is writing the index; trying again in a moment will do."""

    title = "Search is busy"
