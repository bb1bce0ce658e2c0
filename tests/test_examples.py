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
    assert "Note how your meeting with Ana Ruiz went" in now
    assert "Nothing to show" in nothing
    assert "Send Ana Ruiz an update" in later


def test_the_first_week(service: Service) -> None:
    said = shell((ROOT / "examples" / "first-week.sh").read_text(), service)
    tuesday, friday, later, june = said.split("\n--- ")[1:]
    assert re.findall(r"^(?:FLAGGED|LATE|due) +(.*?)(?: \(|$)", tuesday, re.MULTILINE) == ["Answer Ana Ruiz"]
    assert {"Thank Ana Ruiz", "Note how your meeting with Ana Ruiz went"} == set(
        re.findall(r"^(?:FLAGGED|LATE|due) +(.*?)(?: \(|$)", friday.replace("\n         ", " "), re.MULTILINE)
    ) - {""}
    assert "Follow up with Ben Okafor" in later
    assert "Send Ana Ruiz an update" in june
    assert max(len(line) for line in said.splitlines()) <= 80


def test_one_relationship_from_an_introduction_to_an_offer(service: Service) -> None:
    said = shell((ROOT / "examples" / "one-relationship.sh").read_text(), service)
    asking, request, thanks, due, update, lineage = said.split("\n--- ")[1:]
    assert (
        "I believe you know Ben Okafor, a nursing director at Harbor Clinic, from whom I would love to learn." in asking
    )
    assert "Ana Ruiz introduced us." in request
    assert "I am a driver who learns nursing at night, and wonder what becomes of such people." in request
    assert "I noticed you were a paramedic at City Ambulance" in request
    assert "What stays with me is that calm can be learned." in thanks
    assert "Thank you for introducing me to Ben Okafor." in thanks
    assert "Tell Ben Okafor what came of their advice" in due
    assert "I passed the nursing exam." in update
    assert "I followed your advice: I spent a night on the ward, and was sure." in update
    subject = "A question about your move from rescue to nursing"
    assert lineage.splitlines()[1:] == [
        "Ana Ruiz (Charge Nurse, Lakeview Hospice) - first message 2026-01-12: After class",
        f"└─ introduced 2026-02-04: Ben Okafor (Nursing Director, Harbor Clinic) - first message 2026-02-04: {subject}",
        "   ├─ * advice, 2026-02-12: Spend a night on the ward.",
        "   └─ referred 2026-02-12: Cy Young - first message 2026-02-16: Ben Okafor sent me",
        "      └─ * offer, 2026-06-15: Trainee at Harbor Clinic",
    ]
    assert "[…" not in said


def test_every_setting_is_in_the_readme_s_table_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(TOUCHBASE_\w+)` \| `?([^`|]+?)`? \|", README, re.MULTILINE))
    fields = Settings.model_fields
    shown = {
        f"TOUCHBASE_{name.upper()}": "none" if field.default in {None, ()} else str(field.default)
        for name, field in fields.items()
    }
    assert rows == shown
    for name, field in fields.items():
        assert f"| {field.description} |" in README, name


@pytest.mark.parametrize("page", ["README.md", *(str(path.relative_to(ROOT)) for path in ROOT.glob("docs/**/*.md"))])
def test_every_path_that_the_docs_name_is_there(page: str) -> None:
    text = (ROOT / page).read_text()
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert ((ROOT / page).parent / target).exists(), target
    for path in re.findall(r"`((?:api|tests|openapi|migrations|examples|docs)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), path
