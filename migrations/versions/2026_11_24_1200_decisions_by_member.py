"""Find a member's decisions about due items."""

from collections.abc import Sequence

from alembic import op

revision: str = "2026_11_24_1200"
down_revision: str | None = "2026_11_24_1100"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

INDEX = "ix_due_decisions_org_id_member_id"


def upgrade() -> None:
    op.create_index(op.f(INDEX), "due_decisions", ["org_id", "member_id"])


def downgrade() -> None:
    op.drop_index(op.f(INDEX), "due_decisions")
