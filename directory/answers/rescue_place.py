"""Places that were typed with the need, or with a slip: understood, and said so on the page."""

import re
from collections.abc import Iterator

from directory import gazetteer
from directory.answers.form import FindForm
from directory.answers.kinds import ROADS, is_said_by
from directory.domain.names import place_key
from directory.domain.postcodes import formatted, postcode_at_end
from directory.errors import AmbiguousPlaceError, DoorstepError, UnknownPlaceError

_NEAR = re.compile(r"(.*?)\b(?:near(?: to)?|around|close to|next to)\s+(\S.*)", re.IGNORECASE)
_IN = re.compile(r"(.*)\b(?:in|on|at|by|round)\s+(\S.*)", re.IGNORECASE)
_LAST_WORDS = (3, 2, 1)
_MOST_LETTERS = 60


def understood(form: FindForm) -> tuple[FindForm, str]:
    """Return the question with its place in the right box and rightly spelt, and what to say of it.

    The same form and "" when there is nothing to put right. A place is never put right in silence,
    and only when just one comes into question.

    Raises:
        AmbiguousPlaceError, UnknownPlaceError: the place in its box means several, or none.

    """
    if form.where.data:
        return _rightly_spelt(form)
    for need, where, is_sure in _ways(form.q.data):
        meant = gazetteer.meanings(where)
        if meant == 1 or (meant and is_sure):
            return moved(form, need, where)
    return form, ""


def among_the_words(form: FindForm) -> tuple[FindForm, str] | None:
    """Return a question that found nothing with the end of its words as its place, or None."""
    if (found := _NEAR.fullmatch(form.q.data)) and (near := _like(form, found[1], found[2])):
        return near
    for need, where in _tails(form.q.data):
        if gazetteer.meanings(where) == 1:
            return moved(form, need, where)
    return None


def moved(form: FindForm, need: str, where: str) -> tuple[FindForm, str]:
    """Return the question with these words and this place, and what to say of it."""
    asked = form.changed(q=need, where=where)
    try:
        place = gazetteer.resolve(where)
    except DoorstepError:  # several are called so: the page asks which
        return asked, ""
    return asked, f"From your words we took {_named(place.name, place.within)} as the place."


def _rightly_spelt(form: FindForm) -> tuple[FindForm, str]:
    typed = form.where.data
    try:
        gazetteer.resolve(typed)
    except AmbiguousPlaceError:
        raise
    except UnknownPlaceError as error:
        choice = gazetteer.nearest(typed, error.choices)
        if choice is None:
            raise
        said = f"Showing {_named(choice.name, choice.within)}. You typed “{typed}”."
        return form.changed(where=choice.where), said
    return form, ""


def _like(form: FindForm, need: str, where: str) -> tuple[FindForm, str] | None:
    """Return the question with a place spelt like this one, or for the page to suggest some."""
    asked = form.changed(q=_tidy(need), where=_place(where))
    try:
        return _rightly_spelt(asked) if asked.where.data else None
    except UnknownPlaceError as error:
        is_road = place_key(asked.where.data).rpartition(" ")[2] in ROADS
        return (asked, "") if error.choices or is_road else None


def _named(name: str, within: str) -> str:
    return f"{name} ({within})" if within else name


def _ways(words: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the ways to read words as a need and a place, and whether a place it surely is.

    "In Hackney" is one; "with reading", "on the street" and "in bath" need not be: no words for a
    kind of help are taken for a place, unless it stands near.
    """
    if '"' in words:
        return
    before, key = postcode_at_end(words)
    if key:
        yield _tidy(words[: len(before)]), formatted(key), False
    if found := _NEAR.fullmatch(words):
        yield _tidy(found[1]), _place(found[2]), True
    elif (found := _IN.fullmatch(words)) and not is_said_by(found[2]):
        yield _tidy(found[1]), _place(found[2]), False


def said_places(words: str) -> Iterator[tuple[str, str]]:
    """Yield words as a need and a place that follows "near", "in" and their like."""
    for pattern in (_NEAR, _IN):
        if found := pattern.fullmatch(words):
            yield _tidy(found[1]), _place(found[2])


def _tails(words: str) -> Iterator[tuple[str, str]]:
    """Yield words that nothing has, as a need and a place at their end, the longer place first."""
    said = words.split()
    if '"' in words:
        return
    yield from said_places(words)
    for size in _LAST_WORDS:
        if size <= len(said):
            yield _tidy(" ".join(said[:-size])), " ".join(said[-size:])


def _tidy(need: str) -> str:
    return re.sub(r"[\s,]+(?:in|on|at|near|around)?\s*$", "", f" {need}", flags=re.I).strip()


def _place(text: str) -> str:
    return re.sub(r"^(?:the|my)\s+", "", text[:_MOST_LETTERS], flags=re.IGNORECASE).strip(" ?.!,")
