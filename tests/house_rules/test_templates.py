"""Each template says what it must be given, and no more: a page is called from elsewhere."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import meta, nodes

FOLDER = Path(__file__).parents[2] / "directory" / "templates"
TEMPLATES = sorted(
    str(file.relative_to(FOLDER))
    for file in FOLDER.rglob("*.html")
    # Of macros, each says what it takes; the frame of all pages is given nothing.
    if file.parent.name != "components" and file.name != "base.html"
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_says_what_it_needs(app: Flask, name: str) -> None:
    first = re.match(r"\{#.*?#\}", (FOLDER / name).read_text("utf-8"), re.DOTALL)
    assert first, "it does not begin with what it is"
    said = re.sub(r"\([^)]*\)", "", first[0].partition("Needs:")[2])

    with app.test_request_context():
        always = {*app.jinja_env.globals}
        for give in app.template_context_processors[None]:
            always |= set(give())
    assert set(re.findall(r"\w+", said)) == _needed(app, name) - always


def _needed(app: Flask, name: str) -> set[str]:
    """Return the names that a template, or one that it includes, is not given by itself."""
    tree = app.jinja_env.parse((FOLDER / name).read_text("utf-8"))
    needed = meta.find_undeclared_variables(tree)
    for included in meta.find_referenced_templates(tree):
        if included and not included.startswith("components/") and included != "base.html":
            needed |= _needed(app, included)
    imported = {
        each if isinstance(each, str) else each[1]
        for node in tree.find_all(nodes.FromImport)
        for each in node.names
    }
    macros = {node.name for node in tree.find_all(nodes.Macro)}
    # What is set above a block, or a loop goes through, is known in what stands there.
    own = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
    return needed - imported - macros - own
