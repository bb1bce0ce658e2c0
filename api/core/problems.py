"""The catalogue of problems (RFC 9457), and how one is rendered. Each `type` resolves under `/problems/{code}`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json

from api.core.errors import FieldError, Problem

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 50


@dataclass(frozen=True, slots=True)
class Kind:
    status: int
    title: str
    says: str


CATALOGUE: Mapping[str, Kind] = {
    "malformed-request": Kind(400, "Malformed request", "The bytes are not an acceptable HTTP request."),
    "malformed-json": Kind(400, "Malformed JSON", "The body is not the strict JSON this service takes (RFC 8259)."),
    "invalid-cursor": Kind(400, "Invalid cursor", "A cursor continues the very list that gave it, and no other."),
    "invalid-header": Kind(400, "Invalid header", "A request header has a value this service cannot use."),
    "unauthorized": Kind(401, "Not authenticated", "The request carries no valid API key."),
    "forbidden": Kind(403, "Not allowed", "The key's member may see this and may not do this to it."),
    "not-found": Kind(404, "Not found", "Nothing is there, or nothing that this key can see."),
    "method-not-allowed": Kind(405, "Method not allowed", "The path exists; `Allow` lists what it takes."),
    "state-conflict": Kind(409, "Conflict with the state", "The thing's state does not allow this step."),
    "already-exists": Kind(409, "Already exists", "Something unique is there already."),
    "request-in-progress": Kind(409, "Request in progress", "A request with this Idempotency-Key is still running."),
    "precondition-failed": Kind(412, "Precondition failed", "`If-Match` names another version than the stored one."),
    "body-too-large": Kind(413, "Body too large", "The body is larger than this service takes."),
    "unsupported-media-type": Kind(415, "Unsupported media type", "The body's media type is not one this path takes."),
    "invalid-request": Kind(
        422, "Invalid values", "The request is well formed; some of its values are not acceptable."
    ),
    "idempotency-key-reused": Kind(
        422, "Idempotency-Key reused", "The key was used for a request with another payload."
    ),
    "internal-error": Kind(
        500, "Internal error", "The service failed; nothing was changed. The id finds it in the logs."
    ),
    "unavailable": Kind(503, "Unavailable for the moment", "The database is busy or away; nothing was changed."),
}


class FieldProblem(BaseModel):
    """One wrong value. Exactly one of `pointer` and `parameter` is there."""

    model_config = ConfigDict(extra="forbid")

    pointer: str | None = Field(default=None, description="JSON Pointer (RFC 6901) into the request body.")
    parameter: str | None = Field(default=None, description="Name of the query, path or header parameter.")
    code: str = Field(description="What is wrong, for programs; an open set of snake_case words.")
    detail: str = Field(description="What would be right, for people; never repeats the input.")


class ProblemDetails(BaseModel):
    """Every answer that is not a success (RFC 9457, `application/problem+json`)."""

    model_config = ConfigDict(extra="forbid", title="Problem")

    type: str = Field(description="URI reference of the kind of problem; it resolves to its explanation.")
    title: str = Field(description="Short name of the kind, the same for every occurrence.")
    status: int = Field(description="HTTP status code of this answer.")
    detail: str = Field(description="What happened here and what to do next.")
    code: str = Field(description="The kind of problem, for programs: the last segment of `type`.")
    request_id: str = Field(description="The id of the request, as in `X-Request-Id` and in the logs.")
    errors: list[FieldProblem] | None = Field(
        default=None, description="Each wrong value, at most 50; only where values are at fault."
    )


def render(problem: Problem, request_id: str) -> bytes:
    kind = CATALOGUE[problem.code]
    body: dict[str, Any] = {
        "type": f"/problems/{problem.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": problem.detail,
        "code": problem.code,
        "request_id": request_id,
    }
    if problem.errors:
        body["errors"] = [
            {error.where: error.at, "code": error.code, "detail": error.detail}
            for error in problem.errors[:MOST_ERRORS]
        ]
    return to_json(body)


def pointer(loc: Sequence[str | int]) -> str:
    """JSON Pointer of a location inside the body."""
    return "".join("/" + str(part)[:100].replace("~", "~0").replace("/", "~1") for part in loc)


DETAILS: Mapping[str, tuple[str, str]] = {
    "missing": ("required", "This is required."),
    "string_type": ("type", "This must be a string."),
    "int_type": ("type", "This must be an integer, without quotes."),
    "int_parsing": ("type", "This must be an integer."),
    "int_from_float": ("type", "This must be an integer."),
    "float_type": ("type", "This must be a number, without quotes."),
    "bool_type": ("type", "This must be true or false, without quotes."),
    "bool_parsing": ("type", "This must be true or false."),
    "list_type": ("type", "This must be an array."),
    "dict_type": ("type", "This must be an object."),
    "model_type": ("type", "This must be an object."),
    "model_attributes_type": ("type", "This must be an object."),
    "uuid_type": ("type", "This must be an id: a UUID in quotes."),
    "uuid_parsing": ("format", "This must be an id: a UUID such as 018f3f5e-7c4a-7b1e-9d3a-2f6c1e5b8a90."),
    "uuid_version": ("format", "This must be an id as this service gave it."),
}


def field_error(error: Mapping[str, Any], fields: Mapping[str, Sequence[str]]) -> FieldError:
    """Put one of Pydantic's findings into our words. `fields` are the known names by place, for typing slips."""
    place, *loc = error["loc"]
    inside = place == "body"
    at = pointer(loc) if inside else str(loc[0] if loc else place)[:100]
    code, detail = _words(error, fields.get("body" if inside else "query", ()))
    return FieldError(at, code, detail, "pointer" if inside else "parameter")


def _words(error: Mapping[str, Any], known: Sequence[str]) -> tuple[str, str]:
    kind, context = str(error["type"]), error.get("ctx", {})
    if kind == "extra_forbidden":
        return "unknown", unknown_name(str(error["loc"][-1]), known)
    if kind in DETAILS:
        return DETAILS[kind]
    if kind in {"value_error", "assertion_error"}:
        return "invalid", _sentence(str(context.get("error", "this value is not acceptable")))
    if kind in {"enum", "literal_error"}:
        return "not_one_of", f"This must be one of {context['expected']}."
    if kind.startswith(("string_too", "too_", "greater_than", "less_than")):
        return "out_of_range", f"{str(error['msg']).replace('Input', 'This').replace('should', 'must')}."
    return "invalid", "This value is not acceptable here; see the API document for what is."


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def unknown_name(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name[:100], known, n=1, cutoff=0.7)
    if close:
        return f"There is no such field to set here. Did you mean `{close[0]}`?"
    return f"There is no such field to set here. Known: {', '.join(sorted(known)) or 'none'}."
