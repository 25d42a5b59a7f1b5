"""Nothing of the audit log is emptied or written over: what row triggers do not see.

PostgreSQL empties a table with TRUNCATE, and SQLite writes over a row with INSERT OR REPLACE; neither
fires the triggers that refuse to change and remove rows.

Revision: 0006, after 0003
"""

from alembic import op

revision = "0006"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Refuse both."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry "
            "WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id) "
            "BEGIN SELECT RAISE(ABORT, 'this table is only added to'); END"
        )
        return
    op.execute(
        "CREATE TRIGGER audit_entry_stays_whole BEFORE TRUNCATE ON audit_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays()"
    )


def downgrade() -> None:
    """Let both be done again."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_entry_no_replace")
        return
    op.execute("DROP TRIGGER audit_entry_stays_whole ON audit_entry")
