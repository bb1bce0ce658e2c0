"""What a resource's folder tells the rest of the service about itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter

from api.core.units import BeforeCommit


@dataclass(frozen=True, slots=True)
class Resource:
    """`tags` are the sections of the API document that its routes stand in; `event_types` maps each event that the
    resource writes to what it says; `before_commit` runs in every write.
    """

    tags: Mapping[str, str]
    routers: Sequence[APIRouter]
    event_types: dict[str, str]
    before_commit: Sequence[BeforeCommit] = ()
