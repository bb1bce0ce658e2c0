"""Remember which secrets were replaced: a process that still has one takes nothing up under it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_30_1930"
down_revision: str | None = "2026_11_30_1900"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("secret_checks", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("secret_checks", "ended_at")
