"""Lines of text are shown as the engine shows them, without moves of the pen by nothing."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import weasyprint
import weasyprint.draw.text
from weasyprint.text.fonts import FontConfiguration

from plantin.auditors import pdf as auditor
from plantin.house import style
from plantin.house.style import Style
from plantin.writers import pdf
from plantin.writers.engine import apply_replacements
from plantin.writers.pdf import glyph_strings
from plantin.writers.pdf.layout import _fetcher
from tests.kit.compose import composed
from tests.kit.houses import ROOT

WORDS = {
    "spaces that grow": (
        '<p style="text-align: justify; width: 50mm">Lamps along the quay, “AVA” To, <b>bold</b>, <i>slanted</i>,'
        " 99.</p>"
    ),
    "spaced letters": '<p style="letter-spacing: .2em">Lamps</p>',
    "signs over letters": "<p>Lа́mps, a\u0301 x\u0323\u0302</p>",
    "from right to left": '<p dir="rtl">مصابيح المرفأ <span dir="ltr">12</span> שלום</p>',
    "a ligature": "<p>office fjord</p>",
    "nothing": "<p> </p>",
    "no face has it": "<p>Lamps \U00013080</p>",
    "an ellipsis": (
        '<p style="white-space: nowrap; width: 20mm; overflow: hidden; text-overflow: ellipsis">Lamps along the whole'
        " quay</p>"
    ),
}
NOTHING = re.compile(r">-?0(?:<|(?=\]))")


def streams(words: str, style: Style) -> bytes:
    faces = "".join(f"@font-face {{ font-family: 'Press'; src: url('font:{cut}') }}\n" for cut in ("regular",))
    page = weasyprint.HTML(
        string=f"<style>{faces} body {{ font-family: Press }}</style>{words}", url_fetcher=_fetcher(style, {})
    )
    made: bytes = page.write_pdf(uncompressed_pdf=True, font_config=FontConfiguration())
    return made[: made.index(b"/FontFile")] if b"/FontFile" in made else made


def shown(content: bytes) -> list[str]:
    return re.findall(r"BT\n.*?ET", content.decode("latin-1"), re.DOTALL)


def without_nothing(text: str) -> str:
    """``text`` without moves of the pen by nothing and without strings of nothing; lines that are left to the engine
    have them.
    """
    return NOTHING.sub(lambda found: "" if found[0].endswith("<") else ">", text).replace("><", "").replace("<>", "")


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_the_glyphs_are_those_of_the_engine(words: str, house: Style) -> None:
    usual = shown(streams(words, house))
    with apply_replacements(
        [(weasyprint.draw.text, "draw_first_line", glyph_strings.drawing(weasyprint.draw.text.draw_first_line))]
    ):
        made = shown(streams(words, house))
    assert list(map(without_nothing, made)) == list(map(without_nothing, usual))
    assert usual or words == WORDS["nothing"]


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_pen_is_not_moved_by_nothing(house: Style) -> None:
    words = WORDS["spaces that grow"]
    assert any(NOTHING.search(text) for text in shown(streams(words, house))), (
        "the engine does so: without that, nothing would be shown here"
    )
    with apply_replacements(
        [(weasyprint.draw.text, "draw_first_line", glyph_strings.drawing(weasyprint.draw.text.draw_first_line))]
    ):
        made = shown(streams(words, house))
    assert made
    assert not any(NOTHING.search(text) for text in made)


def test_a_sign_that_is_drawn_in_two_parts_is_read_as_itself(moment: dt.datetime) -> None:
    """The face of the text has no sign for inequality, and draws it as an equals sign and a stroke."""
    content = pdf.write(
        composed("# Lamps\n\nNorth = south, but east ≠ west.\n"), style.read(ROOT / "styles" / "plain"), moment
    )
    reading = auditor.read(content, "lamps.pdf")
    assert "North = south, but east ≠ west." in [entry.text for entry in reading.outline().body]
    assert "A172" not in [finding.code for finding in reading.findings()]
