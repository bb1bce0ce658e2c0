"""Databases that an earlier version made: they open, migrate up and down, and show the same, also once computed anew.

`before_rings_*.sql` were dumped from commit 537799e with what `/due` said of each member at two moments beside them.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator

import asyncpg
import httpx2
import pytest
from alembic import command
from fastapi import FastAPI
from sqlalchemy import make_url, select

from api.core.store.engines import open_engines
from api.core.store.schema import alembic_config, migrate, require_current
from api.main import create_app
from api.method.due.version import COMPUTED_WITH, RULES_VERSION
from api.records.organization.models import Organization
from api.settings import Settings
from api.work.worker import Worker
from tests.client import Client, Json
from tests.conftest import Clock
from tests.databases import BOTH, SQLITE
from tests.live import ROOT

FIXTURES = ROOT / "tests" / "fixtures"
SHOWN = ("id", "kind", "title", "full_name", "due_at", "late_at", "flagged_at", "expires_at", "severity")
DECIDED = ("snoozed_until", "dismissed_at")
# With later rules what is computed anew may differ.
RULES_OF_THE_FIXTURES = 1


async def load(url: str, script: str) -> None:
    if url.startswith(SQLITE):
        with sqlite3.connect(make_url(url).database or "") as connection:
            connection.executescript(script)
        return
    at = make_url(url)
    connection = await asyncpg.connect(user=at.username, database=at.database, host=at.query["host"])
    await connection.execute(script)
    await connection.close()


@pytest.fixture(params=BOTH)
async def earlier(request: pytest.FixtureRequest, new_database) -> tuple[Settings, Json]:
    """Settings of a database of the earlier version, and what it showed."""
    url = new_database(request.param)
    await load(url, (FIXTURES / f"before_rings_{request.param}.sql").read_text())
    seen = json.loads((FIXTURES / f"before_rings_{request.param}.json").read_text())
    return Settings(
        database_url=url, secret_key=seen["secret"], auth_cache_seconds=0, log_level="error", inner_worker=False
    ), seen


# Words are not stored: they may be others in a later version.
TITLE = SHOWN.index("title")


def said(items: list[Json]) -> Iterator[list[object]]:
    for item in items:
        flat = {**item, "full_name": (item["contact"] or {}).get("full_name")}
        yield [flat[name] for name in (*SHOWN, *DECIDED)]


def without_title(rows: Iterable[list[object]]) -> Iterator[list[object]]:
    return (row[:TITLE] + row[TITLE + 1 :] for row in rows)


async def check(app: FastAPI, seen: Json) -> None:
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=True)
    async with httpx2.AsyncClient(transport=transport, base_url="http://touchbase.test") as http:
        for member in seen["members"]:
            for moment, expected in member["due"].items():
                query = f"limit=100&within=P2Y&include=snoozed,dismissed,waiting&as_of={moment}"
                items = await Client(http, member["key"]).everything(f"/due?{query}")
                assert sorted(without_title(said(items))) == sorted(without_title(expected)), (
                    f"At {moment} the same facts give other items. If that is meant, raise RULES_VERSION: from then on "
                    f"only what was stored is compared."
                )


async def test_an_earlier_database_shows_the_same_at_once_and_when_it_was_computed_anew(earlier) -> None:
    settings, seen = earlier
    engines = open_engines(settings)
    await migrate(engines.write)
    await require_current(engines.write)
    app = create_app(settings, now=Clock())
    await check(app, seen)
    for step in (lambda config: command.downgrade(config, "-1"), lambda config: command.upgrade(config, "head")):
        async with engines.write.begin() as connection:
            await connection.run_sync(lambda connection, step=step: step(alembic_config(connection)))
    await require_current(engines.write)
    worker = Worker.of(settings, app.state.database)
    worker.stopping.set()
    await worker.run()
    worker.stopping.clear()
    await worker.work_until_idle()
    async with engines.read.connect() as connection:
        assert (await connection.execute(select(Organization.computed_with))).scalar_one() == COMPUTED_WITH
    if RULES_VERSION == RULES_OF_THE_FIXTURES:
        await check(app, seen)
    await app.state.engines.dispose()
    await engines.dispose()
