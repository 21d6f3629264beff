"""The one reader of XML: what is not ours ends as a tree within bounds, or as an XmlError that says the line."""

from __future__ import annotations

import resource
from collections.abc import Callable

import pytest

from plantin.bounded.xml import XmlBounds, XmlError, parse


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_utf8_and_utf16_are_read_whatever_the_declaration_says_of_order(encoding: str) -> None:
    declared = "utf-16" if "16" in encoding else "utf-8"
    content = f"<?xml version='1.0' encoding='{declared}'?><!-- c --><?p i?><a>Été 強 𝄞</a>".encode(encoding)
    assert parse(content).text == "Été 強 𝄞"
    assert len(list(parse(content, comments=True).itersiblings(preceding=True))) == 2


BAD: dict[str, tuple[bytes | Callable[[], bytes], str, int]] = {
    "empty": (b"", "Document is empty", 1),
    "not well-formed": (b"<a>\n<b></a>", "not well-formed: Opening and ending tag mismatch", 2),
    "two roots": (b"<a/>\n<b/>", "Extra content", 2),
    "NUL": (b"<a>\0</a>", "Invalid character", 1),
    "latin-1": (
        b"<?xml version='1.0' encoding='ISO-8859-1'?>\n<a>\xe9</a>",
        "is in ISO-8859-1; UTF-8 and UTF-16 are read",
        1,
    ),
    "bytes that are not UTF-8": (b"<a>\n\xe9</a>", "is not in UTF-8: byte 0xE9", 2),
    "half a surrogate": (b"\xff\xfe<\0a\0\0\xd8", "is not in UTF-16-LE", 1),
    "document type": (b"<!DOCTYPE a><a/>", "document type declaration", 0),
    "document type in UTF-16": ("<!DOCTYPE a><a/>".encode("utf-16"), "document type declaration", 0),
    "entities": (b"<!DOCTYPE a [\n<!ENTITY b 'c'>]><a>&b;</a>", "declares an entity", 2),
    "entities in UTF-16": (
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>".encode("utf-16-le"),
        "an entity",
        1,
    ),
    "an entity of nowhere": (b"<a>&b;</a>", "Entity 'b' not defined", 1),
    "deep": (b"<a>" * 300 + b"</a>" * 300, "more than 255 nested elements", 1),
    "one passage": (lambda: b"<a>" + b"x" * 10_500_000 + b"</a>", "10 MB in one passage", 1),
    "one name": (b"<" + b"a" * 60_000 + b"/>", "a name of more than 50,000", 1),
    "elements": (lambda: b"<a>" + b"<b/>" * 1_000_000 + b"</a>", "more than 1,000,000 elements", 0),
    "attributes": (
        b"<a>\n<b " + b" ".join(b"a%d='>'" % n for n in range(1001)) + b"/></a>",
        "more than 1,000 attributes",
        2,
    ),
    "quotation marks": (b"<a b='" + b'" ' * 400_000 + b"<", "not well-formed", 1),
    "bytes": (lambda: b"<a>" + b" " * 70_000_000 + b"</a>", "67,108,864 are the most", 0),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_says_why_and_where(name: str) -> None:
    made, words, line = BAD[name]
    content = made if isinstance(made, bytes) else made()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    with pytest.raises(XmlError) as raised:
        parse(content)
    assert words in str(raised.value)
    assert raised.value.line == line
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 2


def test_a_format_may_allow_a_document_type_but_never_its_entities() -> None:
    assert parse(b"<!DOCTYPE html><html/>", doctype=True).tag == "html"
    with pytest.raises(XmlError, match="declares an entity"):
        parse(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", doctype=True)


def test_what_lies_within_the_bounds_is_read() -> None:
    many = b"<a " + b" ".join(b"a%d='= ='" % number for number in range(1000)) + b">" + b"= '' " * 10_000 + b"</a>"
    assert len(parse(many).attrib) == 1000
    assert len(parse(b"<a>" * 255 + b"</a>" * 255).getroottree().xpath("//a")) == 255
    with pytest.raises(XmlError, match="more than 3 elements inside one another"):
        parse(b"<a>" * 4 + b"</a>" * 4, XmlBounds(depth=3))
    with pytest.raises(XmlError, match="too deep inside"):
        parse(b"<a>" * 100 + b"x" * 1000 + b"</a>" * 100, XmlBounds(nesting=5000))
    with pytest.raises(XmlError, match="more than 3 elements"):
        parse(b"<a><b/><b/><b/></a>", XmlBounds(elements=3))
