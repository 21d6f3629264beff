"""The house's Word styles as data, and the editor's template made of them: its styles are those of an edition."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree

from plantin.findings import StyleError
from plantin.house import word_styles
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.packs.imports.docx import read
from plantin.production import word_template
from plantin.writers.docx import write
from tests.kit.editions import Editions
from tests.kit.houses import flat_style

CELLS = ("Table Paragraph", "Table Bullet", "Table Typed Entry", "Table Continue")
LOGO = "Masthead Logo"
"""The style of what the sample has not."""
ROOT = Path(__file__).parents[3]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "un.docx"
    word_template.save(House(ROOT), "en", path)
    return path


def test_the_styles_of_the_template_are_those_of_an_edition(made: Path, report: Document, store: Editions) -> None:
    edition = store.content(report, "docx")
    assert part(made.read_bytes(), "word/styles.xml") == part(edition, "word/styles.xml")
    assert part(made.read_bytes(), "word/settings.xml") == part(edition, "word/settings.xml")
    one, other = (etree.fromstring(part(data, "word/numbering.xml")) for data in (made.read_bytes(), edition))
    lists = [[etree.tostring(node) for node in root.iter(f"{W}abstractNum")] for root in (one, other)]
    assert lists[0] == lists[1]


def test_each_style_has_its_sample_and_is_read_as_what_it_is(made: Path) -> None:
    package = docx.Document(str(made))
    shown = {paragraph.style.name for paragraph in package.paragraphs}
    notes = etree.fromstring(part(made.read_bytes(), "word/footnotes.xml"))
    shown_in_notes = {node.get(f"{W}val") for node in notes.iter(f"{W}pStyle")}
    for style in word_styles.read(ROOT / "styles" / "un").paragraph:
        # Lists of references, of objects and of index entries are made by the press, and cells have blocks, in reports
        # that have them.
        by_the_press = (
            "toc",
            "TOC",
            "header",
            "footer",
            "Running",
            "Bibliography",
            "table of figures",
            "index",
            *CELLS,
            LOGO,
        )
        if style.name.startswith(by_the_press):
            continue
        # python-docx gives Word's own names as Word shows them.
        names = {style.name, style.name.replace("heading", "Heading")}
        assert (
            names & shown
            or style.name.replace(" ", "").replace("footnote", "Footnote").replace("text", "Text") in shown_in_notes
        ), style.name
    manuscript = read(made, "refuse")
    kinds = {(passage.kind, passage.level) for passage in manuscript.passages}
    assert {("heading", level) for level in range(1, 6)} | {("item", level) for level in range(1, 4)} <= kinds
    assert {("bullet", 5), ("continued", 5), ("numbered", 0), ("quotation", 0), ("plain", 0), ("title", 0)} <= kinds


def test_a_template_is_a_template_and_the_same_each_time(tmp_path: Path) -> None:
    for name in ("one.dotx", "other.dotx"):
        word_template.save(House(ROOT), "fr", tmp_path / name)
    one = (tmp_path / "one.dotx").read_bytes()
    assert one == (tmp_path / "other.dotx").read_bytes()
    assert b"wordprocessingml.template.main+xml" in part(one, "[Content_Types].xml")
    assert b'w:lang w:val="fr-FR"' in part(one, "word/styles.xml")


def test_a_change_in_the_data_is_a_change_in_the_file(
    report: Document, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    other = changed(
        house,
        tmp_path,
        'name = "Quotation", based = "Quote", left = 1',
        'name = "Quotation", based = "Quote", left = 2',
    )
    styles = etree.fromstring(part(write(report, other, moment), "word/styles.xml"))
    style = next(node for node in styles.iter(f"{W}style") if node.get(f"{W}styleId") == "Quotation")
    assert style.find(f"{W}pPr/{W}ind").get(f"{W}left") == "1134"


def changed(house: Style, folder: Path, old: str, new: str) -> Style:
    """The house style with another word.toml."""
    copy = flat_style(folder / "un")
    text = (copy / "word.toml").read_text("utf-8")
    assert old in text
    (copy / "word.toml").write_text(text.replace(old, new), "utf-8")
    return type(house)(**{name: getattr(house, name) for name in house.__dataclass_fields__} | {"folder": copy})


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("paragraph = [", "paragraph = [[", "not TOML"),
        ('size = "title", bold', 'size = "titel", bold', "].size should be points, or a size of the style"),
        ("trailing = true", "trailing = 1", "].trailing should be true or false, not 1"),
        ('colour = "link"', 'colour = "blue"', "].colour should be one of"),
        ('number = ["bullets", 1]', 'number = ["points", 1]', "].number[1] should be one of"),
        ('based = "header"', 'based = "head"', "Running Head: there is no style 'head'"),
        ("levels = 3", "levels = 0", "].levels should be a number from 1 to 9, not 0"),
        ('rule = "bottom"', 'ruler = "bottom"', "unknown value paragraph["),
        ("character = [", "characters = [", "value character is missing"),
        ('name = "Letter Text"', 'name = "body text"', "there are two styles called 'body text'"),
        ('name = "Letter Text"', 'name = "Normal Table"', "there are two styles called 'Normal Table'"),
    ],
)
def test_wrong_data_is_a_finding(old: str, new: str, words: str, house: Style, tmp_path: Path) -> None:
    with pytest.raises(StyleError) as caught:
        word_styles.read(changed(house, tmp_path, old, new).folder)
    assert {finding.code for finding in caught.value.findings} == {"D001"}
    assert words in str(caught.value)


def test_a_style_without_word_styles_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(StyleError) as caught:
        word_styles.read(tmp_path)
    assert "there" in str(caught.value) or "no word.toml" in str(caught.value)
