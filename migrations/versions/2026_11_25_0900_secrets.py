"""Keep check values of secrets, under which of them each API key was made, and a key of each organization."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_25_0900"
down_revision: str | None = "2026_11_24_2100"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "secret_checks",
        sa.Column("value", sa.String(length=16), nullable=False),
        sa.Column("noted_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("value", name=op.f("pk_secret_checks")),
    )
    op.create_table(
        "organization_keys",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("sealed_under", sa.String(length=16), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_organization_keys_org_id")),
        sa.PrimaryKeyConstraint("org_id", name=op.f("pk_organization_keys")),
    )
    op.add_column("api_key_lookups", sa.Column("made_under", sa.String(length=16), nullable=True))


def downgrade() -> None:
    op.drop_column("api_key_lookups", "made_under")
    op.drop_table("organization_keys")
    op.drop_table("secret_checks")
