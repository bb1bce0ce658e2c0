"""Make the table of template versions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_24_1700"
down_revision: str | None = "2026_11_24_1600"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "template_versions",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=500), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "changed_by"],
            ["members.org_id", "members.id"],
            name=op.f("fk_template_versions_org_id_changed_by"),
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_template_versions")),
        sa.UniqueConstraint("org_id", "kind", "number", name=op.f("uq_template_versions_org_id_kind_number")),
    )
    op.create_index(
        op.f("ix_template_versions_org_id_kind_created_at_id"),
        "template_versions",
        ["org_id", "kind", "created_at", "id"],
    )


def downgrade() -> None:
    op.drop_table("template_versions")
