"""What random edits of a report cost its translation: one edit, ten at once, and 200 in a row, on four reports.

python bench/edits.py [--tries 200] [--seed 1]

Lost: a text that was there before and is there after, without a translation that it had. Stale without cause: such a
text whose translation counts as old. Reviews: of such texts. In a row each catalogue goes through its PO file. The last column
is the most lines that one paragraph put in changes in the file.
"""

from __future__ import annotations

import argparse
import difflib
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.source.front_matter import FrontMatter
from plantin.translation import Catalogue, messages, po, update

FLAGSHIP = Path(__file__).parent.parent / "sources" / "S-2017-97" / "report.md"
HEAD = (
    "---\nsymbol: R/2035/1\norgan: Harbour\ntitle: The lamps\ndate: 2035-06-01\noriginal-language: en\n"
    "languages: [en, fr]\n---"
)
WORDS = (
    "lamp", "oil", "wick", "glass", "keeper", "harbour", "night", "storm", "tower", "count", "light", "burn", "clean",
    "shine", "year", "coast", "north", "sailor", "rope", "stair", "signal", "fog", "bell", "boat", "tide", "clock",
)  # fmt: skip
HEADINGS = ("Overview", "Overview", "Oil", "Overview", "Wicks", "Summary", "Oil")


def sentence(chance: random.Random) -> str:
    """A sentence of some words."""
    return " ".join(chance.choices(WORDS, k=chance.randint(6, 16))).capitalize() + "."


def table(chance: random.Random, rows: int) -> str:
    """A table, some of whose cells are equal."""
    lines = [f"| Years | {chance.choice(WORDS)} | {chance.choice(WORDS)} |", "|---|---|---|"]
    for _ in range(rows):
        lines.append(f"| {chance.choice(WORDS)} {chance.choice(WORDS)} | {chance.randint(1, 40)} lamps | 402.5 |")
    return "\n".join(lines) + f"\n\n: {sentence(chance)}"


def report(chance: random.Random, sections: int, paragraphs: int, tables: int) -> str:
    """A report with repeated headings, lists and tables."""
    blocks = []
    for n in range(sections):
        blocks.append(f"# {HEADINGS[n % len(HEADINGS)]}")
        for m in range(paragraphs):
            blocks.append(f"- {sentence(chance)}" if m % 5 == 4 else f"{sentence(chance)} {sentence(chance)}")
        blocks += [table(chance, 6) for _ in range(tables)]
    return "\n\n".join(blocks)


def sections(blocks: list[str]) -> list[tuple[int, int]]:
    """Where each section begins and ends."""
    starts = [n for n, block in enumerate(blocks) if block.startswith("#")]
    return list(zip(starts, [*starts[1:], len(blocks)], strict=True))


def chance_of(seed: str) -> random.Random:
    """What makes the same choices in every run."""
    return random.Random(seed)  # noqa: S311 - no secret


@dataclass(frozen=True, slots=True)
class Editor:
    """Makes random edits."""

    chance: random.Random

    def edit(self, blocks: list[str]) -> None:
        """Change the blocks in one of many ways."""
        ways: list[Callable[[list[str]], None]] = [
            self.move_section, self.move_block, self.insert, self.insert, self.delete, self.repeat, self.reword,
            self.reword, self.reword_heading, self.split, self.join, self.change_row, self.move_row, self.swap_columns,
        ]  # fmt: skip
        self.chance.choice(ways)(blocks)

    def move_section(self, blocks: list[str]) -> None:
        found = sections(blocks)
        if len(found) > 1:
            start, end = self.chance.choice(found)
            moved = blocks[start:end]
            del blocks[start:end]
            at = self.chance.choice([start for start, _ in sections(blocks)] + [len(blocks)])
            blocks[at:at] = moved

    def _any(self, blocks: list[str], sign: str = "") -> int | None:
        fit = [n for n, one in enumerate(blocks) if (one.startswith(sign) if sign else one[:1].isalpha())]
        return self.chance.choice(fit) if fit else None

    def move_block(self, blocks: list[str]) -> None:
        at = self._any(blocks, self.chance.choice(["", "|"]))
        if at is not None:
            moved = blocks[at : at + 1 + blocks[at].startswith("|")]
            del blocks[at : at + len(moved)]
            to = self._any(blocks)
            blocks[to or 0 : to or 0] = moved

    def insert(self, blocks: list[str]) -> None:
        at = self._any(blocks)
        if at is not None:
            blocks.insert(at, sentence(self.chance))

    def delete(self, blocks: list[str]) -> None:
        at = self._any(blocks)
        if at is not None:
            del blocks[at]

    def repeat(self, blocks: list[str]) -> None:
        one, at = self._any(blocks), self._any(blocks)
        if one is not None and at is not None and "[^" not in blocks[one] and "{#" not in blocks[one]:
            blocks.insert(at, blocks[one])

    def reword(self, blocks: list[str]) -> None:
        at = self._any(blocks)
        if at is not None:
            words = blocks[at].split(" ")
            words[self.chance.randrange(len(words))] = self.chance.choice(WORDS)
            blocks[at] = " ".join(words)

    def reword_heading(self, blocks: list[str]) -> None:
        at = self._any(blocks, "#")
        if at is not None:
            blocks[at] = f"# {' '.join(self.chance.choices(WORDS, k=2)).capitalize()}"

    def split(self, blocks: list[str]) -> None:
        at = self._any(blocks)
        if at is not None and ". " in blocks[at]:
            first, _, rest = blocks[at].partition(". ")
            blocks[at : at + 1] = [f"{first}.", rest]

    def join(self, blocks: list[str]) -> None:
        at = self._any(blocks)
        if at is not None and at + 1 < len(blocks) and blocks[at + 1][:1].isalpha():
            blocks[at : at + 2] = [f"{blocks[at]} {blocks[at + 1]}"]

    def _rows(self, blocks: list[str]) -> tuple[int, list[str]]:
        at = self._any(blocks, "|")
        return (-1, []) if at is None else (at, blocks[at].split("\n"))

    def change_row(self, blocks: list[str]) -> None:
        at, rows = self._rows(blocks)
        if rows:
            n = self.chance.randrange(2, len(rows))
            rows[n] = re.sub(r"\| \w+", f"| {self.chance.choice(WORDS)}", rows[n], count=1)
            blocks[at] = "\n".join(rows)

    def move_row(self, blocks: list[str]) -> None:
        at, rows = self._rows(blocks)
        if rows:
            rows.insert(self.chance.randrange(2, len(rows)), rows.pop(self.chance.randrange(2, len(rows))))
            blocks[at] = "\n".join(rows)

    def swap_columns(self, blocks: list[str]) -> None:
        at, rows = self._rows(blocks)
        if rows:
            cells = [row.strip("|").split("|") for row in rows]
            blocks[at] = "\n".join("|" + "|".join([row[0], *reversed(row[1:])]) + "|" for row in cells)


@dataclass(frozen=True, slots=True)
class Case:
    """A report that is edited."""

    name: str
    blocks: tuple[str, ...]
    head: FrontMatter
    folder: Path

    @classmethod
    def of(cls, name: str, text: str, folder: Path) -> Case:
        source = source_text.parse(text, "report.md")
        body = "\n\n".join(block.before.strip("\n") + block.text for block in source.blocks)
        return cls(name, tuple(one for one in re.split(r"\n{2,}", body) if one), front_matter.read(source), folder)

    def update(self, catalogue: Catalogue, blocks: list[str]) -> Catalogue:
        """The catalogue brought up to the blocks."""
        source = source_text.parse(f"{HEAD}\n\n" + "\n\n".join(blocks) + "\n", "report.md")
        return update(catalogue, messages(source, self.head))[0]

    def kept(self, catalogue: Catalogue) -> Catalogue:
        """The catalogue as its file keeps it."""
        path = self.folder / "fr" / "report.po"
        path.parent.mkdir(exist_ok=True)
        path.write_text(po.text(catalogue), "utf-8")
        return po.read_catalogue(path, "report.po")

    def translated(self) -> Catalogue:
        """The finished catalogue of the report; half of it is reviewed."""
        found = self.update(Catalogue("report.po", "fr"), list(self.blocks))
        entries = (
            replace(one, translation=f"T {one.original}", review="yes" if n % 2 else "").pin()
            for n, one in enumerate(found.entries)
        )
        return replace(found, entries=tuple(entries))


def costs(before: Catalogue, after: Catalogue) -> tuple[int, int, int]:
    """Translations lost, stale without cause, reviews lost."""

    there, had = (Counter(one.original for one in found.entries) for found in (after, before))
    done = ("translated", "reviewed")

    def lost(states: tuple[str, ...]) -> int:
        old, new = (
            Counter((one.original, one.translation) for one in found.entries if one.state in states)
            for found in (before, after)
        )
        due, kept = Counter(text for text, _ in old.elements()), Counter(text for text, _ in (old & new).elements())
        # Of equal texts, those that were removed or changed may be the ones that had it.
        return sum(max(0, due[text] - max(0, had[text] - there[text]) - kept[text]) for text in due)

    fresh = {one.original for one in before.entries if one.state in done}
    stale = sum(one.state == "stale" and one.original in fresh for one in after.entries)
    return lost(done), stale, lost(("reviewed",))


def tries(case: Case, count: int, edits: int, seed: int) -> Iterator[tuple[int, int, int]]:
    """What each of ``count`` tries of so many edits at once costs."""
    finished = case.translated()
    for n in range(count):
        editor, blocks = Editor(chance_of(f"{seed} {edits} {n}")), list(case.blocks)
        for _ in range(edits):
            editor.edit(blocks)
        yield costs(finished, case.update(finished, blocks))


def in_a_row(case: Case, count: int, seed: int) -> Iterator[tuple[int, int, int]]:
    """What each of ``count`` edits costs, one after the other in the same catalogue."""
    catalogue, blocks = case.translated(), list(case.blocks)
    editor = Editor(chance_of(f"{seed} row"))
    for _ in range(count):
        editor.edit(blocks)
        following = case.kept(case.update(catalogue, blocks))
        yield costs(catalogue, following)
        catalogue = following


def lines(case: Case, count: int, seed: int) -> int:
    """The most lines of the file that change where one paragraph is put in."""
    finished, most = case.translated(), 0
    for n in range(count):
        editor, blocks = Editor(chance_of(f"{seed} lines {n}")), list(case.blocks)
        editor.insert(blocks)
        texts = (po.text(one).splitlines() for one in (finished, case.update(finished, blocks)))
        changed = [line for line in difflib.unified_diff(*texts, n=0, lineterm="") if line[:1] in "+-"]
        most = max(most, len(changed) - 2)
    return most


def cases(folder: Path) -> list[Case]:
    """The reports."""
    chance = chance_of("reports")
    made = {
        "mixed": report(chance, 7, 12, 2),
        "tables": report(chance, 7, 4, 8),
        "long": report(chance, 20, 20, 1),
    }
    found = [Case.of(name, f"{HEAD}\n\n{text}\n", folder) for name, text in made.items()]
    return [*found, Case.of("S/2017/97", FLAGSHIP.read_text("utf-8"), folder)]


def total(rows: Iterator[tuple[int, int, int]]) -> str:
    """The sums of what tries cost, and in how many something was lost."""
    found = list(rows)
    sums = [sum(column) for column in zip(*found, strict=True)]
    return f"{' / '.join(map(str, sums))} (in {sum(any(row) for row in found)} of {len(found)})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", default="", help="only this one")
    options = parser.parse_args()
    print("lost / stale without cause / reviews lost")
    with TemporaryDirectory() as folder:
        for case in cases(Path(folder)):
            if options.report not in ("", case.name):
                continue
            count = len(case.translated().entries)
            one = total(tries(case, options.tries, 1, options.seed))
            ten = total(tries(case, options.tries, 10, options.seed))
            row = total(in_a_row(case, options.tries, options.seed))
            most = lines(case, min(options.tries, 20), options.seed)
            print(f"{case.name:10} {count:5} messages; one {one}; ten {ten}; in a row {row}; {most} lines", flush=True)


if __name__ == "__main__":
    main()
