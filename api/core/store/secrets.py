"""The service's secret: what is derived from it, how a database knows it again, and how it is replaced by another.

A database keeps a check value of each secret under which keys were made; with a secret that it does not know nothing starts.
The check is written by whatever first makes or recognizes a key, and not by the first start, which may have the wrong one.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import String, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.orm import Mapped, mapped_column

from api.core.errors import ConfigurationError, Problem
from api.core.store.tables import Base, table_of
from api.settings import Settings

CHECK_LENGTH = 16

log = structlog.get_logger("touchbase")


class SecretCheck(Base):
    """A reference table: the check value of a secret under which keys were made; `ended_at`, when it had been replaced."""

    __tablename__ = "secret_checks"

    value: Mapped[str] = mapped_column(String(CHECK_LENGTH), primary_key=True)
    noted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


secret_checks = table_of(SecretCheck)
CHECKS = select(secret_checks.c.value, secret_checks.c.noted_at, secret_checks.c.ended_at)
# Shared with others that make keys under it; whoever ends it waits for them.
CHECK = CHECKS.where(secret_checks.c.value == bindparam("check")).with_for_update(read=True)
NOTE = {
    "postgresql": postgresql.insert(secret_checks).on_conflict_do_nothing(),
    "sqlite": sqlite.insert(secret_checks).on_conflict_do_nothing(),
}


@dataclass(frozen=True, slots=True)
class Secret:
    value: str

    def derived(self, purpose: str) -> bytes:
        """A key of its own for each purpose."""
        return hmac.new(self.value.encode(), purpose.encode(), hashlib.sha256).digest()

    @property
    def pepper(self) -> bytes:
        return self.derived("api-keys")

    @property
    def check(self) -> str:
        return self.derived("check value").hex()[:CHECK_LENGTH]

    @property
    def fernet(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self.derived("sealing")))


@dataclass(frozen=True, slots=True)
class Secrets:
    """The secret in force, and former ones: these check API keys and open what was sealed, and nothing else."""

    current: Secret
    former: Sequence[Secret] = ()

    @classmethod
    def of(cls, settings: Settings) -> "Secrets":
        if settings.secret_key is None:
            raise ConfigurationError(
                "TOUCHBASE_SECRET_KEY is not set: give at least 32 random characters, for example from "
                "`openssl rand -hex 32`."
            )
        current = Secret(settings.secret_key.get_secret_value())
        former = [Secret(secret.get_secret_value()) for secret in settings.old_secret_keys]
        if current in former:
            raise ConfigurationError(
                "TOUCHBASE_OLD_SECRET_KEYS names the secret in force: leave former ones there alone."
            )
        return cls(current, former)

    @property
    def every(self) -> Sequence[Secret]:
        """The one in force first."""
        return [self.current, *self.former]

    def sealed(self, value: bytes) -> str:
        return self.current.fernet.encrypt(value).decode()

    def opened(self, sealed: str) -> bytes:
        return MultiFernet([secret.fernet for secret in self.every]).decrypt(sealed.encode())


def other_secret() -> Problem:
    detail = "This process has another secret than the one that is in force. Its administrator has to restart it."
    return Problem("unavailable", detail, headers={"Retry-After": "60"})


async def require_known(engine: AsyncEngine, secrets: Secrets) -> None:
    """Refuse to work on a database whose keys were made under another secret: every one of them would be refused."""
    async with engine.connect() as connection:
        rows = (await connection.execute(CHECKS)).all()
    noted = {row.value for row in rows if row.ended_at is None}
    if secrets.current.check in {row.value for row in rows} - noted:
        raise ConfigurationError(
            "TOUCHBASE_SECRET_KEY is one that was replaced, and no key is under it any more: set the one that replaced it."
        )
    if noted and not noted & {secret.check for secret in secrets.every}:
        raise ConfigurationError(
            "The keys in this database were made under another TOUCHBASE_SECRET_KEY: set that one. If it is to be replaced, "
            "name it in TOUCHBASE_OLD_SECRET_KEYS (`touchbase secret rotate` explains)."
        )
    if noted - {secret.check for secret in secrets.every}:
        log.warning(
            "keys_under_another_secret", hint="keys made under it are refused: `touchbase secret rotate` says which"
        )


async def note_check(connection: AsyncConnection, secret: Secret, now: datetime) -> None:
    """A key was made, or recognized, under this secret; not by a process that still has one which was replaced."""
    row = (await connection.execute(CHECK, {"check": secret.check})).first()
    if row is not None and row.ended_at is not None:
        raise other_secret()
    await connection.execute(NOTE[connection.dialect.name], {"value": secret.check, "noted_at": now})
