"""Which item about somebody stands for which others is kept as a number."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_30_2230"
down_revision: str | None = "2026_11_30_2200"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("due_items", sa.Column("act", sa.Integer(), nullable=True))
    op.drop_column("due_items", "has_rivals")


def downgrade() -> None:
    op.add_column("due_items", sa.Column("has_rivals", sa.Boolean(), nullable=True))
    op.drop_column("due_items", "act")
