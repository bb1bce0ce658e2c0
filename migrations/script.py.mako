"""${message}."""

# Add and drop columns with plain `op.add_column` and `op.drop_column`: SQLite's batch mode drops the whole table, which
# foreign keys refuse. Name the revision by its day and time, as its file.

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision: str = ${repr(up_revision)}
down_revision: str | None = ${repr(down_revision)}
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
