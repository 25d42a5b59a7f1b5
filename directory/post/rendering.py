"""From a template to a letter: its subject, its plain text, and the same in HTML.

A template, ``templates/letters/<kind>.txt``, begins with ``Subject: …``, and may go on with
``Why: …`` ("somebody asked to sign in with this address"), which the foot of the letter repeats;
then comes an empty line, and the words. Paragraphs have an empty line between them; lines that
begin with ``- `` are a list. The HTML says what the text says.
"""

import re
import unicodedata
from typing import Any, NamedTuple

from flask import current_app
from jinja2 import Environment, Template
from markupsafe import Markup

from directory.post import links

LONGEST_SUBJECT = 150
WHY = "your e-mail address is in use there"
_HEAD = re.compile(r"(Subject|Why): *(.*)")
_ITEM = "- "
_LINK_STYLE = "color:#9c3520;word-break:break-all"


class Rendered(NamedTuple):
    """A letter as it will be read."""

    subject: str
    text: str
    html: str


class _Parts(NamedTuple):
    """The template of a letter, taken apart, so that no value can pass for a head."""

    subject: Template
    why: Template
    body: Template


def render(kind: str, **context: Any) -> Rendered:
    """Return the letter of a kind.

    Args:
        kind: the name of its template.
        context: what the template asks for; ``public_url`` is there always.

    Raises:
        jinja2.TemplateNotFound: there is no such letter.
        jinja2.UndefinedError: the template asks for what it was not given.

    """
    known = {**context, "public_url": links.page}
    parts = _parts(kind)
    subject = one_line(parts.subject.render(known))
    body = _tidy(parts.body.render(known))
    foot = _foot(one_line(parts.why.render(known)))
    return Rendered(
        subject=subject,
        text=f"{body}\n\n-- \n{foot}\n",
        html=_html(subject, body, foot),
    )


def clean(text: str) -> str:
    """Return text without control characters (but tabs and newlines) and broken characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def one_line(text: str, longest: int = LONGEST_SUBJECT) -> str:
    """Return text as one line, fit for a head: whatever it holds, it cannot begin another head.

    ``=?`` begins an encoded word (RFC 2047). Python's ``email`` reads one in what it is given, and
    writes the newline that may be hidden in it, so none is let through.
    """
    line = " ".join(clean(text).replace("=?", "= ?").split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _parts(kind: str) -> _Parts:
    """Take the template of a kind apart; it is kept, for thousands of letters may be alike."""
    kept: dict[str, _Parts] = current_app.extensions.setdefault("letters", {})
    if kind not in kept:
        env = current_app.jinja_env
        source = env.loader.get_source(env, f"letters/{kind}.txt")[0]  # type: ignore[union-attr]
        kept[kind] = _take_apart(env.overlay(autoescape=False), kind, source)
    return kept[kind]


def _take_apart(env: Environment, kind: str, source: str) -> _Parts:
    heads: dict[str, str] = {}
    lines = source.splitlines()
    while lines and (found := _HEAD.fullmatch(lines[0])):
        heads[found[1]] = found[2]
        lines.pop(0)
    if "Subject" not in heads:
        raise ValueError(f"the letter “{kind}” does not begin with its subject")
    return _Parts(
        subject=env.from_string(heads["Subject"]),
        why=env.from_string(heads.get("Why", WHY)),
        body=env.from_string("\n".join(lines)),
    )


def _tidy(text: str) -> str:
    """Return a body with no space at the ends of lines, and one empty line between paragraphs."""
    lines = (line.rstrip() for line in clean(text).strip().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _foot(why: str) -> str:
    """Say who sent the letter, and why."""
    site, contact = current_app.config["SITE_NAME"], current_app.config["CONTACT_EMAIL"]
    ask = f"To ask us something, write to {contact}." if contact else "Nobody reads replies to it."
    return f"{one_line(site)} sent you this letter because {why.rstrip('.')}. {one_line(ask)}"


def _html(subject: str, body: str, foot: str) -> str:
    letter = current_app.jinja_env.get_template("letters/_letter.html")
    return clean(letter.render(subject=subject, blocks=_blocks(body), foot=foot))


def _blocks(body: str) -> list[tuple[str, list[Markup]]]:
    """Return the parts of a text as ("list", its items) or ("words", its lines)."""
    found = []
    for block in body.split("\n\n"):
        lines = block.split("\n")
        if all(line.startswith(_ITEM) for line in lines):
            found.append(("list", [_linked(line.removeprefix(_ITEM)) for line in lines]))
        else:
            found.append(("words", [_linked(line) for line in lines]))
    return found


def _linked(line: str) -> Markup:
    """Return a line as HTML, with our own addresses as links: what somebody typed never is one."""
    own = re.compile(rf"({re.escape(links.base())}/[^\s<>\"]*)")
    return Markup().join(
        Markup('<a href="{0}" style="{1}">{0}</a>').format(part, _LINK_STYLE)
        if own.fullmatch(part)
        else Markup.escape(part)
        for part in own.split(line)
    )
