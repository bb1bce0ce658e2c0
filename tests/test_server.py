"""The service as a process behind a socket: bytes that are no HTTP, HEAD on a kept connection, what reaches the logs."""

import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import Service, environment, local_service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with local_service(tmp_path_factory.mktemp("server")) as running:
        yield running


def port_of(service: Service) -> int:
    return int(service.base.rpartition(":")[2])


def sent(service: Service, raw: bytes) -> tuple[int, dict[str, str], bytes]:
    """What comes back for raw bytes: status, headers, body."""
    with socket.create_connection(("127.0.0.1", port_of(service)), timeout=5) as connection:
        connection.sendall(raw)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return int(first.split()[1]), dict(line.lower().split(": ", 1) for line in lines), body


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"BAD\r\n\r\n", 400, "malformed-request"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", 400, "malformed-request"),
        (b"POST /contacts HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400, "malformed-request"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 70_000 + b"\r\n\r\n", 431, "header-too-large"),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 431, "header-too-large"),
    ],
    ids=["no request line", "length", "chunk", "header", "path"],
)
def test_bytes_that_are_no_request_are_answered_as_a_problem(
    service: Service, raw: bytes, status: int, code: str
) -> None:
    found, headers, body = sent(service, raw)
    problem = json.loads(body)
    assert (found, problem["code"], headers["content-type"]) == (status, code, "application/problem+json")
    assert problem["request_id"] == headers["x-request-id"]


def test_head_keeps_the_connection(service: Service) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port_of(service), timeout=5)
    key = {"Authorization": f"Bearer {service.key}"}
    lengths = []
    for method in ("GET", "HEAD", "HEAD", "GET"):
        connection.request(method, "/me", headers=key)
        answer = connection.getresponse()
        lengths.append((answer.status, answer.headers["content-length"], len(answer.read())))
    (status, length, size), *heads, last = lengths
    assert (status, int(length)) == (200, size)
    assert heads == [(200, length, 0)] * 2
    assert last == (200, length, size)
    connection.close()


FAILING = """
import asyncio, sys
import httpx2
from sqlalchemy.exc import ProgrammingError
from api.core.logs import configure_logs
from api.main import create_app
from api.settings import Settings

async def main():
    settings = Settings(secret_key="s" * 40)
    configure_logs(settings)
    app = create_app(settings)
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://x") as client:
        for path in ("/contacts?tag=private-tag", "/nothing?tag=private-tag"):
            await client.get(path, headers={"Authorization": "Bearer " + sys.argv[1]})
    await app.state.engines.dispose()

asyncio.run(main())
"""


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_a_failure_in_the_log_shows_neither_key_nor_query(tmp_path: Path, service: Service, log_format: str) -> None:
    """The database has no tables, so every request of it fails."""
    variables = {"TOUCHBASE_LOG_FORMAT": log_format, "TOUCHBASE_DATABASE_URL": f"sqlite:///{tmp_path}/empty.db"}
    done = subprocess.run(
        [sys.executable, "-c", FAILING, service.key],
        env=environment(**variables),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    said = done.stdout + done.stderr
    assert "request_failed" in said
    assert "no such table" in said
    assert service.key not in said
    assert "private-tag" not in said
