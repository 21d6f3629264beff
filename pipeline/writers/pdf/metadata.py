"""What a PDF says of itself: the information dictionary and the XMP packet with its claims (ISO 16684-1; ISO 19005-3, 6.6;
ISO 14289-1, 5).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from pipeline.document import Document

_SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"'
)

# PDF/A-3 admits only properties that it knows or that the packet itself describes (ISO 19005-3, 6.6.2.3); it does not know PDF/UA's.
_EXTENSION = (
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    '<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
_DECLARATIONS = (
    '<rdf:Description rdf:about="" xmlns:pdfd="http://pdfa.org/declarations/"><pdfd:declarations><rdf:Bag>'
    '<rdf:li rdf:parseType="Resource"><pdfd:conformsTo>http://pdfa.org/declarations/wtpdf#accessibility1.0</pdfd:conformsTo></rdf:li>'
    '<rdf:li rdf:parseType="Resource"><pdfd:conformsTo>http://pdfa.org/declarations/wtpdf#reuse1.0</pdfd:conformsTo></rdf:li>'
    "</rdf:Bag></pdfd:declarations></rdf:Description>"
)


@dataclass(frozen=True, slots=True)
class Standard:
    """The standards that one file claims: WeasyPrint's ``variant`` that comes nearest, and the claims themselves."""

    variant: str
    second: bool  # PDF 2.0 and its structure namespace
    claims: str
    further: str


UA1 = Standard(
    variant="pdf/a-3a",
    second=False,
    claims="<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>",
    further=_EXTENSION,
)
UA2 = Standard(
    variant="pdf/a-4f",
    second=True,
    claims="<pdfaid:part>4</pdfaid:part><pdfaid:conformance>F</pdfaid:conformance><pdfaid:rev>2020</pdfaid:rev>"
    "<pdfuaid:part>2</pdfuaid:part><pdfuaid:rev>2024</pdfuaid:rev>",
    further=_DECLARATIONS,
)


def describe(metadata: Any, document: Document, moment: dt.datetime) -> None:
    """Title, author, subject (symbol, organ, date, what kind of translation) and dates for WeasyPrint's information dictionary."""
    head = document.masthead
    metadata.title = head.title
    metadata.authors = [head.organization]
    metadata.description = ". ".join(line for line in (head.symbol, head.organ, head.date, head.original, head.notice) if line)
    metadata.created = metadata.modified = moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    metadata.lang = document.language


def packet(metadata: Any, standard: Standard) -> bytes:
    """The RDF of the XMP packet."""
    import weasyprint

    authors = "".join(f"<rdf:li>{escape(author)}</rdf:li>" for author in metadata.authors)
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {_SPACES}>{standard.claims}'
        f"<pdf:Producer>WeasyPrint {weasyprint.__version__}</pdf:Producer>"
        f"<xmp:CreateDate>{metadata.created}</xmp:CreateDate><xmp:ModifyDate>{metadata.modified}</xmp:ModifyDate>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(metadata.title)}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:creator><rdf:Seq>{authors}</rdf:Seq></dc:creator>"
        f"<dc:language><rdf:Bag><rdf:li>{escape(metadata.lang)}</rdf:li></rdf:Bag></dc:language>"
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(metadata.description)}</rdf:li></rdf:Alt></dc:description>'
        f"</rdf:Description>{standard.further}</rdf:RDF>"
    ).encode()
