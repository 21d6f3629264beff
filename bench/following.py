"""Whether translations follow their texts through random edits: equal texts with two translations each, columns swapped,
sections moved to another report and back, notes renamed, and all of it undone.

python bench/following.py [--tries 1000] [--seed 1] [--report mixed]

A report is edited with a sign in each message that says which it is, and translated without. Lost: an unchanged text
without translation. Stale: one that is stale though it has one translation alone, or is where it was. Exchanged: one
with the translation of an equal text, reviewed. Undone: a message that is not as it was once the edits are undone.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.edits import Case, Editor, cases, chance_of, sections  # noqa: E402
from plantin.source import text as source_text  # noqa: E402
from plantin.translation import Catalogue, Message, PoEntry, messages, update  # noqa: E402
from plantin.translation.alignment import sites  # noqa: E402
from plantin.translation.message import fill  # noqa: E402
from plantin.translation.renamed_marks import normal_form  # noqa: E402
from plantin.translation.reuse import left_behind  # noqa: E402

SIGN = re.compile("§([0-9]+)§")
NOTE = re.compile(r"\[\^([^\]]+)\]")
EMPTY = "---\nsymbol: R/2035/2\norgan: Harbour\ntitle: The lamps\ndate: 2035-06-01\noriginal-language: en\n---\n\n"


class Texts:
    """The messages of a state of a report, each with the signs that say what it is."""

    def __init__(self, case: Case, blocks: list[str]) -> None:
        self.signed = self._messages(case, blocks)
        self.messages = self._messages(case, [SIGN.sub("", block) for block in blocks])

    @staticmethod
    def _messages(case: Case, blocks: list[str]) -> tuple[Message, ...]:
        return messages(source_text.parse(EMPTY + "\n\n".join(blocks) + "\n", "report.md"), case.head)

    def identities(self) -> Iterator[tuple[int, int]]:
        """Each message that is one of the first state, and which."""
        count = Counter(sign for message in self.signed for sign in SIGN.findall(message.text))
        for n, message in enumerate(self.signed):
            signs = SIGN.findall(message.text)
            if len(signs) == 1 and count[signs[0]] == 1:
                yield n, int(signs[0])


def sign(case: Case) -> list[str]:
    """The blocks of a report, with a sign in each message."""
    source = source_text.parse(EMPTY + "\n\n".join(case.blocks) + "\n", "report.md")
    found = messages(source, case.head)
    texts = {message.context: f"{message.text}§{n}§" for n, message in enumerate(found)}
    body = fill(source, texts).text().removeprefix(EMPTY)
    return [block for block in re.split(r"\n{2,}", body) if block]


def finish(catalogue: Catalogue) -> Catalogue:
    """The catalogue with a reviewed translation of each message; those of equal texts differ."""
    count: Counter[str] = Counter()
    entries = []
    for entry in catalogue.entries:
        count[entry.original] += 1
        text = f"T{count[entry.original] % 2} {entry.original}"
        entries.append(replace(entry, translation=text, review="yes").pin())
    return replace(catalogue, entries=tuple(entries))


def edit(editor: Editor, blocks: list[str], edits: int) -> list[str]:
    """The blocks of a second report, taken out of the first; none mostly."""
    moved: list[str] = []
    for _ in range(edits):
        match editor.chance.randrange(8):
            case 0:
                names = {name: f"{name}-{editor.chance.randrange(90)}" for b in blocks for name in NOTE.findall(b)}
                blocks[:] = [rename(block, names) for block in blocks]
            case 1 if len(sections(blocks)) > 2:
                start, end = editor.chance.choice(sections(blocks))
                moved += blocks[start:end]
                del blocks[start:end]
            case 2:
                editor.swap_columns(blocks)
            case _:
                editor.edit(blocks)
    return moved


def rename(text: str, names: dict[str, str]) -> str:
    """A text with other names of notes."""
    return NOTE.sub(lambda match: f"[^{names[match[1]]}]", text)


def renamed(text: str, to: str) -> str:
    """A text with the names of notes of another, which differs in these alone."""
    names = iter(NOTE.findall(to))
    return NOTE.sub(lambda _: f"[^{next(names)}]", text)


def compare(first: Catalogue, texts: Texts, after: tuple[PoEntry, ...], left: Texts | None = None) -> Counter[str]:
    """What is wrong with the messages of a state, that of a report whose texts were taken out of another with ``left``."""
    found: Counter[str] = Counter()
    there = {message.text for message in left.messages} if left else set()
    signs = {int(sign) for message in left.signed for sign in SIGN.findall(message.text)} if left else set()
    variants: dict[str, set[str]] = defaultdict(set)
    for entry in first.entries:
        variants[normal_form(entry.original)].add(normal_form(entry.translation))
    before = sites(first.entries)
    now = sites(after)
    for n, k in texts.identities():
        was, entry = first.entries[k], after[n]
        form = normal_form(entry.original)
        if form != normal_form(was.original):
            continue
        found["messages"] += 1
        around = [
            [site.section, site.heads, *(text and normal_form(text) for text in (site.before, site.after))]
            for site in (before[k], now[n])
        ]
        if not entry.translation:
            # One that is still in the first report too, copied or with another translation, keeps its own there.
            stays = entry.original in there and (k in signs or len(variants[form]) > 1)
            found["repeated elsewhere" if stays else "lost"] += 1
        elif entry.stale and (len(variants[form]) == 1 or around[0] == around[1]):
            found["stale"] += 1
        elif entry.stale:
            found["doubts"] += 1
        elif entry.state == "reviewed" and entry.translation != renamed(was.translation, entry.original):
            found["exchanged"] += 1
    return found


def tries(case: Case, count: int, edits: int, seed: int) -> Counter[str]:
    """What goes wrong in so many tries."""
    signed = sign(case)
    start = Texts(case, signed)
    first = finish(update(Catalogue("report.po", "fr"), start.messages)[0])
    found: Counter[str] = Counter()
    for n in range(count):
        editor, blocks = Editor(chance_of(f"{seed} {edits} {n}")), list(signed)
        moved = edit(editor, blocks, edits)
        texts = Texts(case, blocks)
        after, _ = update(first, texts.messages)
        found += compare(first, texts, after.entries)
        if moved:
            other = Texts(case, moved)
            there = {message.text for message in texts.messages}
            gone = replace(after, entries=tuple(left_behind(after, there)), obsolete=())
            follows, _ = update(Catalogue("other.po", "fr"), other.messages, (gone,))
            found += compare(first, other, follows.entries, texts)
            merged = Texts(case, [*blocks, *moved])
            returned = replace(follows, entries=tuple(left_behind(follows, ())), obsolete=())
            joined, _ = update(after, merged.messages, (returned,))
            found += compare(first, merged, joined.entries)
        back, _ = update(after, start.messages)
        for was, entry in zip(first.entries, back.entries, strict=True):
            found["undone"] += (was.translation, was.state) != (entry.translation, entry.state)
    return found


def main() -> None:
    """Edit, compare, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=1000)
    parser.add_argument("--edits", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", default="", help="only this one")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        for case in cases(Path(folder)):
            if options.report in ("", case.name):
                print(case.name, dict(tries(case, options.tries, options.edits, options.seed)), flush=True)


if __name__ == "__main__":
    main()
