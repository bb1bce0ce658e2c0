"""GET /due: the list, the single item, what settles it, and the list for a terminal."""

import pytest
from wcwidth import width

from api.method.due.policy import EXPLAINED
from api.method.due.table import RULES
from tests.client import Client, Json, errors_of
from tests.conftest import Clock, Office
from tests.factories import contact, due, inbound, meeting, message, prepared, talk


async def request(me: Client, ana: Json) -> None:
    await message(me, ana, "request", sent_at="2026-03-02T10:00:00Z")


async def call(me: Client, ana: Json) -> None:
    await meeting(me, ana, starts_at="2026-03-12T15:00:00Z")


async def thanked(me: Client, ana: Json) -> None:
    held = await meeting(me, ana, starts_at="2026-03-12T15:00:00Z")
    await message(me, ana, "thank_you", interview_id=held["id"])


async def called_off(me: Client, ana: Json) -> None:
    held = await meeting(me, ana, starts_at="2026-03-12T15:00:00Z")
    await me.do(f"/interviews/{held['id']}/cancel", {"by": "them"})


async def deferred(me: Client, ana: Json) -> None:
    await me.do(f"/contacts/{ana['id']}/defer", {"until": "2026-05-04"})


async def came_back(me: Client, ana: Json) -> None:
    sent = await message(me, ana, "request", sent_at="2026-03-02T10:00:00Z")
    await me.do(f"/outreach-emails/{sent['id']}/mark-bounced", {"at": "2026-03-02T10:05:00Z"})


async def reminded(me: Client, ana: Json) -> None:
    weekly = {"text": "Ask Ana Ruiz about shifts", "remind_at": "2026-03-05T09:00:00Z", "rrule": "FREQ=WEEKLY"}
    await me.make("/reminders", {**weekly, "contact_id": ana["id"]})


async def half_prepared(me: Client, ana: Json) -> None:
    """One question is missing."""
    await call(me, ana)
    await me.make("/research-notes", {"contact_id": ana["id"], "learned": "Moved from law to nursing."})
    for text in ("Why?", "How?"):
        await me.make("/questions", {"contact_id": ana["id"], "text": text})


async def introduction(me: Client, ana: Json, *steps: str, reverse: bool = False) -> None:
    """Ana is to introduce the member to Cy, or Cy to Ana."""
    cy = await contact(me, "Cy Young")
    by, to = (cy, ana) if reverse else (ana, cy)
    made = await me.make("/introductions", {"connector_id": by["id"], "target_id": to["id"]})
    for step in steps:
        await me.do(f"/introductions/{made['id']}/{step}")


async def used(me: Client, ana: Json) -> None:
    body = {"contact_id": ana["id"], "kind": "advice", "happened_on": "2026-02-02", "used_on": "2026-03-02"}
    await me.make("/outcomes", body)


async def referred(me: Client, ana: Json) -> None:
    cy = await contact(me, "Cy Young")
    await me.make("/outcomes", {"contact_id": cy["id"], "kind": "referral", "referred_id": ana["id"]})


async def promise(me: Client, ana: Json) -> None:
    await me.make("/promises", {"contact_id": ana["id"], "by": "me", "what": "Send it", "due_on": "2026-03-06"})


async def news(me: Client, ana: Json) -> None:
    await talk(me, ana, sent_at="2026-02-02T10:00:00Z", channel="in_person")
    await message(me, ana, "thank_you", sent_at="2026-02-03T10:00:00Z")
    await me.make("/milestones", {"what": "I passed the exam that Ana Ruiz told me about.", "is_news": True})


async def nothing(_me: Client, _ana: Json) -> None:
    """Being on the list is enough."""


# What makes an item of each kind, and a moment at which it shows.
OPENED = {
    "approach": (nothing, "2026-03-03T09:00:00Z"),
    "reply": (lambda me, ana: inbound(me, ana, sent_at="2026-03-02T10:00:00Z"), "2026-03-03T09:00:00Z"),
    "follow_up": (request, "2026-03-11T09:00:00Z"),
    "widen": (request, "2026-03-05T09:00:00Z"),
    "schedule": (meeting, "2026-03-05T09:00:00Z"),
    "prepare": (half_prepared, "2026-03-09T09:00:00Z"),
    "confirm": (call, "2026-03-11T09:00:00Z"),
    "debrief": (call, "2026-03-12T18:00:00Z"),
    "thank_you": (call, "2026-03-12T18:00:00Z"),
    "rebook": (called_off, "2026-03-04T09:00:00Z"),
    "update": (thanked, "2026-06-15T09:00:00Z"),
    "ask_again": (deferred, "2026-05-04T09:00:00Z"),
    "fix_delivery": (came_back, "2026-03-02T16:00:00Z"),
    "finish_draft": (lambda me, ana: message(me, ana, "request", status="draft"), "2026-03-04T09:00:00Z"),
    "ask_introduction": (introduction, "2026-03-03T09:00:00Z"),
    "chase_introduction": (lambda me, ana: introduction(me, ana, "request"), "2026-03-11T09:00:00Z"),
    "use_introduction": (lambda me, ana: introduction(me, ana, "introduce", reverse=True), "2026-03-03T09:00:00Z"),
    "thank_introducer": (lambda me, ana: introduction(me, ana, "introduce"), "2026-03-04T09:00:00Z"),
    "share_news": (news, "2026-03-02T16:00:00Z"),
    "report_back": (used, "2026-03-09T09:00:00Z"),
    "pursue_referral": (referred, "2026-03-04T09:00:00Z"),
    "keep_promise": (promise, "2026-03-05T09:00:00Z"),
    "reminder": (reminded, "2026-03-05T09:30:00Z"),
}
KINDS = [rule.kind for rule in RULES]


async def open_item(me: Client, kind: str) -> tuple[str, Json]:
    """An item of that kind, and the moment at which it shows."""
    ana = await contact(me, "Ana Ruiz", title="Nurse", employer="St. Brigid")
    await contact(me, "Ben Okafor", title="Nurse", employer="St. Brigid", approach=False)
    assert kind in OPENED, f"say in OPENED what opens {kind}, and when it is due"
    opened, as_of = OPENED[kind]
    await opened(me, ana)
    found = await due(me, as_of)
    return as_of, found.get(f"{kind} Ana Ruiz") or found[kind]


@pytest.fixture
async def wide(office: Office) -> Client:
    """A student of an organization that uses every rule."""
    await office.admin.change("/organization", {"due_policy": {"widen_on": True}})
    return await office.member()


@pytest.mark.parametrize("kind", KINDS)
async def test_an_item_explains_itself(wide: Client, clock: Clock, kind: str) -> None:
    as_of, item = await open_item(wide, kind)
    assert (item["kind"], item["rule"]["id"]) == (kind, kind)
    assert item["rule"]["says"]
    assert item["rule"]["source"]
    assert "Ana Ruiz" in item["title"]
    if item["contact"]:
        assert (item["contact"]["title"], item["contact"]["employer"]) == ("Nurse", "St. Brigid")
        assert item["contacts"] == []
    else:
        assert [person["full_name"] for person in item["contacts"]] == ["Ana Ruiz"]
    assert (await wide.get(item["subject"]["href"])).status_code == 200
    for fact in item["because"]:
        assert fact["fact"].endswith(".")
        assert (await wide.get(fact["href"])).status_code == 200
    answer = await wide.get(f"/due/{item['id']}?as_of={as_of}")
    assert answer.json() == item
    assert answer.headers["etag"] == item["etag"]


FILL = {
    "/body": "Thank you, Ana.",
    "/kind": "request",
    "/channel": "letter",
    "/takeaways": "Much.",
    "/learned": "Moved from law to nursing.",
    "/text": "Why?",
    "/until": "2026-09-01",
    "/by": "them",
    "/starts_at": "2026-09-01T15:00:00Z",
}
WITH_DRAFT = {"reply": "reply", "follow_up": "follow_up", "confirm": "confirmation", "thank_you": "thank_you"}
WITH_DRAFT |= {"rebook": "arrangement", "update": "update", "ask_again": "request"}


# Where what is drafted only leads to what settles: a time that is set.
LEADS_TO = {"schedule": "schedule"}


async def settled_by(me: Client, as_of: str, item: Json, action: Json) -> None:
    """Send the action with what it needs filled in, and see that the item is gone: once it is sent, if it is a draft."""
    if action["rel"] == "draft":
        drafted = await me.send(action["method"], action["href"], action["body"], headers=action["headers"])
        assert drafted.status_code == 201, drafted.text
        await me.do(f"{drafted.headers['location']}/mark-sent", {"force": True})
        if item["kind"] not in LEADS_TO:
            assert (await me.get(f"/due/{item['id']}?as_of={as_of}")).status_code == 404
            return
        action = next(offered for offered in item["actions"] if offered["rel"] == LEADS_TO[item["kind"]])
    about = item["contact"] or {"id": None}
    others = item["contacts"] or [person for person in await me.everything("/contacts") if person["id"] != about["id"]]
    fill: Json = {**FILL, "/contact_id": others[0]["id"]}
    if "/ids" in action["needs"]:
        fill["/ids"] = [suggestion["id"] for suggestion in (await me.read(action["href"]))["items"][:3]]
    body = {**action["body"], **{need.removeprefix("/"): fill[need] for need in action["needs"]}}
    answer = await me.send(action["method"], action["href"], body, headers=action["headers"])
    assert answer.is_success, (action["rel"], answer.text)
    assert (await me.get(f"/due/{item['id']}?as_of={as_of}")).status_code == 404, action["rel"]


@pytest.mark.parametrize("kind", KINDS)
async def test_every_action_of_an_item_settles_it(wide: Client, office: Office, clock: Clock, kind: str) -> None:
    _, first = await open_item(wide, kind)
    for at in range(len(first["actions"])):
        clock.set("2026-03-02T15:00:00+00:00")
        me = await office.member()
        as_of, item = await open_item(me, kind)
        clock.set(as_of.replace("Z", "+00:00"))
        await settled_by(me, as_of, item, item["actions"][at])


@pytest.mark.parametrize("kind", WITH_DRAFT)
async def test_a_waiting_draft_is_what_to_send_first(me: Client, clock: Clock, kind: str) -> None:
    as_of, item = await open_item(me, kind)
    draft = await message(me, item["contact"], WITH_DRAFT[kind], status="draft")
    clock.set(as_of.replace("Z", "+00:00"))
    item = (await due(me))[f"{kind} Ana Ruiz"]
    action = item["actions"][0]
    assert (action["rel"], action["href"]) == ("mark-sent", f"/outreach-emails/{draft['id']}/mark-sent")
    await contact(me, "Ben Okafor")
    await settled_by(me, as_of, item, action)


async def test_a_completed_meeting_without_takeaways_asks_for_them_by_patch(me: Client, clock: Clock) -> None:
    await meeting(me, await contact(me), status="completed", starts_at="2026-03-02T10:00:00Z")
    (action,) = (await due(me))["debrief Ana Ruiz"]["actions"]
    assert (action["method"], action["rel"]) == ("PATCH", "write-takeaways")
    answer = await me.send("PATCH", action["href"], {"takeaways": "Much."}, headers=action["headers"])
    assert answer.status_code == 200
    assert "debrief Ana Ruiz" not in await due(me)


async def test_to_prepare_takes_research_and_questions(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    held = await meeting(me, ana, ben, starts_at="2026-03-05T15:00:00Z")

    async def missing() -> list[str]:
        item = (await due(me)).get("prepare Ana Ruiz")
        return [action["rel"] for action in item["actions"]] if item else []

    assert await missing() == ["add-research", "choose-questions", "write-question"]
    note = await me.make("/research-notes", {"contact_id": ben["id"], "learned": "Runs the night school."})
    assert await missing() == ["choose-questions", "write-question"]
    asked = [await me.make("/questions", {"contact_id": ana["id"], "text": text}) for text in ("Why?", "How?")]
    await me.make("/questions", {"contact_id": ben["id"], "text": "When?", "interview_id": held["id"]})
    assert await missing() == []
    await me.change(f"/questions/{asked[0]['id']}", {"answer": "Because.", "interview_id": None})
    assert await missing() == ["choose-questions", "write-question"], "what was asked already waits for no meeting"
    await me.change(f"/questions/{asked[0]['id']}", {"interview_id": held["id"]})
    assert await missing() == []
    await me.delete(f"/research-notes/{note['id']}")
    assert await missing() == ["add-research"]


async def test_severity_follows_the_moment_that_is_asked_for(me: Client, clock: Clock) -> None:
    await inbound(me, await contact(me), sent_at="2026-03-02T10:00:00Z")

    async def severity(as_of: str) -> str | None:
        shown = await due(me, as_of, within="P1D")
        return shown["reply Ana Ruiz"]["severity"] if shown else None

    moments = {
        "2026-03-02T07:59:59Z": None,
        "2026-03-02T08:00:00Z": "upcoming",
        "2026-03-03T08:00:00Z": "due",
        "2026-03-04T08:00:00Z": "late",
        "2026-03-09T08:00:00Z": "flagged",
        "2026-05-01T07:59:59Z": "flagged",
        "2026-05-01T08:00:00Z": None,
    }
    assert {moment: await severity(moment) for moment in moments} == moments


async def test_items_come_earliest_first_then_in_the_rules_order(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana"), await contact(me, "Ben")
    await inbound(me, ana, sent_at="2026-03-02T10:00:00Z")
    await message(me, ben, "request", sent_at="2026-02-20T10:00:00Z")
    page = await me.read("/due?as_of=2026-03-03T09:00:00Z")
    assert [item["kind"] for item in page["items"]] == ["reply", "follow_up"]
    only = await me.read(f"/due?as_of=2026-03-03T09:00:00Z&contact_id={ben['id']}&kind=follow_up&count=true")
    assert (len(only["items"]), only["total"]) == (1, 1)


async def reply_item(me: Client, full_name: str = "Ana Ruiz") -> Json:
    await inbound(me, await contact(me, full_name), sent_at="2026-02-27T10:00:00Z")
    return (await due(me))[f"reply {full_name}"]


async def test_a_snoozed_item_shows_again_in_time(me: Client, clock: Clock) -> None:
    item = await reply_item(me)
    assert item["due_at"] == "2026-03-02T08:00:00Z"
    snoozed = await me.do(f"/due/{item['id']}/snooze", {"for": "P2D"})
    assert snoozed["snoozed_until"] == "2026-03-04T15:00:00Z"
    assert snoozed["etag"] != item["etag"]
    assert await due(me) == {}
    assert (await due(me, include="snoozed"))["reply Ana Ruiz"] == snoozed
    assert snoozed["severity"] == "upcoming"
    assert set(await due(me, within="P2D")) == {"reply Ana Ruiz"}, "it will show by then"
    assert (await me.read(f"/contacts/{item['contact']['id']}"))["next_due_at"] == "2026-03-04T15:00:00Z"
    again = (await due(me, "2026-03-04T15:00:00Z"))["reply Ana Ruiz"]
    assert (again["severity"], again["snoozed_until"]) == ("late", None)
    until = await me.do(f"/due/{item['id']}/snooze", {"until": "2026-03-03T09:00:00+01:00"})
    assert until["snoozed_until"] == "2026-03-03T08:00:00Z"
    assert set(await due(me, "2026-03-03T08:00:00Z")) == {"reply Ana Ruiz"}


async def test_a_snooze_ends_when_the_item_moves(office: Office, clock: Clock) -> None:
    me = await office.member()
    item = await reply_item(me)
    await me.do(f"/due/{item['id']}/snooze", {"for": "P20D"})
    await office.admin.change("/organization", {"due_policy": {"reply_due": 2}})
    await office.work()
    moved = (await due(me, "2026-03-04T08:00:00Z"))["reply Ana Ruiz"]
    assert (moved["id"], moved["snoozed_until"]) == (item["id"], None)


async def test_a_snooze_that_ended_does_not_come_back(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await prepared(me, ana)
    call = await meeting(me, ana, starts_at="2026-03-12T15:00:00Z")
    (confirm,) = (await due(me, "2026-03-11T09:00:00Z")).values()
    clock.set("2026-03-11T09:00:00+00:00")
    await me.do(f"/due/{confirm['id']}/snooze", {"for": "PT9H"})
    for day in ("17", "12"):
        await me.do(
            f"/interviews/{call['id']}/reschedule",
            {"starts_at": f"2026-03-{day}T15:00:00Z", "at": "2026-03-02T15:00:00Z"},
        )
    assert set(await due(me)) == {"confirm Ana Ruiz"}


async def test_a_snooze_ends_when_the_item_would_lapse_before(office: Office, clock: Clock) -> None:
    me = await office.member()
    item = await reply_item(me)
    await me.do(f"/due/{item['id']}/snooze", {"for": "P50D"})
    await office.admin.change("/organization", {"due_policy": {"reply_expires": 30}})
    await office.work()
    assert (await due(me))["reply Ana Ruiz"]["snoozed_until"] is None
    assert (await me.read("/due/summary"))["total"] == 1
    assert (await me.read(f"/contacts/{item['contact']['id']}"))["next_due_at"] == item["due_at"]


async def test_the_summary_says_when_the_next_one_shows(me: Client, clock: Clock) -> None:
    async def next_at() -> str | None:
        found: str | None = (await me.read("/due/summary"))["next_at"]
        return found

    assert await next_at() is None
    for text, at in (("First", "2026-03-05T09:00:00Z"), ("Second", "2026-03-06T09:00:00Z")):
        await me.make("/reminders", {"text": text, "remind_at": at, "rrule": "FREQ=YEARLY"})
    assert await next_at() == "2026-03-05T09:00:00Z"
    (first,) = [item for item in await me.everything("/due?within=P4D") if item["title"] == "First"]
    await me.do(f"/due/{first['id']}/snooze", {"until": "2026-03-05T12:00:00Z"})
    assert await next_at() == "2026-03-05T12:00:00Z", "a snooze of what is yet to come"
    await me.do(f"/due/{first['id']}/dismiss", {})
    assert await next_at() == "2026-03-06T09:00:00Z"


async def test_days_of_a_snooze_pass_where_the_member_lives(office: Office, clock: Clock) -> None:
    me = await office.member(zone="America/New_York")
    item = await reply_item(me)
    snoozed = await me.do(f"/due/{item['id']}/snooze", {"for": "P7D"})
    assert snoozed["snoozed_until"] == "2026-03-09T14:00:00Z", "ten o'clock, before and after clocks change"


async def test_a_dismissed_item_stays_away_until_its_reasons_change(me: Client, clock: Clock) -> None:
    item = await reply_item(me)
    dismissed = await me.do(f"/due/{item['id']}/dismiss", {"reason": "He meant somebody else"})
    assert (dismissed["dismissed_at"], dismissed["dismissed_reason"]) == (
        "2026-03-02T15:00:00Z",
        "He meant somebody else",
    )
    assert await due(me) == await due(me, "2026-03-20T09:00:00Z", within="P1M") == {}
    assert (await due(me, include="snoozed,dismissed"))["reply Ana Ruiz"] == dismissed
    assert (await me.read(f"/contacts/{item['contact']['id']}"))["next_due_at"] is None
    await inbound(me, item["contact"], sent_at="2026-03-02T11:00:00Z", body="Did you get this?")
    anew = (await due(me))["reply Ana Ruiz"]
    assert (anew["id"], anew["dismissed_at"]) == (item["id"], None)


async def test_what_was_decided_can_be_taken_back(me: Client, clock: Clock) -> None:
    item = await reply_item(me)
    for step, body in (("snooze", {"for": "P1D"}), ("dismiss", None)):
        await me.do(f"/due/{item['id']}/{step}", body)
        assert await me.do(f"/due/{item['id']}/restore") == item
        assert set(await due(me)) == {"reply Ana Ruiz"}
    assert (await me.post(f"/due/{item['id']}/restore")).status_code == 409


async def test_a_decision_is_made_on_what_was_seen(me: Client, clock: Clock) -> None:
    item = await reply_item(me)
    await inbound(me, item["contact"], sent_at="2026-03-02T11:00:00Z")
    late = await me.post(f"/due/{item['id']}/dismiss", {}, headers={"If-Match": item["etag"]})
    assert late.status_code == 412
    seen = (await due(me))["reply Ana Ruiz"]["etag"]
    assert (await me.post(f"/due/{item['id']}/dismiss", {}, headers={"If-Match": seen})).status_code == 200


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({}, ""),
        ({"for": "P1D", "until": "2026-03-05T08:00:00Z"}, ""),
        ({"for": "a while"}, "/for"),
        ({"for": "P0D"}, "/for"),
        ({"for": "P6Y"}, "/for"),
        ({"until": "2026-03-05"}, "/until"),
        ({"until": "2026-03-02T15:00:00Z"}, "/until"),
        ({"until": "2026-04-28T08:00:00Z"}, "/until"),
        ({"for": "P3M"}, "/for"),
    ],
)
async def test_a_snooze_that_makes_no_sense_is_refused(me: Client, clock: Clock, body: Json, at: str) -> None:
    item = await reply_item(me)
    answer = await me.post(f"/due/{item['id']}/snooze", body)
    assert answer.status_code == 422
    assert set(errors_of(answer)) == {at}
    assert set(await due(me)) == {"reply Ana Ruiz"}


async def test_what_was_settled_can_no_longer_be_decided_on(me: Client, clock: Clock) -> None:
    item = await reply_item(me)
    await message(me, item["contact"], "reply")
    for step, body in (("snooze", {"for": "P1D"}), ("dismiss", {}), ("restore", None)):
        assert (await me.post(f"/due/{item['id']}/{step}", body)).status_code == 404


async def test_the_summary_counts_what_shows_and_says_when_the_next_one_does(me: Client, clock: Clock) -> None:
    assert (await me.read("/due/summary"))["next_at"] is None
    first, second = await reply_item(me, "Ana"), await reply_item(me, "Ben")
    await reply_item(me, "Cho")
    ana = first["contact"]
    await meeting(me, ana, starts_at="2026-03-12T15:00:00Z")
    await me.do(f"/due/{second['id']}/dismiss")
    found = await me.read("/due/summary?as_of=2026-03-12T18:00:00Z")
    assert found["by_severity"] == {"due": 2, "late": 0, "flagged": 1}
    assert found["by_kind"] == [
        {"kind": "reply", "due": 0, "late": 0, "flagged": 1},
        {"kind": "debrief", "due": 1, "late": 0, "flagged": 0},
        {"kind": "thank_you", "due": 1, "late": 0, "flagged": 0},
    ]
    assert found["total"] == 3
    assert found["next_at"] == "2026-06-12T08:00:00Z"
    third = (await due(me, "2026-03-12T18:00:00Z"))["reply Cho"]
    await me.do(f"/due/{third['id']}/snooze", {"until": "2026-03-16T08:00:00Z"})
    snoozed = await me.read("/due/summary?as_of=2026-03-12T18:00:00Z")
    assert (snoozed["total"], snoozed["next_at"]) == (2, "2026-03-16T08:00:00Z")
    shown = await due(me, "2026-03-12T18:00:00Z")
    assert len(shown) == snoozed["total"]
    answer = await me.get("/due/summary?as_of=2026-03-12T18:00:00Z")
    again = await me.get("/due/summary?as_of=2026-03-12T18:00:00Z", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


async def test_the_list_can_be_narrowed_to_a_severity(me: Client, clock: Clock) -> None:
    await reply_item(me)
    moments = {
        "2026-03-01T09:00:00Z": "upcoming",
        "2026-03-02T09:00:00Z": "due",
        "2026-03-03T09:00:00Z": "late",
        "2026-03-06T09:00:00Z": "flagged",
    }
    for moment, shown in moments.items():
        for severity in ("upcoming", "due", "late", "flagged"):
            found = await due(me, moment, severity=severity, within="P1D")
            assert set(found) == ({"reply Ana Ruiz"} if severity == shown else set()), (moment, severity)


@pytest.mark.parametrize(
    "query", ["as_of=today", "within=2%20weeks", "within=P6Y", "kind=nap", "within=", "severity=bad", "include=all"]
)
async def test_what_cannot_be_asked_is_422(me: Client, query: str) -> None:
    assert (await me.get(f"/due?{query}")).status_code == 422


async def test_the_far_past_and_the_far_future_are_quiet(me: Client, clock: Clock) -> None:
    await open_item(me, "thank_you")
    assert await due(me, "1900-01-01T00:00:00Z") == {}
    assert await due(me, "2199-12-31T23:59:59Z", within="P5Y") == {}


async def test_the_terminal_list_reads_well_at_eighty_columns(me: Client, clock: Clock) -> None:
    long = "Maximiliana Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh"
    await inbound(
        me,
        await contact(me, long, title="Deputy Director of Nursing", employer="St. Brigid"),
        sent_at="2026-03-02T10:00:00Z",
    )
    wide = {
        "title": "看護師長・病棟マネージャー・がん専門看護師・教育担当",
        "employer": "東京都立総合医療センター附属病院",
    }
    await inbound(me, await contact(me, "山田 太郎", **wide), sent_at="2026-02-20T10:00:00Z")
    answer = await me.get("/due?as_of=2026-03-03T09:00:00Z", headers={"Accept": "text/plain"})
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert lines[0] == "Due as of Tue 3 Mar 2026 09:00 (UTC)"
    assert max(map(width, lines)) <= 80
    assert lines[2].startswith("LATE     Answer 山田 太郎")
    assert lines[4].startswith("due      Answer Maximiliana")
    assert lines[5].startswith(" due since today, late from 4 Mar ")
    assert lines[5].rpartition(" ")[2].startswith("/due/")
    assert [at for at, line in enumerate(lines) if "?detail=full" in line] == [8], "once, behind two lines an item"
    whole = await me.get("/due?as_of=2026-03-03T09:00:00Z&detail=full", headers={"Accept": "text/plain"})
    assert max(map(width, whole.text.splitlines())) <= 80
    for said in (
        "wrote; no answer of yours is logged since.",
        "Settled by:",
        "[Touchbase method]",
        "Mon 2 Mar 10:00: ",
    ):
        assert said in whole.text
    empty = await me.get("/due?as_of=2020-01-01T00:00:00Z", headers={"Accept": "text/plain"})
    assert "Nothing to show" in empty.text


async def test_twenty_items_stand_on_one_screen_the_gravest_first_over_all_pages(me: Client, clock: Clock) -> None:
    clock.set("2026-02-20T10:00:00+00:00")
    for at in range(25):
        day = "2026-02-18" if at < 12 else f"2026-02-{at - 3:02}" if at < 20 else "2025-12-30"
        await inbound(me, await contact(me, f"Person {at:02}"), sent_at=f"{day}T10:00:00Z")
    target, shown = "/due", []
    while target:
        answer = await me.get(target, headers={"Accept": "text/plain"})
        lines = answer.text.splitlines()
        assert len(lines) <= 50
        shown += [line.split()[0] for line in lines[2:] if line[:1] not in {"", " "} and "Answer" in line]
        more = [line for line in lines if line.startswith("More: ")]
        target = more[0].removeprefix("More: ") if more else ""
    assert shown == sorted(shown, key=["FLAGGED", "LATE", "due"].index)
    assert len(shown) == 20 + 5
    assert " due since 31 Dec 2025, late 1 Jan " in (await me.get("/due", headers={"Accept": "text/plain"})).text


async def test_who_they_are_stands_behind_the_whole_name(me: Client, clock: Clock) -> None:
    for name in ("An", "Jo"):
        await inbound(me, await contact(me, name, title="Nurse"), sent_at="2026-03-02T10:00:00Z")
    jo = (await me.read("/contacts?q=jo"))["items"][0]
    reminder = {"contact_id": jo["id"], "text": "Look at John's page", "remind_at": "2026-03-02T14:00:00Z"}
    await me.make("/reminders", {**reminder, "time_zone": "Etc/UTC"})
    text = (await me.get("/due?as_of=2026-03-03T09:00:00Z", headers={"Accept": "text/plain"})).text
    for said in ("Answer An (Nurse)", "Answer Jo (Nurse)", "Look at John's page: Jo (Nurse)"):
        assert said in text


async def test_the_terminal_list_is_in_the_member_s_own_time(me: Client, clock: Clock) -> None:
    mine = (await me.read("/me"))["member"]["id"]
    await me.change(f"/members/{mine}", {"zone": "America/New_York"})
    answer = await me.get("/due?as_of=2026-03-03T03:00:00Z", headers={"Accept": "text/plain"})
    assert answer.text.startswith("Due as of Mon 2 Mar 2026 22:00 (America/New_York)")


async def test_the_rules_are_explained_as_they_stand_for_the_caller(office: Office, clock: Clock) -> None:
    me = await office.member(cadence="P6W", zone="America/New_York")
    before = await me.read("/due/rules")
    assert [shown["id"] for shown in before["rules"]] == [rule.kind for rule in RULES]
    assert before["rebuild"] is None
    named = {number["name"] for shown in before["rules"] for number in shown["numbers"]}
    assert named == set(EXPLAINED), "every number of the policy is explained with a rule"
    settings = {"holiday_country": "US", "due_policy": {"follow_up_due": 1, "widen_on": True}}
    await office.admin.change("/organization", settings)
    after = await me.read("/due/rules")
    assert after["rebuild"] == {"asked_at": "2026-03-02T15:00:00Z", "done": 0, "total": None}
    await office.work()
    after = await me.read("/due/rules")
    assert after["rebuild"] is None
    rules = {shown["id"]: shown for shown in after["rules"]}
    assert rules["follow_up"]["when"].startswith("Due 1 working day after your last message, late after 9 working days")
    assert rules["update"]["when"].startswith("Due 42 days after the last touch, late 14 days after that")
    assert (rules["widen"]["on"], rules["follow_up"]["waits_for_you"], rules["reply"]["waits_for_you"]) == (
        True,
        True,
        False,
    )
    assert after["calendar"]["zone"] == "America/New_York"
    assert after["calendar"]["next_holidays"][0] == {"day": "2026-05-25", "name": "Memorial Day"}
    for shown in after["rules"]:
        assert not any("{" in text for text in (shown["opens"], shown["when"], shown["settled_by"])), shown["id"]
