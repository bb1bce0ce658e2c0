"""The catalogue of problems (RFC 9457), and how one is rendered. Each `type` resolves under `/problems/{code}`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo
from pydantic_core import to_json

from api.core.errors import FieldError, Problem

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 50

PydanticError = Mapping[str, Any]  # Any: Pydantic's own dictionaries


@dataclass(frozen=True, slots=True)
class ProblemEntry:
    status: int
    title: str
    says: str


CATALOGUE: Mapping[str, ProblemEntry] = {
    "malformed-request": ProblemEntry(400, "Malformed request", "The bytes are not an acceptable HTTP request."),
    "malformed-json": ProblemEntry(
        400, "Malformed JSON", "The body is not the strict JSON this service takes (RFC 8259)."
    ),
    "invalid-cursor": ProblemEntry(
        400, "Invalid cursor", "A cursor continues the very list that gave it, and no other."
    ),
    "invalid-header": ProblemEntry(400, "Invalid header", "A request header has a value this service cannot use."),
    "unauthorized": ProblemEntry(401, "Not authenticated", "The request carries no valid API key."),
    "forbidden": ProblemEntry(403, "Not allowed", "The key's member may see this and may not do this to it."),
    "not-found": ProblemEntry(404, "Not found", "Nothing is there, or nothing that this key can see."),
    "method-not-allowed": ProblemEntry(405, "Method not allowed", "The path exists; `Allow` lists what it takes."),
    "state-conflict": ProblemEntry(409, "Conflict with the state", "The thing's state does not allow this step."),
    "findings-refused": ProblemEntry(
        409, "Findings refused", "The review has findings with which the organization lets no message out."
    ),
    "already-exists": ProblemEntry(409, "Already exists", "Something unique is there already."),
    "request-in-progress": ProblemEntry(
        409, "Request in progress", "A request with this Idempotency-Key is still running."
    ),
    "precondition-failed": ProblemEntry(
        412, "Precondition failed", "`If-Match` names another version than the stored one."
    ),
    "body-too-large": ProblemEntry(413, "Body too large", "The body is larger than this service takes."),
    "unsupported-media-type": ProblemEntry(
        415, "Unsupported media type", "The body's media type is not one this path takes."
    ),
    "invalid-request": ProblemEntry(
        422, "Invalid values", "The request is well formed; some of its values are not acceptable."
    ),
    "idempotency-key-reused": ProblemEntry(
        422, "Idempotency-Key reused", "The key was used for a request with another payload."
    ),
    "header-too-large": ProblemEntry(
        431, "Header too large", "The request line and header are larger than this service takes."
    ),
    "internal-error": ProblemEntry(
        500, "Internal error", "The service failed; nothing was changed. The id finds it in the logs."
    ),
    "unavailable": ProblemEntry(
        503, "Unavailable for the moment", "The database, or what draws, is busy or away; nothing was changed."
    ),
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
    body: dict[str, object] = {
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


# By Pydantic's name of what is wrong: our code, and what would be right. Braces hold its limits.
DETAILS: Mapping[str, tuple[str, str]] = {
    "missing": ("required", "This is required."),
    "string_type": ("type", "This must be a string."),
    "int_type": ("type", "This must be an integer, without quotes."),
    "int_parsing": ("type", "This must be an integer."),
    "int_from_float": ("type", "This must be an integer."),
    "float_type": ("type", "This must be a number, without quotes."),
    "bool_type": ("type", "This must be true or false, without quotes."),
    "bool_parsing": ("type", "This must be true or false."),
    "list_type": ("type", "This must be an array; where it may be empty, [] empties it."),
    "dict_type": ("type", "This must be an object."),
    "model_type": ("type", "This must be an object."),
    "model_attributes_type": ("type", "This must be an object."),
    "uuid_type": ("type", "This must be an id: a UUID in quotes."),
    "uuid_parsing": ("format", "This must be an id: a UUID such as 018f3f5e-7c4a-7b1e-9d3a-2f6c1e5b8a90."),
    "uuid_version": ("format", "This must be an id as this service gave it."),
    "string_too_short": ("out_of_range", "This must not be empty."),
    "string_too_long": ("out_of_range", "This may have at most {max_length} characters."),
    "too_short": ("out_of_range", "This must not be empty: give {min_length} or more."),
    "too_long": ("out_of_range", "This may have at most {max_length} of them."),
    "greater_than_equal": ("out_of_range", "This must be at least {ge}."),
    "less_than_equal": ("out_of_range", "This may be at most {le}."),
    "enum": ("not_one_of", "This must be one of {expected}."),
    "literal_error": ("not_one_of", "This must be one of {expected}."),
}

Loc = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a route takes and gives, for hints: the model of its body and that of its answer."""

    body: object
    answer: object

    def names_at(self, loc: Loc) -> Sequence[str]:
        """The fields that may be set at a place of the body."""
        return sorted(_fields(_inner(self.body, loc)))

    def is_read_only(self, name: str) -> bool:
        return name in _fields(self.answer)


def _fields(annotation: object) -> Mapping[str, FieldInfo]:
    """The fields of the first model in an annotation, by the names they have on the wire."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {field.alias or name: field for name, field in annotation.model_fields.items()}
    return next((found for inner in get_args(annotation) if (found := _fields(inner))), {})


def _inner(annotation: object, loc: Loc) -> object:
    for part in loc:
        if isinstance(part, str):
            field = _fields(annotation).get(part)
            annotation = field.annotation if field else None
    return annotation


def field_error(error: PydanticError, expected: Expected) -> FieldError:
    """Put one of Pydantic's findings into our words."""
    place, *loc = error["loc"]
    if place == "body":
        return FieldError(pointer(loc), *_words(error, loc, expected))
    return FieldError(str(loc[0] if loc else place)[:100], *_words(error, loc, expected), "parameter")


def _words(error: PydanticError, loc: Loc, expected: Expected) -> tuple[str, str]:
    kind, context = str(error["type"]), error.get("ctx", {})
    if kind == "extra_forbidden":
        name, names = str(loc[-1]), expected.names_at(loc[:-1])
        if len(loc) == 1 and expected.is_read_only(name):
            return "read_only", f"This is shown and not set here. What is set here: {', '.join(names) or 'nothing'}."
        return "unknown", unknown_name(name, names)
    if kind == "missing" and not loc:
        return "required", "Send a JSON body, with -H 'Content-Type: application/json'."
    if kind in DETAILS:
        code, detail = DETAILS[kind]
        return code, detail.format(**context)
    if kind in {"value_error", "assertion_error"}:
        return "invalid", _sentence(str(context.get("error", "this value is not acceptable")))
    return "invalid", "This value is not acceptable here; the API document says what is."


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def unknown_name(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name[:100], known, n=1, cutoff=0.7) or [
        field for field in known if field.endswith(f"_{name}")
    ]
    if close:
        return f"There is no such field to set here. Did you mean {' or '.join(f'`{match}`' for match in close)}?"
    return f"There is no such field to set here. Known: {', '.join(known) or 'none'}."
