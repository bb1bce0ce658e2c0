"""`touchbase serve`: one process, or several that share a port."""

import os
import signal
import socket
import time
from contextlib import ExitStack
from multiprocessing import parent_process
from tempfile import TemporaryDirectory
from threading import Thread

import structlog
import uvicorn
from fastapi import FastAPI
from prometheus_client import start_http_server

from api.core.errors import ConfigurationError
from api.core.http.middleware import MULTIPROCESS, readable
from api.core.http.protocol import ProblemProtocol
from api.core.logs import configure_logs
from api.core.store.schema import describe
from api.main import create_app
from api.settings import Settings

# Seconds in which running requests may end.
GRACE = 10

log = structlog.get_logger("touchbase")


def application() -> FastAPI:
    """What each of several processes serves; its settings come from the environment."""
    settings = Settings()
    configure_logs(settings)
    Thread(target=_end_with_parent, daemon=True).start()
    return create_app(settings)


def run(settings: Settings, *, workers: int) -> None:
    """Until it is stopped. The metrics of several processes are added up."""
    with ExitStack() as stack:
        if workers > 1:
            os.environ[MULTIPROCESS] = stack.enter_context(TemporaryDirectory(prefix="touchbase-metrics-"))
        service = create_app(settings) if workers == 1 else None
        if settings.metrics_port is not None:
            registry = readable(None if service is None else service.state.metrics.registry)
            start_http_server(settings.metrics_port, settings.host, registry)
        log.info(
            "serving",
            address=address(settings),
            database=describe(settings),
            processes=workers,
            inner_worker=settings.inner_worker,
            metrics_port=settings.metrics_port,
        )
        uvicorn.run(
            "api.serving:application" if service is None else service,
            factory=service is None,
            workers=workers,
            host=settings.host,
            port=settings.port,
            http=ProblemProtocol,
            ws="none",
            access_log=False,
            log_config=None,
            server_header=False,
        )


def _end_with_parent() -> None:
    """A process whose parent was killed would go on, unseen, on the port."""
    parent = parent_process()
    if parent is None:
        return
    parent.join()
    log.warning("parent_ended")
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    # Somebody has not ended a request.
    os._exit(1)


def address(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"


def refuse_taken_port(host: str, port: int, *, choose: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise ConfigurationError(
                f"Port {port} on {host} cannot be used, perhaps by another server: choose another with {choose}."
            ) from None
