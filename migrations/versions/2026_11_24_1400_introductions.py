"""Make the table of introductions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

INSTANT = sa.DateTime(timezone=True)

revision: str = "2026_11_24_1400"
down_revision: str | None = "2026_11_24_1300"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

CONTACT = ["contacts.org_id", "contacts.member_id", "contacts.id"]


def upgrade() -> None:
    op.create_table(
        "introductions",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("connector_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=True),
        sa.Column("target_name", sa.String(length=200), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("planned_at", INSTANT, nullable=False),
        sa.Column("requested_at", INSTANT, nullable=True),
        sa.Column("agreed_at", INSTANT, nullable=True),
        sa.Column("declined_at", INSTANT, nullable=True),
        sa.Column("introduced_at", INSTANT, nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("logged_at", INSTANT, nullable=False),
        sa.Column("closed_reason", sa.String(length=500), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        *(
            sa.ForeignKeyConstraint(
                ["org_id", "member_id", column], CONTACT, name=op.f(f"fk_introductions_org_id_member_id_{column}")
            )
            for column in ("connector_id", "target_id")
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_introductions")),
        sa.UniqueConstraint("org_id", "member_id", "id", name=op.f("uq_introductions_org_id_member_id_id")),
    )
    for column in ("created_at", "updated_at"):
        name = op.f(f"ix_introductions_org_id_member_id_{column}_id")
        op.create_index(name, "introductions", ["org_id", "member_id", column, "id"])
    for column in ("connector_id", "target_id"):
        op.create_index(op.f(f"ix_introductions_org_id_{column}"), "introductions", ["org_id", column])


def downgrade() -> None:
    op.drop_table("introductions")
