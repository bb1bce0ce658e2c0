"""Whom to approach, and from when on: said by the member, and derived."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_30_2100"
down_revision: str | None = "2026_11_30_2030"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

NEW = ("listed_at", "approach_from")
COLUMNS = (*NEW, "contacted_at")


def upgrade() -> None:
    op.add_column("contacts", sa.Column("approach", sa.Boolean(), nullable=True))
    for column in NEW:
        op.add_column("contact_states", sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    for column in COLUMNS:
        name, columns = f"ix_contact_states_{column}", ["org_id", "member_id", column, "contact_id"]
        op.create_index(name, "contact_states", columns)


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_index(f"ix_contact_states_{column}", "contact_states")
    for column in NEW:
        op.drop_column("contact_states", column)
    op.drop_column("contacts", "approach")
