"""The workflow in docs/how-to/release.md, the action, the hooks for houses: YAML that a service can read, whose commands
exist.
"""

from __future__ import annotations

import datetime as dt
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from plantin import new_house
from plantin.new_house import HouseOrder
from plantin.production.formats import formats
from tests.kit.command import plantin

ROOT = Path(__file__).parents[3]
GUIDE = ROOT / "docs" / "how-to" / "release.md"
TARGETS = re.compile(r"(?:^|[`|])\s*make((?: +[a-z][a-z-]*)+)", re.MULTILINE)


@pytest.fixture(scope="module")
def workflow() -> dict[Any, Any]:
    text, _ = re.findall(r"^```yaml\n(.*?)^```", GUIDE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    held: dict[Any, Any] = yaml.safe_load(text)
    return held


def steps(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def targets(text: str) -> set[str]:
    return {target for names in TARGETS.findall(text) for target in names.split()}


def known(target: str) -> bool:
    make = shutil.which("make")
    assert make, "make is missing"
    return (
        subprocess.run(
            [make, "--dry-run", target, "VERSION=1.0"], cwd=ROOT, capture_output=True, check=False
        ).returncode
        == 0
    )


def test_the_action_and_the_hooks_make_and_check_a_house(tmp_path: Path) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    assert action["inputs"]["formats"]["default"] == ",".join(one.name for one in formats() if one.default)
    steps = [step["run"].replace("$FORMATS", "html") for step in action["runs"]["steps"]]
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    commands = [shlex.split(one) for one in steps if one.startswith('"$RUNNER_TEMP/plantin/bin/plantin" ')]
    commands += [[*hook["entry"].split(), *hook["args"]] for hook in hooks]
    assert [one[1] for one in commands] == ["build", "check", "build", "check"]
    new_house.make(tmp_path / "mill", HouseOrder(), dt.date(2026, 1, 31))
    for one in commands:
        ended = plantin(*one[1:], cwd=tmp_path / "mill")
        assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "mill/findings.sarif").is_file()
    watched = re.compile(hooks[0]["files"])
    assert watched.search("sources/R-2026-1/report.md")
    assert not watched.search("README.md")


def test_it_is_a_workflow(workflow: dict[Any, Any]) -> None:
    # YAML 1.1 reads the key "on" as true.
    assert workflow[True]["push"]["tags"] == ["v*"]
    assert set(workflow["jobs"]) == {"test", "release"}
    assert workflow["jobs"]["release"]["needs"] == "test"
    for step in steps(workflow):
        assert ("run" in step) != ("uses" in step), step


def test_its_commands_are_targets_of_the_makefile(workflow: dict[Any, Any]) -> None:
    called = set().union(*(targets(step.get("run", "")) for step in steps(workflow)))
    assert called >= {"tools", "validators", "test", "release", "verify"}
    assert sorted(target for target in called if not known(target)) == []
    assert not known("publish"), "what the Makefile does not know is found out"


def test_the_guide_names_targets_that_exist() -> None:
    called = targets(GUIDE.read_text("utf-8"))
    assert called >= {"fr", "fr-pdf", "print"}
    assert sorted(target for target in called if not known(target)) == []


def test_its_shell_is_shell(workflow: dict[Any, Any]) -> None:
    for step in steps(workflow):
        if "run" in step:
            subprocess.run(["sh", "-n", "-c", step["run"]], check=True)


def test_every_submission_passes_the_suite() -> None:
    assert (ROOT / "Makefile").read_text("utf-8").partition("\ntest:")[2].splitlines()[1] == "\t@sh setup/test.sh"
    assert "tier=${1:-test}" in (ROOT / "setup" / "test.sh").read_text("utf-8")
    commands = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert [line for line in commands if line.startswith("make")] == ["make", "make test"]
