"""Keep what a decision is about, and which messages lost their recipient: both matter when deleted rows are purged."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_30_2030"
down_revision: str | None = "2026_11_30_2000"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

items, decisions = (
    sa.table(name, *(sa.column(column, sa.Uuid()) for column in ("org_id", "id", "subject_id")))
    for name in ("due_items", "due_decisions")
)
INDEX = "ix_due_decisions_org_id_subject_id"


def upgrade() -> None:
    op.add_column("due_decisions", sa.Column("subject_id", sa.Uuid(), nullable=True))
    of_item = sa.select(items.c.subject_id).where(items.c.org_id == decisions.c.org_id, items.c.id == decisions.c.id)
    op.execute(sa.update(decisions).values(subject_id=of_item.scalar_subquery()))
    op.create_index(INDEX, "due_decisions", ["org_id", "subject_id"])
    op.add_column("outreach_emails", sa.Column("handed_on", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("outreach_emails", "handed_on")
    op.drop_index(INDEX, "due_decisions")
    op.drop_column("due_decisions", "subject_id")
