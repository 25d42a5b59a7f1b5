"""Letters to test with: templates of the tests' own, beside those of the house."""

from collections.abc import Iterator
from contextlib import contextmanager

import html5lib
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

TEMPLATES = {
    "letters/plain.txt": (
        "Subject: {{ subject }}\n"
        "Why: {{ why }}\n"
        "\n"
        "Hello {{ name }},\n"
        "\n"
        "{{ said }}\n"
        '{{ public_url("find.start") }}\n'
    ),
    "letters/short.txt": 'Subject: A word with you\n\nOpen {{ public_url("find.start") }}\n',
    "letters/headless.txt": "Words without a subject.\n",
    "letters/sign_in.txt": "Subject: Your link\n\nOpen {{ public_url('find.start') }}\n",
}


@contextmanager
def own_templates(app: Flask) -> Iterator[None]:
    """Let the application find the templates of these tests first, for a while."""
    loader = app.jinja_env.loader
    app.jinja_env.loader = ChoiceLoader([DictLoader(TEMPLATES), loader])
    yield
    app.jinja_env.loader = loader


def check_html(text: str) -> None:
    """Hold the HTML of a letter to the rules: well-formed, and nothing but words and style."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text)
    assert not parser.errors, parser.errors[:3]
    for forbidden in ("<script", "<img", "<link", "<form", "<iframe", "javascript:", "<style"):
        assert forbidden not in text.lower(), forbidden
