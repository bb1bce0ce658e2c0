"""The command `touchbase`. A mistake in the set-up is one line and exit code 2, never a traceback."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr, ValidationError
from sqlalchemy.exc import SQLAlchemyError

from api.administration import (
    administered,
    bootstrap,
    list_keys,
    list_organizations,
    members_with,
    new_key,
    rebuild_due,
)
from api.copying import back_up, copy_to
from api.core.errors import ConfigurationError, Problem
from api.core.logs import configure_logs
from api.core.store.engines import Engines, open_engines, said
from api.core.store.schema import describe, head, migrate, require_current
from api.core.store.secrets import Secrets, require_known
from api.core.store.values import ResultRow, Values
from api.local import greet, local_settings
from api.main import create_app, utc_now
from api.records.members.schemas import MemberStatus
from api.rotation import HOW_TO_ROTATE, rotate
from api.serving import refuse_taken_port, run
from api.settings import Settings
from api.work.worker import Worker

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The REST API for informational interviews.",
)
secret = typer.Typer(
    no_args_is_help=True, help="The secret from which API keys, cursors and sealed keys are protected."
)
app.add_typer(secret, name="secret")


@app.callback(invoke_without_command=True)
def show_version(
    *, wanted: Annotated[bool, typer.Option("--version", help="Print the version, and end.", is_eager=True)] = False
) -> None:
    """The REST API for informational interviews."""
    if wanted:
        print(f"touchbase {version('touchbase')}, database {head()}")
        raise typer.Exit


def main() -> None:
    """Run the command; what the set-up got wrong is one line on standard error and exit code 2."""
    try:
        app()
    except (ConfigurationError, Problem) as error:
        _fail(error.detail if isinstance(error, Problem) else str(error))
    except ValidationError as error:
        _fail(
            "; ".join(
                f"{_variable(finding['loc'])}: {_lower(finding['msg'])}"
                for finding in error.errors(include_input=False)
            )
        )
    except UnicodeError:
        _fail("A setting or an argument holds bytes that are no UTF-8.")
    except (SQLAlchemyError, ConnectionError, TimeoutError, socket.gaierror, OverflowError) as error:
        _fail(f"The database does not answer as it should: {said(error)}. Check TOUCHBASE_DATABASE_URL.")
    except OSError as error:
        _fail(f"{error.strerror}: {error.filename}.")


def _fail(line: str) -> None:
    print(f"touchbase: {' '.join(line.split())}", file=sys.stderr)
    sys.exit(2)


def _variable(loc: tuple[int | str, ...]) -> str:
    name = str(loc[0]) if loc else "settings"
    return f"TOUCHBASE_{name.upper()}" if name in Settings.model_fields else name


def _lower(message: str) -> str:
    return message.removeprefix("Value error, ").replace("Input should", "it must")


@app.command()
def serve(
    *,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    local: Annotated[
        bool, typer.Option("--local", help="For one's own machine: make the secret, migrate, make a demo key.")
    ] = False,
    with_migrations: Annotated[bool, typer.Option("--migrate", help="Migrate the database first.")] = False,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many processes share the port.")] = 1,
) -> None:
    """Serve the API."""
    if local and workers > 1:
        raise ConfigurationError("--local is one process; set up the service for an organization to run several.")
    given: Values = {name: value for name, value in {"host": host, "port": port}.items() if value is not None}
    settings = local_settings(given) if local else Settings(**given)
    secrets = Secrets.of(settings)
    refuse_taken_port(settings.host, settings.port, choose="--port, or PORT=… for make")
    if settings.metrics_port == settings.port:
        raise ConfigurationError("TOUCHBASE_METRICS_PORT is the port of the API: choose another, or set none.")
    if settings.metrics_port is not None:
        refuse_taken_port(settings.host, settings.metrics_port, choose="TOUCHBASE_METRICS_PORT")
    configure_logs(settings)
    if local or with_migrations:
        asyncio.run(_migrate(settings))
    else:
        asyncio.run(_on_engine(settings, require_current))
    asyncio.run(_on_engine(settings, lambda engine: require_known(engine, secrets)))
    if local:
        print(asyncio.run(greet(settings)), flush=True)
    run(settings, workers=workers)


@app.command()
def worker() -> None:
    """Do the jobs that requests left behind; any number may run, on any host. `serve` runs one inside."""
    settings = Settings()
    if settings.worker_health_file is not None and not os.access(settings.worker_health_file.parent, os.W_OK):
        raise ConfigurationError(f"TOUCHBASE_WORKER_HEALTH_FILE: {settings.worker_health_file} cannot be written.")
    configure_logs(settings)
    asyncio.run(_work(settings))


async def _work(settings: Settings) -> None:
    async with administered(settings) as database:
        working = replace(Worker.of(settings, database), health_file=settings.worker_health_file)
        for signal_ in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(signal_, working.stop)
        await working.run()


@app.command("migrate")
def migrate_command() -> None:
    """Bring the database up to this version."""
    settings = Settings()
    asyncio.run(_migrate(settings))
    print(f"{describe(settings)} is at version {head()}.")


async def _migrate(settings: Settings) -> None:
    await _on_engine(settings, migrate)


async def _on_engine(settings: Settings, work: Callable[..., Awaitable[None]]) -> None:
    engines = open_engines(settings)
    try:
        await work(engines.write)
    finally:
        await engines.dispose()


@app.command("bootstrap")
def bootstrap_command(
    *,
    organization: Annotated[str, typer.Option(help="Name of the organization.")],
    email: Annotated[str, typer.Option(help="Email address of its first admin.")],
    full_name: Annotated[str | None, typer.Option(help="Name of its first admin; the address if left out.")] = None,
    zone: Annotated[str, typer.Option(help="IANA time zone of the organization.")] = "UTC",
    another: Annotated[
        bool, typer.Option("--another", help="Make it though one of this name with this admin is there.")
    ] = False,
) -> None:
    """Make an organization and its first admin, and print the admin's key. It is shown this once."""
    given: Values = {"name": organization, "email": email, "full_name": full_name or email, "zone": zone}
    asyncio.run(_print_bootstrap(Settings(), given, another=another))


async def _print_bootstrap(settings: Settings, given: Values, *, another: bool) -> None:
    async with administered(settings) as database:
        print(await bootstrap(database, **given, another=another))


@app.command()
def organizations() -> None:
    """List the organizations: id, when each was made, how many members it has, its name."""
    asyncio.run(_print_organizations(Settings()))


async def _print_organizations(settings: Settings) -> None:
    async with administered(settings) as database:
        rows = await list_organizations(database.engines)
        if not rows:
            print("There is no organization yet: `touchbase bootstrap` makes one.", file=sys.stderr)
        for row in rows:
            print(f"{row.id}  {row.created_at:%Y-%m-%d}  {row.members:>5}  {row.name}")


@app.command()
def keys(
    email: Annotated[str, typer.Argument(help="Email address of the member.")],
    *,
    new: Annotated[str | None, typer.Option(help="Make a key with this name, and print it once.")] = None,
    organization: Annotated[
        str | None,
        typer.Option(help="Id of the organization, if the member is in several; `organizations` lists them."),
    ] = None,
) -> None:
    """List a member's keys, or make one: the way back in when the last key is lost."""
    asyncio.run(_keys(Settings(), email, new, organization))


async def _keys(settings: Settings, email: str, new: str | None, organization: str | None) -> None:
    async with administered(settings) as database:
        members = await members_with(database.engines, email)
        found = [row for row in members if organization in {None, str(row.org_id)}]
        if not found:
            where = "No member" if organization is None else "No member of this organization"
            raise ConfigurationError(
                f"{where} has this email address; `touchbase organizations` lists the organizations."
            )
        if len(found) > 1:
            ids = ", ".join(f"{row.org_id} ({row.name})" for row in found)
            raise ConfigurationError(f"This address is in several organizations; add --organization with one of {ids}.")
        if new is None:
            await _print_keys(database.engines, found[0])
        else:
            print(await new_key(database, found[0].org_id, found[0].id, new))
            if found[0].status == MemberStatus.INACTIVE:
                print("This member is inactive: the key works once an admin has made them active.", file=sys.stderr)


async def _print_keys(engines: Engines, member: ResultRow) -> None:
    for key in await list_keys(engines, member):
        print(f"{key.hint}…  {_state(key.revoked_at, key.expires_at)}  {key.created_at:%Y-%m-%d}  {key.name}")


def _state(revoked_at: datetime | None, expires_at: datetime | None) -> str:
    if revoked_at is not None:
        return "revoked"
    return "expired" if expires_at is not None and expires_at <= utc_now() else "active "


@secret.command("rotate")
def rotate_command(
    *,
    end: Annotated[
        bool, typer.Option("--end", help="End the old secret though keys are left under it: they stop working.")
    ] = False,
) -> None:
    """Replace the secret: says how, what has been done, and which API keys are still under the old one."""
    asyncio.run(_print_rotation(Settings(), end=end))


async def _print_rotation(settings: Settings, *, end: bool) -> None:
    async with administered(settings) as database:
        done = await rotate(database, end=end)
    print(done if settings.old_secret_keys else f"{HOW_TO_ROTATE}\n\nNow:\n{done}")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="A new file for the copy.")]) -> None:
    """Back up a SQLite database while it is used; the copy is checked. Keep the secret too, in another place."""
    settings = Settings()
    copied = back_up(settings, file)
    print(
        f"{file}: {copied.size} bytes of {describe(settings)}, checked; organizations: {copied.organizations}, contacts: "
        f"{copied.contacts}."
    )


@app.command("copy-to")
def copy_to_command(
    url: Annotated[str, typer.Argument(help="Database URL of an empty database.")],
) -> None:
    """Copy everything into another, empty database, such as from SQLite to PostgreSQL, and compare every row.

    Stop the service first: what is written meanwhile is not copied.
    """
    asyncio.run(_print_copy(Settings(), url))


async def _print_copy(settings: Settings, url: str) -> None:
    began = utc_now()
    copied = await copy_to(settings, url)
    for name, count in copied.items():
        print(f"{name}: {count}")
    rows = sum(copied.values())
    print(
        f"{rows} rows copied, every one the same. What was written after {began:%H:%M:%S} UTC is not among them. Keep "
        "TOUCHBASE_SECRET_KEY, and set TOUCHBASE_DATABASE_URL to the copy."
    )


@app.command("rebuild-due")
def rebuild_due_command() -> None:
    """Compute what is due for everybody anew: after an update of the holiday calendar, or to be sure."""
    asyncio.run(_print_rebuild(Settings()))


async def _print_rebuild(settings: Settings) -> None:
    async with administered(settings) as database:
        async for name in rebuild_due(database):
            print(f"{name}: done.")


@app.command()
def openapi(
    *,
    write: Annotated[bool, typer.Option("--write", help="Write openapi/openapi.json.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Fail if openapi/openapi.json is another document.")] = False,
) -> None:
    """Print the OpenAPI document."""
    service = create_app(Settings(secret_key=SecretStr("0" * 32)))
    document = json.dumps(service.openapi(), indent=2, ensure_ascii=False) + "\n"
    path = Path("openapi/openapi.json")
    if write:
        path.write_text(document)
    elif check:
        if path.read_text() != document:
            raise ConfigurationError("openapi/openapi.json is another document: run `make openapi`, and commit it.")
    else:
        print(document, end="")


if __name__ == "__main__":
    main()
