"""From stored messages to those that the rules read: what was sent and received, what is drafted, and what did not arrive."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import BindParameter, and_, bindparam, false, func, null, select, true, union_all

from api.core.store.sql import IdList, among
from api.core.store.tables import table_of
from api.core.store.units import Write
from api.core.store.values import ResultRow
from api.method.conversation.facts import Draft, Message, Undelivered
from api.records.contacts.models import Contact
from api.records.introductions.models import IntroductionMessage
from api.records.outreach_emails.models import OutreachEmail, OutreachEmailCc

HAPPENED = ("sent", "received")
UNDELIVERED = ("bounced", "failed", "unknown", "canceled")

contacts, introduction_messages = table_of(Contact), table_of(IntroductionMessage)
outreach_emails, outreach_email_ccs = table_of(OutreachEmail), table_of(OutreachEmailCc)
_ids = bindparam("ids", type_=IdList)
_org: BindParameter[UUID] = bindparam("org_id")
_message = [
    outreach_emails.c[name]
    for name in (
        "id", "status", "direction", "kind", "also", "channel", "sent_at", "day_only", "logged_at", "expects_answer",
        "auto_reply", "asks", "in_reply_to_id", "interview_id", "bounced_at", "handed_on", "created_at", "updated_at",
    )
]  # fmt: skip
_there = and_(outreach_emails.c.org_id == _org, outreach_emails.c.deleted_at.is_(None))
MESSAGES = union_all(
    select(
        *_message,
        outreach_emails.c.contact_id.label("about_id"),
        false().label("copied"),
        introduction_messages.c.introduction_id,
    )
    .outerjoin_from(
        outreach_emails,
        introduction_messages,
        and_(
            introduction_messages.c.org_id == outreach_emails.c.org_id,
            introduction_messages.c.org_id == _org,
            introduction_messages.c.outreach_email_id == outreach_emails.c.id,
        ),
    )
    .where(_there, outreach_emails.c.status.in_([*HAPPENED, *UNDELIVERED, "draft"]))
    .where(among(outreach_emails.c.contact_id, _ids)),
    select(
        *_message,
        outreach_email_ccs.c.contact_id.label("about_id"),
        true().label("copied"),
        null().cast(introduction_messages.c.introduction_id.type),
    )
    .join_from(
        outreach_emails,
        outreach_email_ccs,
        and_(
            outreach_email_ccs.c.org_id == outreach_emails.c.org_id,
            outreach_email_ccs.c.outreach_email_id == outreach_emails.c.id,
        ),
    )
    .where(_there, outreach_emails.c.status.in_(HAPPENED))
    .where(outreach_email_ccs.c.org_id == _org, among(outreach_email_ccs.c.contact_id, _ids)),
)
_me, _colleague = contacts.alias("me"), contacts.alias("peer")
_same_owner = and_(_colleague.c.org_id == _me.c.org_id, _colleague.c.member_id == _me.c.member_id)
TO_COLLEAGUES = (
    select(
        _me.c.id,
        func.max(outreach_emails.c.sent_at).filter(~outreach_emails.c.day_only).label("written_at"),
        func.max(outreach_emails.c.sent_at).filter(outreach_emails.c.day_only).label("written_on"),
    )
    .join_from(
        _me,
        _colleague,
        and_(_same_owner, _colleague.c.employer_key == _me.c.employer_key, _colleague.c.id != _me.c.id),
    )
    .join(
        outreach_emails,
        and_(outreach_emails.c.org_id == _colleague.c.org_id, outreach_emails.c.contact_id == _colleague.c.id),
    )
    .where(_me.c.org_id == _org, _colleague.c.org_id == _org, outreach_emails.c.org_id == _org, among(_me.c.id, _ids))
    .where(outreach_emails.c.deleted_at.is_(None), outreach_emails.c.status == "sent")
    .where(outreach_emails.c.handed_on.is_not(True))
    .group_by(_me.c.id)
)


@dataclass(frozen=True, slots=True)
class Written:
    """Messages, drafts and what did not arrive, each by the contact it is to, from, or copied to."""

    messages: Mapping[UUID, Sequence[Message]] = field(default_factory=dict)
    drafts: Mapping[UUID, Sequence[Draft]] = field(default_factory=dict)
    undelivered: Mapping[UUID, Sequence[Undelivered]] = field(default_factory=dict)


async def load_written(write: Write, contact_ids: Collection[UUID]) -> Written:
    if not contact_ids:
        return Written()
    messages: defaultdict[UUID, list[Message]] = defaultdict(list)
    drafts: defaultdict[UUID, list[Draft]] = defaultdict(list)
    undelivered: defaultdict[UUID, list[Undelivered]] = defaultdict(list)
    for row in await write.rows(MESSAGES, ids=list(contact_ids)):
        if row.status in HAPPENED:
            messages[row.about_id].append(_message_of(row))
        elif row.status == "draft":
            drafts[row.about_id].append(_draft_of(row))
        else:
            undelivered[row.about_id].append(_undelivered_of(row))
    return Written(messages, drafts, undelivered)


def _message_of(row: ResultRow) -> Message:
    return Message(
        id=row.id,
        direction=row.direction,
        kind=row.kind,
        also=frozenset(row.also),
        channel=row.channel,
        at=row.sent_at,
        day=row.sent_at.date() if row.day_only else None,
        logged_at=row.logged_at or row.sent_at,
        expects_answer=row.expects_answer,
        auto_reply=row.auto_reply,
        asks=bool(row.asks),
        in_reply_to_id=row.in_reply_to_id,
        interview_id=row.interview_id,
        # In a talk everybody speaks; whoever else is named only reads along.
        copied=bool(row.copied or row.handed_on) and row.direction != "mutual",
    )


def _draft_of(row: ResultRow) -> Draft:
    kinds = frozenset({row.kind, *row.also})
    return Draft(row.id, kinds, row.interview_id, row.updated_at, row.introduction_id)


def _undelivered_of(row: ResultRow) -> Undelivered:
    sent_at = row.sent_at or row.created_at
    return Undelivered(row.id, row.status, sent_at, row.bounced_at or sent_at)
