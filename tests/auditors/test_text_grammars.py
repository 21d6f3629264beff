"""Grammars of plain text, Markdown, braille and sound: sound editions are within them, each row is used, and what is
not in them, or not as the press makes it, is refused, whatever the document says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from plantin.auditors.grammar import load
from plantin.auditors.markup.conformance import tables
from plantin.auditors.markup.epub_package import parse_part
from plantin.auditors.parity import statements
from plantin.bounded import xml
from plantin.findings import PlantinError
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.packs.plain.auditor.markdown.page import page
from plantin.packs.sound.auditor.sound import SoundError, length
from plantin.production.formats import format_named
from tests.kit.editions import Editions
from tests.kit.read_back import content_of_house, unmade
from tests.spoilt import report_with_index, report_with_objects, rewriting
from tests.spoilt.documents import LAMPS, RANGED, SLUGS, WATER, WORKS, Documents

pytestmark = pytest.mark.full

FORMATS = ("txt", "md", "brf", "pef", "ebrl", "audio")
REPORTS = (*SLUGS, LAMPS, WATER, WORKS, RANGED)
SPOKEN = ("harbour", "weather")


@pytest.fixture(scope="module")
def documents(examples: House, store: Editions) -> Documents:
    return Documents(examples, store)


def found(format_: str, content: bytes, document: Document, store: Editions) -> list[str]:
    """What the grammar of a format finds in an edition."""
    row = format_named(format_)
    assert row is not None
    try:
        reading = row.read(content, f"edition{row.suffix}")
        conformance = reading.conformance(content_of_house(format_, document, store.style))
    except PlantinError as error:
        return [one.code for one in error.findings]
    beside = statements.differences(
        document, conformance.statements, content_of_house(format_, document, store.style), "edition"
    )
    return [f"{one.code} {one.message}" for one in (*conformance.findings, *beside)]


@pytest.mark.sample(21)
@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("report", REPORTS)
def test_a_sound_edition_is_within_its_grammar(
    report: str, format_: str, documents: Documents, store: Editions
) -> None:
    if format_ == "audio" and report not in SPOKEN:
        return
    content = documents.path(report, format_).read_bytes()
    assert [one for one in found(format_, content, documents.document(report), store) if "cover" not in one] == []


def text_of(report: str, format_: str, documents: Documents) -> str:
    return documents.path(report, format_).read_bytes().decode()


def used_by(trees: Iterator[tuple[Any, str]], rules: Any) -> set[str]:
    used: set[str] = set()
    for tree, kind in trees:
        list(rules.breaches(tree, kind, used))
    return used


def test_every_row_of_markdown_is_used(documents: Documents, store: Editions, tmp_path: Path) -> None:
    rules, _ = load("plantin.packs.plain.auditor.markdown", "markdown")
    indexed = store.content(report_with_objects.make(tmp_path, report_with_index.SOURCE), "md").decode()

    def trees() -> Iterator[tuple[Any, str]]:
        for text in (indexed, *(text_of(report, "md", documents) for report in REPORTS)):
            made = page(text)
            yield made.body, "body"
            yield from ((held, "footnote") for _, held in made.notes)

    assert " ".join(sorted(rules.kinds.keys() - used_by(trees(), rules))) == ""


def test_every_row_of_the_embosser_format_is_used(documents: Documents) -> None:
    rules, _ = load("plantin.packs.braille.auditor", "pef")
    trees = ((xml.parse(documents.path(report, "pef").read_bytes()), "pef") for report in REPORTS)
    assert " ".join(sorted(rules.kinds.keys() - used_by(trees, rules))) == ""


@pytest.mark.parametrize(
    ("format_", "grammar"),
    [("ebrl", "plantin.packs.braille.auditor:ebraille"), ("audio", "epub+plantin.packs.sound.auditor:audio")],
)
def test_every_row_of_a_package_is_used(format_: str, grammar: str, documents: Documents) -> None:
    rules, held = tables(grammar)

    def trees() -> Iterator[tuple[Any, str]]:
        for report in SPOKEN if format_ == "audio" else REPORTS:
            for name, content in rewriting.unpacked(documents.path(report, format_).read_bytes()).items():
                kind = next(kind for pattern, kind in held["files"].items() if re.fullmatch(pattern, name))
                if name.endswith((".html", ".xhtml", ".opf", ".ncx", ".xml", ".smil")):
                    yield parse_part("", name, content), kind

    shared = tables("epub")[0].kinds.keys() - {"narrator"} if format_ == "audio" else set()
    beside = {"pages-of", "pages", "pages-heading", "page-rows", "page-row", "page-link", "page-mark", "contributor"}
    assert " ".join(sorted(rules.kinds.keys() - used_by(trees(), rules) - shared - beside)) == ""


def put(old: str, new: str) -> Callable[[str], str]:
    def changed(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return changed


CLASSES: dict[str, tuple[str, Callable[[str], str]]] = {
    # Signs that nobody sees, or that look like others
    "direction": ("txt", put("lamps", "la\u202emps")),
    "joiner": ("txt", put("lamps", "la\u200dmps")),
    "no width": ("md", put("lamps", "la\u200bmps")),
    "a letter of another script": ("txt", put("lamps", "l\u0251mps")),
    "struck by a mark": ("txt", put("lamps", "l\u0336amps")),
    "a fixed blank": ("txt", put("the lamps", "the\u2003lamps")),
    "an escape": ("txt", put("lamps", "\x1b[8mlamps")),
    # Lines of no form
    "two blanks": ("txt", put(" the lamps ", "  the  lamps  ")),
    "two empty lines": ("txt", put("\n\n", "\n\n\n")),
    "after the end": ("txt", lambda text: f"{text}\n\n"),
    "before the beginning": ("txt", lambda text: f"\n{text}"),
    "another address": ("txt", put(" lamps", " lamps <https://example.org/>")),
    # HTML, comments, links in Markdown
    "a comment": ("md", put(" lamps", " <!-- not --> lamps")),
    "a comment between blocks": ("md", put("\n\n## ", "\n\n<!-- not -->\n\n## ")),
    "an element": ("md", put(" lamps", " <del>lamps</del>")),
    "a script": ("md", put("\n\n## ", "\n\n<script>go()</script>\n\n## ")),
    "a picture": ("md", put(" lamps", " ![lamps](https://example.org/a.png)")),
    "a link": ("md", put(" lamps", " [lamps](https://example.org/)")),
    "a definition of a link": ("md", lambda text: f"{text}\n[x]: https://example.org/\n"),
    "hidden": ("md", put('<div class="contents">', '<div class="contents" hidden>')),
    "an entity": ("md", put("lamps", "la&#x200b;mps")),
    # Metadata
    "a field more": ("md", put("---\ntitle", '---\nauthor: "Nobody"\ntitle')),
    "another date": ("md", put('date: "2035', 'date: "2036')),
    "a field less": ("md", put('symbol: "A/90/12/Add.1"\n', "")),
    "another publisher": ("pef", put("</dc:title>\n", "</dc:title>\n<dc:publisher>Nobody</dc:publisher>\n")),
    "rights": ("pef", put("</dc:title>\n", "</dc:title>\n<dc:rights>None</dc:rights>\n")),
    "a title": ("pef", put("<dc:title>", "<dc:title>Not ")),
    # Braille
    "wider pages": ("pef", put(' cols="', ' cols="1')),
    "a cell of eight dots": ("pef", put("<row>⠀", "<row>⡀")),
    "a graphic": ("pef", put("<page>\n", "<page>\n<graphic/>\n")),
    "a comment in braille": ("pef", put("<page>\n", "<page>\n<!-- not -->\n")),
    "another namespace": ("pef", put("<page>\n", '<page>\n<x:a xmlns:x="urn:x"/>\n')),
    "a blank at the end of a row": ("brf", put("\r\n", " \r\n")),
    "a small letter": ("brf", put("LAMP", "lamp")),
    "after the last page": ("brf", lambda text: f"{text}A"),
}  # fmt: skip


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_is_refused(name: str, documents: Documents, store: Editions) -> None:
    format_, change = CLASSES[name]
    sound = text_of("harbour", format_, documents)
    spoilt = change(sound).encode()
    assert found(format_, spoilt, documents.document("harbour"), store) or unmade(sound.encode(), spoilt)


IN_A_FILE: dict[str, tuple[str, str, Callable[[str], str]]] = {
    "a remark in braille": ("ebrl", "ebraille/front.html", put("<p>", "<p><!-- not -->")),
    "struck": ("ebrl", "ebraille/front.html", put("<p>", "<p><del>⠁</del>")),
    "hidden": ("ebrl", "ebraille/front.html", put("<p>", '<p hidden="hidden">')),
    "another sheet": ("ebrl", "ebraille/style.css", lambda text: f"{text}p {{ display: none; }}\n"),
    "another producer": ("ebrl", "package.opf", put('a11y:producer">', 'a11y:producer">Not ')),
    "another system": ("ebrl", "package.opf", put('a11y:completeTranscription">true', 'a11y:completeTranscription">false')),
    "a language": ("ebrl", "index.html", put('lang="en-Brai"', 'lang="de-Brai"')),
    "a clip of nothing": ("audio", "EPUB/chapter-1.smil", put("<par>", "<par><par/>")),
    "a clip elsewhere": ("audio", "EPUB/chapter-1.smil", put("<text src=", '<text title="x" src=')),
    "a narrator": ("audio", "EPUB/content.opf", put(" (synthetic voice)", "")),
    "an identifier": ("audio", "EPUB/content.opf", put("urn:uuid:", "urn:uuid:0")),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_A_FILE)
def test_a_class_is_refused_in_a_package(name: str, documents: Documents, store: Editions) -> None:
    format_, file, change = IN_A_FILE[name]
    content = documents.path("harbour", format_).read_bytes()
    files = rewriting.unpacked(content)
    files[file] = change(files[file].decode()).encode()
    spoilt, document = rewriting.packed(files), documents.document("harbour")
    refusals = set(found(format_, spoilt, document, store)) - set(found(format_, content, document, store))
    assert refusals or unmade(content, spoilt)


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content + b"\0",
        lambda content: b"ID3" + content,
        lambda content: content[:-1],
        lambda content: content[:1000],
        lambda content: content + content,
    ],
    ids=["after", "before", "within a frame", "shorter", "twice"],
)
def test_what_is_beside_the_clips_is_refused(
    change: Callable[[bytes], bytes], documents: Documents, store: Editions
) -> None:
    files = rewriting.unpacked(documents.path("harbour", "audio").read_bytes())
    files["EPUB/audio/chapter-1.mp3"] = change(files["EPUB/audio/chapter-1.mp3"])
    refused = found("audio", rewriting.packed(files), documents.document("harbour"), store)
    assert any("EPUB/audio/chapter-1.mp3" in one for one in refused)


def test_sound_is_of_frames_of_one_kind(documents: Documents) -> None:
    files = rewriting.unpacked(documents.path("harbour", "audio").read_bytes())
    content = files["EPUB/audio/chapter-1.mp3"]
    assert length(content) > 10
    with pytest.raises(SoundError, match="no frame"):
        length(b"RIFF" + content)
