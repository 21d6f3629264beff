"""Checks text that is read in place of glyphs: replacement text and descriptions of links; and what is not read."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from plantin.auditors.fault import SHOWN, Fault
from plantin.auditors.pdf.file import File, LinkArea
from plantin.auditors.pdf.reading import NOTES, PdfRule, PdfText, leads_back
from plantin.auditors.pdf.structure import MATHML, StructureElement
from plantin.model.outline import normal

_DRAWN = frozenset(("Figure", "Formula"))
_BACKWARDS = frozenset({"R", "AL"})
_LIGATURE = 4
"""The letters of the longest ligatures (ﷲ) that have replacement text for themselves."""
_FOLIO = re.compile(r"(\w{1,8})(?: ?/ ?(\d{1,5}))?")
_JOINED = r"[^\W\u3400-\u9fff]"
"""What a number beside it is a part of: a letter or a digit, but no ideograph (注1)."""


def letters(text: str) -> Counter[str]:
    """Return how often each letter and digit occurs in ``text``."""
    return Counter(letter for letter in unicodedata.normalize("NFKC", text) if letter.isalnum())


def _substitutes(reading: PdfText) -> Iterator[Fault]:
    """14.9.3 to 14.9.5 of ISO 32000-1: what is read in place of an element's text says the same as it does, or in place
    of a link, the same as the link.
    """
    file = reading.file
    for element in file.elements:
        if element.space == MATHML:
            continue  # compared with the file that belongs to the formula
        painted = "".join(mark.painted for mark in file.under(element))
        kinds = {
            "ActualText": element.actual,
            "Alt": None if element.tag in _DRAWN else element.alternative,
            # What an abbreviation stands for is compared with what the report says.
            "E": "" if element.tag == "Span" else element.expansion,
        }
        for name, text in kinds.items():
            if text and letters(text) != letters(painted):
                yield "A111", f"“{normal(text)[:SHOWN]}” is read ({name}) in place of “{normal(painted)[:SHOWN]}”"


def _detached_signs(reading: PdfText) -> Iterator[Fault]:
    """Readers that take words by the places of their letters take a vowel sign that is raised for a word of its own."""
    for number, sheet in enumerate(reading.file.sheets, 1):
        if sheet.detached_signs:
            count = len(sheet.detached_signs)
            yield "A170", f"{count} vowel signs on page {number} are raised or lowered apart from their letters"


def _unsearchable(reading: PdfText) -> Iterator[Fault]:
    """Check that a string in reverse order is one word (14.8.2.3.3 of ISO 32000-1): programs exchange the words of a
    phrase. Words that run from right to left are found by their glyphs: readers that search and copy turn replacement
    text (14.9.4 of ISO 32000-1) round as they turn painted text. A cluster that its glyphs cannot say may have it.
    """
    for number, sheet in enumerate(reading.file.sheets, 1):
        for phrase in sheet.reversed_phrases:
            message = (
                f"“{normal(phrase)[:SHOWN]}” on page {number} is one reversed string (ReversedChars) of several words"
            )
            yield "A162", message
    substitutes = [
        (number, actual) for number, sheet in enumerate(reading.file.sheets, 1) for actual, _ in sheet.substitutes
    ]
    substitutes += [(0, element.actual) for element in reading.file.elements if element.actual]
    for number, text in substitutes:
        count = sum(unicodedata.bidirectional(character) in _BACKWARDS for character in text)
        if count > _LIGATURE:
            where = f"on page {number}" if number else "in the tag tree"
            yield "A162", f"“{normal(text)[:SHOWN]}” is replacement text {where}: nobody finds or copies it"


def _tooltips(reading: PdfText) -> Iterator[Fault]:
    """7.18.5 of ISO 14289-1: a link says where it leads: its own words, or the number that it shows, in the words that
    all have; and it is on its words.
    """
    shapes: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    rows = []
    calls = set(reading.indicators)
    for element in reading.file.elements:
        if element.tag != "Link":
            continue
        above = list(element.above())
        back = leads_back(element)
        words = normal(reading.file.text(element))
        # A link without words has been reported otherwise.
        for link in reading.links(element) if words else ():
            if not _lies_on(reading.file, link, element):
                message = (
                    f"the link “{words[:SHOWN]}” on page {link.page + 1} does not cover its words, or cannot be seen"
                )
                yield "A108", message
            if back or not calls.isdisjoint(above):
                label = (
                    reading.note_label(next(ancestor for ancestor in above if ancestor.tag in NOTES)) if back else words
                )
                contents = normal(link.contents)
                matches = [*re.finditer(rf"(?<!{_JOINED}){re.escape(label)}(?!{_JOINED})", contents)] if label else []
                shape = f"{contents[: matches[-1].start()]}#" if matches else contents
                shapes[back][shape] += 1
                rows.append((back, shape, link, words))
            elif (
                link.contents
                and letters(link.contents) != letters(_own(reading, element))
                and letters(link.contents) != letters(words)
            ):
                yield "A108", f"the link “{words[:SHOWN]}” is announced as “{link.contents[:SHOWN]}”"
    for back, shape, link, words in rows:
        usual = max(shapes[back], key=lambda one, back=back: (shapes[back][one], one))  # type: ignore[misc]
        if link.contents and (shape != usual or "#" not in shape):
            message = f"the link “{words[:SHOWN]}” on page {link.page + 1} is announced as “{link.contents[:SHOWN]}”"
            yield "A108", message


def _own(reading: PdfText, element: StructureElement) -> str:
    """Return the words of a link, without the number of the page at the end of a row of the contents."""
    texts = [
        (kid, reading.file.text(kid) if isinstance(kid, StructureElement) else reading.file.marks[kid].text)
        for kid in element.kids
        if isinstance(kid, StructureElement) or (isinstance(kid, tuple) and kid in reading.file.marks)
    ]
    last = next((kid for kid, text in reversed(texts) if text.strip()), None)
    page = (
        last
        if isinstance(last, StructureElement)
        and last.tag == "Span"
        and _FOLIO.fullmatch(normal(reading.file.text(last)))
        else None
    )
    return "".join(text for kid, text in texts if kid is not page)


def _lies_on(file: File, link: LinkArea, element: StructureElement) -> bool:
    """Return whether a link can be pressed where its words on its page begin."""
    marks = list(file.under(element))
    first = next((mark for mark in marks if mark.page == link.page and mark.painted.strip()), None)
    if first is None:
        return not any(mark.painted.strip() for mark in marks)
    size = max(first.size, 1.0)
    return any(
        left - size <= first.x <= right + size and low - size <= first.y <= high + size
        for left, low, right, high in link.areas
    )


RULES: tuple[PdfRule, ...] = (_substitutes, _unsearchable, _detached_signs, _tooltips)
"""A108 (what links say), A111, A162 and A170."""
