"""The brief: one page with all that is known before an interview, as JSON, Markdown and HTML."""

import re

from tests.client import Client, Json
from tests.conftest import Clock, Office
from tests.factories import contact, inbound, meeting, message

HOSTILE = "<script>alert(1)</script> **bold** [x](http://x)"


async def full(office: Office) -> tuple[Client, Json, Json]:
    me = await office.member(zone="America/New_York")
    cy = await contact(me, "Cy Young")
    ana = await contact(
        me,
        "Ana Ruiz",
        pronounced="AH-nah",
        time_zone="Europe/London",
        source="alumni",
        met_through_id=cy["id"],
        positions=[
            {"title": "Charge Nurse", "employer": "Lakeview Hospice", "started_on": "2019"},
            {"title": "Teacher", "employer": "Maple Elementary", "started_on": "2012", "ended_on": "2019"},
        ],
    )
    about = {"contact_id": ana["id"]}
    await message(me, ana, "request", sent_at="2026-02-27", subject="From the classroom to the ward")
    await inbound(me, ana, sent_at="2026-03-01T03:00:00Z")
    await me.make("/research-notes", {**about, "learned": HOSTILE})
    for place, text in ((2, "Second?"), (1, "First?")):
        await me.make("/questions", {**about, "text": text, "place": place})
    await me.make("/questions", {**about, "text": "Asked before?", "asked": True})
    await me.make("/promises", {**about, "by": "me", "what": "Send the article", "due_on": "2026-03-10"})
    kept = await me.make("/promises", {**about, "by": "them", "what": "Kept"})
    await me.do(f"/promises/{kept['id']}/keep")
    call = await meeting(me, ana, starts_at="2026-03-12T15:00:00Z", medium="video", link="https://example.org/call")
    await me.make("/questions", {**about, "text": "For this call?", "interview_id": call["id"]})
    return me, ana, call


async def test_a_brief_holds_all_that_is_known(office: Office, clock: Clock) -> None:
    me, _, call = await full(office)
    brief = await me.read(f"/interviews/{call['id']}/brief")
    assert brief["when"]["yours"] == "Thu 12 Mar 2026, 11:00\u201311:30 (America/New_York)"
    assert brief["when"]["theirs"] == ["Thu 12 Mar 2026, 15:00\u201315:30 (Europe/London)"]
    (person,) = brief["people"]
    assert (person["title"], person["employer"]) == ("Charge Nurse", "Lakeview Hospice")
    assert person["how_you_met"] == "Found among alumni, through Cy Young."
    assert [position["title"] for position in person["career"]] == ["Charge Nurse", "Teacher"]
    assert [question["text"] for question in person["questions"]] == ["First?", "Second?", "For this call?"]
    assert [(promise["by"], promise["due_on"]) for promise in person["promises"]] == [("me", "2026-03-10")]
    assert [(entry["on"], entry["direction"]) for entry in person["history"]] == [
        ("2026-02-28", "inbound"),
        ("2026-02-27", "outbound"),
    ], "the inbound one came late on the 28th, by the member's clock"
    assert len(brief["afterwards"]) == 3


async def test_it_costs_two_statements(office: Office, clock: Clock, statements: list[str]) -> None:
    me, _, call = await full(office)
    await me.read("/contacts")
    statements.clear()
    await me.read(f"/interviews/{call['id']}/brief")
    assert len(statements) == 2


async def test_the_pages_show_what_was_typed_and_nothing_else(office: Office, clock: Clock) -> None:
    me, _, call = await full(office)
    path = f"/interviews/{call['id']}/brief"
    html = await me.get(path, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert html.headers["content-type"] == "text/html; charset=utf-8"
    assert html.headers["vary"] == "Accept, Authorization"
    assert "<script>" not in html.text
    assert "&lt;script&gt;alert(1)" in html.text
    assert html.text.index("First?") < html.text.index("Second?")
    markdown = await me.get(path, headers={"Accept": "text/markdown"})
    assert markdown.text.startswith("# Meeting with Ana Ruiz\n")
    assert "1. First?" in markdown.text
    assert r"\*\*bold\*\* \[x\]" in markdown.text
    again = await me.get(path, headers={"Accept": "text/html", "If-None-Match": html.headers["etag"]})
    assert again.status_code == 304
    assert (await me.get(path)).headers["content-type"] == "application/json"


async def test_a_meeting_without_a_time_and_with_strangers_has_a_brief(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "山田 太郎"), await contact(me, "محمد")
    call = await meeting(me, ana, ben)
    brief = await me.read(f"/interviews/{call['id']}/brief")
    assert (brief["when"]["yours"], [person["career"] for person in brief["people"]]) == (None, [[], []])
    html = (await me.get(f"/interviews/{call['id']}/brief", headers={"Accept": "text/html"})).text
    assert "Meeting with 山田 太郎 and محمد" in html
    assert not re.search(r"None|null", html)


async def test_a_brief_says_how_to_reach_them_and_what_was_written(office: Office, me: Client, clock: Clock) -> None:
    ana = await contact(
        me,
        "Ana Ruiz",
        emails=[{"address": "old@example.org", "undeliverable": True}, {"address": "ana@example.org", "label": "work"}],
        phones=[{"number": "+1 860 555 0100"}],
    )
    await inbound(
        me, ana, sent_at="2026-03-01T10:00:00Z", body="Gladly. Call me.\n\nOn 27 Feb 2026, Sam wrote:\n> Hello?"
    )
    await message(me, ana, "request", sent_at="2026-02-27", body="y" * 900)
    for medium, ways in (
        ("phone", ["Phone: +18605550100", "Email (work): ana@example.org"]),
        ("video", ["The call: https://example.org/call", "Email (work): ana@example.org", "Phone: +18605550100"]),
        ("in_person", ["The place: Cafe Luna", "Phone: +18605550100", "Email (work): ana@example.org"]),
    ):
        where = {"link": "https://example.org/call", "location": "Cafe Luna"}
        call = await meeting(me, ana, starts_at="2026-03-12T15:00:00Z", medium=medium, **where)
        path = f"/interviews/{call['id']}/brief"
        (person,) = (await me.read(path))["people"]
        assert person["reach"] == ways
    assert [entry["text"] for entry in person["history"]] == ["Gladly. Call me.", f"{'y' * 499}…"]
    text = await me.get(path, headers={"Accept": "text/plain"})
    assert text.text.startswith("Meeting with Ana Ruiz\n")
    assert "How to reach them\n  - The place: Cafe Luna" in text.text
    assert "[ ] Within a day" in text.text
    page = (await me.get(path, headers={"Accept": "text/html"})).text
    assert 'class="room"' in page


async def test_the_last_messages_are_shown_however_many_there_are(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    for someone in (ana, ben):
        for day in range(1, 12):
            await inbound(me, someone, sent_at=f"2026-02-{day:02}T10:00:00Z", body=f"{someone['full_name']} {day}")
    call = await meeting(me, ana, ben, starts_at="2026-03-12T15:00:00Z")
    for person in (await me.read(f"/interviews/{call['id']}/brief"))["people"]:
        said = [entry["text"] for entry in person["history"]]
        assert said == [f"{person['full_name']} {day}" for day in range(11, 3, -1)]
