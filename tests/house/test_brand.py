"""The logo of a house: a picture in its style, with a text alternative in each language, over the first page of every
edition that has pictures.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from plantin.findings import Finding, PlantinError
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.packs.publish import landing
from plantin.packs.publish.manifest import ReleaseOrder
from plantin.production import steps
from plantin.production.formats import format_named
from plantin.production.ingredients import Ingredients
from plantin.writers.epub.cover import drawing
from tests.house.test_inheritance import report, style
from tests.kit.editions import MOMENT

pytestmark = pytest.mark.full

HEX = re.compile("#[0-9a-f]{6}")

DROP = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><path fill="#0a6e8a" d="M20 2L36 30H4z"/></svg>'
BRAND = '[brand]\nname = "City Water"\nlogo = "media/logo.svg"\n'


def made(root: Path, values: str = BRAND, logo: str = DROP, languages: str = "[en, fr]") -> House:
    folder = style(root, "water", f'inherits = "plain"\n{values}')
    (folder / "media").mkdir()
    (folder / "media" / "logo.svg").write_text(logo, "utf-8")
    report(root, "WU/2026/1", f"languages: {languages}\n")
    return House(root)


def composed(house: House, language: str = "en") -> Document:
    return steps.compose(house, "WU-2026-1", language).document


def refused(house: House) -> Finding:
    with pytest.raises(PlantinError) as raised:
        composed(house)
    return raised.value.findings[0]


def test_a_logo_has_a_text_alternative_in_each_language(tmp_path: Path) -> None:
    home = made(tmp_path)
    mark = composed(home).logo
    assert mark is not None
    assert (mark.alternative, mark.picture.media_type) == ("City Water", "image/svg+xml")
    words = tmp_path / "locales" / "en" / "locale.toml"
    words.parent.mkdir(parents=True)
    words.write_text('[masthead]\nlogo = "A drop: City Water"\n', "utf-8")
    assert getattr(composed(home).logo, "alternative", "") == "A drop: City Water"


def test_a_style_that_goes_on_from_another_has_its_logo(tmp_path: Path) -> None:
    home = made(tmp_path, f'{BRAND}alternative = "A drop"\n')
    style(tmp_path, "blue", 'inherits = "water"\n[colour]\nheading = "#00457c"\n')
    (tmp_path / "plantin.toml").write_text('style = "blue"\n', "utf-8")
    mark = composed(home).logo
    assert mark is not None
    assert mark.alternative == "A drop"
    assert home.style().logo() == mark.picture


@pytest.mark.parametrize(
    ("values", "logo", "code", "words"),
    [
        (
            '[brand]\nname = "W"\nlogo = "media/other.svg"\n',
            DROP,
            "D011",
            "[brand] logo: there is no",
        ),
        (
            '[brand]\nname = "W"\nlogo = "../logo.svg"\n',
            DROP,
            "D011",
            "[brand] logo shows '../logo.svg', which is not in the style's folder",
        ),
        (BRAND, DROP.replace("<path", "<script/><path"), "D011", "[brand] logo: media/logo.svg has elements that run"),
    ],
)
def test_a_logo_that_is_invalid_is_refused(tmp_path: Path, values: str, logo: str, code: str, words: str) -> None:
    finding = refused(made(tmp_path, values, logo))
    assert (finding.code, finding.place.line) == (code, 4)
    assert finding.message.startswith(words)
    assert finding.place.path.endswith("styles/water/style.toml")


def test_a_logo_without_words_is_refused(tmp_path: Path) -> None:
    home = made(tmp_path, '[brand]\nlogo = "media/logo.svg"\n')
    with pytest.raises(PlantinError) as raised:
        home.style()
    (finding,) = raised.value.findings
    assert (finding.code, finding.message) == (
        "D001",
        "value brand.logo has neither brand.alternative nor brand.name to say what it shows",
    )


def test_a_new_logo_makes_the_editions_again(tmp_path: Path) -> None:
    home = made(tmp_path)
    before = Ingredients(home, None).document_digests("WU-2026-1", "en"), composed(home).digest()
    (tmp_path / "styles/water/media/logo.svg").write_text(DROP.replace("0a6e8a", "005f73"), "utf-8")
    after = Ingredients(home, None).document_digests("WU-2026-1", "en"), composed(home).digest()
    assert after[0] != before[0]
    assert after[1] != before[1]


def test_the_cover_has_the_colours_and_the_logo(tmp_path: Path) -> None:
    home = made(tmp_path, f'{BRAND}[colour]\nheading = "#005f73"\naccent = "#94d2bd"\n')
    drawn = drawing(composed(home), home.style())
    assert [colour in drawn for colour in ("#005f73", "#94d2bd", "data:image/png;base64,")] == [True, True, True]
    bare = made(tmp_path / "bare", '[colour]\nheading = ""\naccent = ""\n')
    drawn = drawing(composed(bare), bare.style())
    assert "<image" not in drawn
    assert drawn.count("<g ") == 1, "one colour for all"


COLOURS = '[colour]\nheading = "#005f73"\naccent = "#94d2bd"\n'
NEW = '[colour]\nheading = "#7a1f3d"\naccent = "#c98ba0"\n'


def painted(content: bytes) -> set[str]:
    """The colours in which a PDF paints."""
    found: set[str] = set()
    with pikepdf.open(io.BytesIO(content)) as file:
        for page in file.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) in ("rg", "RG"):
                    found.add("#" + "".join(f"{round(float(part) * 255):02x}" for part in operands))
    return found


def colours(document: Document, used: Style) -> dict[str, set[str]]:
    """The colours of each edition: what its pages, sheets and styles say, and the dots of the cover of the EPUB."""

    def made(name: str) -> bytes:
        row = format_named(name)
        assert row is not None
        return row.write(document, used, MOMENT)

    found = {"pdf": painted(made("pdf")), "html": set(HEX.findall(made("html").decode()))}
    with zipfile.ZipFile(io.BytesIO(made("epub"))) as book:
        found["epub"] = set(HEX.findall(book.read("EPUB/style.css").decode()))
        with Image.open(io.BytesIO(book.read("EPUB/cover.png"))) as cover:
            dots = cover.convert("RGB").getcolors(1 << 24) or []
            found["cover"] = {f"#{red:02x}{green:02x}{blue:02x}" for count, (red, green, blue) in dots if count > 500}
    with zipfile.ZipFile(io.BytesIO(made("docx"))) as file:
        found["docx"] = {
            f"#{colour.lower()}"
            for colour in re.findall(r'w:(?:val|color)="([0-9A-F]{6})"', file.read("word/styles.xml").decode())
        }
    return found


def test_one_change_of_colour_shows_in_every_format(tmp_path: Path) -> None:
    home = made(tmp_path, BRAND + COLOURS)
    before = colours(composed(home), home.style())
    path = tmp_path / "styles/water/style.toml"
    path.write_text(path.read_text("utf-8").replace(COLOURS, NEW), "utf-8")
    after = colours(composed(home), home.style())
    for name in before:
        assert {"#005f73", "#94d2bd"} <= before[name], name
        assert {"#7a1f3d", "#c98ba0"} <= after[name], name
        assert not {"#005f73", "#94d2bd"} & after[name], name


def test_the_page_of_a_release_has_the_colours_and_the_logo(tmp_path: Path) -> None:
    home = made(tmp_path, BRAND + COLOURS)
    document, words, used = composed(home), home.locale("en"), home.style()
    page = landing.page("en", {"en": document}, (), {"en": words}, ReleaseOrder("1.0"), None, used).decode()
    assert "--heading: #005f73" in page
    assert "--accent: #94d2bd" in page
    assert 'alt="City Water"' in page
    bare = landing.page("en", {"en": replace(document, logo=None)}, (), {"en": words}, ReleaseOrder("1.0"), None, used)
    assert b"<img" not in bare
