"""Requirements on an accessible PDF besides its text: ISO 14289-1 (PDF/UA-1), clause by clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import pikepdf

from plantin.auditors.fault import SHOWN, Fault, finding
from plantin.auditors.pdf import links, reading_order, semantics, substitutes
from plantin.auditors.pdf.bounds import number_tree
from plantin.auditors.pdf.file import File
from plantin.auditors.pdf.formulas import formulas
from plantin.auditors.pdf.objects import CELLS, irregular, strangers
from plantin.auditors.pdf.qr import code_faults
from plantin.auditors.pdf.reading import NOTES, PdfRule, PdfText
from plantin.auditors.pdf.structure import Annotation
from plantin.auditors.pdf.substitutes import letters
from plantin.auditors.pdf.ua2 import ua2_faults
from plantin.auditors.pdf.visibility import MODE
from plantin.auditors.scripts import foreign
from plantin.findings import Finding
from plantin.model.outline import normal

_REPEATED = 3
_DEEPEST_STATES = 28


def findings(reading: PdfText, name: str, rules: Iterable[PdfRule]) -> tuple[Finding, ...]:
    """Return what breaks the rules of every PDF, and ``rules``, each thing once. Findings call the file ``name``."""
    rows = [row for rule in _OF_FILES for row in rule(reading.file)]
    rows += [row for rule in (*_ON_PAPER_TOO, *rules) for row in rule(reading)]
    return tuple(finding(code, message, name) for code, message in dict.fromkeys(rows))


def _check_damage(file: File) -> Iterator[Fault]:
    """Check that nothing was repaired: a file that one program repairs silently may not open in another."""
    for damage in file.damage[:_REPEATED]:
        yield "A135", f"the file is damaged and was repaired while it was read: {damage}"


def _check_state_depth(file: File) -> Iterator[Fault]:
    """6.1.13 of ISO 19005-3: graphics states are saved no more than 28 deep."""
    for number, sheet in enumerate(file.sheets, 1):
        if sheet.deepest > _DEEPEST_STATES:
            message = (
                f"page {number} saves {sheet.deepest:,} graphics states inside one another, {_DEEPEST_STATES} are the"
                " most"
            )
            yield "A136", message


def _check_hidden_text(file: File) -> Iterator[Fault]:
    """Check that all text can be seen: what a screen reader, a search or a copy gets is what is printed. The symbols of
    a formula are over its drawing (A167).
    """
    formulas = {key for element in file.elements if element.tag == "Formula" for key in element.marks()}
    for number, sheet in enumerate(file.sheets, 1):
        texts = {MODE: " ".join(mark.signs for key, mark in sheet.marks.items() if mark.signs and key not in formulas)}
        for text, reason in sheet.hidden:
            texts[reason] = f"{texts.get(reason, '')} {text}"
        for reason, text in texts.items():
            if words := normal(text):
                yield "A113", f"“{words[:SHOWN]}” on page {number} cannot be seen: {reason}"


def _tagged_once(file: File) -> Iterator[Fault]:
    """7.1: all content is an artifact, or in the tree, and there once."""
    named = Counter(file.root.marks())
    for key, mark in file.marks.items():
        where = f"“{normal(mark.text)[:SHOWN]}” on page {mark.page + 1}"
        if key not in named:
            yield "A102", f"{where} is marked but not in the tag tree"
        elif named[key] > 1 or mark.times > 1:
            yield "A102", f"{where} is tagged {max(named[key], mark.times)} times"
    for key in named:
        if key not in file.marks:
            yield "A102", f"the tag tree names content (MCID {key[2]}) that no page has"


def _loose(file: File) -> Iterator[Fault]:
    """7.1: nothing is painted outside marks and artifacts."""
    for number, sheet in enumerate(file.sheets, 1):
        for what in dict.fromkeys(normal(text) for text in sheet.loose):
            if what:
                yield "A103", f"“{what[:SHOWN]}” on page {number} is neither tagged nor an artifact"


def _notes(file: File) -> Iterator[Fault]:
    """7.9: each note has an identifier of its own."""
    owners = Counter(element.identity for element in file.elements if element.identity)
    for element in file.elements:
        if element.tag not in NOTES:
            if element.identity and file.identities.get(element.identity) != element.number:
                yield (
                    "A105",
                    f"the identifier {element.identity} is not in the tree's index, or is that of another element",
                )
            continue
        text = normal(file.text(element))[:SHOWN]
        if not element.identity:
            yield "A105", f"the note “{text}” has no identifier"
        elif owners[element.identity] > 1:
            yield "A105", f"the identifier {element.identity} is given {owners[element.identity]} times"
        elif file.identities.get(element.identity) != element.number:
            yield "A105", f"the identifier {element.identity} is not in the tree's index"


def _figures(file: File) -> Iterator[Fault]:
    """7.3: figures and formulas have a text."""
    for element in file.elements:
        if (
            element.tag in {"Figure", "Formula"}
            and not element.alternative.strip()
            and not (element.actual or "").strip()
        ):
            yield "A106", f"a {element.tag.lower()} has no alternative text"


def _tables(file: File) -> Iterator[Fault]:
    """7.5: heads say of what they are the heads, rows fill the grid, and cells name heads of their own table."""
    for table in file.elements:
        if table.tag != "Table":
            continue
        name = f"the table “{normal(file.text(table))[:SHOWN]}”"
        table_cells = [element for element in table.walk() if element.tag in CELLS]
        heads = {cell.identity for cell in table_cells if cell.tag == "TH" and cell.identity}
        for message in irregular(table):
            yield "A115", f"{name}: {message}"
        for cell, stranger in strangers(table):
            message = (
                f"the cell “{normal(file.text(cell))[:SHOWN]}” names the head “{normal(file.text(stranger))[:SHOWN]}”"
            )
            yield "A115", f"{name}: {message}, which is neither over it nor beside it"
        for cell in table_cells:
            words = normal(file.text(cell))[:SHOWN]
            if cell.tag == "TH" and "Scope" not in cell.attributes:
                yield "A115", f"{name}: the head “{words}” does not say what it is the head of"
            for head in cell.attributes.get("Headers", ()):
                if head not in heads:
                    yield "A115", f"{name}: the cell “{words}” names a head that is not there, {head}"
    for element in file.elements:
        beside = list(element.parent.elements()) if element.parent else []
        if element.tag == "Caption" and element not in (*beside[:1], *beside[-1:]):
            yield "A115", f"the caption “{normal(file.text(element))[:SHOWN]}” is in the middle"


def _languages(file: File) -> Iterator[Fault]:
    """7.2: a passage in another script than its language's has its own Lang."""
    for element in file.elements:
        for page, tag, text in ((mark.page, *passage) for mark in file.inside(element) for passage in mark.foreign):
            language = tag or element.language
            if language and (words := foreign(text, language)):
                yield "A107", f"“{words[:SHOWN]}” on page {page + 1} is given out as {language}"


def _annotations(file: File) -> Iterator[Fault]:
    """7.18.1 and 7.18.5: a link is in a Link element and says in words where it leads."""
    inside = {area.number for element in file.elements if element.tag == "Link" for area in element.annotations()}
    for link in file.links.values():
        where = f"the link to {link.target or 'another place'} on page {link.page + 1}"
        if not link.contents.strip():
            yield "A108", f"{where} does not say where it leads"
        if link.number not in inside:
            yield "A108", f"{where} is in no Link element"


def _substitutes(file: File) -> Iterator[Fault]:
    """14.9.4 of ISO 32000-1: what is read in place of glyphs says the same as they, in other characters."""
    for number, sheet in enumerate(file.sheets, 1):
        for actual, painted in sheet.substitutes:
            if painted and (letters(actual) != letters(painted) or actual == painted):
                message = (
                    f"“{normal(actual)[:SHOWN]}” is read where “{normal(painted)[:SHOWN]}” is painted on page {number}"
                )
                yield "A111", message


def _pale(file: File) -> Iterator[Fault]:
    """1.4.3 of WCAG 2.2: words are dark enough for their ground."""
    for number, sheet in enumerate(file.sheets, 1):
        if words := normal("".join(sheet.pale)):
            yield "A118", f"“{words[:SHOWN]}” on page {number} has too little contrast with what is behind it"


def _parents(file: File) -> Iterator[Fault]:
    """14.7.4.4 of ISO 32000-1: who comes from the page finds the element that the tree puts the content in."""
    pdf = file.pdf
    tree: pikepdf.Object = pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())
    numbers = dict(number_tree(tree.get("/ParentTree")))
    rows: dict[tuple[int, int], list[tuple[int, int] | None]] = {}
    wrong: Counter[int] = Counter()
    for element in file.elements:
        for kid in element.kids:
            if isinstance(kid, tuple) and kid in file.marks:
                holder = kid[:2]
                if holder not in rows:
                    row = numbers.get(int(pdf.get_object(*holder).get("/StructParents", -1)))
                    rows[holder] = (
                        [entry.objgen if isinstance(entry, pikepdf.Object) else None for entry in row]
                        if row is not None
                        else []
                    )
                owner = rows[holder][kid[2]] if kid[2] < len(rows[holder]) else None
                wrong[file.marks[kid].page] += owner != element.number
        annotations = (kid for kid in element.kids if isinstance(kid, Annotation) and kid.number != (0, 0))
        for annotation in annotations:
            parent = numbers.get(int(pdf.get_object(*annotation.number).get("/StructParent", -1)))
            wrong[annotation.page] += parent is None or parent.objgen != element.number
    for page, count in sorted(wrong.items()):
        if count:
            yield "A117", f"{count} pieces of page {page + 1} are assigned to other elements than the tree puts them in"


def _names(file: File) -> Iterator[Fault]:
    """7.9.6 of ISO 32000-1: names are in order, or programs that look them up do not find them."""
    catalog: pikepdf.Object = file.pdf.Root
    dests = catalog.get("/Names", pikepdf.Dictionary()).get("/Dests", pikepdf.Dictionary())
    names = [bytes(name) for name in list(dests.get("/Names", []))[::2]]
    if names != sorted(names):
        yield "L103", "the names of the destinations are not in order"


_OF_FILES: tuple[Callable[[File], Iterator[Fault]], ...] = (
    _tagged_once,
    _loose,
    _notes,
    _figures,
    _tables,
    _languages,
    _annotations,
    _substitutes,
    _check_hidden_text,
    _pale,
    _check_damage,
    _check_state_depth,
    _parents,
    _names,
)
_ON_PAPER_TOO: tuple[PdfRule, ...] = (*substitutes.RULES, *reading_order.RULES)
ON_SCREEN: tuple[PdfRule, ...] = (
    *links.RULES,
    reading_order.note_pages,
    formulas,
    *semantics.RULES,
    code_faults,
    ua2_faults,
)
"""The rules of an edition that leads from place to place."""
