"""Every setting of the service, read from the environment when it is made and never at import."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

SQLITE = "sqlite"
POSTGRESQL = "postgresql"
DRIVERS = {SQLITE: "sqlite+aiosqlite", POSTGRESQL: "postgresql+asyncpg"}
SHORTEST_SECRET = 32
SCHEMES = {"sqlite": SQLITE, "postgresql": POSTGRESQL, "postgres": POSTGRESQL}


def _with_driver(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    backend = SCHEMES.get(scheme.partition("+")[0])
    if not separator or backend is None:
        raise ValueError("a database URL starts with sqlite:/// or postgresql://, for example sqlite:///touchbase.db")
    return f"{DRIVERS[backend]}://{_sqlite_file(rest) if backend == SQLITE else _postgresql_rest(rest)}"


def _sqlite_file(rest: str) -> str:
    if not rest.startswith("/"):
        raise ValueError("a SQLite URL has three slashes before the file's path, for example sqlite:///touchbase.db")
    if rest.lstrip("/") in {"", ":memory:"} or Path(rest[1:]).is_dir():
        raise ValueError("Touchbase keeps SQLite in a file: name one, for example sqlite:///touchbase.db")
    if not Path(rest[1:]).parent.is_dir():
        raise ValueError("the folder of the SQLite file does not exist: make it first")
    return rest


def _postgresql_rest(rest: str) -> str:
    """What libpq calls `sslmode` is the driver's `ssl`; what the driver does not know is refused here."""
    address, _, query = rest.partition("?")
    named = [("ssl" if name == "sslmode" else name, value) for name, value in parse_qsl(query)]
    unknown = {name for name, _ in named} - {"host", "port", "ssl"}
    if unknown:
        raise ValueError("a PostgreSQL URL may carry host, port and sslmode behind its ?, and nothing else")
    try:
        make_url(f"postgresql://{address}")
    except (ArgumentError, ValueError):
        raise ValueError("a PostgreSQL URL is postgresql://user:password@host:port/name, the port a number") from None
    return f"{address}?{urlencode(named, safe='/')}" if named else address


def _long_enough(secret: SecretStr | None) -> SecretStr | None:
    if secret is not None and len(secret.get_secret_value()) < SHORTEST_SECRET:
        raise ValueError("give at least 32 random characters, for example from `openssl rand -hex 32`")
    return secret


def _listed(secrets: object) -> object:
    if not isinstance(secrets, str):
        return secrets
    if secrets.lstrip().startswith("["):
        try:
            return json.loads(secrets)
        except ValueError:
            raise ValueError('a list in brackets is JSON, for example ["first", "second"]') from None
    return [part.strip() for part in secrets.split(",") if part.strip()]


def _each_long_enough(secrets: Sequence[SecretStr]) -> Sequence[SecretStr]:
    for secret in secrets:
        _long_enough(secret)
    return secrets


class Settings(BaseSettings):
    """Read from `TOUCHBASE_…` variables; the README's table lists them all, and a test compares."""

    model_config = SettingsConfigDict(env_prefix="TOUCHBASE_", extra="ignore", hide_input_in_errors=True)

    database_url: Annotated[str, AfterValidator(_with_driver)] = Field(
        default="sqlite:///touchbase.db",
        validate_default=True,
        description="Where everything is stored: `sqlite:///file` or `postgresql://user:password@host/name`.",
    )
    secret_key: Annotated[SecretStr | None, AfterValidator(_long_enough)] = Field(
        default=None,
        description="At least 32 random characters; peppers API keys and signs cursors. "
        "`make serve` makes one; everything else refuses to start without it.",
    )
    old_secret_keys: Annotated[
        Sequence[SecretStr], NoDecode, BeforeValidator(_listed), AfterValidator(_each_long_enough)
    ] = Field(
        default=(),
        description="Former secrets, separated by commas, while a secret is being replaced: keys made under them go on "
        "working (`touchbase secret rotate`). Where one has a comma in it, write them as a list in JSON.",
    )
    host: str = Field(default="127.0.0.1", description="The address `touchbase serve` listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="The port `touchbase serve` listens on.")
    metrics_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="A port of its own for `/metrics`, which the API's port then does not answer.",
    )
    worker_health_file: Path | None = Field(
        default=None,
        description="A file that `touchbase worker` touches whenever it looks for jobs, for a health check.",
    )
    auth_cache_seconds: float = Field(
        default=5,
        ge=0,
        le=300,
        description="How long a process trusts a key it has checked: the longest delay of a revocation.",
    )
    body_limit_bytes: int = Field(
        default=1_048_576, ge=1024, description="The largest request body; a larger one is answered 413."
    )
    pool_size: int = Field(
        default=10,
        ge=1,
        le=200,
        description="PostgreSQL connections a process keeps for reading, and as many to write.",
    )
    inner_worker: bool = Field(
        default=True, description="Whether `touchbase serve` does jobs too; if not, run `touchbase worker`."
    )
    worker_poll_seconds: float = Field(
        default=2, gt=0, le=60, description="How often a worker looks for jobs that other processes asked for."
    )
    worker_lease_seconds: float = Field(
        default=30,
        ge=0.1,
        le=600,
        description="How long after its last step a job of a worker that died is taken over.",
    )
    log_format: str = Field(
        default="json", pattern="^(json|console)$", description="`json` (one object a line) or `console`."
    )
    log_level: str = Field(
        default="info", pattern="^(debug|info|warning|error)$", description="The least level that is logged."
    )
