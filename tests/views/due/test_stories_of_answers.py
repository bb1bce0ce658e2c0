"""Stories of who owes whom a word: offers, closings, approaches that come to nothing, days without a time."""

from tests.client import Client
from tests.conftest import Clock
from tests.factories import contact, due, inbound, meeting, message, prepared, talk


async def test_an_opening_offered_seven_weeks_after_the_thanks_is_to_be_answered(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    clock.set("2026-03-22T12:00:00+00:00")
    call = await meeting(me, ana, starts_at="2026-02-01T15:00:00Z")
    await me.do(f"/interviews/{call['id']}/complete", {"takeaways": "Nights are quiet."})
    await message(me, ana, "thank_you", sent_at="2026-02-02T10:00:00Z", interview_id=call["id"])
    await inbound(me, ana, sent_at="2026-03-22T10:00:00Z", body="We have an opening. I thought of you at once.")
    assert set(await due(me, "2026-03-23T08:00:00Z")) == {"reply Ana Ruiz"}
    assert (await due(me, "2026-03-27T08:00:00Z"))["reply Ana Ruiz"]["severity"] == "flagged"
    clock.set("2026-03-27T09:00:00+00:00")
    await message(me, ana, "reply", body="How kind! I would love to hear more.")
    assert "reply Ana Ruiz" not in await due(me)


async def test_see_you_then_asks_for_nothing_and_a_question_before_the_meeting_does(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await prepared(me, ana)
    await message(me, ana, "request", sent_at="2026-02-27T10:00:00Z")
    await meeting(me, ana, starts_at="2026-03-12T15:00:00Z")
    clock.pass_by(hours=2)
    said = await inbound(
        me, ana, body="See you then.\n\nOn 2 March 2026 at 10:00, I wrote:\n> Would three o'clock suit?"
    )
    assert await due(me, "2026-03-10T08:00:00Z") == {}, "what it quotes asks nothing"
    await me.change(f"/outreach-emails/{said['id']}", {"body": "See you then. Shall I bring a colleague?"})
    assert set(await due(me, "2026-03-10T08:00:00Z")) == {"reply Ana Ruiz"}


async def test_times_sent_and_a_meeting_proposed_are_one_question(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await prepared(me, ana)
    await meeting(me, ana)
    await message(me, ana, "arrangement", body="Monday, Tuesday or Friday at four?")
    assert await due(me, "2026-03-10T12:00:00Z") == {}
    assert set(await due(me, "2026-03-11T08:00:00Z")) == {"follow_up Ana Ruiz"}
    clock.set("2026-03-11T09:00:00+00:00")
    await message(me, ana, "follow_up")
    assert await due(me, "2026-06-11T08:00:00Z") == {}
    assert (await me.read(f"/contacts/{ana['id']}"))["standing"] == "waiting"


async def test_a_chat_at_a_fair_is_thanked_for(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    clock.set("2026-03-05T20:00:00+00:00")
    await talk(me, ana, channel="in_person", sent_at="2026-03-05T16:00:00Z")
    (item,) = (await due(me)).values()
    assert (item["kind"], item["due_at"]) == ("thank_you", "2026-03-05T17:00:00Z")
    assert item["subject"]["type"] == "outreach_email"
    draft = (await me.make(item["actions"][0]["href"], item["actions"][0]["body"]))["outreach_email"]
    assert (draft["kind"], draft["interview_id"]) == ("thank_you", None)
    await message(me, ana, "thank_you")
    assert await due(me) == {}


async def test_a_request_in_spring_that_came_to_nothing_and_another_in_autumn(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    clock.set("2026-12-01T10:00:00+00:00")
    await message(me, ana, "request", sent_at="2026-03-02T10:00:00Z")
    assert (await me.read(f"/contacts/{ana['id']}"))["standing"] == "no_response"
    await message(me, ana, "request", sent_at="2026-11-20T10:00:00Z")
    assert (await me.read(f"/contacts/{ana['id']}"))["standing"] == "waiting"
    assert set(await due(me)) == {"follow_up Ana Ruiz"}


async def test_a_request_and_its_answer_of_one_day_are_a_question_and_its_answer(me: Client, clock: Clock) -> None:
    clock.set("2026-03-20T10:00:00+00:00")
    for ask, answer in (("2026-03-03", "2026-03-03"), ("2026-03-03", "2026-03-03T16:00:00Z")):
        person = await contact(me, f"Ana {answer}")
        await inbound(me, person, sent_at=answer, body="Sure, when?")
        await message(me, person, "request", sent_at=ask)
        assert set(await due(me, contact_id=person["id"])) == {f"reply {person['full_name']}"}


async def test_who_asked_a_connector_and_was_introduced_has_been_answered(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    made = await me.make("/introductions", {"connector_id": ana["id"], "target_id": ben["id"]})
    await me.do(f"/introductions/{made['id']}/request")
    await message(me, ana, "introduction_request")
    clock.pass_by(hours=30)
    await me.do(f"/introductions/{made['id']}/introduce")
    await inbound(me, ana, body="Done. Ben is looking forward to it.")
    clock.pass_by(hours=24 * 40)
    assert (await me.read(f"/contacts/{ana['id']}"))["standing"] == "active"
    assert "reply Ana Ruiz" not in await due(me)


async def test_a_referral_is_reported_back_once_the_two_have_met(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    clock.set("2026-03-12T16:00:00+00:00")
    referral = {"contact_id": ana["id"], "kind": "referral", "referred_id": ben["id"], "happened_on": "2026-03-03"}
    outcome = await me.make("/outcomes", referral)
    call = await meeting(me, ben, starts_at="2026-03-12T15:00:00Z")
    await me.do(f"/interviews/{call['id']}/complete", {"takeaways": "Wards differ."})
    report = (await due(me, "2026-03-19T08:00:00Z"))["report_back Ana Ruiz"]
    assert report["due_at"] == "2026-03-19T08:00:00Z"
    await me.change(f"/outcomes/{outcome['id']}", {"used_on": "2026-03-10"})
    assert (await due(me, "2026-03-19T08:00:00Z"))["report_back Ana Ruiz"]["due_at"] == "2026-03-17T08:00:00Z"
    await message(me, ana, "update")
    assert "report_back Ana Ruiz" not in await due(me, "2026-03-19T08:00:00Z")


async def test_contacts_are_listed_by_how_they_stand(me: Client, clock: Clock) -> None:
    names = ("declined", "deferred", "no_response", "waiting", "dormant", "active", "none", "ahead")
    people = {name: await contact(me, name) for name in names}
    clock.set("2026-06-01T10:00:00+00:00")
    await me.do(f"/contacts/{people['declined']['id']}/decline")
    await me.do(f"/contacts/{people['deferred']['id']}/defer", {"until": "2026-09-01"})
    await message(me, people["no_response"], "request", sent_at="2026-03-02T10:00:00Z")
    await message(me, people["waiting"], "request", sent_at="2026-05-29T10:00:00Z")
    await talk(me, people["dormant"], sent_at="2025-06-01T09:00:00Z")
    await talk(me, people["active"], sent_at="2025-06-01T11:00:00Z")
    await meeting(me, people["ahead"], starts_at="2026-06-12T15:00:00Z")
    for person in await me.everything("/contacts"):
        stands = {"none": None, "ahead": "active"}.get(person["full_name"], person["full_name"])
        assert person["standing"] == stands, person["full_name"]
    for standing in names[:6]:
        found = {person["full_name"] for person in await me.everything(f"/contacts?standing={standing}")}
        assert found == {standing} | ({"ahead"} if standing == "active" else set())
    assert (await me.get("/contacts?standing=lost")).status_code == 422


async def test_a_question_is_not_lost_because_a_meeting_moves(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await prepared(me, ana)
    call = await meeting(me, ana, starts_at="2026-03-20T15:00:00Z")
    clock.pass_by(hours=2)
    await inbound(me, ana, body="Could you send me your CV before we talk?")
    clock.pass_by(hours=20)
    await me.do(f"/interviews/{call['id']}/reschedule", {"starts_at": "2026-03-21T15:00:00Z"})
    assert set(await due(me, "2026-03-03T14:00:00Z")) == {"reply Ana Ruiz"}


async def test_an_update_between_two_requests_does_not_spare_the_second_its_follow_up(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    clock.set("2026-07-08T10:00:00+00:00")
    for kind, day in (("request", "2026-03-02"), ("update", "2026-06-25"), ("request", "2026-06-26")):
        await message(me, ana, kind, sent_at=f"{day}T10:00:00Z")
    assert set(await due(me)) == {"follow_up Ana Ruiz"}


async def test_thanks_for_a_referral_wait_for_nothing_and_times_that_were_offered_do(me: Client, clock: Clock) -> None:
    for said, waits in (("I am not the right person, but Ben is.", False), ("When would suit you? And ask Ben.", True)):
        ana = await contact(me, f"Ana {waits}")
        await message(me, ana, "request", sent_at="2026-02-10T10:00:00Z")
        await inbound(me, ana, sent_at="2026-02-17T10:00:00Z", body=said)
        await me.make(
            "/outcomes",
            {"contact_id": ana["id"], "kind": "referral", "referred_name": f"Ben {waits}", "happened_on": "2026-02-17"},
        )
        sent = await message(me, ana, "reply", sent_at="2026-02-18T10:00:00Z", body="Tuesday or Wednesday at two.")
        assert sent["expects"] is waits
        assert (f"follow_up Ana {waits}" in await due(me)) is waits
