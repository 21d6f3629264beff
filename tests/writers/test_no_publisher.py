"""A report without author or publisher: no format has an empty name or invents one."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace

import pikepdf
import pytest
from lxml import etree

from plantin.model.document import Document
from plantin.packs.publish import dcat
from tests.kit.editions import Editions


@pytest.fixture(scope="module")
def nobody(harbour: Document) -> Document:
    head = replace(harbour.masthead, organization="", organ="")
    return replace(
        harbour,
        masthead=head,
        logo=None,
        publication=replace(harbour.publication, creators=(), publisher="", authors=()),
    )


def hollow(part: bytes) -> list[str]:
    """The elements of metadata that have neither text nor elements nor attributes."""
    return [
        one.tag
        for one in etree.fromstring(part).iter("{*}*")
        if not (len(one) or one.attrib or (one.text or "").strip())
    ]


def test_epub(nobody: Document, store: Editions) -> None:
    with zipfile.ZipFile(store.path(nobody, "epub")) as book:
        package = book.read("EPUB/content.opf")
    assert hollow(package) == []
    assert b"publisher" not in package


def test_docx(nobody: Document, store: Editions) -> None:
    with zipfile.ZipFile(store.path(nobody, "docx")) as file:
        core = file.read("docProps/core.xml")
    assert hollow(core) == []
    assert b"creator" not in core
    assert b"lastModifiedBy" not in core


def test_html(nobody: Document, store: Editions) -> None:
    page = store.path(nobody, "html").read_text("utf-8")
    assert 'content=""' not in page
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    assert not {"author", "publisher"} & set(json.loads(found[1]))


@pytest.mark.parametrize("name", ["pdf", "ua2"])
def test_pdf(nobody: Document, store: Editions, name: str) -> None:
    with pikepdf.open(store.path(nobody, name)) as pdf:
        packet, author = pdf.Root.Metadata.read_bytes().decode(), pdf.docinfo.get("/Author")
    assert author is None
    assert "<dc:creator" not in packet
    assert not re.search(r"<rdf:li[^>]*></rdf:li>", packet)


def test_catalogue_of_a_release(nobody: Document, harbour: Document) -> None:
    assert dcat._makers(nobody) == {}
    assert set(dcat._makers(harbour)) == {"author", "publisher"}
