"""The language of templates: fields and optional sections, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.method.writing.defaults import DEFAULTS, TemplateKind
from api.method.writing.language import TemplateError, parse, render
from api.method.writing.template_fields import FIELDS, GAPS

KNOWN = ("name", "news")
GAP = {name: f"[… {name}]" for name in KNOWN}


def filled(source: str, **values: str) -> str:
    return render(parse(source, KNOWN), values, GAP)


@pytest.mark.parametrize(
    ("source", "values", "expected"),
    [
        ("Dear {{name}},", {"name": "Ana"}, "Dear Ana,"),
        ("Dear {{ name }},", {"name": "Ana"}, "Dear Ana,"),
        ("Dear {{name}},", {}, "Dear [… name],"),
        ("Hello{{#name}} {{name}}{{/name}}!", {"name": "Ana"}, "Hello Ana!"),
        ("Hello{{#name}} {{name}}{{/name}}!", {}, "Hello!"),
        ("{{^name}}Hello{{/name}}{{#name}}Dear{{/name}}", {}, "Hello"),
        ("{{^name}}Hello{{/name}}{{#name}}Dear{{/name}}", {"name": "Ana"}, "Dear"),
        ("{{#name}}a{{#news}}b{{/news}}c{{/name}}", {"name": "x"}, "ac"),
        ("{{#name}}{{#name}}twice{{/name}}{{/name}}", {"name": "x"}, "twice"),
        ("a\n\n{{#name}}b{{/name}}\n\nc", {}, "a\n\nc"),
        ("a {{#name}}b{{/name}} c", {}, "a c"),
        ("[… your answer]", {}, "[… your answer]"),
        ("{{name}}", {"name": "{{news}} {{#name}}"}, "{{news}} {{#name}}"),
    ],
)
def test_a_template_is_filled(source: str, values: dict[str, str], expected: str) -> None:
    assert filled(source, **values) == expected


@pytest.mark.parametrize(
    ("source", "at", "says"),
    [
        ("Dear {{nmae}},", 6, "no such field; did you mean name?"),
        ("Dear {{whom}},", 6, "no such field; the fields are name, news"),
        ("Dear {name},", 6, "belongs to no field"),
        ("{{{name}}}", 1, "belongs to no field"),
        ("{{__class__}}", 1, "no such field"),
        ("{{name.upper}}", 1, "no field"),
        ("{{ name", 1, "no field"),
        ("name }} x", 6, "no field"),
        ("{{}}", 1, "no such field"),
        ("{{>name}}", 1, "no field"),
        ("a{{#name}}b", 2, "not closed"),
        ("a{{/name}}", 2, "not the one open"),
        ("{{#name}}{{#news}}{{/name}}{{/news}}", 19, "not the one open"),
        ("{{#name}}" * 6 + "{{/name}}" * 6, 46, "5 deep"),
    ],
)
def test_what_is_no_template_is_refused_where_it_goes_wrong(source: str, at: int, says: str) -> None:
    with pytest.raises(TemplateError, match=f"^character {at}: ") as found:
        parse(source, KNOWN)
    assert says in str(found.value)


@given(st.text(alphabet="{}#^/ namews\n", max_size=60), st.dictionaries(st.sampled_from(KNOWN), st.text(max_size=5)))
def test_whatever_is_written_is_filled_or_refused(source: str, values: dict[str, str]) -> None:
    try:
        parts = parse(source, KNOWN)
    except TemplateError:
        return
    assert isinstance(render(parts, values, GAP), str)


@pytest.mark.parametrize("kind", TemplateKind)
def test_the_defaults_are_whole_with_every_field_and_with_none(kind: TemplateKind) -> None:
    every = {name: f"<{name}>" for name in FIELDS}
    for text in (DEFAULTS[kind].subject, DEFAULTS[kind].body):
        for values in (every, {}):
            found = render(parse(text, FIELDS), values, GAPS)
            assert found
            assert "{{" not in found
            assert "  " not in found
            assert " ." not in found
            assert " ," not in found
    assert DEFAULTS[kind].body.startswith("Dear {{greeting}},")
