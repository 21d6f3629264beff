"""What a report becomes in braille, by language: pages, time, and whether the finished cells say what the report says.

    python bench/braille.py [SLUG]

Each edition is written, read back by its auditor, and read backwards by liblouis. Exit code 1: an edition differs
from its report.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from plantin.house.layout import House  # noqa: E402
from plantin.model.outline import Entry, outline  # noqa: E402
from plantin.packs.braille import auditor, louis  # noqa: E402
from plantin.packs.braille import cells as tables  # noqa: E402
from plantin.packs.braille import writer as braille  # noqa: E402
from plantin.packs.braille.auditor.wording import merge_entries  # noqa: E402
from plantin.production import steps  # noqa: E402
from plantin.production.formats import Edition, moment  # noqa: E402


def seconds() -> float:
    """Processor time of this process and of all that it has started."""
    each = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in each)


def likeness(expected: Iterable[Entry], found: Iterable[Entry], table: str) -> float:
    """How like what liblouis reads the cells of ``found`` as is to the words of ``expected``, letter for letter, case
    apart.
    """
    words = [f"{row.label} {row.text}".strip().casefold() for row in expected]
    said = [text.casefold() for text in louis.backward([f"{row.label}⠀{row.text}" for row in found], table)]
    same = (
        2 * sum(block.size for block in SequenceMatcher(None, a, b, False).get_matching_blocks())
        for a, b in zip(words, said, strict=True)
    )
    return sum(same) / sum(len(a) + len(b) for a, b in zip(words, said, strict=True))


def row(house: House, slug: str, language: str) -> tuple[str, bool]:
    """The row of one language, and whether the edition is right."""
    document = steps.compose(house, slug, language).document
    begun = seconds()
    content = braille.brf(document, house.style(), moment(document))
    spent = seconds() - begun
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.brf"
        path.write_bytes(content)
        verdict = steps.check(path, path.name, Edition(slug, language, "brf"), document)
    expected, found = merge_entries(outline(document)), auditor.read_brf(content, "book.brf").outline()
    table = tables.tables(language)[0]
    counts = f"{len(found.body)} of {len(expected.body)} passages, {len(found.notes)} of {len(expected.notes)} notes"
    back = likeness((*expected.body, *expected.notes), (*found.body, *found.notes), table)
    faults = len(verdict.differences) + len(verdict.findings)
    cells = (
        f"| {language} | `{table}` | {content.count(bytes([12]))} | {spent:.1f} s | {counts} | {faults} | {back:.3f} |"
    )
    return cells, not faults


def main() -> int:
    """Write, read back, report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("slug", nargs="?", default="S-2017-97")
    options = parser.parse_args()
    house = House(ROOT)
    rows = [row(house, options.slug, language) for language in house.languages(options.slug)]
    head = (
        "| language | table of liblouis | pages of 40 x 25 | processor time | read back | differences and findings |"
        " likeness backwards |"
    )
    text = "\n".join([head, "|---|---|---|---|---|---|---|", *(cells for cells, _ in rows)])
    print(text)
    return 0 if all(well for _, well in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
