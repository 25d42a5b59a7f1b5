"""A question from a query string, answered: place, index and database, in that order."""

from collections.abc import Sequence

from flask import current_app

from directory import gazetteer
from directory.answers.answer import Answer, Chip, FacetChoice, Result, RingAnswer
from directory.answers.completeness import category_meant, completeness_for
from directory.answers.form import FindForm
from directory.answers.rescue import respelt
from directory.answers.results import results_for
from directory.answers.summary import nearby_sentence, nothing_to_look_for, subject, summary
from directory.domain.place import Place
from directory.domain.rings import WIDE, Ring, ring_name
from directory.errors import BadInputError, NotFoundError
from directory.search import Facet, Found, Hit, Question, index
from directory.search.words import says_nothing

NOTHING_ASKED = "Tell us what you need, or where, or both."


def ask(form: FindForm) -> Answer:
    """Answer the question that a form holds.

    The number of statements sent to the database does not depend on how many results there are.

    Raises:
        BadInputError: a field does not validate, or nothing was asked; it names the field.
        UnknownPlaceError, AmbiguousPlaceError: the place; they hold the choices.
        NotFoundError: there is no such page of results.
        SearchUnavailableError: the index is missing, broken or busy.

    """
    if not form.validate():
        field, message = form.problem
        raise BadInputError(message, field=field)
    if form.is_empty:
        raise BadInputError(NOTHING_ASKED, field="q")
    place = gazetteer.resolve(form.where.data) if form.where.data else None
    question = form.question(place)
    return _answer(form, question, index.find(question))


def _answer(form: FindForm, question: Question, found: Found) -> Answer:
    place = question.place
    pages = _pages(found.shown_total, question.size)
    if form.page.data > pages:
        fewer = "There is only 1 page" if pages == 1 else f"There are only {pages:,} pages"
        raise NotFoundError(f"{fewer} of results. You asked for page {form.page.data:,}.")
    asked, first = form.carried(), question.start + 1
    results = results_for(found.hits, place, first, asked=asked)
    nearby = results_for(found.nearby_hits, place, first + len(results), asked=asked)
    gone = _gone(found.hits, results)
    totals = {each.ring: _left(each.total, each.hits, gone) for each in found.rings}
    total = max(0, found.total - len(gone))
    not_serving = max(0, found.nearby_not_serving - len(_gone(found.nearby_hits, nearby)))
    category = _category(form)
    meant = respelt(question, found.did_you_mean) if found.did_you_mean else None
    return Answer(
        question=question,
        place=place,
        total=total,
        shown_total=max(len(results), found.shown_total - len(gone)),
        rings=_rings(question, totals, _first_pages(question, found), results),
        results=tuple(results),
        facets={facet: _choices(form, facet, found) for facet in Facet},
        open_now_count=found.open_now_count,
        based_here_count=found.based_here_count,
        nearby_not_serving=not_serving,
        nearby=tuple(nearby),
        did_you_mean=meant,
        completeness=completeness_for(place, category or category_meant(question.words)),
        summary=_summary(form, place, totals, total, may=found.may_serve > 0),
        page=form.page.data,
        pages=pages,
        chips=_chips(form),
        nearby_sentence=nearby_sentence(not_serving, place, alone=not total),
        did_you_mean_query=form.query(q=meant) if meant else "",
    )


def _summary(
    form: FindForm, place: Place | None, totals: dict[Ring, int], total: int, *, may: bool
) -> str:
    """Say the question and its answer back; words that cannot be looked for are owned up to."""
    words = form.q.data
    unsaid = says_nothing(words)
    said = summary(_subject(form, "" if unsaid else words), place, totals, total, may=may)
    return f"{nothing_to_look_for(words)} {said}" if unsaid else said


def _pages(total: int, size: int) -> int:
    """Return how many pages can be asked for; there is always a first."""
    return min(max(1, -(-total // size)), int(current_app.config["MAX_PAGE"]))


def _gone(hits: Sequence[Hit], results: Sequence[Result]) -> set[int]:
    """Return the ids that the index still has and the public may no longer see."""
    return {hit.id for hit in hits} - {result.service.id for result in results}


def _left(total: int, hits: Sequence[Hit], gone: set[int]) -> int:
    """Return a ring's count without those of its hits that are gone."""
    return max(0, total - sum(hit.id in gone for hit in hits))


def _first_pages(question: Question, found: Found) -> dict[Ring, int]:
    """Return the page on which each ring begins, or would when opened; 0 past the last."""
    last = int(current_app.config["MAX_PAGE"])
    pages: dict[Ring, int] = {}
    before = 0
    for each in found.rings:
        page = before // question.size + 1
        pages[each.ring] = page if page <= last else 0
        before += each.total if each.ring in question.open_rings else 0
    return pages


def _rings(
    question: Question,
    totals: dict[Ring, int],
    pages: dict[Ring, int],
    results: Sequence[Result],
) -> tuple[RingAnswer, ...]:
    place = question.place
    if place is None:
        return ()
    return tuple(
        RingAnswer(
            ring=ring,
            name=ring_name(ring, place),
            total=total,
            is_open=ring in question.open_rings,
            page=pages[ring],
            results=tuple(each for each in results if each.ring is ring),
        )
        for ring, total in totals.items()
        if ring is not Ring.BOROUGH or place.level not in WIDE
    )


def _choices(form: FindForm, facet: Facet, found: Found) -> tuple[FacetChoice, ...]:
    """Return a facet's values with their counts; one that is chosen stays, if only to be undone."""
    field = form.facets[facet]
    labels = field.labels
    counts = dict(found.facets.get(facet, ()))
    counts |= {value: 0 for value in field.data if value not in counts}
    return tuple(
        FacetChoice(
            value=value,
            label=labels[value],
            count=count,
            is_chosen=value in field.data,
        )
        for value, count in counts.items()
        if value in labels
    )


def _chips(form: FindForm) -> tuple[Chip, ...]:
    chips = [
        Chip(label, form.toggled(facet, value))
        for facet, field in form.facets.items()
        if field.data
        for value, label in field.labels.items()
        if value in field.data
    ]
    if form.open.data:
        chips.append(Chip(form.open.label.text, form.query(open=None)))
    if form.here.data:
        chips.append(Chip(form.here.label.text, form.query(here=None)))
    return tuple(chips)


def _category(form: FindForm) -> str:
    """Return the one category that was chosen, or "" when it is none or several."""
    chosen: list[str] = form.category.data
    return chosen[0] if len(chosen) == 1 else ""


def _subject(form: FindForm, words: str) -> str:
    """Return what was asked for, in words; the chosen filters are only said to be there."""
    labels = form.category.labels
    others = [field.data for facet, field in form.facets.items() if facet is not Facet.CATEGORY]
    narrowed = any(others) or form.open.data or form.here.data or len(form.category.data) > 1
    return subject(words, labels.get(_category(form), ""), narrowed=narrowed)
