"""What a request costs in statements, once its key is known; beside them a write sends BEGIN and COMMIT."""

import re

import pytest
from fastapi import FastAPI

from tests.client import Client, Json
from tests.conftest import Office
from tests.factories import contact, inbound, meeting, message


@pytest.fixture
async def ana(me: Client) -> Json:
    """One of five contacts, each with a message, an answer and a meeting."""
    people = [await contact(me, f"Person {at}", employer="City Museum") for at in range(5)]
    for person in people:
        await message(me, person, "request", cc_contact_ids=[people[0]["id"]] if person is not people[0] else [])
        await inbound(me, person)
        await meeting(me, person, starts_at="2026-03-05T15:00:00Z")
    return people[0]


@pytest.mark.parametrize(
    "target",
    [
        "/contacts?limit=20",
        "/contacts?stage=scheduled&employer=city%20museum&sort=-last_touch_at&limit=3",
        "/interviews?sort=-starts_at",
        "/outreach-emails?sort=-sent_at",
        "/promises?open=true",
        "/milestones?is_news=true",
        "/contacts?role=mentor",
        "/research-notes?contact_id={contact_id}",
        "/questions?contact_id={contact_id}",
        "/due?limit=20",
        "/due?within=P1Y&include=snoozed,dismissed&severity=upcoming",
    ],
)
async def test_a_list_is_one_statement_whatever_it_is_asked(
    me: Client, ana: Json, statements: list[str], target: str
) -> None:
    await me.read("/me")
    statements.clear()
    await me.read(target.format(contact_id=ana["id"]))
    assert len(statements) == 1, statements


# What a read costs where it is not one statement.
COSTS = {
    "/me": 2,
    "/due/rules": 3,
    "/lineage": 2,
    "/contacts/{contact_id}/lineage": 2,
    "/contacts/{contact_id}/timeline": 2,
    "/interviews/{interview_id}/brief": 2,
}


async def test_every_read_of_the_document_costs_one_statement_but_these(
    app: FastAPI, office: Office, me: Client, ana: Json, statements: list[str]
) -> None:
    await one_of_each(me, ana)
    await office.admin.change("/organization", {"weekend": ["sunday"]})
    paths = {path for path, item in app.openapi()["paths"].items() if "security" in item.get("get", {})}
    ids = {path: await first_id(office.admin if path in OF_ADMINS else me, path) for path in paths if "{" not in path}
    costs = {}
    for path in paths:
        caller = office.admin if path.partition("/{")[0] in OF_ADMINS else me
        statements.clear()
        await caller.read(re.sub(r"(/[a-z-]+)/{\w+}", lambda at: f"{at[1]}/{ids.get(at[1]) or 'request'}", path))
        costs[path] = len(statements)
    assert costs == {path: COSTS.get(path, 1) for path in paths}


OF_ADMINS = {"/jobs", "/api-keys", "/members", "/organization"}


async def one_of_each(me: Client, ana: Json) -> None:
    about = {"contact_id": ana["id"]}
    await me.make("/research-notes", {**about, "learned": "Moved from law to nursing."})
    await me.make("/questions", {**about, "text": "Why?"})
    await me.make("/promises", {**about, "by": "me", "what": "Send the article"})
    await me.make("/outcomes", {**about, "kind": "advice"})
    await me.make("/milestones", {"what": "I passed the exam."})
    await me.make("/reminders", {**about, "text": "Call", "remind_at": "2026-03-02T10:00:00Z"})
    await me.make("/introductions", {"connector_id": ana["id"], "target_name": "Cy Young"})


async def first_id(caller: Client, path: str) -> str | None:
    found = (await caller.read(path)).get("items") or [{}]
    return found[0].get("id")


@pytest.mark.parametrize("target", ["/lineage", "/contacts/{contact_id}/lineage"])
async def test_a_lineage_is_two_statements_however_long(
    me: Client, ana: Json, statements: list[str], target: str
) -> None:
    await me.make("/outcomes", {"contact_id": ana["id"], "kind": "referral", "referred_name": "Cy Young"})
    path = target.format(contact_id=ana["id"])
    statements.clear()
    assert len((await me.read(path))["links"]) == 1
    assert len(statements) == 2, statements


@pytest.mark.parametrize("target", ["/outreach-emails?expand=contact", "/interviews?expand=contacts"])
async def test_expanding_costs_one_more_for_the_whole_page(
    me: Client, ana: Json, statements: list[str], target: str
) -> None:
    await me.read("/contacts")
    statements.clear()
    found = await me.read(target)
    assert len(statements) == 2
    inside = {person["full_name"] for item in found["items"] for person in item.get("contacts") or [item["contact"]]}
    assert inside == {f"Person {at}" for at in range(5)}


async def test_what_a_new_contact_costs(me: Client, ana: Json, statements: list[str]) -> None:
    """Insert; take the lock; read the facts; store the state; see whom to approach; write the event; read the answer."""
    await me.read("/contacts")
    statements.clear()
    await contact(me, "Jo Park", title="Curator", employer="City Museum")
    approached = [*["SELECT"] * 4, "INSERT"]
    assert _verbs(statements) == ["INSERT", "UPDATE", "SELECT", "INSERT", *approached, "INSERT", "SELECT"]


async def test_what_an_answer_that_is_logged_costs(me: Client, statements: list[str]) -> None:
    """Look the contact up; insert; take the lock; read facts, messages and items; replace what differs; see whether anybody
    is left to approach, since this is a first message; store the event.
    """
    kim = await contact(me, "Kim")
    await inbound(me, kim)
    statements.clear()
    await message(me, kim, "reply")
    reads, replaced = ["SELECT"] * 3, ["DELETE", "INSERT", "INSERT"]
    assert _verbs(statements) == [
        "SELECT",
        "INSERT",
        "UPDATE",
        *reads,
        *replaced,
        "SELECT",
        "SELECT",
        "INSERT",
        "SELECT",
    ]


def _verbs(statements: list[str]) -> list[str]:
    return [verb for verb in (statement.partition(" ")[0] for statement in statements) if verb != "BEGIN"]
