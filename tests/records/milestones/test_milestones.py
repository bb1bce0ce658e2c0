"""Milestones: what happened in the member's own career, and whom to tell of it."""

from typing import Any

import pytest

from tests.client import Client, Json, errors_of
from tests.conftest import Clock, Office
from tests.factories import contact, due, inbound, meeting, message, talk

NEWS = {"what": "I passed the nursing exam.", "kind": "exam", "is_news": True}


async def met(me: Client, full_name: str, on: str = "2026-01-05", **more: Any) -> Json:
    someone = await contact(me, full_name, **more)
    await talk(me, someone, sent_at=f"{on}T10:00:00Z", channel="in_person")
    return someone


async def named(me: Client, as_of: str | None = None) -> list[str]:
    item = (await due(me, as_of)).get("share_news")
    return [person["full_name"] for person in item["contacts"]] if item else []


async def test_a_milestone_is_news_unless_it_is_said_to_be_none(me: Client, clock: Clock) -> None:
    await met(me, "Ana Ruiz")
    news = await me.make("/milestones", {"what": "I finished the project.", "kind": "project", "is_news": False})
    assert (await me.make("/milestones", {"what": "I moved.", "happened_on": "2020-01-01"}))["is_news"]
    assert (news["happened_on"], news["is_news"], news["news_at"]) == ("2026-03-02", False, None)
    assert await named(me) == []
    assert (await me.post(f"/milestones/{news['id']}/done")).status_code == 409
    told = await me.change(f"/milestones/{news['id']}", {"is_news": True})
    assert told["news_at"] == "2026-03-02T15:00:00Z"
    (item,) = (await due(me)).values()
    assert item["title"] == "Tell Ana Ruiz your news: “I finished the project.”"
    assert (item["contact"], item["subject"]["href"]) == (None, f"/milestones/{news['id']}")
    assert await named(me) == ["Ana Ruiz"]
    await me.change(f"/milestones/{news['id']}", {"is_news": False})
    assert await due(me) == {}


async def test_news_goes_to_those_who_were_met_and_are_kept_in_touch_with(me: Client, clock: Clock) -> None:
    await met(me, "Ana Ruiz", "2026-01-05")
    await met(me, "Ben Okafor", "2026-01-06")
    await contact(me, "Uncle Jo", keep_in_touch=True)
    await message(me, await contact(me, "Never Met"), "request", sent_at="2026-01-07T10:00:00Z")
    await met(me, "Not Again", keep_in_touch=False)
    await met(me, "Put Aside", archived=True)
    away = await met(me, "Ask Later")
    await me.do(f"/contacts/{away['id']}/defer", {"until": "2026-05-01"})
    declined = await met(me, "Said No")
    await me.do(f"/contacts/{declined['id']}/decline")
    await me.make("/milestones", NEWS)
    assert await named(me) == ["Uncle Jo", "Ana Ruiz", "Ben Okafor"], "who was not heard of longest comes first"


async def test_five_are_told_a_day_until_all_are(me: Client, clock: Clock) -> None:
    people = [await met(me, f"Person {at}", f"2026-01-{at + 10}") for at in range(7)]
    milestone = await me.make("/milestones", NEWS)
    assert await named(me) == [f"Person {at}" for at in range(5)]
    for at in (0, 1, 6):
        await message(me, people[at], "update")
    assert await named(me) == ["Person 2", "Person 3"], "two more today"
    assert await named(me, "2026-03-03T00:00:00Z") == ["Person 2", "Person 3", "Person 4", "Person 5"]
    for at in (2, 3):
        await message(me, people[at], "update")
    assert await due(me) == {}, "enough for today"
    (tomorrow,) = (await due(me, "2026-03-03T08:00:00Z")).values()
    assert [person["full_name"] for person in tomorrow["contacts"]] == ["Person 4", "Person 5"]
    clock.set("2026-03-03T09:00:00+00:00")
    await message(me, people[4], "update")
    assert await named(me) == ["Person 5"]
    await me.do(f"/milestones/{milestone['id']}/done")
    assert await due(me) == {}
    assert (await me.post(f"/milestones/{milestone['id']}/done")).status_code == 409


async def test_who_was_in_touch_just_now_waits_two_weeks(me: Client, clock: Clock) -> None:
    ana, ben = await met(me, "Ana Ruiz"), await met(me, "Ben Okafor", "2026-01-06")
    await inbound(me, ana, sent_at="2026-02-25T10:00:00Z", kind="update", expects_answer=False)
    await me.make("/milestones", NEWS)
    assert await named(me) == ["Ben Okafor"]
    assert await named(me, "2026-03-11T08:00:00Z") == ["Ben Okafor", "Ana Ruiz"]
    await message(me, ben, "update")
    (waits,) = (await due(me, within="P1M")).values()
    assert (waits["due_at"], waits["severity"]) == ("2026-03-11T08:00:00Z", "upcoming")
    assert [person["full_name"] for person in waits["contacts"]] == ["Ana Ruiz"], "whom it will name when it shows"


async def test_who_heard_it_in_person_is_not_told_again(me: Client, clock: Clock) -> None:
    ana, ben = await met(me, "Ana Ruiz"), await met(me, "Ben Okafor", "2026-01-06")
    call = await meeting(me, ana, starts_at="2026-03-20T15:00:00Z")
    await talk(me, ben, sent_at="2026-02-27", channel="phone")
    await me.make("/milestones", {**NEWS, "happened_on": "2026-02-27"})
    assert await named(me) == []
    await me.do(f"/interviews/{call['id']}/cancel", {"by": "them"})
    assert await named(me) == [], "she is to be offered a new time, which tells her"
    rebook = (await due(me, "2026-03-03T09:00:00Z"))["rebook Ana Ruiz"]
    await me.do(f"/due/{rebook['id']}/dismiss")
    assert await named(me) == ["Ana Ruiz"]


async def test_whom_news_names_follows_their_name_and_whether_they_are_there(me: Client, clock: Clock) -> None:
    ana = await met(me, "Ana Ruiz")
    await me.make("/milestones", NEWS)
    await me.change(f"/contacts/{ana['id']}", {"full_name": "Ana Ruiz-Lee"})
    assert await named(me) == ["Ana Ruiz-Lee"]
    await me.delete(f"/contacts/{ana['id']}")
    assert await named(me) == []
    await me.post(f"/contacts/{ana['id']}/restore")
    assert await named(me) == ["Ana Ruiz-Lee"]


async def test_news_follows_the_office_and_the_member(office: Office, clock: Clock) -> None:
    me = await office.member()
    for at in range(4):
        await met(me, f"Person {at}", f"2026-01-{at + 10}")
    await me.make("/milestones", NEWS)
    await office.admin.change("/organization", {"due_policy": {"share_news_a_day": 2}})
    await office.work()
    assert await named(me) == ["Person 0", "Person 1"]
    who = (await me.read("/me"))["member"]["id"]
    await me.change(f"/members/{who}", {"away_periods": [{"starts_on": "2026-03-02", "ends_on": "2026-03-06"}]})
    assert await named(me) == []
    assert await named(me, "2026-03-09T08:00:00Z") == ["Person 0", "Person 1"]


async def test_old_news_stays_as_it_lapsed(me: Client, clock: Clock) -> None:
    ana = await met(me, "Ana Ruiz")
    milestone = await me.make("/milestones", NEWS)
    (item,) = (await due(me)).values()
    clock.set("2026-06-02T15:00:00+00:00")
    await message(me, ana, "update")
    assert "share_news" not in await due(me, within="P1Y")
    assert (await me.get(f"/due/{item['id']}")).status_code == 404
    await me.change(f"/milestones/{milestone['id']}", {"is_news": False})
    again = await me.change(f"/milestones/{milestone['id']}", {"is_news": True})
    assert again["news_at"] == "2026-06-02T15:00:00Z"
    assert await named(me, "2026-06-20T08:00:00Z") == [], "she was written to since it happened"


async def test_news_can_be_snoozed_and_dismissed(me: Client, clock: Clock) -> None:
    await met(me, "Ana Ruiz")
    await me.make("/milestones", NEWS)
    (item,) = (await due(me)).values()
    await me.do(f"/due/{item['id']}/snooze", {"for": "P2D"})
    assert await due(me) == {}
    await me.do(f"/due/{item['id']}/dismiss")
    await met(me, "Ben Okafor")
    assert await due(me, "2026-03-10T09:00:00Z") == {}, "as long as it is the same news"


async def test_only_the_latest_twenty_pieces_of_news_are_told(me: Client, clock: Clock) -> None:
    await met(me, "Ana Ruiz")
    for at in range(22):
        clock.pass_by(hours=0.01)
        await me.make("/milestones", {"what": f"Step {at}", "is_news": True})
    told = [item["title"] for item in await me.everything("/due?kind=share_news")]
    assert len(told) == 20
    assert "Tell Ana Ruiz your news: “Step 1”" not in told


async def test_news_is_not_done_before_it_is_news(me: Client, clock: Clock) -> None:
    news = await me.make("/milestones", NEWS)
    early = await me.post(f"/milestones/{news['id']}/done", {"at": "1950-01-01T00:00:00Z"})
    assert errors_of(early) == {"/at": "past"}


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({"what": "", "is_news": True}, "/what"),
        ({"what": "x", "happened_on": "2026-03-05"}, "/happened_on"),
        ({"what": "x", "kind": "party"}, "/kind"),
        ({"what": "x", "is_news": "yes"}, "/is_news"),
    ],
)
async def test_a_milestone_that_makes_no_sense_is_refused(me: Client, clock: Clock, body: Json, at: str) -> None:
    assert list(errors_of(await me.post("/milestones", body))) == [at]
