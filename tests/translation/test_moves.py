"""No edit of the original costs a translation whose text is still there, and none makes a translation stale for
no cause.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantin.findings import Place
from plantin.source import front_matter, text
from plantin.translation import Catalogue, Message, po, update
from plantin.translation import messages as messages_of
from plantin.translation.po import PoEntry
from tests.kit.houses import REPORT

pytestmark = pytest.mark.full

HEADINGS = ["Overview", "Overview", "Overview", "Oil", "Wicks"]
WORDS = [
    "lamp",
    "oil",
    "wick",
    "glass",
    "keeper",
    "harbour",
    "night",
    "storm",
    "tower",
    "count",
    "light",
    "burn",
    "clean",
    "shine",
    "year",
    "coast",
    "north",
]
WORD = re.compile(r"\w+")


def body(seed: list[int]) -> list[list[str]]:
    """Sections: a heading and paragraphs or cells, made of ``seed``; some texts occur more than once."""
    made, at = [], 0
    for heading in HEADINGS:
        paragraphs = []
        for _ in range(4):
            numbers = [seed[(at + step) % len(seed)] for step in range(9)]
            at += 3
            paragraphs.append(" ".join(WORDS[(one + step) % len(WORDS)] for step, one in enumerate(numbers)))
        made.append([heading, *paragraphs, "402.5", "12 lamps"])
    return made


def messages(sections: list[list[str]]) -> tuple[Message, ...]:
    """Contexts as a report has them: by section and order, so that each edit moves many."""
    rows, counts = [], Counter()  # type: ignore[var-annotated]
    for section in sections:
        counts[section[0]] += 1
        slug = f"{section[0].lower()}-{counts[section[0]]}"
        for order, words in enumerate(section):
            kind = "heading" if not order else "cell" if words[0].isdigit() else "paragraph"
            context = f"section:{slug}" if not order else f"{kind}:{slug}/{order}"
            rows.append(Message(context, words, kind, Place("report.md", len(rows) + 1)))  # type: ignore[arg-type]
    return tuple(rows)


def edited(sections: list[list[str]], edits: list[tuple[str, int, int]]) -> list[list[str]]:
    now = [list(section) for section in sections]
    for kind, a, b in edits:
        section = now[a % len(now)]
        at = 1 + b % max(len(section) - 1, 1)
        if kind == "move section":
            now.insert(b % len(now), now.pop(a % len(now)))
        elif kind == "reword heading":
            section[0] = f"The {section[0]} again and anew"
        elif kind == "insert":
            section.insert(at, f"Wholly new matter {a} {b} of boats rowed by sailors")
        elif kind == "delete" and len(section) > 2:
            section.pop(at)
        elif kind == "repeat":
            section.append(section[at % len(section)])
        elif kind == "swap":
            other = now[b % len(now)]
            section[1:], other[1:] = other[1:], section[1:]
        elif kind == "change" and at < len(section):
            section[at] += " changed"
    return now


KINDS = st.sampled_from(["move section", "reword heading", "insert", "delete", "repeat", "swap", "change"])
EDITS = st.lists(st.tuples(KINDS, st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 16), min_size=40, max_size=60), EDITS)
def test_what_is_still_there_keeps_its_translation_and_its_review(
    seed: list[int], edits: list[tuple[str, int, int]]
) -> None:
    sections = body(seed)
    before = messages(sections)
    entries = tuple(PoEntry(one.context, one.text, f"T {one.text}", review="yes").pin() for one in before)
    after = messages(edited(sections, edits))
    found, done = update(Catalogue("x.po", "es", entries), after)
    left = Counter(one.text for one in before)
    for message, entry in zip(after, found.entries, strict=True):
        if message.text in left:
            assert (entry.translation, entry.stale) == (f"T {message.text}", False)
        if entry.stale:
            old, new = Counter(WORD.findall(entry.previous)), Counter(WORD.findall(entry.original))
            alike = 2 * (old & new).total() / (old.total() + new.total())
            assert alike >= 0.5 or (old & new).total() >= 0.7 * new.total(), (entry.previous, entry.original)
    reviewed = Counter(entry.original for entry in found.entries if entry.state == "reviewed")
    assert reviewed == left & Counter(message.text for message in after), "no review of an untouched text is lost"
    assert done.kept + done.changed + done.new == len(after)
    assert update(found, after)[0] == found, "an update twice changes nothing"


def catalogue(*texts: str) -> Catalogue:
    rows = (PoEntry(f"paragraph:lamps/{n}", text, f"T {text}") for n, text in enumerate(texts, 1))
    return Catalogue("x.po", "es", tuple(rows))


def of(*texts: str) -> tuple[Message, ...]:
    rows = (Message(f"paragraph:lamps/{n}", text, "paragraph", Place("r.md", n)) for n, text in enumerate(texts, 1))
    return tuple(rows)


FIRST, SECOND = "The keeper counts the lamps at night.", "The oil is brought by boat in spring."


def test_both_halves_of_a_split_paragraph_have_the_old_translation_stale() -> None:
    found, done = update(catalogue(f"{FIRST} {SECOND}"), of(FIRST, SECOND))
    assert [(entry.translation, entry.stale) for entry in found.entries] == [(f"T {FIRST} {SECOND}", True)] * 2
    assert (done.changed, done.new, done.gone) == (2, 0, 0)


def test_joined_paragraphs_have_both_translations_stale() -> None:
    found, done = update(catalogue(FIRST, SECOND), of(f"{FIRST} {SECOND}"))
    (entry,) = found.entries
    assert (entry.translation, entry.stale, entry.previous) == (f"T {FIRST} T {SECOND}", True, f"{FIRST} {SECOND}")
    assert (done.changed, done.new, done.gone) == (1, 0, 0)
    apart, _ = update(found, of(FIRST, SECOND))
    assert [(entry.translation, entry.stale) for entry in apart.entries] == [
        (f"T {FIRST}", False),
        (f"T {SECOND}", False),
    ]


def test_an_unlike_text_in_the_same_place_is_new() -> None:
    found, done = update(catalogue("371.2", FIRST), of("2", "Boats carry grain down the river each week."))
    assert [entry.state for entry in found.entries] == ["missing", "missing"]
    assert len(found.obsolete) == 2
    assert (done.changed, done.new, done.gone) == (0, 2, 2)


def test_a_unlike_title_takes_nothing_from_the_title_of_an_example() -> None:
    old = Catalogue("x.po", "es", (PoEntry("title", "First report of twelve pages", "Primer informe"),))
    found, _ = update(old, (Message("title", "Wells of the upper valley", "title", Place("r.md", 1)),))
    assert found.entries[0].state == "missing"


@pytest.mark.parametrize("count", [4000])
def test_thousands_of_messages_changed_at_once_are_paired(count: int) -> None:
    texts = [f"Paragraph {n} counts {n * 7} lamps of the harbour {n % 13} at night." for n in range(count)]
    rows: dict[str, list[str]] = defaultdict(list)
    old = catalogue(*texts)
    new = of(*(f"{text} Changed." for text in reversed(texts)))
    found, done = update(replace(old), new)
    for entry in found.entries:
        rows[entry.state].append(entry.context)
        assert entry.previous == entry.original.removesuffix(" Changed.")
    assert (list(rows), done.changed) == (["stale"], count)


def test_a_paragraph_put_in_changes_few_lines_of_the_catalogue() -> None:
    source = text.read(REPORT)
    head = front_matter.read(source)
    before = messages_of(source, head)
    filled = tuple(PoEntry(one.context, one.text, f"T {one.text}", note=one.note) for one in before)
    at = len(source.blocks) // 3
    put_in = text.Block(0, "A new paragraph about lamps.", "\n\n")
    changed = text.parse(source.with_blocks((*source.blocks[:at], put_in, *source.blocks[at:])).text(), source.path)
    old = Catalogue("x.po", "es", filled)
    new, done = update(old, messages_of(changed, head))
    assert (done.kept, done.new) == (147, 1)
    lines = list(difflib.unified_diff(po.text(old).splitlines(), po.text(new).splitlines(), n=0, lineterm=""))
    assert len(lines) <= 12, lines
