"""Reviews: the rules against emails written for them, and over HTTP what is known about the meeting and other messages."""

import pytest

from api.reviews.findings import Text, review
from tests.client import Client
from tests.conftest import Clock
from tests.factories import contact, inbound, meeting, message
from tests.reviews.corpus import SEEN, SET_ASIDE, Sample


def found(sample: Sample) -> set[str]:
    text = Text(body=sample.body, kinds=frozenset({sample.kind}), full_name="Ana Ruiz")
    return {one.rule for one in review(text)}


def counts(samples: tuple[Sample, ...]) -> tuple[int, int, int]:
    """Expected findings, those of them that were made, and those that nobody expected."""
    expected = sum(len(one.expected) for one in samples)
    hits = sum(len(one.expected & found(one)) for one in samples)
    return expected, hits, sum(len(found(one) - one.expected) for one in samples)


@pytest.mark.parametrize("sample", SEEN, ids=lambda one: one.body[:40])
def test_each_email_gets_its_findings(sample: Sample) -> None:
    assert found(sample) == sample.expected


def test_what_was_set_aside_is_judged_as_the_docs_say() -> None:
    """The figures of docs/review.md: expected, made of those, and made beside them."""
    assert (len(SEEN), len(SET_ASIDE)) == (30, 30)
    assert (counts(SEEN), counts(SET_ASIDE)) == ((22, 22, 0), (22, 21, 2))


def test_a_finding_has_its_place() -> None:
    body = "Dear Ben, I read your article on [topic]. Could I pick your brain for 20 minutes?"
    text = Text(body=body, kinds=frozenset({"request"}), full_name="Ana Ruiz")
    places = {one.rule: body[one.start : one.end] for one in review(text)}
    assert places == {"wrong_name": "Dear Ben", "unfilled_gap": "[topic]", "generic_question": "pick your brain"}


async def test_a_thank_you_note_is_measured_by_what_was_said(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    held = {"starts_at": "2026-03-02T10:00:00Z", "status": "completed", "takeaways": "Shadow shifts are how to begin."}
    call = await meeting(me, ana, **held)
    note = await message(me, ana, "thank_you", status="draft", interview_id=call["id"], body="Dear Ana, thank you!")
    path = f"/outreach-emails/{note['id']}"
    assert [one["rule"] for one in (await me.do(f"{path}/review"))["findings"]] == ["nothing_specific"]
    changed = await me.change(path, {"body": "Dear Ana, thank you: I asked for two shadow shifts."})
    again = await me.do(f"{path}/review")
    assert (again["findings"], again["words"], again["etag"]) == ([], 10, changed["etag"])


async def test_nearly_the_same_to_somebody_else_is_noticed(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    body = "I read your article on hospice nights. What made you stay? Could we talk for 20 minutes next week?"
    await message(me, ana, "request", body=f"Dear Ana, {body}")
    copy = await message(me, ben, "request", status="draft", body=f"Dear Ben, {body}")
    found_in = (await me.do(f"/outreach-emails/{copy['id']}/review"))["findings"]
    assert [one["rule"] for one in found_in] == ["near_identical"]
    assert (found_in[0]["start"], found_in[0]["end"]) == (0, len(copy["body"]))


async def test_only_what_one_writes_is_reviewed(me: Client, clock: Clock) -> None:
    theirs = await inbound(me, await contact(me))
    assert (await me.post(f"/outreach-emails/{theirs['id']}/review")).status_code == 409
