"""The fuzzer: it finds what it should find, and a few mutants of cheap kinds break nothing."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from tests.kit.houses import ROOT


@pytest.fixture(scope="module")
def fuzz() -> ModuleType:
    sys.path.insert(0, str(ROOT / "bench"))
    try:
        import fuzz as found
    finally:
        sys.path.remove(str(ROOT / "bench"))
    return found


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "file").write_text("0123456789", "utf-8")
    return tmp_path


def test_planted_faults_are_caught(fuzz: ModuleType, house: Path) -> None:
    seen: list[int] = []

    def run(_house: Path, _dice: random.Random) -> tuple[int, str]:
        seen.append(0)
        match len(seen):
            case 2:
                raise RuntimeError("planted")
            case 3:
                return 70, "Traceback\nplanted\nThis is a fault\n"
            case 4:
                time.sleep(60)
        return 1, "error"

    kind = fuzz.Kind(("file",), fuzz.file_mutant, run, 1)
    told = fuzz.tried(kind, "planted", list(range(5)), house, seed=1, seconds=3)
    assert (told.tried, len(told.broken), len(told.hung)) == (5, 2, 1)
    assert told.failed()
    assert "planted" in told.broken[0]
    assert (house / "file").read_text("utf-8") == "0123456789"


def test_no_mutant_is_begun_when_the_time_of_its_kind_is_over(fuzz: ModuleType, house: Path) -> None:
    def run(_house: Path, _dice: random.Random) -> tuple[int, str]:
        time.sleep(0.01)
        return 0, ""

    kind = fuzz.Kind(("file",), fuzz.file_mutant, run, 1)
    told = fuzz.tried(kind, "slow", list(range(10_000)), house, seed=1, seconds=3, budget=0.4)
    assert 0 < told.tried < 1000
    assert not told.failed()


@pytest.mark.proof
def test_memory_without_end_is_caught(fuzz: ModuleType, house: Path) -> None:
    def run(_house: Path, _dice: random.Random) -> tuple[int, str]:
        return len(b"x" * 1200 * 2**20) % 1, ""

    kind = fuzz.Kind(("file",), fuzz.bytes_mutant, run, 1)
    assert len(fuzz.tried(kind, "planted", [0], house, seed=1, seconds=30).large) == 1


def test_a_process_that_dies_is_caught(fuzz: ModuleType, house: Path) -> None:
    def run(_house: Path, _dice: random.Random) -> tuple[int, str]:
        import os
        import signal

        os.kill(os.getpid(), signal.SIGKILL)
        return 0, ""

    kind = fuzz.Kind(("file",), fuzz.bytes_mutant, run, 1)
    told = fuzz.tried(kind, "planted", [0, 1], house, seed=1, seconds=30)
    assert (told.tried, len(told.broken)) == (2, 2)


def test_a_mutant_is_had_again(fuzz: ModuleType) -> None:
    made = [fuzz.file_mutant(b"one two three\nfour\n" * 20, fuzz.dice(1, "source", 7)) for _ in range(2)]
    assert made[0] == made[1]


def test_twenty_mutants_of_a_release_break_nothing(fuzz: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    fuzz._release(tmp_path)
    told = fuzz.tried(fuzz.KINDS["release"], "release", list(range(20)), tmp_path, seed=1, seconds=60)
    assert told.tried == 20
    assert not told.failed(), str(told)


@pytest.mark.slow
def test_every_kind_has_its_files(fuzz: ModuleType, tmp_path: Path) -> None:
    house = fuzz.prepared(tmp_path / "house")
    missing = [str(path) for kind in fuzz.KINDS.values() for path in fuzz._files(kind, house) if not path.is_file()]
    assert missing == []
