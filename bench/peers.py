"""The same sixteen editions, S/2017/97 in four languages and as HTML, EPUB, Word and PDF, by Plantin and by plain
tools, side by side.

    python bench/peers.py [--rounds 3] [--jobs 2] [--typst PYTHON]

CPU is user and system seconds of all processes, wall what a person waits; both are medians over rounds in which the
chains take turns, so that ratios hold on a machine that is not idle. The plain tools are run one after the other, as
they come; those of the first row also as many languages at once as Plantin has jobs, by a few lines of our own. A chain
whose tools are missing is not run, and the table says so. ``--typst`` names a Python in which the package ``typst`` is
installed. The plain tools neither number paragraphs, link notes, choose lines nor prove anything: docs/performance.md
says what their editions lack.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pypandoc

from bench.own_house import copied

ROOT = Path(__file__).resolve().parent.parent
SLUG = "S-2017-97"
SCRIPTS = Path(sys.executable).parent
PANDOC = pypandoc.get_pandoc_path()
Command = list[str]
Chain = Callable[[], None]
_TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], pdf_standards='ua-1')"


@dataclass(frozen=True)
class Spent:
    """Seconds of all processes of a run, and seconds that passed."""

    cpu: float
    wall: float


def spent(work: Chain) -> Spent:
    """What ``work`` costs."""

    def cpu() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    before, start = cpu(), time.perf_counter()
    work()
    return Spent(cpu() - before, time.perf_counter() - start)


def ran(commands: list[Command]) -> None:
    """Run ``commands`` one after the other; the tools' own remarks are of no interest here. Modules are compiled once,
    as those of installed packages are.
    """
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for command in commands:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=compiled)


def sources(folder: Path) -> dict[str, Path]:
    """The report in each language as a file that pandoc reads."""
    # Loaded here: bench/growth.py measures memory, and a process is reported to have as much as the one that starts it.
    from plantin import translation
    from plantin.house.layout import House
    from plantin.source import front_matter
    from plantin.source import text as source_text

    house = House(ROOT)
    report = source_text.read(house.report(SLUG))
    head = front_matter.read(report)
    found = {}
    for language in house.languages(SLUG):
        text = report
        if language != head.original_language:
            text = translation.translate(
                report, head, house.catalogue_file(language, SLUG), house.locale(language)
            ).source
        body = text.text().split("---\n", 2)[2]
        found[language] = folder / f"{language}.md"
        title = front_matter.read(text).title.replace("'", "''")
        found[language].write_text(f"---\ntitle: '{title}'\nlang: {language}\n---\n{body}", "utf-8")
    return found


def plain(texts: dict[str, Path], folder: Path, jobs: int, pdf: Callable[[Path, Path], list[Command]]) -> None:
    """Sixteen editions by pandoc, their PDFs by the commands of ``pdf`` (given the text and the HTML), ``jobs``
    languages at once.
    """

    def language(name: str, text: Path) -> None:
        made = [folder / f"{name}.{suffix}" for suffix in ("html", "epub", "docx")]
        reading = [PANDOC, "-f", "commonmark_x", "--standalone", "--toc", str(text), "-o"]
        ran([*([*reading, str(path)] for path in made), *pdf(text, made[0])])

    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(language, texts, texts.values()))


def by_weasyprint(_: Path, html: Path) -> list[Command]:
    return [[str(SCRIPTS / "weasyprint"), "--pdf-variant", "pdf/ua-1", str(html), str(html.with_suffix(".pdf"))]]


def by_typst(python: str, text: Path, html: Path) -> list[Command]:
    typ = html.with_suffix(".typ")
    reading = [PANDOC, "-f", "commonmark_x", "--standalone", "--toc", str(text), "-o", str(typ)]
    return [reading, [python, "-c", _TYPST, str(typ), str(html.with_suffix(".pdf"))]]


def by_lualatex(text: Path, html: Path) -> list[Command]:
    reading = [PANDOC, "-f", "commonmark_x", "--pdf-engine=lualatex", "--toc", str(text), "-o"]
    return [[*reading, str(html.with_suffix(".pdf"))]]


def build(home: Path, jobs: int, *, afresh: bool = False) -> None:
    """`plantin build` in ``home``; ``afresh``: from nothing."""
    if afresh:
        shutil.rmtree(home / "build", ignore_errors=True)
    ran([[str(SCRIPTS / "plantin"), "build", "--root", str(home), "--jobs", str(jobs)]])


def change_paragraph(home: Path) -> None:
    """Put a further word into one paragraph of the French translation."""
    path = home / "locales" / "fr" / f"{SLUG}.po"
    path.write_text(re.sub(r'(msgstr "Comme )', r"\1enfin ", path.read_text("utf-8"), count=1), "utf-8")


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--typst", default="", metavar="PYTHON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = copied(folder / "home")
        texts = sources(folder)
        chains: dict[str, Chain | None] = {
            "pandoc + WeasyPrint": partial(plain, texts, folder, 1, by_weasyprint),
            f"pandoc + WeasyPrint, {options.jobs} languages at once": partial(
                plain, texts, folder, options.jobs, by_weasyprint
            ),
            "Plantin, from nothing": partial(build, home, options.jobs, afresh=True),
            "Plantin, nothing to do": partial(build, home, options.jobs),
            "pandoc + Typst": partial(plain, texts, folder, 1, partial(by_typst, options.typst))
            if options.typst
            else None,
            "pandoc + LuaLaTeX": partial(plain, texts, folder, 1, by_lualatex) if shutil.which("lualatex") else None,
        }
        found: dict[str, list[Spent]] = {chain: [] for chain in chains}
        changed = []
        for _ in range(options.rounds):
            for chain, work in chains.items():
                found[chain] += [spent(work)] if work else []
            change_paragraph(home)
            changed.append(spent(partial(build, home, options.jobs)))
        found["Plantin, one French paragraph changed"] = changed
        table(found)


def table(found: dict[str, list[Spent]]) -> None:
    """Print the medians as a table in Markdown, with the ratio to the first chain."""
    first = next(iter(found.values()))
    cpu, wall = (statistics.median(getattr(one, kind) for one in first) for kind in ("cpu", "wall"))
    print("| chain | CPU s | ratio | wall s | ratio |\n|---|---|---|---|---|")
    for chain, times in found.items():
        if not times:
            print(f"| {chain} | not run: not installed | | | |")
            continue
        used, waited = statistics.median(one.cpu for one in times), statistics.median(one.wall for one in times)
        print(f"| {chain} | {used:.2f} | {used / cpu:.2f} | {waited:.2f} | {waited / wall:.2f} |")


if __name__ == "__main__":
    main()
