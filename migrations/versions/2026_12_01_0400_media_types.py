"""The media type of an answer that is kept to be replayed; those of before are JSON."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_12_01_0400"
down_revision: str | None = "2026_12_01_0330"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("idempotency_records", sa.Column("media_type", sa.String(60), nullable=True))


def downgrade() -> None:
    op.drop_column("idempotency_records", "media_type")
