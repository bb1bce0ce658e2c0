"""Where boxes and arrows stand: Graphviz's `dot`. It holds the interpreter for as long as it thinks, so it is run in a
process of its own; numbers go in and come out, never a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

POINTS_PER_INCH = 72.0
BETWEEN_LAYERS, BETWEEN_BOXES = 0.5, 0.28
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Size:
    """In points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one box to another, by their places in the list; `label` is the size of what is written at it."""

    start: int
    end: int
    label: Size


@dataclass(frozen=True, slots=True)
class Curve:
    """`points` are those of cubic Bézier curves, one joined to the next; the arrow ends at `tip`."""

    points: Sequence[Point]
    tip: Point
    label_at: Point


@dataclass(frozen=True, slots=True)
class Layout:
    """Middles of the boxes, and the curves, in the order in which they were given; y grows downwards."""

    size: Size
    boxes: Sequence[Point]
    curves: Sequence[Curve]


def lay_out(boxes: Sequence[Size], arrows: Sequence[Arrow]) -> Layout:
    """From left to right in layers, with as few crossings as `dot` finds."""
    import pygraphviz  # noqa: PLC0415 (large libraries, which only the process that draws should load)

    graph = pygraphviz.AGraph(directed=True, strict=False, rankdir="LR", ranksep=BETWEEN_LAYERS, nodesep=BETWEEN_BOXES)
    for at, box in enumerate(boxes):
        size = {"width": box.width / POINTS_PER_INCH, "height": box.height / POINTS_PER_INCH}
        graph.add_node(at, shape="box", label="", fixedsize=True, **size)
    for at, arrow in enumerate(arrows):
        graph.add_edge(arrow.start, arrow.end, key=at, label=_space(arrow.label))
    graph.layout(prog="dot")
    _, _, width, height = map(float, graph.graph_attr["bb"].split(","))

    def point(text: str) -> Point:
        x, y = map(float, text.split(","))
        return x, height - y

    curves = []
    for at, arrow in enumerate(arrows):
        attributes = graph.get_edge(arrow.start, arrow.end, key=at).attr
        end, *points = attributes["pos"].split()
        curves.append(Curve([point(place) for place in points], point(end.removeprefix("e,")), point(attributes["lp"])))
    return Layout(Size(width, height), [point(graph.get_node(at).attr["pos"]) for at in range(len(boxes))], curves)


def _space(size: Size) -> str:
    """Room for a label, whatever fonts there are."""
    table = f'<TABLE BORDER="0" CELLPADDING="0" FIXEDSIZE="TRUE" WIDTH="{size.width:.0f}" HEIGHT="{size.height:.0f}">'
    return f"<{table}<TR><TD></TD></TR></TABLE>>"
