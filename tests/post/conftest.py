"""What the tests of letters share: an application with a mail server of its own."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.post.letters import own_templates
from tests.post.servers import Answers, mail_server


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """An application that also knows the letters of these tests, until the test has ended."""
    with own_templates(app):
        app.config["PUBLIC_URL"] = "https://doorstep.example"
        yield app


@pytest.fixture
def answers() -> Answers:
    """How the mail server answers; it takes everything unless told otherwise."""
    return Answers()


@pytest.fixture
def mail(app: Flask, answers: Answers) -> Iterator[Answers]:
    """A real mail server that the application sends to."""
    with mail_server(answers) as port:
        app.config |= {
            "SMTP_URL": f"smtp://127.0.0.1:{port}",
            "MAIL_FROM": "post@doorstep.example",
            "SMTP_SECONDS": 1,
        }
        yield answers
