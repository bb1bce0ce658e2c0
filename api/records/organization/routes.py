"""/organization."""

from starlette.responses import Response

from api.core.http.responses import item
from api.core.http.routing import AdminWriting, Reading, api_router
from api.records.organization import service
from api.records.organization.schemas import OrganizationOut, OrganizationPatch

router = api_router("/organization", "organization")


@router.get("", response_model=OrganizationOut)
async def get_organization(read: Reading) -> Response:
    """Settings of your organization: zone, weekend, holidays, closed periods, and every number of the due policy."""
    return item(await service.get_organization(read))


@router.patch("", response_model=OrganizationOut)
async def update_organization(write: AdminWriting, patch: OrganizationPatch) -> Response:
    """Change settings (admins). What the due rules read from them is computed anew for every member in the background:
    `GET /jobs?kind=rebuild_due` shows how far it is.
    """
    return item(await service.update_organization(write, patch))
