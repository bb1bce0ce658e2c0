"""A brief as a page: sections for text and Markdown, and HTML that prints on one sheet."""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from api.core.http.pages import Page, PageSection
from api.records.contacts.pages import position_said
from api.views.briefs.schemas import BriefMessage, BriefOut, BriefPerson

ROOM = 6


def brief_page(brief: BriefOut) -> Page:
    sections = [
        section
        for person in brief.people
        for section in (
            PageSection(", ".join(_who(person))),
            *_sections(person),
            PageSection("Notes", level=3, text="\n" * ROOM),
        )
    ]
    after = PageSection("Afterwards", brief.afterwards, tasks=True)
    links = [brief.link] if brief.link else []
    return Page(_title(brief), list(_facts(brief)), [*sections, after], links)


def as_html(brief: BriefOut) -> str:
    facts = "".join(f"<li>{escape(line)}</li>" for line in _facts(brief))
    people = "".join(_person(person) for person in brief.people)
    after = "".join(f"<li>&#9744; {escape(line)}</li>" for line in brief.afterwards)
    title = escape(_title(brief))
    return PAGE.format(title=title, facts=facts, people=people, after=after)


def _person(person: BriefPerson) -> str:
    sections = "".join(_section(section) for section in _sections(person))
    name, *place = (f"<bdi>{escape(part)}</bdi>" for part in _who(person))
    room = f'<section class="room"><h3>Notes</h3>{"<div></div>" * ROOM}</section>'
    return f'<h2>{", ".join([name, *place])}</h2><div class="columns">{sections}</div>{room}'


def _section(section: PageSection) -> str:
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


def _sections(person: BriefPerson) -> Iterator[PageSection]:
    """Those that have something in them; questions first, since they are what the page is read for."""
    questions = [question.text + (" (asked)" if question.asked else "") for question in person.questions]
    yield PageSection("Ask", questions or ["Nothing is written down yet."], level=3, ordered=bool(questions))
    found = (
        ("How to reach them", person.reach),
        ("How you met", [text for text in (person.how_you_met, person.notes) if text]),
        (
            "Career",
            [
                position_said(position.title, position.employer, position.started_on, position.ended_on)
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
            [f"{_day(message.on)}: {_message(message)}" for message in person.history],
        ),
    )
    yield from (PageSection(heading, lines, level=3) for heading, lines in found if lines)


def _promise(by: str, what: str, due_on: date | None) -> str:
    return f"{'You' if by == 'me' else 'They'}: {what}" + (f", by {_day(due_on)}" if due_on else "")


def _day(day: date) -> str:
    """`10 Dec 2026`, which no line breaks."""
    return f"{day.day}\u00a0{day:%b}\u00a0{day:%Y}"


def _message(message: BriefMessage) -> str:
    who = {"outbound": "you wrote", "inbound": "they wrote", "mutual": "you talked"}.get(
        message.direction, message.direction
    )
    said = f"{who} ({message.kind.replace('_', ' ')})" + (f": {message.subject}" if message.subject else "")
    return f"{said}. “{message.text}”" if message.text else said


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
.room div {{ border-bottom: 1px solid #bbb; height: 1.9em; }}
@media (max-width: 40rem) {{ body {{ font-size: 16px; margin: .5rem auto; }} .columns {{ columns: 1; }} }}
@media print {{ body {{ font-size: 9pt; margin: 0; padding: 0; max-width: none; }} .columns {{ columns: 2; }} }}
</style></head><body>
<h1 dir="auto">{title}</h1><ul class="facts">{facts}</ul>
{people}
<h2>Afterwards</h2><ul class="after">{after}</ul>
</body></html>
"""
