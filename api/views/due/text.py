"""What is due as plain text for a terminal, 80 columns wide, in the member's own time: two lines an item, or all of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from wcwidth import clip, wcswidth, wrap

from api.views.due.schemas import DueOut, DuePage, Severity

WIDTH = 80
INDENT = " " * 9
SIGNS = {Severity.FLAGGED: "FLAGGED", Severity.LATE: "LATE", Severity.DUE: "due", Severity.UPCOMING: "upcoming"}
NOTHING = ["Nothing to show. `within=P2W` looks two weeks ahead.", ""]
BRIEF = [
    "Open the address under an item for its reasons and what settles it;",
    "?detail=full shows all here. +1: the same message settles one more.",
    "FLAGGED: late, and of a kind that an advisor may see.",
]
FULL = [
    "The address under an item shows what settles it, and what you fill in.",
    """POST …/snooze {"for": "P3D"} hides it for three days, …/dismiss for good.""",
]


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment that is looked from, where the member is, and when their days start."""

    here: datetime
    day_starts_at: time

    def said(self, at: datetime) -> str:
        """The weekday too."""
        return f"{at.astimezone(self.here.tzinfo):%a} {self.day(at)}"

    def day(self, at: datetime) -> str:
        """A day as a day, another year's with its year; the time where it says more."""
        local = at.astimezone(self.here.tzinfo)
        if local.year != self.here.year:
            return f"{local.day} {local:%b} {local.year}"
        return f"{local.day} {local:%b}" + ("" if self.is_a_day(local) else f" {local:%H:%M}")

    def is_a_day(self, local: datetime) -> bool:
        return local.time() in {self.day_starts_at, time()}

    def briefly(self, at: datetime) -> str:
        """A past day without its time, and today as its time alone, where that says more than the day."""
        local = at.astimezone(self.here.tzinfo)
        if local.date() == self.here.date():
            return "today" if self.is_a_day(local) else f"{local:%H:%M}"
        return self.day(datetime.combine(local.date(), time(), self.here.tzinfo) if local < self.here else at)


def as_text(page: DuePage, *, zone: str, day_starts_at: str, as_of: datetime, full: bool) -> str:
    """A heading, then the items; the last line says how to see more."""
    clock = Clock(as_of.astimezone(ZoneInfo(zone)), time.fromisoformat(day_starts_at))
    here = clock.here
    lines = [f"Due as of {here:%a} {here.day} {here:%b %Y %H:%M} ({zone})", ""]
    for item in page.items:
        lines += [*_whole(item, clock), ""] if full else _brief(item, clock)
    if not page.items:
        lines += NOTHING
    elif full:
        lines += [*FULL, ""]
    else:
        lines += ["", *BRIEF, ""]
    if page.next:
        lines += [f"More: {page.next}", ""]
    return "\n".join(lines)


def _brief(item: DueOut, clock: Clock) -> Iterator[str]:
    sign, also = f"{SIGNS[Severity(item.severity)]:<{len(INDENT)}}", f" +{len(item.also)}" if item.also else ""
    # Who they are where there is room for all of it.
    lines = [f"{sign}{title}{also}" for title in (_titled(item), item.title)]
    yield next((line for line in lines if wcswidth(line) <= WIDTH), _cut(lines[-1]))
    when, address = _when(item, clock), f"/due/{item.id}"
    room = WIDTH - len(address) - 2
    shorter = re.sub(", late (from|since)", ", late", when)
    times = (when, shorter, shorter.removeprefix("due "))
    yield f" {next((time for time in times if len(time) <= room), times[-1]):<{room}} {address}"


def _whole(item: DueOut, clock: Clock) -> Iterator[str]:
    sign = SIGNS[Severity(item.severity)]
    first, *rest = wrap(_titled(item), WIDTH - len(INDENT)) or [""]
    yield f"{sign:<{len(INDENT)}}{first}"
    yield from (INDENT + line for line in rest)
    for fact in item.because:
        yield from _wrapped(f"{clock.said(fact.at)}: {fact.fact}")
    for other in item.also:
        yield from _wrapped(f"The same message settles: {other.title}.")
    yield from _wrapped(f"{item.rule.says} [{item.rule.source}]")
    due = "Due from" if item.severity == Severity.UPCOMING else "Due since"
    late = "late from" if item.late_at > clock.here else "late since"
    times = [f"{due} {clock.said(item.due_at)}", f"{late} {clock.said(item.late_at)}"]
    yield from _wrapped(f"{', '.join(times)}; no longer shown from {clock.said(item.expires_at)}.")
    yield from _wrapped(f"Settled by: {item.rule.settled_by}")
    if item.snoozed_until:
        yield from _wrapped(f"Snoozed until {clock.said(item.snoozed_until)}.")
    if item.dismissed_at:
        reason = f": {item.dismissed_reason}" if item.dismissed_reason else ""
        yield from _wrapped(f"Dismissed {clock.said(item.dismissed_at)}{reason}.")
    yield f"{INDENT}/due/{item.id}"


def _titled(item: DueOut) -> str:
    """The title, with who they are behind the name; with the name at its end where it does not say it."""
    if item.contact is None:
        return item.title
    name, place = (
        item.contact.full_name,
        ", ".join(part for part in (item.contact.title, item.contact.employer) if part),
    )
    known = f"{name} ({place})" if place else name
    said, times = re.subn(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _: known, item.title, count=1)
    return said if times else f"{item.title}: {known}"


def _when(item: DueOut, clock: Clock) -> str:
    """Since when it is due and from when on it is late, or when the meeting before which it is due starts."""
    due = f"due {'from' if item.due_at > clock.here else 'since'} {clock.briefly(item.due_at)}"
    if any(fact.at == item.expires_at for fact in item.because):
        return f"{due}, meeting {clock.day(item.expires_at)}"
    return f"{due}, late {'from' if item.late_at > clock.here else 'since'} {clock.briefly(item.late_at)}"


def _cut(line: str) -> str:
    return line if wcswidth(line) <= WIDTH else f"{clip(line, 0, WIDTH - 1).rstrip()}…"


def _wrapped(text: str) -> Iterator[str]:
    return (INDENT + line for line in wrap(text, WIDTH - len(INDENT), break_on_hyphens=False))
