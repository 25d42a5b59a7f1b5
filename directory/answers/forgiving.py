"""Questions as people type them, answered as well as can be; whatever is changed is said."""

from dataclasses import replace

from directory import gazetteer
from directory.answers import rescue, rescue_place, sentences
from directory.answers.answer import Answer, Chip, Rescue
from directory.answers.asking import ask
from directory.answers.form import FindForm
from directory.answers.kinds import kinds_meant
from directory.answers.rescue import Smaller
from directory.domain.categories import CATEGORIES
from directory.domain.place import Place
from directory.errors import UnknownPlaceError
from directory.search import index

NAMED = 3
"""So many words that were left out are named."""


def ask_forgiving(form: FindForm) -> tuple[FindForm, Answer | UnknownPlaceError]:
    """Answer the question that a form holds, or the nearest that has an answer, which is returned.

    A place that was typed with the need is taken out of it, a slip in a place's name is put right
    when just one place comes into question, and when nothing has all the words, the best that has
    fewer is answered. The page says each of these, and shows the question that was answered. When
    the place means several, or none, that error comes in place of the answer.

    Raises:
        BadInputError, NotFoundError, SearchUnavailableError: as :func:`ask` does.

    """
    if not form.validate():
        return form, ask(form)
    try:
        form, about_place = rescue_place.understood(form)
    except UnknownPlaceError as error:
        return form, error
    answer = _asked(form)
    if isinstance(answer, Answer) and _is_in_vain(answer):
        taken = rescue_place.among_the_words(form, answer)
        form, about_place = taken or (form, about_place)
        answer = _asked(form) if taken else answer
    if isinstance(answer, UnknownPlaceError):
        return form, answer
    form, answer = _with_fewer_words(form, answer) if form.q.data else (form, answer)
    return form, replace(answer, about_place=about_place)


def _asked(form: FindForm) -> Answer | UnknownPlaceError:
    try:
        return ask(form)
    except UnknownPlaceError as error:
        return error


def _is_in_vain(answer: Answer) -> bool:
    """Say whether nothing was found anywhere."""
    return not answer.total and answer.place is None


def _with_fewer_words(form: FindForm, answer: Answer) -> tuple[FindForm, Answer]:
    """Return the answer with what else may be asked; or that to fewer words, if it had none."""
    if answer.total:
        more = rescue.for_anybody(answer.question, answer.total)
        return form, replace(answer, rescues=_offers(form, [more] if more else []))
    smaller = rescue.smaller(answer.question)
    best = None if form.narrows else rescue.the_one(smaller)
    if best is None:
        offers = (*_elsewhere(form), *_offers(form, smaller))
        return form, replace(answer, rescues=offers, kinds_meant=_kinds(form))
    less = form.changed(q=best.words)
    said = _left_out(form.q.data, best, answer.place)
    others = _offers(form, [each for each in smaller if each is not best])
    found = replace(ask(less), about_words=said, rescues=(*_elsewhere(form), *others))
    if answer.did_you_mean == best.words:
        return less, found
    return less, replace(
        found, did_you_mean=answer.did_you_mean, did_you_mean_query=answer.did_you_mean_query
    )


def _left_out(typed: str, best: Smaller, place: Place | None) -> str:
    """Say what was looked for in place of what was typed."""
    here = f"Here is “{best.words}”{f' for {place.name}' if place else ''}"
    lost = _listed(best.left_out)
    if best.is_whole:
        return f"{here}. We left out {lost}."
    return f"Nobody says all of “{typed}”. {here}{lost and f', without {lost}'}."


def _listed(words: tuple[str, ...]) -> str:
    """Return a few words in a row; nothing when they are many."""
    said = [f"“{word}”" for word in words]
    if not 0 < len(said) <= NAMED:
        return ""
    return " and ".join(filter(None, (", ".join(said[:-1]), said[-1])))


def _offers(form: FindForm, found: list[Smaller] | tuple[Smaller, ...]) -> tuple[Rescue, ...]:
    return tuple(
        Rescue(
            each.words,
            each.total,
            form.query(q=each.words),
            without=_listed(each.left_out),
        )
        for each in found
    )


def _elsewhere(form: FindForm) -> tuple[Rescue, ...]:
    """Offer the place that is said among the words, when another stands in its box."""
    if not form.where.data:
        return ()
    for way in sentences.signed(form.q.data):
        if way.need and gazetteer.meanings(way.where) == 1:
            other = form.question(gazetteer.resolve(way.where))
            total = index.count(replace(other, words=way.need))
            query = form.query(q=way.need, where=way.where)
            return (Rescue(f"{way.need}, near {way.where}", total, query),) if total else ()
    return ()


def _kinds(form: FindForm) -> tuple[Chip, ...]:
    """Return kinds of help that the words may mean, each as a question without the words."""
    return tuple(
        Chip(CATEGORIES[slug].name, form.query(q=None, category=[slug]))
        for slug in kinds_meant(form.q.data)
    )
