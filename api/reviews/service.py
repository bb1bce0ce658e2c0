"""A review of one message: its text, whom it is to, what was said in the meeting, what was sent to others."""

from uuid import UUID

from sqlalchemy import BindParameter, and_, bindparam, select

from api.contacts.models import Contact
from api.core.errors import not_found, state_conflict
from api.core.units import Unit
from api.interviews.models import Interview
from api.outreach_emails.models import OutreachEmail
from api.outreach_emails.reading import get_email
from api.questions.models import Question
from api.reviews.findings import Text, review
from api.reviews.schemas import FindingOut, ReviewOut

OTHERS_READ = 50

_e, _c = OutreachEmail.__table__.c, Contact.__table__.c
_i, _q = Interview.__table__.c, Question.__table__.c
_org: BindParameter[UUID] = bindparam("org_id")
_mine: BindParameter[UUID] = bindparam("member_id")
ABOUT = (
    select(_c.full_name, _i.takeaways)
    .outerjoin_from(
        Contact.__table__,
        Interview.__table__,
        and_(_i.org_id == _c.org_id, _i.org_id == _org, _i.id == bindparam("interview_id", type_=_i.id.type)),
    )
    .where(_c.org_id == _org, _c.member_id == _mine, _c.id == bindparam("contact_id"))
)
ASKED = select(_q.text, _q.answer).where(
    _q.org_id == _org,
    _q.member_id == _mine,
    _q.contact_id == bindparam("contact_id"),
    _q.asked,
    _q.deleted_at.is_(None),
)
OTHERS = (
    select(_e.body)
    .where(_e.org_id == _org, _e.member_id == _mine, _e.contact_id != bindparam("contact_id"))
    .where(_e.direction == "outbound", _e.status == "sent", _e.deleted_at.is_(None), _e.body.is_not(None))
    .order_by(_e.created_at.desc(), _e.id.desc())
    .limit(OTHERS_READ)
)


async def review_email(unit: Unit, email_id: UUID) -> ReviewOut:
    email = await get_email(unit, email_id)
    if email.deleted_at is not None:
        raise not_found("outreach email")
    if email.direction != "outbound":
        raise state_conflict(f"Only what you write can be reviewed; this message is {email.direction}.")
    (about,) = await unit.rows(ABOUT, contact_id=email.contact_id, interview_id=email.interview_id)
    asked = await unit.rows(ASKED, contact_id=email.contact_id)
    others = await unit.rows(OTHERS, contact_id=email.contact_id)
    text = Text(
        body=email.body or "",
        kinds=frozenset({email.kind, *email.also}),
        full_name=about.full_name,
        heard=[one for one in (about.takeaways, *(part for row in asked for part in row)) if one],
        sent_to_others=[row.body for row in others],
    )
    found = [
        FindingOut(
            rule=one.rule,
            severity=one.severity,
            advice=one.advice,
            source=one.source,
            start=one.start,
            end=one.end,
        )
        for one in review(text)
    ]
    return ReviewOut(findings=found, words=len(text.body.split()), etag=email.etag)
