"""A second report of a series from the memory of the first: what is exact, near and new, beside OmegaT's count.

The second report is made of the first by rule: of five messages one has a word replaced and one has its words turned
round. OmegaT (Debian's, without a window) fills what is exact from our TMX; its near matches need its window.

python bench/memory.py
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from plantin import translation
from plantin.house.layout import House
from plantin.packs.exchange import analysis, xliff
from plantin.translation import formats, memory
from plantin.translation.message import Message
from plantin.translation.po import Catalogue

ROOT = Path(__file__).parents[1]
SLUG, LANGUAGE = "S-2017-97", "fr"
PROJECT = """<?xml version="1.0" encoding="UTF-8"?>
<omegat><project version="1.0"><source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir><glossary_file>__DEFAULT__</glossary_file>
<dictionary_dir>__DEFAULT__</dictionary_dir><source_lang>EN</source_lang><target_lang>FR</target_lang>
<sentence_seg>false</sentence_seg><support_default_translations>true</support_default_translations>
<remove_tags>false</remove_tags></project></omegat>
"""


def second(message: Message, n: int) -> Message:
    """The message as the second report has it."""
    words = message.text.split(" ")
    if n % 5 == 1 and len(words) > 9:
        return replace(message, text=" ".join((*words[:4], "again", *words[5:])))
    if n % 5 == 3:
        return replace(message, text=" ".join(reversed(words)))
    return message


def omegat(source: bytes, held: bytes, folder: Path) -> tuple[Path, str]:
    """The file that OmegaT translates from a memory in ``folder``, and its statistics."""
    for name in ("source", "target", "omegat", "tm/auto", "glossary", "dictionary"):
        (folder / name).mkdir(parents=True)
    (folder / "omegat.project").write_text(PROJECT, "utf-8")
    (folder / "source" / "report.xlf").write_bytes(source)
    (folder / "tm" / "auto" / "first.tmx").write_bytes(held)
    call = ["omegat", "--mode=console-translate", f"--config-dir={folder / 'settings'}", str(folder)]
    subprocess.run(call, check=True, capture_output=True, timeout=300)
    statistics = folder / "omegat" / "project_stats.txt"
    return folder / "target" / "report.xlf", statistics.read_text("utf-8", "replace") if statistics.exists() else ""


def main() -> None:
    house = House(ROOT)
    report, head = translation.report_of(house, SLUG)
    file = house.catalogue_file(LANGUAGE, SLUG)
    catalogue, found = translation.current(report, head, file)
    after = tuple(second(one, n) for n, one in enumerate(found))
    counted = analysis.analyse(after, memory.Memory(memory.pairs_of(catalogue, SLUG)))
    for band in analysis.BANDS:
        print(f"{band:>10}: {counted.messages[band]:4} messages, {counted.words[band]:5} words")
    if not shutil.which("omegat"):
        print("OmegaT is not installed")
        return
    empty = tuple(translation.PoEntry(one.context, one.text) for one in after)
    held = formats.write(catalogue, SLUG, "en", "tmx")
    with tempfile.TemporaryDirectory() as name:
        source = xliff.write(replace(catalogue, entries=empty), SLUG, "en")
        back, statistics = omegat(source, held, Path(name) / "project")
        units = formats.read(back, "x", Catalogue("", ""))[0].units
        known = {one.original: one.translation for one in catalogue.entries}
        left = [unit for unit in units if unit.original in known and unit.translation == unit.original]
    alike = sum(known[unit.original] == unit.original for unit in left)
    marked = sum("[^" in unit.original for unit in left)
    filled = sum(unit.translation != unit.original for unit in units)
    print(
        f"OmegaT filled {filled} of {len(after)} messages; of those in the memory {len(left)} are as in the original:"
    )
    print(f"{alike} are so in both languages, {marked} have a call of a note")
    print(re.sub(r"\n{2,}", "\n", statistics)[:900])


if __name__ == "__main__":
    main()
