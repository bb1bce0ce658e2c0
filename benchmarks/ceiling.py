"""The ceiling: bare FastAPI routes over raw asyncpg rows, through the same models, with no keys, events or due items.

What is compared is the work around a row, so the rows and the answers are the same; `org` and `member` stand in the
query where the service takes them from the key.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
from fastapi import FastAPI
from pydantic_core import from_json, to_json

from api.core.fields.ids import new_id
from api.method.due.actions import OpenItem
from api.method.due.table import BY_KIND
from api.records.contacts.schemas import ContactCreate, ContactOut, ContactPage
from api.records.outreach_emails.schemas import OutreachEmailCreate, OutreachEmailOut
from api.views.due.schemas import DuePage, DueSummary

Row = Any  # asyncpg's record

CONTACT = """
SELECT c.*, s.met_from, s.message_count, s.interview_count, s.last_message_at
FROM contacts c LEFT JOIN contact_states s ON s.org_id = c.org_id AND s.member_id = c.member_id AND s.contact_id = c.id
WHERE c.org_id = $1 AND c.member_id = $2
"""
ONE_CONTACT = f"{CONTACT} AND c.id = $3"
CONTACTS = f"{CONTACT} AND c.deleted_at IS NULL AND NOT c.archived ORDER BY c.created_at DESC, c.id DESC LIMIT $3"
DUE = """
SELECT d.*, c.full_name, c.positions FROM due_items d JOIN contacts c ON c.org_id = d.org_id AND c.id = d.contact_id
WHERE d.org_id = $1 AND d.member_id = $2 AND d.due_at <= $3 AND d.expires_at > $3
ORDER BY d.due_at, d.rank, d.id LIMIT $4
"""
SUMMARY = """
SELECT d.kind, CASE WHEN d.due_at > $3 THEN 'upcoming' WHEN d.flagged_at <= $3 THEN 'flagged'
  WHEN d.late_at <= $3 THEN 'late' ELSE 'due' END AS severity, count(*) AS how_many, min(d.due_at) AS first_at
FROM due_items d WHERE d.org_id = $1 AND d.member_id = $2 AND d.expires_at > $3 GROUP BY 1, 2
"""
ADD_CONTACT = """
INSERT INTO contacts (org_id, member_id, id, full_name, emails, phones, positions, links, tags, do_not_contact, deceased,
  archived, name_key, search_text, version, created_at, updated_at)
VALUES ($1, $2, $3, $4::text, '[]', '[]', $5, '[]', '[]', false, false, false, lower($4::text), lower($4::text), 1, $6, $6)
"""
ADD_EMAIL = """
INSERT INTO outreach_emails (org_id, member_id, id, contact_id, direction, kind, also, channel, subject, body, status,
  sent_at, day_only, logged_at, auto_reply, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, 'outbound', $5, '[]', 'email', $6, $7, 'sent', $8, false, $8, false, 1, $8, $8)
RETURNING *
"""


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.pool = await asyncpg.create_pool(os.environ["CEILING_URL"], min_size=10, max_size=10, init=_read_json)
    yield
    await app.state.pool.close()


async def _read_json(connection: asyncpg.Connection) -> None:
    encode, decode = (lambda value: to_json(value).decode()), from_json
    await connection.set_type_codec("jsonb", encoder=encode, decoder=decode, schema="pg_catalog")


app = FastAPI(lifespan=lifespan)


@app.get("/contacts/{contact_id}", response_model=ContactOut)
async def get_contact(contact_id: UUID, org: UUID, member: UUID) -> Any:
    return _contact(await app.state.pool.fetchrow(ONE_CONTACT, org, member, contact_id))


@app.get("/contacts", response_model=ContactPage, response_model_exclude={"total"})
async def list_contacts(org: UUID, member: UUID, limit: int = 20) -> Any:
    rows = await app.state.pool.fetch(CONTACTS, org, member, limit + 1)
    return {"items": [_contact(row) for row in rows[:limit]], "next": None, "total": None}


@app.get("/due", response_model=DuePage, response_model_exclude={"total"})
async def list_due(org: UUID, member: UUID, limit: int = 20) -> Any:
    now = datetime.now(UTC)
    rows = await app.state.pool.fetch(DUE, org, member, now, limit + 1)
    return {"as_of": now, "items": [_due(row) for row in rows[:limit]], "next": None, "total": None}


@app.get("/due/summary", response_model=DueSummary)
async def get_due_summary(org: UUID, member: UUID) -> Any:
    now = datetime.now(UTC)
    rows = await app.state.pool.fetch(SUMMARY, org, member, now)
    zero = {"due": 0, "late": 0, "flagged": 0}
    by_kind: dict[str, dict[str, int]] = {}
    for row in rows:
        if row["severity"] != "upcoming":
            by_kind.setdefault(row["kind"], dict(zero))[row["severity"]] = row["how_many"]
    totals = {name: sum(counts[name] for counts in by_kind.values()) for name in zero}
    return {
        "as_of": now,
        "total": sum(totals.values()),
        "by_severity": totals,
        "by_kind": [{"kind": kind, **counts} for kind, counts in by_kind.items()],
        "next_at": min((row["first_at"] for row in rows if row["severity"] == "upcoming"), default=None),
        "etag": '"1"',
    }


@app.post("/contacts", response_model=ContactOut, status_code=201)
async def create_contact(given: ContactCreate, org: UUID, member: UUID) -> Any:
    contact_id, now = new_id(), datetime.now(UTC)
    position = {"title": given.title, "employer": given.employer, "field": None, "employer_kind": None}
    positions = [{**position, "started_on": None, "ended_on": None}]
    async with app.state.pool.acquire() as connection, connection.transaction():
        await connection.execute(ADD_CONTACT, org, member, contact_id, given.full_name, positions, now)
        row = await connection.fetchrow(ONE_CONTACT, org, member, contact_id)
    return _contact(row)


@app.post("/outreach-emails", response_model=OutreachEmailOut, status_code=201)
async def create_email(given: OutreachEmailCreate, org: UUID, member: UUID) -> Any:
    message = (given.contact_id, given.kind, given.subject, given.body)
    async with app.state.pool.acquire() as connection, connection.transaction():
        row = await connection.fetchrow(ADD_EMAIL, org, member, new_id(), *message, datetime.now(UTC))
    kept = {name: row[name] for name in OutreachEmailOut.model_fields if name in row}
    more: dict[str, Any] = {
        "introduction_id": None,
        "expects": None,
        "cc_contact_ids": [],
        "sent_at_precision": "time",
        "contact": None,
        "etag": '"1"',
    }
    return {**kept, **more, "sent_at": row["sent_at"].isoformat()}


def _contact(row: Row) -> dict[str, Any]:
    kept = {name: row[name] for name in ContactOut.model_fields if name in row}
    current = row["positions"][0]
    return {
        **kept,
        "title": current["title"],
        "employer": current["employer"],
        "stage": "met" if row["met_from"] else "contacted",
        "standing": "active",
        "last_touch_at": row["last_message_at"],
        "next_due_at": None,
        "message_count": row["message_count"] or 0,
        "interview_count": row["interview_count"] or 0,
        "roles": [],
        "etag": f'"{row["version"]}"',
    }


def _due(row: Row) -> dict[str, Any]:
    rule, current = BY_KIND[row["kind"]], row["positions"][0]
    kept = {name: row[name] for name in ("id", "kind", "due_at", "late_at", "flagged_at", "expires_at", "computed_at")}
    return {
        **kept,
        "title": rule.title.format(name=row["full_name"], text=None, employer=current["employer"]),
        "severity": "late",
        "contact": {
            "id": row["contact_id"],
            "full_name": row["full_name"],
            "title": current["title"],
            "employer": current["employer"],
        },
        "contacts": [],
        "subject": {"type": row["subject_type"], "id": row["subject_id"], "href": f"/interviews/{row['subject_id']}"},
        "because": [
            {
                "fact": rule.facts[reason["fact"]].format(name=row["full_name"], text=row["text"]),
                "at": reason["at"],
                "href": f"/interviews/{reason['id']}",
            }
            for reason in row["because"]
        ],
        "also": [],
        "rule": {"id": rule.kind, "says": rule.says, "source": rule.source, "settled_by": rule.settled_by},
        "actions": rule.settle(
            OpenItem(
                row["contact_id"], row["subject_type"], row["subject_id"], row["because"], row["draft_id"], rule.writes
            )
        ),
        "snoozed_until": None,
        "dismissed_at": None,
        "dismissed_reason": None,
        "etag": '"1"',
    }
