"""The shapes of our answers to machines; ``/api/openapi.json`` is written from these."""

from typing import Any

import marshmallow as ma

from directory.domain.coverage import Extent
from directory.domain.place import Certainty, Level
from directory.domain.rings import Ring
from directory.domain.terms import Status
from directory.search import Facet

LEVELS = [level.value for level in Level]


def _text(about: str = "", **more: Any) -> ma.fields.String:
    return ma.fields.String(required=True, metadata={"description": about} if about else {}, **more)


def _number(about: str = "", **more: Any) -> ma.fields.Integer:
    return ma.fields.Integer(
        required=True, metadata={"description": about} if about else {}, **more
    )


def _many(schema: type[ma.Schema], about: str) -> ma.fields.List[Any]:
    return ma.fields.List(ma.fields.Nested(schema), required=True, metadata={"description": about})


def _one_of(values: list[Any], about: str = "", **more: Any) -> ma.fields.String:
    return _text(about, validate=ma.validate.OneOf(values), **more)


class LinkSchema(ma.Schema):
    """An area that contains a place."""

    level = _one_of(LEVELS)
    code = _text("ONS code where there is one, a stable identifier otherwise.")
    name = _text()
    certainty = _one_of([Certainty.CERTAIN.value, Certainty.PROBABLE.value])


class WhereSchema(ma.Schema):
    """The place that was meant."""

    text = _text("Asked again as `where`, it means just this place.")
    level = _one_of(LEVELS)
    code = _text()
    name = _text()
    note = _text("Something to know, such as a postcode that was retired; often empty.")
    chain = _many(LinkSchema, "The areas that contain it, itself first, most specific first.")


class ChoiceSchema(ma.Schema):
    """A place that a text may mean."""

    where = _text("Asked again as `where`, it means just this place. A code does too.")
    level = _one_of(LEVELS)
    code = _text()
    name = _text()
    within = _text("What it lies in, to tell it from others of its name.")


class OrganisationSchema(ma.Schema):
    """Who runs a service."""

    id = _number()
    name = _text()
    url = _text()
    based_in = _text(
        "Ward and borough of its nearest base; of a private address the borough alone.",
        allow_none=True,
    )


class ServesSchema(ma.Schema):
    """How a place is served: by which claim, and how much of it."""

    level = _one_of(LEVELS, "Null when coverage is not stated.", allow_none=True)
    name = _text(allow_none=True)
    extent = _one_of([extent.value for extent in Extent])


class ServiceSchema(ma.Schema):
    """One service that answers, and why."""

    id = _number()
    name = _text()
    url = _text()
    summary = _text()
    status = _one_of([Status.RUNNING.value, Status.PAUSED.value])
    organisation = ma.fields.Nested(OrganisationSchema, required=True)
    distance_m = _number(
        "Metres from the base to the place. Null without a place, and for a private address.",
        allow_none=True,
    )
    serves = ma.fields.Nested(
        ServesSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null without a place, and when it does not serve the place."},
    )
    reason = _text("Why it is here, in words.")
    checked_on = ma.fields.Date(
        required=True, allow_none=True, metadata={"description": "When a person last checked it."}
    )
    score = ma.fields.Float(required=True, metadata={"description": "Relevance of the words."})


class RingSchema(ma.Schema):
    """The services whose nearest base is so far from the place."""

    ring = _number(validate=ma.validate.OneOf([ring.value for ring in Ring]))
    name = _text()
    total = _number("How many there are, on every page.")
    is_open = ma.fields.Boolean(
        required=True,
        metadata={"description": "A ring that is not open is counted; `further` opens it."},
    )
    services = _many(ServiceSchema, "Those on this page.")


class FacetValueSchema(ma.Schema):
    """A value that results can be narrowed to."""

    value = _text()
    label = _text()
    count = _number()


class CompletenessSchema(ma.Schema):
    """What tells "nothing there" from "nothing known"."""

    area = _text("What the counts are about: the borough of the place, or this directory.")
    organisations = _number("Organisations listed there: those with a service that may be found.")
    confirmed_within_year = _number(
        "Those of them that a person checked, or a service of theirs, in the last 12 months."
    )
    last_added_on = ma.fields.Date(
        required=True,
        allow_none=True,
        metadata={"description": "When a service of this kind was last added there."},
    )
    last_added_category = _text(
        "The kind; empty when none was recognised, and then last_added_on is of any."
    )


FacetsSchema = ma.Schema.from_dict(
    {
        facet.value: _many(FacetValueSchema, f"Values of the parameter `{facet.value}`.")
        for facet in Facet
    },
    name="FacetsSchema",
)


class FindSchema(ma.Schema):
    """The answer to a question."""

    query = _text("The words that were looked for.")
    where = ma.fields.Nested(
        WhereSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null when no place was given."},
    )
    summary = _text("The answer in a sentence or two.")
    total = _number("All that match and serve the place, in every ring.")
    shown_total = _number("Those of the open rings: what paging goes through.")
    page = _number()
    pages = _number()
    next = _text("The next page; null on the last.", allow_none=True)
    rings = _many(RingSchema, "Nearest first. Empty when no place was given.")
    services = _many(ServiceSchema, "This page, when no place was given; else see `rings`.")
    nearby_not_serving = _number("Services that match, are close by, and are not for the place.")
    nearby = _many(ServiceSchema, "Those, when `nearby=1` asks for them.")
    did_you_mean = _text("The words respelt; never searched unasked.", allow_none=True)
    facets = ma.fields.Nested(FacetsSchema, required=True)
    completeness = ma.fields.Nested(CompletenessSchema, required=True)


class PlacesSchema(ma.Schema):
    """What a typed place means, and what it may be the beginning of."""

    query = _text()
    place = ma.fields.Nested(
        WhereSchema,
        required=True,
        allow_none=True,
        metadata={"description": "The place it means; null when it means none, or several."},
    )
    message = _text("Why it is no single place; null when it is.", allow_none=True)
    choices = _many(ChoiceSchema, "Several meanings, or places whose names begin so or are alike.")


class ErrorBodySchema(ma.Schema):
    """What went wrong."""

    code = _text("`ambiguous_place`, `unknown_place`, `bad_input`, `not_found` and so on.")
    message = _text("A sentence or two for a person.")
    field = _text("The parameter to blame; null when it is none.", allow_none=True)
    choices = _many(ChoiceSchema, "Places it may have meant.")


class ErrorSchema(ma.Schema):
    """Any error."""

    error = ma.fields.Nested(ErrorBodySchema, required=True)
