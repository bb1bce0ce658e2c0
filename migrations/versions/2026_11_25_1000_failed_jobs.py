"""Find failed jobs without reading the others."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_25_1000"
down_revision: str | None = "2026_11_25_0900"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

FAILED = sa.text("outcome = 'failed'")


def upgrade() -> None:
    op.create_index("ix_jobs_failed", "jobs", ["org_id"], postgresql_where=FAILED, sqlite_where=FAILED)


def downgrade() -> None:
    op.drop_index("ix_jobs_failed", table_name="jobs")
