"""Run the migrations on the application's database; see Flask-Migrate."""

from alembic import context

from directory.extensions import Base, db
from directory.migrations import unchanging


def run() -> None:
    """Migrate the database that the application is bound to."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            process_revision_directives=unchanging.guard,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
