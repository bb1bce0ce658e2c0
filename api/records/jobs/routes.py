"""/jobs."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from api.core.http.responses import item, page
from api.core.http.routing import Reading, api_router
from api.records.jobs import service
from api.records.jobs.schemas import JobOut, JobPage, JobQuery

router = api_router("/jobs", "jobs")


@router.get("", response_model=JobPage)
async def list_jobs(read: Reading, query: Annotated[JobQuery, Query()]) -> Response:
    """The organization's jobs, newest first: what waits, runs, has ended, and how far each is. Only admins see any."""
    return page(await service.list_jobs(read, query))


@router.get("/{job_id:uuid}", response_model=JobOut)
async def get_job(read: Reading, job_id: UUID) -> Response:
    """One job; only admins see any."""
    return item(await service.get_job(read, job_id))
