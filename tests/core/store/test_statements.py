"""What a request costs in statements, once its key is known; beside them a write sends BEGIN and COMMIT."""

import pytest

from tests.client import Client, Json
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
        "/contacts/{contact_id}",
        "/contacts?limit=20",
        "/contacts?stage=scheduled&employer=city%20museum&sort=-last_touch_at&limit=3",
        "/interviews/{interview_id}",
        "/interviews?sort=-starts_at",
        "/outreach-emails/{email_id}",
        "/outreach-emails?sort=-sent_at",
        "/reminders",
        "/introductions",
        "/promises?open=true",
        "/outcomes",
        "/milestones?is_news=true",
        "/templates",
        "/templates/request",
        "/templates/request/versions",
        "/contacts?role=mentor",
        "/research-notes?contact_id={contact_id}",
        "/questions?contact_id={contact_id}",
        "/contacts/{contact_id}/question-suggestions",
        "/due?limit=20",
        "/due?within=P1Y&include=snoozed,dismissed&severity=upcoming",
        "/due/summary",
        "/due/{item_id}",
    ],
)
async def test_a_read_is_one_statement(me: Client, ana: Json, statements: list[str], target: str) -> None:
    interviews, emails = await me.read("/interviews"), await me.read("/outreach-emails")
    due = await me.read("/due?within=P1M")
    ids = {"contact_id": ana, "interview_id": interviews["items"][0], "email_id": emails["items"][0]}
    path = target.format(**{name: thing["id"] for name, thing in ids.items()}, item_id=due["items"][0]["id"])
    statements.clear()
    await me.read(path)
    assert len(statements) == 1, statements


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
    """Insert; take the lock; read the facts; store the state; write the event; read the answer."""
    await me.read("/contacts")
    statements.clear()
    await contact(me, "Jo Park", title="Curator", employer="City Museum")
    assert _verbs(statements) == ["INSERT", "UPDATE", "SELECT", "INSERT", "INSERT", "SELECT"]


async def test_what_an_answer_that_is_logged_costs(me: Client, statements: list[str]) -> None:
    """Look the contact up; insert; take the lock; read facts, messages and items; replace what differs; store the event."""
    kim = await contact(me, "Kim")
    await inbound(me, kim)
    statements.clear()
    await message(me, kim, "reply")
    reads, replaced = ["SELECT"] * 3, ["DELETE", "INSERT", "INSERT"]
    assert _verbs(statements) == ["SELECT", "INSERT", "UPDATE", *reads, *replaced, "INSERT", "SELECT"]


def _verbs(statements: list[str]) -> list[str]:
    return [verb for verb in (statement.partition(" ")[0] for statement in statements) if verb != "BEGIN"]
