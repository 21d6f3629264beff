"""Reports drawn from the whole grammar of the manual, made in every format and read back: 0 findings are expected.

    python bench/random_reports.py [--seed 1] [--reports 10] [--languages en,fr,es,ru,ar,zh] [--formats html,pdf,...]
                                   [--small] [--blocks 24]

A line for each edition that is refused, that breaks the press or that a check finds wrong; ``--small`` sets the PDF on
pages of 148 by 150 millimetres. It ends with 1 where there is such a line.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import traceback
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from plantin.findings import PlantinError  # noqa: E402
from plantin.house.layout import House  # noqa: E402
from plantin.house.style import Style  # noqa: E402
from tests.kit.random_reports import LANGUAGES, RandomReport  # noqa: E402

FORMATS = ("html", "epub", "docx", "pdf", "md", "txt", "brf")


def main() -> int:
    """Make and check the editions."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--reports", type=int, default=10)
    asked.add_argument("--languages", default=",".join(LANGUAGES))
    asked.add_argument("--formats", default=",".join(FORMATS))
    asked.add_argument("--blocks", type=int, default=24)
    asked.add_argument("--small", action="store_true")
    options = asked.parse_args()
    count = wrong = 0
    with patch.object(House, "style", small_pages if options.small else House.style):
        for seed in range(options.seed, options.seed + options.reports):
            for language in options.languages.split(","):
                for name in options.formats.split(","):
                    found = faults(RandomReport(seed, language, options.blocks), name)
                    count += 1
                    wrong += bool(found)
                    for fault in found[:3]:
                        print(f"{seed} {language} {name}: {fault}", flush=True)
    print(f"{count} editions, {wrong} of them wrong")
    return int(bool(wrong))


def faults(report: RandomReport, name: str) -> list[str]:
    """What is wrong with an edition of ``report``."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return report.faults(Path(folder) / "house", name)
        except PlantinError as error:
            return [str(finding) for finding in error.findings]
        except Exception:  # noqa: BLE001 - what breaks the press is what is looked for
            return [traceback.format_exc()]


_STYLE = House.style


def small_pages(house: House, *names: str) -> Style:
    """The style of a house, on small pages."""
    style = _STYLE(house, *names)
    return replace(style, page=replace(style.page, width=148.0, height=150.0, inner=18.5, outer=18.5))


if __name__ == "__main__":
    sys.exit(main())
