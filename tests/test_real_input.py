"""777 careers loaded over HTTP, and one member's four months compared with a table written by hand."""

import csv
import json
from collections import defaultdict
from typing import Any

import pytest

from tests.client import Client, Json
from tests.conftest import Clock
from tests.factories import due, inbound, meeting, message, talk
from tests.live import ROOT

DATA = ROOT / "examples" / "data"


def legislators() -> list[Json]:
    positions = defaultdict(list)
    with (DATA / "legislators-positions.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            line = {"title": row["title"], "employer": row["organization"], "employer_kind": "government"}
            days = {"started_on": row["started_on"], "ended_on": row["ended_on"]}
            positions[row["external_id"]].append(line | days)
    with (DATA / "legislators.csv").open(newline="", encoding="utf-8") as file:
        return [
            {
                "full_name": row["full_name"],
                "given_name": row["first_name"],
                "family_name": row["last_name"],
                "title": row["title"],
                "employer": row["organization"],
                "positions": positions[row["external_id"]],
                "phones": [{"number": row["phone"]}] if row["phone"] else [],
                "website_url": row["website"],
                # One of the 537 addresses is mistyped in the source; what is no address stays readable as a note.
                "links": [{"label": "Contact page", "url": page}] if page.startswith("http") else [],
                "notes": None if page.startswith("http") else f"Contact page, as listed: {page}",
                "location": row["address"],
                "tags": [row["state"]],
                "source": "web_search",
                "source_detail": row["external_id"],
            }
            for row in csv.DictReader(file)
            for page in [row["contact_page"]]
        ]


def careers() -> list[Json]:
    with (DATA / "careers.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [{"full_name": row["full_name"], "positions": row["positions"], "tags": [row["shape"]]} for row in rows]


async def load(me: Client, people: list[Json]) -> list[Json]:
    loaded = []
    for start in range(0, len(people), 500):
        loaded += (await me.make("/contacts/batch", {"items": people[start : start + 500]}))["items"]
    return loaded


async def test_everybody_is_loaded_whole(me: Client, clock: Clock) -> None:
    clock.set("2026-12-01T12:00:00+00:00")
    people, invented = legislators(), careers()
    assert (len(people), len(invented)) == (537, 240)
    loaded = await load(me, people + invented)
    shown = await me.everything("/contacts?limit=100")
    assert len(shown) == 777
    assert {person["id"] for person in shown} == {person["id"] for person in loaded}
    for given, kept in zip(people + invented, loaded, strict=True):
        assert kept["full_name"] == given["full_name"].strip()
        assert len(kept["positions"]) == len(given["positions"])
        for before, after in zip(given["positions"], kept["positions"], strict=True):
            for name, value in before.items():
                assert after[name] == ((value or "").strip() or None), (given["full_name"], name)
    senators = await me.read("/contacts?employer=u.s.%20senate&count=true&limit=1")
    assert senators["total"] == sum(person["employer"] == "U.S. Senate" for person in people)
    odd = await me.everything("/contacts?tag=odd")
    assert {person["title"] for person in odd} >= {"Line Cook"}, (
        "the open position with a start, not the future internship"
    )


# What one student did in four months, in the order in which it was logged.
Story = list[tuple[str, str, str, dict[str, Any]]]
STORY: Story = [
    ("2026-01-05T15:00", "Maria Cantwell", "request", {}),
    ("2026-01-05T15:10", "Amy Klobuchar", "request", {}),
    ("2026-01-05T15:20", "Rui Okafor", "request", {}),
    ("2026-01-05T15:30", "Eva Bauer", "introduction_request", {}),
    ("2026-01-06T10:00", "Maria Cantwell", "heard", {}),
    ("2026-01-06T16:00", "Maria Cantwell", "reply", {}),
    ("2026-01-07T09:00", "Rui Okafor", "heard", {"auto_reply": True}),
    ("2026-01-08T11:00", "Maria Cantwell", "heard", {}),
    ("2026-01-08T12:00", "Maria Cantwell", "meeting", {"starts_at": "2026-01-22T16:00:00Z"}),
    ("2026-01-08T12:05", "Maria Cantwell", "confirmation", {}),
    ("2026-01-09T14:00", "Eva Bauer", "talk", {"channel": "phone"}),
    ("2026-01-15T10:00", "Amy Klobuchar", "follow_up", {}),
    ("2026-01-15T10:30", "Eva Bauer", "meeting", {"starts_at": "2026-01-27T17:00:00Z"}),
    ("2026-01-20T10:00", "Rui Okafor", "follow_up", {}),
    ("2026-01-23T09:00", "Maria Cantwell", "thank_you", {}),
    ("2026-01-23T09:10", "Maria Cantwell", "complete", {"takeaways": "Committees do the work."}),
    ("2026-01-26T09:00", "Rui Okafor", "heard", {}),
    ("2026-01-26T18:00", "Rui Okafor", "reply", {}),
    ("2026-02-02T09:00", "Eva Bauer", "complete", {}),
    ("2026-02-09T09:00", "Rui Okafor", "follow_up", {}),
    ("2026-02-10T09:00", "Eva Bauer", "thank_you", {}),
    ("2026-02-12T09:00", "Noah Castillo", "meeting", {"starts_at": "2026-02-12T08:00:00Z", "status": "completed", "takeaways": "Ships."}),
    ("2026-02-12T12:00", "Noah Castillo", "thank_you", {}),
    ("2026-02-13T08:30", "Noah Castillo", "heard", {}),
    ("2026-03-02T09:00", "Amy Klobuchar", "heard", {}),
    ("2026-03-03T12:00", "Amy Klobuchar", "decline", {"reason": "No time this year"}),
    ("2026-03-03T12:10", "Amy Klobuchar", "thank_you", {}),
    ("2026-04-23T09:00", "Maria Cantwell", "update", {}),
]  # fmt: skip

# What `/due` shows on chosen days, worked out by hand: the kind, the person, the severity.
TABLE: dict[str, set[tuple[str, str, str]]] = {
    "2026-01-06T09:00": set(),
    "2026-01-07T08:00": set(),
    "2026-01-09T08:00": set(),
    # Seven working days after the requests of Monday the 5th; an automatic answer is no answer; Eva was on the phone.
    "2026-01-14T08:00": {
        ("follow_up", "Amy Klobuchar", "due"),
        ("follow_up", "Rui Okafor", "due"),
    },
    # Amy was followed up on the 15th; nine working days after the 5th Rui's is late.
    "2026-01-16T08:00": {("follow_up", "Rui Okafor", "late")},
    # Maria's meeting was confirmed by a message; it ended at 16:30 the day before.
    "2026-01-23T08:00": {("debrief", "Maria Cantwell", "due"), ("thank_you", "Maria Cantwell", "due")},
    # Eva's meeting of Tuesday the 27th, set on the 15th, is confirmed on the working day before; nothing is prepared.
    "2026-01-26T08:30": {("confirm", "Eva Bauer", "due"), ("prepare", "Eva Bauer", "late")},
    # Rui, who wrote on the 26th, was answered that evening.
    "2026-01-27T15:30": {("confirm", "Eva Bauer", "late"), ("prepare", "Eva Bauer", "late")},
    # Eva's meeting is neither marked nor thanked for.
    "2026-01-28T18:00": {("debrief", "Eva Bauer", "due"), ("thank_you", "Eva Bauer", "late")},
    "2026-02-01T09:00": {("debrief", "Eva Bauer", "flagged"), ("thank_you", "Eva Bauer", "flagged")},
    # Completed without takeaways: still to be written down. Rui has not answered the times of the 26th.
    "2026-02-05T09:00": {
        ("debrief", "Eva Bauer", "flagged"),
        ("thank_you", "Eva Bauer", "flagged"),
        ("follow_up", "Rui Okafor", "due"),
    },
    "2026-02-11T09:00": {("debrief", "Eva Bauer", "flagged")},
    "2026-02-12T10:00": {("debrief", "Eva Bauer", "flagged"), ("thank_you", "Noah Castillo", "due")},
    # Noah's "my pleasure" asks for nothing.
    "2026-02-16T09:00": {("debrief", "Eva Bauer", "flagged")},
    # Thirty days after the meeting the debrief has lapsed.
    "2026-02-27T09:00": set(),
    # Amy answers after all, on Monday the 2nd: to be answered on Tuesday.
    "2026-03-03T09:00": {("reply", "Amy Klobuchar", "due")},
    # She had no time; she was thanked for saying so.
    "2026-03-04T09:00": set(),
    # Three months after the thank-you note of the 23rd of January.
    "2026-04-23T08:00": {("update", "Maria Cantwell", "due")},
    # Maria was told. Three months after the thank-you note to Eva is Sunday the 10th of May.
    "2026-05-11T08:00": {("update", "Eva Bauer", "due")},
    # And after Noah's word of the 13th of February.
    "2026-05-13T08:00": {("update", "Eva Bauer", "due"), ("update", "Noah Castillo", "due")},
}


async def happen(
    me: Client, contact: Json, what: str, when: str, more: dict[str, Any], meetings: dict[str, str]
) -> None:
    if what == "heard":
        await inbound(me, contact, sent_at=f"{when}:00Z", **more)
    elif what == "talk":
        await talk(me, contact, sent_at=f"{when}:00Z", **more)
    elif what == "meeting":
        meetings[contact["id"]] = (await meeting(me, contact, **more))["id"]
    elif what == "complete":
        await me.do(f"/interviews/{meetings[contact['id']]}/complete", more)
    elif what == "decline":
        await me.do(f"/contacts/{contact['id']}/decline", more)
    else:
        await message(me, contact, what, sent_at=f"{when}:00Z", **more)


async def live(me: Client, clock: Clock, people: dict[str, Json], until: str) -> None:
    """Everything that was logged up to a moment, by the clock of those days."""
    meetings: dict[str, str] = {}
    for when, name, what, more in STORY:
        if when <= until:
            clock.set(f"{when}:00+00:00")
            await happen(me, people[name], what, when, more, meetings)


async def test_four_months_come_out_as_the_table_says(me: Client, clock: Clock) -> None:
    clock.set("2026-01-05T14:00:00+00:00")
    chosen = {name for _, name, _, _ in STORY}
    loaded = await load(me, [*legislators(), *careers()])
    people = {person["full_name"]: person for person in reversed(loaded) if person["full_name"] in chosen}
    assert set(people) == chosen
    meetings: dict[str, str] = {}
    days = sorted(TABLE)
    for when, name, what, more in [*STORY, ("9999", "", "", {})]:
        while days and days[0] < when:
            day = days.pop(0)
            clock.set(f"{day}:00+00:00")
            # Whom of the 800 to write to next is another matter.
            about = [item for item in (await due(me)).values() if item["kind"] != "approach"]
            shown = {(item["kind"], item["contact"]["full_name"], item["severity"]) for item in about}
            assert shown == TABLE[day], day
        if name:
            clock.set(f"{when}:00+00:00")
            await happen(me, people[name], what, when, more, meetings)
    assert not days


@pytest.mark.parametrize("name", ["Maria Cantwell", "Eva Bauer", "Noah Castillo"])
async def test_who_was_met_in_those_months_is_met(me: Client, clock: Clock, name: str) -> None:
    clock.set("2026-01-05T14:00:00+00:00")
    chosen = {name for _, name, _, _ in STORY}
    people = {name: await me.make("/contacts", {"full_name": name}) for name in sorted(chosen)}
    await live(me, clock, people, "2026-05-01")
    seen = await me.read(f"/contacts/{people[name]['id']}")
    assert (seen["stage"], seen["standing"]) == ("met", "active")
    told = await me.everything(f"/contacts/{people[name]['id']}/timeline")
    assert [entry["at"] for entry in told] == sorted((entry["at"] for entry in told), reverse=True)
