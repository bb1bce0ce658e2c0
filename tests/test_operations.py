"""docs/operations.md: every command that can run here does, in the order of the page."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import POSTGRESQL, tools_folder
from tests.live import ROOT, environment
from tests.test_cli import SECRET, touchbase

PAGE = (ROOT / "docs" / "operations.md").read_text()
COMMAND = f'touchbase() {{ {sys.executable} -m api.cli "$@"; }}\n'


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def shell(script: str, cwd: Path, **variables: str) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", COMMAND + script],
        cwd=cwd,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def test_a_year_on_sqlite(tmp_path: Path) -> None:
    """Set up, back up, lose the disk, restore, look at the secret."""
    variables = {"TOUCHBASE_DATABASE_URL": f"sqlite:///{tmp_path}/touchbase.db", "TOUCHBASE_SECRET_KEY": SECRET}
    set_up, back_up, restore, rotate = blocks("sh")
    made = shell(set_up, tmp_path, **variables)
    assert "Fairhaven College" in made
    assert "First key" in made
    assert ", checked" in shell(back_up, tmp_path, **variables)
    (tmp_path / "touchbase.db").write_bytes(b"")
    assert "is at version" in shell(restore, tmp_path, **variables)
    assert "Fairhaven College" in touchbase("organizations", cwd=tmp_path, **variables).stdout
    assert "openssl rand -hex 32" in shell(rotate, tmp_path, **variables)


def test_postgresql_is_dumped_and_restored_and_sqlite_is_copied_into_it(new_database, tmp_path: Path) -> None:
    variables = {"TOUCHBASE_DATABASE_URL": new_database(POSTGRESQL), "TOUCHBASE_SECRET_KEY": SECRET}
    dump, restore, copy = blocks("bash")
    touchbase("migrate", cwd=tmp_path, **variables)
    touchbase("bootstrap", "--organization", "North", "--email", "ada@example.org", cwd=tmp_path, **variables)
    url, tools = variables["TOUCHBASE_DATABASE_URL"], tools_folder()
    name = re.search(r"/(\w+)\?", url)
    assert name
    restored = url.replace(name[1], "restored")
    created = f'createdb --maintenance-db "{url}" restored'
    shell(f'PATH={tools}:"$PATH"\n{dump}{created}\n{restore}', tmp_path, RESTORED_URL=restored, **variables)
    after = {**variables, "TOUCHBASE_DATABASE_URL": restored}
    assert "North" in touchbase("organizations", cwd=tmp_path, **after).stdout
    on_sqlite = {**variables, "TOUCHBASE_DATABASE_URL": f"sqlite:///{tmp_path}/touchbase.db"}
    touchbase("migrate", cwd=tmp_path, **on_sqlite)
    touchbase("bootstrap", "--organization", "South", "--email", "bo@example.org", cwd=tmp_path, **on_sqlite)
    empty = new_database(POSTGRESQL)
    assert "every one the same" in shell(copy, tmp_path, EMPTY_URL=empty, **on_sqlite)
    copied = {**variables, "TOUCHBASE_DATABASE_URL": empty}
    assert "South" in touchbase("organizations", cwd=tmp_path, **copied).stdout


@pytest.mark.parametrize(
    "name", ["touchbase_jobs_oldest_seconds", "touchbase_jobs_failed", "touchbase_connections_in_use"]
)
def test_what_the_page_says_to_watch_is_there(name: str) -> None:
    assert name in PAGE
    assert name.removeprefix("touchbase_") in (ROOT / "api" / "work" / "observing.py").read_text()
