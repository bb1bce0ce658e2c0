"""How an organization greets, how a member introduces themselves, and what of their research may be quoted."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_12_01_0300"
down_revision: str | None = "2026_11_30_2330"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    greeting = sa.Column("greeting", sa.String(20), nullable=False, server_default="first_name")
    op.add_column("organizations", greeting)
    op.add_column("members", sa.Column("introduction", sa.String(200), nullable=True))
    op.add_column("research_notes", sa.Column("quotable", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("research_notes", "quotable")
    op.drop_column("members", "introduction")
    op.drop_column("organizations", "greeting")
