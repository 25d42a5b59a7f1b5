"""Questions put to the gazetteer, the index and the database together.

The door: :func:`ask` for just what was asked, :func:`ask_forgiving` for a page of results,
:func:`place_page` for who serves a place.
"""

from directory.answers.answer import (
    Answer,
    Completeness,
    PlaceAnswer,
    Result,
    RingAnswer,
)
from directory.answers.asking import ask
from directory.answers.for_place import ForPlace, for_place
from directory.answers.forgiving import ask_forgiving
from directory.answers.form import FindForm
from directory.answers.places import place_page

__all__ = [
    "Answer",
    "Completeness",
    "FindForm",
    "ForPlace",
    "PlaceAnswer",
    "Result",
    "RingAnswer",
    "ask",
    "ask_forgiving",
    "for_place",
    "place_page",
]
