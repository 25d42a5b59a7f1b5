"""Addresses of our pages as they stand in letters, which are often written outside any request."""

from urllib.parse import quote, urlsplit

from flask import current_app, has_request_context, request


def base() -> str:
    """Return the site's own address, without a slash at its end.

    It is the ``PUBLIC_URL`` setting, which must be there before anything is sent. The address of
    the request is never believed, for whoever asks for a letter chooses it, and would have
    somebody else's link lead to a site of his own. Only a demonstration, where everyone can read
    every letter, does so.
    """
    told = str(current_app.config["PUBLIC_URL"]).rstrip("/")
    if told:
        return told
    if current_app.config["DEMO"] and has_request_context():
        return request.url_root.rstrip("/")
    return f"http://localhost:{current_app.config['PORT']}"


def page(endpoint: str, /, **values: object) -> str:
    """Return the address of a page in full; templates of letters know this as ``public_url``."""
    anchor = values.pop("_anchor", "")
    parts = urlsplit(base())
    adapter = current_app.url_map.bind(
        parts.netloc, script_name=parts.path or "/", url_scheme=parts.scheme
    )
    address = adapter.build(endpoint, values, force_external=True)
    return f"{address}#{quote(str(anchor))}" if anchor else address
