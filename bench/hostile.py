"""Run the hostile-input tests, and write down how each case ended and what it took.

    python bench/hostile.py [FILE ...] [-k WORDS] [--jobs 2]

It runs the tests of `make hostile`, `--jobs` files of them at once, and ends with 1 where one of them fails or a file is
not done in half an hour. Processor times and memory mean something where nothing else runs; no test asks for them. The figures are printed,
and `build/hostile.md` gets a row for each case. Linux only: memory is read from /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from plantin import __version__

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "build" / "hostile.md"
TESTS = ("tests/hostile/", "tests/bounded/", "tests/packs/publish/test_faults.py", "tests/test_guard.py")
NO_CASES = ("tests/hostile/test_bounds.py", "tests/hostile/test_page.py", "tests/bounded/test_kept.py")
"""What attacks nothing."""
NAMES = {
    "tests/hostile/test_catalogue.py": "Catalogues",
    "tests/hostile/test_docx.py": "Word files, checked and imported",
    "tests/hostile/test_fuzz.py": "The fuzzer itself",
    "tests/hostile/test_markup.py": "EPUB and HTML editions",
    "tests/hostile/test_media.py": "Pictures of a report",
    "tests/hostile/test_edited_word_file.py": "Corrections in Word files",
    "tests/hostile/test_pdf.py": "PDF editions",
    "tests/hostile/test_release.py": "Folders into which a release is made",
    "tests/hostile/test_serve.py": "The preview server",
    "tests/hostile/test_settings.py": "Front matter, locales, plantin.toml, styles as settings",
    "tests/hostile/test_source.py": "Sources",
    "tests/hostile/test_style.py": "House styles: sheets, scripts, fonts, values",
    "tests/hostile/test_text.py": "Received texts",
    "tests/hostile/test_verify.py": "Releases that came from elsewhere",
    "tests/hostile/test_environment.py": "Streams, terminals, environment, records, signals",
    "tests/hostile/test_full_disk.py": "Full disks during an import and a new house",
    "tests/bounded/test_archive.py": "Archives",
    "tests/bounded/test_bytes.py": "Files of another kind",
    "tests/bounded/test_process.py": "Programs that we start",
    "tests/bounded/test_workers.py": "Our own workers",
    "tests/bounded/test_xml.py": "XML",
    "tests/packs/publish/test_faults.py": "Machines: kills, full disks, several at once",
    "tests/test_guard.py": "The guard of the tests: nothing outside is written",
}
HEAD = """# Hostile-input tests
"""
INTRODUCTION = """Plantin {version}: {counts}. A case holds where
its test passes: the work ends with the finding or the exit code that the test expects, or is done; it ends soon, and nothing outside its
folders is read, written or deleted. `python bench/hostile.py` writes a row for each case into `build/hostile.md`. *Ended with*: the exit
codes of the command and the findings of the case; a dash where a test looks at something else. *Seconds*: processor time of the case with
all that it started, the making of the hostile file included. *MB*: the most memory that the largest of its processes held; one of them is
the process of the tests, which holds at most what *before* says when a case begins. [Security](security.md) has the bounds.

| what is attacked | cases | failed | seconds | dearest | most MB | before |
|---|---|---|---|---|---|---|"""
LONGEST = ("tests/hostile/test_markup.py", "tests/hostile/test_docx.py", "tests/packs/publish/test_faults.py")
"""What is begun first, so that nothing long is left at the end."""
DEAREST = 20
_LONGEST = 1800
"""So many seconds the cases of a file may take."""
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


def measured(given: list[str], words: str, folder: Path, jobs: int) -> tuple[bool, list[Row]]:
    """Run the tests, those of each file in a process of their own, which holds little when they begin. Gives whether
    all went well, and the rows.
    """
    wanted = given or sorted(files(), key=lambda file: file not in LONGEST)
    with ThreadPoolExecutor(jobs) as pool:
        done = list(pool.map(lambda pair: _run(pair[1], words, folder / f"{pair[0]}.jsonl"), enumerate(wanted)))
    return all(well for well, _ in done), [row for _, rows in done for row in rows]


def _run(file: str, words: str, out: Path) -> tuple[bool, list[Row]]:
    """The cases of one file."""
    out.touch()
    # Without what a run before has kept: figures are of the work itself.
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider"]
    command += ["-p", "tests.kit.case_measurements", "--measured", out]
    wanted = ["-k", words] if words else []
    try:
        ended = subprocess.run([*command, "--tier", "all", *wanted, file], cwd=ROOT, check=False, timeout=_LONGEST)
    except subprocess.TimeoutExpired:
        print(f"{file}: not done in {_LONGEST // 60} minutes", flush=True)
        return False, read(out)
    return ended.returncode in ((0, _NONE) if words else (0,)), read(out)


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


def page(rows: list[Row], minutes: float) -> str:
    """The figures for each kind of attack, and the cases that take most."""
    failed = sum(row.failed for row in rows)
    counts = f"{len(rows):,} cases, of which {len(rows) - failed:,} held and {failed} failed, in {minutes:.0f} minutes"
    parts = [HEAD, INTRODUCTION.format(version=__version__, counts=counts)]
    for file, found in _by_file(rows):
        seconds = [row.seconds for row in found]
        memory = f"{max(row.megabytes for row in found):,} | {max(row.own for row in found):,}"
        figures = f"{sum(seconds):.0f} | {max(seconds):.1f} | {memory}"
        parts.append(f"| {_title(file)} | {len(found)} | {sum(row.failed for row in found)} | {figures} |")
    dearest = sorted(rows, key=lambda row: -row.seconds)[:DEAREST]
    return "\n".join((*parts, "", "## The dearest", "", *table(dearest))) + "\n"


def cases(rows: list[Row]) -> str:
    """Every case, by the file that it is in."""
    parts = ["# Hostile-input tests, case by case"]
    for file, found in _by_file(rows):
        parts += ["", f"## {_title(file)}", "", f"`{file}`", "", *table(found)]
    return "\n".join(parts) + "\n"


def _by_file(rows: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    for file in sorted({row.file for row in rows}, key=_title):
        yield file, [row for row in rows if row.file == file]


def _title(file: str) -> str:
    return NAMES.get(file, file)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", help="only the cases of these files")
    parser.add_argument("-k", dest="words", default="", help="only the cases with these words, as pytest has it")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="so many files at once")
    options = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        well, rows = measured(options.files, options.words, Path(folder), options.jobs)
    text = page(rows, (time.monotonic() - begun) / 60)
    if rows:
        CASES.parent.mkdir(exist_ok=True)
        CASES.write_text(cases(rows), "utf-8")
    print(text.partition("\n## The dearest")[0])
    return int(not well or not rows)


if __name__ == "__main__":
    sys.exit(main())
