"""Whether entries are still right: who was asked, who answered, and what ranks lower.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nothing was ever in it.
    op.drop_table("still_right")
    op.create_table(
        "still_right",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_still_right_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_still_right")),
    )
    op.create_index(
        op.f("ix_still_right_unanswered_still_right_asked_at"),
        "still_right",
        ["unanswered", "asked_at"],
    )
    op.create_table(
        "asked",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["link_id"], ["link.id"], name=op.f("fk_asked_link_id_link"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_asked_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("link_id", "organisation_id", name=op.f("pk_asked")),
    )
    op.create_index(op.f("ix_asked_organisation_id"), "asked", ["organisation_id"])
    op.add_column("organisation", sa.Column("silent_since", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    # Never in a batch: on SQLite that makes the table anew, and takes with it all that hangs on it.
    op.drop_column("person", "asked_at")
    op.drop_column("organisation", "silent_since")
    op.drop_table("asked")
    op.drop_table("still_right")
    op.create_table(
        "still_right",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_still_right_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_still_right")),
        sa.UniqueConstraint(
            "organisation_id", "round", name=op.f("uq_still_right_organisation_id_round")
        ),
    )
