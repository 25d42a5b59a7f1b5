"""Tables that are only added to: the database itself refuses to change or remove a row.

``op.keep_unchanged("audit_entry")`` in a migration makes the triggers, on SQLite and PostgreSQL;
whenever a migration that makes such a table is generated, it is put in.
"""

from typing import Any

from alembic.autogenerate import renderers
from alembic.operations import MigrateOperation, Operations
from alembic.operations.ops import CreateTableOp

TABLES = ("audit_entry",)
WHY = "this table is only added to"


@Operations.register_operation("keep_unchanged")
class KeepUnchanged(MigrateOperation):
    """Refuse to change a table's rows."""

    def __init__(self, table: str) -> None:
        """Keep the table's name."""
        self.table = table

    @classmethod
    def keep_unchanged(cls, operations: Operations, table: str) -> Any:
        """Refuse to change the rows of a table from now on."""
        return operations.invoke(cls(table))

    def reverse(self) -> "LetChange":
        """Return what takes it back."""
        return LetChange(self.table)


@Operations.register_operation("let_change")
class LetChange(MigrateOperation):
    """Let a table's rows be changed again."""

    def __init__(self, table: str) -> None:
        """Keep the table's name."""
        self.table = table

    @classmethod
    def let_change(cls, operations: Operations, table: str) -> Any:
        """Let the rows of a table be changed again."""
        return operations.invoke(cls(table))

    def reverse(self) -> KeepUnchanged:
        """Return what takes it back."""
        return KeepUnchanged(self.table)


@Operations.implementation_for(KeepUnchanged)
def _keep(operations: Operations, wanted: KeepUnchanged) -> None:
    table = wanted.table
    if operations.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            operations.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
            )
        return
    operations.execute(
        f"CREATE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{WHY}'; END $$"
    )
    operations.execute(
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_stays()"
    )


@Operations.implementation_for(LetChange)
def _let(operations: Operations, wanted: LetChange) -> None:
    table = wanted.table
    if operations.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            operations.execute(f"DROP TRIGGER {table}_no_{act}")
        return
    operations.execute(f"DROP TRIGGER {table}_stays ON {table}")
    operations.execute(f"DROP FUNCTION {table}_stays()")


@renderers.dispatch_for(KeepUnchanged)
def _render_keep(_context: Any, wanted: KeepUnchanged) -> str:
    return f'op.keep_unchanged("{wanted.table}")  # type: ignore[attr-defined]'


@renderers.dispatch_for(LetChange)
def _render_let(_context: Any, wanted: LetChange) -> str:
    return f'op.let_change("{wanted.table}")  # type: ignore[attr-defined]'


def guard(_context: Any, _revision: Any, directives: Any) -> None:
    """Add to a generated migration that the tables it makes are only added to, where they are."""
    for script in directives:
        made = {o.table_name for o in script.upgrade_ops.ops if isinstance(o, CreateTableOp)}
        for table in TABLES:
            if table in made:
                script.upgrade_ops.ops.append(KeepUnchanged(table))
                script.downgrade_ops.ops.insert(0, LetChange(table))
