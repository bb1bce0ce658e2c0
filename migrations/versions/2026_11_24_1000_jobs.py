"""Make the table of jobs, and note with what each organization's due items were computed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
INSTANT = sa.DateTime(timezone=True)

revision: str = "2026_11_24_1000"
down_revision: str | None = "2026_11_24_0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("organizations", sa.Column("computed_with", sa.String(length=60), nullable=True))
    op.create_table(
        "jobs",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("dedupe_key", sa.String(length=100), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("run_at", INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_token", sa.Uuid(), nullable=True),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("steps_total", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("last_error", sa.String(length=100), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_jobs_org_id")),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("org_id", "dedupe_key", name=op.f("uq_jobs_org_id_dedupe_key")),
    )
    op.create_index(op.f("ix_jobs_run_at_org_id"), "jobs", ["run_at", "org_id"])
    op.create_index(op.f("ix_jobs_org_id_created_at_id"), "jobs", ["org_id", "created_at", "id"])
    op.create_index(op.f("ix_jobs_org_id_updated_at_id"), "jobs", ["org_id", "updated_at", "id"])


def downgrade() -> None:
    op.drop_table("jobs")
    op.drop_column("organizations", "computed_with")
