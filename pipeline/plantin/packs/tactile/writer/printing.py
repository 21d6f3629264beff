"""Prints sheets: as SVG, one file each, and as pages of a PDF, each a figure with its words as the alternative."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape
from io import BytesIO

import pydyf

from plantin.packs.tactile.writer.sheet import Dots, Point, Sheet, Stroke

_BOW = 0.5522847
"""How far the handles of a quarter of a circle are, as a part of its radius."""
Steps = list[tuple[str, Sequence[Point]]]
_POINTS = 72 / 25.4


def _number(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _steps(item: Stroke | Dots) -> Steps:
    """Return the steps of a path: m, l, c and h, with their points."""
    if isinstance(item, Stroke):
        (first, *rest) = item.points
        steps: Steps = [("m", (first,)), *(("l", (point,)) for point in rest)]
        return [*steps, ("h", ())] if item.closed else steps
    steps = []
    r = item.size / 2
    for x, y in item.centres:
        k = r * _BOW
        steps += [
            ("m", ((x, y - r),)),
            ("c", ((x + k, y - r), (x + r, y - k), (x + r, y))),
            ("c", ((x + r, y + k), (x + k, y + r), (x, y + r))),
            ("c", ((x - k, y + r), (x - r, y + k), (x - r, y))),
            ("c", ((x - r, y - k), (x - k, y - r), (x, y - r))),
            ("h", ()),
        ]
    return steps


def svg(sheet: Sheet) -> bytes:
    """Return a sheet as a drawing of its real size."""
    width, height = _number(sheet.width), _number(sheet.height)
    parts = []
    for item in sheet.items:
        steps = " ".join(
            " ".join(("Z" if name == "h" else name.upper(), *(_number(n) for point in points for n in point)))
            for name, points in _steps(item)
        )
        look = 'fill="#000"' if isinstance(item, Dots) else f'stroke="#000" stroke-width="{_number(item.width)}"'
        dash = ""
        if isinstance(item, Stroke) and item.dash:
            dash = f' stroke-dasharray="{" ".join(map(_number, item.dash))}"'
        parts.append(f'<path {look}{dash} d="{steps}"/>\n')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm"'
        f' viewBox="0 0 {width} {height}" fill="none" stroke-linecap="round" stroke-linejoin="round">\n'
        f"<title>{escape(sheet.about, quote=False)}</title>\n{''.join(parts)}</svg>\n"
    ).encode()


def pdf(sheets: Sequence[Sheet], title: str, language: str, moment: dt.datetime) -> bytes:
    """Return the sheets as a PDF (PDF/UA-1): a page each, tagged as a figure."""
    file = pydyf.PDF()
    tree = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    file.add_object(tree)
    root = pydyf.Dictionary({"Type": "/StructElem", "S": "/Document", "P": tree.reference})
    file.add_object(root)
    figures, numbers = [], []
    for n, sheet in enumerate(sheets):
        figure = _page(file, sheet, n, root)
        figures.append(figure.reference)
        numbers += [n, pydyf.Array([figure.reference])]
    root["K"], tree["K"] = pydyf.Array(figures), root.reference
    tree["ParentTree"] = pydyf.Dictionary({"Nums": pydyf.Array(numbers)})
    tree["ParentTreeNextKey"] = len(sheets)
    metadata = pydyf.Stream([_metadata(title, language)], {"Type": "/Metadata", "Subtype": "/XML"})
    file.add_object(metadata)
    file.catalog |= {
        "Lang": pydyf.String(language),
        "MarkInfo": pydyf.Dictionary({"Marked": "true"}),
        "StructTreeRoot": tree.reference,
        "Metadata": metadata.reference,
        "ViewerPreferences": pydyf.Dictionary({"DisplayDocTitle": "true", "PrintScaling": "/None"}),
    }
    file.info |= {"Title": pydyf.String(title), "CreationDate": pydyf.String(f"D:{moment:%Y%m%d%H%M%S}Z")}
    written = BytesIO()
    file.write(written, version=b"1.7", identifier=b"tactile")
    return written.getvalue()


def _page(file: pydyf.PDF, sheet: Sheet, number: int, root: pydyf.Dictionary) -> pydyf.Dictionary:
    """Add the page of a sheet; return the figure that it is tagged as."""
    content = pydyf.Stream(compress=True)
    content.stream.append(b"/Figure <</MCID 0>> BDC")
    content.stream.append(f"q {_POINTS:.6f} 0 0 {-_POINTS:.6f} 0 {sheet.height * _POINTS:.4f} cm 1 J 1 j".encode())
    for item in sheet.items:
        if isinstance(item, Stroke):
            dash = " ".join(map(_number, item.dash))
            content.stream.append(f"{_number(item.width)} w [{dash}] 0 d".encode())
        for name, points in _steps(item):
            content.stream.append(" ".join((*(_number(n) for point in points for n in point), name)).encode())
        content.stream.append(b"f" if isinstance(item, Dots) else b"S")
    content.stream += [b"Q", b"EMC"]
    file.add_object(content)
    box = pydyf.Array([0, 0, _number(sheet.width * _POINTS), _number(sheet.height * _POINTS)])
    page = pydyf.Dictionary(
        {
            "Type": "/Page",
            "Parent": file.pages.reference,
            "MediaBox": box,
            "Contents": content.reference,
            "Resources": pydyf.Dictionary(),
            "StructParents": number,
            "Tabs": "/S",
        }
    )
    file.add_page(page)
    figure = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/Figure",
            "P": root.reference,
            "Pg": page.reference,
            "K": 0,
            "Alt": pydyf.String(sheet.about),
            "A": pydyf.Dictionary({"O": "/Layout", "BBox": box, "Placement": "/Block"}),
        }
    )
    file.add_object(figure)
    return figure


def _metadata(title: str, language: str) -> bytes:
    words = escape(title, quote=False)
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><dc:title>'
        f'<rdf:Alt><rdf:li xml:lang="x-default">{words}</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>'
        f"{language}</rdf:li></rdf:Bag></dc:language><pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF>"
        '</x:xmpmeta><?xpacket end="r"?>'
    ).encode()
