"""Make the tables of reminders and of decisions about due items; let an item be about no contact."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
INSTANT = sa.DateTime(timezone=True)

revision: str = "2026_11_24_1100"
down_revision: str | None = "2026_11_24_1000"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

CONTACT = (["org_id", "member_id", "contact_id"], ["contacts.org_id", "contacts.member_id", "contacts.id"])
MEMBER = (["org_id", "member_id"], ["members.org_id", "members.id"])


def upgrade() -> None:
    op.create_table(
        "reminders",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("remind_at", INSTANT, nullable=False),
        sa.Column("rrule", sa.String(length=200), nullable=True),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("done_through", INSTANT, nullable=True),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(*MEMBER, name=op.f("fk_reminders_org_id_member_id")),
        sa.ForeignKeyConstraint(*CONTACT, name=op.f("fk_reminders_org_id_member_id_contact_id")),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("org_id", "member_id", "id", name=op.f("uq_reminders_org_id_member_id_id")),
    )
    for column in ("remind_at", "created_at", "updated_at"):
        name = op.f(f"ix_reminders_org_id_member_id_{column}_id")
        op.create_index(name, "reminders", ["org_id", "member_id", column, "id"])
    op.create_index(op.f("ix_reminders_org_id_contact_id"), "reminders", ["org_id", "contact_id"])
    op.create_table(
        "due_decisions",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("snoozed_until", INSTANT, nullable=True),
        sa.Column("snoozed_due_at", INSTANT, nullable=True),
        sa.Column("dismissed_at", INSTANT, nullable=True),
        sa.Column("dismissed_reason", sa.String(length=500), nullable=True),
        sa.Column("dismissed_because", JSON, nullable=True),
        sa.ForeignKeyConstraint(*MEMBER, name=op.f("fk_due_decisions_org_id_member_id")),
        sa.ForeignKeyConstraint(*CONTACT, name=op.f("fk_due_decisions_org_id_member_id_contact_id")),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_due_decisions")),
    )
    op.create_index(op.f("ix_due_decisions_org_id_contact_id"), "due_decisions", ["org_id", "contact_id"])
    with op.batch_alter_table("due_items") as items:
        items.drop_index("ix_due_items_org_id_member_id_due_at_rank_id")
        items.alter_column("contact_id", existing_type=sa.Uuid(), nullable=True)
        items.add_column(sa.Column("text", sa.String(length=200), nullable=True))
        items.create_foreign_key(op.f("fk_due_items_org_id_member_id"), "members", *_split(MEMBER))
        items.add_column(sa.Column("draft_id", sa.Uuid(), nullable=True))
        items.create_index(op.f("ix_due_items_org_id_subject_id"), ["org_id", "subject_id"])
        items.create_index("ix_due_items_shown", ["org_id", "member_id", "due_at", "rank", "id", "expires_at"])
    with op.batch_alter_table("contact_states") as states:
        states.add_column(sa.Column("dormant_months", sa.Integer(), nullable=True))
        states.add_column(sa.Column("employer_key", sa.String(length=200), nullable=True))
        states.add_column(sa.Column("written_at", INSTANT, nullable=True))
        states.add_column(sa.Column("is_quiet", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM due_items WHERE contact_id IS NULL")
    with op.batch_alter_table("contact_states") as states:
        states.drop_column("is_quiet")
        states.drop_column("written_at")
        states.drop_column("employer_key")
        states.drop_column("dormant_months")
    with op.batch_alter_table("due_items") as items:
        items.drop_index("ix_due_items_shown")
        items.drop_constraint("fk_due_items_org_id_member_id", type_="foreignkey")
        items.drop_index("ix_due_items_org_id_subject_id")
        items.drop_column("draft_id")
        items.drop_column("text")
        items.alter_column("contact_id", existing_type=sa.Uuid(), nullable=False)
        items.create_index(
            "ix_due_items_org_id_member_id_due_at_rank_id", ["org_id", "member_id", "due_at", "rank", "id"]
        )
    op.drop_table("due_decisions")
    op.drop_table("reminders")


def _split(reference: tuple[list[str], list[str]]) -> tuple[list[str], list[str]]:
    """Local and remote column names, as a batch wants them."""
    return reference[0], [name.partition(".")[2] for name in reference[1]]
