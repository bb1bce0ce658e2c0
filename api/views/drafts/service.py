"""Drafting: the organization's template, filled with what is known; the draft is stored, reviewed, and never sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from api.core.errors import FieldError, invalid, unknown_reference
from api.core.store.records import Rows
from api.core.store.units import Write
from api.core.store.values import ResultRow, Statement
from api.method.writing.defaults import TemplateKind
from api.method.writing.language import parse, render
from api.method.writing.template_fields import FIELDS, GAPS
from api.method.writing.values import field_values
from api.records.contacts.reading import CONTACTS
from api.records.interviews.reading import INTERVIEWS
from api.records.introductions.service import INTRODUCTIONS
from api.records.outreach_emails.about import IDS, Unnamed, what_is_meant
from api.records.outreach_emails.reviewing import reviewed
from api.records.outreach_emails.schemas import Kind, OutreachEmailCreate, OutreachEmailStatus
from api.records.outreach_emails.service import create_email
from api.records.reviews.service import review_message
from api.records.templates.service import get_template
from api.views.drafts.loading import Asked, load_about
from api.views.drafts.schemas import DraftCreate, DraftOut, TemplateUsed
from api.views.drafts.statements import INTERVIEW, INTRODUCTION, NAMED_NEWS

LONGEST_SUBJECT, LONGEST_BODY = 500, 100_000


@dataclass(frozen=True, slots=True)
class Nameable:
    """A kind of thing that a draft may be about; `apart` says that it has nothing to do with the contact."""

    rows: Rows[Any]  # Any: rows of any kind
    statement: Statement
    apart: str


AN_INTERVIEW = Nameable(
    INTERVIEWS,
    INTERVIEW,
    "This contact does not take part in that interview; name one in which they do, or leave it out.",
)
AN_INTRODUCTION = Nameable(
    INTRODUCTIONS,
    INTRODUCTION,
    "It is neither by nor to this contact; name one of theirs, or leave it out.",
)


async def draft_email(write: Write, given: DraftCreate) -> DraftOut:
    given = await _with_what_is_meant(write, given)
    errors = await CONTACTS.unknown(write, {"/contact_id": given.contact_id})
    interview = await _row(write, AN_INTERVIEW, given.interview_id, given.contact_id, errors)
    if given.kind is TemplateKind.THANK_YOU and interview is not None and _was_not_held(interview, write.now):
        detail = "This meeting was not held, or not yet; thank them for one that was, or leave it out."
        errors.append(FieldError("/interview_id", "contradiction", detail))
    introduction = await _row(write, AN_INTRODUCTION, given.introduction_id, given.contact_id, errors)
    if introduction is not None and given.kind is TemplateKind.INTRODUCTION_REQUEST and not introduction.is_by_them:
        detail = "This contact is whom you would be introduced to; ask the one who is to introduce you."
        errors.append(FieldError("/contact_id", "contradiction", detail))
    news = await _news(write, given.milestone_ids, errors)
    if errors:
        raise invalid(*errors)
    about = await load_about(write, given.contact_id, Asked(interview, introduction, news), kind=given.kind)
    template, values = await get_template(write, given.kind), field_values(about)
    subject = render(parse(template.subject, FIELDS), values, GAPS)
    email = OutreachEmailCreate(
        contact_id=given.contact_id,
        kind=Kind(given.kind),
        also=given.also,
        status=OutreachEmailStatus.DRAFT.value,
        interview_id=given.interview_id,
        introduction_id=given.introduction_id,
        subject=" ".join(subject.split())[:LONGEST_SUBJECT],
        body=render(parse(template.body, FIELDS), values, GAPS)[:LONGEST_BODY],
    )
    made = await create_email(write, email)
    review = await review_message(write, reviewed(made), etag=made.etag)
    used = TemplateUsed(kind=template.kind, version=template.version)
    return DraftOut(outreach_email=made, review=review, template=used, etag=made.etag)


def _was_not_held(interview: ResultRow, now: datetime) -> bool:
    if interview.status in {"canceled", "no_show", "proposed"}:
        return True
    return interview.starts_at is not None and interview.starts_at > now


async def _with_what_is_meant(write: Write, given: DraftCreate) -> DraftCreate:
    kinds: frozenset[str] = frozenset({given.kind, *given.also})
    message = Unnamed(given.contact_id, kinds, None, IDS - given.model_fields_set)
    return given.model_copy(update=(await what_is_meant(write, {"": message})).get(""))


async def _row(
    write: Write, subject: Nameable, row_id: UUID | None, contact_id: UUID, errors: list[FieldError]
) -> ResultRow | None:
    """What the draft is to be about, if something was named; it must be the member's, and have to do with the contact."""
    if row_id is None:
        return None
    rows = await write.rows(subject.statement, id=row_id, contact_id=contact_id)
    if rows:
        return rows[0]
    at = f"/{subject.rows.subject}_id"
    errors += await subject.rows.unknown(write, {at: row_id}) or [FieldError(at, "contradiction", subject.apart)]
    return None


async def _news(write: Write, milestone_ids: Sequence[UUID], errors: list[FieldError]) -> list[str] | None:
    """What the named milestones say; None where none is named."""
    if not milestone_ids:
        return None
    found = {row.id: row.what for row in await write.rows(NAMED_NEWS, ids=milestone_ids)}
    errors += [
        unknown_reference(f"/milestone_ids/{at}", "milestone")
        for at, milestone_id in enumerate(milestone_ids)
        if milestone_id not in found
    ]
    return [found[milestone_id] for milestone_id in milestone_ids if milestone_id in found]
