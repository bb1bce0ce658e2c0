"""Outreach emails as they are shown: the prebuilt statements, and from rows to answers."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import and_, bindparam, select

from api.core.fields.etags import etag
from api.core.fields.times import When
from api.core.store.pagination import Collection, both_ways
from api.core.store.records import Rows
from api.core.store.sql import IdList, among, arrays
from api.core.store.tables import table_of
from api.core.store.units import Read, Unit
from api.core.store.values import ResultRow
from api.records.contacts.reading import GET_MANY as GET_CONTACTS
from api.records.contacts.reading import contact_out
from api.records.contacts.schemas import ContactOut
from api.records.introductions.models import IntroductionMessage
from api.records.outreach_emails.models import OutreachEmail, OutreachEmailCc
from api.records.outreach_emails.schemas import OutreachEmailOut, OutreachEmailPage, OutreachEmailQuery

outreach_emails = table_of(OutreachEmail)
OUTREACH_EMAILS = Rows("outreach email", OutreachEmail, "/outreach-emails")
outreach_email_ccs, introduction_messages = table_of(OutreachEmailCc), table_of(IntroductionMessage)
_mine = and_(outreach_emails.c.org_id == bindparam("org_id"), outreach_emails.c.member_id == bindparam("member_id"))
_ccs = (
    select(arrays(outreach_email_ccs.c.place, outreach_email_ccs.c.contact_id))
    .where(
        outreach_email_ccs.c.org_id == bindparam("org_id"),
        outreach_email_ccs.c.outreach_email_id == outreach_emails.c.id,
    )
    .scalar_subquery()
)
SELECT = (
    select(outreach_emails, introduction_messages.c.introduction_id, _ccs.label("ccs"))
    .outerjoin_from(
        outreach_emails,
        introduction_messages,
        and_(
            introduction_messages.c.org_id == outreach_emails.c.org_id,
            introduction_messages.c.org_id == bindparam("org_id"),
            introduction_messages.c.outreach_email_id == outreach_emails.c.id,
        ),
    )
    .where(_mine)
)
GET = SELECT.where(outreach_emails.c.id == bindparam("id"))
GET_MANY = SELECT.where(among(outreach_emails.c.id, bindparam("ids", type_=IdList)))

PLAIN_FILTERS = ("contact_id", "interview_id", "direction", "kind", "channel", "status")
COLLECTION = Collection(
    SELECT,
    orders=both_ways(
        {
            "created_at": outreach_emails.c.created_at,
            "updated_at": outreach_emails.c.updated_at,
            "sent_at": outreach_emails.c.sent_at,
        },
        outreach_emails.c.id,
        nullable=["sent_at"],
    ),
    filters={
        **{name: outreach_emails.c[name] == bindparam(name) for name in PLAIN_FILTERS},
        "deleted": outreach_emails.c.deleted_at.is_not(None) == bindparam("deleted"),
        "updated_since": outreach_emails.c.updated_at >= bindparam("updated_since"),
    },
)


async def list_emails(read: Read, query: OutreachEmailQuery) -> OutreachEmailPage:
    found = await COLLECTION.page(read, query)
    items = await _shown(read, found.rows, expand=query.expand)
    return OutreachEmailPage(items=items, next=found.next, total=found.total)


async def get_email(unit: Unit, email_id: UUID, *, expand: str | None = None) -> OutreachEmailOut:
    row = await OUTREACH_EMAILS.row(unit, GET, email_id)
    (out,) = await _shown(unit, [row], expand=expand)
    return out


async def get_emails(unit: Unit, email_ids: Sequence[UUID]) -> list[OutreachEmailOut]:
    rows = {row.id: row for row in await unit.rows(GET_MANY, ids=list(email_ids))}
    return await _shown(unit, [rows[email_id] for email_id in email_ids], expand=None)


async def _shown(unit: Unit, rows: Sequence[ResultRow], *, expand: str | None) -> list[OutreachEmailOut]:
    contacts: Mapping[UUID, ContactOut] = {}
    if expand:
        ids = {row.contact_id for row in rows}
        contacts = {row.id: contact_out(row, unit) for row in await unit.rows(GET_CONTACTS, ids=list(ids))}
    return [_email_out(row, contacts.get(row.contact_id)) for row in rows]


def _email_out(row: ResultRow, contact: ContactOut | None) -> OutreachEmailOut:
    when = None if row.sent_at is None else When(row.sent_at, day_only=row.day_only)
    return OutreachEmailOut(
        **{name: getattr(row, name) for name in _KEPT},
        introduction_id=row.introduction_id,
        expects=None,
        cc_contact_ids=[UUID(contact_id) for _, contact_id in sorted(row.ccs)],
        sent_at=when.shown() if when else None,
        sent_at_precision=("day" if when.day_only else "time") if when else None,
        contact=contact,
        etag=etag(row.version, None if contact is None else contact.etag),
    )


_KEPT = tuple(name for name in OutreachEmailOut.model_fields if name in outreach_emails.c and name != "sent_at")
