"""Pages travel small: compressed for those who can read it, whole for those who cannot."""

from http import HTTPStatus

import brotli
import pytest
from flask import Flask


@pytest.mark.parametrize(("accepts", "sent"), [("br, gzip", "br"), ("gzip", "gzip"), ("", None)])
def test_a_page_is_compressed_as_the_browser_can_read_it(
    app: Flask, accepts: str, sent: str | None
) -> None:
    answer = app.test_client().get("/about/privacy", headers={"Accept-Encoding": accepts})

    assert answer.headers.get("Content-Encoding") == sent
    assert "accept-encoding" in answer.headers["Vary"].lower()


def test_what_is_sent_is_the_page(app: Flask) -> None:
    client = app.test_client()
    plain = client.get("/about/privacy", headers={"Accept-Encoding": ""})
    small = client.get("/about/privacy", headers={"Accept-Encoding": "br"})

    assert brotli.decompress(small.data) == plain.data
    assert len(small.data) < len(plain.data) / 2


def test_an_asset_that_a_browser_has_is_not_sent_again(app: Flask) -> None:
    client = app.test_client()
    with app.test_request_context():
        address = app.jinja_env.globals["asset"]("site.css")
    first = client.get(address, headers={"Accept-Encoding": "br"})

    again = client.get(
        address, headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]}
    )

    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert again.status_code == HTTPStatus.NOT_MODIFIED
