"""Contacts: what they hold, and what is derived about each."""

from typing import Any

import pytest

from tests.client import Client, errors_of
from tests.conftest import Clock, Office
from tests.factories import contact, inbound, meeting, message, prepared, talk


async def test_a_name_is_enough(me: Client) -> None:
    answer = await me.post("/contacts", {"full_name": "  Zoe\u0301 Rahman "})
    ana = answer.json()
    assert ana["full_name"] == "Zoé Rahman", "trimmed, and composed"
    assert answer.headers["location"] == f"/contacts/{ana['id']}"
    assert answer.headers["etag"] == ana["etag"]
    assert (await me.read(answer.headers["location"])) == ana


async def test_emails_have_one_primary(me: Client) -> None:
    both = [{"address": "Ana@Example.ORG"}, {"address": "b@example.org", "label": "work"}]
    ana = await contact(me, emails=both)
    assert [(email["address"], email["primary"]) for email in ana["emails"]] == [
        ("Ana@example.org", True),
        ("b@example.org", False),
    ]
    refused = await me.post("/contacts", {"full_name": "B", "emails": [{**email, "primary": True} for email in both]})
    assert errors_of(refused) == {"/emails": "invalid"}
    twice = [{"address": "a@example.org"}, {"address": "A@example.org"}]
    assert errors_of(await me.post("/contacts", {"full_name": "B", "emails": twice})) == {"/emails": "invalid"}


async def test_phones_are_shown_as_typed_with_e164_beside(office: Office, me: Client) -> None:
    typed = [{"number": "202-224-3441"}, {"number": "+44 20 7946 0958"}, {"number": "ask at the desk"}]
    before = await contact(me, phones=typed)
    assert [phone["e164"] for phone in before["phones"]] == [None, "+442079460958", None]
    await office.admin.change("/organization", {"holiday_country": "US"})
    after = await me.change(f"/contacts/{before['id']}", {"phones": before["phones"]})
    assert [phone["e164"] for phone in after["phones"]] == ["+12022243441", "+442079460958", None]
    assert [phone["number"] for phone in after["phones"]] == [phone["number"] for phone in typed]


CAREERS: list[tuple[list[dict[str, Any]], tuple[str | None, str | None]]] = [
    ([], (None, None)),
    ([{"title": "Nurse", "ended_on": "2020"}], (None, None)),
    ([{"title": "Nurse", "started_on": "2019"}, {"title": "Editor", "started_on": "2020-05"}], ("Editor", None)),
    ([{"title": "Nurse"}, {"title": "Editor"}], ("Nurse", None)),
    ([{"title": "Nurse"}, {"title": "Editor", "started_on": "1990"}], ("Editor", None)),
    ([{"title": "Nurse", "employer": "  "}, {"title": "", "employer": "Bank", "started_on": "2020"}], (None, "Bank")),
]


@pytest.mark.parametrize(("positions", "current"), CAREERS)
async def test_title_and_employer_are_those_of_the_current_position(
    me: Client, positions: list[dict[str, Any]], current: tuple[str | None, str | None]
) -> None:
    ana = await contact(me, positions=positions)
    assert (ana["title"], ana["employer"]) == current


async def test_writing_title_or_employer_writes_the_current_position(me: Client) -> None:
    ana = await contact(me, title="Nurse", employer="St. Brigid")
    assert len(ana["positions"]) == 1
    path = f"/contacts/{ana['id']}"
    promoted = await me.change(path, {"title": "Charge Nurse"})
    assert [(position["title"], position["employer"]) for position in promoted["positions"]] == [
        ("Charge Nurse", "St. Brigid")
    ]
    left = await me.change(path, {"positions": [{**promoted["positions"][0], "ended_on": "2026-02"}]})
    assert (left["title"], left["employer"]) == (None, None)
    moved = await me.change(path, {"employer": "Lakeview"})
    assert [position["employer"] for position in moved["positions"]] == ["Lakeview", "St. Brigid"]
    gone = await me.change(path, {"employer": None})
    assert len(gone["positions"]) == 1


async def test_a_title_that_contradicts_the_positions_is_refused(me: Client) -> None:
    body = {"full_name": "Ana", "title": "Editor", "positions": [{"title": "Nurse"}]}
    assert errors_of(await me.post("/contacts", body)) == {"/title": "contradiction"}
    batch = {"items": [body]}
    assert errors_of(await me.post("/contacts/batch", batch)) == {"/items/0/title": "contradiction"}


@pytest.mark.parametrize("day", ["2019", "2019-02", "2020-02-29", "2030-08"])
async def test_positions_know_years_months_and_days_the_future_too(me: Client, day: str) -> None:
    ana = await contact(me, positions=[{"title": "Intern", "started_on": day, "ended_on": day}])
    assert ana["positions"][0]["started_on"] == day


@pytest.mark.parametrize("day", ["19", "2019-13", "2019-02-29", "2019-2-1", "02/2019", 2019])
async def test_a_day_that_is_none_is_refused(me: Client, day: Any) -> None:
    answer = await me.post("/contacts", {"full_name": "Ana", "positions": [{"started_on": day}]})
    assert errors_of(answer) == {"/positions/0/started_on": "invalid"}


async def test_how_far_it_has_come(me: Client, clock: Clock) -> None:
    ana = await contact(me)

    async def stage() -> tuple[str, str | None]:
        seen = await me.read(f"/contacts/{ana['id']}")
        (found,) = await me.everything(f"/contacts?stage={seen['stage']}")
        assert found == seen, "the filter, which is SQL, says what the item says"
        return seen["stage"], seen["standing"]

    assert await stage() == ("identified", None)
    await message(me, ana, "request", status="draft")
    assert await stage() == ("identified", None)
    await message(me, ana, "request")
    assert await stage() == ("contacted", "waiting")
    clock.pass_by(hours=1)
    await inbound(me, ana)
    assert await stage() == ("in_conversation", "active")
    await meeting(me, ana, starts_at="2026-03-05T15:00:00Z")
    assert await stage() == ("scheduled", "active")
    clock.set("2026-03-05T15:29:00+00:00")
    assert await stage() == ("scheduled", "active")
    clock.set("2026-03-05T15:30:00+00:00")
    assert await stage() == ("met", "active")
    clock.set("2027-03-05T15:30:00+00:00")
    assert await stage() == ("met", "dormant")


async def test_a_talk_in_person_is_a_meeting_and_one_on_the_phone_is_not(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana"), await contact(me, "Ben")
    await talk(me, ana, channel="in_person")
    await talk(me, ben, channel="phone")
    assert [(await me.read(f"/contacts/{person['id']}"))["stage"] for person in (ana, ben)] == [
        "met",
        "in_conversation",
    ]


async def test_last_touch_next_due_and_counts(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    await message(me, ana, "request", sent_at="2026-03-02")
    await inbound(me, ana, sent_at="2026-03-02T16:00:00Z", auto_reply=True)
    await prepared(me, ana)
    await meeting(me, ana, starts_at="2026-03-12T15:00:00Z")
    seen = await me.read(f"/contacts/{ana['id']}")
    assert seen["last_touch_at"] == "2026-03-02T00:00:00Z", "an automatic answer is no touch; a meeting ahead none yet"
    assert seen["next_due_at"] == "2026-03-11T08:00:00Z", "confirm the meeting"
    assert (seen["message_count"], seen["interview_count"]) == (1, 1)
    clock.set("2026-03-12T18:00:00+00:00")
    seen = await me.read(f"/contacts/{ana['id']}")
    assert seen["last_touch_at"] == "2026-03-12T15:30:00Z"
    assert seen["next_due_at"] == "2026-03-12T15:30:00Z", "what has lapsed no longer counts"


async def test_nobody_is_met_through_themselves(me: Client) -> None:
    ana = await contact(me)
    answer = await me.patch(f"/contacts/{ana['id']}", {"met_through_id": ana["id"]})
    assert errors_of(answer) == {"/met_through_id": "self"}


async def test_a_deleted_contact_is_gone_until_restored_for_thirty_days(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    path = f"/contacts/{ana['id']}"
    assert (await me.post(f"{path}/restore")).status_code == 404, "it is not deleted"
    assert (await me.delete(path)).status_code == 204
    for refused in (await me.get(path), await me.patch(path, {"notes": "x"}), await me.delete(path)):
        assert refused.status_code == 404
    email = await me.post("/outreach-emails", {"contact_id": ana["id"], "kind": "request"})
    assert errors_of(email) == {"/contact_id": "not_found"}
    clock.pass_by(days=30)
    assert (await me.do(f"{path}/restore"))["deleted_at"] is None
    await me.delete(path)
    clock.pass_by(days=31)
    assert (await me.post(f"{path}/restore")).status_code == 404


async def test_a_deferral_names_a_later_day(me: Client) -> None:
    ana = await contact(me)
    for until in ("2026-03-01", "2020-01-01"):
        answer = await me.post(f"/contacts/{ana['id']}/defer", {"until": until})
        assert errors_of(answer) == {"/until": "past"}
    ahead = await me.post(f"/contacts/{ana['id']}/decline", {"at": "2026-03-04T15:00:00Z"})
    assert errors_of(ahead) == {"/at": "future"}
    assert (await me.post(f"/contacts/{ana['id']}/resume")).status_code == 409


async def test_the_timeline_tells_what_happened_newest_first(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    clock.pass_by(hours=1)
    await message(me, ana, "request", subject="From the classroom")
    clock.pass_by(hours=1)
    await inbound(me, ana)
    await meeting(me, ana, starts_at="2026-03-12T15:00:00Z", medium="video")
    await message(me, ana, "thank_you", status="draft")
    other = await contact(me, "Ben")
    await message(me, other, "update", cc_contact_ids=[ana["id"]], sent_at="2026-03-02")
    clock.pass_by(hours=1)
    await me.do(f"/contacts/{ana['id']}/defer", {"until": "2026-06-01", "reason": "Ask me in spring"})
    told = await me.everything(f"/contacts/{ana['id']}/timeline?limit=2")
    assert [(entry["type"], entry["kind"], entry["precision"]) for entry in told] == [
        ("interview", "video", "time"),
        ("outreach_email", "update", "day"),
        ("deferred", None, "time"),
        ("outreach_email", "reply", "time"),
        ("outreach_email", "request", "time"),
        ("added", None, "time"),
    ]
    assert told[4]["summary"] == "From the classroom"
    assert (await me.read(f"/contacts/{ana['id']}/timeline?limit=1&count=true"))["total"] == 6
    for entry in told:
        assert (await me.get(entry["href"])).status_code == 200


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("ana", ["Ana Ruíz", "Dana Park"]),
        ("RUIZ", ["Ana Ruíz"]),
        ("nurse ana", ["Ana Ruíz"]),
        ("teacher", ["Ana Ruíz"]),
        ("brigid", ["Ana Ruíz", "Dana Park"]),
        ("brigid ana nurse", ["Ana Ruíz"]),
        ("100%25", ["Cy 100%_\\"]),
        ("_", ["Cy 100%_\\"]),
        ("%5C", ["Cy 100%_\\"]),
        ("nobody", []),
        ("%20%20", ["Ana Ruíz", "Cy 100%_\\", "Dana Park"]),
    ],
)
async def test_contacts_are_found_by_words(me: Client, office: Office, q: str, found: list[str]) -> None:
    past = {"title": "Teacher", "employer": "Lincoln High", "started_on": "2012", "ended_on": "2019"}
    now = {"title": "Nurse", "employer": "St. Brigid's", "started_on": "2019"}
    await contact(me, "Ana Ruíz", positions=[now, past])
    await contact(me, "Dana Park", title="Cook", employer="ST. BRIGID'S")
    await contact(me, "Cy 100%_\\")
    await contact(await office.member(), "Ana Ruiz")
    names = [person["full_name"] for person in await me.everything(f"/contacts?sort=full_name&limit=1&q={q}")]
    assert names == found


async def test_contacts_are_read_as_text(me: Client) -> None:
    ana = await contact(
        me, "Ana *Ruiz*", title="Charge Nurse", employer="Lakeview Hospice", emails=[{"address": "ana@example.org"}]
    )
    path = f"/contacts/{ana['id']}"
    text = await me.get(path, headers={"Accept": "text/plain"})
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert text.text.startswith("Ana *Ruiz*\n  Charge Nurse\n")
    assert "How to reach them\n-----------------\n  - ana@example.org" in text.text
    assert max(len(line) for line in text.text.splitlines()) <= 80
    marked = await me.get(path, headers={"Accept": "text/markdown"})
    assert marked.text.startswith("# Ana \\*Ruiz\\*\n")
    listed = await me.get("/contacts?count=true", headers={"Accept": "text/plain"})
    assert "Ana *Ruiz* (Charge Nurse, Lakeview Hospice): identified; /contacts/" in " ".join(listed.text.split())
    assert "1 in all" in listed.text
    tags = {answer.headers["etag"] for answer in (text, marked, await me.get(path))}
    assert len(tags) == 3
    for accept in ("text/plain", "application/json", "*/*"):
        tag = (await me.get(path, headers={"Accept": accept})).headers["etag"]
        assert (await me.get(path, headers={"Accept": accept, "If-None-Match": tag})).status_code == 304
