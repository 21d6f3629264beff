"""OpenDocument texts: what pandoc's reader passes over is imported or reported; formulas and languages are counted in
the file.
"""

from __future__ import annotations

import json
import zipfile

from plantin.house.layout import House
from plantin.packs.imports import receive
from plantin.packs.imports.loss import Account
from plantin.packs.imports.receive import ImportResult

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"),
        ("text", "text"), ("draw", "drawing"), ("style", "style"), ("svg", "svg-compatible"), ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip
PICTURE = '<draw:frame svg:width="1cm"><draw:image xlink:href="missing.png"/><svg:title>A lamp</svg:title></draw:frame>'
CONTENT = f"""<office:document-content {SPACES} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3">
<office:automatic-styles><style:style style:name="F" style:family="text"><style:text-properties fo:language="fr"/></style:style>
</office:automatic-styles><office:body><office:text>
<text:table-of-content><text:index-body><text:p>Lamps of the coast 3 {"Oil 4 " * 20}</text:p></text:index-body></text:table-of-content>
<text:h text:outline-level="1">Lamps</text:h>
<text:p>The keepers say <text:span text:style-name="F">bonne nuit</text:span> to each lamp.</text:p>
<text:p><draw:a xlink:href="https://example.org/">{PICTURE}</draw:a> is the lamp.</text:p>
<text:h text:outline-level="1">Oil</text:h>
<text:p>It burns by <draw:frame><draw:object xlink:href="./Object 1"/></draw:frame> in the night.</text:p>
<text:bibliography><text:index-body>
<text:index-title><text:p>Works</text:p></text:index-title><text:p>Keeper, On oil, 1880.</text:p></text:index-body>
</text:bibliography></office:text></office:body></office:document-content>"""
FORMULA = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi><mo>=</mo><mn>2</mn></math>'


def come(home: House) -> tuple[ImportResult, str]:
    path = home.root / "lamps.odt"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        packed.writestr("content.xml", CONTENT)
        packed.writestr("Object 1/content.xml", FORMULA)
    arrived = receive.import_file(home, path)
    return arrived, (home.root / arrived.path).read_text("utf-8")


def test_contents_pictures_with_links_and_works_are_kept_or_reported(home: House) -> None:
    arrived, text = come(home)
    assert "Keeper, On oil, 1880." in text
    assert "Lamps of the coast" not in text
    told = "\n".join(map(str, arrived.findings()))
    assert "the contents, which the press makes itself: “Lamps of the coast 3 Oil 4 Oil 4" in told
    assert "not carried over: a link around a picture, to https://example.org/" in told
    assert "not carried over: a picture (missing.png)" in told
    assert "the heading of the list of works: “Works”" in told
    assert not [one for one in arrived.accounts if one.unexplained]
    assert arrived.exit_code() == 0


def test_formulas_and_languages_are_counted_in_the_file(home: House) -> None:
    arrived, text = come(home)
    assert "$x = 2$" in text
    assert "[bonne nuit]{lang=fr}" in text
    data = json.loads((home.root / arrived.path).with_name("report.import.json").read_text("utf-8"))
    assert [
        data["accounts"][kind][how] for kind in ("formulas", "languages") for how in ("received", "kept", "unexplained")
    ] == [1, 1, 0] * 2


def test_a_language_that_is_lost_is_seen(home: House) -> None:
    page = home.root / "lamps.html"
    page.write_text(
        '<html lang="en"><body><h1>Lamps</h1><p>The keepers say <b lang="fr">bonne nuit</b>.</p></body></html>', "utf-8"
    )
    arrived = receive.import_file(home, page)
    source = home.root / arrived.path
    assert Account("languages", 2, 2, 0) in arrived.accounts
    source.write_text(source.read_text("utf-8").replace("{lang=fr}", "{lang=de}"), "utf-8")
    assert Account("languages", 2, 1, 0) in receive.check_import(home, page).accounts
