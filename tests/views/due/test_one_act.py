"""One message to a person is one item: what else it would settle waits behind it, and is named by it."""

from tests.client import Client
from tests.conftest import Clock
from tests.factories import contact, due, inbound, meeting, message, talk


async def met_and_referred(me: Client, clock: Clock) -> tuple[dict, dict]:
    """Ana introduced the member to Ben, whom they have met since: she is owed thanks and a report."""
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    clock.set("2026-03-12T16:00:00+00:00")
    made = await me.make("/introductions", {"connector_id": ana["id"], "target_id": ben["id"]})
    await me.do(f"/introductions/{made['id']}/introduce", {"at": "2026-03-03T10:00:00Z"})
    await me.make(
        "/outcomes",
        {"contact_id": ana["id"], "kind": "referral", "referred_id": ben["id"], "happened_on": "2026-03-03"},
    )
    await message(me, ben, "request", sent_at="2026-03-04T10:00:00Z")
    call = await meeting(me, ben, starts_at="2026-03-12T15:00:00Z")
    await me.do(f"/interviews/{call['id']}/complete", {"takeaways": "Wards differ."})
    await message(me, ben, "thank_you", interview_id=call["id"])
    return ana, ben


async def test_one_message_to_the_referrer_thanks_and_reports(me: Client, clock: Clock) -> None:
    ana, _ = await met_and_referred(me, clock)
    (report,) = (await me.read("/due?as_of=2026-03-20T09:00:00Z"))["items"]
    assert report["kind"] == "report_back"
    assert [(item["kind"], item["late_at"]) for item in report["also"]] == [
        ("thank_introducer", "2026-03-18T08:00:00Z")
    ]
    assert report["also"][0]["because"][0]["href"].startswith("/introductions/")
    draft, log = report["actions"]
    assert (draft["rel"], draft["body"]["kind"], draft["body"]["also"]) == ("draft", "update", ["thank_you"])
    assert log["body"]["also"] == ["thank_you"]
    clock.set("2026-03-20T09:00:00+00:00")
    made = (await me.make(draft["href"], draft["body"]))["outreach_email"]
    assert made["also"] == ["thank_you"]
    await me.do(f"/outreach-emails/{made['id']}/mark-sent", {"force": True})
    assert await due(me, contact_id=ana["id"]) == {}


async def test_what_waits_is_listed_when_it_is_asked_for_and_shows_once_the_other_does_not(
    me: Client, clock: Clock
) -> None:
    await met_and_referred(me, clock)
    at = "2026-03-20T09:00:00Z"
    assert set(await due(me, at, include="waiting")) == {"report_back Ana Ruiz", "thank_introducer Ana Ruiz"}
    waiting = (await due(me, at, include="waiting"))["thank_introducer Ana Ruiz"]
    assert waiting["also"] == []
    assert (await me.read(f"/due/{waiting['id']}?as_of={at}"))["kind"] == "thank_introducer"
    before = await due(me, "2026-03-17T09:00:00Z")
    assert before["thank_introducer Ana Ruiz"]["also"] == [], "the report is not due yet"
    report = (await due(me, at))["report_back Ana Ruiz"]
    clock.set("2026-03-20T09:00:00+00:00")
    await me.do(f"/due/{report['id']}/snooze", {"for": "P2D"})
    assert set(await due(me)) == {"thank_introducer Ana Ruiz"}
    await me.do(f"/due/{report['id']}/dismiss", {})
    assert set(await due(me)) == {"thank_introducer Ana Ruiz"}
    await me.do(f"/due/{report['id']}/restore")
    assert set(await due(me)) == {"report_back Ana Ruiz"}


async def test_two_meetings_with_one_person_are_thanked_for_once(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    clock.set("2026-03-06T12:00:00+00:00")
    for day in ("04", "05"):
        call = await meeting(me, ana, starts_at=f"2026-03-{day}T15:00:00Z")
        await me.do(f"/interviews/{call['id']}/complete", {"takeaways": "Nights are quiet."})
    (thanks,) = (await due(me)).values()
    assert (thanks["kind"], thanks["due_at"], len(thanks["also"])) == ("thank_you", "2026-03-04T16:30:00Z", 1)
    assert "also" not in thanks["actions"][0]["body"], "it is one kind of message"


async def test_the_summary_counts_acts_and_all_that_is_flagged(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await inbound(me, ana, sent_at="2026-03-02T09:00:00Z", body="When could we talk?")
    clock.set("2026-03-20T12:00:00+00:00")
    call = await meeting(me, ana, starts_at="2026-03-01T15:00:00Z")
    await me.do(f"/interviews/{call['id']}/complete", {"takeaways": "Nights are quiet."})
    shown = await due(me)
    assert set(shown) == {"reply Ana Ruiz"}
    assert [item["kind"] for item in shown["reply Ana Ruiz"]["also"]] == ["thank_you"]
    summary = await me.read("/due/summary")
    assert (summary["total"], summary["by_severity"]["flagged"]) == (1, 1), "logged late: the thanks are not flagged"
    later = await me.read("/due/summary?as_of=2026-03-03T09:00:00Z")
    assert later["total"] == 1


async def test_what_is_dismissed_is_listed_by_itself_and_what_is_flagged_is_found(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    call = await meeting(me, ana, starts_at="2026-03-02T16:00:00Z")
    clock.set("2026-03-08T10:00:00+00:00")
    await me.do(f"/interviews/{call['id']}/complete", {"takeaways": "Nights are quiet."})
    await inbound(me, ana, sent_at="2026-03-07T10:00:00Z", body="Could you send me your CV?")
    at = "2026-03-09T18:00:00Z"
    assert set(await due(me, at)) == {"reply Ana Ruiz"}
    thanks = (await due(me, at, severity="flagged"))["thank_you Ana Ruiz"]
    await me.do(f"/due/{thanks['id']}/dismiss", {})
    assert set(await due(me, at, include="dismissed")) == {"reply Ana Ruiz", "thank_you Ana Ruiz"}


async def test_whose_update_is_due_before_news_lapses_is_told_it_with_that(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    clock.set("2026-03-09T10:00:00+00:00")
    for person, day in ((ana, "2025-12-20"), (ben, "2026-02-10")):
        await talk(me, person, sent_at=f"{day}T10:00:00Z", channel="in_person")
    await me.make("/milestones", {"what": "I start at Lakeview.", "is_news": True})
    shown = await due(me, "2026-03-24T09:00:00Z")
    assert [person["full_name"] for person in shown["share_news"]["contacts"]] == ["Ben Okafor"]
    assert "update Ana Ruiz" in shown


async def test_who_is_to_be_written_to_anyway_is_not_named_in_the_news(me: Client, clock: Clock) -> None:
    people = [await contact(me, name) for name in ("Ana Ruiz", "Ben Okafor", "Cy Dorn")]
    clock.set("2026-03-02T10:00:00+00:00")
    for person in people:
        await talk(me, person, channel="in_person", sent_at="2026-02-02T10:00:00Z")
        await message(me, person, "thank_you", sent_at="2026-02-03T10:00:00Z")
    advice = await me.make("/outcomes", {"contact_id": people[0]["id"], "kind": "advice", "happened_on": "2026-02-02"})
    await me.make("/milestones", {"what": "I was admitted.", "is_news": True})
    assert [person["full_name"] for person in (await due(me))["share_news"]["contacts"]] == [
        "Ana Ruiz",
        "Ben Okafor",
        "Cy Dorn",
    ]
    await me.change(f"/outcomes/{advice['id']}", {"used_on": "2026-03-01"})
    at = "2026-03-09T10:00:00Z"
    found = await due(me, at)
    assert set(found) == {"share_news", "report_back Ana Ruiz"}
    assert [person["full_name"] for person in found["share_news"]["contacts"]] == ["Ben Okafor", "Cy Dorn"]
    await me.do(f"/due/{found['report_back Ana Ruiz']['id']}/dismiss")
    assert len((await due(me, at))["share_news"]["contacts"]) == 3, "a report that is not to be written tells no news"


async def test_the_summary_names_no_moment_at_which_only_something_that_waits_would_come(
    me: Client, clock: Clock
) -> None:
    ana = await contact(me)
    await inbound(me, ana, sent_at="2026-03-02T10:00:00Z", body="Shall we talk?")
    await talk(me, ana, channel="in_person", sent_at="2026-03-02T12:00:00Z")
    await inbound(me, ana, sent_at="2026-03-02T13:00:00Z", body="Did I give you the list?")
    reply = (await due(me, "2026-03-03T09:00:00Z"))["reply Ana Ruiz"]
    assert [item["kind"] for item in reply["also"]] == ["thank_you"]
    clock.set("2026-03-02T15:00:00+00:00")
    assert (await me.read("/due/summary?as_of=2026-03-02T12:30:00Z"))["next_at"] == "2026-03-02T13:00:00Z"
    await me.do(f"/due/{(await due(me))['thank_you Ana Ruiz']['id']}/snooze", {"until": "2026-03-04T10:00:00Z"})
    assert (await me.read("/due/summary?as_of=2026-03-03T09:00:00Z"))["next_at"] != "2026-03-04T10:00:00Z"


async def test_the_summary_names_the_moment_at_which_what_waits_shows(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    advice = await me.make("/outcomes", {"contact_id": ana["id"], "kind": "advice", "happened_on": "2026-03-01"})
    clock.set("2026-03-20T09:00:00+00:00")
    await talk(me, ana, channel="in_person", sent_at="2026-03-02T12:00:00Z")
    await me.change(f"/outcomes/{advice['id']}", {"used_on": "2026-03-10"})
    (thanks,) = (await due(me)).values()
    assert [item["kind"] for item in thanks["also"]] == ["report_back"]
    assert (await me.read("/due/summary"))["next_at"] == thanks["expires_at"]
    assert set(await due(me, thanks["expires_at"])) == {"report_back Ana Ruiz"}
