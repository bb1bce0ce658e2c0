"""Assembles the service: engines, middleware, error handlers, and the routers of the registry."""

import asyncio
import zoneinfo
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib.resources import files

import structlog
from fastapi import FastAPI

from api.core.http import handlers
from api.core.http.dispatch import Dispatcher
from api.core.http.middleware import Edge, Metrics
from api.core.http.openapi import install_document
from api.core.http.system import install_system_routes
from api.core.store.engines import Engines, open_engines
from api.core.store.schema import head
from api.core.store.secrets import Secrets
from api.core.store.units import BeforeCommit, Database
from api.records.api_keys.auth import Authenticator
from api.registry import RESOURCES
from api.settings import Settings
from api.work.observing import Observed
from api.work.worker import Worker

log = structlog.get_logger("touchbase")


def utc_now() -> datetime:
    return datetime.now(UTC)


def before_commit() -> Sequence[BeforeCommit]:
    return [hook for resource in RESOURCES for hook in resource.before_commit]


def use_locked_zones() -> None:
    """Zones as the locked package has them, whatever the machine says: an older one would move what is due. A zone that only
    the machine knows stays its own.
    """
    locked = str(files("tzdata") / "zoneinfo")
    zoneinfo.reset_tzpath([locked, *(path for path in zoneinfo.TZPATH if path != locked)])
    zoneinfo.ZoneInfo.clear_cache()


def open_database(settings: Settings, engines: Engines, now: Callable[[], datetime]) -> Database:
    use_locked_zones()
    return Database(engines, now, before_commit(), Secrets.of(settings))


def authenticator(settings: Settings, database: Database) -> Authenticator:
    return Authenticator(database.engines, database.secrets, database.now, settings.auth_cache_seconds)


async def _survive(warming: Awaitable[None]) -> None:
    """What is not warm yet is slow once, and no reason not to serve."""
    try:
        await warming
    except Exception:
        log.exception("warm_up_failed")


def create_app(settings: Settings, *, now: Callable[[], datetime] = utc_now) -> FastAPI:
    """The ASGI application. `now` is the only clock."""
    engines = open_engines(settings)
    database = open_database(settings, engines, now)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        worker = Worker.of(settings, app.state.database)
        working = asyncio.create_task(worker.run()) if settings.inner_worker else None
        warming = [asyncio.create_task(_survive(warm_up())) for resource in RESOURCES for warm_up in resource.warm_up]
        warming.append(asyncio.create_task(observed.keep_looking(app.state.database)))
        yield
        for task in warming:
            task.cancel()
        worker.stop()
        if working is not None:
            await working
        await engines.dispose()

    app = FastAPI(
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    metrics = Metrics()
    observed = Observed(metrics.registry)
    observed.count_connections(engines)
    app.state.settings = settings
    app.state.engines = engines
    app.state.database = database
    app.state.schema_head = head()
    app.state.authenticate = authenticator(settings, database)
    for resource in RESOURCES:
        for router in resource.routers:
            # Not include_router, which matches every path twice.
            app.router.routes.extend(router.routes)
    install_system_routes(app, metrics)
    tags = {name: says for resource in RESOURCES for name, says in resource.tags.items()}
    examples = {name: body for resource in RESOURCES for name, body in resource.examples.items()}
    install_document(app, tags, examples)
    handlers.install(app)
    app.router.routes.insert(0, Dispatcher(app.router.routes[:]))
    app.add_middleware(Edge, metrics=metrics)
    return app
