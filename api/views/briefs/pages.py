"""A brief as a page: Markdown, and HTML that prints on one sheet. Both are made from the same sections."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from api.views.briefs.schemas import BriefOut, BriefPerson

MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]<>#|~&"})


@dataclass(frozen=True, slots=True)
class BriefSection:
    """A heading and its lines; `ordered` ones are numbered."""

    heading: str
    lines: Sequence[str]
    ordered: bool = False


def as_markdown(brief: BriefOut) -> str:
    parts = [f"# {_plain(_title(brief))}", *(f"- {_linked(line, brief.link)}" for line in _facts(brief))]
    for person in brief.people:
        parts += ["", f"## {_plain(', '.join(_who(person)))}"]
        for section in _sections(person):
            parts += ["", f"### {section.heading}", ""]
            parts += [
                f"{f'{at}.' if section.ordered else '-'} {_plain(line)}" for at, line in enumerate(section.lines, 1)
            ]
    parts += ["", "## Afterwards", "", *(f"- [ ] {_plain(line)}" for line in brief.afterwards), ""]
    return "\n".join(parts)


def _plain(text: str) -> str:
    """What somebody typed, without any meaning as Markdown."""
    said = " ".join(text.split()).translate(MARKS)
    return re.sub(r"^(\d*)([-+=.)])", r"\1\\\2", said)


def _linked(line: str, link: str | None) -> str:
    return f"<{line}>" if line == link and not re.search(r"[<>\s]", line) else _plain(line)


def as_html(brief: BriefOut) -> str:
    facts = "".join(f"<li>{escape(line)}</li>" for line in _facts(brief))
    people = "".join(_person(person) for person in brief.people)
    after = "".join(f"<li>&#9744; {escape(line)}</li>" for line in brief.afterwards)
    title = escape(_title(brief))
    return PAGE.format(title=title, facts=facts, people=people, after=after)


def _person(person: BriefPerson) -> str:
    sections = "".join(_section(section) for section in _sections(person))
    name, *place = (f"<bdi>{escape(part)}</bdi>" for part in _who(person))
    return f'<h2>{", ".join([name, *place])}</h2><div class="columns">{sections}</div>'


def _section(section: BriefSection) -> str:
    tag = "ol" if section.ordered else "ul"
    lines = "".join(f'<li dir="auto">{escape(line)}</li>' for line in section.lines)
    return f"<section><h3>{escape(section.heading)}</h3><{tag}>{lines}</{tag}></section>"


def _title(brief: BriefOut) -> str:
    return f"Meeting with {' and '.join(person.full_name for person in brief.people)}"


def _facts(brief: BriefOut) -> Iterator[str]:
    yield brief.when.yours or "No time is agreed yet."
    yield from brief.when.theirs
    yield from (fact for fact in (brief.medium and brief.medium.replace("_", " "), brief.location, brief.link) if fact)
    if brief.agenda:
        yield f"Agenda: {brief.agenda}"


def _who(person: BriefPerson) -> Sequence[str]:
    said = f"{person.full_name} ({person.pronounced})" if person.pronounced else person.full_name
    return [part for part in (said, person.title, person.employer) if part]


def _sections(person: BriefPerson) -> Iterator[BriefSection]:
    """Those that have something in them; questions first, since they are what the page is read for."""
    questions = [question.text + (" (asked)" if question.asked else "") for question in person.questions]
    yield BriefSection("Ask", questions or ["Nothing is written down yet."], ordered=bool(questions))
    found = (
        ("How you met", [text for text in (person.how_you_met, person.notes) if text]),
        (
            "Career",
            [
                _position(position.title, position.employer, position.started_on, position.ended_on)
                for position in person.career
            ],
        ),
        (
            "What you found out",
            [f"{note.learned} ({note.url})" if note.url else note.learned for note in person.research],
        ),
        ("Open promises", [_promise(promise.by, promise.what, promise.due_on) for promise in person.promises]),
        (
            "So far",
            [
                f"{_day(message.on)}: {_message(message.direction, message.kind, message.subject)}"
                for message in person.history
            ],
        ),
    )
    yield from (BriefSection(heading, lines) for heading, lines in found if lines)


def _position(title: str | None, employer: str | None, began: str | None, ended: str | None) -> str:
    what = ", ".join(part for part in (title, employer) if part) or "Unnamed"
    return f"{what}, {began or '?'} to {ended or 'today'}" if began or ended else what


def _promise(by: str, what: str, due_on: date | None) -> str:
    return f"{'You' if by == 'me' else 'They'}: {what}" + (f", by {_day(due_on)}" if due_on else "")


def _day(day: date) -> str:
    """`10 Dec 2026`, which no line breaks."""
    return f"{day.day}\u00a0{day:%b}\u00a0{day:%Y}"


def _message(direction: str, kind: str, subject: str | None) -> str:
    who = {"outbound": "you wrote", "inbound": "they wrote", "mutual": "you talked"}.get(direction, direction)
    return f"{who} ({kind.replace('_', ' ')})" + (f": {subject}" if subject else "")


PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
@page {{ margin: 12mm; }}
body {{ font: 10.5pt/1.35 system-ui, "Noto Sans", "Noto Sans CJK JP", sans-serif; max-width: 48rem; margin: 1rem auto;
  padding: 0 1rem; color: #1a1a1a; background: #fff; overflow-wrap: anywhere; }}
h1 {{ font-size: 1.5em; margin: 0 0 .2em; }}
h2 {{ font-size: 1.15em; margin: .8em 0 .2em; border-top: 1px solid #999; padding-top: .5em; }}
h3 {{ font-size: .95em; margin: .5em 0 .1em; color: #555; break-after: avoid; }}
ul, ol {{ margin: 0; padding-inline-start: 1.3em; }}
ol {{ padding-inline-start: 2em; }}
.facts, .after {{ list-style: none; padding: 0; }}
li {{ break-inside: avoid; margin: .12em 0; }}
.columns {{ columns: 2; column-gap: 2rem; }}
@media (max-width: 40rem) {{ .columns {{ columns: 1; }} }}
@media print {{ body {{ font-size: 9pt; margin: 0; padding: 0; max-width: none; }} .columns {{ columns: 2; }} }}
</style></head><body>
<h1 dir="auto">{title}</h1><ul class="facts">{facts}</ul>
{people}
<h2>Afterwards</h2><ul class="after">{after}</ul>
</body></html>
"""
