"""Finds a route by the first segment of the path, where a router tries one route after another."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

ROUTE = "touchbase.route"


def first_segment(path: str) -> str:
    return path.split("/", 2)[1] if path.startswith("/") else ""


class Dispatcher(BaseRoute):
    """Stands in front of the other routes. Where it finds none, the router goes on to them, and answers 404 or 405."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self.routes = routes

    @cached_property
    def by_segment(self) -> Mapping[str, Sequence[BaseRoute]]:
        found: defaultdict[str, list[BaseRoute]] = defaultdict(list)
        for route in self.routes:
            path = getattr(route, "path", None)
            if path is not None:
                found[first_segment(path)].append(route)
        return found

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] == "http":
            for route in self.by_segment.get(first_segment(scope["path"]), ()):
                match, child = route.matches(scope)
                if match is Match.FULL:
                    return match, {**child, ROUTE: route}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope[ROUTE].handle(scope, receive, send)
