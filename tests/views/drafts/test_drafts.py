"""Drafts over HTTP: what is known is in them, what is missing is a gap that the review names, and nothing is sent."""

import re
from typing import Any
from uuid import uuid4

import pytest

from api.method.writing.defaults import TemplateKind
from tests.client import Client, Json, errors_of
from tests.conftest import Clock, Office
from tests.factories import contact, due, inbound, meeting, message, talk

CAREER = [
    {"title": "Charge Nurse", "employer": "St. Brigid's", "field": "nursing", "started_on": "2019-09"},
    {"title": "Teacher", "employer": "Lincoln High", "field": "teaching", "started_on": "2012", "ended_on": "2019-06"},
]


async def draft(me: Client, about: Json, kind: str, **more: Any) -> Json:
    return await me.make("/outreach-emails/draft", {"contact_id": about["id"], "kind": kind, **more})


async def body(me: Client, about: Json, kind: str, **more: Any) -> str:
    return str((await draft(me, about, kind, **more))["outreach_email"]["body"])


def sending(made: Json) -> str:
    return f"/outreach-emails/{made['outreach_email']['id']}/mark-sent"


def rules(made: Json) -> list[str]:
    return [finding["rule"] for finding in made["review"]["findings"]]


async def test_a_draft_is_stored_reviewed_and_not_sent(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz", positions=CAREER, source="alumni")
    answer = await me.post("/outreach-emails/draft", {"contact_id": ana["id"], "kind": "request"})
    assert answer.status_code == 201
    made = answer.json()
    email = made["outreach_email"]
    assert answer.headers["location"] == f"/outreach-emails/{email['id']}"
    assert answer.headers["etag"] == email["etag"] == made["etag"]
    assert (email["status"], email["direction"], email["kind"]) == ("draft", "outbound", "request")
    assert await me.read(f"/outreach-emails/{email['id']}") == email
    assert email["subject"] == "A question about your move from teaching to nursing"
    assert email["body"].startswith("Dear Ana,\n\nI found you among our alumni. I am a student at Test School")
    assert "I noticed you were a teacher at Lincoln High" in email["body"]
    assert rules(made) == ["unfilled_gap"], "what only the writer can say"
    assert made["review"] == await me.do(f"/outreach-emails/{email['id']}/review")
    assert (await me.read(f"/contacts/{ana['id']}"))["stage"] == "identified", "a draft is no touch"


@pytest.mark.parametrize("kind", TemplateKind)
async def test_what_is_not_known_is_a_gap_that_the_review_finds(me: Client, clock: Clock, kind: str) -> None:
    made = await draft(me, await contact(me, "Bo"), kind)
    assert "[…" in made["outreach_email"]["body"] or kind == "follow_up"
    assert ("unfilled_gap" in rules(made)) is ("[…" in made["outreach_email"]["body"])
    assert not {"wrong_name", "missing_name"} & set(rules(made))
    assert "{{" not in made["outreach_email"]["body"] + made["outreach_email"]["subject"]


async def test_questions_that_were_written_down_come_first(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz", positions=CAREER)
    await me.make("/questions", {"contact_id": ana["id"], "text": "Who taught you to teach?"})
    await me.make("/questions", {"contact_id": ana["id"], "text": "Is the night shift hard?", "asked": True})
    said = await body(me, ana, "request")
    assert "May I ask you something?\n\nWho taught you to teach?\n\n" in said
    assert "night shift" not in said


async def test_an_introduction_is_asked_for_with_a_paragraph_to_forward(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor", title="Detective", employer="City Police")
    asked = await me.make("/introductions", {"connector_id": ana["id"], "target_id": ben["id"]})
    made = await draft(me, ana, "introduction_request", introduction_id=asked["id"])
    assert made["outreach_email"]["subject"] == "Could you introduce me to Ben Okafor?"
    assert "I believe you know Ben Okafor, a detective at City Police," in made["outreach_email"]["body"]
    assert (
        "Sam Lee is a student at Test School and would like to ask: “As a detective," in made["outreach_email"]["body"]
    )
    assert rules(made) == []
    await me.change(f"/introductions/{asked['id']}", {"note": "Sam writes about ports."})
    said = await body(me, ana, "introduction_request", introduction_id=asked["id"])
    assert "forward this:\n\nSam writes about ports.\n\nIf it" in said
    assert (await me.read(f"/introductions/{asked['id']}"))["status"] == "planned"
    await me.do(sending(made), {"force": True})
    requested = await me.read(f"/introductions/{asked['id']}")
    assert (requested["status"], requested["request_email_id"]) == ("requested", made["outreach_email"]["id"])
    assert "I asked you today whether you would introduce me to Ben Okafor. May I ask once more?" in await body(
        me, ana, "follow_up", introduction_id=asked["id"]
    )
    await me.do(f"/introductions/{asked['id']}/introduce")
    assert "Ana Ruiz introduced us." in await body(me, ben, "request", introduction_id=asked["id"])
    await meeting(me, ben, starts_at="2026-03-01T15:00:00Z", status="completed")
    thanks = await draft(me, ana, "thank_you", introduction_id=asked["id"])
    assert (
        "Thank you for introducing me to Ben Okafor. I will let you know what comes of it."
        in thanks["outreach_email"]["body"]
    )
    assert rules(thanks) == []
    await me.delete(f"/contacts/{ben['id']}")
    assert "[…" in await body(me, ana, "introduction_request", introduction_id=asked["id"]), "nobody to ask about"


async def test_thanks_name_what_was_said_and_what_was_promised(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz")
    call = await meeting(me, ana, starts_at="2026-03-01T15:00:00Z")
    await me.do(f"/interviews/{call['id']}/complete", {"takeaways": "Nurses teach all day. More."})
    asked = {"contact_id": ana["id"], "interview_id": call["id"], "text": "Why nights?", "answer": "They are quiet."}
    await me.make("/questions", asked)
    await me.make("/promises", {"contact_id": ana["id"], "by": "me", "what": "Send the article"})
    made = await draft(me, ana, "thank_you", interview_id=call["id"])
    said = made["outreach_email"]["body"]
    assert made["outreach_email"]["interview_id"] == call["id"]
    assert "to talk with me yesterday. What stays with me is [… in your words, to Ana: “Nurses teach all day”]" in said
    assert "your answer when I asked “Why nights?”: [… in your words, to Ana: “They are quiet”]" in said
    assert "As I promised: [… in your words, to Ana: “Send the article”]" in said
    assert rules(made) == ["unfilled_gap"] * 3


async def test_an_update_tells_what_is_news_since_they_were_written_to(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz")
    await meeting(me, ana, starts_at="2025-11-20T15:00:00Z", status="completed", takeaways="Ask early")
    old = await me.make("/milestones", {"what": "I moved", "happened_on": "2025-10-01", "is_news": True})
    await message(me, ana, "thank_you", sent_at="2025-11-21T10:00:00Z")
    await me.make("/milestones", {"what": "I passed the exam", "happened_on": "2026-02-01", "is_news": True})
    await me.make("/milestones", {"what": "I was ill", "happened_on": "2026-02-02", "is_news": False})
    used = {"contact_id": ana["id"], "kind": "advice", "what": "Shadow a nurse.", "used_on": "2026-02-20"}
    await me.make("/outcomes", {**used, "happened_on": "2025-11-20"})
    said = await body(me, ana, "update")
    assert (
        "since we talked in November 2025, and I wanted to tell you how things are going. I passed the exam.\n\n"
        in said
    )
    assert "I followed your advice: [… in your words, to Ana: “Shadow a nurse”]" in said
    assert "our conversation: [… in your words, to Ana: “Ask early”]" in said
    named = await body(me, ana, "update", milestone_ids=[old["id"]])
    assert "how things are going. I moved.\n\n" in named


async def test_an_answer_a_time_and_a_confirmation(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz", time_zone="Europe/Berlin")
    await inbound(me, ana, sent_at="2026-02-27T10:00:00Z", subject="AW: Your way")
    reply = await draft(me, ana, "reply")
    assert reply["outreach_email"]["subject"] == "Re: Your way"
    call = await meeting(me, ana, starts_at="2026-03-12T15:00:00Z", medium="phone")
    assert "Does Thursday, March 12, at 4:00 PM CET suit you?" in await body(
        me, ana, "arrangement", interview_id=call["id"]
    )
    confirming = await body(me, ana, "confirmation", interview_id=call["id"])
    assert "I look forward to our conversation on Thursday, March 12, at 4:00 PM CET (by phone)." in confirming
    await me.do(f"/interviews/{call['id']}/cancel", {"by": "me"})
    again = await body(me, ana, "arrangement", interview_id=call["id"])
    assert (
        "I am sorry that I had to call off our conversation on March 12. Thank you for your message on Friday. Would one of these"
        in again
    )


async def test_a_draft_answers_what_is_due(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz")
    await talk(me, ana, sent_at="2025-11-20", channel="in_person")
    item = (await due(me))["update Ana Ruiz"]
    action = item["actions"][0]
    assert (action["rel"], action["href"], action["needs"]) == ("draft", "/outreach-emails/draft", [])
    made = (await me.send(action["method"], action["href"], action["body"])).json()
    action = (await due(me))["update Ana Ruiz"]["actions"][0]
    assert action["href"] == f"/outreach-emails/{made['outreach_email']['id']}/mark-sent"


async def test_a_draft_refers_to_what_belongs_together(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    call = await meeting(me, ben, starts_at="2026-03-12T15:00:00Z")
    introduction = await me.make("/introductions", {"connector_id": ben["id"], "target_name": "Cy Young"})
    gone = await me.make("/milestones", {"what": "I moved"})
    await me.delete(f"/milestones/{gone['id']}")
    given = {
        "interview_id": call["id"],
        "introduction_id": introduction["id"],
        "milestone_ids": [gone["id"], str(uuid4())],
    }
    answer = await me.post("/outreach-emails/draft", {"contact_id": ana["id"], "kind": "update", **given})
    assert errors_of(answer) == {
        "/interview_id": "contradiction",
        "/introduction_id": "contradiction",
        "/milestone_ids/0": "not_found",
        "/milestone_ids/1": "not_found",
    }
    assert await me.everything("/outreach-emails") == []
    twice = {"contact_id": ana["id"], "kind": "update", "milestone_ids": [call["id"]] * 2}
    assert errors_of(await me.post("/outreach-emails/draft", twice)).keys() == {"/milestone_ids"}
    for kind in ("other", "wish", None):
        other = await me.post("/outreach-emails/draft", {"contact_id": ana["id"], "kind": kind})
        assert errors_of(other).keys() == {"/kind"}


async def test_who_was_asked_for_an_introduction_is_reminded_of_that_and_of_nothing_else(
    me: Client, clock: Clock
) -> None:
    ana = await contact(me, "Ana Ruiz")
    asked = await me.make("/introductions", {"connector_id": ana["id"], "target_name": "Ben Okafor"})
    made = await draft(me, ana, "introduction_request", introduction_id=asked["id"])
    clock.set("2026-03-03T09:00:00+00:00")
    (ask,) = (await due(me)).values()
    assert (ask["kind"], ask["actions"][0]["href"]) == ("ask_introduction", sending(made))
    await me.do(sending(made), {"force": True, "at": "2026-03-02"})
    asked_for = await me.read(f"/introductions/{asked['id']}")
    assert (asked_for["status"], asked_for["requested_at"]) == ("requested", "2026-03-02T00:00:00Z")
    (chase,) = (await due(me, "2026-03-12T09:00:00Z")).values()
    assert chase["kind"] == "chase_introduction"
    assert chase["actions"][0]["body"]["introduction_id"] == asked["id"]
    await me.do(f"/introductions/{asked['id']}/decline")
    assert await due(me, "2026-03-12T09:00:00Z") == {}, "they said no to that, and to nothing else"


async def test_a_draft_about_something_else_is_not_what_to_send(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz")
    used = {"contact_id": ana["id"], "kind": "advice", "happened_on": "2026-02-02", "used_on": "2026-03-02"}
    await me.make("/outcomes", used)
    call = await meeting(me, ana, starts_at="2026-03-01T15:00:00Z")
    thanks = await draft(me, ana, "thank_you", interview_id=call["id"])
    shown = await due(me, "2026-03-09T09:00:00Z", include="waiting")
    assert shown["thank_you Ana Ruiz"]["actions"][0]["href"] == sending(thanks)
    assert shown["report_back Ana Ruiz"]["actions"][0]["rel"] == "draft"


async def test_news_is_told_once(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    for someone in (ana, ben):
        await talk(me, someone, sent_at="2026-01-12", channel="in_person")
    milestone = await me.make("/milestones", {"what": "I passed the exam.", "is_news": True})
    assert "I passed the exam." in await body(me, ana, "update")
    await message(me, ana, "update")
    clock.set("2026-06-05T09:00:00+00:00")
    assert "[… your news]" in await body(me, ana, "update"), "told on the day on which it happened"
    await me.do(f"/milestones/{milestone['id']}/done")
    assert "[… your news]" in await body(me, ben, "update"), "nobody more is to be told"
    assert "I passed the exam." in await body(me, ben, "update", milestone_ids=[milestone["id"]])


async def test_a_draft_is_cut_where_no_message_is_longer(office: Office, me: Client, clock: Clock) -> None:
    await office.admin.change("/templates/introduction_request", {"body": "{{introduction_note}}" * 470})
    ana = await contact(me, "Ana Ruiz")
    given = {"connector_id": ana["id"], "target_name": "Ben Okafor", "note": "n" * 9_000}
    asked = await me.make("/introductions", given)
    assert len(await body(me, ana, "introduction_request", introduction_id=asked["id"])) == 100_000


async def test_only_who_introduces_is_asked_for_an_introduction(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    asked = await me.make("/introductions", {"connector_id": ana["id"], "target_id": ben["id"]})
    given = {"contact_id": ben["id"], "kind": "introduction_request", "introduction_id": asked["id"]}
    assert errors_of(await me.post("/outreach-emails/draft", given)) == {"/contact_id": "contradiction"}


async def test_if_match_is_about_the_draft_and_not_about_what_changes_with_it(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz")
    asked = await me.make("/introductions", {"connector_id": ana["id"], "target_name": "Ben Okafor"})
    made = await draft(me, ana, "introduction_request", introduction_id=asked["id"])
    path = f"/outreach-emails/{made['outreach_email']['id']}"
    for subject in ("One", "Two", "Three"):
        changed = await me.change(path, {"subject": subject})
    answer = await me.post(f"{path}/mark-sent", {"force": True}, headers={"If-Match": changed["etag"]})
    assert answer.status_code == 200, answer.text
    assert (await me.read(f"/introductions/{asked['id']}"))["status"] == "requested"


async def test_an_introduction_is_asked_for_as_long_as_its_message_was_sent(me: Client, clock: Clock) -> None:
    ana, other = await contact(me, "Ana Ruiz"), await contact(me, "Di Wu")
    asked = await me.make("/introductions", {"connector_id": ana["id"], "target_name": "Ben Okafor"})
    first = await draft(me, ana, "introduction_request", introduction_id=asked["id"])
    await draft(me, ana, "introduction_request", introduction_id=asked["id"])
    path = f"/outreach-emails/{first['outreach_email']['id']}"

    async def step() -> tuple[str, str | None]:
        found = await me.read(f"/introductions/{asked['id']}")
        return found["status"], found["requested_at"]

    await me.do(f"{path}/mark-sent", {"force": True, "at": "2026-03-01T10:00:00Z"})
    assert await step() == ("requested", "2026-03-01T10:00:00Z"), "the first of two drafts was sent"
    await me.change(path, {"sent_at": "2026-02-27T10:00:00Z"})
    assert await step() == ("requested", "2026-02-27T10:00:00Z")
    await me.do(f"{path}/mark-bounced")
    assert await step() == ("planned", None)
    assert "chase_introduction Ana Ruiz" not in await due(me, "2026-03-10T09:00:00Z")
    await me.do(f"{path}/settle", {"status": "sent"})
    assert await step() == ("requested", "2026-02-27T10:00:00Z")
    await me.change(path, {"contact_id": other["id"]})
    assert await step() == ("planned", None), "somebody else was asked"
    await me.change(path, {"contact_id": ana["id"]})
    await me.delete(path)
    assert await step() == ("planned", None)
    await me.post(f"{path}/restore")
    await me.do(f"/introductions/{asked['id']}/agree")
    await me.delete(path)
    assert (await step())[0] == "agreed", "what came of it stays"


async def test_what_follows_on_the_day_on_which_one_asked_comes_later(office: Office, clock: Clock) -> None:
    me = await office.member(zone="Asia/Tokyo")
    ana = await contact(me, "Ana Ruiz")
    asked = await me.make("/introductions", {"connector_id": ana["id"], "target_name": "Ben Okafor"})
    made = await draft(me, ana, "introduction_request", introduction_id=asked["id"])
    await me.do(sending(made), {"force": True, "at": "2026-03-02"})
    assert (await me.read(f"/introductions/{asked['id']}"))["requested_at"] == "2026-03-01T15:00:00Z"
    await me.do(f"/introductions/{asked['id']}/introduce", {"at": "2026-03-02T15:00:00Z"})


async def test_each_introduction_has_its_own_drafts(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz")
    ids = {}
    for name in ("Ben Okafor", "Cy Young"):
        asked = await me.make("/introductions", {"connector_id": ana["id"], "target_name": name})
        ids[name] = asked["id"]
    by_hand = await message(me, ana, "introduction_request", status="draft", body="Could you introduce me?")
    made = await draft(me, ana, "introduction_request", introduction_id=ids["Ben Okafor"])
    items = [item for item in await me.everything("/due?within=P3D") if item["kind"] == "ask_introduction"]
    assert {item["title"][-10:].strip(): item["actions"][0]["rel"] for item in items} == {
        "Ben Okafor": "mark-sent",
        "o Cy Young": "draft",
    }
    shown = await me.everything("/due?within=P3D")
    drafts = [asked["subject"]["id"] for asked in shown if asked["kind"] == "finish_draft"]
    assert drafts == [by_hand["id"]], "nothing else points to that one"
    assert made["outreach_email"]["id"] not in drafts


async def test_who_was_never_written_to_is_not_told_so(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz")
    assert "I wrote to you [… when you wrote]" in await body(me, ana, "follow_up")
    await me.make("/questions", {"contact_id": ana["id"], "text": "How did you come to nursing?"})
    assert "nursing" not in await body(me, ana, "introduction_request"), "that is for her, and not to be forwarded"


async def test_nothing_private_stands_outside_a_gap(me: Client, clock: Clock) -> None:
    """A marked text in every field that is the student's own, searched for in every draft of every kind."""
    ana = await contact(
        me,
        "Ana Ruiz",
        positions=CAREER,
        source="event",
        source_detail="SECRET friend of Aunt Ngozi",
        notes="SECRET notes",
        tags=["nursing", "SECRET tag"],
    )
    about = {"contact_id": ana["id"]}
    await me.make("/research-notes", {**about, "learned": "SECRET ran a night school", "kind": "talk"})
    asked = {**about, "asked": True, "text": "Why nights?", "answer": "SECRET answer"}
    await me.make("/questions", asked)
    for by in ("me", "them"):
        await me.make("/promises", {**about, "by": by, "what": f"SECRET promise by {by}"})
    outcome = {**about, "happened_on": "2026-02-02", "used_on": "2026-02-20"}
    await me.make("/outcomes", {**outcome, "kind": "advice", "what": "SECRET advice"})
    await me.make("/milestones", {"what": "SECRET illness", "is_news": False})
    private = {name: f"SECRET {name}" for name in ("agenda", "notes", "takeaways")}
    held = await meeting(me, ana, starts_at="2026-03-01T15:00:00Z", status="completed", **private)
    off = await meeting(me, ana, starts_at="2026-03-20T15:00:00Z")
    await me.do(f"/interviews/{off['id']}/cancel", {"by": "me", "reason": "SECRET reason"})
    await me.do(f"/contacts/{ana['id']}/defer", {"until": "2026-03-02", "reason": "SECRET reason"})
    await inbound(me, ana, sent_at="2026-02-10T15:00:00Z", subject="Hello", body="SECRET message")
    for kind in TemplateKind:
        for interview in (held, off, None):
            if kind == "thank_you" and interview is off:
                continue
            made = await draft(me, ana, kind, interview_id=interview and interview["id"])
            said = re.sub(r"\[… in your words, to Ana: “[^]]*”\]", "", made["outreach_email"]["body"])
            assert "SECRET" not in said + made["outreach_email"]["subject"], kind
            assert "SECRET" not in made["outreach_email"]["subject"]


async def test_who_one_is_and_how_one_greets(office: Office, me: Client, clock: Clock) -> None:
    maria = await contact(me, "Dr. Maria Lopez, PhD", source="alumni")
    bill = await contact(me, "GATES, WILLIAM", given_name="Bill", source="alumni")
    await me.change("/me", {"introduction": "I am a second-year student of civil engineering."})
    said = await body(me, maria, "request")
    assert said.startswith("Dear Dr. Lopez,\n\nI found you among our alumni. I am a second-year student of civil engin")
    assert (await body(me, bill, "request")).startswith("Dear Bill,")
    await office.admin.change("/organization", {"greeting": "formal"})
    made = await draft(me, bill, "thank_you")
    assert made["outreach_email"]["body"].startswith("Dear Bill Gates,")
    assert not {"wrong_name", "missing_name"} & set(rules(made))


async def test_who_was_missed_is_told_so_and_who_put_one_off_is_thanked(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz", positions=CAREER, source="alumni")
    call = await meeting(me, ana, starts_at="2026-03-01T15:00:00Z")
    await me.do(f"/interviews/{call['id']}/no-show", {"by": "me"})
    assert "I am sorry that I missed our conversation yesterday" in await body(
        me, ana, "arrangement", interview_id=call["id"]
    )
    await me.do(f"/contacts/{ana['id']}/defer", {"until": "2026-03-02", "at": "2026-02-20"})
    assert "Thank you for letting me ask again, as you suggested on February 20." in await body(me, ana, "request")
    ben = await contact(me, "Ben Okafor")
    await inbound(me, ben, sent_at="2026-03-01T10:00:00Z")
    assert "Thank you for your message yesterday." in await body(me, ben, "arrangement")


async def test_what_was_asked_is_asked_again(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz", positions=CAREER, source="alumni")
    made = await draft(me, ana, "request")
    assert made["outreach_email"]["subject"] == "A question about your move from teaching to nursing"
    await me.do(sending(made), {"force": True})
    clock.set("2026-03-20T09:00:00+00:00")
    asked = await draft(me, ana, "follow_up")
    assert asked["outreach_email"]["subject"] == "Re: A question about your move from teaching to nursing"
    question = "I noticed you were a teacher at Lincoln High before you became a charge nurse at St. Brigid's."
    assert question in made["outreach_email"]["body"]
    assert question in asked["outreach_email"]["body"]


async def test_an_introduction_is_spoken_of_as_it_stands(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz")
    asked = await me.make("/introductions", {"connector_id": ana["id"], "target_name": "Ben Okafor"})

    async def said(kind: str) -> str:
        return await body(me, ana, kind, introduction_id=asked["id"])

    assert "May I remind you, once, of the introduction to Ben Okafor?" in await said("follow_up")
    assert "Thank you for thinking about an introduction to Ben Okafor." in await said("thank_you")
    await me.do(f"/introductions/{asked['id']}/agree")
    assert "Thank you again for agreeing to introduce me to Ben Okafor." in await said("follow_up")
    assert "Thank you for agreeing to introduce me to Ben Okafor." in await said("thank_you")
    await me.do(f"/introductions/{asked['id']}/introduce")
    assert "Thank you for introducing me to Ben Okafor. I will let you know" in await said("thank_you")


@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown"])
async def test_drafts_and_reviews_are_read_as_text(me: Client, clock: Clock, media_type: str) -> None:
    ana = await contact(me, "Ana Ruiz", positions=CAREER, source="alumni")
    as_text = {"Accept": media_type, "Idempotency-Key": "once"}
    given = {"contact_id": ana["id"], "kind": "request"}
    made = await me.post("/outreach-emails/draft", given, headers=as_text)
    assert (made.status_code, made.headers["content-type"]) == (201, f"{media_type}; charset=utf-8")
    assert made.headers["location"] in made.text.replace("\\", "")
    assert "Dear Ana," in made.text
    assert "unfilled gap" in made.text
    again = await me.post("/outreach-emails/draft", given, headers=as_text)
    assert (again.text, again.headers["content-type"]) == (made.text, made.headers["content-type"])
    assert again.headers["idempotent-replayed"] == "true"
    review = await me.post(f"{made.headers['location']}/review", headers={"Accept": media_type})
    assert "words of your own" in review.text


async def test_nobody_is_thanked_for_a_meeting_that_was_not_held(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz")
    ahead = await meeting(me, ana, starts_at="2026-03-20T15:00:00Z")
    off = await meeting(me, ana, starts_at="2026-03-01T15:00:00Z")
    await me.do(f"/interviews/{off['id']}/no-show", {"by": "them"})
    for call in (ahead, off):
        given = {"contact_id": ana["id"], "kind": "thank_you", "interview_id": call["id"]}
        assert errors_of(await me.post("/outreach-emails/draft", given)) == {"/interview_id": "contradiction"}


async def test_only_who_referred_one_is_said_to_have_suggested_it(me: Client, clock: Clock) -> None:
    ben, ana = await contact(me, "Ben Okafor"), await contact(me, "Ana Ruiz", source="linkedin")
    about = {"contact_id": ben["id"], "referred_id": ana["id"], "what": "x", "happened_on": "2026-03-01"}
    await me.make("/outcomes", {**about, "kind": "mentorship"})
    assert "I found you on LinkedIn." in await body(me, ana, "request")
    await me.make("/outcomes", {**about, "kind": "referral"})
    assert "Ben Okafor suggested that I write to you." in await body(me, ana, "request")


async def test_what_came_before_an_introduction_did_not_come_of_it(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    await meeting(me, ben, starts_at="2026-01-05T15:00:00Z", status="completed")
    asked = await me.make("/introductions", {"connector_id": ana["id"], "target_id": ben["id"]})
    await me.do(f"/introductions/{asked['id']}/introduce")
    assert "We talked" not in await body(me, ana, "thank_you", introduction_id=asked["id"])


async def test_a_day_is_no_while(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz")
    await meeting(me, ana, starts_at="2026-02-27T15:00:00Z", status="completed")
    assert "It has been a while" not in await body(me, ana, "update")
