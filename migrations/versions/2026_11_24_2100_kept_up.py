"""Keep with each contact whether they are kept in touch with."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_24_2100"
down_revision: str | None = "2026_11_24_2000"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("contact_states", sa.Column("is_kept_up", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("contact_states", "is_kept_up")
