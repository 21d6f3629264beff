"""How long a long Word file takes to come in, and how much memory: 70,000 words in 84 sections, 83 tables with lists in
cells; and its editions of FORMAT to be made and checked.

python bench/long_word.py [FORMAT ...]
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_WORDS = (
    "harbour",
    "lamp",
    "keeper",
    "oil",
    "wick",
    "coast",
    "north",
    "south",
    "report",
    "year",
    "state",
    "measure",
    "cask",
    "glass",
    "night",
)
_SECTIONS, _PARTS, _PARAGRAPHS, _TABLES = 28, 3, 12, 83


def _text(count: int, chance: random.Random) -> str:
    words: list[str] = []
    while len(words) < count:
        words += chance.sample(_WORDS, len(_WORDS))
    return " ".join(words[:count]).capitalize()


def _table(document: Any, number: int, chance: random.Random) -> None:
    document.add_paragraph(f"Table {number}. {_text(5, chance)}")
    table = document.add_table(rows=8, cols=4)
    for row in table.rows:
        for cell in row.cells:
            cell.text = _text(3, chance)
    cell = table.rows[3].cells[1]
    cell.add_paragraph(_text(5, chance), style="List Bullet")
    cell.add_paragraph(_text(5, chance))


def long_file(path: Path) -> None:
    """Write the file."""
    import docx

    chance = random.Random(1)  # noqa: S311
    document = docx.Document()
    document.add_heading("A long report", 0)
    number = 0
    for _ in range(_SECTIONS):
        document.add_heading(_text(4, chance), 1)
        for _ in range(_PARTS):
            document.add_heading(_text(4, chance), 2)
            for _ in range(_PARAGRAPHS):
                document.add_paragraph(f"{_text(55, chance)}.")
            for _ in range(3):
                document.add_paragraph(f"{_text(10, chance)};", style="List Bullet")
            number += 1
            if number <= _TABLES:
                _table(document, number, chance)
    document.save(str(path))


def _measured(home: Path, *arguments: str) -> str:
    """A command in ``home``: its exit code, the processor time and the most memory that it and its processes took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.monotonic()
    command = (sys.executable, "-c", "from plantin.cli.main import main; main()", *arguments)
    ended = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    last = [line for line in (ended.stdout + ended.stderr).strip().splitlines() if line][-1:]
    return (
        f"{' '.join(arguments)}: exit {ended.returncode}; {seconds:.1f} s of processor time,"
        f" {time.monotonic() - begin:.1f} s, at most {used.ru_maxrss // 1024} MB; {last}\n"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "sources").mkdir()
        for part in ("styles", "locales"):
            (home / part).symlink_to(ROOT / part)
        long_file(home / "long.docx")
        formats = sys.argv[1:]
        sys.stdout.write(_measured(home, "import", "long.docx"))
        for format_ in formats:
            for command in ("build", "check"):
                sys.stdout.write(_measured(home, command, "--jobs", "1", "--format", format_))
                sys.stdout.flush()


if __name__ == "__main__":
    main()
