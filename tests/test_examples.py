"""Every command of the README and of examples/ runs, and every setting is in the README's table."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.settings import Settings
from tests.live import ROOT, Service, environment, local_service

README = (ROOT / "README.md").read_text()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with local_service(tmp_path) as running:
        yield running


def shell(script: str, service: Service) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        env=environment(TOUCHBASE=service.base, KEY=service.key),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def test_the_walk_through_of_the_readme(service: Service) -> None:
    said = shell("".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL)), service)
    assert "/problems/" not in said
    now, nothing, later = said.split("Due as of ")[1:]
    assert "Thank Ana Ruiz" in now
    assert "Write down what you learned from Ana Ruiz" in now
    assert "Nothing to show" in nothing
    assert "Send Ana Ruiz an update" in later


def test_the_first_week(service: Service) -> None:
    said = shell((ROOT / "examples" / "first-week.sh").read_text(), service)
    tuesday, friday, later, june = said.split("\n--- ")[1:]
    assert re.findall(r"^(?:FLAGGED|LATE|due) +(.*?)(?: \(|$)", tuesday, re.MULTILINE) == ["Answer Ana Ruiz"]
    assert {"Thank Ana Ruiz", "Write down what you learned from Ana Ruiz"} == set(
        re.findall(r"^(?:FLAGGED|LATE|due) +(.*?)(?: \(|$)", friday.replace("\n         ", " "), re.MULTILINE)
    ) - {""}
    assert "Follow up with Ben Okafor" in later
    assert "Send Ana Ruiz an update" in june
    assert max(len(line) for line in said.splitlines()) <= 80


def test_every_setting_is_in_the_readme_s_table_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(TOUCHBASE_\w+)` \| `?([^`|]+?)`? \|", README, re.MULTILINE))
    fields = Settings.model_fields
    shown = {f"TOUCHBASE_{name.upper()}": str(one.default).replace("None", "none") for name, one in fields.items()}
    assert rows == shown
    for name, one in fields.items():
        assert f"| {one.description} |" in README, name


@pytest.mark.parametrize("page", ["README.md", *(str(path.relative_to(ROOT)) for path in ROOT.glob("docs/**/*.md"))])
def test_every_path_that_the_docs_name_is_there(page: str) -> None:
    text = (ROOT / page).read_text()
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert ((ROOT / page).parent / target).exists(), target
    for path in re.findall(r"`((?:api|tests|openapi|migrations|examples|docs)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), path
