"""Run all that is made to do harm, and write down how each case ended, and what it took: docs/hostile.md.

    python bench/hostile.py [FILE ...] [-k WORDS] [--write]

It runs the tests of `make hostile` one after the other, and ends with 1 where one of them fails. Times and memory mean
something where nothing else runs; no test asks for them. With names of files, the cases of all other files stay as the
page has them; with `-k`, as pytest has it, the page has a part of the cases, and says so. Linux only: memory is read
from /proc.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plantin import __version__

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "hostile.md"
PARTIAL = "This is a part of the cases only"
TESTS = ("tests/hostile/", "tests/bounded/", "tests/release/test_faults.py", "tests/test_guard.py")
NO_CASES = ("tests/hostile/test_bounds.py", "tests/hostile/test_page.py")
"""What looks at pages, and attacks nothing."""
NAMES = {
    "tests/hostile/test_catalogue.py": "Catalogues",
    "tests/hostile/test_docx.py": "Word files, checked and imported",
    "tests/hostile/test_fuzz.py": "The fuzzer itself",
    "tests/hostile/test_markup.py": "EPUB and HTML editions",
    "tests/hostile/test_media.py": "Pictures of a report",
    "tests/hostile/test_onto.py": "Corrections in Word files",
    "tests/hostile/test_pdf.py": "PDF editions",
    "tests/hostile/test_release.py": "Folders into which a release is made",
    "tests/hostile/test_serve.py": "The preview server",
    "tests/hostile/test_settings.py": "Front matter, locales, plantin.toml, styles as settings",
    "tests/hostile/test_source.py": "Sources",
    "tests/hostile/test_style.py": "House styles: sheets, scripts, fonts, values",
    "tests/hostile/test_text.py": "Received texts",
    "tests/hostile/test_verify.py": "Releases that came from elsewhere",
    "tests/hostile/test_world.py": "Streams, terminals, environment, records, signals",
    "tests/bounded/test_archive.py": "Archives",
    "tests/bounded/test_bytes.py": "Files of another kind",
    "tests/bounded/test_process.py": "Programs that we start",
    "tests/bounded/test_workers.py": "Our own workers",
    "tests/bounded/test_xml.py": "XML",
    "tests/release/test_faults.py": "Machines: kills, full disks, several at once",
    "tests/test_guard.py": "The guard of the tests: nothing outside is written",
}
HEAD = """# Hostile-input tests

<!-- Written by `python bench/hostile.py --write`. -->
"""
INTRODUCTION = """Plantin {version}: {counts}. A case holds where
its test passes: the work ends with the finding or the exit code that the test asks for, or is done; it ends soon, and nothing outside its
folders is read, written or deleted. *Ended with*: the exit codes of the command and the findings that the case came across; a dash where
a test looks at something else. *Seconds*: processor time of the case with all that it started, the making of the hostile file included.
*MB*: the most memory that the largest of its processes held; the process of the tests is one of them, which at the beginning of a case
holds at most what *before* says. [Security](security.md) has the bounds.

| what is attacked | cases | failed | seconds | dearest | most MB | before |
|---|---|---|---|---|---|---|"""
DEAREST = 20
_NONE = 5
"""With this code pytest ends where no test was asked for."""


@dataclass(frozen=True)
class Row:
    """A case: the file it is in, what it is called, how it ended, its processor time (seconds) and its memory (MB)."""

    file: str
    case: str
    failed: bool
    exits: tuple[int, ...]
    codes: tuple[str, ...]
    seconds: float
    megabytes: int
    own: int

    @property
    def ended(self) -> str:
        """Exit codes and findings; a dash where neither was to be seen."""
        parts = [*(f"exit {code}" for code in self.exits), *self.codes[:6], *(["…"] if len(self.codes) > 6 else [])]
        return "**failed**" if self.failed else " ".join(parts) or "–"


def titled(doc: str) -> str:
    """The name of a test as words: what its function and its parameters say.

    >>> titled("tests/hostile/test_media.py::test_a_drawing[250 deep]")
    'a drawing: 250 deep'
    """
    name, _, given = doc.partition("::")[2].partition("[")
    words, given = name.removeprefix("test_").replace("_", " "), given.replace(sys.executable, "python")
    return f"{words}: {given.removesuffix(']') or '(empty)'}" if given else words


def read(path: Path) -> list[Row]:
    """The rows that the plugin wrote."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        file = row["case"].partition("::")[0]
        figures = (row["seconds"], row["megabytes"], row["own"])
        found.append(Row(file, titled(row["case"]), row["failed"], tuple(row["exits"]), tuple(row["codes"]), *figures))
    return found


def measured(given: list[str], words: str, folder: Path) -> tuple[bool, list[Row]]:
    """Run the tests, those of each file in a process of their own, which holds little when they begin. Gives whether
    all went well, and the rows.
    """
    out, well = folder / "cases.jsonl", True
    out.touch()
    for file in given or files():
        command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "tests.kit.measured", "--measured", str(out)]
        wanted = ["-k", words] if words else []
        code = subprocess.run([*command, "-m", "slow or not slow", *wanted, file], cwd=ROOT, check=False).returncode
        well = well and code in ((0, _NONE) if words else (0,))
    return well, read(out)


def files() -> list[str]:
    """The files of tests that are run."""
    paths = [
        path
        for given in TESTS
        for path in (sorted((ROOT / given).glob("test_*.py")) if given.endswith("/") else [ROOT / given])
    ]
    return [name for path in paths if (name := path.relative_to(ROOT).as_posix()) not in NO_CASES]


def cell(text: str) -> str:
    """Text of a cell, none of whose signs are marks of Markdown.

    >>> cell("a|<b>`c`")
    'a\\\\|&lt;b>\\\\`c\\\\`'
    """
    for sign in "\\|`*_[]":
        text = text.replace(sign, "\\" + sign)
    return text.replace("<", "&lt;").replace("\u2028", " ")


def table(rows: Sequence[Row]) -> list[str]:
    """A table of cases, the dearest first."""
    ordered = sorted(rows, key=lambda row: (-row.seconds, row.case))
    head = ["| case | ended with | seconds | MB |", "|---|---|---|---|"]
    return head + [f"| {cell(row.case)} | {row.ended} | {row.seconds:.2f} | {row.megabytes} |" for row in ordered]


def page(rows: list[Row], minutes: float, *, whole: bool) -> str:
    """The text of docs/hostile.md."""
    groups = {
        file: [row for row in rows if row.file == file] for file in sorted({row.file for row in rows}, key=_title)
    }
    failed = sum(row.failed for row in rows)
    counts = f"{len(rows):,} cases, of which {len(rows) - failed:,} held and {failed} failed, in {minutes:.0f} minutes"
    parts = [HEAD, *([] if whole else [f"{PARTIAL}; `python bench/hostile.py --write` makes the page of all.\n"])]
    parts.append(INTRODUCTION.format(version=__version__, counts=counts))
    for file, found in groups.items():
        seconds = [row.seconds for row in found]
        memory = f"{max(row.megabytes for row in found):,} | {max(row.own for row in found):,}"
        figures = f"{sum(seconds):.0f} | {max(seconds):.1f} | {memory}"
        parts.append(f"| {_title(file)} | {len(found)} | {sum(row.failed for row in found)} | {figures} |")
    dearest = sorted(rows, key=lambda row: -row.seconds)[:DEAREST]
    parts += ["", "## The dearest", "", *table(dearest)]
    for file, found in groups.items():
        parts += ["", f"## {_title(file)}", "", f"`{file}`", "", *table(found)]
    return "\n".join(parts) + "\n"


def kept(text: str, files: Sequence[str]) -> tuple[list[Row], float]:
    """The cases that a page has of other files than ``files``, and the minutes that it says.

    >>> rows = [Row("tests/hostile/test_pdf.py", "a_page|b", False, (2,), ("A1", "A2", "A3", "A4", "A5", "A6", "A7"), 1.5, 70, 60)]
    >>> text = page(rows, 3, whole=True)
    >>> found, minutes = kept(text, [])
    >>> page(found, minutes, whole=True) == text
    True
    """
    found = []
    befores = {
        row[1].strip(): int(row[7].replace(",", "")) for row in _cells(text.partition("\n## ")[0]) if len(row) == 9
    }
    for part in text.split("\n## ")[1:]:
        title, _, rest = part.partition("\n\n`")
        file, sign, lines = rest.partition("`\n")
        if not sign or file in files:
            continue
        for _, case, ended, seconds, megabytes, _ in _cells(lines):
            codes = [word for word in re.sub(r"exit \d+", "", ended).split() if word not in {"–", "**failed**"}]
            exits = tuple(map(int, re.findall(r"exit (\d+)", ended)))
            name = re.sub(r"\\(.)", r"\1", case.strip()).replace("&lt;", "<")
            figures = float(seconds), int(megabytes), befores[title]
            found.append(Row(file, name, "**failed**" in ended, exits, tuple(codes), *figures))
    minutes = re.search(r"in (\d+) minutes", text)
    return found, float(minutes[1]) if minutes else 0.0


def _cells(text: str) -> Iterator[list[str]]:
    """The cells of each row of the tables in ``text``, without those of heads and rules; a row has an empty cell at
    both ends.
    """
    for line in text.splitlines():
        cells = re.split(r"(?<!\\)\|", line) if line.startswith("| ") else []
        if len(cells) > 3 and re.fullmatch(r"[\d.,]+", cells[-3].strip()):
            yield cells


def _title(file: str) -> str:
    return NAMES.get(file, file)


def functions() -> set[tuple[str, str]]:
    """The test functions that the page must have a row of: their files, and their names as words."""
    found = set()
    for name in files():
        tree = ast.parse((ROOT / name).read_text("utf-8"))
        tests = [
            one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")
        ]
        found |= {(name, titled(f"{name}::{test}")) for test in tests}
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", help="only the cases of these files; the page keeps the others")
    parser.add_argument("-k", dest="words", default="", help="only the cases with these words, as pytest has it")
    parser.add_argument("--write", action="store_true", help="write docs/hostile.md")
    options = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        well, rows = measured(options.files, options.words, Path(folder))
    minutes = (time.monotonic() - begun) / 60
    if options.files and not options.words:
        others, before = kept(PAGE.read_text("utf-8"), options.files)
        rows, minutes = rows + others, minutes + before
    text = page(rows, minutes, whole=not options.words)
    if options.write and rows:
        PAGE.write_text(text, "utf-8")
    print(text.partition("\n## The dearest")[0])
    return int(not well or not rows)


if __name__ == "__main__":
    sys.exit(main())
