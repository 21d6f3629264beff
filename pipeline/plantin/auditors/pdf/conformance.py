"""How a PDF conforms to the grammar of its standard (objects.toml, content.toml, packet.toml): its bytes, its objects,
its pages, its metadata, and whether the fonts, profiles, pictures and files that it carries are those of the house and
the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

import pikepdf

from plantin.auditors.fault import SHOWN, finding
from plantin.auditors.grammar import Breach, Grammar, Tables, rows
from plantin.auditors.pdf.bounds import LARGEST_CONTENT, LARGEST_FONT, LARGEST_PACKET, decode
from plantin.auditors.pdf.content_grammar import ContentGrammar
from plantin.auditors.pdf.file import File
from plantin.auditors.pdf.file_layout import layout_faults, version
from plantin.auditors.pdf.font_programs import font_fault
from plantin.auditors.pdf.fonts import Font
from plantin.auditors.pdf.object_grammar import ObjectGrammar, PdfBreach, PdfObjects, StreamBytes
from plantin.auditors.pdf.objects import BOXES
from plantin.auditors.pdf.structure import HEADINGS, StructureElement
from plantin.auditors.statements import MARKED, Conformance, HouseContent, Statement
from plantin.bounded.xml import XmlError, parse
from plantin.model.languages import direction
from plantin.model.outline import normal


@dataclass(frozen=True, slots=True)
class PdfStandard:
    """A standard that editions keep."""

    name: str
    """What the tables of its rows are called: ``ua2``."""
    version: str
    """The version of PDF that its files are."""
    package: str = ""
    """The package whose grammars have its rows, where they are not with those of the other standards."""


UA1 = PdfStandard("ua1", "1.7")
"""PDF/UA-1 (ISO 14289-1) with PDF/A-3 (ISO 19005-3)."""
UA2 = PdfStandard("ua2", "2.0")
"""PDF/UA-2 (ISO 14289-2) with PDF/A-4 (ISO 19005-4)."""
_NOTHING = (0, 0)
"""The number of no object."""
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_AROUND = " -–—|·/"
"""What may be around the number of a page."""
_DIGITS = re.compile(r"\d+")
_TITLED = frozenset({"Sect", *BOXES})
"""What a heading may begin."""
_WRITTEN_ONCE = ("profile", "picture", "mask", "document", "formula", "data")
"""Streams that are known by their bytes: each has the digest of one of the house or the document."""


def _tables(name: str, package: str = "") -> Tables:
    return rows("plantin.auditors.pdf", name, *([f"{package}:{name}"] if package else ()))


@cache
def grammars(standard: PdfStandard) -> tuple[ObjectGrammar, ContentGrammar, Grammar]:
    """Return the grammars of the objects, the pages and the XMP packet of a standard."""
    packet, objects, content = (_tables(name, standard.package) for name in ("packet", "objects", "content"))
    kinds = {**packet["kinds"], **packet.get(standard.name, {})}
    return (
        ObjectGrammar(objects, standard.name),
        ContentGrammar(content, standard.name),
        Grammar({**packet, "kinds": kinds}),
    )


class PdfConformance:
    """How one file conforms to the grammar of ``standard``; ``used`` takes the names of the rows that it has."""

    def __init__(self, file: File, standard: PdfStandard, known: HouseContent) -> None:
        self._pdf, self._file, self._standard, self._known = file.pdf, file, standard, known
        self._objects, self._content, self._packet = grammars(standard)
        self.used: tuple[set[str], set[str], set[str]] = (set(), set(), set())

    def judge(self, name: str) -> Conformance:
        """Return what grammar or house does not have (A171, A172), and the statements; the file is called ``name``."""
        breaches: dict[tuple[str, str], list[str]] = {}
        statements: dict[tuple[str, str], Statement] = {}
        for result in self._results():
            if isinstance(result, Statement):
                statements.setdefault((result.term, result.value), result)
            else:
                breaches.setdefault((result.code, result.message), []).append(result.where)
        findings = (
            finding(code, f"{places[0]}: {message}{_others(places)}", name)
            for (code, message), places in breaches.items()
        )
        return Conformance(tuple(findings), (*statements.values(), *self._mark_statements()))

    def _results(self) -> Iterator[PdfBreach | Statement]:
        if version(self._file.content) != self._standard.version:
            yield PdfBreach(f"the file is not PDF {self._standard.version}", "its header")
        yield from (PdfBreach(fault, "the file") for fault in layout_faults(self._file.content))
        for result in self._objects.check(PdfObjects(self._pdf), self.used[0]):
            yield from self._stream(result) if isinstance(result, StreamBytes) else (result,)
        for number, page in enumerate(self._pdf.pages, 1):
            yield from self._check_content(page.obj.get("/Contents"), f"page {number}", "page")
        for number in range(len(self._file.sheets)):
            yield from self._running(number)
        yield from self._check_nesting()
        yield from self._contents_titles()
        # Bookmarks that do not name the ones beside them, the one that they are under, or their first and
        # last.
        parents, seen = [self._pdf.Root.get("/Outlines")], {_NOTHING}
        for parent in parents:
            before, kid = _NOTHING, _referenced_number(parent, "/First")
            while kid not in seen:
                seen.add(kid)
                row = self._pdf.get_object(kid)
                if (_referenced_number(row, "/Parent"), _referenced_number(row, "/Prev")) != (_number(parent), before):
                    yield PdfBreach("a bookmark does not name the one before it or above it", f"object {kid[0]}")
                parents.append(row)
                before, kid = kid, _referenced_number(row, "/Next")
            if (kid, _referenced_number(parent, "/Last")) != (_NOTHING, before):
                yield PdfBreach("a bookmark does not name its last", f"object {_number(parent)[0]}")

    def _check_content(self, stream: Any, where: str, mark: str) -> Iterator[PdfBreach | Statement]:
        """What is wrong with instructions, and the colours that they state; what is no stream is a wrong object."""
        if isinstance(stream, pikepdf.Stream):
            yield from self._content.check(decode(stream, LARGEST_CONTENT), where, self.used[1], mark)

    def _running(self, number: int) -> Iterator[Statement]:
        """Yield what is on the page of that ``number`` (from 0) outside the text, without the number of the page: that
        is an artifact of its own; only where none is, it is looked for beside other words, apart from them.
        """
        pages = len(self._file.sheets)
        folio = rf"{re.escape(self._file.labels[number])}(?: ?/ ?(?:{pages}|{pages - 1}))?"
        texts = [normal(words) for words in self._file.sheets[number].artifacts]
        others = [text for text in texts if not re.fullmatch(folio, text.strip(_AROUND))]
        for text in others:
            beside = len(others) == len(texts)
            if rest := (re.sub(rf"(?<!\S){folio}(?!\S)", "", text, count=1) if beside else text).strip(_AROUND):
                yield Statement("running head", rest, f"page {number + 1}")

    def _check_nesting(self) -> Iterator[PdfBreach]:
        """Tags of blocks in tags of lines, parts of lists, tables and contents elsewhere, out of order or with others
        among them, headings that begin nothing, and boxes without a number under no heading.
        """
        tags = _tables("objects")["tags"]
        line, block, part = (re.compile(tags[name]) for name in ("line", "block", "part"))
        for element in self._file.elements:
            pattern = tags["holds"].get(element.tag)
            kids = list(element.elements())
            if pattern and not re.fullmatch(pattern, inside := "".join(f"{kid.tag} " for kid in kids)):
                yield PdfBreach(f"the tag {element.tag} holds {inside[:SHOWN].strip() or 'nothing'}", "the tags")
            for place, kid in enumerate(kids):
                begins = element.tag == "Document" or (element.tag in _TITLED and element.identity and not place)
                strange = not pattern and part.fullmatch(kid.tag)
                if strange or (line.fullmatch(element.tag) and block.fullmatch(kid.tag)):
                    yield PdfBreach(f"the tag {kid.tag} is in {element.tag}", "the tags")
                elif kid.tag in HEADINGS and not begins:
                    yield PdfBreach(f"the heading {self._quote(kid)} ({kid.tag}) begins no section", "the tags")
                elif element.tag in BOXES and not place and kid.tag == "P" and kid.first("Lbl") is None:
                    yield PdfBreach(f"{self._quote(kid)}, over a box without a number, is no heading", "the tags")

    def _quote(self, element: StructureElement) -> str:
        return f"“{normal(self._file.text(element))[:SHOWN]}”"

    def _contents_titles(self) -> Iterator[Statement]:
        """Yield the title of the contents: their caption, or what is before them."""
        for parent in self._file.elements:
            kids = [] if parent.tag in {"TOC", "TOCI"} else list(parent.elements())
            for before, kid in zip([None, *kids], kids, strict=False):
                if title := kid.first("Caption") or before if kid.tag == "TOC" else None:
                    yield Statement("title of the contents", normal(self._file.text(title)), "the contents")

    def _mark_statements(self) -> Iterator[Statement]:
        """Yield what is raised, lowered or stressed in the text; not in the contents, which repeat headings."""
        yield Statement(MARKED, "", "the tags")
        for element in self._file.elements:
            term = self._term(element) if element.number != _NOTHING else ""
            if term and all(ancestor.tag != "TOC" for ancestor in element.above()):
                yield Statement(term, normal(self._file.text(element)), "the tags")

    def _term(self, element: StructureElement) -> str:
        """Return how an element is set apart in a line; empty where it is not."""
        shift = element.attributes.get("BaselineShift", element.attributes.get("TextPosition", ""))
        if element.tag == "Span" and shift:
            return "lowered" if shift in {"Sub", "-2"} else "raised"
        return {"/Em": "stressed", "/Strong": "strong"}.get(str(self._file.node(element).get("/S", "")), "")

    def _stream(self, found: StreamBytes) -> Iterator[PdfBreach | Statement]:
        """Yield what is wrong with a stream whose bytes have to be known, and what it states."""
        stream = self._pdf.get_object(found.number, 0)
        if found.kind == "drawing":
            yield from self._check_content(stream, found.where, "drawing")
        elif found.kind == "packet":
            yield from self._check_packet(decode(stream, LARGEST_PACKET), found.where)
        elif found.kind == "font" and self._known.faces:
            read = self._file.fonts.get(stream.objgen) or Font(stream, self._file.budget)
            turned = direction(self._file.language) == "rtl"
            if fault := font_fault(stream, read, self._known.faces, turned=turned):
                message = f"the font {str(stream.BaseFont)[1:]} is not that of the house: {fault}"
                yield PdfBreach(message, found.where, "A172")
        elif found.kind in _WRITTEN_ONCE:
            raw = str(stream.get("/Filter", "")) == "/DCTDecode"
            content = bytes(stream.read_raw_bytes()) if raw else decode(stream, LARGEST_FONT)
            yield Statement(f"digest of a {found.kind}", sha256(content).hexdigest(), found.where)

    def _check_packet(self, content: bytes, where: str) -> Iterator[PdfBreach | Statement]:
        """Check the XMP packet: as the press writes it, and in its grammar."""
        text = content.decode("utf-8", "replace")
        written = _tables("packet")["written"]
        if not (text.startswith(written["begin"]) and text.rstrip().endswith(written["end"])):
            yield PdfBreach("the XMP packet does not begin or end as the press writes it", where)
        try:
            root = parse(text.removeprefix(written["begin"]).rstrip().removesuffix(written["end"]).encode())
        except XmlError as error:
            yield PdfBreach(f"the XMP packet cannot be read: {error}", where)
            return
        if "<!" in text or text.count("<?") != len(written):
            yield PdfBreach("a comment, an instruction or a declaration is in the XMP packet", where)
        spaces = _tables("packet")["prefixes"].items()
        for prefix, space in {declaration for element in root.iter() for declaration in element.nsmap.items()} - spaces:
            yield PdfBreach(f"the namespace {space[:SHOWN]} ({prefix}) is not in the grammar of the XMP packet", where)
        # Make one of the descriptions of one thing, which say as much together as one does (RDF).
        first = None
        for description in list(root.iter(f"{{{_RDF}}}Description")):
            around = description.getparent()
            if first is None:
                first = description
            elif around is not None and around is first.getparent() and description.items() == first.items():
                first.extend(list(description))
                around.remove(description)
        for result in self._packet.breaches(root, "packet", self.used[2]):
            if isinstance(result, Breach):
                yield PdfBreach(f"XMP: {result.message}", where)
            else:
                yield Statement(result.term, result.value, "the XMP packet")
        # The file gives one moment, wherever it names one.
        names = ("CreateDate", "ModifyDate", "MetadataDate")
        dates = [
            "".join(map(str, element.itertext())) for name in names for element in root.iterfind(f".//{{*}}{name}")
        ]
        info = self._pdf.trailer.get("/Info", pikepdf.Dictionary())
        dates += [str(info[name]) for name in ("/CreationDate", "/ModDate") if name in info]
        if len({"".join(_DIGITS.findall(date))[:14] for date in dates}) > 1:
            yield PdfBreach("the dates of the file are not one moment", where)


def _referenced_number(holder: Any, key: str) -> tuple[int, int]:
    """Return the number of the dictionary that ``holder`` names by ``key``."""
    return _number(holder.get(key)) if isinstance(holder, pikepdf.Dictionary) else _NOTHING


def _number(one: Any) -> tuple[int, int]:
    return one.objgen if isinstance(one, pikepdf.Dictionary) else _NOTHING


def _others(places: list[str]) -> str:
    return f", and in {len(places) - 1} more places" if len(places) > 1 else ""
