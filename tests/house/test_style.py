"""A house style that is wrong is refused with the file, the line and the value that are to be fixed."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable

from plantin.bounded import fonts
from plantin.findings import Finding, StyleError
from plantin.house import style, web_fonts
from tests.kit import houses

ROOT = Path(__file__).parents[2]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the house style, to be spoilt."""
    return houses.flat_style(tmp_path / "un")


def line(path: Path, words: str) -> int:
    return next(number for number, text in enumerate(path.read_text("utf-8").split("\n"), 1) if text.startswith(words))


def refused(own: Path) -> tuple[Finding, ...]:
    with pytest.raises(StyleError) as raised:
        style.read(own)
    return raised.value.findings


def test_a_sound_style_is_read(own: Path) -> None:
    assert style.read(own).place("fonts.others").line == line(own / "style.toml", "others")


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ("width = 210", 'width = "wide"', "width =", "value page.width should be a number, not 'wide'"),
        ("[page]", "[page]\nwitdh = 3", "witdh", "unknown value page.witdh"),
        ("[page]", "[pages]\nsize = 3\n[page]", "[pages]", "unknown value pages"),
        ("[page]", "[page", "[page", "not TOML: "),
    ],
)
def test_a_wrong_value_is_named_with_its_line(own: Path, old: str, new: str, at: str, words: str) -> None:
    path = own / "style.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    (finding,) = refused(own)
    assert (finding.code, finding.place.path) == ("D001", str(path))
    assert finding.message.startswith(words)
    assert finding.place.line == (line(path, at))


def test_a_folder_without_a_style_is_refused(tmp_path: Path) -> None:
    (finding,) = refused(tmp_path)
    assert (finding.code, finding.place.path) == ("D001", str(tmp_path / "style.toml"))


@pytest.mark.parametrize(
    ("gone", "code"), [("print.css", "D002"), ("fonts/STIXTwoText-Bold.ttf", "D003"), ("profiles/ours.icc", "D004")]
)
def test_a_file_that_the_style_does_not_have_is_named(own: Path, gone: str, code: str) -> None:
    if code == "D004":
        path = own / "style.toml"
        path.write_text(path.read_text("utf-8").replace("FOGRA47L_uncoated.icc", "ours.icc"), "utf-8")
    else:
        (own / gone).unlink()
    given = style.read(own)
    with pytest.raises(StyleError) as raised:
        _ = {"D002": lambda: given.sheet("print.css"), "D003": lambda: given.font("bold"), "D004": given.profile}[
            code
        ]()
    (finding,) = raised.value.findings
    where = str(own / "style.toml") if code == "D003" else str(own / gone)
    assert (finding.code, finding.place.path) == (code, where)
    assert gone.rpartition("/")[2] in finding.message


def test_all_fonts_that_are_missing_are_named_at_once(own: Path) -> None:
    for gone in ("STIXTwoText-Bold.ttf", "STIXTwoText-Italic.ttf"):
        (own / "fonts" / gone).unlink()
    with pytest.raises(StyleError) as raised:
        style.read(own).font("bold")
    found = raised.value.findings
    assert [(one.code, one.message) for one in found] == [
        ("D003", "the style has no font STIXTwoText-Italic.ttf"),
        ("D003", "the style has no font STIXTwoText-Bold.ttf"),
    ]
    assert len({one.place.line for one in found}) == 2


def test_a_face_of_another_family_is_refused(own: Path) -> None:
    file = own / "style.toml"
    written = file.read_text("utf-8")
    for family, wrong in (("Lato", True), ("Noto Sans", True), ("stix two text", False)):
        file.write_text(written.replace('family = "STIX Two Text"', f'family = "{family}"', 1), "utf-8")
        if not wrong:
            assert {style.read(own).font(cut).name for cut in style.CUTS}
            continue
        with pytest.raises(StyleError) as caught:
            style.read(own).web_font("bold")
        (finding,) = caught.value.findings
        assert (finding.code, finding.place.path.rpartition("/")[2]) == ("D030", "style.toml")
        assert (finding.place.line > 1, "'STIX Two Text'" in finding.message) == (True, True)


def test_a_sans_serif_face_of_another_family_is_refused_where_it_is_named(own: Path) -> None:
    file = own / "style.toml"
    written = file.read_text("utf-8")
    plain = style.read(own).in_sans()
    assert plain is not None
    assert (plain.fonts.family, {plain.font(cut).name for cut in style.CUTS} >= {"NotoSans-Bold.ttf"}) == (
        "Noto Sans",
        True,
    )
    file.write_text(written.replace('family = "Noto Sans"', 'family = "Lato"'), "utf-8")
    with pytest.raises(StyleError) as caught:
        style.read(own).read_faces()
    (finding,) = caught.value.findings
    line = next(n for n, words in enumerate(written.splitlines(), 1) if words == 'family = "Noto Sans"')
    assert (finding.code, finding.place.line, "'Noto Sans'" in finding.message) == ("D030", line, True)


def test_a_face_for_readers_of_another_family_is_refused(own: Path) -> None:
    file = own / "style.toml"
    written = file.read_text("utf-8")
    assert [len(letters) > 100 for letters, _ in style.read(own).legible_files("regular")] == [True] * 3
    file.write_text(written.replace('family = "Andika"', 'family = "Lexend"'), "utf-8")
    with pytest.raises(StyleError) as caught:
        style.read(own).read_faces()
    (finding,) = caught.value.findings
    line = next(n for n, words in enumerate(written.splitlines(), 1) if words == 'family = "Andika"')
    assert (finding.code, finding.place.line, "'Andika'" in finding.message) == ("D030", line, True)


def test_a_face_written_again_has_its_new_family_and_one_with_damaged_names_is_refused(own: Path) -> None:
    face, given = own / "fonts" / "STIXTwoText-Regular.ttf", style.read(own)
    sound = face.read_bytes()
    assert given.font("regular") == face
    face.write_bytes((own / "fonts" / "NotoSansMono-Regular.ttf").read_bytes())
    with pytest.raises(StyleError, match="D030"):
        given.font("regular")
    with TTFont(io.BytesIO(sound)) as font:
        names = DefaultTable("name")
        names.data = b"\0\0"
        font["name"] = names
        font.save(face)
    with pytest.raises(StyleError, match="D024"):
        given.font("regular")


def test_another_face_is_reported_where_a_sheet_names_it(own: Path) -> None:
    sheet = own / "print.css"
    sheet.write_text(sheet.read_text("utf-8") + '\nh1 { font-family: "DejaVu Sans" }\n', "utf-8")
    given = style.read(own)
    assert (given.naming("DejaVu Sans").path, given.naming("DejaVu Sans").line) == (
        str(sheet),
        line(sheet, "h1 { font-family"),
    )
    assert given.naming("No Such Face") == given.place("fonts.others")


def test_a_face_that_styles_share_is_read_once_and_another_at_its_place_anew(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    face, read = own / "fonts" / "STIXTwoText-Regular.ttf", fonts._characters
    asked: list[bytes] = []
    monkeypatch.setattr(fonts, "_known", {})
    monkeypatch.setattr(fonts, "_characters", lambda content: asked.append(content) or read(content))
    given = style.read(own)
    assert given.letters(face) == replace(given, name="another").letters(face)
    assert len(asked) == 1
    other = (own / "fonts" / "NotoSansMono-Regular.ttf").read_bytes()
    face.write_bytes(other)
    assert given.letters(face) == set(map(chr, read(other)))
    assert len(asked) == 2


@pytest.mark.parametrize("name", ["un", "plain"])
@pytest.mark.parametrize("cut", ["regular", "italic", "bold", "bold_italic"])
def test_the_face_of_epubs_is_that_of_web_pages(name: str, cut: str) -> None:
    given = style.read(ROOT / "styles" / name)
    assert given.book_font(cut) == web_fonts.plain(given.web_font(cut))
