"""What was answered when a moderator asked, beside the question.

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = ("change", "claiming")


def upgrade() -> None:
    """Keep answers; to what was asked before there is none."""
    for table in TABLES:
        op.add_column(table, sa.Column("answer", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Forget them."""
    for table in TABLES:
        op.drop_column(table, "answer")
