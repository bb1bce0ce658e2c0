"""The database's schema version against the code's, and the way from one to the other (Alembic)."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Select, String, column, inspect, select, table, text
from sqlalchemy.ext.asyncio import AsyncEngine

from api.core.errors import ConfigurationError
from api.settings import SQLITE, Settings

MIGRATIONS = Path(__file__).parents[3] / "migrations"
# Any number that no other program on the same database uses for its locks.
MIGRATION_LOCK = 7_203_714
VERSION_TABLE = "alembic_version"


def alembic_config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s")
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def head() -> str:
    """The schema version that this code works with."""
    found = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if found is None:
        raise ConfigurationError(
            "No migrations were found: run Touchbase from its own folder, with `migrations` in it."
        )
    return found


async def migrate(engine: AsyncEngine) -> None:
    """Bring the database up to this code's version; a second process waits for the first. A new file is its owner's alone."""
    if (path := _sqlite_file(engine)) is not None and not path.exists():
        path.touch(mode=0o600)
    async with engine.begin() as connection:
        await connection.run_sync(_migrate)


def _migrate(connection: Connection) -> None:
    wait_for_lock(connection, MIGRATION_LOCK)
    _refuse_newer(connection)
    command.upgrade(alembic_config(connection), "head")


def wait_for_lock(connection: Connection, number: int) -> None:
    """Until the transaction ends nobody else has this lock. SQLite has one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": number})


async def require_current(engine: AsyncEngine) -> None:
    """Raise a ConfigurationError, which says what to do, where the database is not at this code's version."""
    if (path := _sqlite_file(engine)) is not None and not path.exists():
        raise ConfigurationError(f"There is no database at {path}: run `touchbase migrate` first.")
    async with engine.connect() as connection:
        found = await connection.run_sync(_found)
        if found is None:
            raise ConfigurationError("The database is not set up yet: run `touchbase migrate` first.")
        await connection.run_sync(_refuse_newer)
    if found != head():
        raise ConfigurationError("The database is older than this version of Touchbase: run `touchbase migrate` first.")


def _sqlite_file(engine: AsyncEngine) -> Path | None:
    return Path(engine.url.database or "") if engine.dialect.name == SQLITE else None


def _found(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    version: Select[str] = select(column("version_num", String())).select_from(table(VERSION_TABLE))
    found: str | None = connection.execute(version).scalar_one_or_none()
    return found


def _refuse_newer(connection: Connection) -> None:
    found = _found(connection)
    known = {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}
    if found is not None and found not in known:
        raise ConfigurationError(
            "The database was made by a newer version of Touchbase: install that version, or name another database."
        )


def describe(settings: Settings) -> str:
    """The database for a message: without a password."""
    scheme, _, rest = settings.database_url.partition("://")
    return f"{scheme.partition('+')[0]}://{rest.rpartition('@')[2]}"
