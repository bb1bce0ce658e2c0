"""Keep with an introduction the message that was drafted to ask for it."""

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
    with op.batch_alter_table("introductions") as introductions:
        introductions.drop_constraint(op.f(REFERENCE), type_="foreignkey")
        introductions.drop_column("request_email_id")
