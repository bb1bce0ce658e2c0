"""What makes stored items old: a number that a person raises, and the versions of the holidays and the zones."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from hashlib import blake2b
from importlib.resources import files as files_of
from pathlib import Path

from api.method.due.version import COMPUTED_WITH, RULES_VERSION
from tests.live import ROOT, environment

# Everything on which it depends which items there are and when: rules, numbers, durations, and what loads the facts.
COMPUTING = (
    *("api/method/conversation/*.py", "api/method/due/*.py", "api/core/fields/durations.py"),
    *("api/views/due/loading*.py", "api/views/due/calendars.py", "api/views/due/computing.py"),
    "api/records/questions/waiting.py",
)
# These files only say how items are shown.
SHOWN = {"actions.py", "states.py", "version.py"}
# And these parts of a rule.
WORDS = {"title", "titles", "says", "opens", "since", "when", "settled_by", "source", "facts", "settle"}

# The number, and the digest of what it stands for.
RECORDED = (3, "ca25a6a4c121fa87")


class Computing(ast.NodeTransformer):
    """Without docstrings, words, and the requests that settle an item."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST | None:
        if node.returns is not None and "Action" in ast.unparse(node.returns):
            return None
        return self._without_docstring(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._without_docstring(node)

    def visit_Module(self, node: ast.Module) -> ast.AST:
        return self._without_docstring(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        node.keywords = [keyword for keyword in node.keywords if keyword.arg not in WORDS]
        return self.generic_visit(node)

    def _without_docstring(self, node: ast.Module | ast.ClassDef | ast.FunctionDef) -> ast.AST:
        if ast.get_docstring(node) is not None:
            node.body = node.body[1:]
        return self.generic_visit(node)


def computing(source: str) -> str:
    return "".join(shape(Computing().visit(ast.parse(source))))


def shape(node: object) -> Iterator[str]:
    """The tree in one line, alike in every version of Python: what is empty is left out."""
    if isinstance(node, ast.AST):
        yield type(node).__name__
        for name, value in ast.iter_fields(node):
            if value not in (None, []):
                yield f"({name} "
                yield from shape(value)
                yield ")"
    elif isinstance(node, list):
        for part in node:
            yield from shape(part)
    else:
        yield repr(node)


def files() -> Iterator[Path]:
    for pattern in COMPUTING:
        found = sorted(ROOT.glob(pattern))
        assert found, pattern
        yield from (path for path in found if path.name not in SHOWN)


def digest() -> str:
    whole = blake2b(digest_size=8)
    for path in files():
        whole.update(computing(path.read_text()).encode())
    return whole.hexdigest()


def test_the_number_is_raised_when_what_is_computed_changes() -> None:
    recorded, seen = RECORDED, (RULES_VERSION, digest())
    assert recorded == seen, (
        f"What computes due items has changed. If the same facts may give other items now, raise RULES_VERSION in "
        f"api/method/due/version.py: everybody's are computed anew then. Record {seen} here in any case."
    )


def test_words_comments_and_docstrings_are_no_change_and_numbers_are() -> None:
    rule = '"""Of this."""\nA = Rule("a", title="Do", due=days(1, most=3, says="It is due"))  # so\n'
    assert computing(rule) == computing('"""Of that."""\nA = Rule("a", title="Act", due=days(1, most=3, says="Due"))\n')
    assert computing(rule) != computing(rule.replace("days(1", "days(2"))


def test_what_items_were_computed_with_names_rules_holidays_and_zones() -> None:
    names = [part.split()[0] for part in COMPUTED_WITH.split(", ")]
    assert names == ["rules", "holidays", "zones"]
    assert len(COMPUTED_WITH) <= 60, "as long as its column"


def test_zones_come_from_the_locked_package_and_not_from_the_machine(tmp_path: Path) -> None:
    """A machine that takes New York for Tokyo changes nothing; a zone that only it knows goes on working."""
    (tmp_path / "America").mkdir()
    tokyo = files_of("tzdata") / "zoneinfo" / "Asia" / "Tokyo"
    for name in ("New_York", "Atlantis"):
        (tmp_path / "America" / name).write_bytes(tokyo.read_bytes())
    said = """
from datetime import UTC, datetime
from zoneinfo import ZoneInfo
from pydantic import SecretStr
at = datetime(2026, 3, 2, 15, tzinfo=UTC)
print(at.astimezone(ZoneInfo("America/New_York")).hour)
from api.main import create_app
from api.settings import Settings
for _ in range(2):
    create_app(Settings(secret_key=SecretStr("s" * 40)))
print(at.astimezone(ZoneInfo("America/New_York")).hour)
print(at.astimezone(ZoneInfo("America/Atlantis")).hour)
"""
    given = environment(PYTHONTZPATH=str(tmp_path), TOUCHBASE_DATABASE_URL=f"sqlite:///{tmp_path}/touchbase.db")
    run = subprocess.run([sys.executable, "-c", said], env=given, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["0", "10", "0"], "first as the machine has it, then as the package"
