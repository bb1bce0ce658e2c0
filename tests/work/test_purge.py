"""What was deleted 30 days ago goes for good, with all that hangs on it; what others share stays, and loses the reference."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import ForeignKeyConstraint, Table, func, select

import api.registry  # noqa: F401 (it imports every model)
from api.core.store.engines import open_engines
from api.core.store.events import EventRow
from api.core.store.idempotency import IdempotencyRecord
from api.core.store.jobs import Job
from api.core.store.schema import migrate
from api.core.store.tables import Base
from api.core.store.tenancy import Scope
from api.settings import Settings
from api.views.due.models import DueDecision
from api.work import purge as purging
from api.work.daily import ask_for_next
from api.work.going import REFERENCES, ROOTS
from api.work.purge import DELETES, PURGE
from api.work.worker import Worker
from tests.client import Client, Json
from tests.conftest import Clock, Office
from tests.factories import contact, meeting, message
from tests.views.due.histories import rebuilt, stored

A_MONTH = timedelta(days=31)


async def purged(office: Office, clock: Clock, *, after: timedelta = A_MONTH) -> None:
    """A night, some time later."""
    database = office.app.state.database
    async with database.write(machine(office), request_id="daily") as write:
        await ask_for_next(write, PURGE)
        await write.commit()
    clock.now += after
    await Worker(database, timedelta(), timedelta(seconds=30)).work_until_idle()


def machine(office: Office) -> Scope:
    return Scope.of_machine(office.org_id, office.admin_id)


async def rows_of(app: FastAPI, office: Office, table: Table) -> int:
    async with app.state.database.engines.read.connect() as connection:
        statement = select(func.count()).select_from(table).where(table.c.org_id == office.org_id)
        return int((await connection.execute(statement)).scalar_one())


async def history(me: Client, clock: Clock) -> tuple[Json, Json]:
    """Ana, with everything that can hang on a contact, and Ben, who shares some of it."""
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    sent = await message(me, ana, "request", sent_at="2026-03-01T10:00:00Z", cc_contact_ids=[ben["id"]])
    await message(me, ana, "follow_up", sent_at="2026-03-01T11:00:00Z", in_reply_to_id=sent["id"])
    alone = await meeting(me, ana, starts_at="2026-03-05T15:00:00Z")
    both = await meeting(me, ana, ben, starts_at="2026-03-06T15:00:00Z")
    await message(me, ben, "thank_you", sent_at="2026-03-01T12:00:00Z", interview_id=both["id"])
    note = await me.make("/research-notes", {"contact_id": ana["id"], "learned": "Moved from law to nursing."})
    await me.make("/questions", {"contact_id": ana["id"], "text": "Why?", "based_on_note_id": note["id"]})
    await me.make("/questions", {"contact_id": ana["id"], "text": "How?", "interview_id": alone["id"]})
    await me.make("/promises", {"contact_id": ana["id"], "by": "me", "what": "Send the article"})
    await me.make("/outcomes", {"contact_id": ana["id"], "kind": "referral", "referred_id": ben["id"]})
    await me.make("/outcomes", {"contact_id": ben["id"], "kind": "referral", "referred_id": ana["id"]})
    await me.make("/introductions", {"connector_id": ana["id"], "target_id": ben["id"]})
    await me.make("/introductions", {"connector_id": ben["id"], "target_id": ana["id"]})
    await me.make("/reminders", {"contact_id": ana["id"], "text": "Call Ana", "remind_at": "2026-04-01T09:00:00Z"})
    await me.change(f"/contacts/{ben['id']}", {"met_through_id": ana["id"]})
    return ana, ben


def test_the_purge_knows_every_foreign_key() -> None:
    """Whatever refers to rows that may be deleted goes with them, or loses the reference."""
    told = {reference.column for references in REFERENCES.values() for reference in references}
    deleted_from = {statement.table for _, statement in DELETES}
    for table in Base.metadata.sorted_tables:
        for constraint in table.foreign_key_constraints:
            if constraint.referred_table in ROOTS:
                assert told & set(constraint.columns), f"{table.name} refers to {constraint.referred_table.name}"
                assert table in deleted_from
    assert {
        table for table in Base.metadata.sorted_tables if "deleted_at" in table.c and "member_id" in table.c
    } == set(ROOTS)


async def test_sqlite_finds_who_refers_to_a_row_without_reading_all_of_a_member(new_database) -> None:
    """Each row that goes asks once for each foreign key: a key found by its member alone makes a purge quadratic."""
    engines = open_engines(Settings(database_url=new_database("sqlite")))
    await migrate(engines.write)
    async with engines.read.connect() as connection:
        for reference in (reference for references in REFERENCES.values() for reference in references):
            (constraint,) = (key for key in reference.column.foreign_keys if key.constraint is not None)
            assert isinstance(constraint.constraint, ForeignKeyConstraint)
            names = [column.name for column in constraint.constraint.columns]
            asked = " AND ".join(f"{name} = ?" for name in names)
            plan = await connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN SELECT 1 FROM {reference.table.name} WHERE {asked}",  # noqa: S608 (no input)
                tuple(names),
            )
            assert f"{reference.column.name}=?" in plan.one()[3], f"{reference.table.name} {names}"
    await engines.dispose()


async def test_what_was_written_to_others_too_stays_theirs_without_its_words(
    app: FastAPI, office: Office, me: Client, clock: Clock
) -> None:
    ana, ben, cleo = [await contact(me, name) for name in ("Ana Ruiz", "Ben Okafor", "Cleo Park")]
    copied = {"cc_contact_ids": [ben["id"], cleo["id"]], "sent_at": "2026-03-01T10:00:00Z"}
    sent = await message(me, ana, "request", subject="Dear Ana", body="Would you talk to me?", **copied)
    before = [await me.read(f"/contacts/{person['id']}") for person in (ben, cleo)]
    await me.delete(f"/contacts/{ana['id']}")
    await purged(office, clock)
    left = await me.read(f"/outreach-emails/{sent['id']}")
    assert (left["contact_id"], left["cc_contact_ids"], left["sent_at"]) == (ben["id"], [cleo["id"]], sent["sent_at"])
    assert (left["subject"], left["body"], left["expects_answer"]) == (None, None, False)
    after = [await me.read(f"/contacts/{person['id']}") for person in (ben, cleo)]
    for name in ("stage", "last_touch_at"):
        assert [person[name] for person in after] == [person[name] for person in before], name
    assert {person["standing"] for person in after} == {"active"}, "nobody waits for them"
    database = app.state.database
    assert await stored(database, machine(office)) == await rebuilt(database, machine(office))


async def test_a_talk_that_others_took_part_in_stays_and_what_did_not_reach_anybody_goes(
    app: FastAPI, office: Office, me: Client, clock: Clock
) -> None:
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    talk = {"contact_id": ana["id"], "direction": "mutual", "channel": "in_person", "cc_contact_ids": [ben["id"]]}
    await me.make("/outreach-emails", {**talk, "sent_at": "2026-03-01T10:00:00Z"})
    copied = {"contact_id": ana["id"], "kind": "request", "cc_contact_ids": [ben["id"]]}
    await me.make("/outreach-emails", copied)
    lost = await me.make("/outreach-emails", {**copied, "sent_at": "2026-02-01T10:00:00Z"})
    await me.do(f"/outreach-emails/{lost['id']}/mark-bounced", {"reason": "No such user"})
    before = await me.read(f"/contacts/{ben['id']}")
    due = [item["id"] for item in await me.everything(f"/due?kind=update&within=P1Y&contact_id={ben['id']}")]
    await me.delete(f"/contacts/{ana['id']}")
    await purged(office, clock)
    after = await me.read(f"/contacts/{ben['id']}")
    assert [after[name] for name in ("stage", "met_from", "last_touch_at")] == [
        before[name] for name in ("stage", "met_from", "last_touch_at")
    ]
    (left,) = await me.everything("/outreach-emails")
    assert (left["direction"], left["contact_id"]) == ("mutual", ben["id"])
    assert [item["id"] for item in await me.everything(f"/due?kind=update&within=P1Y&contact_id={ben['id']}")] == due
    assert await stored(app.state.database, machine(office)) == await rebuilt(app.state.database, machine(office))


async def test_a_copy_that_is_handed_on_goes_on_being_a_copy(
    app: FastAPI, office: Office, me: Client, clock: Clock
) -> None:
    """Who stands under it now was asked nothing by it, and what they wrote does not answer it."""
    ana, ben = await contact(me, "Ana Ruiz"), await contact(me, "Ben Okafor")
    clock.now += timedelta(days=40)
    sent = (clock.now - timedelta(days=35)).isoformat()
    await message(me, ana, "follow_up", sent_at=sent, cc_contact_ids=[ben["id"]])
    await me.delete(f"/contacts/{ana['id']}")
    clock.now += timedelta(days=29)
    await message(me, ben, "request", sent_at=clock.now.isoformat())
    due = {item["kind"]: item["id"] for item in await me.everything("/due?within=P30D")}
    assert "follow_up" in due
    await purged(office, clock, after=timedelta(days=2))
    assert {item["kind"]: item["id"] for item in await me.everything("/due?within=P30D")} == due
    assert await stored(app.state.database, machine(office)) == await rebuilt(app.state.database, machine(office))


async def test_colleagues_of_who_goes_are_computed_too(app: FastAPI, office: Office, me: Client, clock: Clock) -> None:
    await office.admin.change("/organization", {"due_policy": {"widen_on": True}})
    people = [await contact(me, name, employer="North Clinic") for name in ("Ana Ruiz", "Cara Lund")]
    for person in people:
        await message(me, person, "request", sent_at=clock.now.isoformat())
    await me.delete(f"/contacts/{people[0]['id']}")
    await purged(office, clock)
    assert await stored(app.state.database, machine(office)) == await rebuilt(app.state.database, machine(office))


async def test_a_dismissal_holds_when_a_contact_that_was_deleted_is_restored(
    office: Office, me: Client, clock: Clock
) -> None:
    ana = await contact(me, "Ana Ruiz")
    await me.make("/outreach-emails", {"contact_id": ana["id"], "direction": "inbound"})
    clock.now += timedelta(days=3)
    (item,) = (await me.read("/due"))["items"]
    await me.do(f"/due/{item['id']}/dismiss", {"reason": "Answered by phone."})
    clock.now += A_MONTH
    await me.delete(f"/contacts/{ana['id']}")
    await purged(office, clock, after=timedelta(days=1))
    await me.do(f"/contacts/{ana['id']}/restore")
    assert (await me.read("/due"))["items"] == []


async def test_what_was_said_of_an_item_goes_with_what_it_is_about(
    app: FastAPI, office: Office, me: Client, clock: Clock
) -> None:
    remind_at = clock.now.isoformat()
    reminder = await me.make("/reminders", {"text": "Call the doctor", "remind_at": remind_at})
    (item,) = (await me.read("/due"))["items"]
    await me.post(f"/due/{item['id']}/dismiss", {"reason": "Said to the doctor."})
    await me.delete(f"/reminders/{reminder['id']}")
    await purged(office, clock, after=timedelta(days=29))
    assert await rows_of(app, office, DueDecision.__table__) == 1
    await purged(office, clock, after=timedelta(days=2))
    assert await rows_of(app, office, DueDecision.__table__) == 0


async def test_a_step_ends_once_enough_rows_went_in_it(
    app: FastAPI, office: Office, me: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "ENOUGH_ROWS", 2)
    for at in range(5):
        person = await contact(me, f"Gone {at}")
        await me.make("/promises", {"contact_id": person["id"], "by": "me", "what": "Send the article"})
        await me.delete(f"/contacts/{person['id']}")
    clock.now += A_MONTH
    async with app.state.database.write(machine(office), request_id="daily") as write:
        step = await purging.purge(write, {})
        await write.commit()
    assert (step.done, len(await me.everything("/contacts?deleted=true"))) == (1, 4)
    await purged(office, clock, after=timedelta(days=1))
    assert await me.everything("/contacts?deleted=true") == []


async def test_a_deleted_contact_goes_with_all_that_hangs_on_it_and_what_others_share_stays(
    app: FastAPI, office: Office, me: Client, clock: Clock
) -> None:
    ana, ben = await history(me, clock)
    await me.delete(f"/contacts/{ana['id']}")
    await purged(office, clock)
    assert [person["full_name"] for person in await me.everything("/contacts")] == ["Ben Okafor"]
    assert await me.everything("/contacts?deleted=true") == []
    for path in ("/research-notes", "/questions", "/promises", "/reminders"):
        assert await me.everything(path) == [], path
    left = await me.everything("/outreach-emails")
    (both,) = await me.everything("/interviews")
    assert {(sent["kind"], sent["contact_id"]) for sent in left} == {("request", ben["id"]), ("thank_you", ben["id"])}
    assert {sent["interview_id"] for sent in left} == {None, both["id"]}
    assert both["contact_ids"] == [ben["id"]]
    (outcome,) = await me.everything("/outcomes")
    assert (outcome["contact_id"], outcome["referred_id"]) == (ben["id"], None)
    (introduction,) = await me.everything("/introductions")
    assert (introduction["target_id"], introduction["target_name"]) == (None, "Ana Ruiz")
    assert (await me.read(f"/contacts/{ben['id']}"))["met_through_id"] is None
    database = app.state.database
    assert await stored(database, machine(office)) == await rebuilt(database, machine(office))


@pytest.mark.parametrize("days", [29, 31])
async def test_what_was_deleted_can_be_restored_for_thirty_days(
    office: Office, me: Client, clock: Clock, days: int
) -> None:
    ana = await contact(me, "Ana Ruiz")
    await me.delete(f"/contacts/{ana['id']}")
    await purged(office, clock, after=timedelta(days=days))
    assert (await me.post(f"/contacts/{ana['id']}/restore")).status_code == (200 if days < 30 else 404)
    assert len(await me.everything("/contacts?deleted=true")) == 0


async def test_fifty_patches_beside_a_purge_lose_nothing(
    app: FastAPI, office: Office, me: Client, clock: Clock
) -> None:
    """Of people who share meetings, messages and introductions with those who go."""
    gone = [await contact(me, f"Gone {at}") for at in range(10)]
    stays = [await contact(me, f"Stays {at}", met_through_id=gone[at % 10]["id"]) for at in range(50)]
    for at, person in enumerate(stays):
        await meeting(me, person, gone[at % 10], starts_at="2026-03-05T15:00:00Z")
        await me.make("/introductions", {"connector_id": person["id"], "target_id": gone[at % 10]["id"]})
    for person in gone:
        await me.delete(f"/contacts/{person['id']}")
    shared = await me.everything("/interviews?limit=100")
    patches = [me.patch(f"/contacts/{person['id']}", {"notes": f"Note {person['id']}"}) for person in stays]
    beside = [me.patch(f"/interviews/{interview['id']}", {"notes": "Bring the list."}) for interview in shared[:25]]
    about = [
        me.post("/outreach-emails", {"contact_id": person["id"], "kind": "other", "interview_id": interview["id"]})
        for person, interview in zip(stays[:25], shared[25:], strict=True)
    ]
    _, *answers = await asyncio.gather(purged(office, clock), *patches, *beside, *about)
    assert [answer.status_code for answer in answers] == [200] * 75 + [201] * 25
    await purged(office, clock, after=timedelta(days=1))
    people = await me.everything("/contacts")
    assert {person["notes"] for person in people} == {f"Note {person['id']}" for person in stays}
    assert {person["met_through_id"] for person in people} == {None}
    assert all(len(interview["contact_ids"]) == 1 for interview in await me.everything("/interviews"))
    database = app.state.database
    assert await stored(database, machine(office)) == await rebuilt(database, machine(office))


async def test_purges_are_in_the_log_and_change_what_lost_a_reference(
    app: FastAPI, office: Office, me: Client, clock: Clock
) -> None:
    ana, ben = await history(me, clock)
    before = (await me.read(f"/contacts/{ben['id']}"))["etag"]
    await me.delete(f"/contacts/{ana['id']}")
    await purged(office, clock)
    async with app.state.database.engines.read.connect() as connection:
        statement = select(EventRow.__table__).where(EventRow.org_id == office.org_id).order_by(EventRow.seq)
        events = (await connection.execute(statement)).all()
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    of_ana = [event.type for event in events if event.subject_id == UUID(ana["id"])]
    assert of_ana == ["contact.created", "contact.deleted", "contact.purged"]
    (lost,) = [
        event for event in events if event.subject_id == UUID(ben["id"]) and event.changes == ["met_through_id"]
    ][-1:]
    assert (lost.type, lost.member_id) == ("contact.updated", UUID((await me.read("/me"))["member"]["id"]))
    assert (await me.read(f"/contacts/{ben['id']}"))["etag"] != before
    (both,) = await me.everything("/interviews")
    assert [event.changes for event in events if event.subject_id == UUID(both["id"])][-1] == ["contact_ids"]
    assert not both["etag"].startswith('"1'), "a client that has it asks again"


async def test_answers_that_are_no_longer_replayed_and_jobs_that_ended_long_ago_go_too(
    app: FastAPI, office: Office, me: Client, clock: Clock
) -> None:
    await me.make("/contacts", {"full_name": "Ana Ruiz"}, headers={"Idempotency-Key": "once"})
    await purged(office, clock, after=timedelta(days=2))
    assert await rows_of(app, office, IdempotencyRecord.__table__) == 0
    for _ in range(3):
        await purged(office, clock, after=timedelta(days=20))
    jobs = (await office.admin.read("/jobs?kind=purge"))["items"]
    assert [job["status"] for job in jobs] == ["waiting", "succeeded", "succeeded"], "the first of them is gone"
    assert await rows_of(app, office, Job.__table__) == 3


async def test_whom_to_approach_is_seen_anew_when_somebody_goes(
    app: FastAPI, office: Office, me: Client, clock: Clock
) -> None:
    """What decides the weeks may have gone with them, and so may the one through whom somebody is known."""
    await contact(me, "Ben Okafor")
    through = await contact(me, "Ana Ruiz", approach=False)
    await contact(me, "Cy Young", met_through_id=through["id"])
    clock.now += timedelta(days=50)
    gone = await contact(me, "Dee Fox")
    await message(me, gone, "request", sent_at=clock.now.isoformat())
    for person in (gone, through):
        await me.delete(f"/contacts/{person['id']}")
    assert await stored(app.state.database, machine(office)) == await rebuilt(app.state.database, machine(office))
    await purged(office, clock)
    assert await stored(app.state.database, machine(office)) == await rebuilt(app.state.database, machine(office))
