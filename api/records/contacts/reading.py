"""Contacts as they are shown: the prebuilt statements, and from a row to its answer."""

from uuid import UUID

from sqlalchemy import and_, bindparam, case, func, or_, select

from api.core.fields.etags import etag
from api.core.fields.folding import fold
from api.core.store.pagination import Collection, both_ways
from api.core.store.records import Rows
from api.core.store.rows import values_of
from api.core.store.sql import IdList, TextList, among, holds, reads, word_patterns
from api.core.store.tables import UtcDateTime, table_of
from api.core.store.units import Read, Unit
from api.core.store.values import Columns, ResultRow, Values
from api.method.conversation import states
from api.method.conversation.states import Stage, Standing, Stored
from api.method.people import careers
from api.records.contacts.models import Contact, ContactState
from api.records.contacts.schemas import ContactOut, ContactPage, ContactQuery

contacts = table_of(Contact)
CONTACTS = Rows("contact", Contact, "/contacts")
contact_states = table_of(ContactState)
# What a state means at a moment, and the roles; the rest of it only serves filters and rules.
_state = [contact_states.c[name] for name in (*Stored.__slots__, "roles") if name in contact_states.c]
SELECT = (
    select(contacts, *_state)
    .add_columns(func.coalesce(contact_states.c.message_count, 0).label("message_count"))
    .add_columns(func.coalesce(contact_states.c.interview_count, 0).label("interview_count"))
    .select_from(
        contacts.outerjoin(
            contact_states,
            and_(
                contact_states.c.org_id == contacts.c.org_id,
                contact_states.c.member_id == contacts.c.member_id,
                contact_states.c.contact_id == contacts.c.id,
            ),
        )
    )
    .where(contacts.c.org_id == bindparam("org_id"), contacts.c.member_id == bindparam("member_id"))
)
NAMES = tuple(SELECT.selected_columns.keys())
GET = SELECT.where(contacts.c.id == bindparam("id"))
GET_MANY = SELECT.where(among(contacts.c.id, bindparam("ids", type_=IdList)))
OF_NAME = select(contacts.c.id).where(
    contacts.c.org_id == bindparam("org_id"),
    contacts.c.member_id == bindparam("member_id"),
    contacts.c.name_key == bindparam("name_key"),
    contacts.c.deleted_at.is_(None),
)

_stage = case(
    (contact_states.c.met_from <= bindparam("now"), Stage.MET.value),
    (contact_states.c.met_from.is_not(None), Stage.SCHEDULED.value),
    (contact_states.c.spoke_at.is_not(None), Stage.IN_CONVERSATION.value),
    (contact_states.c.contacted_at.is_not(None), Stage.CONTACTED.value),
    else_=Stage.IDENTIFIED.value,
)
_now = bindparam("now", type_=UtcDateTime)
# The same as `states.standing`; null where nothing was ever said.
_standing = case(
    (contacts.c.declined_at.is_not(None), Standing.DECLINED.value),
    (contact_states.c.deferred_to > _now, Standing.DEFERRED.value),
    (contact_states.c.no_response_from <= _now, Standing.NO_RESPONSE.value),
    (
        and_(
            contact_states.c.awaiting_since.is_not(None),
            or_(contact_states.c.awaiting_until.is_(None), contact_states.c.awaiting_until > _now),
        ),
        Standing.WAITING.value,
    ),
    (contact_states.c.dormant_from <= _now, Standing.DORMANT.value),
    (
        func.coalesce(
            contact_states.c.dormant_from,
            contact_states.c.last_message_at,
            contact_states.c.contacted_at,
            contact_states.c.spoke_at,
        ).is_not(None),
        Standing.ACTIVE.value,
    ),
)


COLLECTION = Collection(
    SELECT,
    orders=both_ways(
        {
            "created_at": contacts.c.created_at,
            "updated_at": contacts.c.updated_at,
            "full_name": contacts.c.name_key,
            "last_touch_at": contact_states.c.latest_touch_at,
            "role_since": contact_states.c.role_since,
        },
        contacts.c.id,
        nullable=["last_touch_at", "role_since"],
    ),
    filters={
        "archived": and_(contacts.c.deleted_at.is_(None), contacts.c.archived == bindparam("archived")),
        "deleted": contacts.c.deleted_at.is_not(None) == bindparam("deleted"),
        "q": reads(contacts.c.search_text, bindparam("q", type_=TextList)),
        "tag": holds(contacts.c.tags, bindparam("tag")),
        "employer": contacts.c.employer_key == bindparam("employer"),
        "source": contacts.c.source == bindparam("source"),
        "met_through_id": contacts.c.met_through_id == bindparam("met_through_id"),
        "role": holds(contact_states.c.roles, bindparam("role")),
        "stage": _stage == bindparam("stage"),
        "standing": _standing == bindparam("standing"),
        "updated_since": or_(
            contacts.c.updated_at >= bindparam("updated_since"),
            contact_states.c.changed_at >= bindparam("updated_since", type_=UtcDateTime),
        ),
    },
)


async def list_contacts(read: Read, query: ContactQuery) -> ContactPage:
    filters = {
        "archived": None if query.deleted else query.archived,
        "deleted": query.deleted or None,
        "q": (word_patterns(fold(query.q)) or None) if query.q else None,
        "tag": query.tag,
        "employer": fold(query.employer)[:200] if query.employer is not None else None,
        "source": query.source,
        "met_through_id": query.met_through_id,
        "role": query.role,
        "stage": query.stage,
        "standing": query.standing,
        "updated_since": query.updated_since,
    }
    found = await COLLECTION.page(read, query, filters=filters)
    items = [contact_fields(row, read) for row in found.rows]
    return ContactPage.model_validate({"items": items, "next": found.next, "total": found.total})


async def get_contact(unit: Unit, contact_id: UUID) -> ContactOut:
    """The contact, a deleted one too right after it was deleted by the same write."""
    row = await CONTACTS.row(unit, GET, contact_id)
    return contact_out(row, unit)


def contact_out(row: ResultRow, unit: Unit) -> ContactOut:
    return ContactOut(**contact_fields(row, unit))


def contact_fields(row: ResultRow, unit: Unit) -> Values:
    """What `ContactOut` says; a page validates all of its items at once."""
    values, now = values_of(row, NAMES), unit.now
    stored = Stored.of(values)
    current = careers.current(values["positions"], now.date()) or {}
    derived = {
        "stage": states.stage(stored, now),
        "standing": states.standing(stored, now),
        "met_from": stored.met_from,
        "last_touch_at": states.last_touch_at(stored, now),
        "next_due_at": states.next_due_at(stored, now),
        "roles": _roles(values["roles"]),
        "message_count": values["message_count"],
        "interview_count": values["interview_count"],
    }
    shown = {name: values[name] for name in _SHOWN}
    place = {"title": current.get("title"), "employer": current.get("employer")}
    return shown | derived | place | {"etag": etag(values["version"], derived | place)}


def _roles(stored: Columns | None) -> list[Values]:
    roles = [{"role": role, **evidence} for role, evidence in (stored or {}).items()]
    return sorted(roles, key=lambda role: (role["since"], role["role"]))


_SHOWN = tuple(name for name in ContactOut.model_fields if name in contacts.c)
