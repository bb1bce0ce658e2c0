"""The stories of a student's year, told over HTTP and looked at through `GET /due`."""

import random

from tests.client import Client
from tests.conftest import Clock, Office
from tests.factories import contact, due, inbound, meeting, message, prepared, talk


async def test_a_call_that_nobody_marks_as_completed_is_still_to_be_thanked_for(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await meeting(me, ana, starts_at="2026-03-12T15:00:00Z")
    assert "confirm Ana Ruiz" in await due(me, "2026-03-12T12:00:00Z")
    friday = await due(me, "2026-03-13T10:00:00Z")
    assert set(friday) == {"debrief Ana Ruiz", "thank_you Ana Ruiz"}
    thanks = friday["thank_you Ana Ruiz"]
    assert (thanks["due_at"], thanks["severity"]) == ("2026-03-12T16:30:00Z", "due")
    after = await due(me, "2026-03-17T08:00:00Z")
    assert {kind: item["severity"] for kind, item in after.items()} == {
        "debrief Ana Ruiz": "flagged",
        "thank_you Ana Ruiz": "flagged",
    }


async def test_my_pleasure_asks_for_nothing_and_three_months_later_the_update_comes(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    call = await meeting(me, ana, starts_at="2026-03-03T15:00:00Z")
    clock.set("2026-03-04T10:00:00+00:00")
    await me.do(f"/interviews/{call['id']}/complete", {"takeaways": "Nurses lead more than I thought."})
    await message(me, ana, "thank_you", interview_id=call["id"])
    clock.pass_by(hours=3)
    await inbound(me, ana, body="My pleasure, good luck!")
    assert await due(me) == {}
    assert await due(me, "2026-06-03T07:59:00Z") == {}
    (update,) = (await due(me, "2026-06-04T08:00:00Z")).values()
    assert (update["kind"], update["due_at"]) == ("update", "2026-06-04T08:00:00Z")


async def test_sure_when_is_answered_with_three_times_and_silence_is_followed_up(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await message(me, ana, "request", sent_at="2026-03-02T10:00:00Z")
    await inbound(me, ana, sent_at="2026-03-02T12:00:00Z", body="Sure, when?")
    assert set(await due(me, "2026-03-03T09:00:00Z")) == {"reply Ana Ruiz"}
    await message(me, ana, "reply", sent_at="2026-03-02T14:00:00Z", body="Monday, Tuesday or Friday at four?")
    assert await due(me, "2026-03-11T07:59:00Z") == {}
    assert set(await due(me, "2026-03-11T08:00:00Z")) == {"follow_up Ana Ruiz"}


async def test_tomorrow_at_nine_is_prepared_at_once_and_needs_no_confirmation(me: Client, clock: Clock) -> None:
    clock.set("2026-03-02T19:00:00+00:00")
    ana = await contact(me)
    await meeting(me, ana, starts_at="2026-03-03T09:00:00Z")
    (prepare,) = (await due(me)).values()
    assert (prepare["kind"], prepare["due_at"], prepare["severity"]) == ("prepare", "2026-03-02T19:00:00Z", "late")
    assert set(await due(me, "2026-03-03T08:59:59Z")) == {"prepare Ana Ruiz"}
    assert await due(me, "2026-03-03T09:00:00Z") == {}, "it lapses at nine"
    await prepared(me, ana)
    assert await due(me) == {}


async def test_a_vacation_stops_what_the_member_starts_and_nothing_else(office: Office, clock: Clock) -> None:
    closed = {"starts_on": "2026-12-19", "ends_on": "2027-01-03", "name": "Winter vacation"}
    await office.admin.change("/organization", {"closed_periods": [closed]})
    await office.work()
    me = await office.member()
    clock.set("2026-12-21T12:00:00+00:00")
    asked, unanswered = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    await inbound(me, asked, sent_at="2026-12-21T10:00:00Z", body="Could you talk on the 23rd?")
    await message(me, unanswered, "request", sent_at="2026-12-18T10:00:00Z")
    assert set(await due(me, "2026-12-22T08:00:00Z")) == {"reply Ana Ruiz"}
    follow_up = (await due(me, "2027-01-12T08:00:00Z"))["follow_up Ben Okafor"]
    assert follow_up["due_at"] == "2027-01-12T08:00:00Z"


async def test_everybody_in_a_group_call_is_thanked_met_and_updated(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    await meeting(me, ana, ben, starts_at="2026-03-03T15:00:00Z")
    clock.set("2026-03-04T10:00:00+00:00")
    shown = await due(me)
    assert set(shown) == {"thank_you Ana Ruiz", "thank_you Ben Okafor", "debrief Ana Ruiz"}
    assert [(await me.read(f"/contacts/{person['id']}"))["stage"] for person in (ana, ben)] == ["met", "met"]
    await message(me, ana, "thank_you", cc_contact_ids=[ben["id"]])
    later = await due(me, "2026-06-04T09:00:00Z")
    assert {"update Ana Ruiz", "update Ben Okafor"} <= set(later)
    assert not any(name.startswith("thank_you") for name in later)


async def test_a_phone_call_that_ends_in_a_date_is_not_followed_up(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await message(me, ana, "request", sent_at="2026-03-02T10:00:00Z")
    await talk(me, ana, sent_at="2026-03-02T14:00:00Z", body="Yes, the twelfth.")
    await meeting(me, ana, starts_at="2026-03-12T15:00:00Z")
    assert not any(name.startswith("follow_up") for name in await due(me, "2026-03-12T09:00:00Z"))


async def test_a_walk_in_talk_is_logged_as_completed(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await meeting(me, ana, status="completed", starts_at="2026-03-02T13:00:00Z", takeaways="Ask about shifts.")
    assert (await me.read(f"/contacts/{ana['id']}"))["stage"] == "met"
    assert set(await due(me)) == {"thank_you Ana Ruiz"}


async def test_two_weeks_logged_late_come_out_the_same_in_any_order(me: Client, clock: Clock) -> None:
    clock.set("2026-03-20T12:00:00+00:00")
    told = [
        ("request", {"direction": "outbound", "kind": "request", "sent_at": "2026-03-04"}),
        ("answer", {"direction": "inbound", "sent_at": "2026-03-05T09:00:00Z"}),
        ("times", {"direction": "outbound", "kind": "arrangement", "sent_at": "2026-03-06"}),
        ("yes", {"direction": "inbound", "sent_at": "2026-03-09"}),
        ("met", {"starts_at": "2026-03-12T15:00:00Z", "set_at": "2026-03-09T17:00:00Z"}),
        ("thanks", {"direction": "outbound", "kind": "thank_you", "sent_at": "2026-03-13"}),
    ]
    outcomes = []
    for seed in range(4):
        ana = await contact(me, f"Ana {seed}")
        for name, fact in random.Random(seed).sample(told, len(told)):  # noqa: S311 (an order, not a secret)
            if name == "met":
                await meeting(me, ana, status="completed", takeaways="Much.", **fact)
            else:
                await message(me, ana, **fact)
        seen = await me.read(f"/contacts/{ana['id']}")
        shown = await due(me, "2026-07-01T00:00:00Z", contact_id=ana["id"])
        outcomes.append(
            (
                seen["stage"],
                seen["standing"],
                seen["last_touch_at"],
                [(item["kind"], item["due_at"]) for item in shown.values()],
            )
        )
    assert outcomes == [("met", "active", "2026-03-13T00:00:00Z", [("update", "2026-06-15T08:00:00Z")])] * 4


async def test_a_year_mistyped_is_corrected(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    call = await meeting(me, ana, status="completed", starts_at="2025-03-02T13:00:00Z", takeaways="Much.")
    assert await due(me) == {}, "all of it lapsed a year ago"
    corrected = await me.change(f"/interviews/{call['id']}", {"starts_at": "2026-03-02T13:00:00Z"})
    assert corrected["completed_at"] == "2026-03-02T13:30:00Z"
    assert set(await due(me)) == {"thank_you Ana Ruiz"}
    note = await message(me, ana, "thank_you", sent_at="2025-03-02T14:45:00Z")
    assert set(await due(me)) == {"thank_you Ana Ruiz"}
    await me.change(f"/outreach-emails/{note['id']}", {"sent_at": "2026-03-02T14:45:00Z"})
    assert await due(me) == {}


async def test_a_reply_logged_before_the_email_it_answers(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await inbound(me, ana, sent_at="2026-03-02T12:00:00Z")
    assert set(await due(me, "2026-03-03T09:00:00Z")) == {"reply Ana Ruiz"}
    await message(me, ana, "thank_you", sent_at="2026-03-02T09:00:00Z")
    assert await due(me, "2026-03-03T09:00:00Z") == {}


async def test_a_bounced_request_waits_for_nobody(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    sent = await message(me, ana, "request")
    assert (await me.read(f"/contacts/{ana['id']}"))["standing"] == "waiting"
    await me.do(f"/outreach-emails/{sent['id']}/mark-bounced", {"reason": "No such user"})
    assert set(await due(me, "2026-03-20T09:00:00Z")) == {"fix_delivery Ana Ruiz"}
    assert (await me.read(f"/contacts/{ana['id']}"))["stage"] == "identified"
    await message(me, ana, "request", sent_at="2026-03-02T16:00:00Z", channel="linkedin")
    assert set(await due(me, "2026-03-20T09:00:00Z")) == {"follow_up Ana Ruiz"}


async def test_an_out_of_office_answers_nothing(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await message(me, ana, "request", sent_at="2026-03-02T10:00:00Z")
    await inbound(me, ana, sent_at="2026-03-02T10:01:00Z", auto_reply=True)
    assert set(await due(me, "2026-03-11T08:00:00Z")) == {"follow_up Ana Ruiz"}
    assert (await me.read(f"/contacts/{ana['id']}"))["stage"] == "contacted"


async def test_a_meeting_moved_twice_is_confirmed_for_the_start_it_has(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await prepared(me, ana)
    call = await meeting(me, ana, starts_at="2026-03-12T15:00:00Z")
    await me.do(f"/interviews/{call['id']}/confirm")
    assert await due(me, "2026-03-11T09:00:00Z") == {}
    for day in ("17", "19"):
        await me.do(f"/interviews/{call['id']}/reschedule", {"starts_at": f"2026-03-{day}T15:00:00Z"})
    assert await due(me, "2026-03-16T09:00:00Z") == {}
    (confirm,) = (await due(me, "2026-03-18T09:00:00Z")).values()
    assert (confirm["kind"], confirm["expires_at"]) == ("confirm", "2026-03-19T15:00:00Z")


async def test_a_change_to_daylight_saving_keeps_the_morning_at_eight(office: Office, clock: Clock) -> None:
    me = await office.member(zone="America/New_York")
    ana = await contact(me)
    await message(me, ana, "request", sent_at="2026-03-03T15:00:00Z")
    (follow_up,) = (await due(me, "2026-03-13T00:00:00Z")).values()
    assert follow_up["due_at"] == "2026-03-12T12:00:00Z", "eight o'clock, now four hours behind UTC"


async def test_member_and_office_live_in_different_zones(office: Office, clock: Clock) -> None:
    await office.admin.change("/organization", {"zone": "America/Los_Angeles"})
    await office.work()
    here, there = await office.member(), await office.member(zone="Asia/Tokyo")
    clock.set("2026-03-06T12:00:00+00:00")
    for me in (here, there):
        await inbound(me, await contact(me), sent_at="2026-03-05T20:00:00Z")
    assert [item["due_at"] for item in (await due(here, "2026-03-31T00:00:00Z")).values()] == ["2026-03-06T16:00:00Z"]
    assert [item["due_at"] for item in (await due(there, "2026-03-31T00:00:00Z")).values()] == ["2026-03-08T23:00:00Z"]


async def test_three_months_after_the_thirtieth_of_november(me: Client, clock: Clock) -> None:
    clock.set("2026-11-30T18:00:00+00:00")
    ana = await contact(me)
    await meeting(me, ana, status="completed", starts_at="2026-11-30T15:00:00Z", takeaways="Much.")
    await message(me, ana, "thank_you")
    (update,) = (await due(me, "2027-03-31T00:00:00Z")).values()
    assert update["due_at"] == "2027-03-01T08:00:00Z", "the Monday after Sunday the 28th"


async def test_a_contact_archived_deleted_and_restored(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await inbound(me, ana, sent_at="2026-03-02T10:00:00Z")
    path, soon = f"/contacts/{ana['id']}", "2026-03-03T09:00:00Z"
    await me.change(path, {"archived": True})
    assert await due(me, soon) == {}
    await me.change(path, {"archived": False})
    assert set(await due(me, soon)) == {"reply Ana Ruiz"}
    assert (await me.delete(path)).status_code == 204
    assert await due(me, soon) == {}
    await me.do(f"{path}/restore")
    assert set(await due(me, soon)) == {"reply Ana Ruiz"}


async def test_five_hundred_messages_in_one_transaction(me: Client, clock: Clock) -> None:
    people = await me.make("/contacts/batch", {"items": [{"full_name": f"Person {at:03}"} for at in range(500)]})
    logged = [
        {"contact_id": person["id"], "kind": "request", "sent_at": "2026-03-02T10:00:00Z"} for person in people["items"]
    ]
    await me.make("/outreach-emails/batch", {"items": logged})
    page = await me.read("/due?as_of=2026-03-11T08:00:00Z&count=true&limit=1")
    assert page["total"] == 500


async def test_a_policy_changed_by_the_office_moves_everybody(office: Office, clock: Clock) -> None:
    me = await office.member()
    await message(me, await contact(me), "request", sent_at="2026-03-02T10:00:00Z")
    assert await due(me, "2026-03-05T08:00:00Z") == {}
    await office.admin.change("/organization", {"due_policy": {"follow_up_due": 3}})
    await office.work()
    assert set(await due(me, "2026-03-05T08:00:00Z")) == {"follow_up Ana Ruiz"}
    await office.admin.change("/organization", {"due_policy": {"follow_up_due": None}})
    await office.work()
    assert await due(me, "2026-03-05T08:00:00Z") == {}


async def test_a_member_who_goes_away_moves_their_own_items(me: Client, clock: Clock) -> None:
    who = (await me.read("/me"))["member"]
    await message(me, await contact(me), "request", sent_at="2026-03-02T10:00:00Z")
    away = [{"starts_on": "2026-03-09", "ends_on": "2026-03-13"}]
    await me.change(f"/members/{who['id']}", {"away_periods": away})
    assert await due(me, "2026-03-17T08:00:00Z") == {}
    assert set(await due(me, "2026-03-18T08:00:00Z")) == {"follow_up Ana Ruiz"}


async def test_no_response_is_final_until_an_answer_reopens_it(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    clock.set("2026-03-12T10:00:00+00:00")
    await message(me, ana, "request", sent_at="2026-03-02T10:00:00Z")
    await message(me, ana, "follow_up", sent_at="2026-03-11T10:00:00Z")
    assert (await me.read(f"/contacts/{ana['id']}"))["standing"] == "waiting"
    clock.set("2026-03-25T10:00:00+00:00")
    assert (await me.read(f"/contacts/{ana['id']}"))["standing"] == "no_response"
    assert await due(me) == {}
    await inbound(me, ana)
    assert (await me.read(f"/contacts/{ana['id']}"))["standing"] == "active"


async def test_ask_me_in_spring_and_no_thanks(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    for person in (ana, ben):
        await message(me, person, "request", sent_at="2026-03-02T10:00:00Z")
    await me.do(f"/contacts/{ana['id']}/defer", {"until": "2026-05-04", "reason": "Ask me in spring"})
    await me.do(f"/contacts/{ben['id']}/decline", {"reason": "No time"})
    assert await due(me, "2026-03-20T09:00:00Z") == {}
    standing = [(await me.read(f"/contacts/{person['id']}"))["standing"] for person in (ana, ben)]
    assert standing == ["deferred", "declined"]
    await me.do(f"/contacts/{ben['id']}/resume")
    assert set(await due(me, "2026-03-20T09:00:00Z")) == {"follow_up Ben Okafor"}


async def test_a_meeting_moved_away_and_back_is_confirmed_anew(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await prepared(me, ana)
    call = await meeting(me, ana, starts_at="2026-03-12T15:00:00Z")
    await me.do(f"/interviews/{call['id']}/confirm")
    for day in ("17", "12"):
        await me.do(f"/interviews/{call['id']}/reschedule", {"starts_at": f"2026-03-{day}T15:00:00Z"})
    assert set(await due(me, "2026-03-11T09:00:00Z")) == {"confirm Ana Ruiz"}


async def test_a_deferral_ends_where_the_member_lives(office: Office, clock: Clock) -> None:
    me = await office.member(zone="Pacific/Apia")
    ana = await contact(me)
    await message(me, ana, "request")
    await me.do(f"/contacts/{ana['id']}/defer", {"until": "2026-05-05"})
    for now, standing in (("2026-05-04T10:59:00+00:00", "deferred"), ("2026-05-04T11:00:00+00:00", "active")):
        clock.set(now)
        assert (await me.read(f"/contacts/{ana['id']}"))["standing"] == standing


async def test_what_happened_with_a_contact_shows_in_updated_since(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    clock.pass_by(hours=1)
    await message(me, ana, "request")
    found = await me.everything("/contacts?updated_since=2026-03-02T15:30:00Z")
    assert [person["id"] for person in found] == [ana["id"]]


async def test_a_meeting_moved_twice_while_its_confirm_was_snoozed(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await prepared(me, ana)
    call = await meeting(me, ana, starts_at="2026-03-12T15:00:00Z")
    (confirm,) = (await due(me, "2026-03-11T09:00:00Z")).values()
    clock.set("2026-03-11T09:00:00+00:00")
    await me.do(f"/due/{confirm['id']}/snooze", {"for": "PT5H"})
    assert await due(me) == {}
    for day in ("17", "19"):
        await me.do(f"/interviews/{call['id']}/reschedule", {"starts_at": f"2026-03-{day}T15:00:00Z"})
    assert await due(me, "2026-03-11T09:30:00Z") == {}
    (anew,) = (await due(me, "2026-03-18T08:00:00Z")).values()
    assert (anew["kind"], anew["snoozed_until"]) == ("confirm", None)
    assert anew["id"] != confirm["id"]


async def test_ask_me_in_spring_is_asked_again_in_spring(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await message(me, ana, "request", sent_at="2026-03-02T10:00:00Z")
    await inbound(me, ana, sent_at="2026-03-02T12:00:00Z", body="Ask me in spring")
    await me.do(f"/contacts/{ana['id']}/defer", {"until": "2026-05-02"})
    clock.pass_by(hours=1)
    await message(me, ana, "reply", body="Gladly, thank you!")
    assert await due(me, "2026-05-03T23:00:00Z") == {}
    (again,) = (await due(me, "2026-05-04T08:00:00Z")).values()
    assert (again["kind"], again["due_at"]) == ("ask_again", "2026-05-04T08:00:00Z"), "the 2nd is a Saturday"
    clock.set("2026-05-04T09:00:00+00:00")
    await me.do(f"/contacts/{ana['id']}/defer", {"until": "2026-06-01"})
    assert await due(me) == {}
    clock.set("2026-06-02T09:00:00+00:00")
    assert set(await due(me)) == {"ask_again Ana Ruiz"}
    await message(me, ana, "request")
    assert await due(me) == {}
    assert set(await due(me, "2026-06-11T08:00:00Z")) == {"follow_up Ana Ruiz"}


async def test_who_does_not_come_is_met_another_time(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    call = await meeting(me, ana, starts_at="2026-03-03T15:00:00Z")
    clock.set("2026-03-05T10:00:00+00:00")
    await me.do(f"/interviews/{call['id']}/no-show", {"by": "me"})
    (rebook,) = (await due(me)).values()
    assert (rebook["kind"], rebook["due_at"], rebook["severity"]) == ("rebook", "2026-03-03T15:30:00Z", "due")
    assert rebook["title"] == "Apologize to Ana Ruiz for missing your meeting, and suggest a new time"
    await message(me, ana, "arrangement", body="I am sorry. Would Tuesday do?")
    assert await due(me) == {}


async def test_who_never_answers_is_not_the_only_one_there(office: Office, clock: Clock) -> None:
    await office.admin.change("/organization", {"due_policy": {"widen_on": True}})
    me = await office.member()
    ana = await contact(me, "Ana Ruiz", employer="St. Brigid's Hospital")
    ben = await contact(me, "Ben Okafor", employer="Lakeview", approach=False)
    await message(me, ana, "request", sent_at="2026-03-02T10:00:00Z")
    assert set(await due(me, "2026-03-05T08:00:00Z")) == {"widen Ana Ruiz"}
    clock.set("2026-03-05T10:00:00+00:00")
    await message(me, ben, "request")
    assert set(await due(me, "2026-03-06T08:00:00Z")) == {"widen Ana Ruiz"}
    await me.change(f"/contacts/{ben['id']}", {"employer": "st. brigid's HOSPITAL"})
    assert await due(me, "2026-03-06T08:00:00Z") == {}, "Ben works there, as it turns out"
    await me.change(f"/contacts/{ben['id']}", {"employer": "Lakeview"})
    assert set(await due(me, "2026-03-06T08:00:00Z")) == {"widen Ana Ruiz"}


async def test_a_draft_left_lying_and_a_meeting_without_a_time(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz", approach=False), await contact(me, "Ben Okafor")
    await prepared(me, ben)
    draft = await message(me, ana, "request", status="draft")
    proposal = await meeting(me, ben)
    assert set(await due(me, "2026-03-05T08:00:00Z")) == {"finish_draft Ana Ruiz", "schedule Ben Okafor"}
    clock.set("2026-03-05T09:00:00+00:00")
    await me.change(f"/outreach-emails/{draft['id']}", {"body": "I noticed that you…"})
    assert set(await due(me)) == {"schedule Ben Okafor"}, "touched today"
    await me.do(f"/interviews/{proposal['id']}/schedule", {"starts_at": "2026-03-06T09:00:00Z"})
    assert await due(me) == {}


async def test_reminders_of_one_s_own_come_beside_everything_else(me: Client, clock: Clock) -> None:
    ana = await contact(me, approach=False)
    await me.make("/reminders", {"text": "Read about night shifts", "remind_at": "2026-03-03T07:00:00Z"})
    monthly = {"text": "Look for news", "remind_at": "2026-01-31T09:00:00Z", "rrule": "FREQ=MONTHLY;BYMONTHDAY=-1"}
    await me.make("/reminders", {**monthly, "contact_id": ana["id"]})
    page = (await me.read("/due?as_of=2026-03-03T08:00:00Z"))["items"]
    assert [(item["title"], item["contact"] and item["contact"]["full_name"]) for item in page] == [
        ("Look for news", "Ana Ruiz"),
        ("Read about night shifts", None),
    ]
    assert page[0]["due_at"] == "2026-02-28T09:00:00Z"
    clock.set("2026-03-03T08:00:00+00:00")
    await me.do(page[0]["actions"][0]["href"], page[0]["actions"][0]["body"])
    assert [item["title"] for item in (await me.read("/due"))["items"]] == ["Read about night shifts"]
    later = (await me.read("/due?as_of=2026-03-31T09:00:00Z"))["items"]
    assert [item["due_at"] for item in later] == ["2026-03-03T07:00:00Z", "2026-03-31T09:00:00Z"]
    await me.change(f"/contacts/{ana['id']}", {"archived": True})
    assert len((await me.read("/due?as_of=2026-03-31T09:00:00Z"))["items"]) == 1


async def test_a_second_meeting_is_prepared_with_questions_of_its_own(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await prepared(me, ana)
    first = await meeting(me, ana, starts_at="2026-03-03T09:00:00Z")
    clock.set("2026-03-03T12:00:00+00:00")
    await me.do(f"/interviews/{first['id']}/complete", {"takeaways": "Come again."})
    await message(me, ana, "thank_you")
    await meeting(me, ana, starts_at="2026-03-20T09:00:00Z")
    clock.set("2026-03-18T12:00:00+00:00")
    found = (await due(me))["prepare Ana Ruiz"]
    assert [fact["fact"] for fact in found["because"]][1:] == [
        "The meeting was set; 0 of 3 questions to Ana Ruiz are written."
    ], "those of before were for the first meeting; the research stays"
    for text in ("What changed since?", "Who else?", "What would you read?"):
        await me.make("/questions", {"contact_id": ana["id"], "text": text})
    assert "prepare Ana Ruiz" not in await due(me)
