"""Kill `plantin build` and `plantin release` at random moments, and look at what they leave: every edition whole or not there, no release
or a whole one, and the next run ends well with the same bytes.

    python bench/kill.py [--times 50] [--seed 1] [--only build|release]

The house is that of the tests: two small reports in two scripts, committed in a folder of its own. Every other kill takes the
whole group of processes at once, as when a machine loses its power; the rest take only the command, whose workers then go on for a moment.
Half of the moments are drawn from the time that a run takes, half from the files that it writes, so that many fall while it writes.
No process may live on after a kill.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import validators

ROOT = Path(__file__).resolve().parent.parent
TOOLS = tuple(tool.name for tool in validators.TOOLS if tool.whole)
REPORTS = ("harbour-lights", "river-bridges")
# What is killed: the arguments, the folder that must be sound whatever happens. Validators make a release long, and write none of it.
COMMANDS = {
    "build": (("build", "--format", "pdf,docx,epub,html"), "build"),
    "release": (("release", "1.0", "--format", "epub,html", *(f"--waive={tool}=not the subject here" for tool in TOOLS)), "release"),
}


@dataclass
class Fault:
    """What was seen: how many files a sound run makes, how many each kill left; half-written ones; temporary ones; runs that failed."""

    whole: int = 0
    kills: int = 0
    late: int = 0
    left: list[int] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    temporary: int = 0
    failed: list[str] = field(default_factory=list)


def house(folder: Path) -> Path:
    """A house of the small reports of the tests in ``folder``, committed."""
    for name in ("styles", "locales"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.po"))
    for name in REPORTS:
        path = ROOT / "tests" / "reports" / name / "report.md"
        line = next(line for line in path.read_text("utf-8").splitlines() if line.startswith("symbol: "))
        shutil.copytree(path.parent, folder / "sources" / line.removeprefix("symbol: ").replace("/", "-"))
    (folder / ".gitignore").write_text("/build/\n/release/\n", "utf-8")
    who = ("-c", "user.name=Keeper", "-c", "user.email=keeper@example.org", "-c", "commit.gpgsign=false")
    for arguments in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "Small reports")):
        subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)
    return folder


def files(folder: Path) -> dict[str, str]:
    """The digest of every file below ``folder`` that readers would see: nothing hidden."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            found[name.as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def hidden(folder: Path) -> int:
    """How many temporary files and folders lie there."""
    return sum(1 for path in folder.rglob(".*") if path.name not in (".records", ".records.json"))


def start(home: Path, arguments: tuple[str, ...]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from pipeline.cli.main import main; main()", *arguments]
    environment = {**os.environ, "PLANTIN_VALIDATORS": str(home / "none"), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, cwd=home, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def ended(group: int) -> None:
    """Wait until no process of the group is left. Raises TimeoutError where one lives on."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    raise TimeoutError(f"processes of group {group} live on")


def kill(home: Path, name: str, times: int, seed: int) -> Fault:
    """Kill the command ``name`` so many times, each time from an empty folder, and let it run to its end after each."""
    arguments, target = COMMANDS[name]
    shutil.rmtree(home / target, ignore_errors=True)
    begun = time.monotonic()
    if start(home, arguments).wait() != 0:
        raise RuntimeError(f"plantin {' '.join(arguments)} fails even when it is let live")
    lasted, sound = time.monotonic() - begun, files(home / target)
    told, moments = Fault(len(sound)), random.Random(seed)  # noqa: S311 - the same moments for the same seed
    for number in range(times):
        shutil.rmtree(home / target)
        process = start(home, arguments)
        if number // 2 % 2:
            time.sleep(moments.uniform(0.05, 1) * lasted)
        else:
            _until_files(process, home / target, moments.randint(1, len(sound)), moments.uniform(0, 0.05))
        told.late += process.poll() is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL) if number % 2 else os.kill(process.pid, signal.SIGKILL)
        process.wait()
        ended(process.pid)
        _looked(told, home / target, sound, number)
        # A release that was there in time stays; it is never made again.
        if name == "build" or not files(home / target):
            code = start(home, arguments).wait()
            if code != 0 or files(home / target) != sound:
                told.failed.append(f"kill {number + 1}: the next run ended with {code}")
    return told


def _until_files(process: subprocess.Popen[bytes], folder: Path, count: int, more: float) -> None:
    """Wait until so many files lie in the folder, hidden ones too, and a moment more."""
    while process.poll() is None and sum(path.is_file() for path in _everything(folder)) < count:
        time.sleep(0.002)
    time.sleep(more)


def _everything(folder: Path) -> list[Path]:
    # A file may be renamed while it is looked for.
    with contextlib.suppress(FileNotFoundError):
        return list(folder.rglob("*"))
    return []


def _looked(told: Fault, folder: Path, sound: dict[str, str], number: int) -> None:
    left = files(folder)
    told.kills += 1
    told.left.append(len(left))
    told.temporary += hidden(folder)
    told.broken += [f"kill {number + 1}: {file}" for file, digest in left.items() if sound.get(file) != digest]
    if folder.name == "release" and left and left != sound:
        told.broken.append(f"kill {number + 1}: a part of a release")


def main() -> None:
    """Kill, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=sorted(COMMANDS))
    options = parser.parse_args()
    wrong = False
    for name in [options.only] if options.only else COMMANDS:
        with tempfile.TemporaryDirectory() as scratch:
            told = kill(house(Path(scratch)), name, options.times, options.seed)
        nothing, whole = told.left.count(0), told.left.count(told.whole)
        part = told.kills - nothing - whole
        print(f"plantin {name}: {told.kills} kills (seed {options.seed}), {told.late} of them after it had ended")
        print(f"  left behind: nothing {nothing}, a part of the {told.whole} files {part}, all {whole}; temporary files {told.temporary}")
        print(f"  half-written: {len(told.broken)}; next runs that failed: {len(told.failed)}", flush=True)
        for line in (*told.broken, *told.failed):
            print(f"  {line}")
        wrong = wrong or bool(told.broken or told.failed)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
