"""/me."""

from starlette.responses import Response

from api.core.http.responses import item
from api.core.http.routing import Reading, api_router
from api.records.me import service
from api.records.me.schemas import MeOut

router = api_router("/me", "organization")


@router.get("", response_model=MeOut)
async def get_me(read: Reading) -> Response:
    """Who you are: the member, the organization and the scopes of the key in use."""
    return item(await service.get_me(read))
