"""The house stays in order: short modules, short templates, true documents, no stray words."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

ROOT = Path(__file__).parents[2]
MODULES = sorted(
    # A migration is as long as the tables it makes.
    file
    for file in (ROOT / "directory").rglob("*.py")
    if "migrations" not in file.parts
)
TEMPLATES = sorted((ROOT / "directory" / "templates").rglob("*.*"))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
MAX_MODULE, MAX_TEMPLATE = 300, 120


@pytest.mark.parametrize("module", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_module_is_one_idea_and_short(module: Path) -> None:
    assert len(module.read_text("utf-8").splitlines()) <= MAX_MODULE


@pytest.mark.parametrize("module", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_module_says_what_it_is(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text("utf-8")))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_template_is_short(template: Path) -> None:
    assert len(template.read_text("utf-8").splitlines()) <= MAX_TEMPLATE


def test_every_template_compiles_and_uses_what_it_imports(app: Flask) -> None:
    for name in app.jinja_env.list_templates():
        source = app.jinja_env.loader.get_source(app.jinja_env, name)[0]
        tree = app.jinja_env.parse(source)
        app.jinja_env.get_template(name)
        imported = {
            each if isinstance(each, str) else each[1]
            for node in tree.find_all(nodes.FromImport)
            for each in node.names
        }
        used = _names_used(app, tree)
        assert imported <= used, f"{name} imports {imported - used} and never uses it"


def _names_used(app: Flask, tree: nodes.Template) -> set[str]:
    """Every name a template uses, and every name that what it includes does."""
    used = {node.name for node in tree.find_all(nodes.Name)}
    for node in tree.find_all(nodes.Include):
        if isinstance(node.template, nodes.Const):
            source = app.jinja_env.loader.get_source(app.jinja_env, node.template.value)[0]
            used |= _names_used(app, app.jinja_env.parse(source))
    return used


def test_every_fragment_is_named_as_its_id() -> None:
    for template in TEMPLATES:
        text = template.read_text("utf-8")
        if template.name.startswith("_") and text.startswith("{# Fragment:"):
            name = template.name.removeprefix("_").partition(".")[0]
            assert f'id="{name}"' in text, f"{template.name} lacks id={name}"


LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_links_in_documents_lead_somewhere(document: Path) -> None:
    for target in LINK.findall(document.read_text("utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_decisions_are_numbered_in_order() -> None:
    names = [file.name for file in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    numbers = [int(name[:3]) for name in names]

    assert numbers == list(range(1, len(numbers) + 1)), names


def test_nothing_names_a_registry_or_a_path_of_one_machine() -> None:
    hosts = re.compile(r"py" + r"pi\.org|python" + r"hosted\.org|npm" + r"js\.org", re.I)
    paths = re.compile(r"(?<![\w.])/(?:work|tmp|root|home)/[\w.]")
    kinds = {".py", ".md", ".toml", ".lock", ".html", ".css", ".js", ".yml", ".csv", ".txt"}
    skip = {".venv", ".git", "instance", "build"}
    for file in ROOT.rglob("*"):
        if file.suffix not in kinds or skip & set(file.relative_to(ROOT).parts):
            continue
        text = file.read_text("utf-8", errors="replace")
        assert not hosts.search(text), f"{file} names a package registry"
        assert not paths.search(text), f"{file} has a path of one machine"


def test_every_setting_is_in_the_operating_notes() -> None:
    from directory.config import DEFAULTS

    notes = (ROOT / "docs" / "operating.md").read_text("utf-8")
    missing = [name for name in DEFAULTS if f"`DOORSTEP_{name}`" not in notes]

    assert missing == []
