"""Routes that take something else than JSON: declared on the route, each with its own limit; and none takes it unasked."""

import json
from collections.abc import AsyncIterator
from typing import Annotated

import httpx2
import pytest
from fastapi import FastAPI, Form, UploadFile
from pydantic import BaseModel
from starlette.responses import Response

from api.core.http.bodies import takes
from api.core.http.responses import no_content
from api.core.http.routing import RawBody, Writing, api_router
from api.main import create_app
from tests.client import Client
from tests.conftest import Clock

router = api_router("/trials", "trials")


class Person(BaseModel):
    name: str


@router.post("/csv", status_code=204)
@takes("text/csv", most_bytes=2_000_000)
async def take_csv(write: Writing, body: RawBody) -> Response:
    """A file of any size up to its own limit."""
    return Response(str(len(body)), media_type="text/plain")


@router.post("/form", status_code=204)
@takes("application/x-www-form-urlencoded")
async def take_form(write: Writing, name: Annotated[str, Form()]) -> Response:
    """A form."""
    return Response(name, media_type="text/plain")


@router.post("/upload", status_code=204)
@takes("multipart/form-data", most_bytes=2_000_000)
async def take_upload(write: Writing, file: UploadFile) -> Response:
    """An upload."""
    return Response(f"{file.filename} {len(await file.read())}", media_type="text/plain")


@router.post("/scim", status_code=204)
@takes("application/scim+json", "application/json")
async def take_scim(write: Writing, given: Person) -> Response:
    """SCIM's own media type, strict JSON like any other."""
    return Response(given.name, media_type="text/plain")


@router.post("/json", status_code=204)
async def take_json(write: Writing, given: Person) -> Response:
    """JSON, as everywhere."""
    return no_content()


@pytest.fixture
async def trials(app: FastAPI, clock: Clock) -> AsyncIterator[httpx2.AsyncClient]:
    service = create_app(app.state.settings, now=clock)
    service.router.routes.extend(router.routes)
    transport = httpx2.ASGITransport(app=service, raise_app_exceptions=True)
    async with httpx2.AsyncClient(transport=transport, base_url="http://touchbase.test") as http:
        yield http
    await service.state.engines.dispose()


async def sent(
    http: httpx2.AsyncClient, me: Client, path: str, body: bytes, media_type: str, **headers: str
) -> httpx2.Response:
    given = {"Authorization": f"Bearer {me.key}", "Content-Type": media_type, **headers}
    return await http.post(f"/trials/{path}", content=body, headers=given)


FILE = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n%b\r\n--x--\r\n'


async def test_each_takes_what_it_declares(trials: httpx2.AsyncClient, me: Client) -> None:
    csv = await sent(trials, me, "csv", b"name\r\n\xff\r\n" * 200_000, "text/csv; charset=utf-8")
    assert (csv.status_code, csv.text) == (200, str(9 * 200_000)), csv.text
    form = await sent(trials, me, "form", b"name=Zo%C3%AB+Li", "application/x-www-form-urlencoded")
    assert form.text == "Zoë Li"
    upload = await sent(trials, me, "upload", FILE % (b"n\r\n" * 500_000), "multipart/form-data; boundary=x")
    assert upload.text == "a.csv 1500000"
    scim = await sent(trials, me, "scim", b'{"name": "Zo\xc3\xab"}', "application/scim+json")
    assert scim.text == "Zoë"


@pytest.mark.parametrize(
    ("path", "media_type", "body", "status", "code"),
    [
        ("csv", "application/json", b"{}", 415, "unsupported-media-type"),
        ("json", "text/csv", b"a,b", 415, "unsupported-media-type"),
        ("json", "application/x-www-form-urlencoded", b"name=x", 415, "unsupported-media-type"),
        ("upload", "multipart/form-data", FILE % b"", 415, "unsupported-media-type"),
        ("csv", "text/csv; charset=latin-1", b"a", 415, "unsupported-media-type"),
        ("csv", "text/csv", b"a" * 2_000_001, 413, "body-too-large"),
        ("form", "application/x-www-form-urlencoded", b"name=" + b"a" * 1_100_000, 413, "body-too-large"),
        ("scim", "application/scim+json", b'{"name": "a", "name": "b"}', 400, "malformed-json"),
        ("form", "application/x-www-form-urlencoded", b"other=x", 422, "invalid-request"),
        ("upload", "multipart/form-data; boundary=y", FILE % b"", 400, "malformed-request"),
    ],
)
async def test_what_it_does_not_take_is_refused_in_words(
    trials: httpx2.AsyncClient, me: Client, path: str, media_type: str, body: bytes, status: int, code: str
) -> None:
    answer = await sent(trials, me, path, body, media_type)
    problem = json.loads(answer.text)
    assert (answer.status_code, problem["code"]) == (status, code), problem
    if status == 415:
        assert answer.headers["accept-post"] in problem["detail"].replace(" or ", ", ")


async def test_the_document_shows_each_under_its_own_media_types(trials: httpx2.AsyncClient) -> None:
    service = trials._transport.app
    paths = service.openapi()["paths"]
    taken = {path: list(item["post"]["requestBody"]["content"]) for path, item in paths.items() if "trials" in path}
    assert taken == {
        "/trials/csv": ["text/csv"],
        "/trials/form": ["application/x-www-form-urlencoded"],
        "/trials/upload": ["multipart/form-data"],
        "/trials/scim": ["application/scim+json", "application/json"],
        "/trials/json": ["application/json"],
    }
