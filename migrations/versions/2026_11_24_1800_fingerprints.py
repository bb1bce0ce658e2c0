"""Make the table of fingerprints; keep with each organization with which findings nothing is sent."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

revision: str = "2026_11_24_1800"
down_revision: str | None = "2026_11_24_1700"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "text_prints",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("outreach_email_id", sa.Uuid(), nullable=False),
        sa.Column("print", sa.String(length=16), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id", "outreach_email_id"],
            ["outreach_emails.org_id", "outreach_emails.member_id", "outreach_emails.id"],
            name=op.f("fk_text_prints_org_id_member_id_outreach_email_id"),
        ),
        sa.PrimaryKeyConstraint("org_id", "outreach_email_id", "print", name=op.f("pk_text_prints")),
    )
    op.create_index(
        op.f("ix_text_prints_org_id_print_outreach_email_id"), "text_prints", ["org_id", "print", "outreach_email_id"]
    )
    # Not in a batch: SQLite would drop the table, to which others refer.
    op.add_column("organizations", sa.Column("refused_findings", JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("organizations", "refused_findings")
    op.drop_table("text_prints")
