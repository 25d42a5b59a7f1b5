"""``/api/openapi.json`` is true: real answers fit it, and a hostile client finds no surprise."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance
from werkzeug.test import TestResponse

from directory.answers import FindForm
from tests.factories import Make

Get = Callable[..., TestResponse]


def _validator(document: dict[str, Any], path: str, status: str) -> Draft202012Validator:
    """Return what checks a body against the document's own words for it."""
    schema = document["paths"][path]["get"]["responses"][status]["content"]["application/json"]
    return Draft202012Validator(
        {**schema["schema"], "components": document["components"]},
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )


ASKED = [
    ("/api/find", {"q": "stop smoking", "where": "Orsman Road", "further": ["3", "4"]}, "200"),
    ("/api/find", {"q": "stop smoking", "where": "Hackney", "nearby": "1"}, "200"),
    ("/api/find", {"q": "smoking"}, "200"),
    ("/api/find", {"q": "nothing of the kind", "where": "Orsman Road"}, "200"),
    ("/api/find", {"q": "smokking"}, "200"),
    ("/api/find", {"where": "Church Road"}, "300"),
    ("/api/find", {"where": "Orsmn Road"}, "404"),
    ("/api/find", {}, "400"),
    ("/api/places", {"q": "ors"}, "200"),
    ("/api/places", {"q": "Orsman Road"}, "200"),
    ("/api/places", {"q": "Church Road"}, "200"),
    ("/api/places", {}, "400"),
]


@pytest.mark.parametrize(("path", "query", "status"), ASKED)
def test_real_answers_are_as_the_document_says(
    get: Get, town: Make, path: str, query: dict[str, Any], status: str
) -> None:
    document = get("/api/openapi.json").json
    answer = get(path, **query)

    assert str(answer.status_code) == status
    errors = list(_validator(document, path, status).iter_errors(answer.json))
    assert errors == []


def test_the_document_is_openapi_and_says_every_parameter(app: Flask, get: Get) -> None:
    document = get("/api/openapi.json").json

    assert document["openapi"].startswith("3.1")
    said = {each["name"] for each in document["paths"]["/api/find"]["get"]["parameters"]}
    assert said == {field.short_name for field in FindForm()}
    assert set(document["paths"]) == {"/api/find", "/api/places", "/api/openapi.json"}


def test_a_setting_changes_the_document_with_the_code(app: Flask, get: Get) -> None:
    app.config.update(MAX_QUERY_LENGTH=50, PUBLIC_URL="https://doorstep.example/")

    document = get("/api/openapi.json").json

    parameters = document["paths"]["/api/find"]["get"]["parameters"]
    assert parameters[0]["schema"]["maxLength"] == 50
    assert document["servers"] == [{"url": "https://doorstep.example"}]


FITS, DOES_NOT_FIT = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
HOSTILE = [
    ("/api/find", FITS),
    ("/api/find", DOES_NOT_FIT),
    ("/api/places", FITS),
    ("/api/places", DOES_NOT_FIT),
    ("/api/openapi.json", FITS),
]


@pytest.mark.parametrize(("path", "mode"), HOSTILE)
def test_a_hostile_client_finds_nothing(
    app: Flask, town: Make, path: str, mode: GenerationMode
) -> None:
    """Send what fits the document, and what does not: each answer must be one it describes."""
    operation = schemathesis.openapi.from_wsgi("/api/openapi.json", app)[path]["GET"]

    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: schemathesis.Case) -> None:
        # The client inside the tests reads no compressed answers, whatever it says it accepts.
        case.call_and_validate(
            excluded_checks=[positive_data_acceptance], headers={"Accept-Encoding": "identity"}
        )

    send()
