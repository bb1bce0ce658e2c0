"""Stored items and contact states always equal what the rules say about the stored facts.

`TOUCHBASE_HISTORIES=5000 make test TESTS=tests/views/due/test_rebuild.py` runs the longer profile.
"""

import asyncio
import os

import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st

from api.core.fields.ids import new_id
from api.core.store.tenancy import KeyScope, Principal, Role, Scope
from api.work.worker import Worker
from tests.conftest import Clock, make_office
from tests.databases import POSTGRESQL
from tests.views.due.histories import History, World, histories, live, rebuilt, stored

EXAMPLES = int(os.environ.get("TOUCHBASE_HISTORIES", "200"))


async def a_scope(app: FastAPI) -> Scope:
    office = await make_office(app, None, app.state.database.now)  # type: ignore[arg-type] # nothing is sent over HTTP
    return Scope.own(Principal(office.org_id, office.admin_id, Role.ADMIN, new_id(), frozenset(KeyScope)))


async def work(app: FastAPI) -> None:
    await Worker.of(app.state.settings, app.state.database).work_until_idle()


@settings(max_examples=EXAMPLES)
@given(history=histories)
async def test_what_is_stored_equals_a_rebuild_after_any_history(app: FastAPI, clock: Clock, history: History) -> None:
    scope, database = await a_scope(app), app.state.database
    await live(database, scope, history, World())
    await work(app)
    assert await stored(database, scope) == await rebuilt(database, scope)


@settings(max_examples=max(10, EXAMPLES // 10))
@given(together=st.lists(histories, min_size=4, max_size=4))
async def test_what_is_stored_equals_a_rebuild_after_concurrent_histories(
    app: FastAPI, clock: Clock, together: list[History]
) -> None:
    if app.state.engines.write.dialect.name != POSTGRESQL:
        pytest.skip("SQLite has one writer: there is nothing concurrent about it")
    scope, database, world = await a_scope(app), app.state.database, World()
    await live(database, scope, together[0][:10], world)
    stood = await asyncio.gather(*(live(database, scope, history, world) for history in together))
    assert any(stood)
    await work(app)
    assert await stored(database, scope) == await rebuilt(database, scope)
