"""A lineage as an SVG that a person likes to look at. Pure, but for the layout that it is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape as escape_html

from wcwidth import wcswidth, wrap

from api.views.lineage.layout import Arrow, Curve, Layout, Size
from api.views.lineage.schemas import LineageLink, LineageOut, LineageOutcome, LineagePerson, hrefs_of_links
from api.views.lineage.walking import HOW

LINE, PADDING, MARGIN = 17.0, 11.0, 24.0
COLUMNS, NAME_LINES, PLACE_LINES, OUTCOMES_SHOWN = 30, 3, 3, 4
# Width of a column, in points: names are bold.
NAME_COLUMN, TEXT_COLUMN = 8.8, 6.9
NARROWEST, NARROWEST_SHEET = 120.0, 320.0
OTHERS_DRAWN = 30
STYLE = """
svg { color-scheme: light dark; }
.paper { fill: light-dark(#fdfdfb, #16181d); }
.box { fill: light-dark(#ffffff, #20242c); stroke: light-dark(#c9ced8, #4a5160); stroke-width: 1.2; }
.here .box { stroke: light-dark(#2457c5, #8ab0ff); stroke-width: 2.4; }
.arrow { fill: none; stroke: light-dark(#9aa2b1, #6b7484); stroke-width: 1.4; }
.head { fill: light-dark(#9aa2b1, #6b7484); }
.way { stroke: light-dark(#2457c5, #8ab0ff); stroke-width: 2.4; }
.way-head { fill: light-dark(#2457c5, #8ab0ff); }
text { font-family: system-ui, "Noto Sans", "Segoe UI", sans-serif; font-size: 12px; text-anchor: middle;
  fill: light-dark(#5a6270, #a9b1bf); }
.name { font-size: 13.5px; font-weight: 650; fill: light-dark(#14171c, #f1f3f6); }
.outcome { font-weight: 600; fill: light-dark(#0d6e4f, #63d3a6); }
.label { font-size: 11px; }
a:hover .box { stroke: light-dark(#2457c5, #8ab0ff); }
"""


@dataclass(frozen=True, slots=True)
class Box:
    """The lines of a person, each with its class, and their size."""

    lines: Sequence[tuple[str, str]]
    size: Size


def drawable(lineage: LineageOut) -> LineageOut:
    """With the links that led somewhere first and a few others; where those are many, `dot` would take minutes."""
    others = [link for link in lineage.links if not link.is_first]
    if len(others) <= OTHERS_DRAWN:
        return lineage
    return lineage.model_copy(update={"links": [link for link in lineage.links if link.is_first]})


def boxes_of(lineage: LineageOut) -> Sequence[Box]:
    shown = hrefs_of_links(lineage)
    return [
        _box(person, [outcome for outcome in person.outcomes if outcome.href not in shown]) for person in lineage.people
    ]


def arrows_of(lineage: LineageOut) -> Sequence[Arrow]:
    places = {person.id: at for at, person in enumerate(lineage.people)}
    return [
        Arrow(places[link.from_id], places[link.to_id], Size(len(_label(link)) * 6.2 + 8, LINE))
        for link in lineage.links
    ]


def _box(person: LineagePerson, outcomes: Sequence[LineageOutcome]) -> Box:
    lines = [("name", line) for line in _wrapped(person.full_name, NAME_LINES)]
    place = ", ".join(part for part in (person.title, person.employer) if part)
    lines += [("place", line) for line in _wrapped(place, PLACE_LINES)]
    if person.first_message and person.origin_id == person.id:
        lines.append(("first", f"first message {_day(person.first_message.on)}"))
    lines += [("outcome", line) for line in _outcomes(outcomes)]
    widths = [wcswidth(text) * (NAME_COLUMN if name == "name" else TEXT_COLUMN) for name, text in lines]
    return Box(lines, Size(max([NARROWEST, *widths]) + 2 * PADDING, len(lines) * LINE + 2 * PADDING))


def _wrapped(text: str, most: int) -> Sequence[str]:
    lines = wrap(text, COLUMNS) if text else []
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]


def _outcomes(outcomes: Sequence[LineageOutcome]) -> Sequence[str]:
    """Each kind once, with the day of its first."""
    days: dict[str, list[date]] = {}
    for outcome in outcomes:
        days.setdefault(outcome.kind, []).append(outcome.on)
    found = [_outcome(kind, on) for kind, on in days.items()]
    if len(found) <= OUTCOMES_SHOWN:
        return found
    return [*found[: OUTCOMES_SHOWN - 1], f"and {len(found) - OUTCOMES_SHOWN + 1} more"]


def _outcome(kind: str, on: Sequence[date]) -> str:
    often = f" ({len(on)} times)" if len(on) > 1 else ""
    return f"{kind.replace('_', ' ')}{often}, {_day(on[0])}"


def _label(link: LineageLink) -> str:
    return f"{HOW.get(link.how, link.how)}{f', {_day(link.on)}' if link.on else ''}"


def escape(text: str) -> str:
    """Escaped for XML 1.0, without the two characters that it does not allow."""
    return escape_html(text.replace("\ufffe", "").replace("\uffff", ""))


def _day(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"


def as_svg(lineage: LineageOut, boxes: Sequence[Box], layout: Layout, *, left_out: int) -> str:
    """`left_out` is how many links are not drawn."""
    way = set(zip(lineage.way, lineage.way[1:], strict=False))
    names = {person.id: person.full_name for person in lineage.people}
    title = f"Who led to {names[lineage.contact_id]}" if lineage.contact_id else "Who led to whom"
    arrows = [
        _arrow(curve, _label(link), on_way=(link.from_id, link.to_id) in way)
        for link, curve in zip(lineage.links, layout.curves, strict=True)
    ]
    people = [
        _person(person, box, at, here=person.id == lineage.contact_id)
        for person, box, at in zip(lineage.people, boxes, layout.boxes, strict=True)
    ]
    drawn = "\n".join([*arrows, *people])
    moved = f'<g transform="translate({MARGIN:.0f} {MARGIN:.0f})">\n{drawn}\n</g>'
    width, height = max(layout.size.width + 2 * MARGIN, NARROWEST_SHEET), layout.size.height + 2 * MARGIN
    if left_out:
        said = f"{left_out} further links between them are not drawn."
        height, moved = height + LINE, f'{moved}<text x="{width / 2:.0f}" y="{height:.0f}">{said}</text>'
    return _svg(title, width, height, moved)


def as_empty_svg() -> str:
    """Nobody led to anybody yet."""
    said = "No introduction, referral or outcome is written down yet."
    return _svg("Who led to whom", 480, 80, f'<text x="240" y="44">{said}</text>')


def _svg(title: str, width: float, height: float, inside: str) -> str:
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    # As wide as its frame allows, and no wider than it is.
    fits = 'style="max-width:100%;height:auto"'
    opened = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {fits} role="img" aria-labelledby="title">'
    paper = '<rect class="paper" width="100%" height="100%"/>'
    return "\n".join(
        [opened, f'<title id="title">{escape(title)}</title><style>{STYLE}</style>', paper, inside, "</svg>"]
    )


def _person(person: LineagePerson, box: Box, at: tuple[float, float], *, here: bool) -> str:
    x, y = at
    left, top = x - box.size.width / 2, y - box.size.height / 2
    size = f'width="{box.size.width:.1f}" height="{box.size.height:.1f}"'
    lines = [
        f'<text class="{name}" x="{x:.1f}" y="{top + PADDING + LINE * (row + 0.75):.1f}">{escape(text)}</text>'
        for row, (name, text) in enumerate(box.lines)
    ]
    rect = f'<rect class="box" x="{left:.1f}" y="{top:.1f}" {size} rx="9"/>'
    opened = f'<a href="{person.href}" class="here">' if here else f'<a href="{person.href}">'
    return "".join([opened, rect, *lines, "</a>"])


def _arrow(curve: Curve, label: str, *, on_way: bool) -> str:
    start, *rest = [f"{x:.1f} {y:.1f}" for x, y in curve.points]
    (x, y), (tip_x, tip_y) = curve.points[-1], curve.tip
    length = ((tip_x - x) ** 2 + (tip_y - y) ** 2) ** 0.5 or 1.0
    across_x, across_y = (tip_y - y) / length * 4, (x - tip_x) / length * 4
    head = f"{x + across_x:.1f},{y + across_y:.1f} {tip_x:.1f},{tip_y:.1f} {x - across_x:.1f},{y - across_y:.1f}"
    label_x, label_y = curve.label_at
    return (
        f'<path class="arrow{" way" if on_way else ""}" d="M {start} C {", ".join(rest)}"/>'
        f'<polygon class="{"way-head" if on_way else "head"}" points="{head}"/>'
        f'<text class="label" x="{label_x:.1f}" y="{label_y + 4:.1f}">{escape(label)}</text>'
    )
