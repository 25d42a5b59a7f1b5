"""What was done, said once on the page after it: a word in the address, no cookie and no store."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask, request

NOTICES: Mapping[str, str] = MappingProxyType(
    {
        "saved": "Saved.",
        "sent": "Sent. A moderator will look at it, and we will write to you.",
        "answered": "Your answer is sent. A moderator will look at it, and we will write to you.",
        "published": "Published. Everyone can see it now.",
        "not-shown-yet": "Saved. Nobody sees it until a moderator has looked at your entry.",
        "not-on-the-map": (
            "Saved, but we cannot find this address on the map. Check the postcode, or type the "
            "street and borough."
        ),
        "some-left": "Some of it could not be sent. Open each that is not sent, to see why.",
        "closed": "Closed. Everybody reads so at its address.",
        "taken-down": "Taken down. Nobody else sees it any more.",
        "thrown-away": "Thrown away. The public never saw it.",
        "trusted": "Trusted. What they change there is public at once.",
        "not-trusted": "Not trusted any more. What they change waits for a moderator.",
        "withdrawn": "Taken back. Nothing has changed for the public.",
        "removed": "Removed.",
        "invited": "Invited. The letter is on its way, and works for two weeks.",
        "signed-in": "You are signed in.",
        "signed-out": "You are signed out.",
        "signed-out-elsewhere": "You are signed out everywhere else.",
        "signed-out-everywhere": "You are signed out everywhere.",
        "second-factor": "Thank you. You are signed in with both steps.",
        "second-factor-set": "Set up. From now on you sign in with both steps.",
        "confirmed": "Thank you. Everyone can see now that you looked.",
        "thanks": "Thank you. We will look at it.",
        "approved": "Approved. This is next.",
        "approved-all": "Approved, all that you ticked.",
        "asked": "Asked. This is next.",
        "refused": "Refused, and they are told why. This is next.",
        "hidden": "Hidden. Those who keep the entry are told why.",
        "hidden-untold": "Hidden. Nobody keeps this entry, so nobody was written to.",
        "shown-again": "Shown to the public again.",
        "merged": "Merged. The old address leads here now.",
        "not-the-same": "Kept: these two are not the same.",
        "right": "Kept: it is right. We ask again when it says something else.",
        "letters-written": "Written to those who keep it.",
        "granted": "Granted.",
        "ended": "Ended.",
        "erased": "You are erased. Thank you for what you did here.",
    }
)
"""Every notice, by its word."""


def init_app(app: Flask) -> None:
    """Let templates ask for the notice of this page."""
    app.jinja_env.globals["notice"] = notice


def with_notice(address: str, word: str) -> str:
    """Return an address of ours that shows a notice when it is opened.

    Raises:
        KeyError: there is no such notice.

    """
    NOTICES[word]
    parts = urlsplit(address)
    pairs = [pair for pair in parse_qsl(parts.query) if pair[0] != "notice"]
    return parts._replace(query=urlencode([*pairs, ("notice", word)])).geturl()


def notice() -> str:
    """Return the words of this page's notice, or "": no address makes us say anything else."""
    return NOTICES.get(request.args.get("notice", ""), "")
