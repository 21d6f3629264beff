"""An unfinished translation says so in every format; a translator's fault is reported at the message; two languages
face each other.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pytest

from plantin import translation as catalogue
from plantin.findings import SourceError, TranslationError
from plantin.house.layout import House
from plantin.lint.translation import expectations_of
from plantin.lint.translation import faults as found_in
from plantin.model.related_editions import ALONE
from plantin.packs.exchange import facing
from plantin.production import steps
from plantin.production.formats import format_named
from plantin.translation.message import context_of
from tests.kit.programs import program
from tests.kit.read_back import audited, reread, unlike

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[2]
REPORT = """---
symbol: A/1/1
organ: General Assembly
title: "The lamps"
date: 2035-06-01
original-language: en
languages: [en, {languages}]
---

# Lamps

[]{{#oil}} The first lamp burns.[^a]

The second lamp burns. See [](#oil).

[^a]: Seen by night.
"""


@pytest.fixture
def home(tmp_path: Path) -> House:
    for name in ("styles/un", "locales/en", "locales/fr", "locales/es"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "sources" / "A-1-1").mkdir(parents=True)
    write(House(tmp_path), REPORT.format(languages="fr"))
    return House(tmp_path)


def write(home: House, text: str) -> None:
    (home.sources / "A-1-1" / "report.md").write_text(text, "utf-8")


def translated(home: House, texts: dict[str, str]) -> None:
    catalogue.update_file(home, "A-1-1", "fr")
    path = home.catalogue_file("fr", "A-1-1")
    catalogue.write_catalogue(path, catalogue.adopt(catalogue.read_catalogue(path), texts), path.parent)


@pytest.mark.sample(2)
@pytest.mark.parametrize("name", ["html", "pdf", "docx", "epub"])
def test_a_draft_is_marked_in_every_format(home: House, name: str, tmp_path: Path) -> None:
    translated(
        home,
        {
            context_of("paragraph", "The second lamp burns. See [](#oil)."): "La seconde lampe brûle. Voir [](#oil).",
            context_of("heading", "Lamps"): "Lampes",
        },
    )
    write(home, REPORT.format(languages="fr").replace("second lamp burns", "second lamp shines"))
    document = steps.compose(home, "A-1-1", "fr").document
    row = format_named(name)
    assert row is not None
    path = tmp_path / f"x{row.suffix}"
    path.write_bytes(row.write(document, home.style(), dt.datetime(2035, 6, 1, tzinfo=dt.UTC), ALONE))
    found = reread(row, path).outline()
    said = " ".join(found.masthead).replace("\u00a0", " ")
    assert "Projet. Passages non traduits : 3 sur 5 ; traduits d’une version antérieure : 1" in said
    assert "[non traduit] The lamps" in said
    rows = {entry.anchor: entry.text for entry in (*found.body, *found.notes)}
    assert rows["paragraph-1"] == "[non traduit] The first lamp burns.[^1]"
    assert rows["paragraph-2"].startswith("[traduit d’une version antérieure] La seconde lampe brûle.")
    assert rows["note-1"] == "[non traduit] Seen by night."
    if name == "html":
        assert '<span lang="en" dir="ltr">The first lamp burns.' in path.read_text("utf-8")


def made(home: House, name: str, folder: Path) -> Path:
    """The French edition of the draft in a format; what it says, and its passages in other languages, are the
    report's.
    """
    document = steps.compose(home, "A-1-1", "fr").document
    row = format_named(name)
    assert row is not None
    path = folder / f"x{row.suffix}"
    path.write_bytes(row.write(document, home.style(), dt.datetime(2035, 6, 1, tzinfo=dt.UTC), ALONE))
    assert unlike(reread(row, path), document, path.name) == ()
    assert audited(row, path, document, beside=True) == ()
    return path


MASTHEAD = (
    'session: "Ninetieth session"\nagenda-items: {"7": "Light"}\nmasthead-notes: {session: "Resumed."}\n---\n\n# Lamps'
)


@pytest.fixture
def untranslated(home: House) -> House:
    """A house whose masthead is translated in one line of several."""
    write(home, REPORT.format(languages="fr").replace("---\n\n# Lamps", MASTHEAD))
    translated(home, {"masthead:agenda-1": "Lumière"})
    return home


def test_lines_that_are_not_translated_say_their_language(untranslated: House, tmp_path: Path) -> None:
    page = made(untranslated, "html", tmp_path).read_text("utf-8")
    assert '<h1 class="masthead-title">[non traduit] <span lang="en" dir="ltr">The lamps</span></h1>' in page
    assert '[non traduit] <span lang="en" dir="ltr">Ninetieth session</span>' in page
    assert '[non traduit] <span class="joined"><span lang="en" dir="ltr">Resumed.</span> <a class="back"' in page
    assert '<p class="masthead-agenda">Lumière</p>' in page
    assert '<title lang="en">A/1/1: [non traduit] The lamps</title>' in page
    assert '<meta name="dcterms.title" lang="en"' in page
    assert '"@language": "en"' in page
    with zipfile.ZipFile(made(untranslated, "epub", tmp_path)) as book:
        title, package = (book.read(f"EPUB/{name}").decode() for name in ("title.xhtml", "content.opf"))
    assert '<span lang="en" xml:lang="en" dir="ltr">The lamps</span></h1>' in title
    assert '<title lang="en" xml:lang="en">' in title
    assert '<dc:title xml:lang="en">[non traduit] The lamps</dc:title>' in package
    with zipfile.ZipFile(made(untranslated, "docx", tmp_path)) as package:
        text = package.read("word/document.xml").decode()
    assert re.search(r'<w:lang w:val="en-US"/></w:rPr><w:t xml:space="preserve">The lamps</w:t>', text)


def test_lines_that_are_not_translated_say_their_language_in_pdf(untranslated: House, tmp_path: Path) -> None:
    with pikepdf.open(made(untranslated, "pdf", tmp_path)) as opened:
        packet = opened.Root.Metadata.read_bytes().decode()
        tongues = [
            str(one.Lang)
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Span" and "/Lang" in one
        ]
    assert '<rdf:li xml:lang="en">[non traduit] The lamps</rdf:li>' in packet
    assert tongues.count("en") >= 3


def test_a_translated_title_is_in_the_language_of_the_edition(home: House, tmp_path: Path) -> None:
    translated(home, {"title": "Les lampes"})
    page = made(home, "html", tmp_path).read_text("utf-8")
    assert '<h1 class="masthead-title">Les lampes</h1>' in page
    assert "<title>A/1/1: Les lampes</title>" in page
    assert '"name": "Les lampes"' in page
    with zipfile.ZipFile(made(home, "epub", tmp_path)) as book:
        assert "<dc:title>Les lampes</dc:title>" in book.read("EPUB/content.opf").decode()


def test_a_fault_of_a_translation_is_reported_at_its_message(home: House) -> None:
    translated(
        home,
        {
            "#oil": "[]{#oil} La première.[^a] Voir [le texte](ftp://x).",
            context_of("paragraph", "The second lamp burns. See [](#oil)."): "La seconde. [](#oil)",
        },
    )
    with pytest.raises(TranslationError) as error:
        steps.compose(home, "A-1-1", "fr")
    finding = error.value.findings[0]
    assert (finding.code, finding.place.path, finding.place.anchor) == ("R004", "locales/fr/A-1-1.po", "#oil")
    line = home.catalogue_file("fr", "A-1-1").read_text("utf-8").split("\n")[finding.place.line - 1]
    assert "#oil" in line or line.startswith("#")


def test_a_fault_of_the_report_stays_its_author_s(home: House) -> None:
    translated(home, {})
    write(home, REPORT.format(languages="fr").replace("](#oil)", "](#nothing)"))
    with pytest.raises(SourceError) as error:
        steps.compose(home, "A-1-1", "fr")
    assert [(finding.code, finding.place.path) for finding in error.value.findings] == [
        ("R001", "sources/A-1-1/report.md")
    ]


def test_the_facing_edition_has_every_place_once_and_the_findings_beside_it(home: House) -> None:
    translated(home, {"#oil": "[]{#oil} La premiere lampe a 3 feux.[^a]", "note:a": "Vue de nuit."})
    page = facing.write(home, "A-1-1", "fr").read_text("utf-8")
    assert '<div class="pair" id="paragraph-1"><div lang="en" dir="ltr"><p>' in page
    assert page.count('<div lang="fr" dir="ltr">') == page.count('<div lang="en" dir="ltr">')
    assert re.search(
        r'id="paragraph-1">.*?La premiere lampe.*?<p class="remark">T029 number 3 is not in the original', page
    )
    assert '[non traduit] <span lang="en" dir="ltr">The lamps</span>' in page
    identities = re.findall(r' id="([^"]+)"', page)
    assert len(identities) == len(set(identities))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(identities)


ENGLISH = "On 5 October 2016, 14,338 people came (see S/2016/92, para. 17)."
ARABIC = "في 5 تشرين الأول/أكتوبر 2016، حضر 14\u00a0338 شخصا (انظر S/2016/92، الفقرة 17)."
CHINESE = "2016年10月5日，有14\u00a0338人到场(见S/2016/92，第17段)。"
RESOLUTION = "Resolution 2253 (2015) was adopted."


@pytest.mark.sample(4)
@pytest.mark.parametrize(
    ("original", "translation", "language", "codes"),
    [
        (ENGLISH, ARABIC, "ar", []),
        (ENGLISH, ARABIC.replace("338", "339"), "ar", ["T029"]),
        (ENGLISH, ARABIC.replace("في 5", "في 6"), "ar", ["T027"]),
        (ENGLISH, ARABIC.replace("S/2016/92", "S/2016/93"), "ar", ["T023"]),
        (RESOLUTION, "اتُخذ القرار 2253 (2015).", "ar", []),
        ("22.8 per cent of $260 million.", "22.8 في المائة من 260 مليون دولار.", "ar", []),
        (ENGLISH, CHINESE, "zh", []),
        (ENGLISH, CHINESE.replace("338", "339"), "zh", ["T029"]),
        (ENGLISH, CHINESE.replace("10月5", "10月6"), "zh", ["T027"]),
        (ENGLISH, CHINESE.replace("S/2016/92", "S/2016/93"), "zh", ["T023"]),
        (RESOLUTION, "通过了第2253(2015)号决议。", "zh", []),
        (RESOLUTION, "通过了第2254(2015)号决议。", "zh", ["T024"]),
        ("$260 million, or 22.8 per cent.", "2.6亿美元，即22.8%。", "zh", []),
        ("See *World Report on Lamps*.", "见《世界灯具报告》。", "zh", []),
        ("See *World Report on Lamps*.", "见世界灯具报告。", "zh", ["T048"]),
    ],
)
def test_the_gate_reads_arabic_and_chinese(original: str, translation: str, language: str, codes: list[str]) -> None:
    assert (
        sorted({fault.code for fault in found_in(original, translation, expectations_of(House(ROOT), "en", language))})
        == codes
    )


def test_the_page_for_a_professional_has_every_remark_of_the_catalogues() -> None:
    home = House(ROOT)
    page = program("setup/translations.py").text(home).replace("\\[", "[")
    for language in home.languages("S-2017-97")[1:]:
        for entry in catalogue.read_catalogue(home.catalogue_file(language, "S-2017-97")).entries:
            for comment in entry.comments:
                assert comment.removeprefix("waive ") in page


def test_what_a_reviser_corrected_stays_corrected() -> None:
    home = House(ROOT)
    with (ROOT / "locales" / "corrections.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["language"] for row in rows} == {"fr", "es", "ru"}
    for row in rows:
        entries = catalogue.read_catalogue(home.catalogue_file(row["language"], row["report"])).entries
        (text,) = [entry.translation.replace("\u00a0", " ") for entry in entries if entry.context == row["message"]]
        assert row["now"] in text, row
        assert row["was"] not in text.replace(row["now"], ""), row


def test_a_picture_of_another_width_is_the_picture_alone_and_keeps_its_words(home: House) -> None:
    write(home, f"{REPORT.format(languages='fr')}\n::: {{.figure}}\nA hill\n\n![A hill](hill.svg)\n:::\n")
    translated(home, {context_of("paragraph", "![A hill](hill.svg)"): "![Une colline](hill.svg)"})
    report = home.report("A-1-1")
    report.write_text(report.read_text("utf-8").replace("(hill.svg)", "(hill.svg){width=90%}"), "utf-8")
    source, head = catalogue.report_of(home, "A-1-1")
    drafted = catalogue.translate(source, head, home.catalogue_file("fr", "A-1-1"), home.locale("fr", head.style))
    assert (drafted.notice.endswith("0"), "\n![Une colline](hill.svg){width=90%}\n" in drafted.source.text()) == (
        True,
        True,
    )


def test_the_id_of_a_table_stays_outside_the_words_of_a_draft() -> None:
    from plantin.translation.translate import _mark_draft

    assert _mark_draft("Lamps {#lamps}", "[non traduit]", "en") == "**\\[non traduit\\]** [Lamps]{lang=en} {#lamps}"
