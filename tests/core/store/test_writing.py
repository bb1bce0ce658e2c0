"""Writing: idempotency keys, merge patches, entity tags, and 50 at once."""

import asyncio
import sqlite3
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select, text

from api.core.store.events import EventRow
from tests.client import Client
from tests.conftest import Clock, Office
from tests.databases import POSTGRESQL
from tests.factories import contact, meeting, message


async def test_fifty_parallel_posts_with_one_key_make_one_row(me: Client) -> None:
    key = {"Idempotency-Key": "once"}
    answers = await asyncio.gather(*(me.post("/contacts", {"full_name": "Ana"}, headers=key) for _ in range(50)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert sum("idempotent-replayed" not in answer.headers for answer in answers) == 1
    assert len(await me.everything("/contacts")) == 1


async def test_a_replay_repeats_status_body_etag_and_location(me: Client) -> None:
    key = {"Idempotency-Key": "again"}
    first = await me.post("/contacts", {"full_name": "Ana"}, headers=key)
    second = await me.post("/contacts", {"full_name": "Ana"}, headers=key)
    assert second.headers["idempotent-replayed"] == "true"
    assert (second.status_code, second.content) == (first.status_code, first.content)
    for name in ("etag", "location"):
        assert second.headers[name] == first.headers[name]


async def test_a_key_used_for_another_payload_is_refused(me: Client) -> None:
    key = {"Idempotency-Key": "other"}
    await me.post("/contacts", {"full_name": "Ana"}, headers=key)
    answer = await me.post("/contacts", {"full_name": "Ben"}, headers=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")


async def test_a_key_belongs_to_one_principal_method_and_path(office: Office, me: Client) -> None:
    key, other = {"Idempotency-Key": "mine"}, await office.member()
    ids = {(await caller.post("/contacts", {"full_name": "Ana"}, headers=key)).json()["id"] for caller in (me, other)}
    assert len(ids) == 2
    ana = await contact(me)
    assert (await me.post("/interviews", {"contact_ids": [ana["id"]]}, headers=key)).status_code == 201


async def test_a_refused_request_leaves_its_key_free(me: Client) -> None:
    key = {"Idempotency-Key": "free"}
    assert (await me.post("/contacts", {"full_name": 1}, headers=key)).status_code == 422
    assert (await me.post("/contacts", {"full_name": "Ana"}, headers=key)).status_code == 201


async def test_a_key_is_forgotten_after_a_day(me: Client, clock: Clock) -> None:
    key = {"Idempotency-Key": "daily"}
    first = await me.make("/contacts", {"full_name": "Ana"}, headers=key)
    clock.pass_by(hours=23)
    assert (await me.make("/contacts", {"full_name": "Ana"}, headers=key))["id"] == first["id"]
    clock.pass_by(hours=2)
    assert (await me.make("/contacts", {"full_name": "Ana"}, headers=key))["id"] != first["id"]


async def test_a_bad_key_is_refused(me: Client) -> None:
    for bad in ("", "x" * 256, "tab\there"):
        answer = await me.post("/contacts", {"full_name": "Ana"}, headers={"Idempotency-Key": bad})
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid-header")


async def test_steps_are_replayed_too(me: Client) -> None:
    call = await meeting(me, await contact(me), starts_at="2026-03-03T10:00:00Z")
    key = {"Idempotency-Key": "done"}
    first = await me.do(f"/interviews/{call['id']}/complete", headers=key)
    assert await me.do(f"/interviews/{call['id']}/complete", headers=key) == first


async def test_a_secret_is_shown_once_and_replayed_without(me: Client, app: FastAPI) -> None:
    key = {"Idempotency-Key": "secret"}
    first = await me.make("/api-keys", {"name": "laptop"}, headers=key)
    second = await me.make("/api-keys", {"name": "laptop"}, headers=key)
    assert first["key"].startswith("tb_")
    assert second == {**first, "key": None}
    async with app.state.engines.read.connect() as connection:
        for table in ("idempotency_records", "api_keys", "api_key_lookups", "events"):
            rows = (await connection.execute(text(f"SELECT * FROM {table}"))).all()  # noqa: S608 (fixed names)
            assert first["key"] not in repr(rows)


async def test_fifty_parallel_patches_with_one_etag_change_it_once(me: Client) -> None:
    ana = await contact(me)
    path, match = f"/contacts/{ana['id']}", {"If-Match": ana["etag"]}
    answers = await asyncio.gather(*(me.patch(path, {"notes": f"{at}"}, headers=match) for at in range(50)))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 49


async def test_fifty_parallel_patches_without_an_etag_all_stand(me: Client) -> None:
    ana = await contact(me)
    path = f"/contacts/{ana['id']}"
    answers = await asyncio.gather(*(me.patch(path, {"notes": f"{at}"}) for at in range(50)))
    assert {answer.status_code for answer in answers} == {200}
    assert (await me.read(path))["etag"].startswith('"51-')


async def test_fifty_parallel_posts_lose_nothing_and_number_events_without_a_gap(
    app: FastAPI, office: Office, me: Client
) -> None:
    ana = await contact(me)
    answers = await asyncio.gather(*(me.post("/contacts", {"full_name": f"{at}"}) for at in range(25)))
    more = await asyncio.gather(*(message(me, ana, "request") for _ in range(25)))
    assert len(more) == sum(answer.status_code == 201 for answer in answers) == 25
    async with app.state.engines.read.connect() as connection:
        query = select(EventRow.seq).where(EventRow.org_id == office.org_id).order_by(EventRow.seq)
        numbers = [row.seq for row in await connection.execute(query)]
    assert numbers == list(range(1, len(numbers) + 1))


async def test_a_patch_that_changes_nothing_keeps_the_etag_and_writes_no_event(
    app: FastAPI, office: Office, me: Client, clock: Clock
) -> None:
    ana = await contact(me, emails=[{"address": "ana@example.org"}], tags=["nurse"], title="Nurse")
    call = await meeting(me, ana, starts_at="2026-03-03T10:00:00Z")
    note = await message(me, ana, "request")
    before = await count_events(app, office)
    clock.pass_by(hours=1)
    for path, person in (("contacts", ana), ("interviews", call), ("outreach-emails", note)):
        shown = await me.read(f"/{path}/{person['id']}")
        writable = {name: shown[name] for name in WRITABLE[path]}
        after = await me.change(f"/{path}/{person['id']}", writable)
        assert (after["etag"], after["updated_at"]) == (shown["etag"], shown["updated_at"]), path
    assert await count_events(app, office) == before


WRITABLE = {
    "contacts": ["full_name", "emails", "phones", "positions", "title", "employer", "tags", "notes", "keep_in_touch"],
    "interviews": ["contact_ids", "starts_at", "duration_minutes", "notes", "skills_learned", "rating"],
    "outreach-emails": ["contact_id", "cc_contact_ids", "kind", "direction", "sent_at", "subject", "also"],
}


async def count_events(app: FastAPI, office: Office) -> int:
    async with app.state.engines.read.connect() as connection:
        rows = await connection.execute(select(EventRow.seq).where(EventRow.org_id == office.org_id))
        return len(rows.all())


async def test_if_none_match_compares_the_whole_tag_and_if_match_the_version(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    path = f"/contacts/{ana['id']}"
    assert (await me.get(path, headers={"If-None-Match": ana["etag"]})).status_code == 304
    await message(me, ana, "request")
    changed = await me.get(path, headers={"If-None-Match": ana["etag"]})
    assert (changed.status_code, changed.json()["stage"]) == (200, "contacted")
    assert (await me.patch(path, {"notes": "x"}, headers={"If-Match": ana["etag"]})).status_code == 200
    assert (await me.patch(path, {"notes": "y"}, headers={"If-Match": ana["etag"]})).status_code == 412
    assert (await me.patch(path, {"notes": "y"}, headers={"If-Match": "*"})).status_code == 200


async def test_a_step_and_a_delete_heed_if_match(me: Client) -> None:
    call = await meeting(me, await contact(me), starts_at="2026-03-03T10:00:00Z")
    path = f"/interviews/{call['id']}"
    await me.change(path, {"notes": "x"})
    stale = {"If-Match": call["etag"]}
    assert (await me.post(f"{path}/complete", headers=stale)).status_code == 412
    assert (await me.delete(path, headers=stale)).status_code == 412
    assert (await me.read(path))["status"] == "scheduled"


async def test_a_merge_patch_clears_with_null_and_keeps_what_it_does_not_name(me: Client) -> None:
    ana = await contact(me, notes="old", location="Fairhaven", tags=["nurse"])
    after = await me.change(f"/contacts/{ana['id']}", {"notes": None})
    assert (after["notes"], after["location"], after["tags"]) == (None, "Fairhaven", ["nurse"])
    assert (await me.patch(f"/contacts/{ana['id']}", {"full_name": None})).status_code == 422


async def test_a_batch_is_all_or_nothing(me: Client) -> None:
    answer = await me.post("/contacts/batch", {"items": [{"full_name": "Ana"}, {"full_name": ""}]})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/items/1/full_name"
    ana = await contact(me)
    good = {"contact_id": ana["id"], "kind": "request"}
    answer = await me.post(
        "/outreach-emails/batch", {"items": [good, {**good, "direction": "inbound", "status": "sent"}]}
    )
    assert answer.json()["errors"][0]["pointer"] == "/items/1/status"
    assert await me.everything("/outreach-emails") == []
    too_many = {"items": [{"full_name": "x"}] * 501}
    assert (await me.post("/contacts/batch", too_many)).status_code == 422


async def test_a_failing_commit_is_never_answered_with_success(
    app: FastAPI, me: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection breaks (PostgreSQL), or the disk is full (SQLite), at the very COMMIT."""
    dialect = app.state.engines.write.dialect
    commit = dialect.do_commit

    def fail(connection: Any) -> None:
        if dialect.name == POSTGRESQL:
            connection.driver_connection.terminate()
            commit(connection)
        raise sqlite3.OperationalError("database or disk is full")

    key = {"Idempotency-Key": "lost"}
    with monkeypatch.context() as broken:
        broken.setattr(dialect, "do_commit", fail)
        answer = await me.post("/contacts", {"full_name": "Ana"}, headers=key)
    assert answer.json()["code"] in {"internal-error", "unavailable"}
    assert await me.everything("/contacts") == []
    assert (await me.post("/contacts", {"full_name": "Ana"}, headers=key)).status_code == 201


async def test_parallel_patches_of_what_hangs_on_a_row_queue_and_answer_what_was_sent(me: Client) -> None:
    ana, ben = await contact(me, "Ana"), await contact(me, "Ben")
    call = await meeting(me, ana)
    note = await message(me, ana, "request")
    for _ in range(5):
        for path, name, sent in (
            (f"/interviews/{call['id']}", "contact_ids", [[ana["id"], ben["id"]], [ana["id"]]] * 2),
            (f"/outreach-emails/{note['id']}", "cc_contact_ids", [[ben["id"]], []] * 2),
        ):
            answers = await asyncio.gather(*(me.patch(path, {name: ids}) for ids in sent))
            assert [answer.status_code for answer in answers] == [200] * 4, [answer.text for answer in answers]
            assert [answer.json()[name] for answer in answers] == sent
