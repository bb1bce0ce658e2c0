"""The document: complete, described, with examples that validate, and the service behaves as it says."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from api.core.fields.types import In
from api.core.http.problems import CATALOGUE
from api.registry import RESOURCES
from tests.client import Json
from tests.test_tenancy import PUBLIC, operations

EXAMPLES = {name: body for resource in RESOURCES for name, body in resource.examples.items()}
ROOT = Path(__file__).parents[1]


def test_the_document_in_the_repository_is_the_service_s(app: FastAPI) -> None:
    assert json.loads((ROOT / "openapi" / "openapi.json").read_text()) == app.openapi(), "run `make openapi`"


def test_every_operation_is_named_described_tagged_and_guarded(app: FastAPI) -> None:
    names = [operation["operationId"] for _, _, operation in operations(app)]
    assert len(names) == len(set(names))
    for method, path, operation in operations(app):
        assert operation["operationId"].isidentifier(), path
        assert operation["description"], (method, path)
        assert operation["tags"], (method, path)
        assert ("security" in operation) is (operation["operationId"] not in PUBLIC)


def test_every_field_and_parameter_is_described(app: FastAPI) -> None:
    document = app.openapi()
    for name, schema in document["components"]["schemas"].items():
        for field, prop in schema.get("properties", {}).items():
            assert len(prop.get("description", "")) > 3, f"{name}.{field}"
    for method, path, operation in operations(app):
        for parameter in operation.get("parameters", []):
            if "$ref" not in parameter and parameter["in"] != "path":
                assert parameter.get("description"), (method, path, parameter["name"])


def test_every_problem_is_declared_somewhere(app: FastAPI) -> None:
    declared = set(app.openapi()["components"]["responses"])
    assert declared == {str(kind.status) for kind in CATALOGUE.values()} - {"405", "431"}


def test_a_patch_promises_no_defaults(app: FastAPI) -> None:
    for name, schema in app.openapi()["components"]["schemas"].items():
        if name.endswith("Patch"):
            assert not any("default" in prop for prop in schema["properties"].values()), name


PROMISES = ROOT / "openapi" / "promises.txt"


def promises(document: Json) -> Iterator[str]:
    """What a client may rely on, a line each; the API only grows, so no line may ever go."""
    schemas = document["components"]["schemas"]
    for path, item in document["paths"].items():
        for method, operation in item.items():
            name = operation["operationId"]
            yield f"operation {name}: {method.upper()} {path}"
            for parameter in operation.get("parameters", []):
                if "$ref" not in parameter:
                    yield f"parameter {name} {parameter['in']} {parameter['name']}"
            for status, response in operation["responses"].items():
                for media in response.get("content", {}):
                    yield f"answer {name}: {status} {media}"
    for name, schema in schemas.items():
        for field, prop in schema.get("properties", {}).items():
            yield f"field {name}.{field}: {_shape(prop)}"


def demands(document: Json) -> Iterator[str]:
    """What a client must send: no line may ever come."""
    inputs = set()
    for item in document["paths"].values():
        for operation in item.values():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            inputs |= set(_referenced(content.get("schema", {}), document))
            for parameter in operation.get("parameters", []):
                if parameter.get("required") and parameter["in"] != "path":
                    yield f"demand {operation['operationId']} {parameter['name']}"
    for name in sorted(inputs):
        for field in document["components"]["schemas"][name].get("required", []):
            yield f"demand {name}.{field}"


def _referenced(schema: Any, document: Json) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            name = schema["$ref"].split("/")[-1]
            yield name
            yield from _referenced(document["components"]["schemas"][name], document)
        for value in schema.values():
            yield from _referenced(value, document)
    elif isinstance(schema, list):
        for value in schema:
            yield from _referenced(value, document)


def _shape(prop: Json) -> str:
    if "$ref" in prop:
        return prop["$ref"].split("/")[-1]
    if "anyOf" in prop and "type" not in prop:
        return "|".join(_shape(variant) for variant in prop["anyOf"])
    if prop.get("type") == "array":
        return f"[{_shape(prop['items'])}]"
    return str(prop.get("type", "any"))


def test_a_change_that_would_break_a_client_is_noticed(app: FastAPI) -> None:
    promised = set(PROMISES.read_text().splitlines())
    kept = set(promises(app.openapi()))
    assert {line for line in promised if not line.startswith("demand ")} <= kept, "a promise to clients would be broken"
    assert {line for line in promised if line.startswith("demand ")} >= set(demands(app.openapi())), (
        "clients would have to send something new"
    )
    new = sorted(kept - promised)
    assert not new, f"add these promises to {PROMISES.name} (python -m tests.test_openapi): {new[:5]}"


def grown(document: Json, promised: set[str]) -> set[str]:
    """The promises so far and the new ones. A new demand is only added for what is itself new."""
    known = {line.split()[1].split(".")[0].rstrip(":") for line in promised}
    new_demands = {line for line in demands(document) if line.split()[1].split(".")[0] not in known}
    return promised | set(promises(document)) | new_demands


def test_a_promise_is_never_taken_back_by_making_the_document(app: FastAPI) -> None:
    document = app.openapi()
    before = {*promises(document), *demands(document), "field ContactOut.shoe_size: integer"}
    assert "field ContactOut.shoe_size: integer" in grown(document, before)
    body = document["components"]["schemas"]["ContactCreate"]
    stricter = {**body, "required": [*body["required"], "employer"]}
    schemas = {**document["components"]["schemas"], "ContactCreate": stricter}
    changed = {**document, "components": {**document["components"], "schemas": schemas}}
    assert "demand ContactCreate.employer" not in grown(changed, before)


def inputs(model: type[In]) -> Iterator[type[In]]:
    for inner in model.__subclasses__():
        yield inner
        yield from inputs(inner)


def test_every_body_has_an_example_that_validates(app: FastAPI) -> None:
    document = app.openapi()
    bodies = {
        name
        for _, _, operation in operations(app)
        for name in _referenced(operation.get("requestBody", {}), {"components": {"schemas": defaultdict(dict)}})
    }
    assert bodies - {"ContactBatch", "OutreachEmailBatch", "Happened"} == set(EXAMPLES)
    models = {model.__name__: model for model in inputs(In)}
    for name, example in EXAMPLES.items():
        models[name].model_validate(example)
        assert document["components"]["schemas"][name]["examples"] == [example]


if __name__ == "__main__":
    shown = json.loads((ROOT / "openapi" / "openapi.json").read_text())
    lines = grown(shown, set(PROMISES.read_text().splitlines()))
    PROMISES.write_text("\n".join(sorted(lines)) + "\n")
