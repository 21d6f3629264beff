"""S/2017/97 in four languages from four Word files of other layouts: one source, and three catalogues filled from it.

    python bench/elsewhere.py [--keep FOLDER]

The files have the words of the report and nothing else of ours; each is laid out as another office might: English with
styles of headings, typed numbers and footnotes; French with bold lines for headings, end notes, and a masthead in a
table; Spanish numbered by Word, on levels of its own under styles of its own, the symbol and the date at the head of
pages; Russian an OpenDocument text with numbered lists, saved as .docx by LibreOffice. The first is imported, the
others are aligned with it (`plantin import --language fr --onto S/2017/97`). The table says how many headings,
paragraphs and notes came of each, how many messages and which part of the report's words have a counterpart, and how
many passages and notes have the number and the words that they have in the file.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from plantin.house.layout import House  # noqa: E402
from plantin.model.outline import Entry, Outline, outline  # noqa: E402
from plantin.packs.imports import receive, translations  # noqa: E402
from plantin.packs.imports.received import GivenFields, letters  # noqa: E402
from plantin.production import steps  # noqa: E402
from tests.kit.houses import in_un  # noqa: E402

SLUG = "S-2017-97"
_CALL = re.compile(r"\[\^(\d+)\]")
_W = nsdecls("w")
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = """| file | headings | paragraphs | notes | messages aligned | words aligned | passages with their number and words | findings |
|:--|--:|--:|--:|--:|--:|--:|:--|"""


class Notes:
    """The notes of a file that python-docx makes, which has no way to make any: at the foot of pages, or at the end."""

    def __init__(self, package: Any, said: Outline, kind: str) -> None:
        self.kind = kind
        texts = [f'<w:{kind} w:id="{entry.label}">{_paragraph(entry.text)}</w:{kind}>' for entry in said.notes]
        lines = [
            f'<w:{kind} w:type="{two}" w:id="{n}"><w:p/></w:{kind}>'
            for n, two in ((-1, "separator"), (0, "continuationSeparator"))
        ]
        content = f"<w:{kind}s {_W}>{''.join((*lines, *texts))}</w:{kind}s>"
        part = Part(PackURI(f"/word/{kind}s.xml"), f"{_WML}.{kind}s+xml", content.encode(), package.part.package)
        package.part.relate_to(part, f"{_RELATION}/{kind}s")

    def write(self, line: Any, text: str) -> Any:
        """Put ``text`` into the paragraph ``line``, its calls as calls."""
        for n, part in enumerate(_CALL.split(text)):
            if n % 2:
                run = line.add_run()
                run.font.superscript = True
                run.element.append(parse_xml(f'<w:{self.kind}Reference {_W} w:id="{part}"/>'))
            elif part:
                line.add_run(part)
        return line


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _rows(said: Outline) -> Iterator[Entry]:
    yield from (entry for entry in said.body if entry.text)


def styled(said: Outline, path: Path) -> None:
    """Headings by style with typed numbers, paragraphs with typed ones and a tab, footnotes; a large title of its own
    style.
    """
    package = docx.Document()
    notes = Notes(package, said, "footnote")
    for line in said.masthead[:-1]:
        package.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    package.add_paragraph(said.masthead[-1], style="Title")
    for entry in _rows(said):
        if entry.kind == "section":
            notes.write(package.add_heading(level=entry.level), f"{entry.label} {entry.text}")
        else:
            line = notes.write(package.add_paragraph(), f"{entry.label}\t{entry.text}")
            line.paragraph_format.first_line_indent = Cm(0.5)
    package.save(str(path))


def plain(said: Outline, path: Path) -> None:
    """No style but one: headings are bold lines, those of main sections larger; end notes; the masthead is a table of
    two columns.
    """
    package = docx.Document()
    notes = Notes(package, said, "endnote")
    table = package.add_table(1, 2)
    lines = said.masthead[:-1]
    table.cell(0, 0).text = lines[0]
    table.cell(0, 1).text = "\n".join(lines[1:])
    title = package.add_paragraph().add_run(said.masthead[-1])
    title.bold, title.font.size = True, Pt(18)
    for entry in _rows(said):
        line = notes.write(package.add_paragraph(), f"{entry.label} {entry.text}")
        if entry.kind == "section":
            for run in line.runs:
                run.bold, run.font.size = True, Pt((16, 14, 12)[entry.level - 1])
            line.paragraph_format.keep_with_next = True
        else:
            line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    package.save(str(path))


def counted(said: Outline, path: Path) -> None:
    """All numbers are Word's: headings on levels of a list under styles of the office's own, paragraphs in another;
    footnotes; the symbol and the date are at the head of pages.
    """
    package = docx.Document()
    notes = Notes(package, said, "footnote")
    numbering = package.part.numbering_part.element
    forms = (("upperRoman", "%1."), ("upperLetter", "%2."), ("decimal", "%3."))
    heads = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (kind, text) in enumerate(forms)
    )
    one = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    for place, (number, levels) in enumerate((("97", heads), ("98", one))):
        numbering.insert(place, parse_xml(f'<w:abstractNum {_W} w:abstractNumId="{number}">{levels}</w:abstractNum>'))
        numbering.append(parse_xml(f'<w:num {_W} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
    styles = package.styles.element
    for n in range(3):
        outlined = f'<w:outlineLvl w:val="{n}"/><w:numPr><w:ilvl w:val="{n}"/><w:numId w:val="97"/></w:numPr>'
        name = (
            f'<w:name w:val="Epígrafe {n + 1}"/><w:basedOn'
            f' w:val="Normal"/><w:pPr>{outlined}</w:pPr><w:rPr><w:b/></w:rPr>'
        )
        styles.append(
            parse_xml(
                f'<w:style {_W} w:type="paragraph" w:customStyle="1" w:styleId="Epigrafe{n + 1}">{name}</w:style>'
            )
        )
    head = package.sections[0].header.paragraphs[0]
    head.text = f"{said.masthead[2]}\t{said.masthead[4]}" if len(said.masthead) > 4 else " ".join(said.masthead[:-1])
    package.add_paragraph(said.masthead[-1], style="Title")
    for entry in _rows(said):
        if entry.kind == "section":
            notes.write(package.add_paragraph(style=f"Epígrafe {entry.level}"), entry.text)
        else:
            line = notes.write(package.add_paragraph(), entry.text)
            line.paragraph_format.element.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {_W}><w:ilvl w:val="0"/><w:numId w:val="98"/></w:numPr>')
            )
    package.save(str(path))


_FLAT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3" '
    'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>{}</office:text></office:body></office:document>'
)


def saved(said: Outline, path: Path) -> None:
    """An OpenDocument text, its headings with typed numbers, each paragraph an entry of one list that goes on; saved by
    LibreOffice.
    """
    made = {entry.label: escape(entry.text) for entry in said.notes}

    def inline(text: str) -> str:
        parts = _CALL.split(text)
        return "".join(
            (
                escape(part)
                if not n % 2
                else (
                    '<text:note text:note-class="footnote"'
                    f' text:id="ftn{part}"><text:note-citation>{part}</text:note-citation>'
                    f"<text:note-body><text:p>{made[part]}</text:p></text:note-body></text:note>"
                )
            )
            for n, part in enumerate(parts)
        )

    lines = [f"<text:p>{escape(line)}</text:p>" for line in said.masthead[:-1]]
    lines.append(f'<text:p text:style-name="Title">{escape(said.masthead[-1])}</text:p>')
    for entry in _rows(said):
        if entry.kind == "section":
            lines.append(f'<text:h text:outline-level="{entry.level}">{inline(f"{entry.label} {entry.text}")}</text:h>')
        else:
            item = f"<text:list-item><text:p>{inline(entry.text)}</text:p></text:list-item>"
            lines.append(
                f'<text:list text:continue-numbering="true" text:style-name="Numbering_20_123">{item}</text:list>'
            )
    flat = path.with_suffix(".fodt")
    flat.write_text(_FLAT.format("".join(lines)), "utf-8")
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(path.parent),
        str(flat),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


LAYOUTS: dict[str, tuple[str, Callable[[Outline, Path], None]]] = {
    "en": ("styles of headings, typed numbers, footnotes", styled),
    "fr": ("bold lines, end notes, masthead in a table", plain),
    "es": ("numbered by Word, styles of its own, footnotes", counted),
    "ru": ("OpenDocument saved by LibreOffice", saved),
}


@dataclass(frozen=True)
class Came:
    """What came of one file: the counts of its outline; how many messages of the report have a counterpart in it, and
    which part of its words; how many passages and notes have the same number and the same words as in the file; the
    codes of what was found, and all of it.
    """

    language: str
    counts: dict[str, int]
    messages: str
    share: str
    same: str
    codes: tuple[str, ...]
    said: tuple[str, ...]


def home(folder: Path) -> House:
    """A house with nothing in it but styles and languages."""
    for part in ("styles", "locales"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("*.po"))
    (folder / "sources").mkdir()
    return in_un(folder)


def made(folder: Path) -> dict[str, tuple[Path, Outline]]:
    """The four files in ``folder``, each with what it says."""
    house = House(ROOT)
    out = {}
    for language, (_, make) in LAYOUTS.items():
        said = outline(steps.compose(house, SLUG, language).document)
        notice = house.locale(language).masthead.notice  # that this translation is not official
        said = replace(said, masthead=tuple(line for line in said.masthead if line != notice))
        path = folder / f"{language}.docx"
        make(said, path)
        out[language] = path, said
    return out


def came(house: House, files: dict[str, tuple[Path, Outline]]) -> Iterator[Came]:
    """Import the first file, and align the others with it."""
    for language, (path, said) in files.items():
        if language == "en":
            arrived = receive.import_file(house, path, GivenFields({}))
            told, messages = arrived.findings(), ""
            share = ""
        else:
            done = translations.bring(house, path, SLUG, language)
            told, messages = done.findings, f"{done.taken} of {done.messages}"
            share = f"{done.share:.1%}"
        there = outline(steps.compose(house, SLUG, language).document)
        rows = [*zip(said.body, there.body, strict=False), *zip(said.notes, there.notes, strict=False)]
        same = sum(
            (a.kind, a.level, a.label, letters(a.text)) == (b.kind, b.level, b.label, letters(b.text)) for a, b in rows
        )
        whole = len(said.body) + len(said.notes)
        yield Came(language, there.counts(), messages, share, f"{same} of {whole}", _codes(told), tuple(map(str, told)))


def _codes(findings: Any) -> tuple[str, ...]:
    return tuple(sorted({finding.code for finding in findings}))


def main() -> None:
    """Make the files, import them, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="leave the files in this folder")
    parser.add_argument("--verbose", action="store_true", help="print every finding")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(exist_ok=True)
        rows = []
        (Path(scratch) / "house").mkdir()
        for one in came(home(Path(scratch) / "house"), made(folder)):
            counts = [str(one.counts.get(kind, "–")) for kind in ("sections", "paragraphs", "notes")]
            cells = (*counts, one.messages or "–", one.share or "–", one.same, ", ".join(one.codes) or "none")
            rows.append(f"| {one.language}: {LAYOUTS[one.language][0]} | " + " | ".join(cells) + " |")
            if options.verbose:
                sys.stdout.write("\n".join(one.said) + "\n")
    table = "\n".join([_HEAD, *rows])
    sys.stdout.write(f"{table}\n")


if __name__ == "__main__":
    main()
