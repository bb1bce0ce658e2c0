"""How the API behaves over HTTP, for every route: statuses, errors, JSON, methods, headers."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI

from tests.client import Client, errors_of
from tests.conftest import Clock, Office
from tests.factories import contact
from tests.test_tenancy import BODIES, PUBLIC, filled, operations


class Anything(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return str(uuid4())


async def test_without_a_key_every_operation_is_401_before_its_body_is_judged(app: FastAPI, stranger: Client) -> None:
    for method, path, operation in operations(app):
        if operation["operationId"] in PUBLIC:
            continue
        answer = await stranger.send(
            method, filled(path, Anything()), content=b"{not json", headers={"Content-Type": "text/plain"}
        )
        assert answer.status_code == 401, (method, path)
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("key", ["", "Basic abc", "Bearer", "Bearer nonsense", "Bearer tb_" + "a" * 32 + "_000000"])
async def test_a_key_that_is_none_is_401(stranger: Client, key: str) -> None:
    answer = await stranger.get("/me", headers={"Authorization": key})
    assert answer.status_code == 401


async def test_a_wrong_checksum_is_refused_without_the_database(app: FastAPI, me: Client, monkeypatch) -> None:
    wrong = me.key[:-1] + ("0" if me.key[-1] != "0" else "1")
    monkeypatch.setattr(app.state.authenticate, "engines", None)
    assert (await Client(me.http, wrong).get("/me")).status_code == 401


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("/nothing", "GET / lists"),
        ("/contact", "Did you mean /contacts?"),
        ("/outreach_emails", "Did you mean /outreach-emails?"),
        ("/contacts/", "leave out the slash"),
        ("/contacts/17", "a UUID as this service gave it; behind it may stand decline, defer"),
        ("/contacts/018f3f5e-7c4a-7b1e-9d3a-2f6c1e5b8a90/finish", "There is nothing at this path"),
    ],
)
async def test_an_unknown_path_is_404_without_a_key_and_names_the_right_one(
    stranger: Client, path: str, hint: str
) -> None:
    answer = await stranger.get(path)
    assert answer.status_code == 404
    assert hint in answer.json()["detail"]


async def test_a_wrong_method_is_405_with_a_complete_allow(stranger: Client) -> None:
    for path, allowed in (
        ("/contacts", "GET, HEAD, POST"),
        (f"/contacts/{uuid4()}", "DELETE, GET, HEAD, PATCH"),
        (f"/interviews/{uuid4()}/complete", "POST"),
        ("/livez", "GET, HEAD"),
        ("/docs/assets/swagger-ui.css", "GET, HEAD"),
    ):
        answer = await stranger.send("PUT", path)
        assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
        assert allowed in answer.json()["detail"]


async def test_head_answers_as_get_does_without_a_body(me: Client, stranger: Client) -> None:
    ana = await contact(me)
    for path in ("/contacts", f"/contacts/{ana['id']}", "/due", "/livez", "/docs"):
        got, head = await me.get(path), await me.send("HEAD", path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == got.headers["content-length"]
        assert head.headers.get("etag") == got.headers.get("etag")
    assert (await stranger.send("HEAD", "/nothing")).status_code == 404


async def test_every_answer_has_the_common_headers(me: Client, stranger: Client) -> None:
    for client, path in ((me, "/contacts"), (stranger, "/contacts"), (stranger, "/nothing"), (stranger, "/livez")):
        headers = (await client.get(path)).headers
        assert headers["cache-control"] == "private, no-cache"
        assert headers["vary"] in {"Authorization", "Accept, Authorization"}
        assert headers["x-content-type-options"] == "nosniff"


async def test_a_request_id_is_kept_where_it_is_a_good_one(stranger: Client) -> None:
    assert (await stranger.get("/livez", headers={"X-Request-Id": "a.B-9_z"})).headers["x-request-id"] == "a.B-9_z"
    for bad in ("", "a b", "x" * 129, "ä".encode()):
        answer = await stranger.get("/livez", headers={"X-Request-Id": bad})
        assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["x-request-id"])


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        (b"{", "line 1, column 2"),
        (b"", ""),
        (b'{"full_name": "A", "full_name": "B"}', "twice"),
        (b'{"full_name": NaN}', "NaN"),
        (b'{"full_name": 1e999}', "double"),
        (b'{"full_name": 9223372036854775808}', "64 bits"),
        (b'{"full_name": ' + b"9" * 5000 + b"}", "64 bits"),
        (b'{"full_name": "\\ud800"}', "surrogate"),
        (b'{"full_name": "a\\u0000b"}', "NUL"),
        (b'{"\\u0000": 1}', "NUL"),
        ('{"full_name": "é"}'.encode("latin-1"), "UTF-8"),
        ('{"full_name": "A"}'.encode("utf-16"), "UTF-8"),
        (b'{"tags": ' + b"[" * 101 + b"]" * 101 + b"}", "100 deep"),
        (b'{"tags": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "100 deep"),
    ],
    ids=lambda value: repr(value[:20]),
)
async def test_what_is_not_strict_json_is_400(me: Client, body: bytes, hint: str) -> None:
    answer = await me.post("/contacts", content=body, headers={"Content-Type": "application/json"})
    if not body:
        assert (answer.status_code, errors_of(answer)) == (422, {"": "required"})
        return
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-json")
    assert hint in answer.json()["detail"]
    assert await me.everything("/contacts") == []


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("full_name", None, "type"),
        ("full_name", 5, "type"),
        ("full_name", "", "out_of_range"),
        ("full_name", "   ", "out_of_range"),
        ("full_name", "x" * 201, "out_of_range"),
        ("full_name", "two\nlines", "invalid"),
        ("full_name", "bell\x07", "invalid"),
        ("ful_name", "Ana", "unknown"),
        ("keep_in_touch", 1, "type"),
        ("keep_in_touch", "true", "type"),
        ("archived", None, "type"),
        ("time_zone", "Mars/Olympus", "invalid"),
        ("source", "a dream", "not_one_of"),
        ("cadence", "three months", "invalid"),
        ("cadence", "P1D", "invalid"),
        ("linkedin_url", "linkedin.com/in/ana", "invalid"),
        ("met_through_id", "17", "format"),
        ("tags", "one", "type"),
        ("tags", [f"{at}" for at in range(51)], "out_of_range"),
    ],
)
async def test_a_wrong_value_is_422_at_its_place(me: Client, field: str, value: Any, code: str) -> None:
    body = {"full_name": "Ana Ruiz", field: value}
    answer = await me.post("/contacts", body)
    assert (answer.status_code, errors_of(answer)) == (422, {f"/{field}": code})
    assert await me.everything("/contacts") == []


async def test_errors_name_each_value_and_never_repeat_it(me: Client) -> None:
    secret = "hunter2-hunter2"
    body = {
        "full_name": 7,
        "emails": [{"address": secret}, {"address": "ana@example.org", "label": 3}],
        "positions": [{"started_on": secret}, {"started_on": "2020", "ended_on": "2019"}],
        "met_through_id": secret,
        "time_zone": secret,
    }
    answer = await me.post("/contacts", body)
    assert set(errors_of(answer)) == {
        "/full_name",
        "/emails/0/address",
        "/emails/1/label",
        "/positions/0/started_on",
        "/positions/1",
        "/met_through_id",
        "/time_zone",
    }
    assert secret not in answer.text


async def test_a_typing_slip_gets_the_right_name(me: Client) -> None:
    answer = await me.post("/contacts", {"full_name": "Ana", "linkedin": "x", "keep_in_tuch": True})
    details = {error["pointer"]: error["detail"] for error in answer.json()["errors"]}
    assert "Did you mean `keep_in_touch`?" in details["/keep_in_tuch"]
    answer = await me.get("/contacts?limt=5")
    (error,) = answer.json()["errors"]
    assert (error["parameter"], error["code"]) == ("limt", "unknown")
    assert "`limit`" in error["detail"]


async def test_at_most_fifty_errors_are_listed(me: Client) -> None:
    answer = await me.post("/contacts/batch", {"items": [{"full_name": 1}] * 80})
    assert len(answer.json()["errors"]) == 50


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=-1",
        "limit=x",
        "limit=1.5",
        "limit=1&limit=2",
        "count=yes",
        "sort=age",
        "updated_since=today",
        "unknown=1",
    ],
)
async def test_a_wrong_parameter_is_422(me: Client, query: str) -> None:
    answer = await me.get(f"/contacts?{query}")
    assert answer.status_code == 422
    assert set(errors_of(answer)) == {query.split("=", maxsplit=1)[0]}


async def test_a_list_without_parameters_takes_none(me: Client) -> None:
    assert (await me.get("/me?verbose=1")).status_code == 422


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "application/json; charset=latin-1", ""])
async def test_another_media_type_is_415_and_names_the_right_ones(me: Client, content_type: str) -> None:
    answer = await me.post("/contacts", content=b'{"full_name": "Ana"}', headers={"Content-Type": content_type})
    assert (answer.status_code, answer.headers["accept-post"]) == (415, "application/json")
    ana = await contact(me)
    answer = await me.patch(f"/contacts/{ana['id']}", None, content=b"{}", headers={"Content-Type": content_type})
    assert answer.status_code == 415
    assert answer.headers["accept-patch"] == "application/merge-patch+json, application/json"


async def test_merge_patch_is_a_media_type_of_patch_alone(me: Client) -> None:
    ana = await contact(me)
    merge = {"Content-Type": "application/merge-patch+json"}
    answer = await me.send("PATCH", f"/contacts/{ana['id']}", content=b'{"notes": "x"}', headers=merge)
    assert answer.status_code == 200
    assert (await me.send("POST", "/contacts", content=b'{"full_name": "x"}', headers=merge)).status_code == 415


async def test_a_body_over_the_limit_is_413_with_a_length_and_chunked(me: Client) -> None:
    large = json.dumps({"full_name": "Ana", "notes": "x" * 1_100_000}).encode()

    async def chunks():
        for start in range(0, len(large), 50_000):
            yield large[start : start + 50_000]

    for content in (large, chunks()):
        answer = await me.post("/contacts", content=content, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")


async def test_a_step_without_a_body_takes_none(me: Client) -> None:
    ana = await contact(me)
    assert (await me.post(f"/contacts/{ana['id']}/resume", {"force": True})).status_code == 422


async def test_the_least_a_body_may_be_is_taken(me: Client) -> None:
    ana = await contact(me)
    answer = await me.post(f"/contacts/{ana['id']}/decline")
    assert answer.status_code == 200, "what is optional may be left out with the body"


async def test_every_kind_of_problem_is_explained(stranger: Client) -> None:
    kinds = (await stranger.read("/problems"))["items"]
    for kind in kinds:
        assert (await stranger.read(f"/problems/{kind['code']}"))["says"]
    assert (await stranger.get("/problems/nonsense")).status_code == 404


async def test_the_index_is_json_for_a_program_and_a_page_for_a_browser(stranger: Client) -> None:
    index = await stranger.read("/")
    assert index["links"]["due"] == "/due"
    page = await stranger.get("/", headers={"Accept": "text/html,application/xhtml+xml"})
    assert page.headers["content-type"].startswith("text/html")
    assert "/docs" in page.text


async def test_docs_load_nothing_from_other_hosts(stranger: Client) -> None:
    page = await stranger.get("/docs")
    assert not re.search(r"(src|href)=\"(https?:)?//", page.text)
    assert "default-src 'self'" in page.headers["content-security-policy"]
    for asset in re.findall(r'(?:src|href)="(/[^"]+)"', page.text):
        assert (await stranger.get(asset)).status_code == 200, asset


async def test_metrics_name_routes_and_no_tenant(me: Client, stranger: Client) -> None:
    ana = await contact(me)
    await me.get(f"/contacts/{ana['id']}")
    text = (await stranger.get("/metrics")).text
    assert 'route="/contacts/{contact_id}"' in text
    assert ana["id"] not in text


@contextmanager
def replaced(app: FastAPI, name: str, value: object) -> Iterator[None]:
    before = getattr(app.state, name)
    setattr(app.state, name, value)
    try:
        yield
    finally:
        setattr(app.state, name, before)


async def test_readiness_compares_the_schema(app: FastAPI, stranger: Client) -> None:
    assert (await stranger.get("/readyz")).status_code == 200
    with replaced(app, "schema_head", "another"):
        assert (await stranger.get("/readyz")).status_code == 503


async def test_a_failure_of_the_service_is_a_problem_with_an_id_and_nothing_else(app: FastAPI, me: Client) -> None:
    with replaced(app, "database", None):
        answer = await me.get("/contacts")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal-error")
    assert "NoneType" not in answer.text


async def test_keys_that_only_read_do_not_write(office: Office, me: Client) -> None:
    made = await me.make("/api-keys", {"name": "reader", "scopes": ["read"]})
    reader = Client(me.http, made["key"])
    assert (await reader.get("/contacts")).status_code == 200
    answer = await reader.post("/contacts", {"full_name": "Ana"})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_every_operation_with_a_body_takes_its_example(app: FastAPI) -> None:
    assert set(BODIES) == {operation["operationId"] for method, _, operation in operations(app) if method != "GET"}


async def test_the_clock_of_the_answer_is_utc(me: Client, clock: Clock) -> None:
    ana = await contact(me)
    assert ana["created_at"] == "2026-03-02T15:00:00Z"
