"""`make bench`: the service beside its ceiling, in one run, on a PostgreSQL of its own. Prints a table in Markdown."""

import argparse
import json
import os
import random
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import asyncpg
import uvloop

from api.core.store.engines import open_engines
from api.core.store.schema import migrate
from api.main import open_database
from api.settings import Settings
from benchmarks.data import NOW, Caller, callers, compute, fill
from benchmarks.load import Measured, load, request
from tests.databases import create_database, postgresql_server

ROUNDS, SECONDS, WARM_UP = 3, 3.0, 1.0
CALLERS = 64
Make = Callable[[Caller], tuple[str, str, bytes]]


@dataclass(frozen=True)
class Scenario:
    """A request, made for a caller: method, target, body."""

    name: str
    make: Make
    target: float | None


def _contact_body(_caller: Caller) -> bytes:
    return json.dumps({"full_name": "Jo Park", "title": "Curator", "employer": "City Museum"}).encode()


def _email_body(caller: Caller) -> bytes:
    contact_id = str(random.choice(caller.contact_ids))  # noqa: S311 (no secret)
    return json.dumps({"contact_id": contact_id, "kind": "update", "status": "sent", "body": "News."}).encode()


SCENARIOS: Sequence[Scenario] = (
    Scenario("GET /contacts/{id}", lambda target: ("GET", f"/contacts/{random.choice(target.contact_ids)}", b""), 0.6),  # noqa: S311 (the same)
    Scenario("GET /contacts?limit=20", lambda _: ("GET", "/contacts?limit=20", b""), 0.6),
    Scenario("GET /due?limit=20", lambda _: ("GET", "/due?limit=20", b""), 0.6),
    Scenario("GET /due/summary", lambda _: ("GET", "/due/summary", b""), 0.6),
    Scenario("POST /contacts", lambda target: ("POST", "/contacts", _contact_body(target)), None),
    Scenario("POST /outreach-emails", lambda target: ("POST", "/outreach-emails", _email_body(target)), None),
)


def to_service(scenario: Scenario, among: Sequence[Caller]) -> Callable[[], bytes]:
    def make() -> bytes:
        caller = random.choice(among)  # noqa: S311 (no secret)
        method, target, body = scenario.make(caller)
        return request(method, target, caller.key, body)

    return make


def to_ceiling(scenario: Scenario, among: Sequence[Caller]) -> Callable[[], bytes]:
    def make() -> bytes:
        caller = random.choice(among)  # noqa: S311 (no secret)
        method, target, body = scenario.make(caller)
        joint = "&" if "?" in target else "?"
        return request(method, f"{target}{joint}org={caller.org_id}&member={caller.member_id}", None, body)

    return make


@contextmanager
def server(what: str, url: str, secret: str) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = {"TOUCHBASE_DATABASE_URL": url, "CEILING_URL": url, "TOUCHBASE_SECRET_KEY": secret}
    command = [sys.executable, "-m", "benchmarks.serve", what, str(port)]
    process = subprocess.Popen(command, env={**os.environ, **variables})  # noqa: S603 (ours)
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not start")


async def measure(ports: dict[str, int], scenario: Scenario, among: Sequence[Caller]) -> dict[str, Measured]:
    """Service and ceiling by turns, so that both meet the machine as it is; the median of the rounds counts."""
    makers = {"service": to_service(scenario, among), "ceiling": to_ceiling(scenario, among)}
    for name, make in makers.items():
        await load(ports[name], make, WARM_UP)
    rounds: dict[str, list[Measured]] = {name: [] for name in makers}
    for _ in range(ROUNDS):
        for name, make in makers.items():
            rounds[name].append(await load(ports[name], make, SECONDS))
    return {name: sorted(found, key=lambda round_: round_.per_second)[ROUNDS // 2] for name, found in rounds.items()}


async def prepare(url: str, secret: str, contacts: int) -> list[Caller]:
    settings = Settings(database_url=url, secret_key=secret)
    engines = open_engines(settings)
    database = open_database(settings, engines, lambda: NOW)
    await migrate(engines.write)
    connection = await asyncpg.connect(url)
    began = time.perf_counter()
    organizations = await fill(connection, contacts)
    copied = time.perf_counter()
    await compute(database, organizations)
    took = time.perf_counter() - copied
    items = await connection.fetchval("SELECT count(*) FROM due_items")
    print(
        f"{contacts:,} contacts of {contacts // 20:,} members in {len(organizations)} organizations, {items:,} due items."
    )
    print(f"Copied in {copied - began:.0f} s; everything due computed in {took:.0f} s.\n")
    found = await callers(database, connection, organizations, CALLERS)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()
    await engines.dispose()
    return found


async def compare(ports: dict[str, int], found: Sequence[Caller], chosen: Sequence[Scenario]) -> None:
    print("| request | service, /s | ceiling, /s | ratio | target | p50, ms | p99, ms |")
    print("|---|---|---|---|---|---|---|")
    for scenario in chosen:
        measured = await measure(ports, scenario, found)
        mine, theirs = measured["service"], measured["ceiling"]
        ratio, target = mine.per_second / theirs.per_second, scenario.target or "none"
        print(
            f"| `{scenario.name}` | {mine.per_second:,.0f} | {theirs.per_second:,.0f} | {ratio:.2f} | {target} "
            f"| {mine.median:.1f} | {mine.p99:.1f} |",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=100_000)
    parser.add_argument("--only", default="", help="Part of the names of the requests to measure.")
    given = parser.parse_args()
    secret = secrets.token_hex(32)
    chosen = [scenario for scenario in SCENARIOS if given.only in scenario.name]
    with postgresql_server(f"bench-{os.getpid()}") as directory:
        url = create_database(directory, "bench")
        found = uvloop.run(prepare(url, secret, given.contacts))
        with server("service", url, secret) as service, server("ceiling", url, secret) as ceiling:
            uvloop.run(compare({"service": service, "ceiling": ceiling}, found, chosen))


if __name__ == "__main__":
    main()
