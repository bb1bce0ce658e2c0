"""The day on which a contact's current position next changes; those who have a career are looked at in the next night."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_12_01_0330"
down_revision: str | None = "2026_12_01_0300"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

CHANGES_ON = "ix_contacts_position_changes_on"


def upgrade() -> None:
    op.add_column("contacts", sa.Column("position_changes_on", sa.Date(), nullable=True))
    op.execute("UPDATE contacts SET position_changes_on = '2026-01-01' WHERE CAST(positions AS TEXT) <> '[]'")
    op.create_index(CHANGES_ON, "contacts", ["org_id", "position_changes_on", "id"])


def downgrade() -> None:
    op.drop_index(CHANGES_ON, "contacts")
    op.drop_column("contacts", "position_changes_on")
