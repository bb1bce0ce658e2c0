"""Questions: their order, the interview they are for, what they are based on, and the suggestions that become some."""

import asyncio
from typing import Any

from tests.client import Client, Json, errors_of
from tests.conftest import Clock
from tests.factories import contact, meeting


async def question(me: Client, about: Json, text: str = "Why?", **more: Any) -> Json:
    return await me.make("/questions", {"contact_id": about["id"], "text": text, **more})


async def test_questions_stand_in_their_order(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me), await contact(me, "Ben Okafor")
    first, second = await question(me, ana, "First?"), await question(me, ana, "Second?")
    assert (first["place"], second["place"], (await question(me, ben))["place"]) == (1, 2, 1)
    await me.change(f"/questions/{first['id']}", {"place": 3})
    found = await me.everything(f"/questions?contact_id={ana['id']}")
    assert [asked["text"] for asked in found] == ["Second?", "First?"]


async def test_what_has_an_answer_was_asked(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    asked = await question(me, ana)
    assert (asked["asked"], asked["answer"]) == (False, None)
    answered = await me.change(f"/questions/{asked['id']}", {"answer": "Because."})
    assert (answered["asked"], answered["answer"]) == (True, "Because.")
    assert (await question(me, ana, "And then?", answer="Nothing."))["asked"] is True
    assert len(await me.everything("/questions?asked=true")) == 2
    assert await me.everything("/questions?asked=false") == []


async def test_an_interview_is_one_with_whom_is_asked(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me), await contact(me, "Ben Okafor")
    call = await meeting(me, ben, starts_at="2026-03-12T15:00:00Z")
    answer = await me.post("/questions", {"contact_id": ana["id"], "text": "Why?", "interview_id": call["id"]})
    assert errors_of(answer) == {"/interview_id": "contradiction"}
    asked = await question(me, ben, interview_id=call["id"])
    assert [found["id"] for found in await me.everything(f"/questions?interview_id={call['id']}")] == [asked["id"]]


async def test_a_question_says_what_it_is_based_on(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    note = await me.make("/research-notes", {"contact_id": ana["id"], "learned": "Moved from law to nursing."})
    position = {"title": "Charge Nurse", "employer": "Lakeview Hospice"}
    asked = await question(me, ana, based_on_note_id=note["id"], based_on_position=position, topic="career_path")
    assert (asked["based_on_note_id"], asked["based_on_position"], asked["topic"]) == (
        note["id"],
        position,
        "career_path",
    )


NURSE = {
    "positions": [
        {"title": "Charge Nurse", "employer": "Lakeview Hospice", "field": "nursing", "started_on": "2019-09"},
        {
            "title": "Teacher",
            "employer": "Maple Elementary",
            "field": "teaching",
            "started_on": "2012",
            "ended_on": "2019",
        },
    ]
}


async def test_suggestions_name_their_facts_and_become_questions(me: Client, clock: Clock) -> None:
    ana = await contact(me, **NURSE)
    path = f"/contacts/{ana['id']}/question-suggestions"
    answer = await me.get(path)
    first, *rest = answer.json()["items"]
    assert first["text"] == (
        "I noticed you were a teacher at Maple Elementary before you became a charge nurse at Lakeview Hospice. "
        "How do the two compare?"
    )
    assert [reason["fact"] for reason in first["because"]] == [
        "Teacher at Maple Elementary, 2012 to 2019.",
        "Charge nurse at Lakeview Hospice, 2019 to today.",
    ]
    assert {reason["href"] for reason in first["because"]} == {f"/contacts/{ana['id']}"}
    assert (await me.get(path, headers={"If-None-Match": answer.headers["etag"]})).status_code == 304
    call = await meeting(me, ana, starts_at="2026-03-12T15:00:00Z")
    await question(me, ana, "My own?")
    chosen = await me.make(path, {"ids": [rest[3]["id"], first["id"]], "interview_id": call["id"]})
    assert [(name["text"], name["place"]) for name in chosen["items"]] == [(rest[3]["text"], 2), (first["text"], 3)]
    assert chosen["items"][1]["based_on_position"] == {"title": "Charge Nurse", "employer": "Lakeview Hospice"}
    left = {asked["id"] for asked in (await me.read(path))["items"]}
    assert not left & {rest[3]["id"], first["id"]}, "what is written down is not suggested again"
    only = (await me.read(f"{path}?topic=trends"))["items"]
    assert {asked["topic"] for asked in only} == {"trends"}


async def test_a_choice_is_whole_or_nothing(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, **NURSE), await contact(me, "Ben Okafor")
    path = f"/contacts/{ana['id']}/question-suggestions"
    mine = (await me.read(path))["items"][0]["id"]
    theirs = (await me.read(f"/contacts/{ben['id']}/question-suggestions"))["items"][0]["id"]
    refused = await me.post(path, {"ids": [mine, theirs]})
    assert errors_of(refused) == {"/ids/1": "not_found"}
    call = await meeting(me, ben, starts_at="2026-03-12T15:00:00Z")
    refused = await me.post(path, {"ids": [mine], "interview_id": call["id"]})
    assert errors_of(refused) == {"/interview_id": "contradiction"}
    assert await me.everything("/questions") == []


async def test_nothing_is_suggested_about_a_deleted_contact(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await me.delete(f"/contacts/{ana['id']}")
    assert (await me.get(f"/contacts/{ana['id']}/question-suggestions")).status_code == 404


async def test_another_members_interview_cannot_be_named_in_a_choice(me: Client, office: Any, clock: Clock) -> None:
    other = await office.member()
    theirs = await meeting(other, await contact(other), starts_at="2026-03-12T15:00:00Z")
    path = f"/contacts/{(await contact(me))['id']}/question-suggestions"
    mine = (await me.read(path))["items"][0]["id"]
    refused = await me.post(path, {"ids": [mine], "interview_id": theirs["id"]})
    assert errors_of(refused) == {"/interview_id": "not_found"}


async def test_the_same_choice_at_once_is_taken_once(me: Client, clock: Clock) -> None:
    ana = await contact(me, **NURSE)
    path = f"/contacts/{ana['id']}/question-suggestions"
    ids = [asked["id"] for asked in (await me.read(path))["items"][:3]]
    answers = await asyncio.gather(*(me.post(path, {"ids": ids}) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201] + [422] * 5
    await asyncio.gather(*(question(me, ana, f"Own {at}?") for at in range(4)))
    assert [asked["place"] for asked in await me.everything("/questions")] == [1, 2, 3, 4, 5, 6, 7]


async def test_questions_of_a_meeting_that_fell_through_wait_for_the_next(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    off = await meeting(me, ana, starts_at="2026-03-12T15:00:00Z")
    await question(me, ana, interview_id=off["id"])
    await me.do(f"/interviews/{off['id']}/cancel", {"by": "them"})
    anew = await meeting(me, ana, starts_at="2026-03-19T15:00:00Z")
    (person,) = (await me.read(f"/interviews/{anew['id']}/brief"))["people"]
    assert [asked["text"] for asked in person["questions"]] == ["Why?"]
