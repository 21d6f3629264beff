"""A house that machines do harm to (bench/faults.py): what it has, what commands write in it, and what was seen of them."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field, fields
from pathlib import Path

from plantin import validators

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "pipeline"
WAIVED = tuple(f"--waive={tool.name}=not the subject here" for tool in validators.tools())
SLUG, RECEIVED = "A-90-12-Add.1", "S-2035-7"
LETTER = """Shop

United Nations

Security Council

S/2035/7

Distr.: General

2 June 2035

Original: English

Report on lamps

I. Lamps

1. The lamps are lit. |1|

2. The lamps are put out.

Notes:

1. At dusk. [Back]

Shop
"""
BUILD = ("build", "--format", "pdf,docx,epub,html")
# What is killed: its arguments, and the folder that it writes.
COMMANDS = {
    "build": (BUILD, "build"),
    "release": (("release", "1.0", "--format", "epub,html", *WAIVED), "release"),
    "import": (("import", "received.txt", "--replace"), f"sources/{RECEIVED}"),
    "update": (("catalogue", "update", "A/90/12/Add.1", "--language", "fr"), "locales/fr"),
}
# Made by every run anew; none of it is the user's.
OURS = ("build", "release")


@dataclass
class Seen:
    """What was seen of one kind of fault: how often it was tried, and everything that was wrong, in words."""

    name: str
    tries: int = 0
    before: int = 0
    after: int = 0
    between: int = 0
    half: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    alive: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    seconds: float = 0

    @property
    def wrong(self) -> list[str]:
        """Everything that is wrong."""
        return [*self.half, *self.lost, *self.alive, *self.failed]

    def with_(self, other: Seen) -> Seen:
        """What was seen of the same fault in two houses."""
        return Seen(self.name, *(getattr(self, name) + getattr(other, name) for name in _COUNTED))

    def row(self) -> str:
        """A row of the table."""
        counts = (
            self.tries,
            self.before,
            self.between,
            self.after,
            len(self.half),
            len(self.lost),
            len(self.alive),
            len(self.failed),
        )
        return f"| {self.name} | {' | '.join(map(str, counts))} |"


_COUNTED = [one.name for one in fields(Seen)][1:]
"""What is summed of several runs."""


def house(folder: Path) -> Path:
    """A house of one small report, its translation begun, and one received report already imported and edited, all of
    it committed.
    """
    for name in ("styles", "locales"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.po"))
    shutil.copytree(
        ROOT / "tests" / "reports" / "harbour-lights", folder / "sources" / SLUG, ignore=shutil.ignore_patterns("*.txt")
    )
    (folder / "received.txt").write_text(LETTER, "utf-8")
    (folder / ".gitignore").write_text("/build/\n/release/\n*.kept\n", "utf-8")
    who = ("-c", "user.name=Keeper", "-c", "user.email=keeper@example.org", "-c", "commit.gpgsign=false")
    for arguments in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "A small report")):
        subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)
    return folder


def prepare(home: Path, name: str) -> None:
    """Bring the house to where the command ``name`` has something to write over, and all that it does not write is as
    committed.
    """
    catalogue = home / "locales" / "fr" / f"{SLUG}.po"
    for folder in (*OURS, f"sources/{RECEIVED}"):
        shutil.rmtree(home / folder, ignore_errors=True)
    catalogue.unlink(missing_ok=True)
    if name == "import":
        source = home / "sources" / RECEIVED / "report.md"
        source.parent.mkdir()
        source.write_text("---\nsymbol: S/2035/7\n---\n\nEdited by hand.\n" * 500, "utf-8")
    if name == "update":
        kept = home / ".catalogue.kept"
        if not kept.exists():
            if run(home, COMMANDS["update"][0]).returncode:
                raise RuntimeError("the catalogue cannot be begun")
            text = catalogue.read_text("utf-8")
            # One message that is translated, and one that the report has no more.
            kept.write_text(text.replace('msgstr ""', 'msgstr "Traduit."', 3).replace("lit", "unlit"), "utf-8")
        shutil.copy(kept, catalogue)


def files(folder: Path) -> dict[str, str]:
    """The digest of every file below ``folder`` that a person would see: nothing hidden."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            found[name.as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def start(home: Path, arguments: tuple[str, ...], *before: str, **variables: str) -> subprocess.Popen[bytes]:
    """Start the command; ``before`` are the words of a program that starts it."""
    command = [*before, sys.executable, "-c", "from plantin.cli.main import main; main()", *arguments]
    environment = {**os.environ, "PLANTIN_VALIDATORS": str(home / "none"), "PYTHONPATH": str(PACKAGES), **variables}
    return subprocess.Popen(
        command, cwd=home, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def run(home: Path, arguments: tuple[str, ...], *before: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Let the command run to its end."""
    process = start(home, arguments, *before, **variables)
    _, errors = process.communicate(timeout=600)
    return subprocess.CompletedProcess(arguments, process.returncode, b"", errors)
