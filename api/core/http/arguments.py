"""What the function of a reading route is called with: path parameters, one query model, the request, the unit of work.

FastAPI's own way takes each query parameter by itself and each dependency in a round of its own, which cost more than
the query to the database (docs/performance.md); here a query model is validated at once. The document is FastAPI's.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.requests import Request

Arguments = dict[str, Any]  # Any: of any type
Take = Callable[[Request], Arguments]


TAKEN = "it is called with path parameters, one query model, the request, and `Reading`"


class UnknownArgumentError(Exception):
    """A reading route that takes something else: a mistake in the code."""


def arguments_of(route: APIRoute, units: Mapping[object, str]) -> Take:
    """`units` maps a dependency to the attribute of `request.state` that holds its value."""
    dependant = route.dependant
    takes: list[Take] = [_query(field.name, field.field_info.annotation) for field in dependant.query_params]
    takes += [_unit(dependency.name or "", _known(route, dependency, units)) for dependency in dependant.dependencies]
    if dependant.path_params:
        takes.append(_path([field.name for field in dependant.path_params]))
    if dependant.request_param_name:
        takes.append(_request(dependant.request_param_name))
    if dependant.header_params or dependant.cookie_params or dependant.body_params:
        raise UnknownArgumentError(f"{route.path}: a reading route takes no header, cookie or body of its own; {TAKEN}")
    return lambda request: {name: value for take in takes for name, value in take(request).items()}


def _known(route: APIRoute, dependency: Dependant, units: Mapping[object, str]) -> str:
    if dependency.call not in units:
        raise UnknownArgumentError(f"{route.path}: `{dependency.name}` depends on something else; {TAKEN}")
    return units[dependency.call]


def _query(name: str, model: Any) -> Take:  # Any: an annotation
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        raise UnknownArgumentError(f"`{name}`: the query of a reading route is one model; {TAKEN}")

    def take(request: Request) -> Arguments:
        try:
            return {name: model.model_validate(dict(request.query_params))}
        except ValidationError as error:
            found: Sequence[Any] = error.errors(include_url=False)  # Any: Pydantic's own dictionaries
            raise RequestValidationError([{**error, "loc": ("query", *error["loc"])} for error in found]) from None

    return take


def _path(names: Sequence[str]) -> Take:
    return lambda request: {name: request.path_params[name] for name in names}


def _unit(name: str, kept_as: str) -> Take:
    return lambda request: {name: getattr(request.state, kept_as)}


def _request(name: str) -> Take:
    return lambda request: {name: request}
