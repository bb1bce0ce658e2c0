"""Steps of which people know only the day: the first moment of it where they live, and steps of one day follow each other."""

import pytest

from tests.client import Client
from tests.conftest import Clock
from tests.factories import contact, meeting, message


async def test_steps_of_an_introduction_may_be_of_one_day(me: Client, clock: Clock) -> None:
    mine = (await me.read("/me"))["member"]["id"]
    await me.change(f"/members/{mine}", {"zone": "America/New_York"})
    ana = await contact(me, "Ana Ruiz")
    clock.set("2026-03-20T15:00:00+00:00")
    made = await me.make("/introductions", {"connector_id": ana["id"], "target_name": "Ben Okafor"})
    for step in ("request", "agree", "introduce"):
        made = await me.do(f"/introductions/{made['id']}/{step}", {"at": "2026-03-12"})
    assert {made[name] for name in ("requested_at", "agreed_at", "introduced_at")} == {"2026-03-12T04:00:00Z"}
    late = await me.make("/introductions", {"connector_id": ana["id"], "target_name": "Cy Young"})
    await me.do(f"/introductions/{late['id']}/request", {"at": "2026-03-12T20:00:00Z"})
    assert (await me.do(f"/introductions/{late['id']}/agree", {"at": "2026-03-12"}))[
        "agreed_at"
    ] == "2026-03-12T20:00:00Z"
    assert (await me.post(f"/introductions/{late['id']}/introduce", {"at": "2026-03-11"})).status_code == 422


@pytest.mark.parametrize("step", ["cancel", "no-show"])
async def test_a_meeting_that_fell_through_on_a_day(me: Client, clock: Clock, step: str) -> None:
    ana = await contact(me)
    call = await meeting(me, ana, starts_at="2026-03-12T15:00:00Z")
    clock.set("2026-03-20T15:00:00+00:00")
    off = await me.do(f"/interviews/{call['id']}/{step}", {"by": "them", "at": "2026-03-12"})
    assert off["called_off_at"] == ("2026-03-12T00:00:00Z" if step == "cancel" else "2026-03-12T15:00:00Z")


async def test_a_meeting_completed_on_its_day_ended_when_it_was_to(me: Client, clock: Clock) -> None:
    call = await meeting(me, await contact(me), starts_at="2026-03-12T15:00:00Z")
    clock.set("2026-03-20T15:00:00+00:00")
    done = await me.do(f"/interviews/{call['id']}/complete", {"at": "2026-03-12", "takeaways": "Nights are quiet."})
    assert done["completed_at"] == "2026-03-12T15:30:00Z"


async def test_promises_news_declines_and_bounces_take_a_day(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    promise = await me.make("/promises", {"contact_id": ana["id"], "by": "me", "what": "Send it"})
    assert (await me.do(f"/promises/{promise['id']}/keep", {"at": "2026-03-01"}))["kept_at"] == "2026-03-01T00:00:00Z"
    news = await me.make("/milestones", {"what": "I passed.", "is_news": True})
    assert (await me.do(f"/milestones/{news['id']}/done", {"at": "2026-03-02"}))["done_at"] == "2026-03-02T15:00:00Z"
    sent = await message(me, ana, "request", sent_at="2026-03-01T10:00:00Z")
    back = await me.do(f"/outreach-emails/{sent['id']}/mark-bounced", {"at": "2026-03-01"})
    assert back["bounced_at"] == "2026-03-01T10:00:00Z"
    assert (await me.do(f"/contacts/{ana['id']}/decline", {"at": "2026-03-01"}))[
        "declined_at"
    ] == "2026-03-01T00:00:00Z"


async def test_a_draft_is_marked_as_sent_with_the_words_that_went(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    draft = await message(me, ana, "reply", status="draft", subject="Hello", body="[…]")
    sent = await me.do(f"/outreach-emails/{draft['id']}/mark-sent", {"body": "Would Tuesday suit?"})
    assert (sent["status"], sent["subject"], sent["body"]) == ("sent", "Hello", "Would Tuesday suit?")
    assert (await me.read(f"/contacts/{ana['id']}"))["standing"] == "waiting", "it asks"
