"""Page numbers in addresses: bounded, and a wrong one is told kindly."""

import re

from flask import current_app, request

from directory.errors import BadInputError, NotFoundError

WHOLE = re.compile(r"0*[1-9][0-9]{0,8}")


def page_number(name: str = "page") -> int:
    """Return the page that the address asks for; 1 when it does not say.

    Raises:
        BadInputError: it is not a whole number from 1, or past what we ever show.

    """
    said = request.args.get(name, "").strip()
    if not said:
        return 1
    if not re.fullmatch(WHOLE, said):
        message = "Pages are numbered 1, 2, 3 and so on. This is not such a number."
        raise BadInputError(message, field=name)
    number, most = int(said), int(current_app.config["MAX_PAGE"])
    if number > most:
        raise BadInputError(f"We show {most:,} pages at most.", field=name)
    return number


def check_page(page: int, pages: int) -> None:
    """Refuse a page past the end of a list.

    Raises:
        NotFoundError: there are fewer pages.

    """
    if page > pages:
        fewer = (
            "There is only 1 page here." if pages == 1 else f"There are only {pages} pages here."
        )
        raise NotFoundError(fewer)
