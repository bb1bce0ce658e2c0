"""A brief: the interview, and with one more statement all that is known about those who take part."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, and_, bindparam, func, or_, select

from api.core.fields.etags import digest_tag
from api.core.store.sql import IdList, among, arrays
from api.core.store.tables import table_of
from api.core.store.units import Read
from api.core.store.values import JsonArray, ResultRow
from api.method.people import careers
from api.method.writing.own_words import own_words
from api.records.contacts.models import Contact
from api.records.interviews.reading import get_interview
from api.records.interviews.schemas import InterviewOut
from api.records.members.models import Member
from api.records.organization.models import Organization
from api.records.outreach_emails.models import OutreachEmail
from api.records.promises.models import Promise
from api.records.questions.models import Question
from api.records.questions.waiting import waits_for_next
from api.records.research_notes.models import ResearchNote
from api.views.briefs.schemas import (
    BriefMessage,
    BriefNote,
    BriefOut,
    BriefPerson,
    BriefPosition,
    BriefPromise,
    BriefQuestion,
    BriefWhen,
)

MESSAGES_SHOWN, LONGEST_TEXT, WAYS_SHOWN, MOST_READ = 8, 500, 4, 20_000
AFTERWARDS = (
    "Within an hour: write down your takeaways, and what each of you promised.",
    "Within a day: send a thank-you note that names something they said.",
    "In about three months: let them know where you are.",
)
WORDS_BY_SOURCE = {
    "introduction": "introduced to you",
    "referral": "referred to you",
    "alumni": "found among alumni",
    "class": "met in a class",
    "event": "met at an event",
    "family_or_friend": "through family or friends",
    "linkedin": "found on LinkedIn",
    "web_search": "found on the web",
    "article": "found through an article",
}

contacts = table_of(Contact)
members = table_of(Member)
organizations = table_of(Organization)
research_notes = table_of(ResearchNote)
questions = table_of(Question)
promises = table_of(Promise)
outreach_emails = table_of(OutreachEmail)
_through = contacts.alias("through")
_org: BindParameter[UUID] = bindparam("org_id")
_next = or_(questions.c.interview_id == bindparam("interview_id"), waits_for_next())
_last = (
    select(outreach_emails)
    .where(
        outreach_emails.c.org_id == _org,
        outreach_emails.c.contact_id == contacts.c.id,
        outreach_emails.c.deleted_at.is_(None),
        outreach_emails.c.status.in_(["sent", "received"]),
    )
    .order_by(outreach_emails.c.sent_at.desc(), outreach_emails.c.id.desc())
    .limit(MESSAGES_SHOWN)
    .correlate(contacts)
    .subquery()
)
PEOPLE = (
    select(
        *(
            contacts.c[name]
            for name in (
                *("id", "full_name", "pronounced", "positions", "source", "source_detail", "notes", "phones", "emails"),
            )
        ),
        contacts.c.time_zone,
        func.coalesce(members.c.zone, organizations.c.zone).label("zone"),
        _through.c.full_name.label("through"),
        select(arrays(research_notes.c.learned_on, research_notes.c.id, research_notes.c.learned, research_notes.c.url))
        .where(
            research_notes.c.org_id == _org,
            research_notes.c.contact_id == contacts.c.id,
            research_notes.c.deleted_at.is_(None),
        )
        .scalar_subquery()
        .label("research"),
        select(arrays(questions.c.place, questions.c.id, questions.c.text, questions.c.asked))
        .where(
            questions.c.org_id == _org, questions.c.contact_id == contacts.c.id, questions.c.deleted_at.is_(None), _next
        )
        .scalar_subquery()
        .label("questions"),
        select(arrays(promises.c.created_at, promises.c.id, promises.c.by, promises.c.what, promises.c.due_on))
        .where(promises.c.org_id == _org, promises.c.contact_id == contacts.c.id, promises.c.deleted_at.is_(None))
        .where(promises.c.kept_at.is_(None), promises.c.released_at.is_(None))
        .scalar_subquery()
        .label("promises"),
        select(
            arrays(*(_last.c[name] for name in ("sent_at", "id", "direction", "kind", "subject", "day_only", "body")))
        )
        .scalar_subquery()
        .label("messages"),
    )
    .join_from(contacts, members, and_(members.c.org_id == contacts.c.org_id, members.c.id == contacts.c.member_id))
    .join(organizations, and_(organizations.c.id == contacts.c.org_id, organizations.c.id == _org))
    .outerjoin(
        _through,
        and_(
            _through.c.org_id == contacts.c.org_id,
            _through.c.org_id == _org,
            _through.c.id == contacts.c.met_through_id,
        ),
    )
    .where(contacts.c.org_id == _org, members.c.org_id == _org, contacts.c.member_id == bindparam("member_id"))
    .where(among(contacts.c.id, bindparam("ids", type_=IdList)))
)


async def brief(read: Read, interview_id: UUID) -> BriefOut:
    interview = await get_interview(read, interview_id)
    rows = {row.id: row for row in await read.rows(PEOPLE, ids=interview.contact_ids, interview_id=interview_id)}
    people = [rows[contact_id] for contact_id in interview.contact_ids]
    shown = {
        "interview_id": interview.id,
        "status": interview.status,
        "when": _when(interview, people),
        **{name: getattr(interview, name) for name in ("medium", "location", "link", "agenda")},
        "people": [_person(row, read.now.date(), interview) for row in people],
        "afterwards": list(AFTERWARDS),
    }
    return BriefOut(**shown, etag=digest_tag(shown))


def _when(interview: InterviewOut, people: list[ResultRow]) -> BriefWhen:
    yours, theirs = people[0].zone, [row.time_zone or interview.time_zone for row in people]
    others = [zone for zone in dict.fromkeys(theirs) if zone is not None and zone != yours]
    start, minutes = interview.starts_at, interview.duration_minutes
    return BriefWhen(
        starts_at=start,
        duration_minutes=minutes,
        yours=None if start is None else _by_clock(start, minutes, yours),
        theirs=[] if start is None else [_by_clock(start, minutes, zone) for zone in others],
    )


def _by_clock(start: datetime, minutes: int, zone: str) -> str:
    """Day, start and end, and the zone in brackets."""
    here = start.astimezone(ZoneInfo(zone))
    end = (start + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
    return f"{here:%a} {here.day} {here:%b %Y}, {here:%H:%M}\u2013{end:%H:%M} ({zone})"


def _person(row: ResultRow, today: date, interview: InterviewOut) -> BriefPerson:
    current = careers.current(row.positions, today) or {}
    latest = sorted(
        row.positions, key=lambda position: (position["ended_on"] or "9999", position["started_on"] or ""), reverse=True
    )
    parts = ("title", "employer", "started_on", "ended_on")
    return BriefPerson(
        **{name: getattr(row, name) for name in ("id", "full_name", "pronounced", "notes")},
        title=current.get("title"),
        employer=current.get("employer"),
        reach=_reach(row, interview)[:WAYS_SHOWN],
        how_you_met=_how_you_met(row),
        career=[BriefPosition(**{part: position[part] for part in parts}) for position in latest],
        research=[
            BriefNote(id=note_id, learned=learned, learned_on=date.fromisoformat(day), url=url)
            for day, note_id, learned, url in sorted(row.research, reverse=True)
        ],
        history=[_message(message, row.zone) for message in sorted(row.messages, reverse=True)[:MESSAGES_SHOWN]],
        questions=[
            BriefQuestion(id=question_id, text=text, asked=bool(asked))
            for _, question_id, text, asked in sorted(row.questions)
        ],
        promises=[
            BriefPromise(id=promise_id, by=by, what=what, due_on=day and date.fromisoformat(day))
            for _, promise_id, by, what, day in sorted(row.promises)
        ],
    )


def _message(stored: JsonArray, zone: str) -> BriefMessage:
    sent_at, message_id, direction, kind, subject, day_only, body = stored
    at = datetime.fromisoformat(sent_at)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    on = at.date() if day_only else at.astimezone(ZoneInfo(zone)).date()
    text = " ".join(own_words((body or "")[:MOST_READ]).split())
    shown = text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1].rstrip()}…"
    return BriefMessage(id=message_id, on=on, direction=direction, kind=kind, subject=subject, text=shown or None)


def _reach(row: ResultRow, interview: InterviewOut) -> list[str]:
    """First what the medium needs, then the rest; an address from which a message came back is none."""
    phones = [_labeled("Phone", phone["e164"] or phone["number"], phone["label"]) for phone in row.phones]
    good = sorted((email for email in row.emails if not email["undeliverable"]), key=lambda email: not email["primary"])
    emails = [_labeled("Email", email["address"], email["label"]) for email in good]
    call = [f"The call: {interview.link}"] if interview.link else []
    place = [f"The place: {interview.location}"] if interview.location else []
    by_medium = {
        "phone": [*phones, *emails],
        "video": [*call, *emails, *phones],
        "in_person": [*place, *phones, *emails],
    }
    return by_medium.get(interview.medium or "", [*emails, *phones])


def _labeled(what: str, value: str, label: str | None) -> str:
    return f"{what} ({label}): {value}" if label else f"{what}: {value}"


def _how_you_met(row: ResultRow) -> str | None:
    found: Mapping[str, str] = WORDS_BY_SOURCE
    parts = [found.get(row.source or "", ""), row.source_detail or "", f"through {row.through}" if row.through else ""]
    said = ", ".join(part for part in parts if part)
    return f"{said[0].upper()}{said[1:]}." if said else None
