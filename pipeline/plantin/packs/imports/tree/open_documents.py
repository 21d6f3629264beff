"""Preprocesses OpenDocument texts for pandoc: what its reader ignores is moved to where it is read, or left out and
reported.
"""

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
_LINK = f"{_TEXT}a"
_BODY = f"{_TEXT}index-body"
_STYLES = (
    '<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"/>'
)
_BEGIN = 2000
"""The name of what a part is in is within so many bytes."""
_KIND = "application/vnd.oasis.opendocument.text"


def cleaned(root: Element) -> list[Omission]:
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


def spoken(root: Element, language: str) -> None:
    """Put words in another language than that of the file into links that say it (``inlines.SPOKEN``), for pandoc's
    reader keeps no language.
    """
    given = inventory.open_languages(root)
    own = language.partition("-")[0]
    for node in [*root.iter(f"{_TEXT}span"), *root.iter(f"{_TEXT}p", f"{_TEXT}h")]:
        tag = given.get(str(node.get(f"{_TEXT}style-name", "")), "")
        if (
            tag in ("", own, "none", "zxx")
            or next(node.iterancestors(_LINK), None) is not None
            or next(node.iter(_LINK), None) is not None
        ):
            continue
        link = etree.Element(_LINK, {_ADDRESS: f"{SPOKEN}{tag}"})
        link.text, node.text = node.text, None
        link.extend(list(node))
        node.append(link)


def formulas(archive: Archive, root: Element) -> int:
    """How many of the objects in the content ``root`` are formulas (MathML)."""
    named = (str(node.get(_ADDRESS, "")).removeprefix("./") for node in root.iter(f"{_DRAW}object"))
    parts = (f"{name}/content.xml" for name in named if f"{name}/content.xml" in archive)
    return sum(b"MathML" in archive.read(part)[:_BEGIN] for part in parts)


def tree(archive: Archive, root: Element, name: str) -> tuple[Json, tuple[str, ...]]:
    """What pandoc makes of the file with the content ``root``, and what it warns of. Raises ToolError (V001, V011), of
    the file ``name``.
    """
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
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
        path.write_bytes(held.getvalue())
        return pandoc.tree(path, "odt", name)
