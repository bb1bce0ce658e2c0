"""Every operation of the document against a real server: what is sent and answered is what the document says.

`TOUCHBASE_EXAMPLES=200 make test TESTS=tests/test_schemathesis.py` asks for more examples an operation.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import GenerationMode
from schemathesis.config import PositiveDataAcceptanceConfig, SchemathesisConfig

from tests.live import ROOT, Service, local_service

EXAMPLES = int(os.environ.get("TOUCHBASE_EXAMPLES", "20"))
# Valid by its schema and refused all the same: a reference to nothing, two fields that contradict each other, a stale tag.
REFUSED = ["2xx", "304", "400", "401", "403", "404", "409", "412", "422"]
# Invalid by its schema: a body may also be larger than any may be.
WRONG = ["400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "428"]

config = SchemathesisConfig()
config.projects.default.checks.positive_data_acceptance = PositiveDataAcceptanceConfig(expected_statuses=REFUSED)
config.projects.default.checks.negative_data_rejection.expected_statuses = WRONG
document = schemathesis.openapi.from_path(str(ROOT / "openapi" / "openapi.json"), config=config)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with local_service(tmp_path_factory.mktemp("schemathesis")) as running:
        yield running


@pytest.fixture(scope="module")
def ids(service: Service) -> dict[str, str]:
    """One of each thing, so that not every id is unknown."""
    contact = service.call("POST", "/contacts", {"full_name": "Ana Ruiz"})
    interview = service.call(
        "POST", "/interviews", {"contact_ids": [contact["id"]], "starts_at": "2026-01-05T15:00:00Z"}
    )
    email = service.call("POST", "/outreach-emails", {"contact_id": contact["id"], "direction": "inbound"})
    me = service.call("GET", "/me")
    spare = service.call("POST", "/api-keys", {"name": "spare"})
    item = service.call("GET", "/due?within=P1Y")["items"][0]
    return {
        "contact_id": contact["id"],
        "interview_id": interview["id"],
        "outreach_email_id": email["id"],
        "member_id": me["member"]["id"],
        "api_key_id": spare["id"],
        "due_item_id": item["id"],
    }


@document.parametrize()
@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
)
def test_the_service_keeps_to_its_document(case: Any, service: Service, ids: dict[str, str]) -> None:
    if case.operation.definition.raw["operationId"] == "update_member":
        case.path_parameters = {"member_id": "018f3f5e-7c4a-7b1e-9d3a-2f6c1e5b8a90"}  # the caller must stay an admin
    elif case.path_parameters and case.meta.generation.mode == GenerationMode.POSITIVE and len(str(case.body)) % 2:
        known = {name: ids[name] for name in case.path_parameters if name in ids}
        case.path_parameters = {**case.path_parameters, **known}
    case.call_and_validate(base_url=service.base, headers={"Authorization": f"Bearer {service.key}"})
