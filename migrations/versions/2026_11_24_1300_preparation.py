"""Make the tables of research notes and questions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
INSTANT = sa.DateTime(timezone=True)

revision: str = "2026_11_24_1300"
down_revision: str | None = "2026_11_24_1200"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def _owner(table: str) -> list[sa.schema.SchemaItem]:
    """What every table of a member's things begins and ends with."""
    contact = (["org_id", "member_id", "contact_id"], ["contacts.org_id", "contacts.member_id", "contacts.id"])
    return [
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(*contact, name=op.f(f"fk_{table}_org_id_member_id_contact_id")),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("org_id", "member_id", "id", name=op.f(f"uq_{table}_org_id_member_id_id")),
    ]


def upgrade() -> None:
    op.create_table(
        "research_notes",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=True),
        sa.Column("learned", sa.Text(), nullable=False),
        sa.Column("learned_on", sa.Date(), nullable=False),
        *_owner("research_notes"),
    )
    op.create_table(
        "questions",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("based_on_note_id", sa.Uuid(), nullable=True),
        sa.Column("based_on_position", JSON, nullable=True),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        *_owner("questions"),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id", "interview_id"],
            ["interviews.org_id", "interviews.member_id", "interviews.id"],
            name=op.f("fk_questions_org_id_member_id_interview_id"),
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id", "based_on_note_id"],
            ["research_notes.org_id", "research_notes.member_id", "research_notes.id"],
            name=op.f("fk_questions_org_id_member_id_based_on_note_id"),
        ),
    )
    for table, column in (
        ("research_notes", "created_at"),
        ("research_notes", "updated_at"),
        ("questions", "place"),
        ("questions", "created_at"),
        ("questions", "updated_at"),
    ):
        name = op.f(f"ix_{table}_org_id_member_id_{column}_id")
        op.create_index(name, table, ["org_id", "member_id", column, "id"])
    for table, column in (
        ("research_notes", "contact_id"),
        ("questions", "contact_id"),
        ("questions", "interview_id"),
    ):
        op.create_index(op.f(f"ix_{table}_org_id_{column}"), table, ["org_id", column])


def downgrade() -> None:
    op.drop_table("questions")
    op.drop_table("research_notes")
