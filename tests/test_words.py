"""A word has one meaning: no two classes of the service bear one name, and no name in it is a letter."""

import ast
import re
from collections import defaultdict

import api.registry  # noqa: F401 (it imports every model)
from api.core.store.tables import Base
from tests.live import ROOT

TABLES = {mapper.class_.__name__: mapper.class_.__tablename__ for mapper in Base.registry.mappers}

SOURCES = sorted((ROOT / "api").rglob("*.py"))


def test_no_two_classes_bear_one_name() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(str(path.relative_to(ROOT)))
    assert len(places) > 200
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_one_is_a_number() -> None:
    everywhere = [*SOURCES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    for path in everywhere:
        nodes = list(ast.walk(ast.parse(path.read_text())))
        names = {node.id for node in nodes if isinstance(node, ast.Name)}
        parameters = {node.arg for node in nodes if isinstance(node, ast.arg)}
        assert "one" not in names | parameters, path


def test_tables_are_named_as_in_the_database_and_no_name_is_a_letter() -> None:
    for path in SOURCES:
        source = path.read_text()
        names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
        assert not [name for name in names if re.fullmatch(r"_[a-z]", name)], path
        for name, model in re.findall(r"^(\w+) = table_of\((\w+)\)", source, re.MULTILINE):
            assert name == TABLES[model], path
