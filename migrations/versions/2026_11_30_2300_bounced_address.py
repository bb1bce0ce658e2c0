"""From which address a message came back."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_30_2300"
down_revision: str | None = "2026_11_30_2230"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("outreach_emails", sa.Column("bounced_address", sa.String(254), nullable=True))


def downgrade() -> None:
    op.drop_column("outreach_emails", "bounced_address")
