"""What a read costs does not depend on how much is stored beside it: the blocks that PostgreSQL touches, small and large."""

import json
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import event

from api.core.store.engines import open_engines
from api.core.store.schema import migrate
from api.main import create_app
from api.settings import Settings
from benchmarks.data import NOW, Caller, callers, compute, fill
from tests.client import Client
from tests.conftest import SECRET
from tests.databases import POSTGRESQL

SMALL = 1_000
# The full run is one with 100000.
LARGE = int(os.environ.get("TOUCHBASE_ROWS", "10000"))
# Blocks: the levels of an index over a hundred thousand rows, two leaves beside the first, and the row; or, where the
# planner takes a member's few rows by the beginning of the key, the pages on which those lie.
A_SEARCH = 7
TARGETS = (
    "/contacts/{contact_id}",
    "/contacts?limit=20",
    "/outreach-emails?limit=20",
    "/interviews?limit=20",
    "/due?limit=20",
    "/due/summary",
)
Plan = dict[str, Any]


@dataclass(frozen=True)
class Filled:
    """A service over so many contacts, one of its callers, and a connection to explain on."""

    app: FastAPI
    connection: asyncpg.Connection
    caller: Caller

    async def explain(self, me: Client, target: str) -> Plan:
        """How PostgreSQL ran the one statement of a request."""
        seen: list[tuple[str, tuple[object, ...]]] = []

        def note(_connection: object, _cursor: object, statement: str, values: tuple[object, ...], *_: object) -> None:
            seen.append((statement, values))

        engine = self.app.state.engines.read.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        await me.read(target)
        event.remove(engine, "before_cursor_execute", note)
        ((statement, values),) = seen
        explained = await self.connection.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", *values)
        plan: Plan = json.loads(explained)[0]["Plan"]
        return plan


@asynccontextmanager
async def filled(url: str, contacts: int) -> AsyncIterator[Filled]:
    settings = Settings(database_url=url, secret_key=SECRET, auth_cache_seconds=60, log_level="error")
    engines = open_engines(settings)
    await migrate(engines.write)
    await engines.dispose()
    app = create_app(settings, now=lambda: NOW)
    connection = await asyncpg.connect(url)
    organizations = await fill(connection, contacts)
    await compute(app.state.database, organizations)
    # Both sizes begin with the same organization.
    (caller,) = await callers(app.state.database, connection, organizations[:1], 1)
    await connection.execute("VACUUM ANALYZE")
    yield Filled(app, connection, caller)
    await connection.close()
    await app.state.engines.dispose()


async def explained(url: str, contacts: int) -> Mapping[str, Plan]:
    async with (
        filled(url, contacts) as service,
        httpx2.AsyncClient(transport=httpx2.ASGITransport(app=service.app), base_url="http://touchbase.test") as http,
    ):
        me = Client(http, service.caller.key)
        await me.read("/due/rules")
        contact_id = service.caller.contact_ids[7]
        return {target: await service.explain(me, target.format(contact_id=contact_id)) for target in TARGETS}


@pytest.fixture(scope="module")
async def plans(new_database, anyio_backend: str) -> tuple[Mapping[str, Plan], Mapping[str, Plan]]:
    """By target, among few rows and among many."""
    small, large = [await explained(new_database(POSTGRESQL), contacts) for contacts in (SMALL, LARGE)]
    return small, large


@pytest.mark.parametrize("target", TARGETS)
def test_a_read_touches_as_many_blocks_among_many_rows_as_among_few(
    plans: tuple[Mapping[str, Plan], Mapping[str, Plan]], target: str
) -> None:
    """PostgreSQL may choose to search for what hangs on each row of the page, where it read few rows at one go."""
    small, large = (plan[target] for plan in plans)
    searches = sum(node["Actual Loops"] for node in nodes(large) if "Index" in node["Node Type"])
    assert blocks(small) > 0
    assert blocks(large) <= blocks(small) + A_SEARCH * searches, (
        f"{blocks(small)} blocks, then {blocks(large)}: {large}"
    )


def blocks(plan: Plan) -> int:
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def nodes(plan: Plan) -> Iterator[Plan]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from nodes(inner)
