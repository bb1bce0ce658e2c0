"""What filters need of the current position, kept with the day on which it next changes, and renewed on that day."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import bindparam, select, update

from api.core.fields.folding import fold
from api.core.store.events import Event
from api.core.store.jobs import Payload, Step
from api.core.store.tables import UtcDateTime, table_of
from api.core.store.units import Write
from api.core.store.values import Values
from api.method.due.touched import Touched
from api.method.people import careers
from api.records.contacts.models import Contact

RENEW = "renew_positions"
AT_ONCE = 50
LONGEST_KEY = 200

contacts = table_of(Contact)
CHANGING = (
    select(contacts.c.id, contacts.c.member_id, contacts.c.positions, contacts.c.position_changes_on)
    .where(
        contacts.c.org_id == bindparam("org_id"),
        contacts.c.position_changes_on <= bindparam("today", type_=contacts.c.position_changes_on.type),
    )
    .order_by(contacts.c.position_changes_on, contacts.c.id)
    .limit(AT_ONCE)
    .with_for_update(key_share=True)
)
RENEWED = (
    update(contacts)
    .where(contacts.c.org_id == bindparam("of_org"), contacts.c.id == bindparam("of_id"))
    .values(
        employer_key=bindparam("employer_key"),
        position_changes_on=bindparam("position_changes_on"),
        version=contacts.c.version + 1,
        updated_at=bindparam("now", type_=UtcDateTime),
    )
)


def position_indexes(positions: Sequence[careers.StoredPosition], today: date) -> Values:
    """The columns that say where somebody works, and until when that is so."""
    employer = (careers.current(positions, today) or {}).get("employer")
    return {
        "employer_key": fold(employer)[:LONGEST_KEY] if employer else None,
        "position_changes_on": careers.changes_on(positions, today),
    }


async def renew_positions(write: Write, payload: Payload) -> Step:
    """Contacts whose position began or ended since they were last looked at, some in each step."""
    today, done = write.now.date(), payload.get("done", 0)
    rows = await write.rows(CHANGING, today=today)
    if rows:
        own = {"of_org": write.scope.org_id, "now": write.now}
        values = [{**own, "of_id": row.id, **position_indexes(row.positions, today)} for row in rows]
        await write.run(RENEWED, values)
        write.touch(Touched.CONTACT, [row.id for row in rows])
    for row in rows:
        before = row.position_changes_on - timedelta(days=1)
        if careers.current(row.positions, before) != careers.current(row.positions, today):
            write.record(Event("contact.updated", "contact", row.id, ["employer", "title"], member_id=row.member_id))
    done += len(rows)
    return Step(done, done, None) if len(rows) < AT_ONCE else Step(done, None, {"done": done})
