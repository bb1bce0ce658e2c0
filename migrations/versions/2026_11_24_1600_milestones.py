"""Make the table of milestones; keep with each contact when it was last told something, and with an item whom to tell."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
INSTANT = sa.DateTime(timezone=True)

revision: str = "2026_11_24_1600"
down_revision: str | None = "2026_11_24_1500"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "milestones",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("is_news", sa.Boolean(), nullable=False),
        sa.Column("news_at", INSTANT, nullable=True),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id"], ["members.org_id", "members.id"], name=op.f("fk_milestones_org_id_member_id")
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_milestones")),
        sa.UniqueConstraint("org_id", "member_id", "id", name=op.f("uq_milestones_org_id_member_id_id")),
    )
    for column in ("happened_on", "created_at", "updated_at"):
        name = op.f(f"ix_milestones_org_id_member_id_{column}_id")
        op.create_index(name, "milestones", ["org_id", "member_id", column, "id"])
    with op.batch_alter_table("contact_states") as states:
        states.add_column(sa.Column("written_on", sa.Date(), nullable=True))
        states.add_column(sa.Column("told_on", sa.Date(), nullable=True))
    with op.batch_alter_table("due_items") as items:
        items.add_column(sa.Column("recipients", JSON, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("due_items") as items:
        items.drop_column("recipients")
    with op.batch_alter_table("contact_states") as states:
        states.drop_column("told_on")
        states.drop_column("written_on")
    op.drop_table("milestones")
