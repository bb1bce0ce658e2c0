"""Which questions wait for the next meeting with their contact."""

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_

from api.records.interviews.models import Interview
from api.records.questions.models import Question

_q = Question.__table__.c
_meant = Interview.__table__.alias("meant_for")


def waits_for_next() -> ColumnElement[bool]:
    """Not asked, and meant for no interview, or for one that fell through."""
    fell_through = or_(_meant.c.deleted_at.is_not(None), _meant.c.status.in_(["canceled", "no_show"]))
    gone = exists().where(_meant.c.org_id == bindparam("org_id"), _meant.c.id == _q.interview_id, fell_through)
    return and_(~_q.asked, or_(_q.interview_id.is_(None), gone))
