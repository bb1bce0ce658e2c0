"""Let SQLite find who refers to a row by the whole reference, and not by its member alone."""

from collections.abc import Sequence

from alembic import op

revision: str = "2026_11_30_1900"
down_revision: str | None = "2026_11_25_1000"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

WIDENED = (
    ("due_decisions", "contact_id"),
    ("due_items", "contact_id"),
    ("introductions", "connector_id"),
    ("introductions", "target_id"),
    ("outreach_emails", "in_reply_to_id"),
    ("outreach_emails", "interview_id"),
)
NEW = (("outreach_emails", "contact_id"), ("questions", "based_on_note_id"))


def upgrade() -> None:
    for table, column in (*WIDENED, *NEW):
        op.create_index(f"ix_{table}_org_id_{column}_member_id", table, ["org_id", column, "member_id"])
    for table, column in WIDENED:
        op.drop_index(f"ix_{table}_org_id_{column}", table_name=table)


def downgrade() -> None:
    for table, column in WIDENED:
        op.create_index(f"ix_{table}_org_id_{column}", table, ["org_id", column])
    for table, column in (*WIDENED, *NEW):
        op.drop_index(f"ix_{table}_org_id_{column}_member_id", table_name=table)
