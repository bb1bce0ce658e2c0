"""A caller of the API, as the tests use it: every answer is checked for what holds for all of them."""

from dataclasses import dataclass
from typing import Any

import httpx2

Json = dict[str, Any]


@dataclass(frozen=True)
class Client:
    """One key's view of the service. `get`, `post`… give the answer; `ok` and the like give its JSON."""

    http: httpx2.AsyncClient
    key: str | None

    async def send(self, method: str, path: str, body: Any = None, **options: Any) -> httpx2.Response:
        headers = dict(options.pop("headers", {}))
        if self.key and "authorization" not in {name.lower() for name in headers}:
            headers["Authorization"] = f"Bearer {self.key}"
        if body is not None:
            options["json"] = body
        response = await self.http.request(method, path, headers=headers, **options)
        assert response.headers["x-request-id"], "every answer names its request"
        if response.status_code >= 400 and method != "HEAD":
            check_problem(response)
        return response

    async def get(self, path: str, **options: Any) -> httpx2.Response:
        return await self.send("GET", path, **options)

    async def post(self, path: str, body: Any = None, **options: Any) -> httpx2.Response:
        return await self.send("POST", path, body, **options)

    async def patch(self, path: str, body: Any, **options: Any) -> httpx2.Response:
        return await self.send("PATCH", path, body, **options)

    async def delete(self, path: str, **options: Any) -> httpx2.Response:
        return await self.send("DELETE", path, **options)

    async def read(self, path: str, **options: Any) -> Json:
        response = await self.get(path, **options)
        assert response.status_code == 200, response.text
        return response.json()

    async def make(self, path: str, body: Any, **options: Any) -> Json:
        response = await self.post(path, body, **options)
        assert response.status_code == 201, response.text
        return response.json()

    async def do(self, path: str, body: Any = None, **options: Any) -> Json:
        response = await self.post(path, body, **options)
        assert response.status_code == 200, response.text
        return response.json()

    async def change(self, path: str, body: Any, **options: Any) -> Json:
        response = await self.patch(path, body, **options)
        assert response.status_code == 200, response.text
        return response.json()

    async def everything(self, path: str) -> list[Json]:
        """All items of a list, page by page."""
        items, target = [], path
        while target:
            page = await self.read(target)
            items += page["items"]
            target = page["next"]
        return items


def check_problem(response: httpx2.Response) -> None:
    """RFC 9457, everywhere."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    body = response.json()
    assert body["type"] == f"/problems/{body['code']}"
    assert body["status"] == response.status_code
    assert body["request_id"] == response.headers["x-request-id"]
    assert body["title"]
    assert body["detail"]


def errors_of(response: httpx2.Response) -> dict[str, str]:
    """Where the errors are, and their codes."""
    return {error.get("pointer", error.get("parameter")): error["code"] for error in response.json()["errors"]}
