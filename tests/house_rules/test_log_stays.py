"""The audit log is only added to: the database refuses, whatever the code tries."""

import ast
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from directory import audit
from directory.extensions import db
from directory.models import AuditEntry

DIRECTORY = Path(__file__).parents[2] / "directory"


@pytest.fixture
def noted(app: Flask) -> AuditEntry:
    """Something that was noted."""
    audit.note("approved", "change", 1)
    db.session.commit()
    return db.session.query(AuditEntry).one()


@pytest.mark.parametrize(
    "attempt",
    [
        pytest.param(lambda _: update(AuditEntry).values(act="refused"), id="update"),
        pytest.param(lambda _: delete(AuditEntry), id="delete"),
        pytest.param(lambda _: text("UPDATE audit_entry SET person_id = NULL"), id="plain update"),
        pytest.param(lambda _: text("DELETE FROM audit_entry"), id="plain delete"),
    ],
)
def test_no_statement_changes_or_removes_what_was_noted(noted: AuditEntry, attempt) -> None:
    with pytest.raises(DBAPIError, match="only added to"):
        db.session.execute(attempt(noted))
    db.session.rollback()

    assert [(each.act, each.subject_id) for each in db.session.query(AuditEntry)] == [
        ("approved", 1)
    ]


def test_the_log_is_neither_emptied_nor_written_over(noted: AuditEntry) -> None:
    row = "(id, at, act, subject, details) VALUES (1, '2026-01-01', 'refused', 'change', '{}')"
    is_sqlite = db.engine.dialect.name == "sqlite"
    attempt = f"INSERT OR REPLACE INTO audit_entry {row}" if is_sqlite else "TRUNCATE audit_entry"

    with pytest.raises(DBAPIError, match="only added to"):
        db.session.execute(text(attempt))
    db.session.rollback()

    assert [each.act for each in db.session.query(AuditEntry)] == ["approved"]


def test_no_object_in_hand_can_be_changed_or_removed_either(noted: AuditEntry) -> None:
    noted.act = "refused"
    with pytest.raises(DBAPIError, match="only added to"):
        db.session.commit()
    db.session.rollback()

    db.session.delete(noted)
    with pytest.raises(DBAPIError, match="only added to"):
        db.session.commit()
    db.session.rollback()
    assert db.session.query(AuditEntry).one().act == "approved"


def test_only_the_log_itself_makes_entries(app: Flask) -> None:
    makers = [
        file.relative_to(DIRECTORY).as_posix()
        for file in DIRECTORY.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "AuditEntry"
    ]

    assert makers == ["audit/__init__.py"]
