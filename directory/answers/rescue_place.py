"""Places that were typed with the need, or with a slip: understood, and said so on the page."""

from directory import gazetteer
from directory.answers.answer import Answer
from directory.answers.form import FindForm
from directory.answers.kinds import PLAIN, ROADS, is_said_by
from directory.answers.sentences import IN, Way, goes_on, signed, tails, ways
from directory.domain.names import place_key, plain_words
from directory.domain.place import Choice
from directory.errors import AmbiguousPlaceError, DoorstepError, UnknownPlaceError
from directory.search import Question, index
from directory.search.words import says_nothing

LONGEST_TOWN = 3
"""A place that we do not know has so many words at most: more are likely part of the need."""


def understood(form: FindForm) -> tuple[FindForm, str]:
    """Return the question with its place in the right box and rightly spelt, and what to say of it.

    The same form and "" when there is nothing to put right. A place is never put right in silence,
    and only when just one comes into question. No words for a kind of help are taken for a place
    ("in reading", "on the street"), unless it stands near.

    Raises:
        AmbiguousPlaceError, UnknownPlaceError: the place in its box means several, or none.

    """
    if form.where.data:
        return _rightly_spelt(form)
    for way in ways(form.q.data):
        if way.sign and not way.is_sure and is_said_by(way.where):
            continue
        meant = gazetteer.meanings(way.where)
        if meant == 1 or (meant and way.is_sure):
            return moved(form, way)
    return form, ""


def among_the_words(form: FindForm, answer: Answer) -> tuple[FindForm, str] | None:
    """Return a question that found nothing with what is said of a place as its place, or None."""
    said = list(signed(form.q.data))
    for way in said:
        if way.is_sure and way.where and (near := _as_place(form, way)):
            return near
    for way in tails(form.q.data):
        if gazetteer.meanings(way.where) == 1:
            return moved(form, way)
    towns = [way for way in said if way.sign in IN and _may_be_a_town(way.where)]
    for way in towns:
        if not way.is_sure and (town := _as_place(form, way)):
            return town
    shortest = min(towns, key=lambda way: len(way.where), default=None)
    return _unknown(form, shortest, answer) if shortest else None


def moved(form: FindForm, way: Way) -> tuple[FindForm, str]:
    """Return the question with these words and this place, and what to say of it."""
    asked = form.changed(q=way.need, where=way.where)
    try:
        place = gazetteer.resolve(way.where)
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
        return form.changed(where=choice.where), _showing(choice, typed)
    return form, ""


def _as_place(form: FindForm, way: Way) -> tuple[FindForm, str] | None:
    """Return the question with what is said as its place, or with one spelt like it, or None.

    Where several come into question, and where near it a road is said that we do not know, the
    page asks. After "in" only a slip is put right: "in paradise" is not Paradise Row.
    """
    asked = form.changed(q=way.need, where=way.where)
    try:
        gazetteer.resolve(way.where)
    except AmbiguousPlaceError:
        return asked, ""
    except UnknownPlaceError as error:
        choice = gazetteer.nearest(way.where, error.choices)
        if choice and (way.is_sure or _is_as_long(choice.name, way.where)):
            return asked.changed(where=choice.where), _showing(choice, way.where)
        is_road = place_key(way.where).rpartition(" ")[2] in ROADS
        return (asked, "") if way.is_sure and (error.choices or is_road) else None
    return moved(form, way)


def _unknown(form: FindForm, way: Way, answer: Answer) -> tuple[FindForm, str] | None:
    """Return the question without a place that nobody knows, or None: it may be no place at all.

    Words that services have, or that are another word with a slip, are for the search. When there
    is no need besides, the page says that it does not know the place, and asks.
    """
    respelt = set(plain_words(answer.did_you_mean or "")) - set(plain_words(form.q.data))
    if respelt - PLAIN or index.count(Question(way.where)):
        return None
    if not way.need or says_nothing(way.need):
        return form.changed(q=way.need, where=way.where), ""
    said = f"We do not know a place called “{way.where}”, so this is from anywhere."
    return form.changed(q=way.need), said


def _may_be_a_town(where: str) -> bool:
    """Say whether words may be a place's name: a few, and none that tell of a need."""
    words = plain_words(where)
    is_plain = PLAIN.issuperset(words) or says_nothing(where) or is_said_by(where)
    return 0 < len(words) <= LONGEST_TOWN and not is_plain and not goes_on(where)


def _is_as_long(name: str, typed: str) -> bool:
    return len(place_key(name).split()) == len(place_key(typed).split())


def _showing(choice: Choice, typed: str) -> str:
    return f"Showing {_named(choice.name, choice.within)}. You typed “{typed}”."


def _named(name: str, within: str) -> str:
    return f"{name} ({within})" if within else name
