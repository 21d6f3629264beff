"""What a PDF says of itself: information dictionary and XMP packet (ISO 16684-1; ISO 19005-3, 6.6; ISO 14289-1, 5)."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from xml.sax.saxutils import escape

from plantin.model.document import Document
from plantin.model.publication import Publication, record
from plantin.writers.pdf.engine_types import Metadata

_SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
    ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'
    ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"'
    ' xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"'
)


_RIGHTS = ' xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"'


def describe_schema(name: str, space: str, prefix: str, value: str, kind: str, words: str) -> str:
    """Return the description of one property of a schema that PDF/A-3 does not know (ISO 19005-3, 6.6.2.3)."""
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{name}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{space}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>{value}</pdfaProperty:name>'
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
        f"<pdfaProperty:description>{words}</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def describe_extension(*schemas: str) -> str:
    """Return the part of the packet that describes ``schemas`` of properties."""
    return (
        '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
        ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
        ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
        f"<pdfaExtension:schemas><rdf:Bag>{''.join(schemas)}</rdf:Bag></pdfaExtension:schemas></rdf:Description>"
    )


UA_SCHEMA = describe_schema(
    "PDF/UA identification schema",
    "http://www.aiim.org/pdfua/ns/id/",
    "pdfuaid",
    "part",
    "Integer",
    "Part of ISO 14289 that the file conforms to",
)
_DECLARATIONS = (
    '<rdf:Description rdf:about="" xmlns:pdfd="http://pdfa.org/declarations/"><pdfd:declarations><rdf:Bag>'
    "<rdf:li"
    ' rdf:parseType="Resource"><pdfd:conformsTo>http://pdfa.org/declarations/wtpdf#accessibility1.0</pdfd:conformsTo></rdf:li>'
    "<rdf:li"
    ' rdf:parseType="Resource"><pdfd:conformsTo>http://pdfa.org/declarations/wtpdf#reuse1.0</pdfd:conformsTo></rdf:li>'
    "</rdf:Bag></pdfd:declarations></rdf:Description>"
)


@dataclass(frozen=True, slots=True)
class Standard:
    """The standards that one file claims: WeasyPrint's ``variant`` that comes nearest, the PDF version and the output
    intent to ask it for (none: we write our own), whether structure is that of PDF 2.0, and the claims themselves.
    """

    variant: str
    version: str
    intent: str
    pdf2: bool
    claims: str
    further: str


UA1 = Standard(
    variant="pdf/a-3a",
    version="1.7",
    intent="srgb",
    pdf2=False,
    claims="<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>",
    further=describe_extension(UA_SCHEMA),
)
UA2 = Standard(
    variant="pdf/a-4f",
    version="2.0",
    intent="srgb",
    pdf2=True,
    claims=(
        "<pdfaid:part>4</pdfaid:part><pdfaid:conformance>F</pdfaid:conformance><pdfaid:rev>2020</pdfaid:rev>"
        "<pdfuaid:part>2</pdfuaid:part><pdfuaid:rev>2024</pdfuaid:rev>"
    ),
    further=_DECLARATIONS,
)


def describe(metadata: Metadata, document: Document, moment: dt.datetime) -> None:
    """Title, author, subject (symbol, organ, date, kind of translation) and dates of the information dictionary."""
    head = document.masthead
    metadata.title = head.title
    publication = document.publication
    metadata.authors = list(publication.creators)
    metadata.keywords = list(publication.keywords)
    metadata.description = " ".join(publication.abstract) or ". ".join(
        line for line in (head.symbol, head.organ, head.date, head.original, head.notice) if line
    )
    metadata.created = metadata.modified = moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    metadata.lang = document.language


def _publication_properties(publication: Publication) -> str:
    """Return what the report says of itself as a publication, in properties of XMP (ISO 16684-1, 8.3 to 8.5)."""
    properties = _list_property("dc:publisher", "Bag", (publication.publisher,)) + _list_property(
        "dc:contributor", "Bag", (publication.translator,)
    )
    properties += _list_property("dc:subject", "Bag", publication.keywords)
    if publication.keywords:
        properties += f"<pdf:Keywords>{escape(', '.join(publication.keywords))}</pdf:Keywords>"
    for name, words in (("dc:rights", publication.rights), ("xmpRights:UsageTerms", publication.licence)):
        if words:
            properties += f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(words)}</rdf:li></rdf:Alt></{name}>'
    if publication.licence_address:
        properties += f"<xmpRights:WebStatement>{escape(publication.licence_address)}</xmpRights:WebStatement>"
    relations = dict(record(publication)).get("relation", ())
    return (
        properties
        + _list_property("dc:relation", "Bag", relations)
        + _list_property("xmp:Identifier", "Bag", publication.identifiers())
    )


def _list_property(name: str, kind: str, values: tuple[str, ...]) -> str:
    rows = "".join(f"<rdf:li>{escape(value)}</rdf:li>" for value in values if value)
    return f"<{name}><rdf:{kind}>{rows}</rdf:{kind}></{name}>" if rows else ""


def packet(metadata: Metadata, document: Document, standard: Standard) -> bytes:
    """Return the RDF of the XMP packet. The identifiers follow from the report and what the document says."""
    import weasyprint

    report = uuid.uuid5(uuid.NAMESPACE_URL, f"{document.masthead.symbol} {document.version}")
    state = uuid.uuid5(report, f"{standard.claims} {document.digest()}")
    publication = document.publication
    # The first is for whoever does not ask for a language; the other names it, where it is not that of the edition.
    tongues = ("x-default", *filter(None, (document.masthead.title_language,)))
    titles = "".join(f'<rdf:li xml:lang="{escape(tongue)}">{escape(metadata.title)}</rdf:li>' for tongue in tongues)
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {_SPACES}{_RIGHTS * bool(publication.licence)}>{standard.claims}'
        f"<pdf:Producer>WeasyPrint {weasyprint.__version__}</pdf:Producer>"
        f"<xmp:CreateDate>{metadata.created}</xmp:CreateDate><xmp:ModifyDate>{metadata.modified}</xmp:ModifyDate>"
        f"<xmp:MetadataDate>{metadata.modified}</xmp:MetadataDate><xmpMM:DocumentID>uuid:{report}</xmpMM:DocumentID>"
        f"<xmpMM:InstanceID>uuid:{state}</xmpMM:InstanceID>"
        f"<xmpMM:RenditionClass>default</xmpMM:RenditionClass>"
        f"<xmpMM:VersionID>{escape(publication.version or '1')}</xmpMM:VersionID>"
        f"<dc:title><rdf:Alt>{titles}</rdf:Alt></dc:title>"
        f"{_list_property('dc:creator', 'Seq', tuple(metadata.authors))}"
        f"<dc:language><rdf:Bag><rdf:li>{escape(metadata.lang)}</rdf:li></rdf:Bag></dc:language>"
        "<dc:description><rdf:Alt><rdf:li"
        f' xml:lang="x-default">{escape(metadata.description)}</rdf:li></rdf:Alt></dc:description>'
        f"{_publication_properties(publication)}</rdf:Description>{standard.further}</rdf:RDF>"
    ).encode()
