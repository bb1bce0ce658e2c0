"""/me."""

from starlette.responses import Response

from api.core.http.responses import item
from api.core.http.routing import Reading, Writing, api_router
from api.records.me import service
from api.records.me.schemas import MeOut
from api.records.members.schemas import MePatch

router = api_router("/me", "organization")


@router.get("", response_model=MeOut)
async def get_me(read: Reading) -> Response:
    """Who you are: the member, the organization and the scopes of the key in use."""
    return item(await service.get_me(read))


@router.patch("", response_model=MeOut)
async def update_me(write: Writing, patch: MePatch) -> Response:
    """Change yourself: name, how you introduce yourself, zone, hours, absences, cadence. Drafts say the first two."""
    return item(await service.update_me(write, patch))
