"""OpenDocument texts: what pandoc's reader passes over is imported or reported; formulas and languages are counted in
the file.
"""

from __future__ import annotations

import json
import zipfile

import pytest

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


DELETION = "<text:changed-region><text:deletion><text:p>SECRET</text:p></text:deletion></text:changed-region>"
HIDDEN = {
    "section": (
        '<text:section text:name="s" text:display="none"><text:p>The SECRET keeper.</text:p></text:section>',
        "a hidden section: “The SECRET keeper.”",
    ),
    "section by a condition": (
        '<text:section text:display="condition" text:is-hidden="true"><text:p>The SECRET keeper.</text:p></text:section>',
        "a hidden section: “The SECRET keeper.”",
    ),
    "paragraph": (
        '<text:p><text:hidden-paragraph text:is-hidden="true"/>The SECRET keeper.</text:p>',
        "hidden words: “The SECRET keeper.”",
    ),
    "words": ('<text:p>It <text:span text:style-name="H">SECRET</text:span> burns.</text:p>', "hidden words: “SECRET”"),
    "words of a style after another": (
        '<text:p>It <text:span text:style-name="I">SECRET</text:span> burns.</text:p>',
        "hidden words: “SECRET”",
    ),
    "field": (
        '<text:p>It <text:hidden-text text:is-hidden="true" text:string-value="SECRET"/> burns.</text:p>',
        "hidden words: “SECRET”",
    ),
    "field with words": (
        '<text:p>It <text:hidden-text text:is-hidden="true">SECRET</text:hidden-text> burns.</text:p>',
        "hidden words: “SECRET”",
    ),
    "deletion": (
        f"<text:tracked-changes>{DELETION}</text:tracked-changes><text:p>It burns.</text:p>",
        "a tracked deletion: “SECRET”",
    ),
    "comment": (
        "<text:p>It <office:annotation><text:p>SECRET</text:p></office:annotation>burns.</text:p>",
        "a comment: “SECRET”",
    ),
}
SHOWN = {
    "section": '<text:section text:name="s" text:display="true"><text:p>The SECRET keeper.</text:p></text:section>',
    "section by a condition": (
        '<text:section text:name="s" text:display="condition" text:condition="ooow:x"><text:p>The SECRET keeper.'
        "</text:p></text:section>"
    ),
    "paragraph": '<text:p><text:hidden-paragraph text:is-hidden="false"/>The SECRET keeper.</text:p>',
    "words": '<text:p>It <text:span text:style-name="J">SECRET</text:span> burns.</text:p>',
}
STYLES = "".join(
    f'<style:style style:name="{name}" style:family="text"{after}>{looks}</style:style>'
    for name, after, looks in (
        ("H", "", '<style:text-properties text:display="none"/>'),
        ("I", ' style:parent-style-name="H"', ""),
        ("J", ' style:parent-style-name="H"', '<style:text-properties text:display="true"/>'),
    )
)


def with_passage(home: House, passage: str) -> tuple[ImportResult, str]:
    """The report with a passage more, whose styles are partly those of the document."""
    content = CONTENT.replace('<text:h text:outline-level="1">Oil', f'{passage}<text:h text:outline-level="1">Oil')
    path = home.root / "lamps.odt"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        packed.writestr("content.xml", content)
        packed.writestr("Object 1/content.xml", FORMULA)
        styles = f"<office:styles>{STYLES}</office:styles>"
        packed.writestr(
            "styles.xml", f'<office:document-styles {SPACES} office:version="1.3">{styles}</office:document-styles>'
        )
    arrived = receive.import_file(home, path)
    return arrived, (home.root / arrived.path).read_text("utf-8")


@pytest.mark.parametrize("case", HIDDEN)
def test_what_is_not_printed_is_left_out_and_reported(case: str, home: House) -> None:
    passage, words = HIDDEN[case]
    arrived, text = with_passage(home, passage)
    assert "SECRET" not in text
    findings = [str(one) for one in arrived.findings() if "SECRET" in str(one)]
    assert len(findings) == 1
    assert f"left out, {words}" in findings[0]
    assert not [one for one in arrived.accounts if one.unexplained]
    assert arrived.exit_code() == 0


@pytest.mark.parametrize("case", SHOWN)
def test_what_is_printed_comes_in(case: str, home: House) -> None:
    arrived, text = with_passage(home, SHOWN[case])
    assert "SECRET" in text
    assert not [one for one in arrived.findings() if "SECRET" in str(one)]


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
