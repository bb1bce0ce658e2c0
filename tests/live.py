"""A real server in a process of its own: `touchbase serve --local`, killed without mercy at the end."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def environment(**variables: str) -> dict[str, str]:
    """This process's, without settings of the service."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TOUCHBASE_")}
    return kept | {"PYTHONPATH": str(ROOT)} | variables


@dataclass(frozen=True)
class Service:
    base: str
    key: str
    process: subprocess.Popen[str]

    def call(self, method: str, path: str, body: object = None) -> Any:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, method=method, data=data, headers=headers)  # noqa: S310 (ours)
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 (ours)
            return json.load(answer)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def local_service(cwd: Path, **variables: str) -> Iterator[Service]:
    """`serve --local` in a folder; what it says when it starts is in `greeting.txt` there."""
    port = free_port()
    with (cwd / "greeting.txt").open("w") as greeting:
        process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "serve", "--local", "--port", str(port)],
            cwd=cwd,
            env=environment(TOUCHBASE_LOG_LEVEL="error", **variables),
            text=True,
            stdout=greeting,
        )
    base = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(base)
        key = cwd / ".touchbase" / "demo.key"
        yield Service(base, key.read_text().strip() if key.exists() else "", process)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def wait_until_ready(base: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{base}/readyz", timeout=2).close()  # noqa: S310 (ours)
        except OSError:
            time.sleep(0.1)  # a process starts in its own time
        else:
            return
    raise TimeoutError("the service did not start")
