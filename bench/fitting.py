"""What pages without holes cost: the PDFs of the report in four languages, as they are and with no page made again, in
turn in one process.

    python bench/fitting.py [--rounds 3] [--large]

Processor time of each way over all rounds (the least of the rounds), their ratio, and how many pages the engine made.
``--large`` measures large print instead.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from collections import Counter
from math import inf
from pathlib import Path
from typing import Any
from unittest.mock import patch

from plantin.house import style
from plantin.house.layout import House
from plantin.production import steps
from plantin.writers import pdf
from plantin.writers.pdf import large, page_fitting

ROOT = Path(__file__).parent.parent
MOMENT = dt.datetime(2017, 2, 2, tzinfo=dt.UTC)
LANGUAGES = ("en", "fr", "es", "ru")


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--large", action="store_true")
    options = asked.parse_args()
    write: Any = large.write if options.large else pdf.write
    house, un = House(ROOT), style.read(ROOT / "styles" / "un")
    made: Counter[str] = Counter()
    print("| language | pages made, fitted | not | CPU s, fitted | not | ratio |\n|---|---|---|---|---|---|")
    whole = [0.0, 0.0]
    for language in LANGUAGES:
        document = steps.compose(house, "S-2017-97", language).document
        best, pages = [inf, inf], [0, 0]
        for _ in range(options.rounds):
            for way, (hole, rounds) in enumerate(((page_fitting._HOLE, page_fitting._ROUNDS), (inf, 0))):  # noqa: SLF001
                made.clear()
                with (
                    patch.object(page_fitting, "_HOLE", hole),
                    patch.object(page_fitting, "_ROUNDS", rounds),
                    patch.object(page_fitting._RepeatablePage, "make_page", counted(made)),  # noqa: SLF001
                ):
                    before = time.process_time()
                    write(document, un, MOMENT)
                    best[way] = min(best[way], time.process_time() - before)
                pages[way] = made["pages"]
        whole = [one + more for one, more in zip(whole, best, strict=True)]
        print(
            f"| {language} | {pages[0]} | {pages[1]} | {best[0]:.2f} | {best[1]:.2f} | {best[0] / best[1]:.2f} |",
            flush=True,
        )
    print(f"| all | | | {whole[0]:.2f} | {whole[1]:.2f} | {whole[0] / whole[1]:.2f} |")


def counted(made: Counter[str]) -> Any:
    """``_RepeatablePage.make_page``, with the pages made counted."""
    known = page_fitting._RepeatablePage.make_page  # noqa: SLF001

    def page(self: Any) -> Any:
        made["pages"] += 1
        return known(self)

    return page


if __name__ == "__main__":
    main()
