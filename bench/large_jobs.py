"""Large jobs: reports that a print shop would call heavy, written as sources, made into PDFs, checked, and what each
costs.

    python bench/large_jobs.py FOLDER [JOB ...] [--jobs 1] [--format pdf]    long wide rows turned formulas, where none is named

FOLDER becomes a house with a report for each job, and is kept, so that the pages can be looked at:

* ``long``: the report of this repository fifty times over;
* ``wide``: a table of sixty columns, between pages of text;
* ``rows``: a table of five hundred rows;
* ``turned``: tables on turned pages among upright ones, with notes on both;
* ``formulas``: pages of formulas.

All are set as a book: facing pages of unequal margins, main sections on right-hand pages (so that there are blank ones)
and a thumb index. A row says the processor time and the time of the build, its highest memory (that of the largest
process), the pages, the size, the errors that ``plantin check`` finds. It ends with 1 if there is one.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf

ROOT = Path(__file__).resolve().parent.parent
PLANTIN = Path(sys.executable).parent / "plantin"
TIMES = 50
_STYLE = """name = "book"
inherits = "un"

[page]
inner = 24
outer = 36
opening = "recto"
thumbs = true
blank = true
"""
_WORDS = (
    "the station on the northern shore counted rain and wind in every hour of the year and wrote both down in one"
    " register"
)


def prose(words: int, first: str = "") -> str:
    """A paragraph of about so many words."""
    again = _WORDS.split()
    return f"{first} {' '.join(again[place * 7 % len(again)] for place in range(words))}".strip().capitalize() + "."


def front(symbol: str, title: str) -> str:
    """The front matter of a report."""
    return (
        f'---\nsymbol: {symbol}\norgan: General Assembly\ntitle: "{title}"\ndate: 2035-09-21\nlanguages: [en]\n---\n\n'
    )


def long() -> str:
    """The report of this repository ``TIMES`` times over, its notes under other names each time."""
    whole = (ROOT / "sources" / "S-2017-97" / "report.md").read_text("utf-8")
    body = whole.split("---\n", 2)[2]
    bodies = (re.sub(r"\[\^([\w-]+)\]", rf"[^\1-{number}]", body) for number in range(TIMES))
    return front("A/90/1", "A report of nine hundred pages") + "\n".join(bodies)


def grid(rows: int, columns: int) -> str:
    """A table in HTML with a total in its last row."""
    head = "".join(f'<th scope="col">Hour {column}</th>' for column in range(1, columns))
    lines = [f'<tr><th scope="col">Station</th>{head}</tr>']
    lines += [
        '<tr><th scope="row">Station'
        f" {row}</th>{''.join(f'<td>{row * column % 9973}</td>' for column in range(1, columns))}</tr>"
        for row in range(1, rows)
    ]
    total = "".join(f"<td>{sum(row * column % 9973 for row in range(1, rows))}</td>" for column in range(1, columns))
    return "<table>\n<thead>\n{}\n</thead>\n<tbody>\n{}\n</tbody>\n</table>".format(
        lines[0], "\n".join([*lines[1:], f'<tr><th scope="row">Total</th>{total}</tr>'])
    )


def tabled(identifier: str, title: str, rows: int, columns: int, look: str = "") -> str:
    """That table in its box."""
    return (
        f"::: {{#{identifier} .table{look}}}\n{title}\n\n{grid(rows, columns)}\n\nSource: Registers of all"
        " stations.\n:::"
    )


def wide() -> str:
    """Sixty columns."""
    table = tabled("tbl-hours", "Rain by station and hour", 24, 60)
    parts = [
        "# Introduction",
        prose(200),
        "# Rain",
        prose(90, "See [](#tbl-hours)."),
        table,
        *[prose(120)] * 4,
        "# End",
        prose(60),
    ]
    return front("A/90/2", "A table of sixty columns") + "\n\n".join(parts)


def rows() -> str:
    """Five hundred rows."""
    table = tabled("tbl-years", "Rain by station and year", 500, 6)
    parts = [
        "# Introduction",
        prose(200),
        "# Rain",
        prose(90, "See [](#tbl-years)."),
        table,
        *[prose(120)] * 4,
        "# End",
        prose(60),
    ]
    return front("A/90/3", "A table of five hundred rows") + "\n\n".join(parts)


def turned() -> str:
    """Turned tables among upright pages."""
    parts = []
    for number in range(1, 7):
        parts += [
            f"# Coast {number}",
            prose(210),
            prose(150, f"See [](#tbl-{number}).") + f"[^note-{number}]",
            prose(80),
        ]
        parts += [tabled(f"tbl-{number}", f"Rain on coast {number}", 9 * number, 12, " .wide"), *[prose(140)] * number]
    notes = [f"[^note-{number}]: {prose(40)}" for number in range(1, 7)]
    return front("A/90/4", "Turned tables among upright pages") + "\n\n".join([*parts, *notes])


def formulas() -> str:
    """Pages of formulas, some in lines and some on lines of their own."""
    shown = (
        r"\int_0^{\infty} e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}",
        r"\sum_{n=1}^{\infty} \frac{1}{n^2} = \frac{\pi^2}{6}",
        r"x_{1,2} = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} \begin{pmatrix} x \\ y \end{pmatrix}",
        r"\left( \frac{p_1}{p_0} \right)^{\gamma - 1} = \left( \frac{T_1}{T_0} \right)^{\gamma}",
        r"\lim_{h \to 0} \frac{f(x+h) - f(x)}{h} = f'(x)",
    )
    parts = ["# Formulas"]
    for number in range(48):
        line = rf"With $v_{{{number}}} = \sqrt{{2 g h_{{{number}}}}}$ and $\alpha_{{{number}}} \le \frac{{1}}{{2}}$, "
        parts += [line + prose(24).lower(), f"$$ {shown[number % len(shown)]} $$"]
    return front("A/90/5", "Pages of formulas") + "\n\n".join(parts)


JOBS: dict[str, tuple[str, Callable[[], str]]] = {
    "long": ("A-90-1", long),
    "wide": ("A-90-2", wide),
    "rows": ("A-90-3", rows),
    "turned": ("A-90-4", turned),
    "formulas": ("A-90-5", formulas),
}


def house(folder: Path, names: list[str]) -> None:
    """Write the house with the sources of the jobs."""
    for name, text in {"plantin.toml": 'style = "book"\n', "styles/book/style.toml": _STYLE}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for name in names:
        slug, source = JOBS[name]
        path = folder / "sources" / slug / "report.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source() + "\n", "utf-8")


def run(folder: Path, *command: str) -> tuple[int, str, float, float]:
    """Run the command in the house: its exit code, its output, seconds of processor time, seconds."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([PLANTIN, *command], cwd=folder, capture_output=True, text=True, check=False)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return done.returncode, done.stdout + done.stderr, cpu, time.perf_counter() - start


def one(folder: Path, name: str, form: str) -> int:
    """Build and check a job in a process of its own, and print its row."""
    slug = JOBS[name][0]
    code, said, cpu, wall = run(folder, "build", slug, "--format", form, "--jobs", "1")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    path = folder / "build" / slug / f"{slug}-en.{form}"
    if code or not path.is_file():
        sys.stderr.write(said)
        return 1
    with pikepdf.open(path) as opened:
        pages = len(opened.pages)
    wrong, told, checked, _ = run(folder, "check", slug, "--format", form)
    if wrong:
        sys.stderr.write(told)
    size = path.stat().st_size / 1e6
    sys.stdout.write(
        f"| {name} | {pages} | {cpu:.1f} | {wall:.1f} | {memory:.0f} | {size:.1f} | {checked:.1f} |"
        f" {'errors' if wrong else 0} |\n"
    )
    return int(bool(wrong))


def main() -> None:
    """Print the table; exit with 1 if a job is not made or has errors."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("jobs", nargs="*", choices=[*JOBS, []])
    asked.add_argument("--format", default="pdf")
    asked.add_argument("--one", action="store_true")
    options = asked.parse_args()
    if options.one:
        sys.exit(one(options.folder, options.jobs[0], options.format))
    names = options.jobs or list(JOBS)
    house(options.folder, names)
    print(
        "| job | pages | CPU s | wall s | MB at most | MB of file | check CPU s | errors"
        " |\n|---|---|---|---|---|---|---|---|",
        flush=True,
    )
    call = [sys.executable, __file__, "--one", "--format", options.format, str(options.folder)]
    sys.exit(max(subprocess.run([*call, name], check=False).returncode for name in names))


if __name__ == "__main__":
    main()
