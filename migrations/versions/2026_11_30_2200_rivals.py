"""Whether another item about the same person may show at the same time and be settled by the same message."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_30_2200"
down_revision: str | None = "2026_11_30_2130"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("due_items", sa.Column("has_rivals", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("due_items", "has_rivals")
