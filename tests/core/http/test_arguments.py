"""What the function of a reading route may be called with; anything else is refused when the service starts."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

import pytest
from fastapi import Depends, Header, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.core.http.arguments import UnknownArgumentError
from api.core.http.routing import Reading, api_router


class AgeQuery(BaseModel):
    age: int = 0


async def anything() -> int:
    return 1


async def with_dependency(read: Reading, extra: Annotated[int, Depends(anything)]) -> Response:
    return Response(str(extra))


async def with_header(read: Reading, accept: Annotated[str, Header()]) -> Response:
    return Response(accept)


async def with_single_parameter(read: Reading, age: Annotated[int, Query()]) -> Response:
    return Response(str(age))


async def with_query(read: Reading, thing_id: UUID, query: Annotated[AgeQuery, Query()]) -> Response:
    return Response(f"{thing_id} {query.age}")


@pytest.mark.parametrize(
    ("endpoint", "detail"),
    [
        (with_dependency, "/things/{thing_id:uuid}: `extra` depends on something else"),
        (with_header, "/things/{thing_id:uuid}: a reading route takes no header"),
        (with_single_parameter, "`age`: the query of a reading route is one model"),
    ],
)
def test_what_a_reading_route_does_not_take_is_refused_in_words(endpoint: Callable[..., Any], detail: str) -> None:
    router = api_router("/things", "things")
    with pytest.raises(UnknownArgumentError) as refused:
        router.get("/{thing_id:uuid}")(endpoint)
    assert str(refused.value).startswith(detail)
    assert "path parameters, one query model, the request, and `Reading`" in str(refused.value)


def test_path_parameters_a_query_model_and_the_unit_are_taken() -> None:
    router = api_router("/things", "things")
    router.get("/{thing_id:uuid}")(with_query)
    assert [route.path for route in router.routes] == ["/things/{thing_id:uuid}"]
