"""Drafting: the organization's template, filled with what is known; the draft is stored, reviewed, and never sent."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from api.contacts.service import unknown_contacts
from api.core.errors import FieldError, invalid, unknown_reference
from api.core.units import Write
from api.drafts.loading import INTERVIEW, INTRODUCTION, NAMED_NEWS, load_about
from api.drafts.schemas import DraftCreate, DraftOut, TemplateUsed
from api.drafts.values import field_values
from api.interviews.reading import ARE_MINE as INTERVIEWS_ARE_MINE
from api.introductions.service import ARE_MINE as INTRODUCTIONS_ARE_MINE
from api.outreach_emails.schemas import Kind, OutreachEmailCreate, OutreachEmailStatus
from api.outreach_emails.service import create_email, review_email
from api.templates.fields import FIELDS, GAPS
from api.templates.language import parse, render
from api.templates.service import get_template

LONGEST_SUBJECT = 500


async def draft_email(write: Write, given: DraftCreate) -> DraftOut:
    errors = await unknown_contacts(write, {"/contact_id": given.contact_id})
    interview = await _interview(write, given, errors)
    introduction = await _introduction(write, given, errors)
    news = await _news(write, given.milestone_ids, errors)
    if errors:
        raise invalid(*errors)
    about = await load_about(write, given.contact_id, interview=interview, introduction=introduction, news=news)
    template, values = await get_template(write, given.kind), field_values(about)
    subject = render(parse(template.subject, FIELDS), values, GAPS)
    email = OutreachEmailCreate(
        contact_id=given.contact_id,
        kind=Kind(given.kind),
        status=OutreachEmailStatus.DRAFT.value,
        interview_id=given.interview_id,
        subject=" ".join(subject.split())[:LONGEST_SUBJECT],
        body=render(parse(template.body, FIELDS), values, GAPS),
    )
    made = await create_email(write, email)
    review = await review_email(write, made.id)
    used = TemplateUsed(kind=template.kind, version=template.version)
    return DraftOut(outreach_email=made, review=review, template=used, etag=made.etag)


async def _interview(write: Write, given: DraftCreate, errors: list[FieldError]) -> Row[Any] | None:
    if given.interview_id is None:
        return None
    rows = await write.rows(INTERVIEW, id=given.interview_id, contact_id=given.contact_id)
    if rows:
        return rows[0]
    if await write.rows(INTERVIEWS_ARE_MINE, ids=[given.interview_id]):
        detail = "This contact does not take part in that interview; name one in which they do, or leave it out."
        errors.append(FieldError("/interview_id", "contradiction", detail))
    else:
        errors.append(unknown_reference("/interview_id", "interview"))
    return None


async def _introduction(write: Write, given: DraftCreate, errors: list[FieldError]) -> Row[Any] | None:
    if given.introduction_id is None:
        return None
    rows = await write.rows(INTRODUCTION, id=given.introduction_id, contact_id=given.contact_id)
    if rows:
        return rows[0]
    if await write.rows(INTRODUCTIONS_ARE_MINE, ids=[given.introduction_id]):
        detail = "It is neither by nor to this contact; name one of theirs, or leave it out."
        errors.append(FieldError("/introduction_id", "contradiction", detail))
    else:
        errors.append(unknown_reference("/introduction_id", "introduction"))
    return None


async def _news(write: Write, milestone_ids: Sequence[UUID], errors: list[FieldError]) -> list[str] | None:
    """What the named milestones say; None where none is named."""
    if not milestone_ids:
        return None
    found = {row.id: row.what for row in await write.rows(NAMED_NEWS, ids=milestone_ids)}
    errors += [
        unknown_reference(f"/milestone_ids/{at}", "milestone")
        for at, one in enumerate(milestone_ids)
        if one not in found
    ]
    return [found[one] for one in milestone_ids if one in found]
