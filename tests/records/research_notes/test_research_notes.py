"""Research notes: what was found out about a contact, and when."""

import pytest

from tests.client import Client, Json, errors_of
from tests.conftest import Clock, Office
from tests.factories import contact


async def test_a_note_is_kept_changed_deleted_and_restored(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    body = {"contact_id": ana["id"], "learned": " Moved from law to nursing. ", "url": "https://example.org/ana"}
    note = await me.make("/research-notes", {**body, "kind": "article"})
    assert (note["learned"], note["kind"]) == ("Moved from law to nursing.", "article")
    assert note["learned_on"] == "2026-03-02"
    changed = await me.change(f"/research-notes/{note['id']}", {"learned_on": "2026-02-27", "url": None})
    assert (changed["learned_on"], changed["url"]) == ("2026-02-27", None)
    await me.delete(f"/research-notes/{note['id']}")
    assert await me.everything("/research-notes") == []
    restored = await me.do(f"/research-notes/{note['id']}/restore")
    assert [shown["id"] for shown in await me.everything(f"/research-notes?contact_id={ana['id']}")] == [restored["id"]]


async def test_today_is_the_members_own(office: Office, clock: Clock) -> None:
    me = await office.member(zone="Pacific/Auckland")
    clock.set("2026-03-02T22:00:00+00:00")
    note = await me.make("/research-notes", {"contact_id": (await contact(me))["id"], "learned": "Much."})
    assert note["learned_on"] == "2026-03-03"


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({"learned": "  "}, "/learned"),
        ({"learned": "Much.", "kind": "gossip"}, "/kind"),
        ({"learned": "Much.", "url": "lakeview"}, "/url"),
        ({"learned": "Much.", "learned_on": "yesterday"}, "/learned_on"),
    ],
)
async def test_what_makes_no_sense_is_refused(me: Client, body: Json, at: str) -> None:
    answer = await me.post("/research-notes", {"contact_id": (await contact(me))["id"], **body})
    assert (answer.status_code, list(errors_of(answer))) == (422, [at])


async def test_what_may_be_quoted_is_a_phrase(me: Client) -> None:
    ana = await contact(me)
    about = {"contact_id": ana["id"], "quotable": True}
    for long in ("word " * 15, "two\nlines"):
        refused = await me.post("/research-notes", {**about, "learned": long})
        assert errors_of(refused) == {"/learned": "out_of_range"}
    note = await me.make("/research-notes", {**about, "learned": "left a bank to open a bakery"})
    path = f"/contacts/{ana['id']}/question-suggestions"
    quoted = "While preparing I noted: “left a bank to open a bakery”. What is the story behind it?"
    assert quoted in [item["text"] for item in (await me.read(path))["items"]]
    assert errors_of(await me.patch(f"/research-notes/{note['id']}", {"learned": "word " * 15})) == {
        "/learned": "out_of_range"
    }
    await me.change(f"/research-notes/{note['id']}", {"quotable": False})
    assert quoted not in [item["text"] for item in (await me.read(path))["items"]]
    await me.change(f"/research-notes/{note['id']}", {"learned": "word " * 15})
    assert errors_of(await me.patch(f"/research-notes/{note['id']}", {"quotable": True})) == {
        "/quotable": "out_of_range"
    }
