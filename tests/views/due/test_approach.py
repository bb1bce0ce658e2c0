"""Whom to write to for a first time, over HTTP."""

from tests.client import Client
from tests.conftest import Clock, Office
from tests.factories import contact, due


async def test_twelve_alumni_added_on_sunday_are_three_to_write_to_on_monday(me: Client, clock: Clock) -> None:
    clock.set("2026-03-01T15:00:00+00:00")
    people = [{"full_name": f"Alum {at:02}", "tags": ["alumni"]} for at in range(12)]
    await me.make("/contacts/batch", {"items": people})
    assert await due(me) == {}, "it is Sunday"
    (item,) = (await due(me, "2026-03-02T08:00:00Z")).values()
    assert (item["kind"], item["due_at"], item["contact"]) == ("approach", "2026-03-02T08:00:00Z", None)
    assert [person["full_name"] for person in item["contacts"]] == ["Alum 00", "Alum 01", "Alum 02"]
    assert item["subject"]["href"] == f"/members/{(await me.read('/me'))['member']['id']}"
    assert [action["rel"] for action in item["actions"]] == ["draft", "draft", "draft", "log-message"]
    clock.set("2026-03-02T09:00:00+00:00")
    for at in range(3):
        shown = (await due(me))["approach"]
        assert len(shown["contacts"]) == 3 - at
        draft = (await me.make(shown["actions"][0]["href"], shown["actions"][0]["body"]))["outreach_email"]
        await me.do(f"/outreach-emails/{draft['id']}/mark-sent", {"force": True})
    assert "approach" not in await due(me, "2026-03-08T12:00:00Z")
    assert [person["full_name"] for person in (await due(me, "2026-03-09T08:00:00Z"))["approach"]["contacts"]] == [
        "Alum 03",
        "Alum 04",
        "Alum 05",
    ]
    assert "approach" not in await due(me, "2026-09-09T08:00:00Z"), "a list that nobody touches falls silent"


async def test_a_common_contact_is_asked_first(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz", approach=False)
    ben = await contact(me, "Ben Okafor", met_through_id=ana["id"])
    item = (await due(me, "2026-03-03T08:00:00Z"))["approach"]
    assert [(person["full_name"], person["met_through_id"]) for person in item["contacts"]] == [
        ("Ben Okafor", ana["id"])
    ]
    introduce, draft, _ = item["actions"]
    assert (introduce["rel"], draft["body"]["contact_id"]) == ("introduce", ben["id"])
    clock.set("2026-03-03T09:00:00+00:00")
    await me.make(introduce["href"], introduce["body"])
    assert set(await due(me, "2026-03-04T08:00:00Z")) == {"ask_introduction Ana Ruiz"}


async def test_a_week_that_is_dismissed_stays_so_whoever_is_added(me: Client, clock: Clock) -> None:
    await contact(me, "Ana Ruiz")
    clock.set("2026-03-03T09:00:00+00:00")
    await me.do(f"/due/{(await due(me))['approach']['id']}/dismiss", {"reason": "Exams."})
    await contact(me, "Ben Okafor")
    assert await due(me, "2026-03-05T12:00:00Z") == {}
    assert "approach" in await due(me, "2026-03-09T08:00:00Z")


async def test_an_office_may_ask_for_more_or_for_nobody(office: Office, me: Client, clock: Clock) -> None:
    for name in ("Ana Ruiz", "Ben Okafor", "Cleo Park", "Dan Roe"):
        await contact(me, name)
    for many in (4, 0):
        await office.admin.change("/organization", {"due_policy": {"approach_a_week": many}})
        await office.work()
        shown = (await due(me, "2026-03-03T08:00:00Z")).get("approach")
        assert len(shown["contacts"] if shown else []) == many


async def test_a_name_that_is_corrected_is_called_by_the_new_one(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruis")
    await me.change(f"/contacts/{ana['id']}", {"full_name": "Ana Ruiz"})
    assert (await due(me, "2026-03-03T08:00:00Z"))["approach"]["contacts"][0]["full_name"] == "Ana Ruiz"
    await me.delete(f"/contacts/{ana['id']}")
    assert await due(me, "2026-03-03T08:00:00Z") == {}


async def test_nobody_is_asked_for_an_introduction_who_may_not_be(me: Client, clock: Clock) -> None:
    ana = await contact(me, "Ana Ruiz", approach=False)
    await contact(me, "Ben Okafor", met_through_id=ana["id"])
    for change in ({"deceased": True}, {"deceased": False, "do_not_contact": True}, {"do_not_contact": False}):
        await me.change(f"/contacts/{ana['id']}", change)
        rels = [action["rel"] for action in (await due(me, "2026-03-03T08:00:00Z"))["approach"]["actions"]]
        assert ("introduce" in rels) is (True not in change.values())


async def test_who_comes_back_to_the_list_counts_from_then(me: Client, clock: Clock) -> None:
    ana = await contact(me, approach=False)
    clock.set("2026-06-01T09:00:00+00:00")
    assert await due(me) == {}
    await me.change(f"/contacts/{ana['id']}", {"approach": True})
    clock.set("2026-06-02T09:00:00+00:00")
    assert [person["full_name"] for person in (await due(me))["approach"]["contacts"]] == ["Ana Ruiz"]
    await me.change(f"/contacts/{ana['id']}", {"archived": True})
    clock.set("2026-12-01T09:00:00+00:00")
    await me.change(f"/contacts/{ana['id']}", {"archived": False})
    clock.set("2026-12-02T09:00:00+00:00")
    assert set(await due(me)) == {"approach"}
