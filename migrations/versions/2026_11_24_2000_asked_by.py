"""Make the table of messages about introductions; keep with an introduction the one by which it was asked for."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_24_2000"
down_revision: str | None = "2026_11_24_1900"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

REFERENCE = "fk_introductions_org_id_member_id_request_email_id"
INDEX = "ix_introductions_org_id_request_email_id"


def upgrade() -> None:
    op.create_table(
        "introduction_messages",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("outreach_email_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("introduction_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id", "outreach_email_id"],
            ["outreach_emails.org_id", "outreach_emails.member_id", "outreach_emails.id"],
            name=op.f("fk_introduction_messages_outreach_email"),
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id", "introduction_id"],
            ["introductions.org_id", "introductions.member_id", "introductions.id"],
            name=op.f("fk_introduction_messages_introduction"),
        ),
        sa.PrimaryKeyConstraint("org_id", "outreach_email_id", name=op.f("pk_introduction_messages")),
    )
    op.create_index(
        op.f("ix_introduction_messages_org_id_introduction_id"), "introduction_messages", ["org_id", "introduction_id"]
    )
    with op.batch_alter_table("introductions") as introductions:
        introductions.add_column(sa.Column("request_email_id", sa.Uuid(), nullable=True))
        introductions.create_foreign_key(
            op.f(REFERENCE),
            "outreach_emails",
            ["org_id", "member_id", "request_email_id"],
            ["org_id", "member_id", "id"],
        )
    op.create_index(op.f(INDEX), "introductions", ["org_id", "request_email_id"])


def downgrade() -> None:
    op.drop_index(op.f(INDEX), table_name="introductions")
    op.drop_table("introduction_messages")
    with op.batch_alter_table("introductions") as introductions:
        introductions.drop_constraint(op.f(REFERENCE), type_="foreignkey")
        introductions.drop_column("request_email_id")
