"""Reviews of messages: what is known about the contact and the meeting beside the text, and whether it was sent before.

It knows no table of messages: those who write them hand them in, and say when one was sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BindParameter, and_, bindparam, delete, func, insert, select

from api.core.errors import FieldError, Problem
from api.core.store.sealing import organization_key
from api.core.store.sql import IdList, TextList, among
from api.core.store.tables import table_of
from api.core.store.units import Write
from api.method.questions.bank import SAME_WORDS
from api.method.writing.findings import Finding, FindingRule, MessageText, open_gaps, own_word_count, review
from api.method.writing.fingerprints import fingerprint
from api.method.writing.template_fields import GAPS, SENTENCES_BY_SOURCE, WHICH_BY_SOURCE
from api.records.contacts.models import Contact
from api.records.interviews.models import Interview
from api.records.organization.service import GET_ORGANIZATION
from api.records.questions.models import Question
from api.records.reviews.models import TextPrint
from api.records.reviews.schemas import FindingOut, ReviewOut
from api.records.templates.service import plain_texts

# Messages that should be written for one person alone.
PERSONAL = frozenset({"request", "introduction_request", "thank_you", "update"})

# What drafts say whoever they are written to.
SAID_FOR_ANYBODY = (
    *SENTENCES_BY_SOURCE.values(),
    *(said for said, _ in WHICH_BY_SOURCE.values()),
    *GAPS.values(),
    *SAME_WORDS,
)

contacts = table_of(Contact)
interviews = table_of(Interview)
questions = table_of(Question)
text_prints = table_of(TextPrint)
_org: BindParameter[UUID] = bindparam("org_id")
_mine: BindParameter[UUID] = bindparam("member_id")
ABOUT = (
    select(contacts.c.full_name, contacts.c.given_name, interviews.c.takeaways)
    .outerjoin_from(
        contacts,
        interviews,
        and_(
            interviews.c.org_id == contacts.c.org_id,
            interviews.c.org_id == _org,
            interviews.c.id == bindparam("interview_id", type_=interviews.c.id.type),
        ),
    )
    .where(contacts.c.org_id == _org, contacts.c.member_id == _mine, contacts.c.id == bindparam("contact_id"))
)
ASKED = select(questions.c.text, questions.c.answer).where(
    questions.c.org_id == _org,
    questions.c.member_id == _mine,
    questions.c.contact_id == bindparam("contact_id"),
    questions.c.asked,
    questions.c.deleted_at.is_(None),
)
# At least two thirds of the larger fingerprint are shared; one's own to the same contact does not count.
_shared = func.count()
_is_own = text_prints.c.member_id == _mine
_alike = (
    select(_is_own.label("is_own"))
    .where(text_prints.c.org_id == _org, among(text_prints.c.print, bindparam("prints", type_=TextList)))
    .where(
        text_prints.c.outreach_email_id != bindparam("id"),
        ~and_(_is_own, text_prints.c.contact_id == bindparam("contact_id")),
    )
    .group_by(text_prints.c.outreach_email_id, text_prints.c.member_id)
    .having(
        and_(
            _shared * 3 >= func.max(text_prints.c.size) * 2,
            _shared * 3 >= bindparam("size", type_=text_prints.c.size.type) * 2,
        )
    )
    .subquery()
)
ALIKE = select(
    func.count().filter(_alike.c.is_own).label("own"), func.count().filter(~_alike.c.is_own).label("others")
).select_from(_alike)
REMEMBER = insert(text_prints)
FORGET = delete(text_prints).where(
    text_prints.c.org_id == bindparam("of_org"), among(text_prints.c.outreach_email_id, bindparam("ids", type_=IdList))
)
FORGET_ALL = delete(text_prints).where(text_prints.c.org_id == bindparam("of_org"))


@dataclass(frozen=True, slots=True)
class ReviewedMessage:
    """What is reviewed, or compared: an outbound message, sent or not."""

    id: UUID
    contact_id: UUID
    interview_id: UUID | None
    kinds: frozenset[str]
    kind: str
    subject: str
    body: str


async def review_message(write: Write, message: ReviewedMessage, *, etag: str) -> ReviewOut:
    findings = [
        FindingOut(
            rule=finding.rule,
            severity=finding.severity,
            advice=finding.advice,
            source=finding.source,
            quote=finding.quote,
            part=finding.part,
            start=finding.start,
            end=finding.end,
        )
        for finding in await _findings(write, message)
    ]
    return ReviewOut(findings=findings, words=own_word_count(message.body), etag=etag)


async def require_sendable(write: Write, message: ReviewedMessage, *, with_gaps: bool) -> None:
    """Refuse (409) a message with an open gap, unless it may have some, or with findings that the organization refuses."""
    gaps = [] if with_gaps else open_gaps(message.subject, message.body)
    (organization,) = await write.rows(GET_ORGANIZATION)
    refused = set(organization.refused_findings) - {FindingRule.UNFILLED_GAP}
    found = [finding for finding in await _findings(write, message) if finding.rule in refused] if refused else []
    if not gaps and not found:
        return
    gaps_say = "It has gaps that are still open: fill them (PATCH the draft, or send `body` with this), or send `force`: true. "
    others = "Your organization lets no message out with these findings: PATCH the draft, and POST …/review looks at it again. "
    detail = f"{gaps_say if gaps else ''}{others if found else ''}What you have sent already, log with POST /outreach-emails."
    raise Problem(
        "findings-refused",
        detail,
        [FieldError(f"/{finding.part}", finding.rule, finding.advice) for finding in (*gaps, *found)],
    )


async def remember_texts(write: Write, messages: Sequence[ReviewedMessage], *, of_member: UUID | None = None) -> None:
    """Keep the fingerprints of messages that a member sent (the caller, unless said), so that copies of them are known."""
    kept = [message for message in messages if _is_compared(message)]
    if not kept:
        return
    key = await organization_key(write)
    by_service = {kind: await _said_by_service(write, kind) for kind in {message.kind for message in kept}}
    rows = []
    for message in kept:
        prints = fingerprint(message.body, without=by_service[message.kind], key=key)
        own = {"org_id": write.scope.org_id, "member_id": of_member or write.scope.member_id}
        own |= {"outreach_email_id": message.id}
        rows += [{**own, "contact_id": message.contact_id, "print": hash_, "size": len(prints)} for hash_ in prints]
    if rows:
        await write.run(REMEMBER, rows)


async def forget_text(write: Write, message_id: UUID) -> None:
    await write.run(FORGET, {"of_org": write.scope.org_id, "ids": [message_id]})


async def forget_all_texts(write: Write) -> None:
    await write.run(FORGET_ALL, {"of_org": write.scope.org_id})


async def _findings(write: Write, message: ReviewedMessage) -> Sequence[Finding]:
    (about,) = await write.rows(ABOUT, contact_id=message.contact_id, interview_id=message.interview_id)
    asked = await write.rows(ASKED, contact_id=message.contact_id)
    sent_to_others, sent_by_others = await _copies(write, message)
    return review(
        MessageText(
            body=message.body,
            subject=message.subject,
            kinds=message.kinds,
            full_name=about.full_name,
            given_name=about.given_name,
            heard=[said for said in (about.takeaways, *(part for row in asked for part in row)) if said],
            sent_to_others=sent_to_others,
            sent_by_others=sent_by_others,
        )
    )


async def _copies(write: Write, message: ReviewedMessage) -> tuple[bool, bool]:
    """Whether nearly the same was sent to somebody else, and whether somebody else sent it."""
    if not _is_compared(message):
        return False, False
    by_service, key = await _said_by_service(write, message.kind), await organization_key(write)
    prints = fingerprint(message.body, without=by_service, key=key)
    if not prints:
        return False, False
    whose = {"id": message.id, "contact_id": message.contact_id}
    (alike,) = await write.rows(ALIKE, prints=prints, size=len(prints), **whose)
    return alike.own > 0, alike.others > 0


def _is_compared(message: ReviewedMessage) -> bool:
    return bool(message.body and PERSONAL & message.kinds)


async def _said_by_service(write: Write, kind: str) -> Sequence[str]:
    return [*SAID_FOR_ANYBODY, *await plain_texts(write, kind)]
