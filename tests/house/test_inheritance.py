"""A house changes what it wants: a style goes on from another value by value, a language word by word; several styles
live in one root.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from plantin.findings import Finding, PlantinError, StyleError
from plantin.house import inheritance, word_styles
from plantin.house.layout import House
from plantin.production.compose import compose
from plantin.production.formats import Edition
from plantin.production.ingredients import Ingredients
from plantin.source import front_matter
from plantin.source import text as source_text
from tests.kit.command import plantin
from tests.kit.houses import ROOT

pytestmark = pytest.mark.full

HEAD = 'symbol: {symbol}\ntitle: "Annual report"\ndate: 2026-03-01\nrules: {{paragraphs: none}}\n'
BODY = """
# Supply

In A/71/344 and resolution 70/291 (S/RES/2253 (2015)) nothing is said of the works.[^a]

# Charges

None changed.

[^a]: A note.
"""
STRANGERS = ("United Nations", "undocs.org", "Distr.", "QR code", "Unofficial")


def style(root: Path, name: str, values: str, **files: str) -> Path:
    """A style of the root, with its values and its other files ("print_css")."""
    folder = root / "styles" / name
    folder.mkdir(parents=True)
    (folder / "style.toml").write_text(values, "utf-8")
    for file, text in files.items():
        (folder / file.replace("_", ".")).write_text(text, "utf-8")
    return folder


def report(root: Path, symbol: str, fields: str = "") -> Path:
    path = root / "sources" / symbol.replace("/", "-") / "report.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"---\n{HEAD.format(symbol=symbol)}{fields}---\n{BODY}", "utf-8")
    return path


def refused(root: Path) -> Finding:
    with pytest.raises(PlantinError) as raised:
        House(root).style()
    return raised.value.findings[0]


def test_a_style_changes_only_what_it_wants(tmp_path: Path) -> None:
    folder = style(
        tmp_path,
        "water",
        'inherits = "plain"\n[colour]\nheading = "#005f73"\n[page]\nsize = "Letter"\nwidth = 216\n',
        print_css="h2 { letter-spacing: 1pt }",
        word_toml='paragraph = [{ name = "Title", italic = true }, { name = "Motto", based = "Title" }]',
    )
    made, plain = House(tmp_path).style(), House(ROOT).style("plain")
    assert (made.name, made.colour.heading, made.colour.link) == ("water", "#005f73", plain.colour.link)
    assert (made.page.width, made.page.height) == (216, 297)
    assert made.font("bold") == plain.font("bold")
    sheet = made.sheet("print.css").text(str)
    assert sheet.startswith(plain.sheet("print.css").text(str)), "the sheets of the parents come first"
    assert sheet.endswith("h2 { letter-spacing: 1pt }")
    assert made.script("screen.js") == plain.script("screen.js")
    rows = {row.name: row for row in word_styles.read(folder).paragraph}
    assert rows["Title"].italic
    assert rows["Title"].colour == "heading"
    assert rows["Motto"].based == "Title"
    assert len(rows) == len(word_styles.read(ROOT / "styles" / "plain").paragraph) + 1


def test_word_styles_are_read_anew_when_a_file_of_theirs_has_changed(tmp_path: Path) -> None:
    below = style(
        tmp_path, "below", 'inherits = "plain"\n', word_toml='paragraph = [{ name = "Title", italic = true }]'
    )
    folder = style(tmp_path, "water", 'inherits = "below"\n')

    def title() -> word_styles.ParagraphStyle:
        return {row.name: row for row in word_styles.read(folder).paragraph}["Title"]

    assert title().italic
    (below / "word.toml").write_text('paragraph = [{ name = "Title", italic = false }]', "utf-8")
    assert not title().italic
    (folder / "style.toml").write_text('inherits = "plain"\n', "utf-8")
    (below / "word.toml").write_text("paragraph = [", "utf-8")
    assert title().name == "Title"
    (folder / "style.toml").write_text('inherits = "below"\n', "utf-8")
    with pytest.raises(PlantinError):
        title()


def test_a_wrong_value_is_found_in_the_file_that_gives_it(tmp_path: Path) -> None:
    folder = style(
        tmp_path,
        "water",
        'inherits = "plain"\n\n[page]\nwidth = "wide"\n',
        word_toml='\nparagraph = [\n{ name = "Title", bold = 3 }]',
    )
    finding = refused(tmp_path)
    assert (finding.code, finding.place.path, finding.place.line) == ("D001", "styles/water/style.toml", 4)
    with pytest.raises(PlantinError) as raised:
        word_styles.read(folder)
    place = raised.value.findings[0].place
    assert (place.path, place.line) == ("styles/water/word.toml", 3)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ('inherits = "water"', "there is no style 'water' to inherit"),
        ('inherits = "wine"', "there is no style 'wine' to inherit"),
        ('inherits = "../un"', "value inherits is no name of a style"),
        ("inherits = 3", "value inherits is no name of a style"),
        ('inherits = "air"', "air inherits 'water', which goes on from it"),
    ],
)
def test_a_style_that_goes_on_from_nothing_is_refused(tmp_path: Path, values: str, words: str) -> None:
    style(tmp_path, "water", f"{values}\n")
    style(tmp_path, "zinc", 'inherits = "plain"\n')
    if "air" in values:
        style(tmp_path, "air", 'inherits = "water"\n')
    (tmp_path / "plantin.toml").write_text('style = "water"\n', "utf-8")
    finding = refused(tmp_path)
    assert (finding.code, finding.message) == ("D027", words)
    assert finding.place.line == 1


def test_a_style_may_change_the_stock_one_of_its_name(tmp_path: Path) -> None:
    style(tmp_path, "un", 'inherits = "un"\n[type]\ntext = 12\n')
    assert House(tmp_path).style().type.text == 12
    assert House(tmp_path).locale("fr").masthead.organization == "Nations Unies"


@pytest.mark.parametrize("name", ["heading", "call"])
def test_a_colour_that_is_hard_to_read_is_refused(name: str, tmp_path: Path) -> None:
    style(tmp_path, "water", f'inherits = "plain"\n[colour]\n{name} = "#7fb7d9"\n')
    finding = refused(tmp_path)
    assert (finding.code, finding.place.path, finding.place.line) == ("D001", "styles/water/style.toml", 3)
    assert f"value colour.{name} has a contrast of 2.2:1 on white; text needs 4.5:1" in finding.message


def test_a_language_changes_word_by_word(tmp_path: Path) -> None:
    style(tmp_path, "water", 'inherits = "plain"\n[brand]\nname = "City Water"\n')
    words = tmp_path / "locales" / "fr" / "locale.toml"
    words.parent.mkdir(parents=True)
    words.write_text('[masthead]\norganization = "Eau de la ville"\n[labels]\nsummary = "En bref"\n', "utf-8")
    home = House(tmp_path)
    french, english = home.locale("fr"), home.locale("en")
    assert (french.masthead.organization, french.labels.summary, french.labels.contents) == (
        "Eau de la ville",
        "En bref",
        "Table des matières",
    )
    assert english.masthead.organization == "City Water"
    words.write_text('[labels]\n\nsummary = "{', "utf-8")
    with pytest.raises(PlantinError) as raised:
        home.locale("fr")
    assert (raised.value.findings[0].code, raised.value.findings[0].place.path) == ("T001", "locales/fr/locale.toml")
    words.write_text("[labels]\n\nsummary = 3\n", "utf-8")
    with pytest.raises(PlantinError) as raised:
        home.locale("fr")
    (finding,) = raised.value.findings
    assert (finding.code, finding.place.path, finding.place.line) == ("T002", "locales/fr/locale.toml", 3)


def test_a_whole_locale_says_so(tmp_path: Path) -> None:
    words = tmp_path / "locales" / "en" / "locale.toml"
    words.parent.mkdir(parents=True)
    stock = (ROOT / "locales" / "en" / "locale.toml").read_text("utf-8")
    words.write_text("inherits = false\n" + stock.replace('summary = "Summary"\n', "", 1), "utf-8")
    with pytest.raises(PlantinError) as raised:
        House(tmp_path).locale("en")
    assert [finding.message for finding in raised.value.findings] == ["value labels.summary is missing"]


def test_each_report_may_have_a_style_of_its_own(tmp_path: Path) -> None:
    style(tmp_path, "water", 'inherits = "plain"\n[brand]\nname = "City Water"\n')
    report(tmp_path, "WU/2026/1")
    report(tmp_path, "A/90/1", 'organ: "General Assembly"\nstyle: un\n')
    report(tmp_path, "WU/2026/2", "style: wine\n")
    home = House(tmp_path)
    heads = {}
    for slug in ("WU-2026-1", "A-90-1"):
        source = source_text.read(home.report(slug))
        head = front_matter.read(source)
        document = compose(home, source, head, home.locale("en", head.style)).document
        heads[slug] = (document.masthead.organization, document.masthead.distribution, len(document.citations))
    assert heads == {"WU-2026-1": ("City Water", "", 0), "A-90-1": ("United Nations", "Distr.: General", 3)}
    done = plantin("build", "--format", "html", cwd=tmp_path)
    assert "sources/WU-2026-2/report.md:6:1: error S007: field 'style': there is no style 'wine'" in done.stderr
    assert "Known: water, civic, plain, un." in done.stderr
    assert "STIX Two Text" in (tmp_path / "build/A-90-1/A-90-1-en.html").read_text("utf-8")
    assert "Noto Sans" in (tmp_path / "build/WU-2026-1/WU-2026-1-en.html").read_text("utf-8")


def test_what_a_style_inherits_makes_an_edition_fresh(tmp_path: Path) -> None:
    style(tmp_path, "ours", 'inherits = "plain"\n', screen_css="p { margin: 0 }")
    style(tmp_path, "water", 'inherits = "ours"\n')
    (tmp_path / "plantin.toml").write_text('style = "water"\n', "utf-8")
    report(tmp_path, "WU/2026/1")
    home, edition = House(tmp_path), Edition("WU-2026-1", "en", "html")

    def digests() -> tuple[dict[str, str], dict[str, str]]:
        fresh = Ingredients(home, None)
        return fresh.document_digests("WU-2026-1", "en"), fresh.edition_digests(edition, "")

    document, made = digests()
    (tmp_path / "styles/ours/screen.css").write_text("p { margin: 1px }", "utf-8")
    assert digests()[0] == document
    assert digests()[1]["style"] != made["style"]
    words = tmp_path / "styles/ours/locales/en/locale.toml"
    words.parent.mkdir(parents=True)
    words.write_text('[labels]\nsummary = "In short"\n', "utf-8")
    later = digests()
    assert later[0]["locale"] != document["locale"]
    words.write_text('[labels]\nsummary = "Briefly"\n', "utf-8")
    assert digests()[0]["locale"] != later[0]["locale"]
    assert digests()[1]["style"] == later[1]["style"], "words make documents, no editions"


def words_in(path: Path) -> str:
    """All the text of an edition and of what it says of itself."""
    if path.suffix in (".docx", ".epub"):
        with zipfile.ZipFile(path) as archive:
            texts = (
                archive.read(name)
                for name in archive.namelist()
                if name.endswith((".xml", ".xhtml", ".opf", ".css", ".rels"))
            )
            return "\n".join(text.decode() for text in texts)
    if path.suffix == ".pdf":
        import pikepdf

        with pikepdf.open(path) as file:
            out = io.StringIO()
            for one in file.objects:
                out.write(f"{one!r}\n")
                if isinstance(one, pikepdf.Stream) and one.get("/Type") == "/Metadata":
                    out.write(one.read_bytes().decode())
            return out.getvalue()
    return path.read_text("utf-8")


@pytest.mark.slow
def test_editions_of_a_plain_house_know_nothing_of_an_organization(tmp_path: Path) -> None:
    style(tmp_path, "water", 'inherits = "plain"\n[brand]\nname = "City Water"\n')
    report(tmp_path, "WU/2026/1")
    for command in ("build", "check"):
        done = plantin(command, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    editions = sorted((tmp_path / "build/WU-2026-1").glob("*-en.*"))
    assert [path.suffix for path in editions] == [".docx", ".epub", ".html", ".pdf"]
    for path in editions:
        text = words_in(path)
        assert "City Water" in text, path
        assert [word for word in STRANGERS if word in text] == [], path


def test_the_words_of_the_united_nations_are_its_own() -> None:
    home = House(ROOT)
    for language in ("en", "fr", "es", "ru", "ar", "zh"):
        plain, un = home.locale(language, "plain"), home.locale(language, "un")
        head = plain.masthead
        assert (head.organization, head.distribution, head.organs, head.original) == ("", {}, {}, "")
        assert (plain.citations.address, plain.release.cite_form, plain.documents.symbols) == ("", "", "")
        assert un.masthead.organization
        assert un.citations.address.startswith("https://undocs.org/")
        assert un.documents.symbols


@pytest.mark.parametrize("name", ["house", "parent"])
def test_a_style_that_is_a_link_out_of_the_house_is_refused(name: str, tmp_path: Path) -> None:
    folder, outside = tmp_path / "house" / "styles", tmp_path / "outside"
    for one, parent in (("house", "parent"), ("parent", "plain")):
        (folder / one).mkdir(parents=True)
        (folder / one / "style.toml").write_text(f'inherits = "{parent}"\n', "utf-8")
    assert inheritance.chain(folder / "house")[:2] == (folder / "house", folder / "parent")
    (folder / name).rename(outside)
    (folder / name).symlink_to(outside)
    with pytest.raises(StyleError, match=f"D001: {name} is a link that leads out of styles/"):
        inheritance.chain(folder / "house")


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar"])
def test_a_second_checkout_has_the_words_of_the_first(language: str, tmp_path: Path) -> None:
    """Whichever press works in it: an unofficial translation must not lose the word that says so."""
    for name in ("styles", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "plantin.toml", tmp_path)
    there, here = House(tmp_path).locale(language), House(ROOT).locale(language)
    assert there == here
    assert there.masthead.notice != House(ROOT).locale(language, "plain").masthead.notice


def test_the_words_of_a_house_are_laid_over_those_of_its_style(tmp_path: Path) -> None:
    (tmp_path / "plantin.toml").write_text('style = "un"\n', "utf-8")
    (tmp_path / "locales" / "fr").mkdir(parents=True)
    (tmp_path / "locales" / "fr" / "locale.toml").write_text('[masthead]\norganization = "La Lampe"\n', "utf-8")
    assert House(tmp_path).locale("fr").masthead.organization == "La Lampe"


def test_editions_with_calls_in_a_colour_of_the_house_pass(tmp_path: Path) -> None:
    (tmp_path / "plantin.toml").write_text('style = "water"\n', "utf-8")
    style(tmp_path, "water", 'inherits = "plain"\n[colour]\ncall = "#8a1f11"\n')
    report(tmp_path, "R/1")
    assert plantin("build", "--format", "html,epub,pdf", cwd=tmp_path).returncode == 0
    ended = plantin("check", "--format", "html,epub,pdf", cwd=tmp_path)
    assert (ended.returncode, "3 editions, 0 differences" in ended.stdout) == (0, True), ended.stderr
