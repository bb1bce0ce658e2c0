"""Make the tables of promises and outcomes; keep a contact's roles with its state."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
INSTANT = sa.DateTime(timezone=True)

revision: str = "2026_11_24_1500"
down_revision: str | None = "2026_11_24_1400"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    there = [f"{to}.{name}" for name in ("org_id", "member_id", "id")]
    name = op.f(f"fk_{table}_org_id_member_id_{column}")
    return sa.ForeignKeyConstraint(["org_id", "member_id", column], there, name=name)


def _end(table: str) -> list[sa.schema.SchemaItem]:
    """What both tables end with."""
    return [
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        _reference(table, "contact_id", "contacts"),
        _reference(table, "interview_id", "interviews"),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("org_id", "member_id", "id", name=op.f(f"uq_{table}_org_id_member_id_id")),
    ]


INDEXES = {
    "promises": (["created_at", "updated_at"], ["contact_id", "interview_id"]),
    "outcomes": (["happened_on", "created_at", "updated_at"], ["contact_id", "referred_id", "interview_id"]),
}


def upgrade() -> None:
    op.create_table(
        "promises",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=True),
        sa.Column("by", sa.String(length=10), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("kept_at", INSTANT, nullable=True),
        sa.Column("released_at", INSTANT, nullable=True),
        *_end("promises"),
    )
    op.create_table(
        "outcomes",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.Column("referred_id", sa.Uuid(), nullable=True),
        *_end("outcomes"),
        _reference("outcomes", "referred_id", "contacts"),
    )
    for table, (sorted_by, references) in INDEXES.items():
        for column in sorted_by:
            name = op.f(f"ix_{table}_org_id_member_id_{column}_id")
            op.create_index(name, table, ["org_id", "member_id", column, "id"])
        for column in references:
            op.create_index(op.f(f"ix_{table}_org_id_{column}"), table, ["org_id", column])
    with op.batch_alter_table("contact_states") as states:
        states.add_column(sa.Column("roles", JSON, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("contact_states") as states:
        states.drop_column("roles")
    op.drop_table("outcomes")
    op.drop_table("promises")
