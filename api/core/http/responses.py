"""Answers: an item with its ETag, a page with its link, and nothing else to remember in a route."""

from typing import Any, Protocol

from pydantic import BaseModel
from starlette.responses import Response

from api.core.store.pagination import PageOut


class Tagged(Protocol):
    etag: str

    def model_dump_json(self) -> str: ...


def item(out: Tagged) -> Response:
    return _json(out.model_dump_json(), {"ETag": out.etag})


def created(out: Tagged, location: str) -> Response:
    return _json(out.model_dump_json(), {"ETag": out.etag, "Location": location}, status=201)


def created_batch(out: BaseModel, location: str) -> Response:
    return _json(out.model_dump_json(), {"Location": location}, status=201)


def page(out: PageOut[Any]) -> Response:  # Any: a page of anything

    left_out = {"total"} if out.total is None else None
    headers = {"Link": f'<{out.next}>; rel="next"'} if out.next else {}
    return _json(out.model_dump_json(exclude=left_out), headers)


def no_content() -> Response:
    return Response(status_code=204)


def _json(body: str, headers: dict[str, str], *, status: int = 200) -> Response:
    return Response(body, status_code=status, headers=headers, media_type="application/json")
