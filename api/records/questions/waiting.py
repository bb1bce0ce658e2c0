"""Which questions wait for the next meeting with their contact."""

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_

from api.core.store.tables import table_of
from api.records.interviews.models import Interview
from api.records.questions.models import Question

questions = table_of(Question)
interviews = table_of(Interview)
_meant = interviews.alias("meant_for")


def waits_for_next() -> ColumnElement[bool]:
    """Not asked, and meant for no interview, or for one that fell through."""
    fell_through = or_(_meant.c.deleted_at.is_not(None), _meant.c.status.in_(["canceled", "no_show"]))
    gone = exists().where(_meant.c.org_id == bindparam("org_id"), _meant.c.id == questions.c.interview_id, fell_through)
    return and_(~questions.c.asked, or_(questions.c.interview_id.is_(None), gone))
