"""Checks text that is read out in place of glyphs: replacement text, descriptions of links, and words that are painted
but not read out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from html import unescape

from plantin.auditors.fault import SHOWN, Fault
from plantin.auditors.pdf.file import File, LinkArea
from plantin.auditors.pdf.objects import CELLS
from plantin.auditors.pdf.reading import NOTES, PdfText
from plantin.auditors.pdf.structure import HEADINGS, MATHML, StructureElement
from plantin.model.outline import normal

_DRAWN = frozenset(("Figure", "Formula"))
_BACKWARDS = frozenset({"R", "AL"})
_LIGATURE = 4
"""The letters of the longest ligatures (ﷲ) that have replacement text for themselves."""
_FOLIO = re.compile(r"(\w{1,8})(?: ?/ ?(\d{1,5}))?")
_GOES_ON = re.compile(r" ?[(（][^()（）]{1,24}[)）]$")
"""What a list that goes on overleaf adds to its title there: "(continued)"."""
_NOTHING = re.compile("(?!)")
_DIVIDED = 4
"""How many lines the title over such a list has at most."""
_SHORT = 80
"""How many letters the words on a page left blank have at most."""
_AROUND = ".)、． "
"""What is around the numeral in a label."""
_OUTSIDE = "Tag it: only the page number, and what the text has too (a running head), may be outside the tags."
_LANGUAGES = re.compile(r"<dc:language>(.*?)</dc:language>", re.DOTALL)
_WORDS = re.compile(r"<rdf:li[^>]*>([^<]*)")


def substitute_faults(reading: PdfText) -> Iterator[Fault]:
    """A108 (what links say), A111, A114 (the language in the packet), A116, A162 and A170, as code, message and
    hint.
    """
    yield from _substitutes(reading)
    yield from _unsearchable(reading.file)
    yield from _detached_signs(reading.file)
    yield from _artifacts(reading)
    yield from _tooltips(reading)
    yield from _language(reading.file)


def letters(text: str) -> Counter[str]:
    """How often each letter and digit occurs in ``text``."""
    return Counter(letter for letter in unicodedata.normalize("NFKC", text) if letter.isalnum())


def _substitutes(reading: PdfText) -> Iterator[Fault]:
    """14.9.3 to 14.9.5 of ISO 32000-1: what is read in place of an element's text says the same as it does, or in place
    of a link, the same as the link.
    """
    file = reading.file
    for element in file.elements:
        if element.space == MATHML:
            continue  # compared with the file that belongs to the formula
        painted = "".join(file.marks[key].painted for key in element.marks() if key in file.marks)
        kinds = {
            "ActualText": element.actual,
            "Alt": None if element.tag in _DRAWN else element.alternative,
            # What an abbreviation stands for is compared with what the report says.
            "E": "" if element.tag == "Span" else element.expansion,
        }
        for name, text in kinds.items():
            if text and letters(text) != letters(painted):
                message = f"“{normal(text)[:SHOWN]}” is read ({name}) in place of “{normal(painted)[:SHOWN]}”"
                yield "A111", message, "Take it out: words are read as they are."


def _detached_signs(file: File) -> Iterator[Fault]:
    """Readers that take words by the places of their letters take a vowel sign that is raised for a word of its own."""
    for number, sheet in enumerate(file.sheets, 1):
        if sheet.detached_signs:
            count = len(sheet.detached_signs)
            message = f"{count} vowel signs on page {number} are raised or lowered apart from their letters"
            yield "A170", message, "Build again: the outline of a sign puts it where it belongs."


def _unsearchable(file: File) -> Iterator[Fault]:
    """A string in reverse order is one word (14.8.2.3.3 of ISO 32000-1): programs exchange the words of a phrase.
    Words that run from right to left are found by their glyphs: readers that search and copy turn replacement text
    (14.9.4 of ISO 32000-1) round as they turn painted text. A cluster that its glyphs cannot say may have it.
    """
    for number, sheet in enumerate(file.sheets, 1):
        for phrase in sheet.reversed_phrases:
            message = (
                f"“{normal(phrase)[:SHOWN]}” on page {number} is one reversed string (ReversedChars) of several words"
            )
            yield "A162", message, "Reverse each word by itself, and paint the spaces between them outside."
    given = [(number, actual) for number, sheet in enumerate(file.sheets, 1) for actual, _ in sheet.substitutes]
    given += [(0, element.actual) for element in file.elements if element.actual]
    for number, text in given:
        count = sum(unicodedata.bidirectional(character) in _BACKWARDS for character in text)
        if count > _LIGATURE:
            where = f"on page {number}" if number else "in the tag tree"
            message = f"“{normal(text)[:SHOWN]}” is replacement text {where}: nobody finds or copies it"
            yield "A162", message, "Let the glyphs say it, in ReversedChars, with their letters in ToUnicode."


def _artifacts(reading: PdfText) -> Iterator[Fault]:
    """14.8.2.2 of ISO 32000-1: what is painted and not read is a page number, or is also elsewhere: at the head, over
    a table, over a list of contents that goes on on the page, or before a heading (a thumb index); or it is all that a
    page left blank says.
    """
    file = reading.file
    known = {normal(file.text(line)) for line in reading.parts()[0]}
    heads = {
        normal(file.text(cell))
        for part in file.elements
        if part.tag == "THead"
        for cell in part.walk()
        if cell.tag in CELLS
    }
    known |= heads | {numeral for part in file.elements if part.tag in HEADINGS for numeral in _numerals(file, part)}
    words = "\n".join(known)
    going_on, blank = _going_on(reading), _blank(file)
    for number, sheet in enumerate(file.sheets):
        texts = list(filter(None, map(normal, sheet.artifacts)))
        lines = _lines(heads, texts) | set(_together(known, texts))
        lines |= set(_together(going_on.get(number, set()), texts, _GOES_ON))
        for text in texts:
            if text in lines or blank.get(number) == text:
                continue
            folio = _FOLIO.fullmatch(text)
            # A blank verso at the end is not counted.
            whole = {None, str(len(file.sheets)), str(len(file.sheets) - 1)}
            counted = folio and folio[1] == file.labels[number] and folio[2] in whole
            heard = text in known or (text in words and any(map(str.isalpha, text)))
            if not counted and not heard and any(map(str.isalnum, text)):
                message = f"“{text[:SHOWN]}” on page {number + 1} is outside the tags: screen readers do not read it"
                yield "A116", message, _OUTSIDE


def _numerals(file: File, heading: StructureElement) -> Iterator[str]:
    """The numeral in the label of a heading."""
    label = next((part for part in heading.walk() if part.tag == "Lbl"), None)
    yield from normal(file.text(label)).strip(_AROUND).split()[-1:] if label is not None else ()


def _lines(heads: set[str], texts: list[str]) -> set[str]:
    """The words of the heads of tables that are repeated on a page with ``texts``, word by word where they are on
    several lines.
    """
    here = {word for text in texts for word in text.split()}
    return {text for text in texts if any(text in head and here.issuperset(head.split()) for head in heads)}


def _together(wholes: set[str], texts: list[str], besides: re.Pattern[str] = _NOTHING) -> Iterator[str]:
    """The lines among ``texts``, one below the other, that together say one of ``wholes``, or one and what ``besides``
    matches. A line may end after a hyphen or a dash, or in a script without spaces: spaces are not compared.
    """
    known = {_squeezed(whole) for whole in wholes}
    for begin in range(len(texts)):
        for end in range(begin + 1, min(begin + _DIVIDED, len(texts)) + 1):
            if _squeezed(besides.sub("", " ".join(texts[begin:end]))) in known:
                yield from texts[begin:end]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _blank(file: File) -> dict[int, str]:
    """What each page (from 0) without any word that is read says: on all of them the same few words, or nothing is
    reported of them.
    """
    read = {mark.page for mark in file.marks.values()}
    said = {number: normal(" ".join(sheet.artifacts)) for number, sheet in enumerate(file.sheets) if number not in read}
    said = {number: text for number, text in said.items() if text}
    return said if len(set(said.values())) == 1 and all(len(text) <= _SHORT for text in said.values()) else {}


def _going_on(reading: PdfText) -> dict[int, set[str]]:
    """The titles of contents that continue on each page (from 0), without the words above their page numbers."""
    file, found = reading.file, dict[int, set[str]]()
    for element in file.elements:
        title = element.first("Caption") if element.tag == "TOC" else None
        if title is not None:
            pages = sorted({file.marks[key].page for key in element.marks() if key in file.marks})
            for page in pages[1:]:
                found.setdefault(page, set()).add(normal(reading.loose(title, stop=("Span",))))
    return found


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
        back = _leads_back(element)
        words = normal(reading.file.text(element))
        # A link without words has been reported otherwise.
        for link in reading.links(element) if words else ():
            if not _lies_on(reading.file, link, element):
                message = (
                    f"the link “{words[:SHOWN]}” on page {link.page + 1} does not cover its words, or cannot be seen"
                )
                yield "A108", message, "Its rectangle is that of its words."
            if back or not calls.isdisjoint(above):
                label = reading.note_label(next(one for one in above if one.tag in NOTES)) if back else words
                shape = _shape(normal(link.contents), label)
                shapes[back][shape] += 1
                rows.append((back, shape, link, words))
            elif (
                link.contents
                and letters(link.contents) != letters(_own(reading, element))
                and letters(link.contents) != letters(words)
            ):
                yield (
                    "A108",
                    f"the link “{words[:SHOWN]}” is announced as “{link.contents[:SHOWN]}”",
                    "It says its own words.",
                )
    for back, shape, link, words in rows:
        usual = max(shapes[back], key=lambda one, back=back: (shapes[back][one], one))  # type: ignore[misc]
        if link.contents and (shape != usual or "#" not in shape):
            message = f"the link “{words[:SHOWN]}” on page {link.page + 1} is announced as “{link.contents[:SHOWN]}”"
            yield "A108", message, "It names the note whose number it shows, in the words that all have."


def _leads_back(element: StructureElement) -> bool:
    """Whether ``element`` is a link from a note to a call of it."""
    return any(one.tag == "Lbl" and one.parent is not None and one.parent.tag in NOTES for one in element.above())


def _shape(contents: str, label: str) -> str:
    """Words for a link, with a sign for the number in them."""
    found = [*re.finditer(rf"(?<!\w){re.escape(label)}(?!\w)", contents)] if label else []
    return f"{contents[: found[-1].start()]}#" if found else contents


def _own(reading: PdfText, element: StructureElement) -> str:
    """The words of a link, without the number of the page at the end of a row of the contents."""
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
    """Whether a link can be pressed where its words on its page begin."""
    marks = [file.marks[key] for key in element.marks() if key in file.marks]
    first = next((mark for mark in marks if mark.page == link.page and mark.painted.strip()), None)
    if first is None:
        return not any(mark.painted.strip() for mark in marks)
    size = max(first.size, 1.0)
    return any(
        left - size <= first.x <= right + size and low - size <= first.y <= high + size
        for left, low, right, high in link.areas
    )


def _language(file: File) -> Iterator[Fault]:
    """The language that the file gives to catalogues is that of its text."""
    for held in _LANGUAGES.findall(file.metadata):
        for language in map(unescape, _WORDS.findall(held)):
            if file.catalog["language"] and language.strip() != file.catalog["language"]:
                message = (
                    f"the XMP packet says that the language is {language.strip()}, the catalogue"
                    f" {file.catalog['language']}"
                )
                yield "A114", message, "Give the language of the edition there."
