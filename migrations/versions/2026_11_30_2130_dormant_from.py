"""From when on a contact is dormant, as an instant: a list is filtered by it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_30_2130"
down_revision: str | None = "2026_11_30_2100"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("contact_states", sa.Column("dormant_from", sa.DateTime(timezone=True), nullable=True))
    op.drop_column("contact_states", "dormant_months")


def downgrade() -> None:
    op.add_column("contact_states", sa.Column("dormant_months", sa.Integer(), nullable=True))
    op.drop_column("contact_states", "dormant_from")
