"""Lineage over HTTP: which first message led to what, as JSON, as a drawing, and for a terminal."""

import asyncio
import os
import signal
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from fastapi import FastAPI
from httpx2 import Response

from api.views.lineage.routes import warm_up
from tests.client import Client, Json
from tests.conftest import Clock, Office
from tests.factories import contact, inbound, message

SVG, TEXT = {"Accept": "image/svg+xml"}, {"Accept": "text/plain"}
NAMESPACE = "{http://www.w3.org/2000/svg}"


def parsed(answer: Response) -> ET.Element:
    return ET.fromstring(answer.text)  # noqa: S314 (the service's own drawing)


async def introduced(me: Client, by: Json, to: Json, on: str) -> Json:
    made = await me.make("/introductions", {"connector_id": by["id"], "target_id": to["id"]})
    return await me.do(f"/introductions/{made['id']}/introduce", {"at": f"{on}T10:00:00Z"})


async def came(me: Client, about: Json, kind: str, on: str, **more: Any) -> Json:
    return await me.make("/outcomes", {"contact_id": about["id"], "kind": kind, "happened_on": on, **more})


@pytest.fixture
async def story(me: Client, clock: Clock) -> dict[str, Json]:
    """Ana introduces Ben, who refers to Cy, who makes an offer; Di stands beside them."""
    people = {name: await contact(me, name) for name in ("Ana", "Ben", "Di")}
    first = await message(me, people["Ana"], "request", sent_at="2025-09-02T10:00:00Z", subject="From class to ward")
    await message(me, people["Ana"], "thank_you", sent_at="2025-09-09T10:00:00Z")
    await introduced(me, people["Ana"], people["Ben"], "2025-10-01")
    referral = await came(me, people["Ben"], "referral", "2025-11-03", referred_name="Cy Young")
    people["Cy"] = await me.read(f"/contacts/{referral['referred_id']}")
    await came(me, people["Cy"], "offer", "2026-02-05", what="Summer trainee")
    return {**people, "first": first, "referral": referral}


async def test_which_first_email_led_to_this_offer(me: Client, story: dict[str, Json]) -> None:
    ana, ben, cy = (story[name]["id"] for name in ("Ana", "Ben", "Cy"))
    found = await me.read(f"/contacts/{cy}/lineage")
    assert found["way"] == [ana, ben, cy]
    people = {person["id"]: person for person in found["people"]}
    assert set(people) == {ana, ben, cy}
    assert {person["origin_id"] for person in people.values()} == {ana}
    first = people[found["way"][0]]["first_message"]
    assert (first["href"], first["subject"]) == (f"/outreach-emails/{story['first']['id']}", "From class to ward")
    assert (first["on"], first["kind"], first["direction"]) == ("2025-09-02", "request", "outbound")
    assert [(outcome["kind"], outcome["what"], outcome["on"]) for outcome in people[cy]["outcomes"]] == [
        ("offer", "Summer trainee", "2026-02-05")
    ]
    assert people[cy]["roles"] == ["employer"]
    links = [(link["from_id"], link["to_id"], link["how"], link["on"]) for link in found["links"]]
    assert links == [(ana, ben, "introduction", "2025-10-01"), (ben, cy, "referral", "2025-11-03")]
    assert found["links"][1]["href"] == f"/outcomes/{story['referral']['id']}"
    answer = await me.get(f"/contacts/{cy}/lineage")
    again = await me.get(f"/contacts/{cy}/lineage", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    up_and_down = await me.read(f"/contacts/{ben}/lineage")
    assert up_and_down["way"] == [ana, ben]
    assert len(up_and_down["people"]) == 3


async def test_everybody_s_lineage_names_who_led_or_gave(me: Client, story: dict[str, Json]) -> None:
    await came(me, story["Di"], "advice", "2026-01-05")
    await contact(me, "Nobody Yet")
    found = await me.read("/lineage")
    assert (found["contact_id"], found["way"]) == (None, [])
    assert [person["full_name"] for person in found["people"]] == ["Ana", "Ben", "Di", "Cy Young"]
    assert (await me.read(f"/contacts/{story['Di']['id']}/lineage"))["way"] == [story["Di"]["id"]]


async def test_a_circle_is_drawn_and_nobody_is_their_own_beginning(me: Client, story: dict[str, Json]) -> None:
    await came(me, story["Cy"], "referral", "2026-02-20", referred_id=story["Ana"]["id"])
    found = await me.read(f"/contacts/{story['Ana']['id']}/lineage")
    assert found["way"] == [story["Ana"]["id"]]
    assert [link["is_first"] for link in found["links"]] == [True, True, False]
    drawn = parsed(await me.get("/lineage", headers=SVG))
    assert len(drawn.findall(f".//{NAMESPACE}path")) == 3


async def test_what_is_deleted_led_nowhere(me: Client, story: dict[str, Json]) -> None:
    await me.delete(f"/outcomes/{story['referral']['id']}")
    cy = story["Cy"]["id"]
    found = await me.read(f"/contacts/{cy}/lineage")
    assert [link["how"] for link in found["links"]] == ["introduction", "met_through"], "the contact still says so"
    await me.change(f"/contacts/{cy}", {"met_through_id": None})
    assert (await me.read(f"/contacts/{cy}/lineage"))["way"] == [cy]
    await me.delete(f"/contacts/{story['Ana']['id']}")
    assert (await me.get(f"/contacts/{story['Ana']['id']}/lineage")).status_code == 404
    assert (await me.read(f"/contacts/{story['Ben']['id']}/lineage"))["links"] == []
    assert [person["full_name"] for person in (await me.read("/lineage"))["people"]] == ["Cy Young"]


async def test_for_a_terminal_it_is_a_tree(me: Client, story: dict[str, Json]) -> None:
    answer = await me.get("/lineage", headers=TEXT)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "Ana - first message 2025-09-02: From class to ward",
        "└─ introduced 2025-10-01: Ben",
        "   └─ referred 2025-11-03: Cy Young",
        "      └─ * offer, 2026-02-05: Summer trainee",
    ]


async def test_a_drawing_says_everything_and_breaks_on_nothing(me: Client, clock: Clock) -> None:
    names = ["<script>alert(1)</script>", "محمد عبد الرحمن الحسيني", "佐藤 美咲", "A" * 200, 'Ben & "Cy" O\'Hara']
    people = [await contact(me, name, title="Nurse & <Teacher>", employer="St. Brigid's") for name in names]
    for giver, other in pairwise(people):
        await came(me, giver, "referral", "2026-01-05", referred_id=other["id"])
    for kind in ("advice", "advice", "mentorship", "internship", "offer", "hire"):
        await came(me, people[-1], kind, "2026-02-05")
    answer = await me.get(f"/contacts/{people[-1]['id']}/lineage", headers=SVG)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert "Accept" in answer.headers["vary"]
    drawing = parsed(answer)
    assert not drawing.findall(f".//{NAMESPACE}script")
    texts = [element.text or "" for element in drawing.iter(f"{NAMESPACE}text")]
    for name in (*names[:3], names[4], "advice (2 times), Feb 5, 2026", "and 2 more", "referred, Jan 5, 2026"):
        assert name in texts, name
    assert [element.get("href") for element in drawing.iter(f"{NAMESPACE}a")] == [
        f"/contacts/{person['id']}" for person in people
    ]
    assert [element.get("class") for element in drawing.iter(f"{NAMESPACE}a")][-1] == "here"
    assert sum("way" in (element.get("class") or "") for element in drawing.iter(f"{NAMESPACE}path")) == 4
    width, height = float(drawing.get("width", 0)), float(drawing.get("height", 0))
    for box in drawing.iter(f"{NAMESPACE}rect"):
        if box.get("class") == "box":
            x, y, wide, high = (float(box.get(name, 0)) for name in ("x", "y", "width", "height"))
            assert x >= 0
            assert y >= 0
            assert x + wide <= width
            assert y + high <= height


async def test_nothing_is_drawn_as_an_empty_sheet(me: Client, clock: Clock) -> None:
    assert "written down yet" in (await me.get("/lineage", headers=TEXT)).text
    assert "written down yet" in (await me.get("/lineage", headers=SVG)).text


async def test_too_many_to_draw_are_told_so(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana")
    everybody = {"items": [{"full_name": f"Person {at}", "met_through_id": ana["id"]} for at in range(300)]}
    people = (await me.make("/contacts/batch", everybody))["items"]
    answer = await me.get("/lineage", headers=SVG)
    assert answer.status_code == 409
    assert "at most 300 people" in answer.json()["detail"]
    assert len((await me.read("/lineage"))["people"]) == 301
    assert (await me.get(f"/contacts/{people[0]['id']}/lineage", headers=SVG)).status_code == 200


async def test_many_drawings_at_once_hold_nobody_up(me: Client, story: dict[str, Json]) -> None:
    drawings = [me.get("/lineage", headers=SVG) for _ in range(6)]
    answers = await asyncio.gather(*drawings, me.get("/livez"))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers[:6]}) == 1


async def test_where_everybody_leads_to_everybody_the_first_links_are_drawn(me: Client, clock: Clock) -> None:
    everybody = {"items": [{"full_name": f"Person {at}"} for at in range(12)]}
    people = (await me.make("/contacts/batch", everybody))["items"]
    for giver, other in combinations(people, 2):
        await came(me, giver, "referral", "2026-01-05", referred_id=other["id"])
    drawn = parsed(await me.get("/lineage", headers=SVG))
    assert len(drawn.findall(f".//{NAMESPACE}path")) == 11
    said = [element.text for element in drawn.iter(f"{NAMESPACE}text")]
    assert said[-1] == "55 further links between them are not drawn."
    assert len((await me.read("/lineage"))["links"]) == 66


async def test_a_drawing_survives_the_end_of_the_process_that_draws(me: Client, story: dict[str, Json]) -> None:
    before = (await me.get("/lineage", headers=SVG)).text
    for process in drawing_processes():
        os.kill(process, signal.SIGKILL)
    assert (await me.get("/lineage", headers=SVG)).text == before


async def test_what_cannot_be_drawn_in_time_is_asked_for_again(me: Client, story: dict[str, Json]) -> None:
    """The processes that draw are held: after ten seconds the answer says when to come back."""
    drawn = await me.get("/lineage", headers=SVG)
    for process in drawing_processes():
        os.kill(process, signal.SIGSTOP)
    try:
        answer = await me.get("/lineage", headers=SVG)
    finally:
        for process in drawing_processes():
            os.kill(process, signal.SIGKILL)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "within 10 seconds" in answer.json()["detail"]
    assert (await me.get("/lineage", headers=SVG)).text == drawn.text


async def test_a_service_that_starts_starts_what_draws(app: FastAPI) -> None:
    before = set(drawing_processes())
    await warm_up()
    assert set(drawing_processes()) >= before
    assert drawing_processes()


def drawing_processes() -> list[int]:
    """This process's children that wait for drawings."""
    children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    ids = [int(text) for path in children for text in path.read_text().split()]
    return [process_id for process_id in ids if b"anyio.to_process" in Path(f"/proc/{process_id}/cmdline").read_bytes()]


async def test_what_is_still_the_same_is_not_drawn_again(me: Client, story: dict[str, Json]) -> None:
    drawn = await me.get("/lineage", headers=SVG)
    again = await me.get("/lineage", headers={**SVG, "If-None-Match": drawn.headers["etag"]})
    assert (again.status_code, again.headers["vary"]) == (304, drawn.headers["vary"])
    assert (await me.get("/lineage", headers=TEXT)).headers["etag"] != drawn.headers["etag"]


async def test_a_name_that_xml_cannot_hold_is_refused(me: Client) -> None:
    for name in ("Ana\ufffe", "Ana\uffff"):
        assert (await me.post("/contacts", {"full_name": name})).status_code == 422


async def test_a_long_chain_stays_readable(me: Client, clock: Clock) -> None:
    last = await contact(me, "Person 0")
    for at in range(1, 40):
        last = await contact(me, f"Person {at}", met_through_id=last["id"])
    lines = (await me.get(f"/contacts/{last['id']}/lineage", headers=TEXT)).text.splitlines()
    assert len(lines) == 40
    assert max(map(len, lines)) < 90
    assert lines[-1].endswith("led to: Person 39")


async def test_an_automatic_answer_is_no_first_message(office: Office, clock: Clock) -> None:
    me = await office.member(zone="Asia/Tokyo")
    ana = await contact(me, "Ana")
    await inbound(me, ana, sent_at="2026-02-01T10:00:00Z", auto_reply=True)
    await inbound(me, ana, sent_at="2026-02-01T20:00:00Z", subject="Hello")
    await came(me, ana, "advice", "2026-02-05")
    (person,) = (await me.read("/lineage"))["people"]
    assert (person["first_message"]["subject"], person["first_message"]["on"]) == ("Hello", "2026-02-02")
