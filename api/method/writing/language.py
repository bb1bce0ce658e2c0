"""The language of templates. Pure: text in, text out; it knows fields and optional sections, and runs nothing.

`{{field}}` is replaced by its value; `{{#field}}…{{/field}}` stays where the field has one, `{{^field}}…{{/field}}` where it
has none. A value is put in as it is: braces in it mean nothing.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

DEEPEST = 5
_TAG = re.compile(r"\{\{([#^/]?)[ \t]{0,3}(\w{0,60})[ \t]{0,3}\}\}")
_BLANK_LINES, _SPACES = re.compile(r"\n{3,}"), re.compile(r"(?<=\S) {2,}")


class TemplateError(ValueError):
    """What is wrong with a template, and at which character."""


@dataclass(frozen=True, slots=True)
class Value:
    name: str


@dataclass(frozen=True, slots=True)
class Section:
    """`parts` stay where the field has a value, or, `without`, where it has none."""

    name: str
    without: bool
    begins_at: int
    parts: list["Part"] = field(default_factory=list)


Part = str | Value | Section


def parse(source: str, known: Collection[str]) -> Sequence[Part]:
    """The template's parts; raises `TemplateError` where it names an unknown field or a section is not closed."""
    whole: list[Part] = []
    open_sections: list[Section] = []
    end = 0
    for tag in _TAG.finditer(source):
        inner = open_sections[-1].parts if open_sections else whole
        inner.append(_plain(source, end, tag.start()))
        end = tag.end()
        sign, name = tag.groups()
        if name not in known:
            raise TemplateError(f"character {tag.start() + 1}: there is no such field; {_meant(name, known)}")
        if sign == "/":
            if not open_sections or open_sections.pop().name != name:
                raise TemplateError(f"character {tag.start() + 1}: this closes a section that is not the one open here")
        elif sign:
            if len(open_sections) == DEEPEST:
                raise TemplateError(f"character {tag.start() + 1}: sections may be {DEEPEST} deep")
            section = Section(name, sign == "^", tag.start())
            inner.append(section)
            open_sections.append(section)
        else:
            inner.append(Value(name))
    if open_sections:
        raise TemplateError(f"character {open_sections[-1].begins_at + 1}: this section is not closed")
    whole.append(_plain(source, end, len(source)))
    return whole


def _plain(source: str, start: int, end: int) -> str:
    text = source[start:end]
    for brace in "{}":
        if brace in text:
            at = start + text.index(brace) + 1
            forms = "{{field}}, {{#field}}…{{/field}} or {{^field}}…{{/field}}"
            raise TemplateError(f"character {at}: this brace belongs to no field; write {forms}")
    return text


def _meant(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else f"the fields are {', '.join(known)}"


def plain(parts: Sequence[Part]) -> Iterator[str]:
    """The pieces that stand in the template itself, those of sections too."""
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, Section):
            yield from plain(part.parts)


def render(parts: Sequence[Part], values: Mapping[str, str], gaps: Mapping[str, str]) -> str:
    """With the values filled in; one that is missing leaves its gap. Spaces and lines left over by sections go."""
    lines = (line.rstrip() for line in "".join(_rendered(parts, values, gaps)).split("\n"))
    return _BLANK_LINES.sub("\n\n", _SPACES.sub(" ", "\n".join(lines))).strip()


def _rendered(parts: Sequence[Part], values: Mapping[str, str], gaps: Mapping[str, str]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, Value):
            yield values.get(part.name) or gaps[part.name]
        elif bool(values.get(part.name)) is not part.without:
            yield from _rendered(part.parts, values, gaps)
