"""Pictures of the Word file (DrawingML, ECMA-376 part 1, 20.4): in the line, with what they say to who cannot see them.

A drawing (SVG) is there twice: as it is, and as a PNG for programs that show none. What Word does not read (WebP)
becomes PNG. A chart is one of Word's own, where Word can draw it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cached_property
from xml.sax.saxutils import quoteattr

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from plantin.charts.drawing import FACE
from plantin.house.style import Style
from plantin.model import languages
from plantin.model.charts import Chart
from plantin.model.document import Document, Figure, Picture
from plantin.writers.docx import charts
from plantin.writers.docx.charts import native
from plantin.writers.docx.fonts import faces
from plantin.writers.docx.ooxml import Element, RunLook, run
from plantin.writers.rasters import rasterize

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_IMAGE, _PACKAGE = f"{_OFFICE}/image", f"{_OFFICE}/package"
_SUFFIXES = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif", "image/svg+xml": "svg"}
_EMU = 360_000
"""English Metric Units in a centimetre (20.1.2.1)."""
_SVG = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_ADORNS = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_DRAWING = """
<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>
<wp:docPr id="{number}" name={name} descr={words}{title}>{adorns}</wp:docPr>
<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>
<a:graphic>{graphic}</a:graphic></wp:inline></w:drawing>
"""
_PICTURE = """
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>
<pic:nvPicPr><pic:cNvPr id="{number}" name={name}/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="{raster}">{vector}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>\
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>
</pic:pic></a:graphicData>
"""
_CHART = """
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">\
<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="{chart}"/></a:graphicData>
"""


class Pictures:
    """The pictures of one file, each of which it holds once."""

    def __init__(self, style: Style, document: Document) -> None:
        self._style = style
        self._document = document
        self._parts: dict[tuple[str, str], Part] = {}
        self._count = self._charts = 0

    def draw(self, figure: Figure, part: Part, width: int, height: int) -> Element:
        """Return the picture of ``figure`` as a run, within so many twips."""
        self._count += 1
        across, down = size(figure, width, height)
        mark = '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
        chart, name = native(figure), quoteattr(figure.picture.name.rpartition("/")[2])
        room = {"width": across, "height": down, "number": self._count, "name": name}
        graphic = self._chart(figure, chart, part) if chart else self._picture(figure.picture, part, room)
        drawing = _DRAWING.format(
            **room,
            words=quoteattr(figure.alternative),
            title=f" title={quoteattr(figure.label)}" if figure.label else "",
            adorns="" if figure.alternative else f'<a:extLst><a:ext uri="{_ADORNS}">{mark}</a:ext></a:extLst>',
            graphic=graphic,
        )
        return run(RunLook(), etree.fromstring(drawing, etree.XMLParser(remove_blank_text=True)))

    def _picture(self, picture: Picture, part: Part, room: Mapping[str, object]) -> str:
        """Return a picture that a drawing in that room shows."""
        raster_id = part.relate_to(self._part(picture, part, *raster(picture, self._style)), _IMAGE)
        vector = ""
        if picture.media_type == "image/svg+xml":
            svg = part.relate_to(self._part(picture, part, picture.media_type, with_face(picture, self._style)), _IMAGE)
            space = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
            blip = f'<asvg:svgBlip xmlns:asvg="{space}" r:embed="{svg}"/>'
            vector = f'<a:extLst><a:ext uri="{_SVG}">{blip}</a:ext></a:extLst>'
        return _PICTURE.format(**room, raster=raster_id, vector=vector)

    def _chart(self, figure: Figure, chart: Chart, part: Part) -> str:
        """Return a chart that a drawing shows, with its workbook."""
        self._charts += 1
        language = languages.regional(self._document.language)
        content = charts.chart_part(figure, chart, self._style, language, self._faces)
        name = PackURI(f"/word/charts/chart{self._charts}.xml")
        chart_part = Part(name, charts.TYPE, content, part.package)
        place = PackURI(f"/word/embeddings/workbook{self._charts}.xlsx")
        chart_part.relate_to(Part(place, charts.WORKBOOK, charts.workbook(chart), part.package), _PACKAGE)
        return _CHART.format(chart=part.relate_to(chart_part, f"{_OFFICE}/chart"))

    @cached_property
    def _faces(self) -> Element:
        return faces(self._style, self._document)

    def _part(self, picture: Picture, part: Part, media_type: str, content: bytes) -> Part:
        key = (picture.digest, media_type)
        if key not in self._parts:
            name = f"/word/media/image{len(self._parts) + 1}.{_SUFFIXES[media_type]}"
            self._parts[key] = Part(PackURI(name), media_type, content, part.package)
        return self._parts[key]


def row_height(style: Style) -> int:
    """Return the height in twips of a row of a table, which a sparkline has."""
    return round(style.type.note * 1.5 * 20)


def size(figure: Figure, width: int, height: int) -> tuple[int, int]:
    """Return width and height of the picture of ``figure`` in EMU: as large as in print at 96 pixels to the inch, never
    larger than the room in twips; where the figure has a width, as large as that part of the room.
    """
    picture, width = figure.picture, round(width * figure.width / 100) or width
    natural = (picture.width / 96 * 2.54 * _EMU, picture.height / 96 * 2.54 * _EMU)
    room = (width / 1440 * 2.54 * _EMU, height / 1440 * 2.54 * _EMU)
    scale = min(*([] if figure.width else [1.0]), room[0] / natural[0], room[1] / natural[1])
    return round(natural[0] * scale), round(natural[1] * scale)


def with_face(picture: Picture, style: Style) -> bytes:
    """Return a drawing as Word shows it: our charts with the face of the text."""
    head, end, rest = picture.content.partition(b">")
    if b' class="chart" ' not in head:
        return picture.content
    return head.replace(f'"{FACE}"'.encode(), f'"{style.fonts.family}"'.encode()) + end + rest


def raster(picture: Picture, style: Style) -> tuple[str, bytes]:
    """Return the media type and the bytes of a picture that every Word shows."""
    if picture.media_type == "image/svg+xml":
        return "image/png", rasterize(picture, style)
    if picture.media_type != "image/webp":
        return picture.media_type, picture.content
    from PIL import Image

    buffer = io.BytesIO()
    with Image.open(io.BytesIO(picture.content)) as image:
        image.convert("RGBA" if image.mode in ("RGBA", "LA", "PA") else "RGB").save(
            buffer, "PNG", optimize=False, compress_level=9
        )
    return "image/png", buffer.getvalue()
