"""What the tests of letters share."""

import pytest
from flask import Flask

from tests.post.letters import add_templates


@pytest.fixture
def app(app: Flask) -> Flask:
    """An application that also knows the letters of these tests."""
    add_templates(app)
    app.config["PUBLIC_URL"] = "https://doorstep.example"
    return app
