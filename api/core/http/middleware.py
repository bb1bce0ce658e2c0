"""The outermost ASGI layer: request ids, HEAD, common headers, the request's log line and metrics, the last catch."""

import os
import re
from functools import cache
from time import perf_counter

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core.errors import Problem
from api.core.fields.ids import new_id
from api.core.http.problems import MEDIA_TYPE, render
from api.core.store.tenancy import Principal

REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,128}")
COMMON = (
    (b"cache-control", b"private, no-cache"),
    (b"vary", b"Authorization"),
    (b"x-content-type-options", b"nosniff"),
)

# Where the metrics of several processes meet; prometheus_client reads it.
MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"

log = structlog.get_logger("touchbase.request")


class Metrics:
    """Counts and durations by route template, method and status; no tenant appears in them."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("touchbase_requests", "Answered requests.", labels, registry=self.registry)
        self.seconds = Histogram(
            "touchbase_request_seconds", "Time to the end of the answer.", labels[:2], registry=self.registry
        )
        # Looking up a child by its labels costs more than counting with it.
        self.counter_of = cache(self.requests.labels)
        self.histogram_of = cache(self.seconds.labels)


def readable(registry: CollectorRegistry | None) -> CollectorRegistry:
    """What is shown: this process's registry, or of several processes what they have written, added up."""
    folder = os.environ.get(MULTIPROCESS)
    if folder is None and registry is not None:
        return registry
    together = CollectorRegistry()
    MultiProcessCollector(together, folder)  # type: ignore[no-untyped-call]
    return together


class Edge:
    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await Exchange(self, scope, send).run(receive)


class Exchange:
    """One request and its answer."""

    def __init__(self, edge: Edge, scope: Scope, send: Send) -> None:
        self.edge = edge
        self.method = scope["method"]
        # A copy: the server's own goes on saying HEAD, and so it expects no body.
        self.scope = {**scope, "method": "GET" if self.method == "HEAD" else self.method}
        self.forward = send
        self.request_id = _request_id(scope)
        self.status = 0

    async def run(self, receive: Receive) -> None:
        began = perf_counter()
        self.scope.setdefault("state", {})["request_id"] = self.request_id
        # The server runs each request in a context of its own: nothing is left bound behind.
        structlog.contextvars.bind_contextvars(request_id=self.request_id)
        try:
            await self.edge.app(self.scope, receive, self.send)
        except Exception:
            log.exception("request_failed", route=self.route())
            if not self.status:
                await self.fail()
        self.observe(perf_counter() - began)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            present = {name for name, _ in message["headers"]}
            message["headers"] = [
                *message["headers"],
                *(header for header in COMMON if header[0] not in present),
                (b"x-request-id", self.request_id.encode()),
            ]
        elif message["type"] == "http.response.body" and self.method == "HEAD":
            message = {**message, "body": b""}
        await self.forward(message)

    async def fail(self) -> None:
        problem = Problem("internal-error", "The service failed. Ask its administrator, and name the request id.")
        headers = [(b"content-type", MEDIA_TYPE.encode())]
        await self.send({"type": "http.response.start", "status": 500, "headers": headers})
        await self.send({"type": "http.response.body", "body": render(problem, self.request_id)})

    def route(self) -> str:
        return getattr(self.scope.get("route"), "path_format", "unknown")

    def observe(self, seconds: float) -> None:
        method = self.method if self.method in {"GET", "HEAD", "POST", "PATCH", "DELETE"} else "other"
        route = self.route()
        self.edge.metrics.counter_of(method, route, self.status).inc()
        self.edge.metrics.histogram_of(method, route).observe(seconds)
        log.info(
            "request", method=method, route=route, status=self.status, ms=round(seconds * 1000, 1), **self.caller()
        )

    def caller(self) -> dict[str, str]:
        """Whose request it was, by ids; nothing where no key was recognized."""
        principal: Principal | None = self.scope["state"].get("principal")
        if principal is None:
            return {}
        return {
            "org_id": str(principal.org_id),
            "member_id": str(principal.member_id),
            "api_key_id": str(principal.api_key_id),
        }


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and REQUEST_ID.fullmatch(value):
            return str(value.decode())
    return new_id().hex
