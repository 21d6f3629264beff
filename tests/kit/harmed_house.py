"""A house that machines do harm to (bench/faults.py): what it has, what commands write in it, and what was seen of them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path

from plantin import validators
from plantin.bounded.process_tree import ProcessTree
from plantin.house.layout import House
from tests.kit import desks

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "pipeline"
REPORT = ROOT / "tests" / "reports" / "harbour-lights"
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
    "check": (
        ("check", "--format", "epub,html", "--sarif", "build/a.sarif", "--junit", "build/a.xml", *WAIVED),
        "build",
    ),
    "site": (("site",), "."),
    "desk": (("desk",), "locales/fr"),
}
# Made by every run anew; none of it is the user's.
OURS = ("build", "release", "site")
TRANSLATED = "Ce texte a été saisi au bureau."


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
        counts = (self.tries, self.before, self.between, self.after, len(self.wrong))
        return f"| {self.name} | {' | '.join(map(str, counts))} |"


_COUNTED = [one.name for one in fields(Seen)][1:]
"""What is summed of several runs."""


def house(folder: Path) -> Path:
    """A house of one small report, its translation begun, and one received report already imported and edited, all of
    it committed.
    """
    for name in ("styles", "locales"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.po"))
    shutil.copytree(REPORT, folder / "sources" / SLUG, ignore=shutil.ignore_patterns("*.txt"))
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
    for folder in (*OURS, f"sources/{RECEIVED}"):
        shutil.rmtree(home / folder, ignore_errors=True)
    (home / "locales" / "fr" / f"{SLUG}.po").unlink(missing_ok=True)
    text = (REPORT / "report.md").read_text("utf-8")
    languages = "[en, fr]" if name == "desk" else "[en]"
    (home / "sources" / SLUG / "report.md").write_text(
        text.replace("languages: [en]", f"languages: {languages}"), "utf-8"
    )
    if name == "import":
        source = home / "sources" / RECEIVED / "report.md"
        source.parent.mkdir()
        source.write_text("---\nsymbol: S/2035/7\n---\n\nEdited by hand.\n" * 500, "utf-8")
    elif name in _BEGUN:
        kept = home.parent / f"{name}.begun"
        if not kept.exists():
            _BEGUN[name](home)
            kept.mkdir()
            for folder in (*OURS, "locales"):
                if (home / folder).exists():
                    shutil.copytree(home / folder, kept / folder)
        shutil.copytree(kept, home, dirs_exist_ok=True)


def _begin_catalogue(home: Path) -> None:
    """Make a catalogue that has messages that are translated, and one that the report has no more."""
    _require(home, COMMANDS["update"][0])
    catalogue = home / "locales" / "fr" / f"{SLUG}.po"
    text = catalogue.read_text("utf-8")
    catalogue.write_text(text.replace('msgstr ""', 'msgstr "Traduit."', 3).replace("lit", "unlit"), "utf-8")


def _begin_editions(home: Path) -> None:
    """Make editions, and the findings of a check that read others."""
    _require(home, ("build", "--format", "epub,html"))
    _require(home, COMMANDS["check"][0])
    for name in ("a.sarif", "a.xml"):
        path = home / "build" / name
        path.write_text(path.read_text("utf-8") + "\n" * 500, "utf-8")


def _begin_site(home: Path) -> None:
    """Make two releases, and the site of the first."""
    first, _ = COMMANDS["release"]
    _require(home, first)
    _require(home, ("site",))
    _require(home, ("release", "1.1", *first[2:]))


_BEGUN: dict[str, Callable[[Path], None]] = {
    "update": _begin_catalogue,
    "desk": _begin_catalogue,
    "check": _begin_editions,
    "site": _begin_site,
}
"""How a house is made in which a command writes over what others have made."""


def _require(home: Path, arguments: tuple[str, ...]) -> None:
    ended = run(home, arguments)
    if ended.returncode:
        raise RuntimeError(f"plantin {' '.join(arguments)} fails: {ended.stderr.decode()}")


def save_at_desk() -> None:
    """Serve the house in this folder, and have a page save the first message that is not translated, or that it saved before."""
    house = House(Path.cwd())
    with desks.running(house) as server:
        _, found = desks.posted(server, f"/{SLUG}/fr/desk/messages", "{}")
        mine = (row for row in found["messages"] if row["state"] == "missing" or row["translation"] == TRANSLATED)
        first = next(mine)
        edit = {"context": first["context"], "original": first["source"], "base": first["translation"]}
        edit |= {"translation": TRANSLATED, "stage": "translated", "by": "A. Translator"}
        _, saved = desks.posted(server, f"/{SLUG}/fr/desk/save", json.dumps(edit))
    sys.exit(0 if saved["fate"] in ("saved", "same") else f"the desk answered {saved}")


def files(folder: Path) -> dict[str, str]:
    """The digest of every file below ``folder`` that a person would see: nothing hidden, nor how long a check took."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            content = path.read_bytes()
            if path.suffix == ".xml":
                content = re.sub(rb' time="[\d.]+"', b"", content)
            found[name.as_posix()] = hashlib.sha256(content).hexdigest()
    return found


def start(home: Path, arguments: tuple[str, ...], *before: str, **variables: str) -> subprocess.Popen[bytes]:
    """Start the command; ``before`` are the words of a program that starts it."""
    call = "from plantin.cli.main import main; main()"
    environment = {**os.environ, "PLANTIN_VALIDATORS": str(home / "none"), "PYTHONPATH": str(PACKAGES), **variables}
    if arguments == COMMANDS["desk"][0]:
        call = f"import sys; sys.path.append({str(ROOT)!r}); from tests.kit import harmed_house; harmed_house.save_at_desk()"
        environment["SOURCE_DATE_EPOCH"] = "2064441600"
    command = [*before, sys.executable, "-c", call, *arguments]
    return subprocess.Popen(
        command, cwd=home, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def run(home: Path, arguments: tuple[str, ...], *before: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Let the command run to its end."""
    process = start(home, arguments, *before, **variables)
    _, errors = process.communicate(timeout=600)
    return subprocess.CompletedProcess(arguments, process.returncode, b"", errors)


def end(process: subprocess.Popen[bytes]) -> None:
    """Wait until a command that was killed, or that ends, is gone; what does not end in ten minutes is killed."""
    tree = ProcessTree(process.pid)
    tree.usage()
    try:
        process.communicate(timeout=600)
    except subprocess.TimeoutExpired:
        tree.end()
        process.communicate()
