"""A press that is killed leaves whole files or none, loses nothing, and the next run ends well; `bench/faults.py` does
more.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from tests.kit.houses import ROOT
from tests.kit.programs import program

BENCH = ROOT / "bench" / "faults.py"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    return program("bench/faults.py")


@pytest.fixture(scope="module")
def home(bench: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = bench.house(tmp_path_factory.mktemp("house"))
    return made


@pytest.mark.proof
@pytest.mark.parametrize(
    "command",
    [
        "import",
        *(
            pytest.param(name, marks=pytest.mark.slow)
            for name in ("update", "build", "release", "check", "site", "desk")
        ),
    ],
)
def test_a_killed_press_leaves_nothing_half_written(bench: ModuleType, home: Path, command: str) -> None:
    seen = bench.kill(home, command, times=2, seed=18)
    assert (seen.tries, seen.wrong) == (2, [])
    bench.prepare(home, "build")


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["disk", "read-only", "together", "umask"])
def test_a_press_in_trouble_leaves_nothing_half_written(bench: ModuleType, home: Path, fault: str) -> None:
    assert bench.FAULTS[fault](home, 2, 18).wrong == []


def test_what_is_half_written_or_lost_is_seen(bench: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "a.pdf").write_bytes(b"half")
    seen = bench.Seen("a kill")
    bench.look(seen, tmp_path, {"sources/a.md": "1"}, {"sources/a.md": "2", "build/a.pdf": "0" * 64}, "try 1")
    assert (seen.half, seen.lost) == (["try 1: build/a.pdf"], ["try 1: sources/a.md"])
    (tmp_path / "build").rename(tmp_path / "release")
    seen = bench.Seen("a kill")
    after = {"release/a.pdf": bench.files(tmp_path)["release/a.pdf"], "release/b.pdf": "0" * 64}
    bench.look(seen, tmp_path, {}, after, "try 1")
    assert seen.half == ["try 1: a part of a release"]


@pytest.mark.slow
def test_what_a_killed_release_left_is_cleared_away(bench: ModuleType, home: Path) -> None:
    bench.prepare(home, "release")
    left = home / "release" / ".plantin-1.0.0123abcd"
    (left / "1.0").mkdir(parents=True, exist_ok=True)
    (left / "made-by-plantin").touch()
    (left / "1.0" / "half.html").write_bytes(b"<p>")
    arguments, _ = bench.COMMANDS["release"]
    ended = bench.run(home, ("release", "2.0", *arguments[2:]))
    assert ended.returncode == 0, ended.stderr
    assert not left.exists()
    assert (home / "release" / "2.0" / "SHA256SUMS").is_file()


def test_the_page_of_reliability_has_every_fault_and_nothing_wrong(bench: ModuleType) -> None:
    rows = re.findall(r"^\| ([^|]+) \| (.+) \|$", bench.PAGE.read_text("utf-8"), re.MULTILINE)
    counts = {name: list(map(int, numbers.split(" | "))) for name, numbers in rows if numbers[0].isdigit()}
    assert len(counts) == len(bench.FAULTS)
    assert {found[-1] for found in counts.values()} == {0}
    assert all(counts[f"SIGKILL, `plantin {name}`"][0] >= 50 for name in bench.COMMANDS)


def test_a_whole_run_has_525_kills_and_200_races_shared_out_among_houses(bench: ModuleType) -> None:
    shares = bench.shares(list(bench.FAULTS), None, 2, 1)
    tries = {name: sum(count for other, count, _ in shares if other == name) for name in bench.FAULTS}
    assert sum(tries[name] for name in bench.COMMANDS) == 525
    assert (tries["race"], sum(tries[f"power-{name}"] for name in bench.COMMANDS)) == (200, 70)
    assert len({seed for name, _, seed in shares if name == "race"}) == 2, "each house has moments of its own"
    assert bench.shares(["race"], 3, 2, 1) == [("race", 3, 1)]


def test_what_was_seen_in_two_houses_is_one_row(bench: ModuleType) -> None:
    one, other = bench.Seen("race", 3, 1, 2), bench.Seen("race", 2, 0, 1, failed=["try 1"])
    assert one.with_(other).row() == "| race | 5 | 1 | 0 | 3 | 1 |"
