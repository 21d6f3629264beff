"""The auditor of the web page: it finds in a good page what the document says, and in a spoilt one exactly what was
spoilt.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from plantin.auditors import UnreadableEdition
from plantin.auditors.markup import html as auditor
from plantin.model.document import Document
from plantin.model.outline import Entry, outline
from tests.kit.editions import Editions
from tests.kit.read_back import audited, reread
from tests.spoilt import rewriting

pytestmark = pytest.mark.full

Element = Any  # lxml's stubs do not say what XPath and lxml.html give


@pytest.fixture(scope="module")
def page(harbour: Document, store: Editions) -> bytes:
    return store.content(harbour, "html")


def audit(content: bytes, document: Document, folder: Path) -> list[str]:
    """The codes of all that the auditor finds in a page that should say what ``document`` says."""
    path = folder / "edition.html"
    path.write_bytes(content)
    return sorted(finding.code for finding in audited(auditor, path, document))


def test_a_good_page_says_what_the_document_says(report: Document, harbour: Document, store: Editions) -> None:
    for document in (report, harbour):
        path = store.path(document, "html")
        assert reread(auditor, path).outline() == outline(document)
        assert reread(auditor, path).findings() == ()


def test_serialising_alone_spoils_nothing(harbour: Document, page: bytes, tmp_path: Path) -> None:
    assert audit(rewriting.page(lambda _: None)(page), harbour, tmp_path) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"   ", b"%PDF-1.7", b"\xff\xfe\x00\x01\x02", b"just text", b"<svg xmlns='http://www.w3.org/2000/svg'/>"],
)
def test_a_damaged_page_is_one_finding(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "edition.html"
    path.write_bytes(content)
    with pytest.raises(UnreadableEdition) as caught:
        reread(auditor, path)
    assert [finding.code for finding in caught.value.findings] == ["V010"]


def test_a_page_cut_short_is_recognized_by_what_it_lacks(harbour: Document, page: bytes, tmp_path: Path) -> None:
    whole = page.decode()
    short = whole[: whole.index("paragraph-6")]
    assert {"P001", "L001"} <= set(audit(short.encode(), harbour, tmp_path))


def texts(root: Element) -> list[tuple[Element, str]]:
    """Every piece of text that a reader of the report sees, as an element and "text" or "tail"."""
    pieces = []
    for node in root.xpath("//header//* | //nav//li//* | //main | //main//*"):
        if any(str(around.tag) in {"svg", "button"} for around in (node, *node.iterancestors())):
            continue
        pieces += [(node, part) for part in ("text", "tail") if re.search(r"\w", getattr(node, part) or "")]
    return pieces


def test_no_piece_of_text_can_change_unseen(harbour: Document, page: bytes, tmp_path: Path) -> None:
    root = html.document_fromstring(page.decode())
    pieces = [piece for piece in texts(root) if "notes-heading" not in piece[0].values() and not is_back(piece[0])]
    assert len(pieces) > 80
    for node, part in pieces:
        was = getattr(node, part)
        setattr(node, part, re.sub(r"\w", "ß", was, count=1))
        assert audit(html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>"), harbour, tmp_path), was
        setattr(node, part, was)


def is_back(node: Element) -> bool:
    """Whether it is part of the link back to a call, whose words are the press's own."""
    return any("back" in around.get("class", "").split() for around in (node, *node.iterancestors()))


ANOTHER_HAND = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset=utf-8><title>A/1</title></head><body>
<a href="#m">x</a><header><p class="masthead-symbol">A/1<h1 class="line masthead-title">عنوان</h1></header>
<main id=m><!-- nothing --><section id=section-I><h2><b class="label">I.</b>&nbsp;<i>أولا</i></h2>loose <em>text</em>
<p id=paragraph-1><span><span class=label>1.</span></span> كل&shy;مة<a
 role="doc-noteref" id=indicator-1 href="#note-1">1</a>،&#8239;ثم<br>
سطر
<blockquote><p>قول<ol><li id=x><span class=label>(a)</span> بند<p>ثان</ol></blockquote>
<div><p>  </div></section>
<aside role="doc-footnote" id="note-1"><p><span class="label">1</span> حاشية
<a role="doc-backlink" href="#indicator-1" aria-label="1">&uarr;</a></aside>
</main></body></html>"""


def test_a_page_by_another_hand_is_read_as_a_reader_would(tmp_path: Path) -> None:
    path = tmp_path / "edition.html"
    path.write_text(ANOTHER_HAND, "utf-8")
    found = reread(auditor, path).outline()
    assert found.masthead == ("A/1", "عنوان")
    assert found.body == (
        Entry("section", 1, "section-I", "I.", "أولا"),
        Entry("paragraph", 0, "", "", "loose text"),
        Entry("paragraph", 0, "paragraph-1", "1.", "كلمة[^1]، ثم سطر"),
        Entry("quotation", 0, "", "", "قول"),
        Entry("item", 1, "x", "(a)", "بند"),
        Entry("quotation", 0, "", "", "ثان"),
        Entry("paragraph", 0, "", "", ""),
    )
    assert found.notes == (Entry("note", 0, "note-1", "1", "حاشية"),)
    assert found.indicators == (Entry("indicator", 0, "indicator-1", "1", "note-1"),)
    assert {one.code for one in reread(auditor, path).findings()} == {"A015"}
