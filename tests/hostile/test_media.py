"""Pictures made to do harm, or broken: each ends as a finding at the place that names it, soon and in little memory, or
is drawn.
"""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from plantin.findings import Place, SourceError
from plantin.house.style import Style
from plantin.model.document import Picture
from plantin.source import images
from plantin.writers import rasters
from tests.source.test_images import saved

pytestmark = pytest.mark.full

PLACE = Place("report.md", 12, 1)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100"'
    ' height="100">{}</svg>'
)
SIZED = '<svg xmlns="http://www.w3.org/2000/svg" {}><rect width="1" height="1"/></svg>'


def refused(folder: Path, name: str) -> str:
    with pytest.raises(SourceError) as raised:
        images.picture(folder, name, PLACE)
    (finding,) = raised.value.findings
    assert finding.place == PLACE
    assert finding.hint
    assert len(finding.message) < 500
    return finding.code


def chain(inner: str, link: str, levels: int = 9) -> str:
    """Parts of a drawing, each of which uses the one before ten times."""
    parts = [f'<g id="a0">{inner}</g>']
    parts += [f'<g id="a{n + 1}">{link.format(n) * 10}</g>' for n in range(levels)]
    return SVG.format(f"<defs>{''.join(parts)}</defs>{link.format(levels)}")


RECT = '<rect class="c{}"/>'
PATTERNS = SVG.format(
    "".join(f'<pattern id="p{n + 1}">{RECT.format(n) * 10}</pattern>' for n in range(9))
    + "<style>"
    + "".join(f".c{n} {{ fill: url(#p{n}) }}" for n in range(10))
    + '</style><rect class="c9"/>'
)
MARKERS = SVG.format(
    "".join(
        f'<marker id="m{n + 1}"><path d="M0 0 1 1 2 2 3 3 4 4 5 5 6 6" marker-mid="url(#m{n})"/></marker>'
        for n in range(9)
    )
    + '<path d="M0 0 1 1 2 2" marker-mid="url(#m9)"/>'
)
DRAWINGS = {
    "250 deep": (SVG.format("<g>" * 250 + "</g>" * 250), "S073"),
    "300 deep": (SVG.format("<g>" * 300 + "</g>" * 300), "S073"),
    "900,000 elements": (SVG.format("<g/>" * 900_000), "S073"),
    "1 by 10^9 pixels": (SIZED.format('width="1" height="1000000000"'), "S073"),
    "10^-30 by 10^30": (SIZED.format('width="1e-30" height="1e30"'), "S072"),
    "no size": (SIZED.format('width="0" height="0"'), "S072"),
    "a negative size": (SIZED.format('width="-5" height="5"'), "S072"),
    "viewBox of points": (SIZED.format('viewBox="0 0 . ."'), "S072"),
    "viewBox of words": (SIZED.format('viewBox="0 0 ten ten"'), "S072"),
    "viewBox of nothing": (SIZED.format('viewBox="0 0 0 0"'), "S072"),
    "viewBox of infinity": (SIZED.format('viewBox="0 0 1e999 1"'), "S072"),
    "width 1.2.3": (SIZED.format('width="1.2.3" height="3"'), "S072"),
    "width of 400 digits": (SIZED.format(f'width="{"9" * 400}" height="3"'), "S073"),
    "width of 5,000 digits": (SIZED.format(f'width="{"9" * 5000}" height="3"'), "S073"),
    "textPath and tspan 20,000": (
        SVG.format("<text>" + "<tspan>x</tspan><textPath href='#a'>x</textPath>" * 10_000 + "</text>"),
        "S073",
    ),
    "transform of 100,000": (SVG.format(f'<g transform="{"rotate(1) " * 100_000}"/>'), "S073"),
    "huge blur": (SVG.format('<filter id="f"><feGaussianBlur stdDeviation="1e9"/></filter>'), "S073"),
    "endless noise": (SVG.format('<filter id="f"><feTurbulence numOctaves="100000"/></filter>'), "S073"),
    "a style divided by an element": (SVG.format("<style>@im<g/>port 'x.css';</style>"), "S074"),
    "an import behind a comment": (SVG.format("<style><!-- x -->@import 'x.css';</style>"), "S074"),
    "an import behind a comment of CSS": (SVG.format("<style>/* x */@import 'x.css';</style>"), "S074"),
    "an import in CDATA": (SVG.format("<style><![CDATA[@import 'x.css';]]></style>"), "S074"),
    "arcs of huge numbers": (SVG.format('<path d="M0 0A1e300 1e300 0 0 1 1e300 1e300"/>'), "S073"),
    "numbers of 500 digits": (SVG.format(f'<path d="M0 {"9" * 500}"/>'), "S073"),
    "100,000 rules": (SVG.format("<style>" + "".join(f".c{n}{{fill:red}}" for n in range(3_000)) + "</style>"), "S073"),
    "a sheet of brackets": (SVG.format("<style>" + "a{" * 5_000 + "</style>"), "S072"),
    "uses a billion times": (chain("<rect/>", '<use href="#a{}"/>'), "S073"),
    "uses by xlink": (chain("<rect/>", '<use xlink:href="#a{}"/>'), "S073"),
    "masks of masks": (chain("<rect/>", '<rect mask="url(#a{})"/>'), "S073"),
    "patterns by rules": (PATTERNS, "S073"),
    "markers of markers": (MARKERS, "S073"),
    "uses in a ring": (SVG.format('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), "S072"),
    "a use of itself": (SVG.format('<g id="a"><use href="#a"/></g>'), "S072"),
    "a pattern of itself": (SVG.format('<pattern id="a"><rect fill="url(#a)"/></pattern>'), "S072"),
    "attributes": (SVG.format(f"<g {' '.join(f'a{n}={chr(34)}{chr(34)}' for n in range(5_000))}/>"), "S073"),
}


@pytest.mark.parametrize(("text", "code"), DRAWINGS.values(), ids=DRAWINGS)
def test_a_drawing(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "a.svg").write_text(text, "utf-8")
    assert refused(tmp_path, "a.svg") == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (SVG.format("<text>caf\xe9</text>").encode("latin-1"), "S072"),
        (
            ('<?xml version="1.0" encoding="ISO-8859-2"?>' + SVG.format("<text>caf\xe9</text>")).encode("latin-1"),
            "S072",
        ),
        (SVG.format("").encode("utf-16"), "S072"),
        (("<!DOCTYPE svg>" + SVG.format("")).encode("utf-16-le"), "S072"),
        (b"\xef\xbb\xbf" + ('<!DOCTYPE svg [<!ENTITY a "b&c;">]>' + SVG.format("")).encode(), "S074"),
    ],
    ids=["Latin-1", "Latin-2 declared", "UTF-16", "UTF-16 with a document type", "a mark and an entity"],
)
def test_the_encoding_of_a_drawing(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "a.svg").write_bytes(content)
    assert refused(tmp_path, "a.svg") == code


@pytest.mark.parametrize(
    ("text", "size"),
    [
        (SIZED.format(""), (300, 150)),
        (SIZED.format('viewBox="0 0 40 20"'), (40, 20)),
        (SIZED.format('viewBox="-5,-5 40.5,20"'), (40, 20)),
        (SIZED.format('width="100%" height="100%" viewBox="0 0 40 20"'), (40, 20)),
        (SIZED.format('width="1in" height="2.54cm"'), (96, 96)),
        (SIZED.format('width="4e1" height=".3e2px"'), (40, 30)),
        (
            SVG.format(
                '<style>.a{clip-path:url(#c)}</style><clipPath id="c"><rect class="b"/></clipPath><g class="a"/>'
            ),
            (100, 100),
        ),
        (
            SVG.format('<linearGradient id="g"/><linearGradient id="h" href="#g"/>' + '<rect fill="url(#h)"/>' * 5_000),
            (100, 100),
        ),
    ],
)
def test_an_ordinary_drawing_is_taken(tmp_path: Path, text: str, size: tuple[int, int]) -> None:
    (tmp_path / "a.svg").write_text(text, "utf-8")
    made = images.picture(tmp_path, "a.svg", PLACE)
    assert (made.width, made.height) == size


def _checksum(content: bytes) -> bytes:
    at = content.index(b"IDAT")
    (length,) = struct.unpack_from(">I", content, at - 4)
    return content[: at + 4 + length] + b"\0\0\0\0" + content[at + 8 + length :]


PNG = saved(Image.effect_noise((64, 64), 50).convert("RGB"), "PNG")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (_checksum(PNG), "S072"),
        (PNG[:-30], "S072"),
        (PNG.replace(b"IHDR", b"IHDR\xff", 1), "S072"),
        (PNG[:16] + struct.pack(">II", 2**31 - 1, 2**31 - 1) + PNG[24:], "S072"),
        (PNG[:16] + struct.pack(">II", 0, 0) + PNG[24:], "S072"),
        (b"GIF89a\4\0\4\0\0\0\0,junk", "S072"),
        (b"RIFF\xff\xff\xff\x7fWEBPVP8 " + b"junk" * 99, "S072"),
        (b"\xff\xd8\xff" + b"junk" * 99, "S072"),
    ],
    ids=["checksum", "cut off", "head", "2^31 pixels", "no pixels", "GIF", "WebP", "JPEG"],
)
def test_a_picture_of_dots(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "a.png").write_bytes(content)
    assert refused(tmp_path, "a.png") == code


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50 * 2**30)


FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a link to itself": (lambda path: path.symlink_to(path.name), "S071"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "S071"),
    "a link outside": (lambda path: path.symlink_to("/etc/hostname"), "S071"),
    "a pipe": (os.mkfifo, "S071"),
    "a folder": (lambda path: path.mkdir(), "S071"),
    "50 GB": (_sparse, "S073"),
}


@pytest.mark.parametrize(("make", "code"), FILES.values(), ids=FILES)
@pytest.mark.parametrize("name", ["a.png", "a.svg"])
def test_a_picture_that_is_no_file(tmp_path: Path, name: str, make: Callable[[Path], object], code: str) -> None:
    make(tmp_path / name)
    assert refused(tmp_path, name) == code


@pytest.mark.parametrize("name", ["a\0.png", "x" * 300 + ".png", "<b>&'\".png", "$(id).png"])
def test_a_name(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path, name) == "S071"


def test_all_pictures_of_a_report_have_one_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "_ALL_PIXELS", 3 * 64 * 64 - 1)
    read = images.PictureFolder(tmp_path)
    for name in "abcd":
        (tmp_path / f"{name}.png").write_bytes(PNG)
    made = [read(f"{name}.png", PLACE) for name in "abca"]
    assert made[0] is made[3]
    with pytest.raises(SourceError) as raised:
        read("d.png", PLACE)
    assert raised.value.findings[0].code == "S073"


def _picture(text: str) -> Picture:
    return Picture("media/a.svg", "image/svg+xml", 100, 100, moving=False, digest="0", content=text.encode())


def test_what_the_library_cannot_draw_is_a_finding(house: Style) -> None:
    with pytest.raises(SourceError) as raised:
        rasters.rasterize(_picture(DRAWINGS["uses in a ring"][0]), house)
    (finding,) = raised.value.findings
    assert (finding.code, finding.place.path) == ("S072", "media/a.svg")
    assert Image.open(io.BytesIO(rasters.rasterize(_picture(SVG.format("<rect/>")), house))).size == (200, 200)


def test_what_the_library_does_not_end_to_draw_is_a_finding(house: Style, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = '<filter id="f" width="1" height="1"><feTurbulence baseFrequency=".1" numOctaves="1000000"/></filter>'
    monkeypatch.setattr(rasters, "_LIMITS", rasters.Limits(seconds=1, processor=1, memory=1024, output=64))
    with pytest.raises(SourceError) as raised:
        rasters.rasterize(_picture(SVG.format(f'{endless}<rect width="100" height="100" filter="url(#f)"/>')), house)
    assert raised.value.findings[0].code == "S073"
