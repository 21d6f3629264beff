"""Tests run in copies of the process that collected them: each once, with its failures told, and an end of a copy is an end of the run."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.kit.houses import ROOT

FILES = {
    "pytest.ini": "[pytest]\nfilterwarnings = error\n",
    "test_one.py": """
import os, pathlib, time
def test_a():
    assert not pathlib.Path("a.txt").exists()
    pathlib.Path("a.txt").write_text(str(os.getpid()))
    time.sleep(1)
def test_b():
    assert "lamps" == "piers"
""",
    "test_two.py": """
import os, pathlib
def test_c():
    pathlib.Path("c.txt").write_text(str(os.getpid()))
""",
    "test_three.py": """
import pathlib, pytest
@pytest.fixture(scope="session")
def last():
    yield
    pathlib.Path("end.txt").write_text("ended")
def test_d(last):
    pass
""",
}
GARBAGE = """
class Lamp:
    def __del__(self):
        raise ValueError("out")
def test_e():
    one = Lamp()
    one.own = one
"""


def ran(folder: Path, **files: str) -> subprocess.CompletedProcess[str]:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.kit.forked", "-p", "no:cacheprovider"]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    return subprocess.run([*command, "--forks", "2"], cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_each_test_is_run_once_and_what_fails_is_told(tmp_path: Path) -> None:
    done = ran(tmp_path, **FILES)
    assert done.returncode == 1
    assert "1 failed, 3 passed" in done.stdout
    assert "assert 'lamps' == 'piers'" in done.stdout
    assert (tmp_path / "end.txt").read_text() == "ended"
    assert (tmp_path / "a.txt").read_text() != (tmp_path / "c.txt").read_text()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import os\ndef test_e(): os._exit(0)\n", "with 0: test_one.py::test_e"),
        ("import os\ndef test_e(): os.kill(os.getpid(), 9)\n", "ended with -9: test_one.py::test_e"),
        (GARBAGE, "ValueError: out"),
    ],
)
def test_a_copy_that_ends_is_told(tmp_path: Path, text: str, words: str) -> None:
    done = ran(tmp_path, **FILES | {"test_one.py": text})
    assert done.returncode not in (0, 1, 5)
    assert words in done.stdout + done.stderr


def test_copies_end_with_the_process_that_hears_them(tmp_path: Path) -> None:
    text = "import os, signal, time\ndef test_e():\n    os.kill(os.getppid(), signal.SIGKILL)\n    time.sleep(.5)\n"
    ran(tmp_path, **{"test_one.py": text, "test_two.py": "import time\ndef test_c(): time.sleep(1)\n" + FILES["test_three.py"]})
    time.sleep(1)
    assert not (tmp_path / "end.txt").exists()
