"""The auditor of Akoma Ntoso editions: reads the finished file by its elements, and holds it to the schema."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property
from importlib import resources

from lxml import etree

from plantin.auditors import UnreadableEdition
from plantin.auditors.fault import finding, limit_findings
from plantin.auditors.passages import EditionPassages
from plantin.auditors.reading import Reading
from plantin.auditors.record import RecordedStatement
from plantin.auditors.statements import Conformance, HouseContent
from plantin.bounded import xml
from plantin.bounded.xml import XmlError
from plantin.findings import Finding
from plantin.model.outline import Outline, normal
from plantin.packs.akn.auditor.conformance import conformance
from plantin.packs.akn.auditor.outline import AknRows, contents, masthead
from plantin.packs.akn.auditor.passages import passages
from plantin.packs.akn.auditor.words import Element, language, line_of

_NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_TERMS = "{http://purl.org/dc/terms/}"


def read(content: bytes, name: str) -> AknReading:
    """Return the edition with these bytes; findings call it ``name``. Raises Unreadable (V010)."""
    try:
        root, written = xml.parse(content), xml.parse(content, comments=True)
    except XmlError as error:
        raise UnreadableEdition.at(name, str(error)) from None
    document = root.find(f"{{{_NAMESPACE}}}doc")
    if root.tag != f"{{{_NAMESPACE}}}akomaNtoso" or document is None:
        raise UnreadableEdition.at(name, "it is no Akoma Ntoso document of the kind doc")
    return AknReading(root, written, document, name)


class AknReading(Reading):
    """An Akoma Ntoso edition, parsed once; ``written`` is the tree with its comments, which nobody reads."""

    def __init__(self, root: Element, written: Element, document: Element, name: str) -> None:
        self._root, self._written, self._document, self._name = root, written, document, name

    def _part(self, tag: str) -> Element | None:
        return self._document.find(f"{{{_NAMESPACE}}}{tag}")

    @cached_property
    def _outline(self) -> Outline:
        head, text, below = AknRows(), AknRows(), AknRows()
        cover, preface, body = self._part("coverPage"), self._part("preface"), self._part("mainBody")
        lines = tuple(masthead((cover, preface), head))
        attached = self._part("attachments")
        text.read((*(() if body is None else body), *(() if attached is None else attached)))
        notes = [below.note(element, "note") for element in (*head.notes, *text.notes)]
        picture = None if cover is None else next(cover.iter("{*}img"), None)
        return Outline(
            language="" if body is None else language(body),
            masthead=lines,
            contents=tuple(contents(preface)),
            body=tuple(text.rows),
            notes=tuple(notes),
            indicators=(*head.calls, *text.calls, *below.calls),
            logo="" if picture is None else normal(picture.get("alt", "")),
            marks=tuple(text.marks),
        )

    def outline(self) -> Outline:
        """Return what the edition says, in the order in which it is read."""
        return self._outline

    def findings(self) -> tuple[Finding, ...]:
        """Return where the edition departs from the schema of the standard (AKN001), and references that lead nowhere
        (AKN002).
        """
        return tuple(limit_findings((*self._departures(), *self._dead_links())))

    def _departures(self) -> Iterator[Finding]:
        """Yield the last place where the file departs from the schema."""
        schema = _schema()
        if not schema.validate(self._root):
            error = schema.error_log.last_error  # type: ignore[attr-defined]  # the stubs do not have it
            message = str(error.message).replace(f"{{{_NAMESPACE}}}", "")
            yield finding("AKN001", message[:300], self._name, line=error.line)

    def _dead_links(self) -> Iterator[Finding]:
        places = {f"#{element.get('eId')}" for element in self._root.iter("{*}*")}
        for element in self._root.iter("{*}*"):
            for attribute in ("href", "refersTo", "placementBase", "by", "source"):
                target = element.get(attribute, "")
                if target.startswith("#") and target not in places:
                    message = f"a reference leads to {target}, which is not there"
                    yield finding("AKN002", message, self._name, line=line_of(element))

    def conformance(self, known: HouseContent) -> Conformance:
        """Return A019 for what the grammar does not have, and what the metadata say."""
        del known
        return conformance(self._root, self._written, self._name)

    def record(self) -> tuple[RecordedStatement, ...]:
        """Return what the metadata say of the publication, by the terms of Dublin Core."""
        values: dict[str, list[str]] = {"creator": [], "publisher": [], "contributor": []}
        for element in self._root.iter(f"{_TERMS}*"):
            values.setdefault(etree.QName(element).localname, []).append(normal(element.text or ""))
        return tuple(RecordedStatement("the metadata", term, tuple(given)) for term, given in values.items())

    def passages(self) -> EditionPassages:
        """Return passages in another language, links, pictures, formulas and listings."""
        return passages(self._root)


@cache
def _schema() -> etree.XMLSchema:
    """Return the schema of the standard (OASIS, 29 August 2018)."""
    with resources.as_file(resources.files("plantin.packs.akn.auditor").joinpath("schema")) as folder:
        return etree.XMLSchema(etree.parse(str(folder / "akomantoso30.xsd")))
