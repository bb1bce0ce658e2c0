"""From facts to stored items: loads them, asks the rules, and stores what differs. The organization's commit lock must be
held.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from api.core.store.rows import values_of
from api.core.store.units import Write
from api.core.store.values import Values
from api.method.conversation.conversation import Conversation
from api.method.due.contact_state import contact_state
from api.method.due.items import Item
from api.method.due.keeping import reminder_items
from api.method.due.policy import patience_of
from api.method.due.table import acts, items_about
from api.method.due.touched import Touched
from api.views.due.loading import LoadedContact, load
from api.views.due.loading_news import load_news
from api.views.due.loading_reach import load_reach
from api.views.due.loading_reminders import OF_CONTACTS, load_reminders
from api.views.due.storing import (
    DECISIONS,
    DECISIONS_OF_SUBJECTS,
    STORED,
    STORED_NEWS,
    STORED_OF_SUBJECTS,
    by_id,
    differs,
    item_row,
    keep_what_holds,
    replace_items,
    store_states,
    windows,
)

AT_ONCE, REMINDERS_AT_ONCE = 500, 10
Later = Mapping[Touched, Collection[UUID]]
NOTHING: Later = {}
# What moves whom to approach.
OF_REACH = ("approach_from", "contacted_at")


@dataclass(frozen=True, slots=True)
class Computed:
    """What is to be computed after contacts: `later` things by their kind, and contacts at these `employers`."""

    later: defaultdict[Touched, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    employers: set[str] = field(default_factory=set)

    def joined(self, later: Later) -> Later:
        return {kind: {*self.later[kind], *later.get(kind, ())} for kind in {*self.later, *later}}


async def compute_contacts(write: Write, contact_ids: Sequence[UUID]) -> Computed:
    """Store what is due about these contacts, and their states."""
    computed = Computed()
    for start in range(0, len(contact_ids), AT_ONCE):
        contacts = await load(write, contact_ids[start : start + AT_ONCE])
        if contacts:
            await _compute_loaded(write, contacts, computed)
    return computed


async def compute_reminders(write: Write, reminder_ids: Sequence[UUID]) -> Later:
    for start in range(0, len(reminder_ids), REMINDERS_AT_ONCE):
        ids = reminder_ids[start : start + REMINDERS_AT_ONCE]
        rows: dict[UUID, Values] = {}
        for loaded in await load_reminders(write, ids):
            found = reminder_items(loaded.reminder, loaded.policy, loaded.calendar)
            rows |= {item.id: item_row(write, loaded.member_id, item) for item in found}
        stored = await by_id(write, STORED_OF_SUBJECTS, ids)
        decisions = {row.id: row for row in await write.rows(DECISIONS_OF_SUBJECTS, ids=ids)} if stored else {}
        await keep_what_holds(write, decisions, rows, stored)
        await replace_items(write, rows, stored)
    return NOTHING


async def compute_news(write: Write, member_ids: Sequence[UUID]) -> Later:
    """Whom to tell what, once the states of the contacts are stored."""
    for member_id in member_ids:
        telling = await load_news(write, member_id)
        rows = {item.id: item_row(write, member_id, item) for item in (telling.items() if telling else ())}
        found = {row.id: values_of(row) for row in await write.rows(STORED_NEWS, of_member=member_id)}
        stored = {
            item_id: row for item_id, row in found.items() if telling is None or not telling.leaves(row, write.now)
        }
        subject_ids = [row["subject_id"] for row in stored.values()]
        decisions = await write.rows(DECISIONS_OF_SUBJECTS, ids=subject_ids) if stored else []
        await keep_what_holds(write, {row.id: row for row in decisions}, rows, stored)
        await replace_items(write, rows, stored)
    return NOTHING


async def compute_reach(write: Write, member_ids: Sequence[UUID]) -> Later:
    """Whom to approach, week by week, once the states of the contacts are stored."""
    for member_id in member_ids:
        reaching = await load_reach(write, member_id)
        rows = {item.id: item_row(write, member_id, item) for item in (reaching.items() if reaching else ())}
        stored = await by_id(write, STORED_OF_SUBJECTS, [member_id])
        decisions = await write.rows(DECISIONS_OF_SUBJECTS, ids=[member_id]) if stored else []
        await keep_what_holds(write, {row.id: row for row in decisions}, rows, stored)
        await replace_items(write, rows, stored)
    return NOTHING


async def _compute_loaded(write: Write, contacts: Sequence[LoadedContact], computed: Computed) -> None:
    decided = [contact.row.id for contact in contacts if contact.row.has_decisions]
    decisions = {row.id: row for row in await write.rows(DECISIONS, ids=decided)} if decided else {}
    stored = await by_id(write, STORED, [contact.row.id for contact in contacts if contact.has_state])
    rows: dict[UUID, Values] = {}
    states: list[Values] = []
    for contact in contacts:
        conversation = Conversation(contact.facts, contact.calendar, patience_of(contact.policy))
        items = items_about(conversation, contact.policy)
        places = acts(items)
        found = [item_row(write, contact.member_id, item, act=places.get(item.id)) for item in items]
        rows |= {row["id"]: row for row in found}
        own = {item_id: decision for item_id, decision in decisions.items() if decision.contact_id == contact.row.id}
        standing = await keep_what_holds(write, own, rows, stored) if own else {}
        write.found |= {message_id: {"expects": expects} for message_id, expects in _read(write, conversation)}
        states.append(_state_row(write, contact, conversation, items, windows(found, standing)))
    await replace_items(write, rows, stored)
    await store_states(
        write, [state for contact, state in zip(contacts, states, strict=True) if _moved(contact, state)]
    )
    await _note_what_moves(write, contacts, states, computed)


def _state_row(
    write: Write,
    contact: LoadedContact,
    conversation: Conversation,
    items: Sequence[Item],
    due_windows: Iterable[Sequence[str]],
) -> Values:
    return {
        "org_id": write.scope.org_id,
        "member_id": contact.member_id,
        "contact_id": contact.facts.contact_id,
        **contact_state(conversation, contact.policy, items),
        "due_windows": list(due_windows),
        "employer_key": contact.row.employer_key,
        "written_at": _written_at(conversation),
        "is_quiet": contact.facts.silenced or contact.facts.archived,
        "changed_at": write.now,
    }


def _read(write: Write, conversation: Conversation) -> Iterator[tuple[UUID, bool]]:
    """Of messages that changed: whether they expect an answer."""
    changed = write.touched[Touched.MESSAGE]
    for message in conversation.messages if changed else ():
        if message.id in changed and not message.copied:
            yield message.id, message.id in conversation.expecting


def _written_at(conversation: Conversation) -> datetime | None:
    """The last message to them, by which `widen` knows that somebody there was written to."""
    written = (message.at for message in conversation.messages if not message.is_from_them and not message.copied)
    return max(written, default=None)


def _moved(contact: LoadedContact, state: Values) -> bool:
    return differs(state, contact.state, but="changed_at")


async def _note_what_moves(
    write: Write, contacts: Sequence[LoadedContact], states: Sequence[Values], computed: Computed
) -> None:
    """Note what to compute next: news, which names whom one has met, and reminders about who went quiet, or no longer is."""
    turned = []
    for contact, state in zip(contacts, states, strict=True):
        before = contact.state
        turns_quiet = state["is_quiet"] != bool(before["is_quiet"])
        if turns_quiet or state["approach_from"] is not None or any(before[name] != state[name] for name in OF_REACH):
            computed.later[Touched.REACH].add(contact.member_id)
        if contact.row.has_news:
            computed.later[Touched.NEWS].add(contact.member_id)
        if turns_quiet:
            turned.append(contact.row.id)
        places = {name: (before[name], state[name]) for name in ("employer_key", "written_at")}
        if contact.policy["widen_on"] and any(old != new for old, new in places.values()):
            computed.employers.update(employer for employer in places["employer_key"] if employer is not None)
    if turned:
        rows = await write.rows(OF_CONTACTS, ids=turned)
        computed.later[Touched.REMINDER].update(row.id for row in rows)
