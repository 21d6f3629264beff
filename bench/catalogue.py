"""How long an update of a catalogue takes for 1, 10 and 100 reports in one, with a paragraph put into the middle.

python bench/catalogue.py
"""

from __future__ import annotations

import time
from pathlib import Path

from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.source.scan import Block
from plantin.source.text import Source
from plantin.translation import Catalogue, adopt, messages, update

REPORT = Path(__file__).parent.parent / "sources" / "S-2017-97" / "report.md"


def repeated(report: Source, times: int) -> Source:
    """The body of ``report`` so many times, each with note names of its own."""
    body = "".join(block.before + block.text for block in report.blocks)
    fields = report.opening + report.head + report.closing
    return source_text.parse(fields + "".join(body.replace("[^", f"[^r{n}-") + "\n\n" for n in range(times)), "big.md")


def main() -> None:
    report = source_text.read(REPORT)
    for times in (1, 10, 100):
        before = repeated(report, times)
        head = front_matter.read(before)
        old, _ = update(Catalogue("x.po", "es"), messages(before, head))
        old = adopt(old, {entry.context: f"T {entry.original}" for entry in old.entries})
        middle = len(before.blocks) // 2
        new = (Block(0, "A new paragraph.", "\n\n"),)
        after = source_text.parse(
            before.with_blocks((*before.blocks[:middle], *new, *before.blocks[middle:])).text(), "big.md"
        )
        start = time.perf_counter()
        found = messages(after, head)
        read = time.perf_counter()
        _, done = update(old, found)
        end = time.perf_counter()
        print(
            f"{times:3} x: {len(found):6} messages, read in {read - start:.2f} s, updated in {end - read:.2f} s;"
            f" {done.kept} kept, {done.changed} changed, {done.new} new"
        )


if __name__ == "__main__":
    main()
