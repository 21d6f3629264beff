"""A house made from a Word file looks like it: page, type, colours, typeface, logo; a template gives Word styles."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path

import docx
import pytest
from docx.shared import Mm, Pt, RGBColor

from plantin.house.layout import House
from plantin.new_house import word_look
from tests.kit import pictures
from tests.kit.command import plantin

pytestmark = pytest.mark.full


def letterhead(root: Path, name: str = "received.docx", *, first: str = "", logo: bool = True) -> Path:
    package = docx.Document()
    section = package.sections[0]
    section.page_width, section.page_height, section.left_margin = Mm(215.9), Mm(279.4), Mm(28)
    normal, heading = package.styles["Normal"], package.styles["Heading 1"]
    normal.font.name, normal.font.size = "Cambria", Pt(11)
    heading.font.color.rgb, heading.font.size = RGBColor(0xF0, 0xB0, 0x00), Pt(18)
    package.core_properties.title = "Lamps"
    if logo:
        stream = io.BytesIO()
        pictures.coast((60, 40), 1).save(stream, "PNG")
        section.header.paragraphs[0].add_run().add_picture(stream)
    if first:
        package.add_paragraph(first)
    package.add_paragraph("Lamps of the town", "Title")
    for words in ("Oil", "Wicks"):
        package.add_paragraph(words, "Heading 1")
        package.add_paragraph(f"The keepers of the harbour said what they had of {words}.")
    package.save(str(root / name))
    return root / name


def test_a_new_house_has_the_look_of_its_file(tmp_path: Path) -> None:
    done = plantin("new", "house", "--from", str(letterhead(tmp_path)), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "letter, 11 points, STIX Two Text for Cambria, colours of heading, accent, link, its logo" in done.stdout
    style = House(tmp_path / "house").style()
    assert (style.page.size, style.page.width, style.page.inner) == ("letter", 215.9, 28)
    assert (style.type.text, style.type.headings[0], style.fonts.generic) == (11, 18, "serif")
    # Gold on white cannot be read: its hue stays, and it is dark enough.
    assert style.colour.heading == "#946d00"
    assert (tmp_path / "house" / "styles" / "house" / "media" / "logo.png").is_file()
    for command in ("build", "check"):
        done = plantin(command, "--strict", "--format", "html,docx", cwd=tmp_path / "house")
        assert done.returncode == 0, done.stdout + done.stderr


def test_what_a_file_does_not_say_is_left_to_the_stock_style(tmp_path: Path) -> None:
    (tmp_path / "text.md").write_text("# Lamps\n\nText.\n\n## Oil\n\nText.\n", "utf-8")
    assert plantin("new", "house", "--from", "text.md", cwd=tmp_path).returncode == 0
    assert set(tomllib.loads((tmp_path / "house/styles/house/style.toml").read_text("utf-8"))) == {
        "inherits", "brand", "colour",
    }  # fmt: skip


def test_a_file_of_an_organization_of_the_stock_gets_its_style(tmp_path: Path) -> None:
    path = letterhead(tmp_path, first="United Nations", logo=False)
    assert plantin("new", "house", "--from", str(path), cwd=tmp_path).returncode == 0
    assert House(tmp_path / "house").style().name == "un"


def test_a_template_gives_the_word_styles_of_the_house(tmp_path: Path) -> None:
    assert plantin("new", "house", cwd=tmp_path).returncode == 0
    root = tmp_path / "house"
    done = plantin("style", "docx", "--from", str(letterhead(tmp_path)), cwd=root)
    assert done.returncode == 0, done.stderr
    rows = {
        row["name"]: row for row in tomllib.loads((root / "styles/house/word.toml").read_text("utf-8"))["paragraph"]
    }
    assert rows["heading 1"]["size"] == 18
    assert rows["heading 1"]["before"] == 24
    assert plantin("style", "docx", "template.docx", cwd=root).returncode == 0
    made = docx.Document(str(root / "template.docx")).styles["heading 1"]
    assert (made.font.size, made.paragraph_format.space_before) == (Pt(18), Pt(24))
    again = plantin("style", "docx", "--from", str(letterhead(tmp_path)), cwd=root)
    assert again.returncode != 0
    assert "U028" in again.stderr


def test_a_stock_style_is_not_written(tmp_path: Path) -> None:
    path = letterhead(tmp_path)
    assert plantin("new", "house", "--style", "un", cwd=tmp_path).returncode == 0
    done = plantin("style", "docx", "--from", str(path), cwd=tmp_path / "house")
    assert (done.returncode != 0, "U034" in done.stderr) == (True, True)


@pytest.mark.parametrize("content", [b"PK\x03\x04 no archive", b"no archive at all"])
def test_a_template_that_cannot_be_read_is_reported(tmp_path: Path, content: bytes) -> None:
    assert plantin("new", "house", cwd=tmp_path).returncode == 0
    (tmp_path / "broken.dotx").write_bytes(content)
    done = plantin("style", "docx", "--from", str(tmp_path / "broken.dotx"), cwd=tmp_path / "house")
    assert (done.returncode != 0, "S050" in done.stderr) == (True, True)
    assert not (tmp_path / "house/styles/house/word.toml").exists()


def test_margins_and_sizes_stay_within_what_a_page_can_have(tmp_path: Path) -> None:
    package = docx.Document()
    package.sections[0].left_margin, package.sections[0].top_margin = Mm(1), Mm(150)
    package.styles["Normal"].font.size = Pt(300)
    package.save(str(tmp_path / "odd.docx"))
    look = word_look.read(tmp_path / "odd.docx")
    assert (look.page["inner"], look.page["top"], look.sizes) == (20, 60, {})
