"""One chain of migrations for both databases: up and down with data, no drift, and the rules every table keeps."""

from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from api.core.db import Base, open_engines
from api.core.errors import ConfigurationError
from api.core.ids import new_id
from api.core.schema import alembic_config, head, migrate, require_current
from api.organizations.models import Organization
from api.settings import Settings
from tests.databases import BOTH

NOW = datetime(2026, 3, 2, tzinfo=UTC)
# Their keys: one row a contact, a pair, or a number that has no gaps.
OTHER_KEYS = {
    "contact_states": ["org_id", "member_id", "contact_id"],
    "events": ["org_id", "seq"],
    "organization_counters": ["org_id"],
    "interview_participants": ["org_id", "interview_id", "contact_id"],
    "outreach_email_ccs": ["org_id", "outreach_email_id", "contact_id"],
    "organizations": ["id"],
    "api_key_lookups": ["digest"],
}


@pytest.fixture(params=BOTH)
async def engine(request: pytest.FixtureRequest, new_database):
    engines = open_engines(Settings(database_url=new_database(request.param)))
    yield engines.write
    await engines.dispose()


async def run(engine: AsyncEngine, work) -> object:
    async with engine.begin() as connection:
        return await connection.run_sync(work)


async def test_the_chain_goes_up_down_and_up_with_data_in_the_tables(engine: AsyncEngine) -> None:
    await migrate(engine)
    values = {"id": new_id(), "name": "School", "zone": "UTC", "weekend": [], "closed_periods": [], "due_policy": {}}
    async with engine.begin() as connection:
        await connection.execute(insert(Organization).values(**values, version=1, created_at=NOW, updated_at=NOW))
    await run(engine, lambda connection: command.downgrade(alembic_config(connection), "base"))
    tables = await run(engine, lambda connection: inspect(connection).get_table_names())
    assert tables == ["alembic_version"]
    await migrate(engine)
    await require_current(engine)


async def test_the_models_do_not_drift_from_the_migrations(engine: AsyncEngine) -> None:
    await migrate(engine)

    def drift(connection: Connection) -> object:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, Base.metadata)

    assert await run(engine, drift) == []


async def test_migrating_twice_changes_nothing(engine: AsyncEngine) -> None:
    await migrate(engine)
    await migrate(engine)
    await require_current(engine)


async def test_a_database_that_is_not_set_up_or_newer_is_refused_in_one_line(engine: AsyncEngine) -> None:
    with pytest.raises(ConfigurationError, match="touchbase migrate"):
        await require_current(engine)
    await migrate(engine)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '2099_01_01_0001'"))
    for refused in (migrate, require_current):
        with pytest.raises(ConfigurationError, match="newer version"):
            await refused(engine)


def test_there_is_one_head() -> None:
    assert head().startswith("2026_")


def test_every_primary_key_begins_with_the_organization_then_the_id() -> None:
    for table in Base.metadata.sorted_tables:
        assert [column.name for column in table.primary_key] == OTHER_KEYS.get(table.name, ["org_id", "id"]), table.name


def test_every_unique_constraint_index_and_reference_includes_the_organization() -> None:
    for table in Base.metadata.sorted_tables:
        if table.name in {"organizations", "api_key_lookups"}:
            continue
        groups = [*table.indexes, *(one for one in table.constraints if hasattr(one, "columns"))]
        for group in groups:
            assert "org_id" in group.columns, f"{table.name}: {group.name}"


def test_names_are_short_enough_for_every_database() -> None:
    for table in Base.metadata.sorted_tables:
        for one in (*table.indexes, *table.constraints):
            assert 0 < len(str(one.name or "")) <= 54, f"{table.name}: {one.name}"


def test_no_table_needs_what_a_distributed_database_lacks() -> None:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            assert column.server_default is None, f"{table.name}.{column.name}"
            assert column.identity is None
        for reference in table.foreign_keys:
            assert reference.ondelete is None
            assert reference.onupdate is None
