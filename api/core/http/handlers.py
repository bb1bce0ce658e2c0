"""From any exception to the one shape of an error, and the answers for paths and methods that do not exist."""

import socket
from collections.abc import Iterator
from difflib import get_close_matches
from http import HTTPStatus
from typing import cast

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from api.core.errors import FieldError, Problem, invalid
from api.core.http.problems import CATALOGUE, MEDIA_TYPE, MOST_ERRORS, Expected, field_error, render

# How a driver says that the database cannot be reached.
AWAY = (ConnectionError, TimeoutError, socket.gaierror)
BUSY = {"55P03", "40001", "40P01", "57P01", "57P02", "57P03", "53300", "08006", "08001"}

log = structlog.get_logger("touchbase.errors")


def install(app: FastAPI) -> None:
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    for database_error in (DBAPIError, StaleDataError, PoolTimeoutError, *AWAY):
        app.add_exception_handler(database_error, _on_database)


def respond(request: Request, problem: Problem) -> Response:
    status = CATALOGUE[problem.code].status
    body = render(problem, request.state.request_id)
    return Response(body, status_code=status, headers=dict(problem.headers), media_type=MEDIA_TYPE)


async def _on_problem(request: Request, error: Exception) -> Response:
    return respond(request, cast(Problem, error))


async def _on_validation(request: Request, error: Exception) -> Response:
    route = request.scope.get("route")
    body_field = getattr(route, "body_field", None)
    expected = Expected(
        body_field.field_info.annotation if body_field else None, getattr(route, "response_model", None)
    )
    errors = cast(RequestValidationError, error).errors()
    return respond(request, invalid(*(field_error(error, expected) for error in errors[:MOST_ERRORS])))


async def _on_http(request: Request, error: Exception) -> Response:
    status = cast(HTTPException, error).status_code
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return respond(request, _method_not_allowed(request))
    if status == HTTPStatus.NOT_FOUND:
        return respond(request, Problem("not-found", _where_else(request)))
    return respond(request, Problem("malformed-request", "The request could not be read; check its body and header."))


def _routes(request: Request) -> Iterator[Route]:
    return (route for route in request.app.routes if isinstance(route, Route))


def _method_not_allowed(request: Request) -> Problem:
    """A complete Allow: of every route with this path, not of the first alone."""
    allowed: set[str] = set()
    for route in _routes(request):
        if route.matches(request.scope)[0] is not Match.NONE:
            allowed |= set(route.methods or ())
    # No route has the path: it is one of the mounted files.
    allowed = allowed or {"GET"}
    allowed |= {"HEAD"} & {"HEAD" for method in allowed if method == "GET"}
    methods = ", ".join(sorted(allowed))
    return Problem("method-not-allowed", f"This path takes {methods}.", headers={"Allow": methods})


def _where_else(request: Request) -> str:
    path = request.url.path
    without_slash = path.rstrip("/")
    if path != without_slash and _exists(request, without_slash):
        return "There is nothing at this path; leave out the slash at its end."
    first, *rest = path.strip("/").split("/")
    if rest and _exists(request, f"/{first}"):
        steps = sorted(
            {
                route.path.split("}/")[1]
                for route in _routes(request)
                if route.path.startswith(f"/{first}/{{") and "}/" in route.path
            }
        )
        after = f"; behind it may stand {', '.join(steps)}" if steps else ""
        return f"There is nothing at this path. Behind /{first}/ stands an id, a UUID as this service gave it{after}."
    firsts = sorted({route.path.split("/")[1] for route in _routes(request)} - {""})
    close = get_close_matches(path.strip("/").split("/")[0][:100].replace("_", "-"), firsts, n=1, cutoff=0.6)
    return (
        f"There is nothing at this path. Did you mean /{close[0]}?"
        if close
        else ("There is nothing at this path. GET / lists what there is.")
    )


def _exists(request: Request, path: str) -> bool:
    scope = {**request.scope, "path": path, "method": "GET"}
    return any(route.matches(scope)[0] is not Match.NONE for route in _routes(request))


async def _on_database(request: Request, error: Exception) -> Response:
    if isinstance(error, StaleDataError):
        detail = "It was changed by another request at the same moment. GET it again and repeat your change."
        return respond(request, Problem("precondition-failed", detail))
    if isinstance(error, IntegrityError):
        return respond(request, _broken_constraint(error))
    if _is_passing(error):
        log.warning("database_unavailable", error=type(error).__name__)
        detail = "The database is busy or away. Nothing was changed; ask again in a moment."
        return respond(request, Problem("unavailable", detail, headers={"Retry-After": "2"}))
    raise error


def _broken_constraint(error: IntegrityError) -> Problem:
    """The net below the services' own checks: a reference that has just gone, or a name that has just been taken."""
    text = str(error.orig)
    if "FOREIGN KEY" in text or "foreign key" in text:
        at = FieldError("", "not_found", "Something this refers to does not exist, or no longer. Check the ids.")
        return invalid(at)
    return Problem("already-exists", "Something like this has just been added by another request. GET it and go on.")


def _is_passing(error: Exception) -> bool:
    if isinstance(error, (PoolTimeoutError, *AWAY)):
        return True
    if isinstance(error, DBAPIError):
        code = getattr(error.orig, "sqlstate", None)
        return error.connection_invalidated or code in BUSY or "locked" in str(error.orig)
    return False
