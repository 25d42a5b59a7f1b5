"""What is counted of a page of results, and of whose (docs/decisions/012).

Kept: which organisations it showed, the kind of help, the ward and the month. Never who asked, from
which device, in which words, or on which street.
"""

import re
from collections.abc import Mapping

from flask import Flask, current_app, request

from directory.answers import Answer, FindForm, Result
from directory.answers.completeness import category_meant
from directory.domain.categories import CATEGORIES, search_text
from directory.domain.place import Level, Place
from directory.find import actions
from directory.find.tally import NOBODY, Key, Tally
from directory.people.current import COOKIE
from directory.search import Facet
from directory.search.words import FILLERS, STOP_WORDS, fold

ROBOTS = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|scrap|preview|monitor|uptime|check|headless|lighthouse|curl|wget"
    r"|python|java/|okhttp|go-http|libwww|perl|ruby|axios|node-fetch|feed|httpclient|facebookexternal"
)
"""What robots call themselves, in lower case. One that says it is a browser is taken for one."""


def note(form: FindForm, answer: Answer) -> None:
    """Count what a page of results shows, in memory: nothing is read or written for it."""
    if _is_counted() and (keys := keys_of(form, answer)):
        tally().add(keys)


def tally() -> Tally:
    """Return the tally of this process and application."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    kept: Tally | None = app.extensions.get("tally")
    if kept is None:
        # Of two threads that come here at once, one makes a tally that nobody uses.
        made = Tally(lambda counts: _write(app, counts), app.config["COUNT_FOUND_SECONDS"])
        kept = app.extensions.setdefault("tally", made)
    return kept


def keys_of(form: FindForm, answer: Answer) -> list[Key]:
    """Return what a page of results adds to the counts.

    A question is counted as it was first asked, and its further pages and rings for what they show
    besides. When filters are ticked nothing more is counted: they show less of the same.
    """
    if answer.place is None or answer.question.now is None or _is_narrowed(form):
        return []
    month = answer.question.now.date().replace(day=1)
    where = area_of(answer.place)
    need = need_of(form.q.data, form.category.data)
    is_first = form.page.data == 1 and not form.further.data
    if is_first and not answer.total and not answer.did_you_mean:
        return [Key(NOBODY, month, need, where)]
    shown = {each.service.organisation_id for each in _new_on(form, answer)}
    return [Key(id_, month, need, where) for id_ in shown]


def need_of(words: str, chosen: list[str]) -> str:
    """Return the category that is meant by one that was chosen, or else by words; or "".

    Words mean a category when they are its name or a synonym, or when it is the only one of which
    all of them tell.
    """
    if chosen or not words:
        return chosen[0] if len(chosen) == 1 else ""
    if exact := category_meant(words):
        return exact
    asked = {fold(word) for word in words.replace('"', " ").split()} - STOP_WORDS - FILLERS
    found = [slug for slug, known in _WORDS.items() if asked <= known] if asked else []
    return found[0] if len(found) == 1 else ""


def area_of(place: Place) -> str:
    """Return the code of the ward of a place, the first of several; or of its borough; or ""."""
    codes = place.certain_codes(Level.WARD) or place.certain_codes(Level.BOROUGH)
    return codes[0] if codes else ""


_WORDS = {
    slug: frozenset(fold(word) for word in search_text(slug).replace("/", " ").split())
    for slug in CATEGORIES
}


def _is_narrowed(form: FindForm) -> bool:
    """Say whether filters were set: any but one kind of help in place of words."""
    others = [field.data for facet, field in form.facets.items() if facet is not Facet.CATEGORY]
    kinds = len(form.category.data)
    return any(others) or form.open.data or form.here.data or kinds + bool(form.q.data) > 1


def _new_on(form: FindForm, answer: Answer) -> list[Result]:
    """Return the results that were not on the page before: of a ring just opened, only that."""
    opened = form.further.data[-1:] if form.page.data == 1 else []
    if not opened:
        return list(answer.results)
    return [each for each in answer.results if each.ring and str(each.ring.value) == opened[0]]


def _is_counted() -> bool:
    """Say whether this request is a person's, who looks for help.

    Whoever has the cookie keeps an entry or moderates: asking who she is would be one more
    question to the database.
    """
    headers = request.headers
    return bool(
        current_app.config["COUNT_FOUND_SECONDS"]
        and request.method == "GET"
        and COOKIE not in request.cookies
        and "prefetch" not in headers.get("Sec-Purpose", headers.get("Purpose", ""))
        and (agent := headers.get("User-Agent", "").lower())
        and not ROBOTS.search(agent)
    )


def _write(app: Flask, counts: Mapping[Key, int]) -> None:
    with app.app_context():
        actions.write_counts(counts)
