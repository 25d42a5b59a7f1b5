"""Hits from the index turned into results: rows from the database, with their reasons in words."""

from collections.abc import Sequence

from flask import current_app
from markupsafe import escape

from directory.answers import bases, reasons
from directory.answers.answer import Result
from directory.domain.place import Place
from directory.domain.terms import Status
from directory.queries import cards
from directory.search import Hit


def results_for(
    hits: Sequence[Hit], place: Place | None, first: int = 1, *, asked: str = ""
) -> list[Result]:
    """Return the results for these hits, in order, numbered from ``first``.

    ``asked`` is the question, for the addresses of their pages.

    A hit whose service is no longer public is left out: the index may lag, the database decides.
    The number of statements does not depend on how many hits there are.
    """
    found = {card.service.id: card for card in cards.in_order([hit.id for hit in hits])}
    metres = current_app.config["DOORSTEP_METRES"]
    results: list[Result] = []
    for hit in hits:
        if (card := found.get(hit.id)) is None:
            continue
        service, areas = card.service, card.areas
        base = bases.told(card.bases, place, metres)
        results.append(
            Result(
                service=service,
                number=first + len(results),
                ring=hit.ring,
                served=hit.served,
                distance_m=base.distance_m,
                based_in=base.based_in,
                reason=reasons.reason(
                    base,
                    reasons.Claims(areas.serves, areas.but_not),
                    hit.served,
                    place,
                    service.checked_on,
                    is_paused=service.status is Status.PAUSED,
                    silent_since=service.organisation.silent_since,
                ),
                sign=reasons.sign(base, place),
                name=hit.name or str(escape(service.name)),
                snippet=hit.snippet,
                score=hit.score,
                asked=asked,
            )
        )
    return results
