"""What the guards of pipeline/plantin/bounded cost: the same build and check with them and without, taking turns, in
CPU seconds of all processes.

    python bench/guards.py [--rounds 3]

Without them, files are read, unpacked and parsed as the libraries do it (bench/unguarded). The editions are compared:
they are the same bytes. The bounds that are part of reading itself (the scanner of the source, the content streams of a
PDF) stay in both.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.own_house import copied

ROOT = Path(__file__).resolve().parent.parent
UNGUARDED = ROOT / "bench" / "unguarded"
PLANTIN = Path(sys.executable).parent / "plantin"
STEPS = ("build", "check")


def cpu(command: str, house: Path, *, guarded: bool) -> float:
    """User and system seconds of ``plantin COMMAND`` in ``house`` and of all that it starts."""
    variables = dict(os.environ)
    if not guarded:
        variables["PYTHONPATH"] = str(UNGUARDED)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [PLANTIN, command], cwd=house, env=variables, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def digest(house: Path) -> str:
    """One digest of all editions in ``house``."""
    editions = (
        path for path in sorted((house / "build").rglob("*")) if path.suffix in {".pdf", ".docx", ".epub", ".html"}
    )
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in editions)).hexdigest()


def measured(house: Path, rounds: int) -> dict[tuple[str, bool], list[float]]:
    """CPU seconds by step and by whether the guards were on; raises SystemExit where the editions differ."""
    found: dict[tuple[str, bool], list[float]] = {(step, guarded): [] for step in STEPS for guarded in (True, False)}
    digests = set()
    for _ in range(rounds):
        for guarded in (True, False):
            shutil.rmtree(house / "build", ignore_errors=True)
            for step in STEPS:
                found[step, guarded].append(cpu(step, house, guarded=guarded))
            digests.add(digest(house))
    if len(digests) > 1:
        sys.exit("the editions differ")
    return found


def main() -> None:
    """Print a table, medians of CPU seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        found = measured(copied(Path(folder)), rounds)
    print(f"| | with, s | without, s | ratio |\n|---|--:|--:|--:|\n{rounds} rounds")
    for step in STEPS:
        one, other = (statistics.median(found[step, guarded]) for guarded in (True, False))
        print(f"| {step} | {one:.2f} | {other:.2f} | {one / other:.3f} |")


if __name__ == "__main__":
    main()
