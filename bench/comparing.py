"""`plantin compare` on S/2017/97: ours, and what plain pandoc (its PDF through WeasyPrint) makes of the same source, in
four languages.

    python bench/comparing.py

Each file is held against our Word edition in its language; the French, Spanish and Russian Word editions against the
English one too. The table says how many headings and paragraphs have their
number there, how many notes there are, how many calls show the number that they should, which part of the words is
there, and what the command finds.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

import peers  # noqa: E402

from plantin.house.layout import House  # noqa: E402
from plantin.packs.imports.comparing import differences, passages, report_content  # noqa: E402
from plantin.packs.imports.comparing.report_content import ReportContent  # noqa: E402
from plantin.production import steps  # noqa: E402
from tests.kit.editions import Editions  # noqa: E402

_KINDS = ("docx", "html", "epub", "pdf")
_NAMES = {"docx": "Word", "html": "HTML", "epub": "EPUB", "pdf": "PDF"}
_HEAD = """| file | headings with their number | paragraphs with theirs | notes | calls with the number of their note | words | findings |
|:--|--:|--:|--:|--:|--:|:--|"""


def _row(name: str, first: ReportContent, other: ReportContent) -> str:
    """What ``other`` has of what ``first`` has."""
    mine, theirs = (Counter((label.rstrip("."), words) for _, label, words in one.headings) for one in (first, other))
    pairs = passages.align(first.passages, other.passages).pairs
    numbered = sum(a[0].rstrip(".") == b[0].rstrip(".") for a, b in pairs if a[0])
    calls = sum(a == b for a, b in zip(first.marks, other.marks, strict=False))
    same = differences.alike(first, other)
    cells = (
        f"{(mine & theirs).total()} of {mine.total()}" if same else f"– ({len(other.headings)} headings)",
        f"{numbered} of {len(first.paragraphs)}" if same else f"– ({len(other.paragraphs)} numbers)",
        f"{len(other.notes or ())} of {len(first.notes or ())}",
        f"{calls} of {len(first.marks)}" if other.marks else "not given",
        f"{differences.share(first, other):.1%}" if same else "–",
        ", ".join(sorted({finding.code for finding in differences.differences(first, other)})) or "none",
    )
    return f"| {name} | " + " | ".join(cells) + " |"


def _rows(folder: Path) -> Iterator[str]:
    house = House(ROOT)
    slug = peers.SLUG
    texts = peers.sources(folder)
    peers.plain(texts, folder, 1, peers.by_weasyprint)
    (folder / "ours").mkdir()
    firsts: dict[str, ReportContent] = {}
    for language in texts:
        document = steps.compose(house, slug, language).document
        store = Editions(folder, house.style(house.style_of(slug)))
        for kind in _KINDS:
            path = folder / "ours" / f"{language}.{kind}"
            path.write_bytes(store.content(document, kind))
            read = report_content.read(house, path)
            firsts.setdefault(language, read)
            if language == "en" or kind == "docx":
                yield _row(
                    f"ours, {_NAMES[kind]}, {language}" + (", beside English" if language != "en" else ""),
                    firsts["en"],
                    read,
                )
    for language in texts:
        for kind in _KINDS:
            other = report_content.read(house, folder / f"{language}.{kind}")
            yield _row(f"pandoc, {_NAMES[kind]}, {language}", firsts[language], other)


def main() -> None:
    """Compare, and print the table."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    with tempfile.TemporaryDirectory() as name:
        table = "\n".join([_HEAD, *_rows(Path(name))])
    sys.stdout.write(f"{table}\n")


if __name__ == "__main__":
    main()
