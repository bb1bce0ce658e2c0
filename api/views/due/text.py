"""What is due as plain text for a terminal, 80 columns wide, in the member's own time."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from wcwidth import wrap

from api.views.due.schemas import DueOut, DuePage, Severity

WIDTH = 80
INDENT = " " * 9
SIGNS = {Severity.FLAGGED: "FLAGGED", Severity.LATE: "LATE", Severity.DUE: "due", Severity.UPCOMING: "upcoming"}
NOTHING = ["Nothing to show. `within=P2W` looks two weeks ahead.", ""]
FOOTER = [
    "The address under an item shows what settles it, and what you fill in.",
    """POST …/snooze {"for": "P3D"} hides it for three days, …/dismiss for good.""",
    "",
]


def as_text(page: DuePage, *, zone: str, as_of: datetime) -> str:
    """A heading, then a few lines an item; the last line says how to see more."""
    here = as_of.astimezone(ZoneInfo(zone))
    lines = [f"Due as of {here:%a} {here.day} {here:%b %Y %H:%M} ({zone})", ""]
    for item in page.items:
        lines += [*_item(item, here), ""]
    lines += FOOTER if page.items else NOTHING
    if page.next:
        lines += [f"More: {page.next}", ""]
    return "\n".join(lines)


def _item(item: DueOut, here: datetime) -> Iterator[str]:
    sign = SIGNS[Severity(item.severity)]
    place, beside = ", ".join(_place(item)), item.contact is None or item.title.endswith(item.contact.full_name)
    first, *rest = wrap(item.title + (f" ({place})" if place and beside else ""), WIDTH - len(INDENT)) or [""]
    yield f"{sign:<{len(INDENT)}}{first}"
    yield from (INDENT + line for line in rest)
    if item.contact and place and not beside:
        name = item.contact.full_name
        yield from _wrapped(place if place.startswith(name) else f"{name}: {place}")
    if item.contacts:
        yield from _wrapped(f"Tell {', '.join(contact.full_name for contact in item.contacts)}.")
    for fact in item.because:
        yield from _wrapped(f"{_moment(fact.at, here)}: {fact.fact}")
    yield from _wrapped(f"{item.rule.says} [{item.rule.source}]")
    due = "Due from" if item.severity == Severity.UPCOMING else "Due since"
    late = "late from" if item.late_at > here else "late since"
    times = [f"{due} {_moment(item.due_at, here)}", f"{late} {_moment(item.late_at, here)}"]
    yield from _wrapped(f"{', '.join(times)}; no longer shown from {_moment(item.expires_at, here)}.")
    yield from _wrapped(f"Settled by: {item.rule.settled_by}")
    if item.snoozed_until:
        yield from _wrapped(f"Snoozed until {_moment(item.snoozed_until, here)}.")
    if item.dismissed_at:
        reason = f": {item.dismissed_reason}" if item.dismissed_reason else ""
        yield from _wrapped(f"Dismissed {_moment(item.dismissed_at, here)}{reason}.")
    yield f"{INDENT}/due/{item.id}"


def _place(item: DueOut) -> Iterator[str]:
    """Who they are: the name only where the title does not say it."""
    if item.contact is None:
        return
    name = item.contact.full_name
    for part in ("" if name in item.title else name, item.contact.title, item.contact.employer):
        if part:
            yield part


def _wrapped(text: str) -> Iterator[str]:
    return (INDENT + line for line in wrap(text, WIDTH - len(INDENT), break_on_hyphens=False))


def _moment(at: datetime, here: datetime) -> str:
    """In the zone of `here`, with the year where it is another than there."""
    local = at.astimezone(here.tzinfo)
    year = "" if local.year == here.year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year} {local:%H:%M}"
