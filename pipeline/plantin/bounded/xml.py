"""The one reader of XML (Word, EPUB, XLIFF, SVG): no entities, no network, and bounds on size, elements, depth and
attributes.

Any file that exceeds a limit, or is not well-formed, ends as ``XmlError`` with its line, and nothing else is raised.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from plantin.bounded.bytes import MIB, PlacedError

DEEPEST = 255
"""So many elements may lie inside one another: the parser's own bound."""
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_STARTS = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARED = re.compile(rb"""<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_UTF_8 = frozenset(("utf-8", "utf8", "us-ascii", "ascii"))
_ENTITY = re.compile(rb"<!ENTITY\s")
_LONG_TAG = re.compile(rb"<[^<]{2000,}")
_TAG = re.compile(rb"""<[^"'>]*+(?:"[^"]*+"[^"'>]*+|'[^']*+'[^"'>]*+)*+""")
_VALUE = re.compile(rb"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_BROKEN = {
    "ERR_RESOURCE_LIMIT": ("exceeds a limit of the parser (more than 255 nested elements, or 10 MB in one passage)"),
    "ERR_NAME_TOO_LONG": "exceeds a limit of the parser (a name of more than 50,000 characters)",
}


class XmlError(PlacedError):
    """XML that cannot be read, or that exceeds a limit."""


@dataclass(frozen=True, slots=True)
class XmlBounds:
    """What a file of XML may hold: bytes, elements, attributes of one element, elements inside one another, and the
    elements around each element, and around each hundred characters, taken together (``nesting``): what is done to a
    tree takes time for them. A tree takes some 500 bytes for each element.
    """

    size: int = 64 * MIB
    elements: int = 1_000_000
    attributes: int = 1_000
    nesting: int = 20_000_000
    depth: int = DEEPEST


ORDINARY = XmlBounds()


def parse(
    content: bytes, bounds: XmlBounds = ORDINARY, *, doctype: bool = False, comments: bool = False
) -> etree._Element:
    """Return the root of the XML with these bytes, in UTF-8 or UTF-16. Comments and processing instructions are left
    out unless ``comments``; a document type declaration is refused unless ``doctype``, and one that declares entities
    always. Raises XmlError:

    >>> parse(b"<a><b></a>")
    Traceback (most recent call last):
    plantin.bounded.xml.XmlError: is not well-formed: Opening and ending tag mismatch: b line 1 and a
    """
    if len(content) > bounds.size:
        raise XmlError(f"has {len(content):,} bytes; {bounds.size:,} are the most that is read")
    written = _utf8(content)
    _require_bounds(written, bounds)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=not comments,
        remove_pis=not comments,
    )
    try:
        root = etree.fromstring(written, parser)
    except etree.XMLSyntaxError as error:
        raise _explain(error, parser.error_log) from None
    except (ValueError, AssertionError) as error:
        raise XmlError(f"is not well-formed: {error}") from None
    if root.getroottree().docinfo.internalDTD is not None and not doctype:
        raise XmlError("has a document type declaration (DOCTYPE), which its format does not allow")
    if bounds.depth < DEEPEST or (written.count(b"<") + len(written) // 100) * DEEPEST > bounds.nesting:
        _require_shallow(root, bounds)
    return root


def replace(element: etree._Element, *others: etree._Element) -> None:
    """Put ``others``, or nothing, where ``element`` is; the text that follows it stays."""
    parent, tail = element.getparent(), element.tail or ""
    if parent is None:
        return
    at, element.tail = parent.index(element), None
    parent[at : at + 1] = others
    if at + len(others):
        last = parent[at + len(others) - 1]
        last.tail = (last.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail


def _require_shallow(root: etree._Element, bounds: XmlBounds) -> None:
    """Raise XmlError where elements lie too deep inside one another, or too much of them and of their text."""
    total = depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            depth += 1
            total += depth * (100 + len(element.text or ""))
            if depth > bounds.depth:
                raise XmlError(f"has more than {bounds.depth} elements inside one another", element.sourceline or 0)
        else:
            depth -= 1
            total += depth * len(element.tail or "")
    if total // 100 > bounds.nesting:
        raise XmlError("has too much text, too deep inside elements")


def _utf8(content: bytes) -> bytes:
    """Return the text as UTF-8, without a byte order mark. Raises XmlError for encodings but UTF-8 and UTF-16."""
    mark, encoding = next(((mark, name) for mark, name in _BOMS if content.startswith(mark)), (b"", ""))
    encoding = encoding or next((name for start, name in _STARTS if content.startswith(start)), "")
    body = content[len(mark) :]
    if not encoding and (declared := _DECLARED.match(body)) and declared[1].lower().decode() not in _UTF_8:
        raise XmlError(f"is in {declared[1].decode()}; UTF-8 and UTF-16 are read", 1)
    try:
        text = body.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        before = body[: error.start]
        line = before.count(b"\n") + 1
        raise XmlError(
            f"is not in {(encoding or 'utf-8').upper()}: byte 0x{body[error.start]:02X} at {error.start:,}", line
        ) from None
    return text.encode() if encoding.startswith("utf-16") else body


def _require_bounds(written: bytes, bounds: XmlBounds) -> None:
    """Raise XmlError for what would cost more than the size says, before a tree is made of it."""
    if match := _ENTITY.search(written):
        raise XmlError("declares an entity", written.count(b"\n", 0, match.start()) + 1)
    # Comments and instructions are counted with the elements.
    if written.count(b"<") - written.count(b"</") > bounds.elements:
        raise XmlError(f"has more than {bounds.elements:,} elements")
    for match in _LONG_TAG.finditer(written):
        if match[0].count(b"=") > bounds.attributes:
            tag = _TAG.match(match[0])
            if tag and len(_VALUE.findall(tag[0])) > bounds.attributes:
                line = written.count(b"\n", 0, match.start()) + 1
                raise XmlError(f"has an element with more than {bounds.attributes:,} attributes", line)


def _explain(error: etree.XMLSyntaxError, log: Any) -> XmlError:
    line, column = error.lineno or 0, error.offset or 0
    for entry in log:
        if entry.type_name in _BROKEN:
            return XmlError(_BROKEN[entry.type_name], line)
    words = re.sub(r", line \d+, column \d+.*$", "", str(error.msg or "it is empty"), flags=re.DOTALL)
    return XmlError(f"is not well-formed: {' '.join(words.split())[:200]}", line, column)
