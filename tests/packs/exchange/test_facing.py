"""The facing edition as a Word file, opened with python-docx and lxml, and judged by the validators of Word files."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree

from plantin import translation, validators
from plantin.cli import main
from plantin.findings import UsageError
from plantin.house.layout import House
from plantin.packs.exchange import facing
from plantin.packs.exchange.writer import FacingMessage, FacingWords, pairs, write_word
from plantin.production import steps
from plantin.translation.message import context_of

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[3]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {"w": W[1:-1]}
REPORT = """---
symbol: A/1/1
organ: General Assembly
title: "The lamps"
date: 2035-06-01
original-language: en
languages: [en, ar, fr]
---

# Lamps

[]{#oil} The *first* lamp burns 24 hours: <https://example.org>.[^a]

They are:

(a) old;

(b) new.

[^a]: Seen by night. See [](#oil).
"""
FRENCH = {
    "title": "Les lampes",
    context_of("heading", "Lamps"): "Lampes",
    "#oil": "[]{#oil} La *première* lampe brûle 36\u00a0heures\u00a0: <https://example.org>[^a].",
    context_of("paragraph", "They are:"): "Elles sont\u00a0:",
    context_of("entry", "old;"): "anciennes\u00a0;",
    context_of("entry", "new."): "nouvelles.",
    "note:a": "Vue de nuit. Voir [](#oil).",
}

ROWS = (FacingMessage("m1", "1.", "Normal", ((FacingWords("Lamps"),), (FacingWords("Lampes"),))),)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> House:
    root = tmp_path_factory.mktemp("facing")
    for name in ("styles/un", "locales/en", "locales/fr", "locales/ar"):
        shutil.copytree(ROOT / name, root / name)
    found = House(root)
    found.report("A-1-1").parent.mkdir(parents=True)
    found.report("A-1-1").write_text(REPORT, "utf-8")
    for language in ("fr", "ar"):
        translation.update_file(found, "A-1-1", language)
    path = found.catalogue_file("fr", "A-1-1")
    translation.write_catalogue(path, translation.adopt(translation.read_catalogue(path), FRENCH), path.parent)
    path = found.catalogue_file("ar", "A-1-1")
    translation.write_catalogue(
        path,
        translation.adopt(
            translation.read_catalogue(path), {"title": "المصابيح", context_of("entry", "old;"): "قديمة (S/2035/1)؛"}
        ),
        path.parent,
    )
    return found


def trees(data: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def cells(path: Path) -> list[list[str]]:
    tables = docx.Document(str(path)).tables
    assert len(tables) == 1
    return [[cell.text for cell in row.cells] for row in tables[0].rows]


def test_each_message_is_a_row_with_its_number(home: House) -> None:
    rows = cells(facing.write(home, "A-1-1", "fr", "docx"))
    assert rows == [
        ["#", "English", "Français"],
        ["", "The lamps", "Les lampes"],
        ["I.", "Lamps", "Lampes"],
        ["1.", " The first lamp burns 24 hours: .", " La première lampe brûle 36\u00a0heures\u00a0: ."],
        ["2.", "They are:", "Elles sont\u00a0:"],
        ["(a)", "old;", "anciennes\u00a0;"],
        ["(b)", "new.", "nouvelles."],
        ["1", "Seen by night. See .", "Vue de nuit. Voir ."],
    ]


def test_marks_are_controls_that_show_what_is_printed(home: House) -> None:
    body = trees(facing.write(home, "A-1-1", "fr", "docx").read_bytes())["word/document.xml"]
    shown = {}
    for control in body.iterfind(".//w:sdt", NS):
        lock = control.find("w:sdtPr/w:lock", NS)
        assert lock is not None
        name = str(control.find("w:sdtPr/w:alias", NS).get(f"{W}val"))  # type: ignore[union-attr]
        shown[name, "".join(control.itertext())] = lock.get(f"{W}val")
    assert shown == {
        ("place oil", "‹#›"): "sdtContentLocked",
        ("italics", "‹i›"): "contentLocked",
        ("italics", "‹/i›"): "contentLocked",
        ("address https://example.org", "<https://example.org>"): "sdtContentLocked",
        ("note a", "‹note 1›"): "sdtContentLocked",
        ("reference to oil", "para.\u00a01"): "sdtContentLocked",
        ("reference to oil", "par.\u00a01"): "sdtContentLocked",
    }


def test_what_the_gate_finds_is_a_comment_on_its_message(home: House) -> None:
    parts = trees(facing.write(home, "A-1-1", "fr", "docx").read_bytes())
    comments = {
        node.get(f"{W}id"): "".join(node.itertext()) for node in parts["word/comments.xml"].iterfind("w:comment", NS)
    }
    assert sorted(comments.values()) == ["T029 number 24 is missing", "T029 number 36 is not in the original"]
    for number in comments:
        start = parts["word/document.xml"].find(f".//w:commentRangeStart[@w:id='{number}']", NS)
        assert start is not None
        cell = next(node for node in start.iterancestors() if node.tag == f"{W}tc")
        assert "brûle 36" in "".join(cell.itertext())
        assert cell.find(f".//w:commentRangeEnd[@w:id='{number}']", NS) is not None
        assert cell.find(f".//w:commentReference[@w:id='{number}']", NS) is not None


def test_without_findings_there_are_no_comments(home: House) -> None:
    found = facing.read(home, "A-1-1", "fr")
    first, second = found.documents
    data = write_word(
        (first, second), ("English", "Français"), ROWS, "plantin-facing", home.style(), steps.moment(first, 0)
    )
    assert "word/comments.xml" not in trees(data)


def test_a_screen_reader_gets_title_head_and_languages(home: House) -> None:
    parts = trees(facing.write(home, "A-1-1", "ar", "docx").read_bytes())
    body = parts["word/document.xml"]
    assert "A/1/1: English / العربية" in "".join(parts["docProps/core.xml"].itertext())
    rows = body.findall(".//w:tr", NS)
    assert [row.find("w:trPr/w:tblHeader", NS) is not None for row in rows] == [True] + [False] * (len(rows) - 1)
    assert body.find(".//w:tblPr/w:tblCaption", NS) is not None
    for row in rows:
        for cell, (attribute, tag) in zip(
            row.findall("w:tc", NS)[1:], (("val", "en-US"), ("bidi", "ar-EG")), strict=True
        ):
            for run in cell.iterfind(".//w:r", NS):
                if run.find("w:t", NS) is None:
                    continue
                language = run.find("w:rPr/w:lang", NS)
                assert language is not None, "a run without a language"
                text = "".join(run.itertext())
                if re.search("[\u0621-\u064a]", text):
                    assert language.get(f"{W}{attribute}") == tag, text
                    assert run.find("w:rPr/w:rtl", NS) is not None
                elif tag == "en-US":
                    assert language.get(f"{W}val") == "en-US"
            directed = cell.find("w:p/w:pPr/w:bidi", NS) is not None
            assert directed is (tag == "ar-EG")


def test_chinese_is_named_where_word_looks_for_it(home: House) -> None:
    document = steps.compose(home, "A-1-1", "en").document
    from dataclasses import replace

    pair = (document, replace(document, language="zh-Hans"))
    data = write_word(pair, ("English", "中文"), ROWS, "plantin-facing", home.style(), steps.moment(document, 0))
    cell = trees(data)["word/document.xml"].findall(".//w:tc", NS)[2]
    assert cell.find(".//w:lang", NS).get(f"{W}eastAsia") == "zh-CN"


@pytest.mark.full
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_validators_find_nothing_and_the_same_gives_the_same_bytes(home: House, language: str) -> None:
    path = facing.write(home, "A-1-1", language, "docx")
    data = path.read_bytes()
    assert facing.write(home, "A-1-1", language, "docx").read_bytes() == data
    toolbox = validators.find(ROOT)
    for name in ("openxml-audit", "docx-integrity", "open-xml-sdk"):
        tool = validators.tool_named(name)
        assert tool
        assert list(map(str, tool.run(toolbox, [path]).faults[path])) == [], name


def test_where_the_two_differ_in_their_blocks_each_has_a_row_alone(home: House) -> None:
    original, french = facing.read(home, "A-1-1", "fr").documents
    section = french.blocks[0]
    from dataclasses import replace

    short = replace(french, blocks=(replace(section, blocks=section.blocks[1:]),), notes=())  # type: ignore[call-arg]
    page = pairs((original, short), {})
    assert re.search(r'id="paragraph-1"><div lang="en".*?burns 24.*?<div lang="fr" dir="ltr"><p>.*?Elles sont', page)
    assert re.search(r'id="note-1"><div lang="en" dir="ltr"><p>.*?</div><div lang="fr" dir="ltr"></div>', page)
    assert "anciennes" in page


def test_the_command(home: House, capsys: pytest.CaptureFixture[str]) -> None:
    root = ["--root", str(home.root)]
    assert main.run(["facing", "A/1/1", "fr,ar", "--format", "docx", *root]) == 0
    assert [line.rpartition("/")[2] for line in capsys.readouterr().out.split()] == [
        "A-1-1-en-fr.docx",
        "A-1-1-en-ar.docx",
    ]
    with pytest.raises(UsageError) as error:
        facing.write(home, "A-1-1", "en")
    assert error.value.findings[0].code == "U015"
