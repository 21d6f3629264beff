"""The package of a Word file: python-docx's template, cleaned, and packed reproducibly."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.document import Document as Package
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.pkgwriter import PackageWriter
from lxml import etree

from plantin.model.document import Document
from plantin.model.publication import Publication
from plantin.writers.archives import zip_files

_NOT_WANTED = ("customXml", "stylesWithEffects", "webSettings", "thumbnail")
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set of properties that users name themselves (ECMA-376 part 1, 22.3.2.1)."""
_LEVEL = 6
"""Of deflate: 9 makes a file smaller by a fifth of a percent, and takes almost twice the time."""
_FIRST = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")


def open_template() -> Package:
    """Return python-docx's template without its own history: thumbnail, effects, an empty bibliography."""
    package = docx.Document()
    for holder in (package.part.package, package.part):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.rpartition("/")[2] in _NOT_WANTED:
                del holder.rels[key]
    return package


def describe(package: Package, document: Document, moment: dt.datetime) -> None:
    """Write the core properties (ECMA-376 part 2, 11) and the application's."""
    lines = document.masthead
    properties, publication = package.core_properties, document.publication
    element = properties._element  # noqa: SLF001
    element[:] = []
    # python-docx refuses a property of more than 255 characters; no clause does, and titles of reports are longer.
    for add, text in (
        (element.get_or_add_title, lines.title),
        (element.get_or_add_subject, lines.symbol),
        (element.get_or_add_creator, "; ".join(publication.creators)),
        (element.get_or_add_lastModifiedBy, publication.publisher),
        (element.get_or_add_identifier, "; ".join((lines.symbol, *publication.identifiers()))),
        (element.get_or_add_keywords, "; ".join(publication.keywords)),
        (element.get_or_add_description, " ".join(publication.abstract)),
        (element.get_or_add_version, publication.version),
    ):
        if text:
            add().text = text
    properties.language = document.language
    properties.created = properties.modified = moment.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
    properties.revision = 1
    program = etree.Element(f"{{{_PROPERTIES}}}Properties", nsmap={None: _PROPERTIES})  # type: ignore[dict-item]
    etree.SubElement(program, f"{{{_PROPERTIES}}}Application").text = "Plantin"
    if publication.publisher:
        etree.SubElement(program, f"{{{_PROPERTIES}}}Company").text = publication.publisher
    package.part.package.part_related_by(_relationship_type("extended-properties"))._blob = _bytes(program)  # noqa: SLF001
    _add_custom(package, publication)


def _add_custom(package: Package, given: Publication) -> None:
    """Add the translator and the versions for people whom the text does not serve, as properties of the file that Word
    shows under Custom (22.3): no core property is a contributor or a relation. Each has a name of its own:
    ``dcterms.relation.sign-language``, and ``.2`` after that of a second one.
    """
    root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap={None: _CUSTOM, "vt": _TYPES})  # type: ignore[dict-item]
    names: list[str] = []
    rows = [("contributor", given.translator)] if given.translator else []
    rows += [(f"relation.{kind}", words) for kind, words in given.relations()]
    for number, (kind, words) in enumerate(rows, 2):
        before = names.count(kind)
        names.append(kind)
        name = f"dcterms.{kind}" + (f".{before + 1}" if before else "")
        entry = etree.SubElement(root, f"{{{_CUSTOM}}}property", fmtid=_FORMAT, pid=str(number), name=name)
        etree.SubElement(entry, f"{{{_TYPES}}}lpwstr").text = words
    if names:
        part = Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, _bytes(root), package.part.package)
        package.part.package.relate_to(part, _relationship_type("custom-properties"))


def pack(package: Package) -> bytes:
    """Return the finished file: the parts in one order, with no time and no system of their own."""
    entries = sorted(parts(package).items(), key=lambda part: (part[0] not in _FIRST, part[0]))
    return zip_files(dict(entries), level=_LEVEL)


def parts(package: Package) -> dict[str, bytes]:
    """Return the parts of the finished file by their names."""
    collection = _Parts()
    collection.take(package.part.package)
    return collection.found


@dataclass(frozen=True)
class _Parts:
    """The parts of a package by their names in the file. python-docx itself writes them straight into a compressed
    file, from which they would be read again to be put in order: with embedded faces that is most of the time that a
    Word file takes.
    """

    found: dict[str, bytes] = field(default_factory=dict)

    def take(self, package: OpcPackage) -> None:
        """Take all parts of ``package``, the types of their content and their relations (ECMA-376 part 2, 10)."""
        writer: Any = PackageWriter
        for part in list[Any](package.parts):
            part.before_marshal()
        writer._write_content_types_stream(self, package.parts)  # noqa: SLF001
        writer._write_pkg_rels(self, package.rels)  # noqa: SLF001
        writer._write_parts(self, package.parts)  # noqa: SLF001

    def write(self, uri: PackURI, blob: bytes) -> None:
        """Take one part; what python-docx calls for each."""
        self.found[uri.membername] = blob


def _relationship_type(kind: str) -> str:
    return f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"


def _bytes(root: etree._Element) -> bytes:
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content
