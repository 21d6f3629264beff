"""Ordinary Word reports by python-docx, with Word's own features: see ``FEATURES``."""

from __future__ import annotations

import io
import random

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from bench.own_words import Prose

FEATURES: tuple[str, ...] = (
    "title toc list caption figure notes",
    "title typed-headings list caption figure notes header",
    "automatic-headings caption reference notes header toc",
    "title automatic-headings formula caption source right",
    "typed-headings typed-paragraphs notes caption figure reference",
    "title list-number list box merged source right",
    "title annex typed-headings caption table notes blanks",
    "properties heading-sentences list caption figure",
    "title typed-paragraphs brackets notes footer",
    "title restart list-number caption merged reference",
    "title glyphs blanks link list caption figure",
    "title typed-headings caption table source right formula",
    "automatic-headings restart brackets notes header",
    "title box list caption reference figure",
    "properties typed-paragraphs typed-headings notes table",
    "title list nested caption-below figure reference",
    "title court typed-paragraphs quote notes",
    "table date-row caption notes list",
    "title reference caption list-number restart merged source",
    "title automatic-headings annex typed-paragraphs brackets formula caption table figure reference notes toc header footer",
)
"""What each of the reports has, one word for each feature."""

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
_LEVELS = "".join(
    f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading{n + 1}"/>'
    f'<w:lvlText w:val="{".".join(f"%{k + 1}" for k in range(n + 1))}"/></w:lvl>'
    for n in range(3)
)


class _Report:
    def __init__(self, n: int, language: str, features: str, image: bytes) -> None:
        self._n, self._prose, self._image = n, Prose(language, 100 + n), image
        self._has, self._chance = features.split(), random.Random(n)
        self.document: Document = docx.Document()
        self._notes: list[str] = []
        self._counts = {"Table": 0, "Figure": 0}
        self._section, self._paragraph_number, self._marks = 0, 0, 0
        self._forms = {"fr": ("Tableau", "Figure"), "es": ("Cuadro", "Gráfico"), "ru": ("Таблица", "Рисунок"),
                       "de": ("Tabelle", "Abbildung")}.get(language, ("Table", "Figure"))  # fmt: skip
        self.document.styles["Normal"].element.get_or_add_rPr().append(
            parse_xml(f'<w:lang {_W} w:val="{language}-{language.upper().replace("EN", "GB")}"/>')
        )

    def made(self) -> bytes:
        document, prose = self.document, self._prose
        if "automatic-headings" in self._has:
            self._number_headings()
        if "header" in self._has:
            document.sections[0].header.paragraphs[0].text = f"{prose.word()} | {prose.heading()}"
        if "footer" in self._has or "toc" in self._has:
            self._field(document.sections[0].footer.paragraphs[0], "PAGE", "1")
        document.core_properties.title = prose.heading() if "properties" in self._has else ""
        if "date-row" in self._has:
            self._rows([("Date", "1 August 2022"), *((prose.word(), prose.sentence()) for _ in range(5))])
        if "title" in self._has:
            document.add_paragraph(prose.heading(), "Title")
        if "toc" in self._has:
            document.add_paragraph("Contents")
            self._field(document.add_paragraph(), 'TOC \\o "1-3"', "Update the field to see the contents.")
        for _ in range(4):
            self._part()
        if "annex" in self._has:
            document.add_paragraph(f"Annex A. {prose.heading()}", "Heading 1")
            self._words()
        if self._notes:
            self._write_notes()
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    def _part(self) -> None:
        document, prose, has = self.document, self._prose, self._has
        self._section += 1
        k = self._section
        typed = f"{k}. " if "typed-headings" in has else ""
        document.add_paragraph(f"{typed}{prose.heading()}", "Heading 1")
        self._words()
        for sub in (1, 2):
            typed = f"{k}.{sub} " if "typed-headings" in has else ""
            document.add_paragraph(f"{typed}{prose.heading()}", "Heading 2")
            self._words()
            self._lists(sub)
        self._objects(k)

    def _lists(self, sub: int) -> None:
        document, prose, has = self.document, self._prose, self._has
        if "list" in has and sub == 1:
            for _ in range(3):
                document.add_paragraph(prose.sentence(), "List Bullet")
                if "nested" in has:
                    document.add_paragraph(prose.sentence(), "List Bullet 2")
        if "list-number" in has and sub == 2:
            for _ in range(3):
                entry = document.add_paragraph(prose.sentence(), "List Number")
                if "restart" in has:
                    self._restarted(entry)
        if "brackets" in has and sub == 1:
            for sign in ("(a)", "(b)", "(c)"):
                document.add_paragraph(f"{sign} {prose.sentence()}")
        if "quote" in has and sub == 2:
            document.add_paragraph(prose.paragraph(), "Quote")
        if "heading-sentences" in has:
            if "Numbered Text" not in document.styles:
                style = document.styles.add_style("Numbered Text", WD_STYLE_TYPE.PARAGRAPH)
                style.base_style = document.styles["Heading 2"]
            for _ in range(3):
                document.add_paragraph(prose.paragraph(), "Numbered Text")

    def _objects(self, k: int) -> None:
        document, prose, has = self.document, self._prose, self._has
        if "caption" in has or "table" in has:
            self._caption("Table") if "caption" in has else None
            self._table()
            if "source" in has:
                document.add_paragraph(f"Source: {prose.heading()}.")
        if "figure" in has and k % 2:
            document.add_paragraph().add_run().add_picture(io.BytesIO(self._image), Cm(6))
            if "caption-below" in has:
                document.add_paragraph(f"Photo {k}. {prose.heading()}", "Heading 3" if k == 1 else "Caption")
            else:
                self._caption("Figure")
        if "formula" in has:
            math = "".join(f"<m:r><m:t>{sign}</m:t></m:r>" for sign in ("c", "=", "a"))
            power = "<m:sSup><m:e><m:r><m:t>b</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
            whole = f"<m:oMath>{math}<m:r><m:t>+</m:t></m:r>{power}</m:oMath>"
            line = document.add_paragraph()
            line._p.append(parse_xml(f"<m:oMathPara {_M}>{whole}</m:oMathPara>"))
            within = document.add_paragraph("The cost is ")
            within._p.append(parse_xml(whole.replace("<m:oMath>", f"<m:oMath {_M}>")))
            within.add_run(f", as {prose.heading()} says.")
        if "box" in has and k == 2:
            table = document.add_table(1, 1, "Table Grid")
            table.cell(0, 0).text = prose.heading()
            table.cell(0, 0).add_paragraph(prose.paragraph())
        if "blanks" in has:
            document.add_paragraph("\u00a0")
            document.add_paragraph("\u2003")
        if "glyphs" in has:
            document.add_paragraph(f"{prose.sentence()} こねこ ⚓ 🚢")
        if "link" in has:
            self._link(document.add_paragraph("See "), "https://example.org/lamps?x=1#top", "www.example.org")

    def _words(self) -> None:
        prose, has = self._prose, self._has
        for _ in range(2):
            paragraph = self.document.add_paragraph()
            if "typed-paragraphs" in has:
                self._paragraph_number += 1
                paragraph.add_run(f"{self._paragraph_number}.\t")
            paragraph.add_run(prose.paragraph())
            paragraph.add_run(f" {prose.word()} ").bold = True
            paragraph.add_run(prose.sentence()).italic = True
            if "notes" in has:
                self._note(paragraph, prose.sentence())
            if "reference" in has and self._marks:
                paragraph.add_run(" ")
                kind = self._chance.choice([one for one, count in self._counts.items() if count])
                number = self._chance.randint(1, self._counts[kind])
                shown = f"{self._forms[kind == 'Figure']} {number}"
                self._field(paragraph, f"REF _Ref_{kind}{number} \\h", shown)
                paragraph.add_run(".")
            if "court" in has:
                paragraph.add_run(
                    f" [20{self._chance.randrange(10, 24)}] EWHC {self._chance.randrange(100, 999)} (Ch)."
                )

    # Word's own constructs

    def _number_headings(self) -> None:
        numbering = self.document.part.numbering_part.element
        numbering.insert(0, parse_xml(f'<w:abstractNum {_W} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>{_LEVELS}'
                                      "</w:abstractNum>"))  # fmt: skip
        numbering.append(parse_xml(f'<w:num {_W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
        for n in range(3):
            properties = self.document.styles[f"Heading {n + 1}"].element.get_or_add_pPr()
            properties.append(parse_xml(f'<w:numPr {_W}><w:ilvl w:val="{n}"/><w:numId w:val="90"/></w:numPr>'))

    def _restarted(self, paragraph: Paragraph) -> None:
        numbering = self.document.part.numbering_part.element
        number = 200 + self._section
        if not numbering.xpath(f'w:num[@w:numId="{number}"]'):
            style = self.document.styles["List Number"].element.pPr.numPr.numId.val
            abstract = numbering.xpath(f'w:num[@w:numId="{style}"]/w:abstractNumId/@w:val')[0]
            numbering.append(parse_xml(f'<w:num {_W} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/><w:lvlOverride w:ilvl="0">'
                                       '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'))  # fmt: skip
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {_W}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')
        )

    def _field(self, paragraph: Paragraph, code: str, shown: str) -> None:
        for kind, words in (("begin", ""), ("", code), ("separate", ""), ("t", shown), ("end", "")):
            run = paragraph.add_run(words if kind == "t" else "")
            if kind in ("begin", "separate", "end"):
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
                run._r.append(mark)
            elif not kind:
                instruction = OxmlElement("w:instrText")
                instruction.set(qn("xml:space"), "preserve")
                instruction.text = f" {words} "
                run._r.append(instruction)

    def _caption(self, kind: str) -> None:
        self._counts[kind] += 1
        self._marks += 1
        paragraph = self.document.add_paragraph(style="Caption")
        name = f"_Ref_{kind}{self._counts[kind]}"
        paragraph._p.append(parse_xml(f'<w:bookmarkStart {_W} w:id="{self._marks}" w:name="{name}"/>'))
        paragraph.add_run(f"{self._forms[kind == 'Figure']} ")
        self._field(paragraph, f"SEQ {kind} \\* ARABIC", str(self._counts[kind]))
        paragraph._p.append(parse_xml(f'<w:bookmarkEnd {_W} w:id="{self._marks}"/>'))
        paragraph.add_run(f". {self._prose.heading()}")

    def _table(self) -> None:
        prose = self._prose
        rows = [(prose.word(), "2021", "2022"), *((prose.word(), f"{r},{r}00", f"{r}.5") for r in range(1, 5))]
        table = self._rows(rows)
        table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {_W}/>"))
        if "merged" in self._has:
            head = table.add_row()
            table._tbl.insert(table._tbl.index(table.rows[0]._tr), head._tr)
            head._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {_W}/>"))
            table.cell(0, 1).merge(table.cell(0, 2)).text = prose.word()
            kept = table.cell(1, 0).text
            table.cell(1, 0).text = ""
            table.cell(0, 0).text = ""
            table.cell(0, 0).merge(table.cell(1, 0)).text = kept
        if "right" in self._has:
            for row in table.rows[1:]:
                for cell in row.cells[1:]:
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _rows(self, rows: list[tuple[str, ...]]) -> docx.table.Table:
        table = self.document.add_table(0, len(rows[0]), "Table Grid")
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
        return table

    def _link(self, paragraph: Paragraph, address: str, shown: str) -> None:
        key = self.document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), key)
        link.append(paragraph.add_run(shown)._r)
        paragraph._p.append(link)

    def _note(self, paragraph: Paragraph, words: str) -> None:
        self._notes.append(words)
        paragraph._p.append(parse_xml(f'<w:r {_W}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
                                      f'<w:footnoteReference w:id="{len(self._notes) + 1}"/></w:r>'))  # fmt: skip

    def _write_notes(self) -> None:
        apart = "".join(f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
                        for n, kind in enumerate(("separator", "continuationSeparator")))  # fmt: skip
        notes = "".join(f'<w:footnote w:id="{n}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
                        f'<w:r><w:t xml:space="preserve"> {words}</w:t></w:r></w:p></w:footnote>'
                        for n, words in enumerate(self._notes, 2))  # fmt: skip
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        content = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {_W}>{apart}{notes}</w:footnotes>'.encode()
        part = Part(PackURI("/word/footnotes.xml"), kind, content, self.document.part.package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def report(n: int, language: str, features: str, image: bytes) -> bytes:
    """The Word file number ``n`` in ``language`` that has ``features``, with the picture ``image`` in it."""
    return _Report(n, language, features, image).made()
