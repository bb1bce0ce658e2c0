"""Bodies: what a route takes, judged before anything sees it. The media type comes before the size, both before the content."""

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request
from fastapi.routing import APIRoute

from api.core.errors import FieldError, Problem, invalid
from api.core.http.strict_json import parse

JSON_TYPE: Final = "application/json"
MERGE_PATCH: Final = "application/merge-patch+json"
MULTIPART: Final = "multipart/form-data"
UTF_8: Final = {"", "charset=utf-8", "charset=utf8"}
BODY: Final = "__body__"


@dataclass(frozen=True, slots=True)
class Body:
    """What a route takes as its body: media types, of which those of JSON are parsed strictly, and how much; null is the
    service's own limit.
    """

    media_types: Sequence[str]
    most_bytes: int | None = None


JSON_BODY: Final = Body((JSON_TYPE,))
PATCH_BODY: Final = Body((MERGE_PATCH, JSON_TYPE))


def takes(*media_types: str, most_bytes: int | None = None) -> Callable[[Any], Any]:  # Any: decorates any endpoint
    """Declare on a route a body that is something else than `application/json`: a form, a file, CSV, SCIM's JSON."""

    def mark(endpoint: Any) -> Any:  # Any: the same
        setattr(endpoint, BODY, Body(media_types, most_bytes))
        return endpoint

    return mark


def body_of(route: APIRoute) -> Body:
    declared: Body | None = getattr(route.endpoint, BODY, None)
    return declared or (PATCH_BODY if "PATCH" in (route.methods or ()) else JSON_BODY)


class ApiRequest(Request):
    """A request whose body was read and judged before the handler sees it."""

    strict_body: bytes = b""
    strict_json: Any = None  # Any: JSON of any shape

    async def body(self) -> bytes:
        return self.strict_body

    async def json(self) -> Any:  # Any: JSON of any shape
        return self.strict_json

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """For FastAPI, which reads a form from it."""
        yield self.strict_body


async def read_body(request: ApiRequest, route: APIRoute) -> None:
    """Judge the media type before the size, and both before the content."""
    headers = request.headers
    if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
        body = body_of(route)
        media_type = _check_media_type(request, body)
        request.strict_body = await _limited(request, body)
        if not _is_json(media_type):
            return
    if request.strict_body:
        request.strict_json = parse(request.strict_body)
        if route.body_field is None and request.method == "POST" and request.strict_json not in ({}, None):
            raise invalid(FieldError("", "unknown", "This request takes no body; leave it out."))


def _is_json(media_type: str) -> bool:
    return media_type in {JSON_TYPE, MERGE_PATCH} or media_type.endswith("+json")


def _check_media_type(request: Request, body: Body) -> str:
    taken = body.media_types
    named, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    media_type, given = named.strip(), parameters.strip().replace('"', "")
    plain = request.headers.get("content-encoding", "identity").lower() == "identity"
    fitting = given.startswith("boundary=") if media_type == MULTIPART else given in UTF_8
    if media_type not in taken or not fitting or not plain:
        name = "Accept-Patch" if request.method == "PATCH" else "Accept-Post"
        detail = f"Send the body as {' or '.join(taken)}, in UTF-8, not compressed: -H 'Content-Type: {taken[-1]}'."
        raise Problem("unsupported-media-type", detail, headers={name: ", ".join(taken)})
    return media_type


async def _limited(request: Request, body: Body) -> bytes:
    most: int = body.most_bytes or request.app.state.settings.body_limit_bytes
    declared = request.headers.get("content-length", "0")
    too_large = Problem("body-too-large", f"A body may have at most {most} bytes. Send less at a time.")
    if declared.isdecimal() and int(declared[:18]) > most:
        raise too_large
    chunks, size = [], 0
    async for chunk in Request.stream(request):
        size += len(chunk)
        if size > most:
            raise too_large
        chunks.append(chunk)
    return b"".join(chunks)
