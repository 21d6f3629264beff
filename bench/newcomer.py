"""What whoever has only the wheel can do: built, installed with pip into a bare environment, run in an empty folder
without a network.

    python bench/newcomer.py [STYLE ...]          plain and civic where none is named

pip takes the libraries from its registry; from then on the network is cut off (`unshare --net`), and the clone is not
on any path. In an empty folder: `plantin new` in two languages, `plantin build --strict`, `plantin check --strict`.
Every file that came of it is searched for what only editions of the United Nations say. Then a house asks for all that
a newcomer once wanted and could not have (bench/wanted.py). It ends with 1 where a command fails, where a word is
found, or where something that was wanted is not.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.kit.programs import program  # noqa: E402
from tests.kit.report_content import UNITED_NATIONS, report_content  # noqa: E402

CUT = ("unshare", "--map-root-user", "--net")
COMMANDS = (
    ("plantin", "new", "house", "--languages", "en,fr", "--style"),
    ("plantin", "build", "--strict", "--root", "house"),
    ("plantin", "check", "--strict", "--root", "house"),
)


def run(*command: str | Path, at: Path, environment: dict[str, str] | None = None) -> tuple[float, str]:
    """The wall time of a command in seconds, and what it printed. Raises SystemExit where it fails."""
    begun = time.monotonic()
    done = subprocess.run(command, cwd=at, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {done.returncode}\n{done.stdout}{done.stderr}")
    return time.monotonic() - begun, done.stdout


def installed(folder: Path) -> Path:
    """The folder of the programs of a bare environment in which there is the wheel, and what pip brings with it."""
    took, _ = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "dist", at=ROOT)
    (wheel,) = (folder / "dist").glob("plantin-*.whl")
    print(f"{'build the wheel':44} {took:6.1f} s   {wheel.stat().st_size / 1e6:.1f} MB")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    run(sys.executable, "-m", "venv", folder / "environment", at=folder)
    programs = folder / "environment" / "bin"
    took, _ = run(programs / "python", "-m", "pip", "install", "--quiet", wheel, at=folder, environment=kept)
    print(f"{'pip install, into a bare environment':44} {took:6.1f} s")
    return programs


def tried(style: str, programs: Path, folder: Path) -> list[str]:
    """Make and prove a house in an empty folder; what was found that is not its own."""
    folder.mkdir()
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(folder)}
    total, printed = 0.0, ""
    for command in COMMANDS:
        words = (*command, style) if command[1] == "new" else command
        took, printed = run(*CUT, *words, at=folder, environment=environment)
        total += took
        print(f"{' '.join(words):44} {took:6.1f} s")
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    found = [
        f"{path.relative_to(folder)}: {word}"
        for path in files
        for word in UNITED_NATIONS
        if word in report_content(path)
    ]
    editions = re.search(r"\d+ editions, .*", printed)
    print(
        f"{style}: {editions[0] if editions else printed.strip()}; {total:.1f} s; {len(files)} files, {len(found)} with"
        " a word not its own"
    )
    return found if editions else [*found, "nothing was checked"]


def wanted(programs: Path, folder: Path) -> list[str]:
    """What a newcomer wanted that does not come out of a house of the wheel."""
    folder.mkdir()
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(folder)}

    def run_(*words: str) -> tuple[int, str]:
        done = subprocess.run(
            [*CUT, "plantin", *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    asked = program("bench/wanted.py")
    begun = time.monotonic()
    lacking: list[str] = asked.missing(folder, run_)
    print(f"wanted: {len(asked.WANTED)} things, {len(lacking)} not found; {time.monotonic() - begun:.1f} s")
    return lacking


def main(styles: Sequence[str]) -> int:
    """Try each of ``styles``; the exit code."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        programs = installed(folder)
        found = [line for style in styles for line in tried(style, programs, folder / style)]
        found += wanted(programs, folder / "wanted")
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ("plain", "civic")))
