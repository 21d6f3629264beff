"""What a drawing hides is in no edition, and is reported; what is seen stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.findings import Place
from plantin.source import drawings
from plantin.source.images import PictureFolder

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="60">'
)
SEEN = '<g id="base"><rect width="9" height="9"/><text x="1" y="9">Harbour</text></g>'
HIDDEN = '<text x="1" y="20">SECRET</text>'


def drawing(inside: str) -> bytes:
    return f"{HEAD}{SEEN}{inside}</svg>".encode()


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (f'<g display="none">{HIDDEN}</g>', "g (SECRET)"),
        (f'<g inkscape:groupmode="layer" inkscape:label="Draft" style="display:none">{HIDDEN}</g>', "Draft (SECRET)"),
        (f'<g id="l2" style="fill: red; display: none">{HIDDEN}</g>', "l2 (SECRET)"),
        (f'<g visibility="hidden">{HIDDEN}</g>', "g (SECRET)"),
        ('<text visibility="collapse" x="1" y="9">SECRET</text>', "text (SECRET)"),
        (f'<g opacity="0">{HIDDEN}</g>', "g (SECRET)"),
        (f'<g style="opacity:0.0">{HIDDEN}</g>', "g (SECRET)"),
        (f'<style>.st0{{display:none;}}</style><g class="a st0">{HIDDEN}</g>', "g (SECRET)"),
        (f'<style>#x, .y {{ visibility: hidden !important }}</style><g id="x">{HIDDEN}</g>', "x (SECRET)"),
        (f'<g><g><g display="none">{HIDDEN}</g></g></g>', "g (SECRET)"),
        ('<text x="1" y="9">One<tspan display="none">SECRET</tspan> two</text>', "tspan (SECRET)"),
    ],
)
def test_hidden_elements_are_left_out_and_reported(inside: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "map.svg").write_bytes(drawing(inside))
    folder = PictureFolder(tmp_path)
    made = folder("map.svg", Place("report.md", 7)).content
    assert b"SECRET" not in made
    assert b"Harbour" in made
    assert [(one.code, one.severity, one.message) for one in folder.remarks] == [
        ("S178", "warning", f"map.svg: left out: {words}")
    ]
    assert drawings.read(made).content == made, "what is clean stays as it is"


@pytest.mark.parametrize(
    "inside",
    [
        f'<g display="inline">{HIDDEN}</g>',
        f'<g opacity="0.5">{HIDDEN}</g>',
        f'<g display="none" style="display:inline">{HIDDEN}</g>',
        f'<g visibility="hidden"><g visibility="visible">{HIDDEN}</g></g>',
        f"<style>.st0{{display:none}}</style><g>{HIDDEN}</g>",
        f"<style>@media print {{ .st0 {{display:none}} }}</style><g class='st0'>{HIDDEN}</g>",
        f'<g display="none"><g id="sign">{HIDDEN}</g></g><use href="#sign"/>',
        f'<defs><g id="sign" visibility="hidden">{HIDDEN}</g></defs><use xlink:href="#sign"/>',
    ],
)
def test_what_may_be_seen_stays(inside: str, tmp_path: Path) -> None:
    (tmp_path / "map.svg").write_bytes(drawing(inside))
    folder = PictureFolder(tmp_path)
    assert b"SECRET" in folder("map.svg", Place("report.md", 7)).content
    assert folder.remarks == []


def test_twenty_hidden_elements_are_named(tmp_path: Path) -> None:
    (tmp_path / "map.svg").write_bytes(drawing(f'<g display="none">{HIDDEN}</g>' * 30))
    folder = PictureFolder(tmp_path)
    folder("map.svg", Place("report.md", 7))
    assert folder.remarks[0].message.count("SECRET") == 20
    assert folder.remarks[0].message.endswith(", …")
