"""Pictures that an edition could not carry, or should not, and sources beyond the bounds of the press."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from plantin.findings import Place, SourceError
from plantin.source import drawings, images
from plantin.source import text as source_text

PLACE = Place("report.md", 12, 1)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10" height="10">{}</svg>'
)


def code(folder: Path, name: str) -> str:
    """The finding about the picture; empty where the press takes it."""
    try:
        images.picture(folder, name, PLACE)
    except SourceError as error:
        (finding,) = error.findings
        assert finding.place == PLACE
        assert finding.hint
        return finding.code
    return ""


def saved(image: Image.Image, kind: str) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind)
    return stream.getvalue()


def moving(kind: str = "GIF", **options: int) -> bytes:
    """Three frames of a lamp that moves."""
    first, *others = (Image.new("RGB", (4, 4), colour) for colour in ("red", "green", "blue"))
    stream = io.BytesIO()
    first.save(stream, kind, save_all=True, append_images=others, **options)
    return stream.getvalue()


@pytest.mark.parametrize(
    "name",
    ["", "../lamp.png", "media/../../lamp.png", "/etc/hostname", "https://example.org/lamp.png", "file:///lamp.png",
     "data:image/png;base64,x", "//example.org/lamp.png", "media\\lamp.png", "C:\\lamp.png", "nothing.png", "media", "link.png",
     "linked/lamp.png"],
)  # fmt: skip
def test_a_path_that_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    (folder / "media").mkdir(parents=True)
    (tmp_path / "lamp.png").write_bytes(saved(Image.new("RGB", (2, 2)), "PNG"))
    (folder / "link.png").symlink_to(tmp_path / "lamp.png")
    (folder / "linked").symlink_to(tmp_path, target_is_directory=True)
    assert code(folder, name) == "S071"


RGB, GREY16 = Image.new("RGB", (4, 4)), Image.new("I;16", (4, 4))
JPEG = saved(Image.effect_noise((64, 64), 50).convert("RGB"), "JPEG")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.png", saved(RGB, "PNG"), ""),
        ("a.jpg", JPEG, ""),
        ("a.gif", saved(RGB, "GIF"), ""),
        ("still.gif", moving(duration=400), ""),
        ("for-ever.gif", moving(duration=400, loop=0), "S140"),
        ("often.gif", moving(duration=400, loop=9), "S140"),
        ("long.gif", moving(duration=3000), "S140"),
        ("for-ever.webp", moving("WEBP", duration=400, loop=0), "S140"),
        ("for-ever.png", moving("PNG", duration=400, loop=0), "S140"),
        ("once.png", moving("PNG", duration=400, loop=1), ""),
        ("a.webp", saved(RGB, "WEBP"), ""),
        ("named.jpg", saved(RGB, "PNG"), ""),
        ("a.jpg", saved(Image.new("CMYK", (4, 4)), "JPEG"), ""),
        ("a.png", saved(GREY16, "PNG"), ""),
        ("a.tif", saved(RGB, "TIFF"), ""),
        ("a.bmp", saved(RGB, "BMP"), ""),
        ("a.tif", saved(Image.new("F", (4, 4)), "TIFF"), "S072"),
        ("a.tif", saved(RGB, "TIFF")[:60], "S072"),
        ("a.ico", saved(Image.new("RGB", (16, 16)), "ICO"), "S072"),
        ("a.jpg", JPEG[: len(JPEG) // 2], "S072"),
        ("a.png", saved(RGB, "PNG")[:40], "S072"),
        ("a.png", b"", "S072"),
        ("a.png", b"<html><script>alert(1)</script></html>", "S072"),
        ("a.png", b"x" * 20_000_001, "S073"),
        ("a.png", saved(Image.new("1", (8000, 8000)), "PNG"), "S073"),
    ],
    ids=lambda value: str(value[:20])[:20],
)
def test_rasters(name: str, content: bytes, expected: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert code(tmp_path, name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SVG.format('<rect width="5" height="5" fill="url(#a)"/><use href="#a"/><text>words</text>'), ""),
        (SVG.format("<style>rect { fill: red }</style>"), ""),
        (SVG.format("<!-- drawn by hand -->"), ""),
        (SVG.format("<script>alert(1)</script>"), "S074"),
        (SVG.format('<rect onload="alert(1)"/>'), "S074"),
        (SVG.replace("<svg ", '<svg onload="alert(1)" ').format(""), "S074"),
        (SVG.format("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>"), "S074"),
        (SVG.format("<p xmlns='http://www.w3.org/1999/xhtml'>x</p>"), "S074"),
        (SVG.format('<image href="https://evil.example/x.png"/>'), "S074"),
        (SVG.format('<image xlink:href="file:///etc/passwd"/>'), "S074"),
        (SVG.format('<use href="other.svg#a"/>'), "S074"),
        (SVG.format('<a href="javascript:alert(1)"><text>x</text></a>'), "S074"),
        (SVG.format("<style>@import 'https://evil.example/x.css';</style>"), "S074"),
        (SVG.format("<style>rect { fill: url(https://evil.example/x) }</style>"), "S074"),
        (SVG.format('<rect style="fill: url(https://evil.example/x)"/>'), "S074"),
        (SVG.format("<rect fill=\"url( '//evil.example/x#a')\"/>"), "S074"),
        (SVG.format('<animate attributeName="href" to="javascript:alert(1)"/>'), "S074"),
        ('<?xml-stylesheet href="https://evil.example/x.css"?>' + SVG.format(""), "S074"),
        ('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG.format("<text>&x;</text>"), "S074"),
        ('<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + SVG.format("<text>&b;</text>"), "S074"),
        (SVG.format("<style>rect { fill: u\\72l(https://evil.example/x) }</style>"), "S074"),
        (SVG.format("<style>rect { mask: image-set('https://evil.example/x' 1x) }</style>"), "S074"),
        ("<svg><rect/></svg>", "S072"),
        ("<html xmlns='http://www.w3.org/1999/xhtml'/>", "S072"),
        ("<svg", "S072"),
        ("", "S072"),
    ],
)
def test_drawings(text: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(text, "utf-8")
    assert code(tmp_path, "a.svg") == expected


def test_a_source_of_more_than_four_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_bytes(b"---\nsymbol: A/1/1\n---\n" + b"lamp " * 800_000)
    with pytest.raises(SourceError) as caught:
        source_text.read(path, "report.md")
    assert [finding.code for finding in caught.value.findings] == ["S084"]


@pytest.mark.parametrize("reference", ["&#x202e;", "&#8238;", "&#0;", "&#x7;", "&#xD800;", "&#x110000;", "&#xFFFF;"])
def test_characters_given_by_number_that_no_edition_can_carry(reference: str) -> None:
    with pytest.raises(SourceError) as caught:
        source_text.parse(f"---\n---\n\nA lamp {reference} here.\n", "report.md")
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.line, finding.place.column) == ("S008", 4, 8)
    assert source_text.parse("---\n---\n\nA lamp &#65; \\&#0; &#x3b1;.\n", "report.md").blocks


MATPLOTLIB = """<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="504pt" height="216pt" viewBox="0 0 504 216"
 xmlns="http://www.w3.org/2000/svg" version="1.1">
 <metadata><rdf:RDF xmlns:cc="http://creativecommons.org/ns#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <cc:Work><rdf:type rdf:resource="http://purl.org/dc/dcmitype/StillImage"/></cc:Work></rdf:RDF></metadata>
 <defs><style type="text/css">*{stroke-linejoin: round}</style><path id="m" d="M 0 0 L 9 9"/></defs>
 <g id="figure_1"><path d="M 0 216 L 504 0 z" style="fill: #ffffff"/><use xlink:href="#m"/><text>2019</text></g>
</svg>"""
INKSCAPE = """<svg width="100mm" height="50mm" viewBox="0 0 100 50" inkscape:version="1.3"
 xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns="http://www.w3.org/2000/svg"
 xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd">
 <sodipodi:namedview pagecolor="#ffffff" inkscape:zoom="0.7"/><?editor state?>
 <g inkscape:label="Layer 1"><rect style="fill:#0000ff" width="10" height="10"/><text>2019</text></g></svg>"""


@pytest.mark.parametrize(("text", "size"), [(MATPLOTLIB, (672, 288)), (INKSCAPE, (378, 189))])
def test_what_editors_leave_in_a_drawing_is_removed(text: str, size: tuple[int, int], tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(text, "utf-8")
    made = images.picture(tmp_path, "a.svg", PLACE)
    assert (made.width, made.height) == size
    written = re.search(r'width="([\d.]+)" height="([\d.]+)"', made.content.decode())
    assert written
    assert (round(float(written[1])), round(float(written[2]))) == size, "in pixels"
    for word in ("DOCTYPE", "RDF", "metadata", "inkscape", "sodipodi", "editor"):
        assert word not in made.content.decode()
    assert drawings.words(made.content) == "2019"
    assert drawings.read(made.content).content == made.content, "what is clean stays as it is"


def test_all_elements_that_run_are_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(SVG.format("<script/><a><rect/></a><animate/>"), "utf-8")
    with pytest.raises(SourceError, match="script, animate"):
        images.picture(tmp_path, "a.svg", PLACE)


ILLUSTRATOR = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
 <!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">
]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="&ns_ai;" viewBox="0 0 200 120"><switch>
 <foreignObject requiredExtensions="&ns_ai;" width="1" height="1"><i:ref/></foreignObject>
 <g i:extraneous="self"><circle r="40"/><text>Harbour</text></g></switch><i:pgf><![CDATA[eJzs]]></i:pgf></svg>"""
DRAWIO = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="121px" height="61px"
 viewBox="0 0 121 61" content="&lt;mxfile/&gt;"><rect width="120" height="60" style="fill: light-dark(#fff, var(--a, #111))"/>
 <switch><foreignObject><div xmlns="http://www.w3.org/1999/xhtml" style="width: 118px">Draft of the whole report</div>
 </foreignObject><text x="60" y="34" font-size="12px">Draft of the who...</text></switch>
 <switch><g/><a xlink:href="https://example.org/"><text>Text is not SVG</text></a></switch></svg>"""
GRAPHVIZ = SVG.format(
    '<g id="a_node1"><a xlink:href="https://example.org/" xlink:title="See"><text>Harbour</text></a></g>'
)
FONTS = SVG.format(
    "<style>@font-face { font-family: a; src: url(data:font/woff2;base64,AAAA) } text { fill: red }</style>"
    '<defs><font><font-face font-family="a"/><glyph unicode="b" d="M0 0"/></font></defs>'
    '<text><tspan x="0" y="1">One</tspan><tspan x="0" y="9">Two</tspan></text>'
)


@pytest.mark.parametrize(
    ("text", "shown", "gone"),
    [
        (ILLUSTRATOR, "Harbour", ("ENTITY", "foreignObject", "pgf", "adobe")),
        (DRAWIO, "Draft of the whole report", ("mxfile", "foreignObject", "light-dark", "not SVG", "...")),
        (GRAPHVIZ, "Harbour", ("example.org", "<a", "title")),
        (FONTS, "One Two", ("font-face", "glyph", "data:")),
        (f'<?xml version="1.0" encoding="ISO-8859-1"?>{SVG.format("<text>café</text>")}', "café", ("8859",)),
    ],
    ids=["Illustrator", "draw.io", "graphviz", "fonts", "Latin-1"],
)
def test_what_programs_add_to_a_drawing(text: str, shown: str, gone: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_bytes(text.encode("latin-1" if "8859" in text else "utf-8"))
    made = images.picture(tmp_path, "a.svg", PLACE).content
    assert drawings.words(made) == shown
    assert not [word for word in gone if word in made.decode()]
    assert drawings.read(made).content == made, "what is clean stays as it is"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (saved(RGB, "PNG"), ""),
        (saved(RGB, "PNG")[:60], "S072"),
        (saved(Image.new("CMYK", (4, 4)), "JPEG"), "S072"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "S072"),
    ],
    ids=["a picture", "half of one", "in inks", "a drawing"],
)
def test_a_picture_in_a_drawing(value: bytes, expected: str, tmp_path: Path) -> None:
    data = base64.b64encode(value).decode()
    kind = "jpeg" if value.startswith(b"\xff") else "png"
    (tmp_path / "a.svg").write_text(SVG.format(f'<image xlink:href="data:image/{kind};base64, {data}"/>'))
    assert code(tmp_path, "a.svg") == expected
    (tmp_path / "b.svg").write_text(SVG.format('<image href="data:image/svg+xml;base64,AAAA"/>'))
    assert code(tmp_path, "b.svg") == "S074"


def test_colours_that_no_edition_carries_are_turned(tmp_path: Path) -> None:
    Image.new("CMYK", (4, 4), (0, 255, 255, 0)).save(tmp_path / "a.jpg")
    Image.new("I;16", (4, 4), 257 * 100).save(tmp_path / "b.png")
    Image.new("RGB", (4, 4), (10, 200, 30)).save(tmp_path / "c.tif")
    names = ("a.jpg", "b.png", "c.png")
    for name, given, near in zip(names, ("a.jpg", "b.png", "c.tif"), ((254, 0, 0), 100, (10, 200, 30)), strict=True):
        made = images.picture(tmp_path, given, PLACE)
        assert made.name == name
        with Image.open(io.BytesIO(made.content)) as image:
            shown = image.getpixel((1, 1))
        for one, other in zip(
            *(value if isinstance(value, tuple) else (value,) for value in (shown, near)), strict=True
        ):
            assert abs(one - other) < 8, (given, shown)


@pytest.mark.parametrize(("pages", "expected"), [(1, ""), (2, "S072"), (0, "S072")])
def test_a_page_of_pdf(pages: int, expected: str, tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(144, 72))
        pdf.save(tmp_path / "a.pdf")
    if not pages:
        (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    assert code(tmp_path, "a.pdf") == expected
    if not expected:
        made = images.picture(tmp_path, "a.pdf", PLACE)
        assert (made.name, made.width, made.height) == ("a.png", 600, 300)
