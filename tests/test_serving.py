"""`touchbase serve` for an organization: several processes, metrics on a port of their own, what the log says."""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.live import Service, environment, free_port, wait_until_ready
from tests.test_cli import SECRET, refused, touchbase


@contextmanager
def serving(cwd: Path, *options: str, **more: str) -> Iterator[Service]:
    """A service on a database of its own; what it logs is in `log.txt`."""
    variables = {
        "TOUCHBASE_DATABASE_URL": f"sqlite:///{cwd}/touchbase.db",
        "TOUCHBASE_SECRET_KEY": SECRET,
        "TOUCHBASE_WORKER_POLL_SECONDS": "0.2",
        **more,
    }
    touchbase("migrate", cwd=cwd, **variables)
    made = touchbase("bootstrap", "--organization", "North", "--email", "ada@example.org", cwd=cwd, **variables)
    port = free_port()
    command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port), *options]
    with (cwd / "log.txt").open("w") as log:
        process = subprocess.Popen(command, cwd=cwd, env=environment(**variables), stdout=log, stderr=log, text=True)
    try:
        wait_until_ready(f"http://127.0.0.1:{port}")
        yield Service(f"http://127.0.0.1:{port}", made.stdout.strip(), process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def logged(cwd: Path) -> list[dict]:
    return [json.loads(line) for line in (cwd / "log.txt").read_text().splitlines() if line.startswith("{")]


def text_of(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 (ours)
        return str(answer.read().decode())


def shown_with(wanted: str, url: str) -> str:
    """Metrics are looked at when a process has started, and counted when an answer has ended: both a moment later."""
    shown = ""
    for _ in range(40):
        shown = text_of(url)
        if wanted in shown:
            break
        time.sleep(0.1)
    return shown


def test_several_processes_share_a_port_and_their_metrics_are_added_up(tmp_path: Path) -> None:
    metrics_port = free_port()
    with serving(tmp_path, "--workers", "2", TOUCHBASE_METRICS_PORT=str(metrics_port)) as service:
        for _ in range(20):
            service.call("GET", "/me")
        counted = 'touchbase_requests_total{method="GET",route="/me",status="200"} 20.0'
        shown = shown_with(counted, f"http://127.0.0.1:{metrics_port}/metrics")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            text_of(f"{service.base}/metrics")
    assert counted in shown
    (serving_line,) = [line for line in logged(tmp_path) if line["event"] == "serving"]
    assert (serving_line["processes"], serving_line["address"]) == (2, service.base)


def test_processes_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", "2") as service:
        service.process.kill()
        service.process.wait()
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", int(service.base.rpartition(":")[2]))) != 0:
                    return
            time.sleep(0.1)
    pytest.fail("somebody still answers")


def test_metrics_need_another_port_than_the_api(tmp_path: Path) -> None:
    variables = {"TOUCHBASE_SECRET_KEY": SECRET, "TOUCHBASE_METRICS_PORT": "8123", "TOUCHBASE_PORT": "8123"}
    assert "is the port of the API" in refused("serve", cwd=tmp_path, **variables)


def test_what_waits_or_failed_is_among_the_metrics(tmp_path: Path) -> None:
    with serving(tmp_path, TOUCHBASE_INNER_WORKER="false") as service:
        service.call("PATCH", "/organization", {"zone": "Asia/Tokyo"})
        shown = shown_with("touchbase_jobs_ready", f"{service.base}/metrics")
    names = {line.partition(" ")[0].partition("{")[0] for line in shown.splitlines() if not line.startswith("#")}
    wanted = {"jobs_ready", "jobs_oldest_seconds", "jobs_failed", "connections_in_use"}
    assert {f"touchbase_{name}" for name in wanted} <= names
    (serving_line,) = [line for line in logged(tmp_path) if line["event"] == "serving"]
    assert serving_line["inner_worker"] is False


def test_a_line_of_the_log_names_member_and_key_by_id(tmp_path: Path) -> None:
    with serving(tmp_path) as service:
        me = service.call("GET", "/me")
        with pytest.raises(urllib.error.HTTPError):
            text_of(f"{service.base}/me")
    mine, refused = [line for line in logged(tmp_path) if line.get("route") == "/me"]
    ids = (me["organization"]["id"], me["member"]["id"], me["api_key_id"])
    assert (mine["org_id"], mine["member_id"], mine["api_key_id"]) == ids
    assert (refused["status"], "member_id" in refused) == (401, False)
    assert service.key not in (tmp_path / "log.txt").read_text()


def test_a_worker_answers_a_health_check_by_a_file(tmp_path: Path) -> None:
    variables = {
        "TOUCHBASE_DATABASE_URL": f"sqlite:///{tmp_path}/touchbase.db",
        "TOUCHBASE_SECRET_KEY": SECRET,
        "TOUCHBASE_WORKER_POLL_SECONDS": "0.1",
        "TOUCHBASE_WORKER_HEALTH_FILE": str(tmp_path / "alive"),
    }
    touchbase("migrate", cwd=tmp_path, **variables)
    worker = subprocess.Popen([sys.executable, "-m", "api.cli", "worker"], cwd=tmp_path, env=environment(**variables))
    try:
        seen = set()
        for _ in range(300):
            seen |= {(tmp_path / "alive").stat().st_mtime_ns} if (tmp_path / "alive").exists() else set()
            if len(seen) > 2:
                break
            time.sleep(0.05)  # a process starts in its own time
        assert len(seen) > 2, "touched again and again"
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(timeout=30)


def test_the_version_names_the_package_s_and_the_database_s(tmp_path: Path) -> None:
    assert touchbase("--version", cwd=tmp_path).stdout.startswith("touchbase 0")
