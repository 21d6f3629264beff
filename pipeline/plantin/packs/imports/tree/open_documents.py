"""Preprocesses OpenDocument texts for pandoc: what its reader ignores is moved where it is read, or left out."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from lxml import etree
from lxml.etree import _Element as Element

from plantin.bounded import xml
from plantin.bounded.archive import Archive
from plantin.packs.imports import inventory
from plantin.packs.imports.received import Omission
from plantin.packs.imports.tree import raw_words
from plantin.packs.imports.tree.inlines import SPOKEN
from plantin.source import pandoc
from plantin.source.nodes import Json

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_ADDRESS = "{http://www.w3.org/1999/xlink}href"
_MADE = {
    "table-of-content": "the contents", "illustration-index": "the list of figures",
    "table-index": "the list of tables",
    "object-index": "the list of objects", "user-index": "a list of passages", "alphabetical-index": "the index",
}  # fmt: skip
"""What the program that wrote a file makes of its text (ODF 1.3, 8), as the press does of its own."""
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_WORDS = "hidden words"
_PARAGRAPHS, _FIELD = (f"{_TEXT}p", f"{_TEXT}h"), f"{_TEXT}hidden-paragraph"
_APART = {
    f"{_TEXT}hidden-text": _WORDS,
    f"{_TEXT}deletion": "a tracked deletion",
    "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation": "a comment",
}
"""What is not among the words of the text, by what it is."""
_DEEPEST, _SHOWN = 50, 200
_LINK = f"{_TEXT}a"
_BODY = f"{_TEXT}index-body"
_STYLES = (
    '<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"/>'
)
_BEGIN = 2000
"""The name of what a part is in is within so many bytes."""
_KIND = "application/vnd.oasis.opendocument.text"


def clean(root: Element) -> list[Omission]:
    """Take out of the content what the press makes itself, links around pictures and the frame of a bibliography; what
    is left out.
    """
    left_out = []
    for name, words in _MADE.items():
        for node in list(root.iter(f"{_TEXT}{name}")):
            what = f"left out, {words}, which the press makes itself"
            left_out.append(Omission(what, raw_words.open_document(node), around=True))
            xml.replace(node)
    for node in list(root.iter(f"{_DRAW}a")):
        left_out.append(
            Omission(f"not carried over: a link around a picture, to {str(node.get(_ADDRESS, ''))[:200]}", code="S058")
        )
        xml.replace(node, *node)
    for node in list(root.iter(f"{_TEXT}bibliography")):
        heading = " ".join(map(raw_words.open_document, node.iter(f"{_TEXT}index-title")))
        left_out.append(Omission("left out, the heading of the list of works", heading))
        xml.replace(node, *(kid for body in node.iter(_BODY) for kid in body if kid.tag != f"{_TEXT}index-title"))
    return left_out


def remove_hidden(root: Element, styles: Element | None) -> list[Omission]:
    """Take out of the content what the program that wrote it does not print: sections, paragraphs and words that are
    hidden, in themselves or by a style of the content or of ``styles`` (ODF 1.3, 5.4, 7.7.12, 20.424), tracked
    deletions (5.5), comments (14.1); what is left out.
    """
    off = _hiding_styles(root, styles)
    printed_by = [(f"{_TEXT}section", "a hidden section"), (f"{_TEXT}p", _WORDS), (f"{_TEXT}h", _WORDS)]
    left_out = []
    for tag, what in (*printed_by, (f"{_TEXT}span", _WORDS)):
        for node in list(root.iter(tag)):
            if _is_hidden(node, off):
                left_out.append(Omission(f"left out, {what}", raw_words.open_document(node), around=True))
                xml.replace(node)
    for tag, what in _APART.items():
        for node in list(root.iter(tag)):
            if what == _WORDS and not _is_hidden(node, off):
                continue
            words = " ".join(" ".join(map(str, node.itertext())).split())
            if what == _WORDS and words:
                left_out.append(Omission(f"left out, {what}", words, around=True))
            else:
                words = words or str(node.get(f"{_TEXT}string-value", ""))
                left_out.append(Omission(f"left out, {what}: “{words[:_SHOWN]}”"))
            xml.replace(node)
    return left_out


def _is_hidden(node: Element, off: frozenset[str]) -> bool:
    """Return whether an element is not printed: a condition counts by what it was when the file was saved."""
    display = node.get(f"{_TEXT}display", "true")
    conditional = display == "condition" or node.tag == f"{_TEXT}hidden-text"
    return (
        display == "none"
        or (conditional and node.get(f"{_TEXT}is-hidden") == "true")
        or node.get(f"{_TEXT}style-name") in off
        or (
            node.tag in _PARAGRAPHS and any(field.get(f"{_TEXT}is-hidden") == "true" for field in node.iterfind(_FIELD))
        )
    )


def _hiding_styles(*roots: Element | None) -> frozenset[str]:
    """Return the styles whose words are hidden, by their own properties or by those of their parent style."""
    every = [style for root in roots if root is not None for style in root.iter(f"{_STYLE}style")]
    after = {str(style.get(f"{_STYLE}name")): str(style.get(f"{_STYLE}parent-style-name", "")) for style in every}
    displays = {
        str(style.get(f"{_STYLE}name")): value
        for style in every
        for properties in style.iterfind(f"{_STYLE}text-properties")
        if (value := properties.get(f"{_TEXT}display"))
    }

    def is_off(name: str) -> bool:
        for _ in range(_DEEPEST):
            if name in displays or name not in after:
                return displays.get(name) == "none"
            name = after[name]
        return False

    return frozenset(filter(is_off, after))


def mark_languages(root: Element, language: str) -> None:
    """Put words in another language than that of the file into links that say it (``inlines.SPOKEN``), for pandoc's
    reader keeps no language.
    """
    languages = inventory.open_languages(root)
    primary = language.partition("-")[0]
    for node in [*root.iter(f"{_TEXT}span"), *root.iter(f"{_TEXT}p", f"{_TEXT}h")]:
        tag = languages.get(str(node.get(f"{_TEXT}style-name", "")), "")
        if (
            tag in ("", primary, "none", "zxx")
            or next(node.iterancestors(_LINK), None) is not None
            or next(node.iter(_LINK), None) is not None
        ):
            continue
        link = etree.Element(_LINK, {_ADDRESS: f"{SPOKEN}{tag}"})
        link.text, node.text = node.text, None
        link.extend(list(node))
        node.append(link)


def formulas(archive: Archive, root: Element) -> int:
    """Return how many of the objects in the content ``root`` are formulas (MathML)."""
    named = (str(node.get(_ADDRESS, "")).removeprefix("./") for node in root.iter(f"{_DRAW}object"))
    parts = (f"{name}/content.xml" for name in named if f"{name}/content.xml" in archive)
    return sum(b"MathML" in archive.read(part)[:_BEGIN] for part in parts)


def tree(archive: Archive, root: Element, name: str) -> tuple[Json, tuple[str, ...]]:
    """Return what pandoc makes of the file with the content ``root``, and what it warns of. Raises ToolError (V001,
    V011), of the file ``name``.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", _KIND)
        packed.writestr("content.xml", etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
        if "styles.xml" not in archive:
            packed.writestr("styles.xml", _STYLES)  # which pandoc asks for
        for part in archive:
            # Pictures are read where they lie; formulas are parts of their own.
            if part.endswith(".xml") and part != "content.xml":
                packed.writestr(part, archive.read(part))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "received.odt"
        path.write_bytes(buffer.getvalue())
        return pandoc.tree(path, "odt", name)
