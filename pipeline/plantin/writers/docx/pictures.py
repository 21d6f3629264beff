"""Pictures of the Word file (DrawingML, ECMA-376 part 1, 20.4): in the line, with what they say to who cannot see them.

A drawing (SVG) is there twice: as it is, and as a PNG for programs that show none. What Word does not read (WebP)
becomes PNG.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Protocol
from xml.sax.saxutils import quoteattr

from lxml import etree

from plantin.house.style import Style
from plantin.model.document import Figure, Picture
from plantin.writers.docx.ooxml import Element, RunLook, run
from plantin.writers.rasters import drawn

if TYPE_CHECKING:
    from docx.opc.package import OpcPackage
    from docx.opc.part import Part as PackagePart

_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
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
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>
<pic:nvPicPr><pic:cNvPr id="{number}" name={name}/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="{raster}">{vector}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>\
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>
</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>
"""


class Relating(Protocol):
    """A part of the package: what it needs to be related to addresses and to the parts of pictures."""

    @property
    def package(self) -> OpcPackage | None:
        """The package that it belongs to."""

    def relate_to(self, target: PackagePart | str, reltype: str, is_external: bool = False) -> str:
        """The id of the relationship, made where there is none."""


class Pictures:
    """The pictures of one file, each of which it holds once."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._parts: dict[tuple[str, str], PackagePart] = {}
        self._count = 0

    def drawn(self, figure: Figure, part: Relating, width: int, height: int) -> Element:
        """The picture of ``figure`` as a run, within so many twips."""
        self._count += 1
        picture = figure.picture
        shown = part.relate_to(self._part(picture, part, *raster(picture, self._style)), _IMAGE)
        vector = ""
        if picture.media_type == "image/svg+xml":
            own = part.relate_to(self._part(picture, part, picture.media_type, picture.content), _IMAGE)
            space = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
            blip = f'<asvg:svgBlip xmlns:asvg="{space}" r:embed="{own}"/>'
            vector = f'<a:extLst><a:ext uri="{_SVG}">{blip}</a:ext></a:extLst>'
        across, down = size(figure, width, height)
        mark = '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
        drawing = _DRAWING.format(
            width=across,
            height=down,
            number=self._count,
            name=quoteattr(picture.name.rpartition("/")[2]),
            words=quoteattr(figure.alternative),
            title=f" title={quoteattr(figure.label)}" if figure.label else "",
            adorns="" if figure.alternative else f'<a:extLst><a:ext uri="{_ADORNS}">{mark}</a:ext></a:extLst>',
            raster=shown,
            vector=vector,
        )
        return run(RunLook(), etree.fromstring(drawing, etree.XMLParser(remove_blank_text=True)))

    def _part(self, picture: Picture, part: Relating, media_type: str, content: bytes) -> PackagePart:
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        key = (picture.digest, media_type)
        if key not in self._parts:
            name = f"/word/media/image{len(self._parts) + 1}.{_SUFFIXES[media_type]}"
            self._parts[key] = Part(PackURI(name), media_type, content, part.package)  # type: ignore[arg-type]
        return self._parts[key]


def size(figure: Figure, width: int, height: int) -> tuple[int, int]:
    """Width and height of the picture of ``figure`` in EMU: as large as in print at 96 pixels to the inch, never larger
    than the room in twips; where the figure has a width, as large as that part of the room.
    """
    picture, width = figure.picture, round(width * figure.width / 100) or width
    natural = (picture.width / 96 * 2.54 * _EMU, picture.height / 96 * 2.54 * _EMU)
    room = (width / 1440 * 2.54 * _EMU, height / 1440 * 2.54 * _EMU)
    scale = min(*([] if figure.width else [1.0]), room[0] / natural[0], room[1] / natural[1])
    return round(natural[0] * scale), round(natural[1] * scale)


def raster(picture: Picture, style: Style) -> tuple[str, bytes]:
    """The media type and the bytes of a picture that every Word shows."""
    if picture.media_type == "image/svg+xml":
        return "image/png", drawn(picture, style)
    if picture.media_type != "image/webp":
        return picture.media_type, picture.content
    from PIL import Image

    held = io.BytesIO()
    with Image.open(io.BytesIO(picture.content)) as image:
        image.convert("RGBA" if image.mode in ("RGBA", "LA", "PA") else "RGB").save(
            held, "PNG", optimize=False, compress_level=9
        )
    return "image/png", held.getvalue()
