"""From which address a message came back: it is marked, and the mark is taken back."""

import asyncio

import pytest

from tests.client import Client, Json, errors_of
from tests.conftest import Clock
from tests.factories import contact, message

TWO: Json = {"emails": [{"address": "ana@museum.example", "primary": True}, {"address": "Ana@Home.example"}]}


async def marked(me: Client, person: Json) -> list[str]:
    """The addresses that are undeliverable."""
    now = await me.read(f"/contacts/{person['id']}")
    return [email["address"] for email in now["emails"] if email["undeliverable"]]


@pytest.mark.parametrize(
    ("given", "bounced", "expected"),
    [
        ({}, "ana@museum.example", ["ana@museum.example"]),
        ({"address": " "}, "ana@museum.example", ["ana@museum.example"]),
        ({"address": "ana@home.example"}, "Ana@home.example", ["Ana@home.example"]),
    ],
)
async def test_the_address_that_a_message_came_back_from_is_marked_until_it_did_arrive(
    me: Client, clock: Clock, given: Json, bounced: str, expected: list[str]
) -> None:
    ana = await contact(me, **TWO)
    path = f"/outreach-emails/{(await message(me, ana, 'request'))['id']}"
    assert (await me.do(f"{path}/mark-bounced", given))["bounced_address"] == bounced
    assert await marked(me, ana) == expected
    assert (await me.do(f"{path}/settle", {"status": "sent"}))["bounced_address"] is None
    assert await marked(me, ana) == []


async def test_an_address_stays_marked_while_another_message_came_back_from_it(me: Client, clock: Clock) -> None:
    ana = await contact(me, **TWO)
    paths = [f"/outreach-emails/{(await message(me, ana, 'request'))['id']}" for _ in range(2)]
    for path in paths:
        await me.do(f"{path}/mark-bounced", {"address": "ana@museum.example"})
    await me.do(f"{paths[0]}/settle", {"status": "sent"})
    assert await marked(me, ana) == ["ana@museum.example"]
    await me.do(f"{paths[1]}/settle", {"status": "canceled"})
    assert await marked(me, ana) == ["ana@museum.example"]


async def test_where_nobody_named_it_no_second_address_is_guessed(me: Client, clock: Clock) -> None:
    ana = await contact(me, emails=[{"address": "a@b.example", "undeliverable": True}, {"address": "c@b.example"}])
    sent = await message(me, ana, "request")
    assert (await me.do(f"/outreach-emails/{sent['id']}/mark-bounced"))["bounced_address"] is None
    nobody = await contact(me, "Ben Okafor")
    sent = await message(me, nobody, "request")
    assert (await me.do(f"/outreach-emails/{sent['id']}/mark-bounced"))["bounced_address"] is None


@pytest.mark.parametrize(
    ("channel", "address", "expected"),
    [
        ("email", "ana@elsewhere.example", "not_found"),
        ("email", "ana at home", "invalid"),
        ("linkedin", "ana@museum.example", "contradiction"),
    ],
)
async def test_only_an_address_of_theirs_can_be_named(
    me: Client, clock: Clock, channel: str, address: str, expected: str
) -> None:
    ana = await contact(me, **TWO)
    sent = await message(me, ana, "request", channel=channel)
    answer = await me.post(f"/outreach-emails/{sent['id']}/mark-bounced", {"address": address})
    assert (answer.status_code, errors_of(answer)) == (422, {"/address": expected})
    assert (await me.read(f"/outreach-emails/{sent['id']}"))["status"] == "sent"
    assert await marked(me, ana) == []


async def test_a_letter_that_came_back_marks_no_address(me: Client, clock: Clock) -> None:
    ana = await contact(me, **TWO)
    sent = await message(me, ana, "request", channel="letter")
    assert (await me.do(f"/outreach-emails/{sent['id']}/mark-bounced"))["bounced_address"] is None
    assert await marked(me, ana) == []


@pytest.mark.parametrize("second", ["mark-bounced", "settle"])
async def test_an_address_is_marked_as_long_as_a_message_came_back_from_it_whatever_happens_at_once(
    me: Client, clock: Clock, second: str
) -> None:
    for _ in range(3):
        ana = await contact(me, **TWO)
        paths = [f"/outreach-emails/{(await message(me, ana, 'request'))['id']}" for _ in range(2)]
        body = {"address": "ana@museum.example"}
        for path in paths[: 1 if second == "mark-bounced" else 2]:
            await me.do(f"{path}/mark-bounced", body)
        last = body if second == "mark-bounced" else {"status": "sent"}
        await asyncio.gather(me.do(f"{paths[0]}/settle", {"status": "sent"}), me.do(f"{paths[1]}/{second}", last))
        assert await marked(me, ana) == (["ana@museum.example"] if second == "mark-bounced" else [])
