"""A press that is killed leaves whole editions or none, whole releases or none, and the next run ends well; `bench/kill.py` kills more."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "kill.py"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("kill", BENCH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["kill"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def home(bench: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = bench.house(tmp_path_factory.mktemp("house"))
    return made


@pytest.mark.parametrize("command", ["build", "release"])
def test_a_killed_press_leaves_nothing_half_written(bench: ModuleType, home: Path, command: str) -> None:
    told = bench.kill(home, command, times=2, seed=18)
    assert told.broken == []
    assert told.failed == []
    assert told.kills == 2
    assert told.late < 2, "every kill came too late to show anything"


def test_what_is_half_written_is_seen(bench: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "a.pdf").write_bytes(b"half")
    told = bench.Fault()
    bench._looked(told, tmp_path / "build", {"a.pdf": "0" * 64}, 0)
    assert told.broken == ["kill 1: a.pdf"]
    (tmp_path / "build").rename(tmp_path / "release")
    told = bench.Fault()
    bench._looked(told, tmp_path / "release", {**bench.files(tmp_path / "release"), "b.pdf": "0" * 64}, 0)
    assert told.broken == ["kill 1: a part of a release"]


def test_what_a_killed_release_left_is_cleared_away(bench: ModuleType, home: Path) -> None:
    left = home / "release" / ".plantin-1.0.0123abcd"
    (left / "1.0").mkdir(parents=True, exist_ok=True)
    (left / "made-by-plantin").touch()
    (left / "1.0" / "half.html").write_bytes(b"<p>")
    arguments, _ = bench.COMMANDS["release"]
    assert bench.start(home, ("release", "2.0", *arguments[2:])).wait() == 0
    assert not left.exists()
    assert (home / "release" / "2.0" / "SHA256SUMS").is_file()
