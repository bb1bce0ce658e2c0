"""/templates."""

from typing import Annotated

from fastapi import Path, Query
from starlette.responses import Response

from api.core.http.responses import item, page
from api.core.http.routing import AdminWriting, Reading, api_router
from api.method.writing.defaults import TemplateKind
from api.records.templates import service
from api.records.templates.schemas import (
    TemplateOut,
    TemplatePatch,
    TemplatesOut,
    TemplateVersionPage,
    TemplateVersionQuery,
)

router = api_router("/templates", "templates")
KindPath = Annotated[str, Path(description="The kind of message.", json_schema_extra={"enum": list(TemplateKind)})]


@router.get("", response_model=TemplatesOut)
async def get_templates(read: Reading) -> Response:
    """Your organization's templates, one of each kind, and the fields that they may name."""
    return item(await service.get_templates(read))


@router.get("/{kind}", response_model=TemplateOut)
async def get_template(read: Reading, kind: KindPath) -> Response:
    """The template of one kind: the organization's own, else the default."""
    return item(await service.get_template(read, kind))


@router.patch("/{kind}", response_model=TemplateOut)
async def update_template(write: AdminWriting, kind: KindPath, patch: TemplatePatch) -> Response:
    """Write the organization's own (admins). Each change is a new version; drafts that exist stay as they are."""
    return item(await service.update_template(write, kind, patch))


@router.post("/{kind}/reset", response_model=TemplateOut)
async def reset_template(write: AdminWriting, kind: KindPath) -> Response:
    """Go back to the default (admins)."""
    return item(await service.reset_template(write, kind))


@router.get("/{kind}/versions", response_model=TemplateVersionPage)
async def list_template_versions(
    read: Reading, kind: KindPath, query: Annotated[TemplateVersionQuery, Query()]
) -> Response:
    """What the template was before, newest first."""
    return page(await service.list_template_versions(read, kind, query))
