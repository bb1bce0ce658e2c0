"""The service's own routes: index, health, metrics, problems, and the documents. No key is needed for them."""

from html import escape
from pathlib import Path
from typing import Any

import fastapi_offline
from fastapi import APIRouter, FastAPI, Request
from fastapi.staticfiles import StaticFiles
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import Field
from sqlalchemy import text
from starlette.responses import HTMLResponse, JSONResponse, Response

from api.core.errors import Problem
from api.core.fields.types import Out
from api.core.http.middleware import Metrics, readable
from api.core.http.problems import CATALOGUE

ASSETS = Path(fastapi_offline.__file__).parent / "static"
OWN_ONLY = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
}

router = APIRouter(tags=["service"], generate_unique_id_function=lambda route: route.name)


class Health(Out):
    status: str = Field(description="`ok`.")


class Index(Out):
    name: str = Field(description="`Touchbase`.")
    says: str = Field(description="What this service is for.")
    links: dict[str, str] = Field(description="Paths, by name.")


class ProblemKind(Out):
    code: str = Field(description="The kind, for programs.")
    status: int = Field(description="HTTP status code of its answers.")
    title: str = Field(description="Its short name.")
    says: str = Field(description="What it means.")


class ProblemKinds(Out):
    items: list[ProblemKind] = Field(description="Every kind of problem.")


def install_system_routes(app: FastAPI, metrics: Metrics) -> None:
    app.state.metrics = metrics
    app.router.routes.extend(router.routes)
    app.mount("/docs/assets", StaticFiles(directory=ASSETS), name="assets")


@router.get("/", response_model=Index)
async def get_index(request: Request) -> Response:
    """What there is: links for a program, a start page for a browser (`Accept: text/html`)."""
    document = request.app.openapi()
    links = {
        tag["name"]: f"/{tag['name']}"
        for tag in document["tags"]
        if "get" in document["paths"].get(f"/{tag['name']}", {})
    }
    links |= {"me": "/me", "docs": "/docs", "openapi": "/openapi.json", "problems": "/problems"}
    index = Index(name="Touchbase", says="The REST API for informational interviews.", links=links)
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(_start_page(index), headers={**OWN_ONLY, "Vary": "Accept, Authorization"})
    return Response(index.model_dump_json(), media_type="application/json", headers={"Vary": "Accept, Authorization"})


@router.get("/livez", response_model=Health)
async def get_liveness() -> Response:
    """The process answers."""
    return Response(Health(status="ok").model_dump_json(), media_type="application/json")


@router.get("/readyz", response_model=Health, responses={503: {"$ref": "#/components/responses/503"}})
async def get_readiness(request: Request) -> Response:
    """The database answers, and has every migration that this code knows."""
    async with request.app.state.engines.read.connect() as connection:
        found = (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one_or_none()
    if found != request.app.state.schema_head:
        raise Problem("unavailable", "The database is not at this code's version. Run `touchbase migrate`.")
    return Response(Health(status="ok").model_dump_json(), media_type="application/json")


@router.get("/metrics", responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}})
async def get_metrics(request: Request) -> Response:
    """Counts and durations of requests for Prometheus; no tenant appears in them."""
    metrics: Metrics = request.app.state.metrics
    if request.app.state.settings.metrics_port is not None:
        raise Problem("not-found", "The metrics of this service have a port of their own: TOUCHBASE_METRICS_PORT.")
    return Response(generate_latest(readable(metrics.registry)), media_type=CONTENT_TYPE_LATEST)


@router.get("/problems", response_model=ProblemKinds)
async def get_problems() -> Response:
    """Every kind of problem this service answers with."""
    kinds = ProblemKinds(items=[_kind(code) for code in CATALOGUE])
    return Response(kinds.model_dump_json(), media_type="application/json")


@router.get("/problems/{code}", response_model=ProblemKind, responses={404: {"$ref": "#/components/responses/404"}})
async def get_problem(code: str) -> Response:
    """One kind of problem: where the `type` of an error leads."""
    if code not in CATALOGUE:
        raise Problem("not-found", "There is no such kind of problem. GET /problems lists them.")
    return Response(_kind(code).model_dump_json(), media_type="application/json")


@router.get("/openapi.json", response_model=dict[str, Any])  # Any: the document is JSON
async def get_openapi_document(request: Request) -> Response:
    """This document."""
    return JSONResponse(request.app.openapi())


@router.get("/docs", response_class=HTMLResponse)
async def get_docs() -> Response:
    """The document for people. It loads nothing from other hosts."""
    return HTMLResponse(DOCS, headers=OWN_ONLY)


@router.get("/docs/start.js", include_in_schema=False)
async def get_docs_script() -> Response:
    return Response(START, media_type="text/javascript")


def _kind(code: str) -> ProblemKind:
    kind = CATALOGUE[code]
    return ProblemKind(code=code, status=kind.status, title=kind.title, says=kind.says)


STYLE = "body{font:16px/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#222}a{color:#0b5cad}"


def _start_page(index: Index) -> str:
    links = "".join(f'<li><a href="{escape(path)}">{escape(name)}</a></li>' for name, path in index.links.items())
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{index.name}</title><style>{STYLE}</style>'
        f"<h1>{index.name}</h1><p>{index.says} Start with the <a href='/docs'>documentation</a>; "
        f"everything but it needs an API key.</p><ul>{links}</ul></html>"
    )


DOCS = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Touchbase API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
</head>
<body>
<div id="document"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
START = """SwaggerUIBundle({
  url: "/openapi.json", dom_id: "#document", deepLinking: true, persistAuthorization: false,
  validatorUrl: null, docExpansion: "list", defaultModelsExpandDepth: 0
});
"""
