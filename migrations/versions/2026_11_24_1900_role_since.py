"""Keep with each contact since when they have been a mentor, referrer or employer, to sort by it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_24_1900"
down_revision: str | None = "2026_11_24_1800"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

NAME = "ix_contact_states_role_since"


def upgrade() -> None:
    op.add_column("contact_states", sa.Column("role_since", sa.Date(), nullable=True))
    op.create_index(op.f(NAME), "contact_states", ["org_id", "member_id", "role_since", "contact_id"])


def downgrade() -> None:
    op.drop_index(op.f(NAME), table_name="contact_states")
    op.drop_column("contact_states", "role_since")
