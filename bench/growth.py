"""What the English report costs once, ten and fifty times over: each format of Plantin's, and the PDFs of plain tools
beside it.

    python bench/growth.py [--times 1 10 50] [--typst PYTHON]

CPU is user and system seconds of all processes, memory that of the largest process; an exponent of 1 is a cost that
grows as the text does (log of the ratio of costs by log of the ratio of lengths, from one length to the next).
``--typst`` names a Python in which the package ``typst`` is installed; a tool that is not there is not run, and the
table says so.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench import peers

ROOT = Path(__file__).resolve().parent.parent
SYMBOL = "S/2017/97"
FORMATS = ("html", "epub", "docx", "pdf")


@dataclass(frozen=True)
class Cost:
    """Seconds of all processes, megabytes of the largest, megabytes of the file; nothing where a tool failed."""

    cpu: float
    memory: float
    size: float


def cost(commands: list[peers.Command], made: Path) -> Cost | None:
    """What ``commands`` cost, the last of which makes the file ``made``."""
    cpu = memory = 0.0
    for command in commands:
        with Path(os.devnull).open("w") as nowhere:
            away = [(os.POSIX_SPAWN_DUP2, nowhere.fileno(), number) for number in (1, 2)]
            process = os.posix_spawn(command[0], command, os.environ, file_actions=away)
        _, status, used = os.wait4(process, 0)
        if status:
            return None
        cpu, memory = cpu + used.ru_utime + used.ru_stime, max(memory, used.ru_maxrss / 1024)
    return Cost(cpu, memory, made.stat().st_size / 1e6)


def text(times: int) -> str:
    """The source of the report, its text so many times over, its notes under other names each time."""
    _, head, body = (ROOT / "sources" / "S-2017-97" / "report.md").read_text("utf-8").split("---\n", 2)
    head = re.sub(r"^languages:.*\n", "languages: [en]\n", head, flags=re.MULTILINE)
    return f"---\n{head}---\n" + "\n".join(
        re.sub(r"\[\^([\w-]+)\]", rf"[^\1-{number}]", body) for number in range(times)
    )


def ours(folder: Path, times: int, form: str) -> Cost | None:
    """One format by ``plantin build`` in a house of its own."""
    home = folder / f"{form}-{times}"
    for part in ("styles", "locales"):
        shutil.copytree(ROOT / part, home / part)
    shutil.copy(ROOT / "plantin.toml", home)
    source = home / "sources" / "S-2017-97" / "report.md"
    source.parent.mkdir(parents=True)
    source.write_text(text(times), "utf-8")
    command = [str(peers.SCRIPTS / "plantin"), "build", "--root", str(home), "--jobs", "1", "--format", form]
    return cost([command], home / "build" / "S-2017-97" / f"S-2017-97-en.{form}")


def theirs(folder: Path, times: int, tool: str, typst: str) -> Cost | None:
    """The PDF by a plain tool."""
    source = folder / f"{tool}-{times}.md"
    source.write_text(text(times), "utf-8")
    html = source.with_suffix(".html")
    reading = [peers.PANDOC, "-f", "commonmark_x", "--standalone", "--toc", str(source), "-o", str(html)]
    by = {"WeasyPrint": peers.by_weasyprint, "Typst": partial(peers.by_typst, typst), "LuaLaTeX": peers.by_lualatex}
    commands = by[tool](source, html)
    return cost([reading, *commands] if tool == "WeasyPrint" else commands, html.with_suffix(".pdf"))


def rows(folder: Path, times: list[int], typst: str) -> Iterator[tuple[str, list[Cost | None] | str]]:
    """What is measured, with its costs, or why it is not."""
    for form in FORMATS:
        yield f"Plantin, {form}", [ours(folder, number, form) for number in times]
    there = {"WeasyPrint": True, "Typst": bool(typst), "LuaLaTeX": shutil.which("lualatex") is not None}
    for tool, known in there.items():
        yield (
            f"pandoc + {tool}, pdf",
            [theirs(folder, number, tool, typst) for number in times] if known else "not run: not installed",
        )


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10, 50])
    parser.add_argument("--typst", default="", metavar="PYTHON")
    options = parser.parse_args()
    lengths: list[int] = options.times
    print(
        "| what | "
        + " | ".join(f"{number}x: CPU s | MB of memory | MB of file" for number in lengths)
        + " | exponents |"
    )
    print("|---|" + "---|" * (3 * len(lengths) + 1))
    with tempfile.TemporaryDirectory() as name:
        for what, found in rows(Path(name), lengths, options.typst):
            if isinstance(found, str):
                print(f"| {what} | {found} |" + " |" * (3 * len(lengths)))
                continue
            cells = [f"{one.cpu:.2f} | {one.memory:.0f} | {one.size:.2f}" if one else "failed | | " for one in found]
            pairs = zip(lengths, found, lengths[1:], found[1:], strict=False)
            grown = [math.log(b.cpu / a.cpu) / math.log(n / m) for m, a, n, b in pairs if a and b]
            print(f"| {what} | {' | '.join(cells)} | {', '.join(f'{one:.2f}' for one in grown)} |", flush=True)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
