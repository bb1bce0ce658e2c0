"""Interviews: the steps of their life, who takes part, and overlaps."""

import pytest

from tests.client import Client, errors_of
from tests.conftest import Clock
from tests.factories import contact, meeting

START = {"starts_at": "2026-03-03T10:00:00Z"}
STEPS = {
    "schedule": {"starts_at": "2026-03-06T15:00:00Z"},
    "reschedule": {"starts_at": "2026-03-06T15:00:00Z"},
    "confirm": {},
    "complete": {},
    "cancel": {"by": "me"},
    "no-show": {"by": "them"},
    "reopen": None,
}
ALLOWED = {
    "proposed": {"schedule", "cancel"},
    "scheduled": {"reschedule", "confirm", "complete", "cancel", "no-show"},
    "completed": {"reopen"},
    "canceled": {"reopen"},
    "no_show": {"reopen"},
}


async def in_status(me: Client, status: str) -> str:
    call = await meeting(me, await contact(me), **({} if status == "proposed" else START))
    path = f"/interviews/{call['id']}"
    step = {"completed": "complete", "canceled": "cancel", "no_show": "no-show"}.get(status)
    if step:
        await me.do(f"{path}/{step}", STEPS[step])
    assert (await me.read(path))["status"] == status
    return path


@pytest.mark.parametrize("status", ALLOWED)
async def test_each_step_has_its_states_and_names_what_is_possible_otherwise(me: Client, status: str) -> None:
    for step, body in STEPS.items():
        path = await in_status(me, status)
        answer = await me.post(f"{path}/{step}", body)
        if step in ALLOWED[status]:
            assert answer.status_code == 200, (status, step, answer.text)
        else:
            assert (answer.status_code, answer.json()["code"]) == (409, "state-conflict"), (status, step)
            for possible in ALLOWED[status]:
                assert f"/{possible}" in answer.json()["detail"]


async def test_with_a_start_it_is_scheduled_without_proposed(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    idea, call = await meeting(me, ana), await meeting(me, ana, **START)
    assert (idea["status"], idea["set_at"]) == ("proposed", None)
    assert (call["status"], call["set_at"]) == ("scheduled", "2026-03-02T15:00:00Z")
    body = {"contact_ids": [ana["id"]], "status": "proposed", **START}
    assert errors_of(await me.post("/interviews", body)) == {"/status": "contradiction"}
    body = {"contact_ids": [ana["id"]], "status": "scheduled"}
    assert errors_of(await me.post("/interviews", body)) == {"/starts_at": "required"}
    body = {"contact_ids": [ana["id"]], "status": "completed", "starts_at": "2026-03-10T15:00:00Z"}
    assert errors_of(await me.post("/interviews", body)) == {"/starts_at": "future"}


async def test_one_to_ten_take_part_each_once(me: Client) -> None:
    people = [(await contact(me, f"Person {at}"))["id"] for at in range(11)]
    assert (await me.make("/interviews", {"contact_ids": people[:10]}))["contact_ids"] == people[:10]
    for wrong in ([], people, [people[0], people[0]]):
        assert (await me.post("/interviews", {"contact_ids": wrong})).status_code == 422


async def test_a_past_talk_is_logged_in_one_request(me: Client, clock: Clock) -> None:
    call = await meeting(
        me, await contact(me), status="completed", starts_at="2026-03-01T15:00:00Z", takeaways="Much.", rating=4
    )
    assert (call["status"], call["completed_at"], call["rating"]) == ("completed", "2026-03-01T15:30:00Z", 4)


async def test_participants_are_kept_as_they_were_on_the_day(me: Client, clock: Clock) -> None:
    career = [
        {"title": "Nurse", "employer": "St. Brigid", "started_on": "2015", "ended_on": "2019-06"},
        {"title": "Nursing Director", "employer": "Lakeview", "started_on": "2019-07"},
    ]
    ana = await contact(me, positions=career)
    then = await meeting(me, ana, status="completed", starts_at="2018-03-01T15:00:00Z")
    now = await meeting(me, ana, **START)
    assert [participant["title"] for participant in (then["participants"][0], now["participants"][0])] == [
        "Nurse",
        "Nursing Director",
    ]
    await me.change(f"/contacts/{ana['id']}", {"title": "Retired"})
    kept = await me.read(f"/interviews/{now['id']}")
    assert kept["participants"][0]["title"] == "Nursing Director"


async def test_participants_are_exchanged(me: Client) -> None:
    ana, ben = await contact(me, "Ana"), await contact(me, "Ben")
    call = await meeting(me, ana, **START)
    changed = await me.change(f"/interviews/{call['id']}", {"contact_ids": [ben["id"], ana["id"]]})
    assert changed["contact_ids"] == [ben["id"], ana["id"]]
    assert (await me.change(f"/interviews/{call['id']}", {"contact_ids": [ben["id"]]}))["contact_ids"] == [ben["id"]]


async def test_an_overlap_is_a_warning_and_no_refusal(me: Client) -> None:
    ana = await contact(me)
    first = await meeting(me, ana, **START)
    beside = await meeting(me, ana, starts_at="2026-03-03T10:30:00Z")
    across = await meeting(me, ana, starts_at="2026-03-03T10:15:00Z", duration_minutes=30)
    assert (first["warnings"], beside["warnings"]) == ([], [])
    assert [(warning["code"], warning["interview_id"]) for warning in across["warnings"]] == [
        ("overlap", first["id"]),
        ("overlap", beside["id"]),
    ]
    assert (await me.read(f"/interviews/{across['id']}"))["warnings"] == []
    moved = await me.do(f"/interviews/{across['id']}/reschedule", {"starts_at": "2026-03-03T18:00:00Z"})
    assert moved["warnings"] == []


async def test_rescheduling_keeps_what_it_does_not_name_and_asks_for_a_new_confirmation(
    me: Client, clock: Clock
) -> None:
    call = await meeting(me, await contact(me), **START, medium="video", link="https://example.org/call")
    path = f"/interviews/{call['id']}"
    assert (await me.do(f"{path}/confirm"))["confirmed_at"] == "2026-03-02T15:00:00Z"
    clock.pass_by(hours=1)
    moved = await me.do(f"{path}/reschedule", {"starts_at": "2026-03-06T15:00:00Z"})
    assert (moved["confirmed_at"], moved["medium"], moved["link"]) == (None, "video", "https://example.org/call")
    assert moved["set_at"] == "2026-03-02T16:00:00Z"


async def test_completing_carries_takeaways_and_an_end(me: Client, clock: Clock) -> None:
    call = await meeting(me, await contact(me), **START, notes="old")
    clock.set("2026-03-06T10:00:00+00:00")
    done = await me.do(f"/interviews/{call['id']}/complete", {"takeaways": "Much.", "at": "2026-03-03T10:20:00Z"})
    assert (done["takeaways"], done["notes"], done["completed_at"]) == ("Much.", "old", "2026-03-03T10:20:00Z")
    again = await me.do(f"/interviews/{call['id']}/reopen")
    assert (again["status"], again["completed_at"], again["takeaways"]) == ("scheduled", None, "Much.")


async def test_calling_off_says_by_whom(me: Client, clock: Clock) -> None:
    call = await meeting(me, await contact(me), **START)
    path = f"/interviews/{call['id']}"
    assert errors_of(await me.post(f"{path}/cancel", {})) == {"/by": "required"}
    assert errors_of(await me.post(f"{path}/cancel", {"by": "nobody"})) == {"/by": "not_one_of"}
    off = await me.do(f"{path}/cancel", {"by": "them", "reason": "Flu"})
    assert (off["status"], off["called_off_by"], off["called_off_reason"]) == ("canceled", "them", "Flu")
    back = await me.do(f"{path}/reopen")
    assert (back["status"], back["called_off_by"]) == ("scheduled", None)


async def test_what_happened_does_not_lie_in_the_future(me: Client, clock: Clock) -> None:
    call = await meeting(me, await contact(me), **START)
    for step in ("confirm", "complete", "cancel", "no-show"):
        body = {**(STEPS[step] or {}), "at": "2026-03-03T15:00:01Z"}
        assert errors_of(await me.post(f"/interviews/{call['id']}/{step}", body)) == {"/at": "future"}


async def test_a_proposed_interview_has_no_start_to_correct(me: Client) -> None:
    call = await meeting(me, await contact(me))
    answer = await me.patch(f"/interviews/{call['id']}", START)
    assert (answer.status_code, "/schedule" in answer.json()["detail"]) == (409, True)
    assert (await me.patch(f"/interviews/{call['id']}", {"status": "completed"})).status_code == 422
