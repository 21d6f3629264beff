"""A root with many reports: memory, time, and whether the time that the bar promises turns out right.

    python bench/many.py [--reports 1000] [--formats html,docx] [--jobs 2] [--dask local:2]

Each report is a piece of S/2017/97 under a symbol of its own, of a length between a tenth of it and the whole, always
the same for the same number. One in fifty is wrong, and must stop no other.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from plantin.bounded.workers import Workers
from plantin.house.layout import House
from plantin.packs.farm.dask_executor import DaskWorkers
from plantin.production import planning, schedule
from plantin.production.remaining import Remaining
from plantin.production.schedule import Failed, Made

ROOT = Path(__file__).resolve().parent.parent
SLUG = "S-2017-97"
_WRONG = 50
_SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)


def house(folder: Path, reports: int) -> House:
    """A root with so many reports."""
    for part in ("styles", "locales"):
        (folder / part).symlink_to(ROOT / part)
    shutil.copy(ROOT / "plantin.toml", folder)
    text = (ROOT / "sources" / SLUG / "report.md").read_text("utf-8").replace("languages: [en, fr, es, ru]\n", "")
    head, _, body = text.removeprefix("---\n").partition("---\n")
    texts, _, notes = body.partition("\n[^")
    sections = texts.split("\n# ")
    chance = random.Random(reports)  # noqa: S311 - no secret
    made = House(folder)
    for number in range(1, reports + 1):
        symbol = f"A/91/{number}"
        some = "\n# ".join(sections[: chance.randint(2, len(sections))])
        called = [note for note in f"\n[^{notes}".split("\n[^") if note and f"[^{note.partition(']')[0]}]" in some]
        if number % _WRONG == 0:
            some += "\n\nSee [](#nowhere).\n"
        path = made.report(symbol.replace("/", "-"))
        path.parent.mkdir(parents=True)
        own = head.replace("S/2017/97", symbol).partition("waivers:")[0]
        path.write_text(f"---\n{own}---\n{some}\n" + "".join(f"\n[^{note}" for note in called), "utf-8")
    return made


def main() -> None:
    """Build, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--formats", default="html")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--dask", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = house(Path(name), options.reports)
        start = time.perf_counter()
        wanted = planning.plan(home, home.slugs(), (), tuple(options.formats.split(","))).wanted
        left, promised, failed = Remaining(), dict.fromkeys(_SHARES, 0.0), 0
        with DaskWorkers(options.dask, home) if options.dask else Workers(options.jobs) as executor:
            for event in schedule.run(home, wanted, executor, None):
                left.take(event)
                passed = time.perf_counter() - start
                failed += len(event.editions) if isinstance(event, Failed) else 0
                for share in _SHARES:
                    if isinstance(event, Made) and not promised[share] and left.made >= share * left.total:
                        promised[share] = passed * left.total / left.made
        whole = time.perf_counter() - start
    own, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(
        f"{options.reports} reports, {len(wanted)} editions, {failed} not made, {options.dask or options.jobs}:"
        f" {whole:.1f} s"
    )
    print(f"CPU {own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime:.1f} s")
    print(f"most memory: {own.ru_maxrss / 1024:.0f} MB of the command, {theirs.ru_maxrss / 1024:.0f} MB of a worker")
    print(
        "time promised in all, when so much was made:",
        ", ".join(f"{share:.0%} {time:.1f} s" for share, time in promised.items()),
    )
    if failed != options.reports // _WRONG * len(options.formats.split(",")):
        sys.exit(f"{failed} editions were not made")


if __name__ == "__main__":
    main()
