"""One way through every route: 401, 403, 415, 413, strict JSON, then the unit of work, the handler, and the commit.

The commit comes after the response is built and before it is sent, so that success means committed.
"""

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as ScopeOfRequest

from api.core.errors import FieldError, Problem, invalid
from api.core.fields.etags import matches
from api.core.http.arguments import arguments_of
from api.core.http.bodies import JSON_TYPE, ApiRequest, read_body
from api.core.http.problems import MOST_ERRORS, unknown_name
from api.core.store.idempotency import Answer, Claim, claim_or_replay, store_answer
from api.core.store.tenancy import KeyScope, Principal, Scope
from api.core.store.units import Database, Read, Write

Handle = Callable[[Request], Coroutine[Any, Any, Response]]  # Any: nothing is sent into a coroutine

LOCK_NOT_AVAILABLE: Final = "55P03"
SECRET_FIELD: Final = "__secret_field__"  # noqa: S105 (a name)
LONGEST_KEY: Final = 255


def shows_once(field: str) -> Callable[[Any], Any]:  # Any: decorates endpoints of any signature
    """Mark a route whose answer holds a secret in `field`: a replay answers null there."""

    def mark(endpoint: Any) -> Any:  # Any: the same
        setattr(endpoint, SECRET_FIELD, field)
        return endpoint

    return mark


class ApiRoute(APIRoute):
    """Every route of a resource."""

    def __init__(self, *args: Any, **options: Any) -> None:  # Any: FastAPI's own signature
        super().__init__(*args, **options)
        if self.methods == {"GET"}:
            self.app = _plain(self.get_route_handler())

    def get_route_handler(self) -> Handle:
        known = frozenset(_query_names(self))
        return self._reading(known) if self.methods == {"GET"} else self._writing(known)

    def _reading(self, known: frozenset[str]) -> Handle:
        arguments = arguments_of(self, {_get_read: "read"})

        async def answer(request: Request) -> Response:
            request.state.principal = principal = await request.app.state.authenticate(
                request.headers.get("authorization")
            )
            return await _read(request, lambda: self.endpoint(**arguments(request)), principal, known)

        return answer

    def _writing(self, known: frozenset[str]) -> Handle:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            strict = ApiRequest(request.scope, request.receive)
            request.state.principal = principal = await request.app.state.authenticate(
                request.headers.get("authorization")
            )
            return await _write(strict, handle, principal, known, self)

        return answer


def _plain(handle: Handle) -> ASGIApp:
    """Without the exit stacks that FastAPI makes for dependencies that end after the answer: a read has none."""

    async def app(scope: ScopeOfRequest, receive: Receive, send: Send) -> None:
        response = await handle(Request(scope, receive, send))
        await response(scope, receive, send)

    return app


def api_router(prefix: str, tag: str) -> APIRouter:
    """A resource's router: its routes are `ApiRoute`s, and an operation is named as its function is."""
    return APIRouter(
        prefix=prefix, tags=[tag], route_class=ApiRoute, generate_unique_id_function=lambda route: route.name
    )


def _query_names(route: APIRoute) -> Iterator[str]:
    for field in route.dependant.query_params:
        annotation = field.field_info.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from annotation.model_fields
        else:
            yield field.alias


def _target(request: Request) -> str:
    path, query = request.scope["path"], request.scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else str(path)


def _check_query(request: Request, known: frozenset[str]) -> None:
    if not request.scope["query_string"]:
        return
    counts = Counter(name for name, _ in request.query_params.multi_items())
    wrong = [(name, count) for name, count in counts.items() if name not in known or count > 1][:MOST_ERRORS]
    if wrong:
        raise invalid(*(_query_error(name, known) for name, _ in wrong))


def _query_error(name: str, known: frozenset[str]) -> FieldError:
    if name in known:
        return FieldError(name, "repeated", "Give this parameter once.", "parameter")
    detail = unknown_name(name, sorted(known)).replace("field to set", "parameter")
    return FieldError(name[:100], "unknown", detail, "parameter")


async def _read(
    request: Request, endpoint: Callable[[], Awaitable[Response]], principal: Principal, known: frozenset[str]
) -> Response:
    principal.require(KeyScope.READ)
    _check_query(request, known)
    database: Database = request.app.state.database
    request.state.read = database.read(Scope.own(principal), target=_target(request))
    response = await endpoint()
    condition, tag = request.headers.get("if-none-match"), response.headers.get("etag")
    if condition and tag and matches(condition, tag):
        kept = {name: response.headers[name] for name in ("ETag", "Vary") if name in response.headers}
        return Response(status_code=304, headers=kept)
    return response


async def _write(
    request: ApiRequest, handle: Handle, principal: Principal, known: frozenset[str], route: APIRoute
) -> Response:
    principal.require(KeyScope.WRITE)
    await read_body(request, route)
    _check_query(request, known)
    database: Database = request.app.state.database
    async with database.write(
        Scope.own(principal), request_id=request.state.request_id, if_match=request.headers.get("if-match")
    ) as write:
        request.state.write = write
        claim = _claim(request, write)
        if claim and (stored := await _claimed(write, claim)):
            return _replayed(stored)
        response = await handle(request)
        if claim:
            await store_answer(write, claim, _storable(response, getattr(route.endpoint, SECRET_FIELD, None)))
        await write.commit()
    return response


def _claim(request: ApiRequest, write: Write) -> Claim | None:
    key = request.headers.get("idempotency-key")
    if key is None or request.method != "POST":
        return None
    if not 1 <= len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        detail = "An Idempotency-Key has 1 to 255 printable ASCII characters; a UUID is a good one."
        raise Problem("invalid-header", detail, [FieldError("Idempotency-Key", "format", detail, "parameter")])
    return Claim.of(write, method=request.method, target=_target(request), key=key, payload=request.strict_body)


async def _claimed(write: Write, claim: Claim) -> Answer | None:
    try:
        return await claim_or_replay(write, claim)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE:
            detail = "The first request with this Idempotency-Key has not ended. Ask again in a few seconds."
            raise Problem("request-in-progress", detail, headers={"Retry-After": "5"}) from None
        raise


def _storable(response: Response, secret: str | None) -> Answer:
    body = bytes(response.body).decode()
    if secret:
        body = json.dumps({**json.loads(body), secret: None}, ensure_ascii=False, separators=(",", ":"))
    headers = response.headers
    return Answer(response.status_code, body, headers.get("etag"), headers.get("location"), headers.get("content-type"))


def _replayed(answer: Answer) -> Response:
    headers = {"Idempotent-Replayed": "true"}
    headers |= {"ETag": answer.etag} if answer.etag else {}
    headers |= {"Location": answer.location} if answer.location else {}
    # Those that were stored before there were others are JSON.
    media_type = (answer.media_type or JSON_TYPE) if answer.body else None
    return Response(answer.body, status_code=answer.status, headers=headers, media_type=media_type)


async def _get_read(request: Request) -> Read:
    read: Read = request.state.read
    return read


async def _get_write(request: Request) -> Write:
    write: Write = request.state.write
    return write


async def _get_body(request: Request) -> bytes:
    return await request.body()


async def _get_admin_write(request: Request) -> Write:
    write = await _get_write(request)
    write.scope.principal.require_admin()
    return write


# The body as it was sent, of a route that `takes` something that is neither JSON nor a form.
RawBody = Annotated[bytes, Depends(_get_body)]
Reading = Annotated[Read, Depends(_get_read)]
Writing = Annotated[Write, Depends(_get_write)]
AdminWriting = Annotated[Write, Depends(_get_admin_write)]
