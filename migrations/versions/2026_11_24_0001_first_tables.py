"""Make the first tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
INSTANT = sa.DateTime(timezone=True)

revision: str = "2026_11_24_0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "organizations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("weekend", JSON, nullable=False),
        sa.Column("holiday_country", sa.String(length=2), nullable=True),
        sa.Column("holiday_subdivision", sa.String(length=10), nullable=True),
        sa.Column("closed_periods", JSON, nullable=False),
        sa.Column("due_policy", JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
    )
    op.create_table(
        "api_key_lookups",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("api_key_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_api_key_lookups_org_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_api_key_lookups")),
    )
    op.create_table(
        "events",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("actor_member_id", sa.Uuid(), nullable=False),
        sa.Column("actor_key_id", sa.Uuid(), nullable=True),
        sa.Column("on_behalf_of", sa.Uuid(), nullable=True),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("request_id", sa.String(length=128), nullable=False),
        sa.Column("occurred_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_events_org_id")),
        sa.PrimaryKeyConstraint("org_id", "seq", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_org_id_subject_id_seq"), "events", ["org_id", "subject_id", "seq"])
    op.create_table(
        "idempotency_records",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("etag", sa.String(length=64), nullable=True),
        sa.Column("location", sa.String(length=255), nullable=True),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_idempotency_records_org_id")),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_idempotency_records")),
    )
    op.create_index(op.f("ix_idempotency_records_org_id_expires_at"), "idempotency_records", ["org_id", "expires_at"])
    op.create_table(
        "members",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=True),
        sa.Column("day_starts_at", sa.String(length=5), nullable=False),
        sa.Column("away_periods", JSON, nullable=False),
        sa.Column("cadence", sa.String(length=30), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_members_org_id")),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_members")),
        sa.UniqueConstraint("org_id", "email_key", name=op.f("uq_members_org_id_email_key")),
    )
    op.create_index(op.f("ix_members_org_id_created_at_id"), "members", ["org_id", "created_at", "id"])
    op.create_index(op.f("ix_members_org_id_name_key_id"), "members", ["org_id", "name_key", "id"])
    op.create_index(op.f("ix_members_org_id_updated_at"), "members", ["org_id", "updated_at"])
    op.create_table(
        "organization_counters",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_organization_counters_org_id")),
        sa.PrimaryKeyConstraint("org_id", name=op.f("pk_organization_counters")),
    )
    op.create_table(
        "api_keys",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_member_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("hint", sa.String(length=12), nullable=False),
        sa.Column("key_scopes", JSON, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("rotated_at", INSTANT, nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id", "key_member_id"], ["members.org_id", "members.id"], name=op.f("fk_api_keys_org_id_key_member_id")
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_api_keys")),
    )
    op.create_index(op.f("ix_api_keys_org_id_created_at_id"), "api_keys", ["org_id", "created_at", "id"])
    op.create_index(
        op.f("ix_api_keys_org_id_key_member_id_created_at_id"),
        "api_keys",
        ["org_id", "key_member_id", "created_at", "id"],
    )
    op.create_table(
        "contacts",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("given_name", sa.String(length=100), nullable=True),
        sa.Column("family_name", sa.String(length=100), nullable=True),
        sa.Column("pronounced", sa.String(length=200), nullable=True),
        sa.Column("emails", JSON, nullable=False),
        sa.Column("phones", JSON, nullable=False),
        sa.Column("positions", JSON, nullable=False),
        sa.Column("linkedin_url", sa.String(length=2000), nullable=True),
        sa.Column("website_url", sa.String(length=2000), nullable=True),
        sa.Column("links", JSON, nullable=False),
        sa.Column("location", sa.String(length=200), nullable=True),
        sa.Column("time_zone", sa.String(length=60), nullable=True),
        sa.Column("source", sa.String(length=30), nullable=True),
        sa.Column("source_detail", sa.String(length=500), nullable=True),
        sa.Column("met_through_id", sa.Uuid(), nullable=True),
        sa.Column("tags", JSON, nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("cadence", sa.String(length=30), nullable=True),
        sa.Column("keep_in_touch", sa.Boolean(), nullable=True),
        sa.Column("do_not_contact", sa.Boolean(), nullable=False),
        sa.Column("do_not_contact_reason", sa.String(length=500), nullable=True),
        sa.Column("deceased", sa.Boolean(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("deferred_at", INSTANT, nullable=True),
        sa.Column("deferred_until", sa.Date(), nullable=True),
        sa.Column("deferred_reason", sa.String(length=500), nullable=True),
        sa.Column("declined_at", INSTANT, nullable=True),
        sa.Column("declined_reason", sa.String(length=500), nullable=True),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("employer_key", sa.String(length=200), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id", "met_through_id"],
            ["contacts.org_id", "contacts.member_id", "contacts.id"],
            name=op.f("fk_contacts_org_id_member_id_met_through_id"),
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id"], ["members.org_id", "members.id"], name=op.f("fk_contacts_org_id_member_id")
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("org_id", "member_id", "id", name=op.f("uq_contacts_org_id_member_id_id")),
    )
    op.create_index(
        op.f("ix_contacts_org_id_member_id_created_at_id"), "contacts", ["org_id", "member_id", "created_at", "id"]
    )
    op.create_index(
        op.f("ix_contacts_org_id_member_id_employer_key"), "contacts", ["org_id", "member_id", "employer_key"]
    )
    op.create_index(
        op.f("ix_contacts_org_id_member_id_met_through_id"), "contacts", ["org_id", "member_id", "met_through_id"]
    )
    op.create_index(
        op.f("ix_contacts_org_id_member_id_name_key_id"), "contacts", ["org_id", "member_id", "name_key", "id"]
    )
    op.create_index(
        op.f("ix_contacts_org_id_member_id_updated_at_id"), "contacts", ["org_id", "member_id", "updated_at", "id"]
    )
    op.create_table(
        "interviews",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=True),
        sa.Column("duration_minutes", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=True),
        sa.Column("medium", sa.String(length=20), nullable=True),
        sa.Column("location", sa.String(length=500), nullable=True),
        sa.Column("link", sa.String(length=2000), nullable=True),
        sa.Column("agenda", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("takeaways", sa.Text(), nullable=True),
        sa.Column("skills_learned", JSON, nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("first_set_at", INSTANT, nullable=True),
        sa.Column("set_at", INSTANT, nullable=True),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("confirmed_for", INSTANT, nullable=True),
        sa.Column("completed_at", INSTANT, nullable=True),
        sa.Column("called_off_at", INSTANT, nullable=True),
        sa.Column("called_off_by", sa.String(length=10), nullable=True),
        sa.Column("called_off_reason", sa.String(length=500), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id"], ["members.org_id", "members.id"], name=op.f("fk_interviews_org_id_member_id")
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_interviews")),
        sa.UniqueConstraint("org_id", "member_id", "id", name=op.f("uq_interviews_org_id_member_id_id")),
    )
    op.create_index(
        op.f("ix_interviews_org_id_member_id_created_at_id"), "interviews", ["org_id", "member_id", "created_at", "id"]
    )
    op.create_index(
        op.f("ix_interviews_org_id_member_id_starts_at_id"), "interviews", ["org_id", "member_id", "starts_at", "id"]
    )
    op.create_index(
        op.f("ix_interviews_org_id_member_id_updated_at_id"), "interviews", ["org_id", "member_id", "updated_at", "id"]
    )
    op.create_table(
        "contact_states",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("contacted_at", INSTANT, nullable=True),
        sa.Column("spoke_at", INSTANT, nullable=True),
        sa.Column("met_from", INSTANT, nullable=True),
        sa.Column("last_message_at", INSTANT, nullable=True),
        sa.Column("meeting_ends", JSON, nullable=False),
        sa.Column("latest_touch_at", INSTANT, nullable=True),
        sa.Column("awaiting_since", INSTANT, nullable=True),
        sa.Column("awaiting_until", INSTANT, nullable=True),
        sa.Column("no_response_from", INSTANT, nullable=True),
        sa.Column("deferred_to", INSTANT, nullable=True),
        sa.Column("due_windows", JSON, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("message_count", sa.Integer(), nullable=False),
        sa.Column("interview_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id", "contact_id"],
            ["contacts.org_id", "contacts.member_id", "contacts.id"],
            name=op.f("fk_contact_states_org_id_member_id_contact_id"),
        ),
        sa.PrimaryKeyConstraint("org_id", "member_id", "contact_id", name=op.f("pk_contact_states")),
    )
    op.create_index(
        op.f("ix_contact_states_latest_touch_at"),
        "contact_states",
        ["org_id", "member_id", "latest_touch_at", "contact_id"],
    )
    op.create_table(
        "due_items",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("subject_type", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("late_at", INSTANT, nullable=False),
        sa.Column("flagged_at", INSTANT, nullable=True),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("because", JSON, nullable=False),
        sa.Column("computed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id", "contact_id"],
            ["contacts.org_id", "contacts.member_id", "contacts.id"],
            name=op.f("fk_due_items_org_id_member_id_contact_id"),
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_due_items")),
    )
    op.create_index(op.f("ix_due_items_org_id_contact_id"), "due_items", ["org_id", "contact_id"])
    op.create_index(
        op.f("ix_due_items_org_id_member_id_due_at_rank_id"),
        "due_items",
        ["org_id", "member_id", "due_at", "rank", "id"],
    )
    op.create_table(
        "interview_participants",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("employer", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id", "contact_id"],
            ["contacts.org_id", "contacts.member_id", "contacts.id"],
            name=op.f("fk_interview_participants_org_id_member_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id", "interview_id"],
            ["interviews.org_id", "interviews.member_id", "interviews.id"],
            name="fk_interview_participants_interview",
        ),
        sa.PrimaryKeyConstraint("org_id", "interview_id", "contact_id", name=op.f("pk_interview_participants")),
    )
    op.create_index(
        op.f("ix_interview_participants_contact"), "interview_participants", ["org_id", "contact_id", "interview_id"]
    )
    op.create_table(
        "outreach_emails",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=True),
        sa.Column("in_reply_to_id", sa.Uuid(), nullable=True),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("also", JSON, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=500), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("day_only", sa.Boolean(), nullable=False),
        sa.Column("logged_at", INSTANT, nullable=True),
        sa.Column("expects_answer", sa.Boolean(), nullable=True),
        sa.Column("auto_reply", sa.Boolean(), nullable=False),
        sa.Column("bounced_at", INSTANT, nullable=True),
        sa.Column("bounce_reason", sa.String(length=500), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id", "contact_id"],
            ["contacts.org_id", "contacts.member_id", "contacts.id"],
            name=op.f("fk_outreach_emails_org_id_member_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id", "in_reply_to_id"],
            ["outreach_emails.org_id", "outreach_emails.member_id", "outreach_emails.id"],
            name=op.f("fk_outreach_emails_org_id_member_id_in_reply_to_id"),
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id", "interview_id"],
            ["interviews.org_id", "interviews.member_id", "interviews.id"],
            name=op.f("fk_outreach_emails_org_id_member_id_interview_id"),
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_outreach_emails")),
        sa.UniqueConstraint("org_id", "member_id", "id", name=op.f("uq_outreach_emails_org_id_member_id_id")),
    )
    op.create_index(
        op.f("ix_outreach_emails_org_id_contact_id_sent_at_id"),
        "outreach_emails",
        ["org_id", "contact_id", "sent_at", "id"],
    )
    op.create_index(op.f("ix_outreach_emails_org_id_in_reply_to_id"), "outreach_emails", ["org_id", "in_reply_to_id"])
    op.create_index(op.f("ix_outreach_emails_org_id_interview_id"), "outreach_emails", ["org_id", "interview_id"])
    op.create_index(
        op.f("ix_outreach_emails_org_id_member_id_created_at_id"),
        "outreach_emails",
        ["org_id", "member_id", "created_at", "id"],
    )
    op.create_index(
        op.f("ix_outreach_emails_org_id_member_id_sent_at_id"),
        "outreach_emails",
        ["org_id", "member_id", "sent_at", "id"],
    )
    op.create_index(
        op.f("ix_outreach_emails_org_id_member_id_updated_at_id"),
        "outreach_emails",
        ["org_id", "member_id", "updated_at", "id"],
    )
    op.create_table(
        "outreach_email_ccs",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("outreach_email_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id", "contact_id"],
            ["contacts.org_id", "contacts.member_id", "contacts.id"],
            name=op.f("fk_outreach_email_ccs_org_id_member_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id", "outreach_email_id"],
            ["outreach_emails.org_id", "outreach_emails.member_id", "outreach_emails.id"],
            name="fk_outreach_email_ccs_outreach_email",
        ),
        sa.PrimaryKeyConstraint("org_id", "outreach_email_id", "contact_id", name=op.f("pk_outreach_email_ccs")),
    )
    op.create_index(
        op.f("ix_outreach_email_ccs_contact"), "outreach_email_ccs", ["org_id", "contact_id", "outreach_email_id"]
    )


def downgrade() -> None:
    op.drop_table("outreach_email_ccs")
    op.drop_table("outreach_emails")
    op.drop_table("interview_participants")
    op.drop_table("due_items")
    op.drop_table("contact_states")
    op.drop_table("interviews")
    op.drop_table("contacts")
    op.drop_table("api_keys")
    op.drop_table("organization_counters")
    op.drop_table("members")
    op.drop_table("idempotency_records")
    op.drop_table("events")
    op.drop_table("api_key_lookups")
    op.drop_table("organizations")
