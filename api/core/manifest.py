"""What a resource's folder tells the rest of the service about itself."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter

from api.core.store.jobs import Handler
from api.core.store.units import BeforeCommit, Database

Examples = Mapping[str, dict[str, Any]]  # Any: JSON


@dataclass(frozen=True, slots=True)
class Resource:
    """`tags` are the sections of the API document that its routes stand in; `event_types` maps each event that the
    resource writes to what it says; `before_commit` runs in every write; `job_handlers` do the kinds of jobs it asks
    for; `at_start` runs when a worker starts, `warm_up` in the background when the service does; `examples` are of its request bodies, by the names of their models.
    """

    tags: Mapping[str, str]
    routers: Sequence[APIRouter]
    event_types: dict[str, str]
    before_commit: Sequence[BeforeCommit] = ()
    job_handlers: Mapping[str, Handler] = field(default_factory=dict)
    at_start: Sequence[Callable[[Database], Awaitable[None]]] = ()
    warm_up: Sequence[Callable[[], Awaitable[None]]] = ()
    examples: Examples = field(default_factory=dict)
