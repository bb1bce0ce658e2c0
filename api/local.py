"""`touchbase serve --local`: a secret, a demo organization and its key on one's own machine, in `.touchbase/`."""

import os
import secrets
from pathlib import Path

from pydantic import SecretStr

from api.administration import administered, bootstrap, list_organizations, members_with, new_key
from api.core.errors import ConfigurationError, Problem
from api.core.store.schema import describe
from api.core.store.units import Database
from api.core.store.values import Values
from api.main import authenticator
from api.serving import address
from api.settings import Settings

FOLDER = Path(".touchbase")
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
DEMO = "demo@example.org"


def local_settings(given: Values) -> Settings:
    """Settings with the secret of this machine, which is made once and kept; that of the environment wins."""
    os.umask(0o077)
    if "TOUCHBASE_SECRET_KEY" not in os.environ:
        path = FOLDER / "secret"
        if not path.exists():
            _write_private(path, secrets.token_hex(32))
        given = {**given, "secret_key": SecretStr(_read(path))}
    settings = Settings(**given)
    if settings.host not in LOOPBACK:
        raise ConfigurationError("--local shows its key to whoever asks this machine: it serves on 127.0.0.1 alone.")
    return settings


async def greet(settings: Settings) -> str:
    """What to paste into another terminal. The demo organization and its key are made on the first start."""
    path = FOLDER / "demo.key"
    async with administered(settings) as database:
        if await _holds_others(database, settings):
            return _without_demo(settings)
        if not path.exists() or not await _is_known(database, settings, _read(path, errors="replace")):
            _write_private(path, await _demo_key(database))
    base = address(settings)
    return (
        f"Touchbase on {base}, stored in {describe(settings)}. Documentation: {base}/docs\n"
        "Paste this into another terminal; the key is in .touchbase/demo.key:\n\n"
        f"  export TOUCHBASE={base} KEY={_read(path)}\n"
        '  curl -s "$TOUCHBASE/due" -H "Authorization: Bearer $KEY" -H "Accept: text/plain"\n'
    )


async def _holds_others(database: Database, settings: Settings) -> bool:
    """Whether the database is somebody's: set by URL, with organizations beside that of the demo; or one of this folder that
    has organizations and no demo member.
    """
    there = {row.id for row in await list_organizations(database.engines)}
    demo = {row.org_id for row in await members_with(database.engines, DEMO)}
    return bool(there - demo) if "database_url" in settings.model_fields_set else bool(there and not demo)


def _without_demo(settings: Settings) -> str:
    base = address(settings)
    return (
        f"Touchbase on {base}, stored in {describe(settings)}. Documentation: {base}/docs\n"
        "This database has organizations of its own, so no demo member was made. `touchbase keys EMAIL --new NAME` makes a\n"
        "member's key.\n"
    )


def _read(path: Path, *, errors: str = "strict") -> str:
    try:
        return path.read_text(errors=errors).strip()
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path} holds no text. Move it away, or set TOUCHBASE_SECRET_KEY.") from None
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be read: {error.strerror}. Move it away, or set TOUCHBASE_SECRET_KEY."
        ) from None


def _write_private(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text + "\n")
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be written: {error.strerror}. --local keeps its secret and its key in the folder it is run in."
        ) from None


async def _demo_key(database: Database) -> str:
    """A new key of the demo member, who is made where this database has none."""
    found = await members_with(database.engines, DEMO)
    if found:
        return await new_key(database, found[0].org_id, found[0].id, "Demo key")
    return await bootstrap(database, name="Demo", email=DEMO, full_name="Demo Admin", zone="UTC")


async def _is_known(database: Database, settings: Settings, key: str) -> bool:
    try:
        await authenticator(settings, database)(f"Bearer {key}")
    except Problem:
        return False
    return True
