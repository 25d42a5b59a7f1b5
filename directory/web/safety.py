"""What keeps every door safe: headers on each answer, and no write that another site began."""

from urllib.parse import urlsplit

from flask import Flask, Response, request

from directory.errors import NotAllowedError

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # A link out must not tell another site what was looked for, or on which street.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
TWO_YEARS = 63_072_000


READING = frozenset({"GET", "HEAD", "OPTIONS"})
FROM_HERE = frozenset({"same-origin", "none"})


def init_app(app: Flask) -> None:
    """Put the headers on every answer, and refuse writes that another site began."""
    app.before_request(refuse_other_sites)
    app.after_request(add_headers)


def refuse_other_sites() -> None:
    """Refuse a write unless the browser says that one of our own pages began it.

    Every browser in use says so with each form: ``Sec-Fetch-Site``, which no page can set, and
    before that ``Origin``. So there is no token to expire while somebody types, and a resident may
    report a mistake without being given a cookie (docs/decisions/006).

    Raises:
        NotAllowedError: it came from elsewhere, or does not say whence.

    """
    if request.method in READING or request.routing_exception is not None:
        return
    site = request.headers.get("Sec-Fetch-Site")
    begun_here = site in FROM_HERE if site is not None else _is_own_origin()
    if not begun_here:
        raise NotAllowedError(
            "That form was not sent from this site. Open the page here, and try again."
        )


def _is_own_origin() -> bool:
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        sent, own = urlsplit(origin), urlsplit(request.host_url)
    except ValueError:  # no address at all, as "http://[::1"
        return False
    return (sent.scheme, sent.netloc) == (own.scheme, own.netloc)


def add_headers(response: Response) -> Response:
    """Add the headers that are not there yet; on HTTPS, insist on it."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={TWO_YEARS}")
    return response
