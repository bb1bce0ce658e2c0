"""/contacts/{id}/timeline."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from api.core.http.responses import page
from api.core.http.routing import Reading, api_router
from api.views.timeline import service
from api.views.timeline.schemas import TimelinePage, TimelineQuery

router = api_router("/contacts", "contacts")


@router.get("/{contact_id:uuid}/timeline", response_model=TimelinePage)
async def list_contact_timeline(read: Reading, contact_id: UUID, query: Annotated[TimelineQuery, Query()]) -> Response:
    """Everything that happened with a contact, newest first: messages, talks, interviews, what they decided."""
    return page(await service.list_timeline(read, contact_id, query))
