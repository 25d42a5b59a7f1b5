"""What a coverage column says ("ward", "Hoxton West"), as the one area it names."""

from directory.domain.place import ANYWHERE, Choice, Level
from directory.domain.postcodes import as_postcode
from directory.errors import BadInputError, UnknownPlaceError
from directory.gazetteer.choices import choices_for, postcode_choices
from directory.gazetteer.meaning import checked, meaning_of
from directory.gazetteer.resolving import only, unknown_postcode


def claim_for(level: str, text: str) -> Choice:
    """Return the area that a level and a name, code or postcode mean.

    ``("ward", "Hoxton West")``, ``("ward", "E05009378")``, ``("street", "Orsman Road, Hackney")``,
    ``("postcode", "N1 5QJ")``, ``("anywhere", "")``.

    Raises:
        BadInputError: the level is not one of ours, or the text is empty or too long.
        AmbiguousPlaceError: several areas of the level have that name.
        UnknownPlaceError: none has.

    """
    try:
        wanted = Level(level.strip().lower())
    except ValueError:
        said = f"“{level[:40]}” is not a kind of area. Use one of: {', '.join(Level)}."
        raise BadInputError(said, field="level") from None
    if wanted is Level.ANYWHERE:
        return Choice(ANYWHERE, Level.ANYWHERE, ANYWHERE, "anywhere")
    typed = checked(text)
    if wanted is Level.POSTCODE:
        return _postcode(typed)
    match = only(meaning_of(typed, [wanted]), typed, [wanted])
    return choices_for([match.code])[0]


def _postcode(typed: str) -> Choice:
    key = as_postcode(typed)
    if not key:
        raise UnknownPlaceError(f"“{typed}” is not a whole postcode.")
    meaning = meaning_of(typed, [Level.POSTCODE])
    if meaning.unit is None:
        raise unknown_postcode(meaning)
    return postcode_choices([meaning.unit])[0]
