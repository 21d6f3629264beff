"""The structure tree written into the file: elements, parent tree, identifiers, artifacts, links and destinations
(ISO 32000-1, 14.7; ISO 32000-2, 14.7 and 14.8 for PDF 2.0).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from xml.etree import ElementTree as ET

import pydyf

from plantin.findings import Place
from plantin.model.levels import LOWERED, RAISED, is_number
from plantin.writers.pdf import formula_text
from plantin.writers.pdf.engine_types import Box, Dictionary, LaidOutDocument, Page, Pdf, Stream
from plantin.writers.pdf.tables import heads
from plantin.writers.pdf.tags import Artifact, Mark, Structure, TagNode
from plantin.writers.pdf.text_repair import repair, source

_PRINT_FLAG = 4  # annotation flag Print, ISO 32000-1, table 165
_PT_PER_PX = 0.75  # points in a CSS pixel

# ISO 32000-1, table 349; a cut-in head is that of the rows below it, which Headers say.
_SCOPES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}

# How passages are shifted: by name, and about how many points.
_SHIFTS = {"sup": ("/Sup", 3), "sub": ("/Sub", -2)}
_LEVELS = {"sup": RAISED, "sub": LOWERED}
# Neither PDF has a type for what is inserted or deleted: both say how it is drawn (ISO 32000-1, table 345).
_DECORATIONS = {"ins": "/Underline", "del": "/LineThrough"}

_MATHML = "http://www.w3.org/1998/Math/MathML"

# Types that PDF 2.0 calls something else.
_PDF2_ROLES = {"Note": "FENote", "Art": "Aside"}

# Types that only PDF 1.7's namespace has; they stay in it (ISO 32005).
_PDF17_ROLES = frozenset({"TOC", "TOCI", "Reference", "BibEntry", "BlockQuote", "Code", "Index"})


def builder(root: ET.Element, place: Place, *, pdf2: bool, linked: bool = True) -> Callable[..., Structure]:
    """Return a replacement for WeasyPrint's ``add_tags``, which gives back the structure; ``pdf2``: in the structure
    of PDF 2.0, ``linked``: with live links.
    """

    def add_tags(pdf: Pdf, document: LaidOutDocument, version: object, streams: list[Stream]) -> Structure:
        del version
        structure = Structure(root, document.pages, streams, linked)
        repair(structure, pdf, document, streams, place)
        if linked:
            formula_text.lay(structure, pdf, document, streams)
        levels = {node: level for node in structure.tree.nodes() if (level := _level(node))}
        _mark_content(structure, levels, document.pages, streams)
        StructureWriter(pdf, document, structure, levels, pdf2).write()
        return structure

    return add_tags


def _presentation_children(element: ET.Element) -> Iterator[ET.Element]:
    """Yield what is in an element of MathML, without what only annotates it."""
    for kid in element:
        name = kid.tag.rpartition("}")[2]
        if name == "semantics":
            yield from _presentation_children(kid)
        elif not name.startswith("annotation"):
            yield kid


def _level(node: TagNode) -> str:
    """Return what is read in place of a sign that says so (``data-read``), or of a raised or lowered number: 10² is not
    102 (ISO 32000-1, 14.9.4). Else empty.
    """
    level, words = _LEVELS.get(node.element.tag), node.element.get("data-read", "")
    if node.role != "Span" or not (words or level) or not all(isinstance(kid, Mark) for kid in node.kids):
        return ""
    text = "".join(kid.read or kid.text for kid in node.kids if isinstance(kid, Mark))
    if words or not level:
        return words + " " * text.endswith(" ")
    return text.translate(level) if is_number(text.strip()) else ""


def _mark_content(structure: Structure, levels: dict[TagNode, str], pages: list[Page], streams: list[Stream]) -> None:
    """Mark running heads and folios as pagination artifacts, and rules, backgrounds and pictures that say nothing as
    artifacts of layout (ISO 32000-1, 14.8.2.2.2); give raised and lowered numbers their characters as ActualText.
    """
    aside = {(artifact.page, artifact.identifier): artifact for artifact in structure.artifacts}
    actual_texts = {
        (kid.page, kid.identifier): words
        for node, words in levels.items()
        if len(node.kids) == 1
        for kid in node.kids
        if isinstance(kid, Mark)
    }
    for page, stream in enumerate(streams):
        items = stream.stream
        # Backwards, because replacing items moves those that follow.
        for index in range(len(items) - 1, -1, -1):
            if items[index] == b"BDC" and isinstance(items[index - 1], dict):
                key = page, items[index - 1]["MCID"]
                if key in actual_texts:
                    items[index - 1]["ActualText"] = pydyf.String(actual_texts[key])
                artifact = aside.get(key)
                if artifact is not None:
                    items[index - 2 : index] = ["/Artifact", _properties(artifact, pages[page].height)]
            elif items[index] == b"BMC":
                items[index : index + 1] = [pydyf.Dictionary({"Type": "/Layout"}), b"BDC"]


def _properties(artifact: Artifact, height: float) -> Dictionary:
    properties: Dictionary = pydyf.Dictionary({"Type": f"/{artifact.kind}"})
    if artifact.subtype:
        properties["Subtype"] = f"/{artifact.subtype}"
    if artifact.area:
        properties["BBox"] = _rectangle(*artifact.area, height)
    return properties


def _rectangle(left: float, top: float, right: float, bottom: float, height: float) -> object:
    """Return a rectangle in points from the page's lower left corner, given in CSS pixels from its upper left one."""
    return pydyf.Array([round(corner * _PT_PER_PX, 3) for corner in (left, height - bottom, right, height - top)])


class StructureWriter:
    """Writes one structure into ``pdf``."""

    def __init__(
        self, pdf: Pdf, document: LaidOutDocument, structure: Structure, levels: dict[TagNode, str], pdf2: bool
    ) -> None:
        self.pdf, self.document, self.structure, self.pdf2 = pdf, document, structure, pdf2
        self.levels = levels
        self.references = pdf.page_references
        self.pages: list[list[bytes | str]] = [[] for _ in document.pages]
        self.annotations: list[tuple[Dictionary, bytes]] = []
        self.identified: dict[str, TagNode] = {}
        self._headers: dict[ET.Element, list[ET.Element]] = {}
        self._named: dict[ET.Element, str] = {}
        self.root = self._object({"Type": "/StructTreeRoot"})
        self.namespace = self._space("http://iso.org/pdf2/ssn") if pdf2 else None
        self.mathml = self._space(_MATHML) if pdf2 else None

    def _space(self, name: str) -> Dictionary:
        return self._object({"Type": "/Namespace", "NS": pydyf.String(name)})

    def write(self) -> None:
        """Write the tree and register it in the catalog."""
        for page, box, node in self.structure.links:
            if box.link_annotation is not None:
                node.annotations.append((page, box))
        tree = self._element(self.structure.tree, self.root)
        self.root["K"] = pydyf.Array([tree.reference])
        if self.namespace and self.mathml:
            self.root["Namespaces"] = pydyf.Array([self.namespace.reference, self.mathml.reference])
        self._parent_tree()
        self._identifier_tree()
        if self.pdf2:
            self._add_pdf2_references()
        else:
            self.root["RoleMap"] = pydyf.Dictionary({"Em": "/Span", "Strong": "/Span"})
        catalog = self.pdf.catalog
        catalog["StructTreeRoot"] = self.root.reference
        catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])})

    def _object(self, values: dict[str, object]) -> Dictionary:
        entry: Dictionary = pydyf.Dictionary(values)
        self.pdf.add_object(entry)
        return entry

    # Links

    def _annotation(self, page: int, box: Box, node: TagNode) -> Dictionary:
        """Return the annotation of a link on a page: printed, described in the language of the edition (ISO 14289-1,
        7.18.1 and 7.18.5), with a quadrilateral for each of its lines.
        """
        annotation = box.link_annotation
        assert annotation is not None  # noqa: S101
        annotation["F"] = _PRINT_FLAG
        annotation["Contents"] = pydyf.String(node.element.get("aria-label") or source(node.element))
        x, y, right, bottom = annotation["Rect"]
        # ISO 32000-1, 7.9.5
        annotation["Rect"] = pydyf.Array([min(x, right), min(y, bottom), max(x, right), max(y, bottom)])
        quads = self.document.pages[page].quads[box]
        if len(quads) > 1:
            height = self.document.pages[page].height
            corners = pydyf.Array()
            for quad in quads:
                x, right = (corner * _PT_PER_PX for corner in quad[::2])
                y, bottom = ((height - corner) * _PT_PER_PX for corner in quad[1::2])
                corners.extend([x, y, right, y, x, bottom, right, bottom])
            annotation["QuadPoints"] = corners
        return annotation

    # Elements

    def _element(self, node: TagNode, parent: Dictionary) -> Dictionary:
        entry = node.written = self._object({"Type": "/StructElem", "S": f"/{self._type(node)}", "P": parent.reference})
        if self.namespace and node.role not in _PDF17_ROLES:
            entry["NS"] = self.namespace.reference
        self._attributes(node, entry)
        kids = pydyf.Array()
        for kid in node.kids:
            kids.append(self._element(kid, entry).reference if isinstance(kid, TagNode) else self._content(kid, entry))
        if self.mathml and node.role == "Formula":
            kids.append(self._math(ET.fromstring(node.element.get("data-mathml", "")), entry).reference)
        for page, box in node.annotations:
            annotation = self._annotation(page, box, node)
            self.annotations.append((annotation, entry.reference))
            reference = {"Type": "/OBJR", "Obj": annotation.reference, "Pg": self.references[page]}
            kids.append(pydyf.Dictionary(reference))
        entry["K"] = kids
        return entry

    def _math(self, element: ET.Element, parent: Dictionary) -> Dictionary:
        """Return an element of MathML as a structure element (ISO 32000-2, 14.8.6.3); its signs are read in place of
        content, which is a drawing.
        """
        assert self.mathml is not None  # noqa: S101
        space = self.mathml.reference
        entry = self._object(
            {"Type": "/StructElem", "S": f"/{element.tag.rpartition('}')[2]}", "NS": space, "P": parent.reference}
        )
        if element.attrib:
            attributes = {name: pydyf.String(value) for name, value in element.attrib.items()}
            entry["A"] = pydyf.Dictionary({"O": "/NSO", "NS": space, **attributes})
        if text := (element.text or "").strip():
            entry["ActualText"] = pydyf.String(text)
        if len(element):
            entry["K"] = pydyf.Array([self._math(kid, entry).reference for kid in _presentation_children(element)])
        return entry

    def _type(self, node: TagNode) -> str:
        if not self.pdf2:
            return node.role
        # A Div of PDF 2.0 is as if it were not there, and a caption is the first or the last of what is around it.
        captioned = node.role == "Div" and any(isinstance(kid, TagNode) and kid.role == "Caption" for kid in node.kids)
        return "Sect" if captioned else _PDF2_ROLES.get(node.role, node.role)

    def _content(self, mark: Mark, made: Dictionary) -> object:
        page = self.references[mark.page]
        row = self.pages[mark.page]
        row.extend(["null"] * (mark.identifier + 1 - len(row)))
        row[mark.identifier] = made.reference
        if made.setdefault("Pg", page) == page:
            return mark.identifier
        return pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": mark.identifier})

    def _attributes(self, node: TagNode, entry: Dictionary) -> None:
        element = node.element
        self._identify(node, entry)
        if node.role == "Note" and (language := self._note_language(element)):
            entry["Lang"] = pydyf.String(language)
        elif node.role in {"Span", "Div"} and element.get("lang"):
            entry["Lang"] = pydyf.String(element.get("lang"))
        elif node.role == "Span" and (look := self._look(element)):
            entry["A"] = pydyf.Dictionary({"O": "/Layout", **look})
        elif node.role == "Span" and element.tag == "abbr":
            entry["E"] = pydyf.String(element.get("title"))
        elif node.role == "Span" and node not in self.levels:
            entry["T"] = pydyf.String("page")
        if node in self.levels:
            entry["ActualText"] = pydyf.String(self.levels[node])
        match node.role:
            case "Figure" | "Formula":
                entry["Alt"] = pydyf.String(element.get("aria-label") or element.get("alt"))
                block = node.role == "Figure" or self._is_display(element)
                placement = "/Block" if block else "/Inline"
                entry["A"] = pydyf.Dictionary({"O": "/Layout", "Placement": placement, "BBox": self._box(node)})
                if self.structure.linked and (file := self._file(node)):
                    entry["AF"] = pydyf.Array([file])
            case "L":
                kind = element.get("data-numbering")
                kind = "Description" if self.pdf2 and element.tag == "dl" else kind
                # Numerals of other scripts: PDF 2.0 has a word for any; PDF 1.7 has Latin ones alone, and
                # any ordered kind says that the labels count, which is what a screen reader announces.
                kind = ("Ordered" if self.pdf2 else "Decimal") if kind == "Other" else kind
                entry["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{kind}"})
            case "Note" if self.pdf2:
                entry["A"] = pydyf.Dictionary({"O": "/FENote", "NoteType": "/Footnote"})
            case "Code" if self.structure.parents[element].tag == "pre":
                entry["A"] = pydyf.Dictionary({"O": "/Layout", "Placement": "/Block"})
            case "TH" | "TD":
                self._cell(element, entry)
            case _:
                pass

    def _note_language(self, note: ET.Element) -> str:
        """Return the language of the edition for a note called in a passage of another, after which it is read."""
        language = self.structure.tree.element.get("lang", "")
        around = note
        while around in self.structure.parents:
            around = self.structure.parents[around]
            if around.tag == "div" and around.get("lang", language) != language:
                return language
        return ""

    def _look(self, element: ET.Element) -> dict[str, str | int]:
        """Return how a passage that is shifted, inserted or deleted is drawn; empty for another one (TextPosition: ISO
        32000-2, table 380; BaselineShift, TextDecorationType: 32000-1, table 345).
        """
        if element.tag not in _SHIFTS:
            return {"TextDecorationType": _DECORATIONS[element.tag]} if element.tag in _DECORATIONS else {}
        position, points = _SHIFTS[element.tag]
        return {"TextPosition": position} if self.pdf2 else {"BaselineShift": points}

    def _identify(self, node: TagNode, entry: Dictionary) -> None:
        if node.role == "Table":
            self._headers |= heads(node.element)
            self._named |= {
                head: f"head-{number}" for number, head in enumerate(node.element.iter("th"), len(self._named) + 1)
            }
        anchor = node.element.get("data-anchor") or node.element.get("id")
        if node.role == "TH":
            anchor = self._named[node.element]
        if anchor and node.role not in {"Reference", "Lbl", "LBody", "Div"}:
            entry["ID"] = pydyf.String(anchor)
            self.identified[anchor] = node

    def _is_display(self, element: ET.Element) -> bool:
        return self.structure.parents[element].get("class") == "equation"

    def _cell(self, element: ET.Element, entry: Dictionary) -> None:
        """Spans, and of a head what it is the head of (ISO 32000-1, 14.8.5.7; ISO 14289-1, 7.5)."""
        attributes = pydyf.Dictionary({"O": "/Table"})
        for name, value in (("ColSpan", element.get("colspan")), ("RowSpan", element.get("rowspan"))):
            if value:
                attributes[name] = int(value)
        if element.tag == "th":
            attributes["Scope"] = _SCOPES[element.get("scope", "")]
        if named := self._headers.get(element):
            attributes["Headers"] = pydyf.Array([pydyf.String(self._named[head]) for head in named])
        if len(attributes) > 1:
            entry["A"] = attributes

    def _file(self, node: TagNode) -> bytes:
        """Return what belongs to a formula or a figure as a file: MathML, and in PDF 2.0 the data of a figure (ISO
        32000-2, 14.13; ISO 14289-2, 8.2.5.14; ISO 19005-3, 6.8); empty where nothing does.
        """
        attribute = node.element.get
        if node.role == "Formula":
            content, kind, relation = attribute("data-mathml", ""), "application#2fmathml+xml", "Supplement"
            name, words = pydyf.String("formula.mml"), pydyf.String("The formula in MathML")
        elif self.pdf2 and attribute("data-file"):
            content, kind, relation = attribute("data-rows", ""), "text#2fcsv", "Data"
            name, words = pydyf.String(attribute("data-file")), pydyf.String(attribute("data-title"))
        else:
            return b""
        parameters = pydyf.Dictionary({"Size": len(content.encode())})
        extra = pydyf.Dictionary({"Type": "/EmbeddedFile", "Subtype": f"/{kind}", "Params": parameters})
        stream = pydyf.Stream([content.encode()], extra, compress=True)
        self.pdf.add_object(stream)
        files = pydyf.Dictionary({"F": stream.reference, "UF": stream.reference})
        # The type is written with an escape: WeasyPrint gives every file that it knows by its type to the whole
        # document.
        return self._object(
            {"Type": "/#46ilespec", "F": name, "UF": name, "EF": files, "AFRelationship": f"/{relation}", "Desc": words}
        ).reference

    def _box(self, node: TagNode) -> object:
        """Return the rectangle of a figure or formula on its page (ISO 32000-1, table 345)."""
        pages, lefts, tops, rights, bottoms = zip(*node.areas, strict=True)
        return _rectangle(min(lefts), min(tops), max(rights), max(bottoms), self.document.pages[pages[0]].height)

    # Trees

    def _parent_tree(self) -> None:
        numbers = pydyf.Array()
        for page, row in enumerate(self.pages):
            numbers.extend([page, pydyf.Array(row)])
        for key, (annotation, owner) in enumerate(self.annotations, len(self.pages)):
            annotation["StructParent"] = key
            numbers.extend([key, owner])
        self.root["ParentTree"] = self._object({"Nums": numbers}).reference
        self.root["ParentTreeNextKey"] = len(self.pages) + len(self.annotations)

    def _identifier_tree(self) -> None:
        names = pydyf.Array()
        for anchor in sorted(self.identified):
            names.extend([pydyf.String(anchor), self.identified[anchor].written.reference])
        if names:
            self.root["IDTree"] = self._object({"Names": names}).reference

    # PDF 2.0

    def _add_pdf2_references(self) -> None:
        """Notes and their calls refer to each other, rows of the contents to their headings; links and outline go to
        structure elements (ISO 14289-2, 8.2.5.14, 8.8).
        """
        calls: dict[str, list[TagNode]] = defaultdict(list)
        headings: dict[str, TagNode] = {}
        for node in self.structure.tree.nodes():
            target = node.element.get("href", "").removeprefix("#")
            if node.role == "Reference" and node.element.get("role") == "doc-noteref":
                calls[target].append(node)
            if node.role == "Sect":
                headings[node.element.get("id", "")] = next(kid for kid in node.kids if isinstance(kid, TagNode))
        for anchor, nodes in calls.items():
            note = self.identified[anchor]
            note.written["Ref"] = pydyf.Array([node.written.reference for node in nodes])
            for node in nodes:
                node.written["Ref"] = pydyf.Array([note.written.reference])
        for node in self.structure.tree.nodes():
            if node.role == "TOCI":
                anchor = next(node.element.iter("a")).get("href", "").removeprefix("#")
                node.written["Ref"] = pydyf.Array([headings[anchor].written.reference])
        self._structure_destinations(list(headings.values()))

    def _structure_destinations(self, headings: list[TagNode]) -> None:
        names = self.pdf.catalog["Names"]["Dests"]["Names"] if "Names" in self.pdf.catalog else []
        places = {name.string: place for name, place in zip(names[::2], names[1::2], strict=True)}
        # A mark of the index is in the paragraph, or whatever it is, that it marks.
        marks = {
            element.get("id", ""): element for element in self.structure.parents if element.get("class") == "index-mark"
        }
        for annotation, _ in self.annotations:
            if "Dest" in annotation:
                anchor = annotation.pop("Dest").string
                target = self.structure.node(marks[anchor]) if anchor in marks else self.identified[anchor]
                annotation["A"] = self._go_to(places[anchor], target)
        outline = [
            obj for obj in self.pdf.objects if isinstance(obj, pydyf.Dictionary) and "Title" in obj and "Dest" in obj
        ]
        title = [node for node in self.structure.tree.nodes() if node.element.tag == "h1"]
        titled = [node for node in (*title, *headings) if node.element.get("data-title")]
        for item, node in zip(sorted(outline, key=lambda obj: obj.number), titled, strict=True):
            item["SE"] = node.written.reference
            item["A"] = self._go_to(item.pop("Dest"), node)

    def _go_to(self, place: list[object], node: TagNode) -> object:
        there = pydyf.Array([node.written.reference, *place[1:]])
        return pydyf.Dictionary({"Type": "/Action", "S": "/GoTo", "D": pydyf.Array(place), "SD": there})
