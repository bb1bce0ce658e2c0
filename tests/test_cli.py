"""The command `touchbase`: what it prints, and that a mistake in the set-up is one line and exit code 2."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import BOTH, POSTGRESQL
from tests.live import environment, local_service

SECRET = "s" * 40


def touchbase(*words: str, cwd: Path, check: bool = True, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "api.cli", *words]
    done = subprocess.run(
        command, cwd=cwd, env=environment(**variables), capture_output=True, text=True, timeout=60, check=False
    )
    if check:
        assert done.returncode == 0, done.stderr
    return done


def refused(*words: str, cwd: Path, **variables: str) -> str:
    """The one line on standard error."""
    done = touchbase(*words, cwd=cwd, check=False, **variables)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    (line,) = done.stderr.splitlines()
    return line


@pytest.mark.parametrize("kind", BOTH)
def test_migrate_bootstrap_keys_and_rebuild(kind: str, new_database, tmp_path: Path) -> None:
    variables = {"TOUCHBASE_DATABASE_URL": new_database(kind), "TOUCHBASE_SECRET_KEY": SECRET}
    assert "is at version" in touchbase("migrate", cwd=tmp_path, **variables).stdout
    made = touchbase("bootstrap", "--organization", "School", "--email", "ada@example.org", cwd=tmp_path, **variables)
    assert made.stdout.startswith("tb_")
    assert len(made.stdout.split()) == 1
    listed = touchbase("keys", "ada@example.org", cwd=tmp_path, **variables).stdout
    assert made.stdout[:7] in listed
    assert made.stdout.strip() not in listed
    assert touchbase("keys", "ada@example.org", "--new", "laptop", cwd=tmp_path, **variables).stdout.startswith("tb_")
    assert touchbase("rebuild-due", cwd=tmp_path, **variables).stdout == "School: done.\n"


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("mysql://here/there", "sqlite:/// or postgresql://"),
        ("nonsense", "sqlite:/// or postgresql://"),
        ("sqlite://touchbase.db", "three slashes"),
        ("sqlite:////nowhere/at/all/touchbase.db", "TOUCHBASE_DATABASE_URL: the folder"),
        ("sqlite:////tmp", "in a file"),
        ("postgresql://127.0.0.1:none/touchbase", "the port a number"),
        ("postgresql://127.0.0.1/touchbase?options=x", "host, port and sslmode"),
        ("postgresql://127.0.0.1:1/touchbase", "TOUCHBASE_DATABASE_URL"),
    ],
)
def test_a_wrong_database_url_is_one_line(url: str, hint: str, tmp_path: Path) -> None:
    assert hint in refused("migrate", cwd=tmp_path, TOUCHBASE_DATABASE_URL=url, TOUCHBASE_SECRET_KEY=SECRET)


def test_a_wrong_postgresql_database_or_password_shows_no_password(new_database, tmp_path: Path) -> None:
    url = new_database(POSTGRESQL).replace("/test_", "/missing_").replace("postgres@", "postgres:hunter2@")
    line = refused("migrate", cwd=tmp_path, TOUCHBASE_DATABASE_URL=url, TOUCHBASE_SECRET_KEY=SECRET)
    assert "does not exist" in line
    assert "hunter2" not in line


def test_a_service_without_a_secret_or_a_set_up_database_does_not_start(tmp_path: Path) -> None:
    assert "TOUCHBASE_SECRET_KEY" in refused("serve", cwd=tmp_path)
    line = refused("serve", cwd=tmp_path, TOUCHBASE_SECRET_KEY="short")
    assert line.startswith("touchbase: TOUCHBASE_SECRET_KEY: give at least 32 random characters")
    assert "touchbase migrate" in refused("serve", cwd=tmp_path, TOUCHBASE_SECRET_KEY=SECRET)
    assert "TOUCHBASE_PORT" in refused("serve", cwd=tmp_path, TOUCHBASE_SECRET_KEY=SECRET, TOUCHBASE_PORT="none")


def test_a_port_in_use_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert f"Port {port}" in refused("serve", "--port", port, cwd=tmp_path, TOUCHBASE_SECRET_KEY=SECRET)


def test_the_local_service_starts_greets_keeps_its_key_and_loses_nothing_when_killed(tmp_path: Path) -> None:
    for at in range(2):
        with local_service(tmp_path) as service:
            before = service.call("GET", "/contacts")
            assert len(before["items"]) == at, "what was acknowledged before the kill is there"
            service.call("POST", "/contacts", {"full_name": f"Person {at}"})
    assert (tmp_path / ".touchbase" / "demo.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / ".touchbase" / "secret").stat().st_mode & 0o777 == 0o600


def test_a_member_of_two_organizations_is_asked_which(new_database, tmp_path: Path) -> None:
    variables = {"TOUCHBASE_DATABASE_URL": new_database("sqlite"), "TOUCHBASE_SECRET_KEY": SECRET}
    touchbase("migrate", cwd=tmp_path, **variables)
    for name in ("North", "South"):
        touchbase("bootstrap", "--organization", name, "--email", "ada@example.org", cwd=tmp_path, **variables)
    line = refused("keys", "ada@example.org", "--new", "x", cwd=tmp_path, **variables)
    assert "(North)" in line
    chosen = line.split("one of ")[1].split()[0]
    made = touchbase("keys", "ada@example.org", "--new", "x", "--organization", chosen, cwd=tmp_path, **variables)
    assert made.stdout.startswith("tb_")


def test_the_same_organization_is_made_twice_only_if_it_is_meant(new_database, tmp_path: Path) -> None:
    variables = {"TOUCHBASE_DATABASE_URL": new_database("sqlite"), "TOUCHBASE_SECRET_KEY": SECRET}
    touchbase("migrate", cwd=tmp_path, **variables)
    north = ("bootstrap", "--organization", "North", "--email", "ada@example.org")
    touchbase(*north, cwd=tmp_path, **variables)
    line = refused(*north, cwd=tmp_path, **variables)
    assert "North is there already" in line
    assert "--another" in line
    assert "zone: this must be" in refused(
        "bootstrap",
        "--organization",
        "West",
        "--email",
        "w@example.org",
        "--zone",
        "America/New_Yrk",
        cwd=tmp_path,
        **variables,
    )
    assert "is there already" in refused(
        "bootstrap", "--organization", " north ", "--email", "Ada@example.org", cwd=tmp_path, **variables
    )
    assert "name: " in refused("keys", "ada@example.org", "--new", "", cwd=tmp_path, **variables)
    assert touchbase("keys", " Ada@Example.org ", "--new", "x", cwd=tmp_path, **variables).stdout.startswith("tb_")
    touchbase(*north, "--another", cwd=tmp_path, **variables)
    touchbase("bootstrap", "--organization", "South", "--email", "bo@example.org", cwd=tmp_path, **variables)
    listed = [line.split() for line in touchbase("organizations", cwd=tmp_path, **variables).stdout.splitlines()]
    assert [(members, name) for _, _, members, name in listed] == [("1", "North"), ("1", "North"), ("1", "South")]
    south = listed[2][0]
    assert "No member of this organization" in refused(
        "keys", "ada@example.org", "--organization", south, cwd=tmp_path, **variables
    )
    chosen = touchbase("keys", "ada@example.org", "--organization", listed[1][0], cwd=tmp_path, **variables)
    assert "First key" in chosen.stdout


@pytest.mark.parametrize("kind", BOTH)
def test_of_three_who_make_the_same_organization_at_once_one_does(kind: str, new_database, tmp_path: Path) -> None:
    variables = {"TOUCHBASE_DATABASE_URL": new_database(kind), "TOUCHBASE_SECRET_KEY": SECRET}
    touchbase("migrate", cwd=tmp_path, **variables)
    command = [sys.executable, "-m", "api.cli", "bootstrap", "--organization", "North", "--email", "ada@example.org"]
    at_once = [
        subprocess.Popen(
            command, cwd=tmp_path, env=environment(**variables), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(3)
    ]
    assert sorted(process.wait(timeout=60) for process in at_once) == [0, 2, 2]
    assert len(touchbase("organizations", cwd=tmp_path, **variables).stdout.splitlines()) == 1


def test_another_secret_is_refused_at_the_start_and_a_leaked_one_replaced(new_database, tmp_path: Path) -> None:
    variables = {"TOUCHBASE_DATABASE_URL": new_database("sqlite"), "TOUCHBASE_SECRET_KEY": SECRET}
    touchbase("migrate", cwd=tmp_path, **variables)
    touchbase("bootstrap", "--organization", "North", "--email", "ada@example.org", cwd=tmp_path, **variables)
    assert "openssl rand -hex 32" in touchbase("secret", "rotate", cwd=tmp_path, **variables).stdout
    other = {**variables, "TOUCHBASE_SECRET_KEY": "o" * 40}
    for command in ("serve", "worker", "organizations"):
        assert "made under another TOUCHBASE_SECRET_KEY" in refused(command, cwd=tmp_path, **other)
    twice = {**variables, "TOUCHBASE_OLD_SECRET_KEYS": SECRET}
    assert "names the secret in force" in refused("secret", "rotate", cwd=tmp_path, **twice)
    short = {**variables, "TOUCHBASE_OLD_SECRET_KEYS": "short"}
    assert "TOUCHBASE_OLD_SECRET_KEYS: give at least 32" in refused("secret", "rotate", cwd=tmp_path, **short)
    nowhere = {**variables, "TOUCHBASE_WORKER_HEALTH_FILE": "/nowhere/at/all"}
    assert "TOUCHBASE_WORKER_HEALTH_FILE" in refused("worker", cwd=tmp_path, **nowhere)
    both = {**other, "TOUCHBASE_OLD_SECRET_KEYS": SECRET}
    said = touchbase("secret", "rotate", cwd=tmp_path, **both).stdout
    assert "not under this secret yet: 1 of 1" in said


def test_a_database_of_others_gets_no_demo_member(new_database, tmp_path: Path) -> None:
    variables = {"TOUCHBASE_DATABASE_URL": new_database("sqlite"), "TOUCHBASE_SECRET_KEY": SECRET}
    touchbase("migrate", cwd=tmp_path, **variables)
    touchbase("bootstrap", "--organization", "North", "--email", "ada@example.org", cwd=tmp_path, **variables)
    with local_service(tmp_path, **variables):
        assert "no demo member was made" in (tmp_path / "greeting.txt").read_text()
    assert not (tmp_path / ".touchbase").exists()
    assert len(touchbase("organizations", cwd=tmp_path, **variables).stdout.splitlines()) == 1


def test_the_local_service_serves_this_machine_alone(tmp_path: Path) -> None:
    assert "127.0.0.1 alone" in refused("serve", "--local", "--host", "0.0.0.0", cwd=tmp_path)  # noqa: S104 (refused)


def test_files_of_the_local_service_that_are_none_are_one_line(tmp_path: Path) -> None:
    (tmp_path / ".touchbase").write_text("a file, and no folder")
    assert ".touchbase/secret cannot be written: " in refused("serve", "--local", cwd=tmp_path)
    (tmp_path / ".touchbase").unlink()
    (tmp_path / ".touchbase" / "secret").mkdir(parents=True)
    assert ".touchbase/secret cannot be read: " in refused("serve", "--local", cwd=tmp_path)
    (tmp_path / ".touchbase" / "secret").rmdir()
    (tmp_path / ".touchbase" / "secret").write_bytes(b"\xff\xfe" * 40)
    assert "holds no text" in refused("serve", "--local", cwd=tmp_path)


def test_a_lost_demo_key_is_made_anew_for_the_same_member(tmp_path: Path) -> None:
    with local_service(tmp_path) as service:
        before = service.call("GET", "/me")
    (tmp_path / ".touchbase" / "demo.key").unlink()
    with local_service(tmp_path) as service:
        after = service.call("GET", "/me")
    assert after["member"] == before["member"]
    assert after["api_key_id"] != before["api_key_id"]
    assert (tmp_path / "touchbase.db").stat().st_mode & 0o077 == 0
