"""Who takes part in an interview, with what they were on its day."""

from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from api.core.store.units import Write
from api.method.due.touched import Touched
from api.method.people import careers
from api.records.contacts.reading import CONTACTS
from api.records.contacts.reading import GET_MANY as GET_CONTACTS
from api.records.interviews.models import Interview, InterviewParticipant


async def require_participants(write: Write, contact_ids: Sequence[UUID], *, known: Sequence[UUID] = ()) -> None:
    """Newcomers must be contacts of the member's; those who take part already may have been deleted since."""
    new = {f"/contact_ids/{at}": contact_id for at, contact_id in enumerate(contact_ids) if contact_id not in known}
    await CONTACTS.require(write, new)


async def take_part(write: Write, interview: Interview, contact_ids: Sequence[UUID], *, anew: bool = False) -> None:
    """Note who takes part, with title and employer as of the interview's day: for newcomers, or for all `anew`."""
    rows = {row.id: row for row in await write.rows(GET_CONTACTS, ids=list(contact_ids))}
    day = (interview.starts_at or write.now).astimezone(ZoneInfo(interview.time_zone or "UTC")).date()
    known = {participant.contact_id: participant for participant in interview.participants}
    # Those left out are deleted inside the flush, which no longer notes whom it touches.
    write.touch(Touched.CONTACT, known)
    kept = []
    for place, contact_id in enumerate(contact_ids):
        participant = known.get(contact_id)
        if participant is None or anew:
            position = careers.on_day(rows[contact_id].positions, day, write.now.date()) or {}
            participant = participant or InterviewParticipant(
                org_id=interview.org_id, member_id=interview.member_id, contact_id=contact_id
            )
            participant.title, participant.employer = position.get("title"), position.get("employer")
        participant.place = place
        kept.append(participant)
    interview.participants = kept


def participants_of(interview: Interview) -> list[UUID]:
    return [participant.contact_id for participant in interview.participants]
