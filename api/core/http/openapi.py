"""The OpenAPI 3.1 document: FastAPI's, completed with what holds for every route and is said here once."""

from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.core.http.bodies import JSON_BODY, Body, body_of
from api.core.http.problems import CATALOGUE, MEDIA_TYPE, ProblemDetails
from api.core.http.routing import ApiRoute
from api.core.store.pagination import PageOut

Json = dict[str, Any]  # Any: the document is JSON

DESCRIPTION = """\
Touchbase runs the whole life of informational interviews: find professionals worth talking to, approach them
thoughtfully, prepare, meet, say thank you, and stay in touch. `GET /due` says what to do now, and why.

Send `Authorization: Bearer tb_…` with every request. Errors are problem details (RFC 9457). Lists are pages with a
`next` link. Every POST takes an `Idempotency-Key`; every item has an `ETag` for `If-Match` and `If-None-Match`.
"""

SERVICE = "The service itself: its health, its problems, its documents. No key is needed."

HEADERS: Json = {
    "ETag": {"description": "Entity tag of the item, the same as its field `etag`.", "schema": {"type": "string"}},
    "Location": {"description": "Path of what was created.", "schema": {"type": "string"}},
    "Link": {"description": 'The next page, `rel="next"`; absent on the last.', "schema": {"type": "string"}},
    "X-Request-Id": {"description": "Id of the request, in the logs too.", "schema": {"type": "string"}},
    "Idempotent-Replayed": {
        "description": "`true` if this is the stored answer to an earlier request with the same key.",
        "schema": {"type": "string"},
    },
}


def _header(name: str, says: str, **limits: int) -> Json:
    schema = {"type": "string", **limits}
    return {"name": name, "in": "header", "required": False, "description": says, "schema": schema}


PARAMETERS: Json = {
    "IdempotencyKey": _header(
        "Idempotency-Key",
        "Makes a repetition safe: the first answer is kept for 24 hours and given again. 1 to 255 printable ASCII characters.",
        minLength=1,
        maxLength=255,
    ),
    "IfMatch": _header("If-Match", "The ETag you read: 412 if it has changed since."),
    "IfNoneMatch": _header("If-None-Match", "The ETag you have: 304 if it is still that."),
}

SCHEMAS = "#/components/schemas/"
TOTAL = "Exact number of items over all pages; only there with `count=true`."
# What is answered before an operation is known.
NO_OPERATION = {405, 431}
ALWAYS = (401, 403, 500, 503)


def install_document(app: FastAPI, tags: Mapping[str, str], examples: Mapping[str, Json]) -> None:
    """Made at the first request for it, then kept."""

    def document() -> Json:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app, tags, examples)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign] # FastAPI's documented way to change the document


def _document(app: FastAPI, tags: Mapping[str, str], examples: Mapping[str, Json]) -> Json:
    document = get_openapi(
        title="Touchbase",
        version=version("touchbase"),
        openapi_version="3.1.0",
        description=DESCRIPTION,
        routes=app.routes,
        tags=[{"name": name, "description": says} for name, says in {**tags, "service": SERVICE}.items()],
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        contact={"name": "Your organization's administrator"},
        servers=[{"url": "/", "description": "This server."}],
    )
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = ProblemDetails.model_json_schema(ref_template=SCHEMAS + "{model}")
    schemas |= problem.pop("$defs", {}) | {"Problem": problem}
    components["responses"] = {str(status): _problem_response(status) for status in _statuses()}
    components["headers"] = HEADERS
    components["parameters"] = PARAMETERS
    components["securitySchemes"] = {
        "ApiKey": {"type": "http", "scheme": "bearer", "bearerFormat": "tb_…", "description": "An API key."}
    }
    routes = {route.name: route for route in app.routes if isinstance(route, ApiRoute)}
    for method, path, operation in _operations(document):
        operation["responses"].pop("422", None)
        if route := routes.get(operation["operationId"]):
            _complete(method, path, operation, is_list=_is_list(route), body=body_of(route))
    _tidy(schemas, routes.values())
    for name, example in examples.items():
        schemas[name]["examples"] = [example]
    components["schemas"] = _referenced(document)
    return document


def _statuses() -> list[int]:
    return sorted({kind.status for kind in CATALOGUE.values()} - NO_OPERATION)


def _problem_response(status: int) -> Json:
    kinds = {code: kind for code, kind in CATALOGUE.items() if kind.status == status}
    says = " ".join(f"`{code}`: {kind.says}" for code, kind in kinds.items())
    example = {
        "type": f"/problems/{next(iter(kinds))}",
        "title": next(iter(kinds.values())).title,
        "status": status,
        "detail": "What happened here and what to do next.",
        "code": next(iter(kinds)),
        "request_id": "0192f1c07a3b7c2e9d4f5a6b7c8d9e0f",
    }
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}}
    return {"description": says, "content": content, "headers": _headers("X-Request-Id")}


def _headers(*names: str) -> Json:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield method, path, operation


def _is_list(route: ApiRoute) -> bool:
    model = route.response_model
    return isinstance(model, type) and issubclass(model, PageOut)


def _complete(method: str, path: str, operation: Json, *, is_list: bool, body: Body) -> None:
    responses = operation["responses"]
    operation["security"] = [{"ApiKey": []}]
    is_item = "{" in path
    for status in _problems_of(method, is_list=is_list, is_item=is_item):
        responses[str(status)] = {"$ref": f"#/components/responses/{status}"}
    _complete_successes(method, responses, is_list=is_list)
    parameters = operation.setdefault("parameters", [])
    names = {"post": ["IdempotencyKey"], "get": [] if is_list else ["IfNoneMatch"]}.get(method, [])
    changes_item = is_item and method != "get"
    names = [*names, *(["IfMatch"] if changes_item or method == "patch" else [])]
    parameters += [{"$ref": f"#/components/parameters/{name}"} for name in names]
    operation["responses"] = dict(sorted(responses.items()))
    _complete_body(method, operation, body)


def _complete_body(method: str, operation: Json, body: Body) -> None:
    """Under the media types that the route takes; what is neither JSON nor a form is text."""
    if method in {"get", "delete"} or ("requestBody" not in operation and body == JSON_BODY):
        return
    request = operation.setdefault("requestBody", {"required": True, "content": {}})
    schema = next(iter(request["content"].values()), {"schema": {"type": "string"}})
    request["content"] = dict.fromkeys(body.media_types, schema)


def _problems_of(method: str, *, is_list: bool, is_item: bool) -> Iterator[int]:
    yield from (*ALWAYS, 422)
    if is_item:
        yield 404
    if method != "get" or is_list:
        yield 400
    if method != "get":
        yield from (409, 413, 415)
        yield from (412,) if is_item or method == "patch" else ()


def _complete_successes(method: str, responses: Json, *, is_list: bool) -> None:
    for status, response in list(responses.items()):
        if not status.startswith("2"):
            continue
        names = ["X-Request-Id"]
        names += ["Link"] if is_list else ["ETag"] if status != "204" else []
        names += ["Location"] if status == "201" else []
        names += ["Idempotent-Replayed"] if method == "post" else []
        response.setdefault("headers", {}).update(_headers(*names))
    if method == "get" and not is_list:
        responses["304"] = {"description": "It is still what your `If-None-Match` names.", "headers": _headers("ETag")}


def _tidy(schemas: Json, routes: Iterable[ApiRoute]) -> None:
    """A merge patch has no defaults: what is left out stays. And a null default says nothing."""
    declared = list(routes)
    patches = {_body_of(route) for route in declared if "PATCH" in (route.methods or ())}
    pages = {route.response_model.__name__ for route in declared if _is_list(route)}
    for name, schema in schemas.items():
        for prop in schema.get("properties", {}).values():
            prop.pop("title", None)
            if name in patches or prop.get("default", 0) is None:
                prop.pop("default", None)
        if name in pages:
            # Only there when it was asked for.
            schema["required"].remove("total")
            schema["properties"]["total"] = {"type": "integer", "description": TOTAL}


def _body_of(route: ApiRoute) -> str | None:
    return None if route.body_field is None else getattr(route.body_field.field_info.annotation, "__name__", None)


def _referenced(document: Json) -> Json:
    """The schemas that something refers to, in the order of their names."""
    schemas = document["components"]["schemas"]
    rest = {**document, "components": {**document["components"], "schemas": {}}}
    found: set[str] = set()
    waiting = set(_references(rest))
    while waiting:
        found |= waiting
        waiting = {name for schema in waiting for name in _references(schemas[schema])} - found
    return {name: schemas[name] for name in sorted(found)}


def _references(part: Any) -> Iterator[str]:  # Any: JSON of any shape
    if isinstance(part, dict):
        if str(part.get("$ref", "")).startswith(SCHEMAS):
            yield part["$ref"].removeprefix(SCHEMAS)
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _references(inner)
