"""Answers to be read by people: plain text for a terminal, and Markdown. Both are made from the same sections."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from wcwidth import wcswidth, wrap

from api.core.fields.etags import digest_tag
from api.core.http.bodies import JSON_TYPE
from api.core.http.negotiation import preferred
from api.core.store.values import Values

WIDTH = 80
MARKDOWN, PLAIN = "text/markdown", "text/plain"
MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]<>#|~&"})


@dataclass(frozen=True, slots=True)
class PageSection:
    """A heading and its lines; `ordered` ones are numbered, `tasks` are to be ticked off. `text` stands as it was written."""

    heading: str
    lines: Sequence[str] = ()
    level: int = 2
    ordered: bool = False
    tasks: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A title, the facts below it (`links` among them stay addresses), and sections."""

    title: str
    facts: Sequence[str] = ()
    sections: Sequence[PageSection] = ()
    links: Sequence[str] = ()


def offered(says: str, *more: str, status: int = 200) -> dict[int | str, Values]:
    """What a route's document says of its answers: JSON, and these types of text."""
    types = (PLAIN, MARKDOWN, *more)
    content = {name: {"schema": {"type": "string"}} for name in types}
    names = ", ".join(f"`{name}`" for name in types[:-1])
    return {status: {"description": f"{says}; to be read with `Accept:` {names} or `{types[-1]}`.", "content": content}}


def in_words(
    request: Request, response: Response, page: Callable[[], Page], more: Mapping[str, Callable[[], str]] | None = None
) -> Response:
    """The answer as the caller likes it best: as it is, as text or Markdown, or as one of `more` types."""
    chosen = preferred(request.headers.get("accept", ""), (JSON_TYPE, PLAIN, MARKDOWN, *(more or ())))
    if chosen != JSON_TYPE:
        made = more[chosen]() if more and chosen in more else WRITERS[chosen](page())
        kept = {name: response.headers[name] for name in ("location",) if name in response.headers}
        tag = digest_tag([response.headers.get("etag"), chosen])
        headers = {**kept, "ETag": tag}
        response = Response(made, response.status_code, headers, media_type=f"{chosen}; charset=utf-8")
    response.headers["Vary"] = "Accept, Authorization"
    return response


def as_markdown(page: Page) -> str:
    parts = [f"# {plain(page.title)}", *(f"- {_linked(line, page.links)}" for line in page.facts)]
    for section in page.sections:
        parts += ["", f"{'#' * section.level} {plain(section.heading)}"]
        if section.text:
            parts += ["", *(plain(line) + ("  " if line else "") for line in section.text.splitlines())]
        if section.lines:
            signs = _signs(section, box="- [ ]")
            parts += ["", *(f"{sign} {plain(line)}" for sign, line in zip(signs, section.lines, strict=True))]
    return "\n".join([*parts, ""])


def as_plain(page: Page) -> str:
    parts = [page.title, *(line for fact in page.facts for line in _wrapped(fact, "  "))]
    for section in page.sections:
        parts += ["", section.heading, *(["-" * wcswidth(section.heading)] if section.level == TOP else [])]
        parts += section.text.splitlines()
        for sign, line in zip(_signs(section, box="[ ]"), section.lines, strict=True):
            parts += _wrapped(line, f"  {sign} ")
    return "\n".join([*parts, ""])


TOP = 2
WRITERS: Mapping[str, Callable[[Page], str]] = {MARKDOWN: as_markdown, PLAIN: as_plain}


def _signs(section: PageSection, *, box: str) -> Iterator[str]:
    for at, _ in enumerate(section.lines, 1):
        yield f"{at}." if section.ordered else box if section.tasks else "-"


def _wrapped(line: str, sign: str) -> Iterator[str]:
    first, *rest = wrap(
        " ".join(line.split()), WIDTH - wcswidth(sign), break_on_hyphens=False, break_long_words=False
    ) or [""]
    yield f"{sign}{first}"
    yield from (" " * len(sign) + more for more in rest)


def plain(text: str) -> str:
    """What somebody typed, without any meaning as Markdown."""
    said = " ".join(text.split()).translate(MARKS)
    return re.sub(r"^(\d*)([-+=.)])", r"\1\\\2", said)


def _linked(line: str, links: Sequence[str]) -> str:
    return f"<{line}>" if line in links and not re.search(r"[<>\s]", line) else plain(line)
