"""The data set: organizations with members, contacts, messages and meetings, copied in; the service's own rules then
compute what is due. The same numbers give the same rows but for ids and keys.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from api.core.fields.ids import MemberId, OrgId, new_id
from api.core.store.jobs import Payload
from api.core.store.tenancy import KeyScope, Scope
from api.core.store.units import Database
from api.records.api_keys.service import issue
from api.views.due.rebuild import rebuild_at_once

MEMBERS_OF_ORGANIZATION = 50
CONTACTS_OF_MEMBER = 20
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TITLES = ("Charge Nurse", "Detective", "Park Ranger", "Staff Engineer", "Curator", "Public Defender")
EMPLOYERS = ("Lakeview Hospice", "Fairhaven Police", "State Parks", "Northwind", "City Museum", "County of Ames")
NAMES = ("Ana Ruiz", "Ben Okafor", "Cho Lin", "Dana Petrov", "Eli Stone", "Fay Wong", "Gus Lind", "Ida Moss")

Row = dict[str, Any]  # Any: a column's value


@dataclass
class Rows:
    """Rows to copy, by table."""

    tables: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, **row: Any) -> None:  # Any: a column's value
        self.tables.setdefault(table, []).append(row)


@dataclass(frozen=True)
class Caller:
    """Whose requests are sent: a member with a key, their contacts, and one that is written to."""

    org_id: UUID
    member_id: UUID
    key: str
    contact_ids: Sequence[UUID]


async def fill(connection: asyncpg.Connection, contacts: int) -> list[UUID]:
    """Copy everything but what is derived; gives the organizations."""
    chance = random.Random(7)  # noqa: S311 (no secret)
    organizations = []
    for _ in range(max(1, contacts // (MEMBERS_OF_ORGANIZATION * CONTACTS_OF_MEMBER))):
        rows = Rows()
        organizations.append(_organization(rows, chance))
        for table, records in rows.tables.items():
            columns = list(records[0])
            values = [tuple(record[name] for name in columns) for record in records]
            await connection.copy_records_to_table(table, records=values, columns=columns)
    return organizations


def _organization(rows: Rows, chance: random.Random) -> UUID:
    org_id = new_id()
    common = {"version": 1, "created_at": NOW - timedelta(days=400), "updated_at": NOW - timedelta(days=400)}
    rows.add(
        "organizations",
        id=org_id,
        name="School",
        zone="America/New_York",
        weekend=json.dumps(["saturday", "sunday"]),
        holiday_country="US",
        closed_periods="[]",
        due_policy="{}",
        refused_findings="[]",
        **common,
    )
    rows.add("organization_counters", org_id=org_id, last_seq=0)
    for number in range(MEMBERS_OF_ORGANIZATION):
        member_id = new_id()
        rows.add(
            "members",
            org_id=org_id,
            id=member_id,
            full_name=f"Student {number}",
            name_key=f"student {number}",
            email=f"{member_id}@example.org",
            email_key=f"{member_id}@example.org",
            role="student",
            status="active",
            day_starts_at="08:00",
            away_periods="[]",
            **common,
        )
        for _ in range(CONTACTS_OF_MEMBER):
            _contact(rows, chance, {"org_id": org_id, "member_id": member_id})
    return org_id


def _contact(rows: Rows, chance: random.Random, owner: Row) -> None:
    at = NOW - timedelta(days=chance.randint(1, 300), minutes=chance.randint(0, 1440))
    stamps = {"version": 1, "created_at": at, "updated_at": at}
    contact_id, name = new_id(), chance.choice(NAMES)
    title, employer = chance.choice(TITLES), chance.choice(EMPLOYERS)
    position = {"title": title, "employer": employer, "field": None, "employer_kind": None}
    rows.add(
        "contacts",
        id=contact_id,
        **owner,
        full_name=name,
        emails=json.dumps(
            [{"address": "someone@example.org", "label": "work", "primary": True, "undeliverable": False}]
        ),
        phones="[]",
        positions=json.dumps([{**position, "started_on": "2019-09", "ended_on": None}]),
        links="[]",
        tags=json.dumps(["bench"]),
        notes="Met at the career fair; knows the night shift well.",
        do_not_contact=False,
        deceased=False,
        archived=False,
        name_key=name.casefold(),
        employer_key=employer.casefold(),
        search_text=f"{name} {employer} {title}".casefold(),
        **stamps,
    )
    for direction, kind, days in _messages(chance):
        sent_at = at + timedelta(days=days)
        rows.add(
            "outreach_emails",
            id=new_id(),
            **owner,
            contact_id=contact_id,
            direction=direction,
            kind=kind,
            also="[]",
            channel="email",
            subject="From the classroom to the ward",
            body="I noticed that you taught before you nursed; how were the two different? " * 5,
            status="received" if direction == "inbound" else "sent",
            sent_at=sent_at,
            day_only=False,
            logged_at=sent_at,
            auto_reply=False,
            **{**stamps, "created_at": sent_at, "updated_at": sent_at},
        )
    if chance.random() < 0.4:
        _meeting(rows, owner, contact_id, at + timedelta(days=10))


def _messages(chance: random.Random) -> Iterator[tuple[str, str, int]]:
    yield "outbound", "request", 0
    if chance.random() < 0.6:
        yield "inbound", "reply", 2
    if chance.random() < 0.3:
        yield "outbound", "arrangement", 3


def _meeting(rows: Rows, owner: Row, contact_id: UUID, starts_at: datetime) -> None:
    interview_id = new_id()
    rows.add(
        "interviews",
        id=interview_id,
        **owner,
        status="scheduled",
        starts_at=starts_at,
        duration_minutes=30,
        skills_learned="[]",
        first_set_at=starts_at - timedelta(days=5),
        set_at=starts_at - timedelta(days=5),
        version=1,
        created_at=starts_at - timedelta(days=5),
        updated_at=starts_at - timedelta(days=5),
    )
    rows.add("interview_participants", **owner, interview_id=interview_id, contact_id=contact_id, place=0)


async def compute(database: Database, organizations: Sequence[UUID]) -> None:
    """What is due, by the service's own rebuild."""
    for org_id in organizations:
        payload: Payload | None = {}
        while payload is not None:
            scope = Scope.of_machine(OrgId(org_id), MemberId(org_id))
            async with database.write(scope, request_id="bench") as write:
                payload = await rebuild_at_once(write, payload)


async def callers(
    database: Database, connection: asyncpg.Connection, organizations: Sequence[UUID], how_many: int
) -> list[Caller]:
    """Members spread over the organizations, each with a key of its own."""
    chosen = random.Random(11).choices(organizations, k=how_many)  # noqa: S311 (no secret)
    made = []
    for place, org_id in enumerate(chosen):
        members = await connection.fetch("SELECT id FROM members WHERE org_id = $1 ORDER BY id", org_id)
        member_id = members[place % len(members)]["id"]
        ids = await connection.fetch(
            "SELECT id FROM contacts WHERE org_id = $1 AND member_id = $2 ORDER BY id", org_id, member_id
        )
        scopes = frozenset({KeyScope.READ, KeyScope.WRITE})
        scope = Scope.of_machine(OrgId(org_id), MemberId(member_id))
        async with database.write(scope, request_id="bench") as write:
            key = await issue(
                write,
                member_id=MemberId(member_id),
                name="bench",
                scopes=scopes,
                expires_at=None,
            )
            await write.commit()
        made.append(Caller(org_id, member_id, key.key or "", [row["id"] for row in ids]))
    return made
