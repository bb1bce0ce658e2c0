"""Lists: pages, cursors, filters, sorts, counts, expansion; nothing is lost or shown twice."""

import asyncio

import pytest
from fastapi import FastAPI

from tests.client import Client, Json
from tests.conftest import Clock, Office
from tests.factories import contact, inbound, meeting, message
from tests.test_tenancy import operations


async def test_pages_show_everything_once_while_others_are_added(me: Client, clock: Clock) -> None:
    for at in range(7):
        await contact(me, f"Person {at}")
        clock.pass_by(seconds=1)
    seen, target = [], "/contacts?limit=3"
    while target:
        page = await me.read(target)
        seen += [row["full_name"] for row in page["items"]]
        await contact(me, "Newcomer")
        target = page["next"]
    assert seen == [f"Person {at}" for at in reversed(range(7))]


@pytest.mark.parametrize(
    "sort", ["full_name", "-full_name", "created_at", "-created_at", "last_touch_at", "-last_touch_at"]
)
async def test_every_sort_pages_without_loss(me: Client, clock: Clock, sort: str) -> None:
    for at in range(9):
        row = await contact(me, f"Person {at % 3}")
        if at % 2:
            await message(me, row, "request", sent_at=f"2026-02-0{1 + at % 4}T10:00:00Z")
    whole = await me.read(f"/contacts?sort={sort}&limit=100")
    by_pages = await me.everything(f"/contacts?sort={sort}&limit=2")
    assert [row["id"] for row in by_pages] == [row["id"] for row in whole["items"]]
    assert len({row["id"] for row in by_pages}) == 9
    if "last_touch" in sort:
        touched = [row["last_touch_at"] for row in whole["items"]]
        assert touched[4:] == [None] * 5, "who was never touched comes last"
        assert touched[:4] == sorted(touched[:4], reverse=sort.startswith("-"))


async def test_a_page_links_to_the_next_and_counts_when_asked(me: Client) -> None:
    for at in range(3):
        await contact(me, f"Person {at}")
    answer = await me.get("/contacts?limit=2&count=true")
    page = answer.json()
    assert (len(page["items"]), page["total"]) == (2, 3)
    assert answer.headers["link"] == f'<{page["next"]}>; rel="next"'
    last = await me.get(page["next"])
    assert (len(last.json()["items"]), last.json()["next"]) == (1, None)
    assert "link" not in last.headers
    assert "total" not in (await me.read("/contacts"))


async def test_a_large_limit_is_lowered(me: Client) -> None:
    await me.make("/contacts/batch", {"items": [{"full_name": f"{at:03}"} for at in range(120)]})
    assert len((await me.read("/contacts?limit=100000"))["items"]) == 100


async def test_a_cursor_belongs_to_its_list_filter_and_sort(me: Client) -> None:
    for at in range(3):
        await contact(me, f"Person {at}", tags=["nurse"])
    cursor = (await me.read("/contacts?limit=1"))["next"].split("cursor=")[1]
    for path in (
        f"/contacts?sort=full_name&cursor={cursor}",
        f"/contacts?tag=nurse&cursor={cursor}",
        f"/interviews?cursor={cursor}",
        f"/contacts?cursor={cursor[:-2]}",
        "/contacts?cursor=nonsense!",
        "/contacts?cursor=",
    ):
        answer = await me.get(path)
        assert answer.status_code in {400, 422}, path
    assert (await me.get(f"/contacts?limit=5&cursor={cursor}")).status_code == 200


async def test_contacts_are_filtered(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz", employer="Crédit Union", tags=["nurse", "alumna"], source="alumni")
    clock.pass_by(hours=1)
    ben = await contact(me, "Ben Okafor", tags=["editor"], met_through_id=ana["id"])
    await contact(me, "Cy Archived", archived=True)
    await me.delete(f"/contacts/{(await contact(me, 'Di Deleted'))['id']}")
    await message(me, ben, "request")

    async def names(query: str) -> list[str]:
        return [person["full_name"] for person in await me.everything(f"/contacts?{query}")]

    assert await names("") == ["Ben Okafor", "Ana Ruiz"]
    assert await names("tag=nurse") == ["Ana Ruiz"]
    assert await names("tag=nur") == []
    assert await names("employer=CREDIT%20UNION") == ["Ana Ruiz"]
    assert await names("source=alumni") == ["Ana Ruiz"]
    assert await names(f"met_through_id={ana['id']}") == ["Ben Okafor"]
    assert await names("stage=contacted") == ["Ben Okafor"]
    assert await names("stage=identified") == ["Ana Ruiz"]
    assert await names("archived=true") == ["Cy Archived"]
    assert await names("deleted=true") == ["Di Deleted"]
    assert await names("updated_since=2026-03-02T15:30:00Z") == ["Ben Okafor"]
    assert await names("tag=nurse&stage=met") == []


async def test_messages_and_interviews_are_filtered(me: Client, clock: Clock) -> None:
    ana, ben = await contact(me, "Ana"), await contact(me, "Ben")
    request = await message(me, ana, "request")
    answer = await inbound(me, ben)
    call = await meeting(me, ana, starts_at="2026-03-05T15:00:00Z")
    idea = await meeting(me, ben)

    async def ids(path: str) -> set[str]:
        return {row["id"] for row in await me.everything(path)}

    assert await ids(f"/outreach-emails?contact_id={ana['id']}") == {request["id"]}
    assert await ids("/outreach-emails?direction=inbound&kind=reply&status=received&channel=email") == {answer["id"]}
    assert await ids("/interviews?status=proposed") == {idea["id"]}
    assert await ids(f"/interviews?contact_id={ana['id']}") == {call["id"]}
    assert await ids("/interviews?starts_after=2026-03-05T15:00:00Z&starts_before=2026-03-06T00:00:00Z") == {call["id"]}
    assert [interview["id"] for interview in await me.everything("/interviews?limit=1")] == [call["id"], idea["id"]]
    await me.delete(f"/interviews/{idea['id']}")
    await me.delete(f"/outreach-emails/{answer['id']}")
    assert await ids("/interviews?deleted=true") == {idea["id"]}
    assert await ids("/outreach-emails?deleted=true") == {answer["id"]}


async def test_an_expanded_item_has_another_tag_when_its_neighbor_changes(me: Client) -> None:
    ana = await contact(me)
    note = await message(me, ana, "request")
    path = f"/outreach-emails/{note['id']}?expand=contact"
    before = (await me.get(path)).headers["etag"]
    await me.change(f"/contacts/{ana['id']}", {"notes": "x"})
    assert (await me.get(path, headers={"If-None-Match": before})).status_code == 200


async def test_due_pages_keep_the_moment_they_look_from(me: Client, clock: Clock) -> None:
    for at in range(5):
        await inbound(me, await contact(me, f"Person {at}"), sent_at="2026-03-02T10:00:00Z")
    clock.set("2026-03-03T09:00:00+00:00")
    first = await me.read("/due?limit=2")
    clock.pass_by(days=100)
    rest = await me.everything(first["next"])
    assert (await me.read(first["next"]))["as_of"] == first["as_of"] == "2026-03-03T09:00:00Z"
    assert len({row["id"] for row in [*first["items"], *rest]}) == 5


async def test_many_readers_and_writers_at_once(me: Client) -> None:
    ana = await contact(me)
    work = [me.get("/contacts") for _ in range(30)] + [
        me.patch(f"/contacts/{ana['id']}", {"notes": f"{at}"}) for at in range(20)
    ]
    assert {answer.status_code for answer in await asyncio.gather(*work)} == {200}


async def one_of_everything(office: Office, zone: str = "Asia/Tokyo") -> Json:
    """A row for every list, and the contact that they are about."""
    me = office.admin
    await me.change("/organization", {"zone": zone})
    ana = await contact(me)
    await inbound(me, ana, sent_at="2026-03-02T10:00:00Z")
    await meeting(me, ana, status="completed", starts_at="2026-03-02T08:00:00Z")
    await me.make("/reminders", {"text": "Call", "remind_at": "2026-03-03T09:00:00Z"})
    await me.make("/introductions", {"connector_id": ana["id"], "target_name": "Ben Okafor"})
    await me.make("/promises", {"contact_id": ana["id"], "by": "me", "what": "Send it"})
    await me.make("/outcomes", {"contact_id": ana["id"], "kind": "advice"})
    await me.make("/milestones", {"what": "I moved."})
    await me.make("/research-notes", {"contact_id": ana["id"], "learned": "Much."})
    await me.make("/questions", {"contact_id": ana["id"], "text": "Why?"})
    await me.change("/templates/request", {"subject": f"A question from {zone}"})
    return ana


async def test_every_list_pages_in_every_order(app: FastAPI, office: Office, clock: Clock) -> None:
    for zone in ("Asia/Tokyo", "Europe/Berlin", "America/New_York"):
        ana = await one_of_everything(office, zone)
        await office.member(full_name=zone)
        await office.work()
        clock.pass_by(days=1)
    for at in range(2):
        await inbound(office.admin, ana, sent_at=f"2026-03-0{at + 2}T11:00:00Z")
    orders = 0
    for _, path, operation in operations(app):
        if not operation["operationId"].startswith("list_"):
            continue
        target = path.replace("{contact_id}", ana["id"]).replace("{kind}", "request")
        (sorts, *_) = [
            parameter["schema"]["enum"] for parameter in operation["parameters"] if parameter["name"] == "sort"
        ] or [[None]]
        within = "&within=P1Y&include=snoozed,dismissed" if path == "/due" else ""
        for sort in sorts:
            query = f"?limit=1{within}{f'&sort={sort}' if sort else ''}"
            found = [row.get("id") or row["subject_id"] for row in await office.admin.everything(target + query)]
            assert len(found) == len(set(found)) >= 2, (path, sort)
            orders += 1
    assert orders > 60


async def test_every_list_takes_updated_since(app: FastAPI, office: Office, clock: Clock) -> None:
    me, ana = office.admin, await one_of_everything(office)
    lists = [path for method, path, operation in operations(app) if operation["operationId"].startswith("list_")]
    assert len(lists) == 16
    for path in lists:
        target = path.replace("{contact_id}", ana["id"]).replace("{kind}", "request")
        within = "&within=P1Y" if path == "/due" else ""
        assert (await me.read(f"{target}?updated_since=2026-03-02T15:00:00Z{within}"))["items"], path
        assert (await me.read(f"{target}?updated_since=2026-03-02T15:00:01Z{within}"))["items"] == [], path


async def test_the_longest_names_page_too(me: Client) -> None:
    for _ in range(3):
        await contact(me, "😀" * 200)
    assert len(await me.everything("/contacts?sort=full_name&limit=1")) == 3
