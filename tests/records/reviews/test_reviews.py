"""Reviews: the rules against emails written for them, and over HTTP what is known about the meeting and other messages."""

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from api.method.writing.findings import FindingRule, MessageText, open_gaps, review
from api.method.writing.fingerprints import SIZE, fingerprint, runs
from api.records.reviews.models import TextPrint
from tests.client import Client, Json, errors_of
from tests.conftest import Clock, Office, make_office
from tests.factories import contact, inbound, meeting, message
from tests.records.reviews.corpus import SEEN, SET_ASIDE, Sample


def found(sample: Sample) -> set[str]:
    text = MessageText(
        body=sample.body,
        kinds=frozenset({sample.kind}),
        full_name=sample.full_name,
        given_name=sample.given_name,
        subject=sample.subject,
    )
    return {finding.rule for finding in review(text)}


def counts(samples: tuple[Sample, ...]) -> tuple[int, int, int]:
    """Expected findings, those of them that were made, and those that nobody expected."""
    expected = sum(len(sample.expected) for sample in samples)
    hits = sum(len(sample.expected & found(sample)) for sample in samples)
    return expected, hits, sum(len(found(sample) - sample.expected) for sample in samples)


@pytest.mark.parametrize("sample", SEEN, ids=lambda case: case.body[:40])
def test_each_email_gets_its_findings(sample: Sample) -> None:
    assert found(sample) == sample.expected


def test_what_was_set_aside_is_judged_as_the_docs_say() -> None:
    """The figures of docs/review.md: expected, made of those, and made beside them; and good mails with a false alarm."""
    assert (len(SEEN), len(SET_ASIDE)) == (80, 80)
    assert (counts(SEEN), counts(SET_ASIDE)) == ((53, 53, 0), (73, 66, 10))
    good = [sample for sample in SET_ASIDE if not sample.expected]
    assert (len(good), sum(bool(found(sample)) for sample in good)) == (41, 3)


def test_a_finding_has_its_place() -> None:
    body = "Dear Ben, I read your article on [topic]. Could I pick your brain for 20 minutes?"
    text = MessageText(body=body, kinds=frozenset({"request"}), full_name="Ana Ruiz")
    places = {finding.rule: body[finding.start : finding.end] for finding in review(text)}
    assert places == {"wrong_name": "Dear Ben", "unfilled_gap": "[topic]", "generic_question": "pick your brain"}


@pytest.mark.parametrize(
    ("full_name", "body", "found"),
    [
        ("José Núñez", "Dear Jose, hello.", set()),
        ("王 伟", "Dear 王伟, hello.", set()),
        ("Q", "Dear Q, hello.", set()),
        ("J. R. Smith", "Dear J.R., hello.", set()),
        ("Ana Ruiz", "Ana, hello.", set()),
        ("Ana Ruiz", "Estimada Ana: hello.", set()),
        ("Ana Ruiz", "Hi! Ana, hello.", set()),
        ("Ana Ruiz", "Dear Anna, hello.", {"wrong_name"}),
        ("Ana Ruiz", "Dear R, hello.", {"wrong_name"}),
        ("Ana Ruiz", "Hello there, how are you?", {"missing_name"}),
        ("Ana Ruiz", "How are you?", {"missing_name"}),
        ("Ana Ruiz", "Dear Ana, see [my page](https://example.org) [1] [sic], a < b and c > d.\n____\n", set()),
        ("Ana Ruiz", "Dear Ana, I am ____ and <your name>, in XXXX.", {"unfilled_gap"}),
    ],
)
def test_a_name_is_a_name_however_it_is_written(full_name: str, body: str, found: set[str]) -> None:
    text = MessageText(body=body, kinds=frozenset({"other"}), full_name=full_name)
    assert {finding.rule for finding in review(text)} == found


@pytest.mark.parametrize("body", ["20" + "-" * 50_000, "{{" * 49_999, "1 " + "-" * 50_000, "20" + "\n" * 50_000 + "x"])
def test_whatever_is_written_is_reviewed_in_time(body: str) -> None:
    """Each of these once took minutes."""
    assert review(MessageText(body=body, kinds=frozenset({"request"}), full_name="Ana Ruiz"))


async def test_a_thank_you_note_is_measured_by_what_was_said(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    held = {"starts_at": "2026-03-02T10:00:00Z", "status": "completed", "takeaways": "Shadow shifts are how to begin."}
    call = await meeting(me, ana, **held)
    note = await message(me, ana, "thank_you", status="draft", interview_id=call["id"], body="Dear Ana, thank you!")
    path = f"/outreach-emails/{note['id']}"
    assert [finding["rule"] for finding in (await me.do(f"{path}/review"))["findings"]] == ["nothing_specific"]
    changed = await me.change(path, {"body": "Dear Ana, thank you: I asked for two shadow shifts."})
    again = await me.do(f"{path}/review")
    assert (again["findings"], again["words"], again["etag"]) == ([], 10, changed["etag"])


async def test_nearly_the_same_to_somebody_else_is_noticed(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    body = "I read your article on hospice nights. What made you stay? Could we talk for 20 minutes next week?"
    await message(me, ana, "request", body=f"Dear Ana, {body}")
    copy = await message(me, ben, "request", status="draft", body=f"Dear Ben, {body}")
    found_in = (await me.do(f"/outreach-emails/{copy['id']}/review"))["findings"]
    assert [finding["rule"] for finding in found_in] == ["near_identical"]
    assert (found_in[0]["start"], found_in[0]["end"]) == (0, len(copy["body"]))


BODY = "I read your article on hospice nights. What made you stay? Could we talk for 20 minutes next week?"


async def reviewed(me: Client, about: Json, body: str = BODY, kind: str = "request") -> list[str]:
    """What the review of a draft to them advises about copies."""
    copy = await message(me, about, kind, status="draft", body=f"Dear {about['full_name']},\n\n{body}")
    found_in = (await me.do(f"/outreach-emails/{copy['id']}/review"))["findings"]
    return [finding["advice"] for finding in found_in if finding["rule"] == "near_identical"]


async def test_nearly_the_same_by_a_classmate_is_noticed_and_says_nothing_of_them(
    app: FastAPI, office: Office, me: Client, clock: Clock
) -> None:
    classmate = await office.member(full_name="Kim Park")
    first = await message(classmate, await contact(classmate, "Cy Young"), "request", body=f"Dear Cy, {BODY}")
    ana = await contact(me, "Ana Ruiz")
    assert await reviewed(me, ana) == [
        "Somebody else in your organization sent nearly the same. Say what you would say to nobody but them."
    ]
    assert await reviewed(me, ana, BODY.replace("article on hospice nights", "book on school gardens")) == []
    assert await reviewed(me, ana, kind="confirmation") == [], "a confirmation need not be original"
    await classmate.change(f"/outreach-emails/{first['id']}", {"body": "Dear Cy, something else altogether."})
    assert await reviewed(me, ana) == []
    await classmate.change(f"/outreach-emails/{first['id']}", {"body": BODY})
    assert await reviewed(me, ana) != []
    await classmate.delete(f"/outreach-emails/{first['id']}")
    assert await reviewed(me, ana) == []
    await classmate.post(f"/outreach-emails/{first['id']}/restore")
    assert await reviewed(me, ana) != []
    stranger = await (await make_office(app, office.http, clock)).member()
    assert await reviewed(stranger, await contact(stranger)) == [], "another school is another world"


def test_a_hint_begins_at_seventy_five_words() -> None:
    def rules(words: int, kind: str = "request") -> set[str]:
        body = "Dear Ana, I read your article. Why nights? Could we talk for 20 minutes?"
        body += " word" * (words - len(body.split()))
        return {
            finding.rule for finding in review(MessageText(body=body, kinds=frozenset({kind}), full_name="Ana Ruiz"))
        }

    assert [rules(words) for words in (75, 76, 100, 101)] == [set(), {"rather_long"}, {"rather_long"}, {"too_long"}]
    assert rules(120, "introduction_request") == set(), "part of it is for somebody else"


async def test_a_gap_in_the_subject_is_found_and_refused(office: Office, me: Client, clock: Clock) -> None:
    draft = await message(
        me, await contact(me), "update", status="draft", subject="About [… your news]", body="Dear Ana, I just moved."
    )
    path = f"/outreach-emails/{draft['id']}"
    (found_in,) = (await me.do(f"{path}/review"))["findings"]
    assert (found_in["rule"], found_in["part"]) == ("unfilled_gap", "subject")
    assert draft["subject"][found_in["start"] : found_in["end"]] == "[… your news]"
    await office.admin.change("/organization", {"refused_findings": ["unfilled_gap"]})
    assert errors_of(await me.post(f"{path}/mark-sent")) == {"/subject": "unfilled_gap"}


async def test_only_what_was_sent_and_arrived_is_compared(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    first = await message(me, ana, "request", status="draft", body=BODY)
    assert await reviewed(me, ben) == []
    await me.do(f"/outreach-emails/{first['id']}/mark-sent", {"force": True})
    assert await reviewed(me, ben) != []
    assert await reviewed(me, ana) == [], "the same person, the same words"
    await me.do(f"/outreach-emails/{first['id']}/mark-bounced")
    assert await reviewed(me, ben) == []
    await me.do(f"/outreach-emails/{first['id']}/settle", {"status": "sent"})
    assert await reviewed(me, ben) != []


async def test_what_the_template_says_is_nobody_s_copy(office: Office, me: Client, clock: Clock) -> None:
    classmate = await office.member(full_name="Kim Park")
    for client, name in ((classmate, "Cy Young"), (me, "Ana Ruiz")):
        someone = await contact(client, name)
        given = {"contact_id": someone["id"], "kind": "thank_you"}
        made = await client.make("/outreach-emails/draft", given)
        email = made["outreach_email"]
        said = email["body"].replace("[… what you learned]", f"{name} began in another trade, and so may I.")
        await client.change(f"/outreach-emails/{email['id']}", {"body": said})
        found_in = (await client.do(f"/outreach-emails/{email['id']}/review"))["findings"]
        assert "near_identical" not in {finding["rule"] for finding in found_in}
        await client.do(f"/outreach-emails/{email['id']}/mark-sent", {"force": True})


async def test_what_the_service_suggested_is_nobody_s_copy(office: Office, me: Client, clock: Clock) -> None:
    classmate = await office.member(full_name="Kim Park")
    for client, name, own in ((classmate, "Cy Young", "Why did you stay on?"), (me, "Ana Ruiz", "Who taught you?")):
        someone = await contact(client, name, source="alumni")
        await client.make("/questions", {"contact_id": someone["id"], "text": own})
        made = await client.make("/outreach-emails/draft", {"contact_id": someone["id"], "kind": "request"})
        assert "near_identical" not in {finding["rule"] for finding in made["review"]["findings"]}
        await client.do(f"/outreach-emails/{made['outreach_email']['id']}/mark-sent", {"force": True})


async def test_a_draft_outlives_the_template_that_it_was_made_from(office: Office, me: Client, clock: Clock) -> None:
    long = "We are a small school by the sea, and our students ask a great many people about their work. "
    await office.admin.change(
        "/templates/request", {"body": f"Dear {{{{their_name}}}},\n\n{long}{{{{first_question}}}}"}
    )
    drafts = []
    for client, own in ((await office.member(full_name="Kim Park"), "Why did you stay?"), (me, "Who taught you that?")):
        someone = await contact(client)
        await client.make("/questions", {"contact_id": someone["id"], "text": own})
        made = await client.make("/outreach-emails/draft", {"contact_id": someone["id"], "kind": "request"})
        drafts.append((client, f"/outreach-emails/{made['outreach_email']['id']}"))
    await office.admin.change("/templates/request", {"body": "Dear {{their_name}}, hello."})
    for client, path in drafts:
        found_in = (await client.do(f"{path}/review"))["findings"]
        assert "near_identical" not in {finding["rule"] for finding in found_in}
        await client.do(f"{path}/mark-sent")


async def test_a_fingerprint_is_the_organization_s_own_and_holds_no_text(
    app: FastAPI, office: Office, clock: Clock
) -> None:
    offices = [office, await make_office(app, office.http, clock)]
    for school in offices:
        me = await school.member()
        await message(me, await contact(me), "request", body=BODY)
    async with app.state.engines.read.connect() as connection:
        rows = (await connection.execute(select(TextPrint.__table__))).all()
    prints = [{row.print for row in rows if row.org_id == school.org_id} for school in offices]
    assert len(prints[0]) == len(prints[1]) == len(runs(BODY))
    assert not prints[0] & prints[1]


def test_a_fingerprint_tells_how_much_two_texts_share() -> None:
    words = [f"word{at}" for at in range(400)]
    whole = " ".join(words)
    half = " ".join(words[:200] + [f"other{at}" for at in range(200)])
    first, same, other = (set(fingerprint(text, key=b"k")) for text in (whole, f"Dear Ana, {whole}", half))
    assert first == same
    assert len(first) == SIZE
    assert 0 < len(first & other) < SIZE * 2 / 3
    assert fingerprint("Too short to tell.", key=b"k") == []
    assert fingerprint(whole, without=[whole], key=b"k") == []


async def test_an_organization_may_refuse_what_has_certain_findings(office: Office, me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz")
    draft = await message(me, ana, "update", status="draft", body="Dear Bob, [… your news] I just moved!")
    path = f"/outreach-emails/{draft['id']}"
    gap = await me.post(f"{path}/mark-sent")
    assert (gap.status_code, gap.json()["code"]) == (409, "findings-refused")
    assert errors_of(gap) == {"/body": "unfilled_gap"}, "whatever the organization says"
    assert "[… your news]" in gap.json()["errors"][0]["detail"]
    chosen = await office.admin.change("/organization", {"refused_findings": ["unfilled_gap", "wrong_name"]})
    assert chosen["refused_findings"] == ["unfilled_gap", "wrong_name"]
    answer = await me.post(f"{path}/mark-sent", {"force": True})
    problem = answer.json()
    assert (problem["code"], errors_of(answer)) == ("findings-refused", {"/body": "wrong_name"}), (
        "it passes the gap alone"
    )
    assert "POST …/review" in problem["detail"]
    assert (await me.read(path))["status"] == "draft"
    await me.change(path, {"body": "Dear Ana, I just moved!"})
    await me.do(f"{path}/mark-sent")
    logged = await message(me, ana, "update", body="Dear Ana, [… your news]")
    assert logged["status"] == "sent", "what was sent elsewhere is a fact"
    for wrong in (["everything"], "unfilled_gap", None):
        assert (await office.admin.patch("/organization", {"refused_findings": wrong})).status_code == 422
    assert (await office.admin.change("/organization", {"refused_findings": []}))["refused_findings"] == []


def test_every_rule_of_the_review_can_be_refused() -> None:
    made = {finding for sample in (*SEEN, *SET_ASIDE) for finding in sample.expected}
    assert made | {"near_identical", "rather_long"} == set(FindingRule)


async def test_only_what_one_writes_is_reviewed(me: Client, clock: Clock) -> None:
    theirs = await inbound(me, await contact(me))
    assert (await me.post(f"/outreach-emails/{theirs['id']}/review")).status_code == 409


async def test_what_is_quoted_below_holds_nothing_up(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    body = (
        "Dear Ana,\n\nGladly, at ten.\n\nSam\n\nOn 1 Mar 2026, Ana <ana@example.org> wrote:\n> [sent by my assistant]\n"
    )
    draft = await message(me, ana, "reply", status="draft", body=body)
    await me.do(f"/outreach-emails/{draft['id']}/mark-sent")


async def test_a_gap_is_a_gap_however_long_names_are(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ж" * 200)
    call = await meeting(me, ana, starts_at="2026-03-01T15:00:00Z", status="completed", takeaways="word " * 60)
    given = {"contact_id": ana["id"], "kind": "thank_you", "interview_id": call["id"]}
    made = (await me.make("/outreach-emails/draft", given))["outreach_email"]
    assert errors_of(await me.post(f"/outreach-emails/{made['id']}/mark-sent")) == {"/body": "unfilled_gap"}


@pytest.mark.parametrize(
    "body",
    [
        "Dear Ana, [… in your words, to Ana: “supplier audits take most of\nher week”] Bye.",
        "Dear Ana, [... what draws you to their work] Bye.",
        "Dear Ana, […what draws you to their work, which may be said at some length by all who draft it] Bye.",
        "Dear Ana, [… your answer",
        "Dear Ana, I like [company].",
        "Dear Ana, I like [YOUR COMPANY] and {{name}}.",
    ],
)
def test_a_gap_is_found_however_a_mail_program_wraps_it(body: str) -> None:
    assert [str(finding.rule) for finding in open_gaps("", body)][:1] == ["unfilled_gap"]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Re: [EXTERNAL] coffee", "Dear Ana, gladly."),
        ("", "<div>Dear Bo,</div><div><strong>Tuesday</strong> suits me.</div>"),
        ("", "Dear Bo, she [the nurse] stayed. See https://x.example/[a] and room [B12]."),
        ("", "Dear Bo, much love, xxx, and I write List<String>.\nSam [she/her]"),
        ("", "Dear Bo, yes.\n\nOn 1 Mar 2026, Bo <bo@example.org> wrote:\n> [EXTERNAL] [image: logo] [your name]"),
    ],
)
def test_brackets_of_other_kinds_are_no_gaps(subject: str, body: str) -> None:
    assert open_gaps(subject, body) == []
