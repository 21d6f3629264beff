"""Files of one report compared: ours say the same, one that was spoilt does not, and neither do those of other
programs.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from plantin.findings import SourceError
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.packs.imports.comparing.differences import differences
from plantin.packs.imports.comparing.report_content import ReportContent, read
from plantin.source import text as source_text
from tests.kit.command import plantin
from tests.kit.compose import compose_text
from tests.kit.editions import Editions
from tests.kit.houses import ROOT, in_un
from tests.kit.programs import program

pytestmark = pytest.mark.full

PAGE = """<!DOCTYPE html><html lang="{language}"><head><title>{title}</title></head><body><main><h1>{title}</h1>
<h2>{oil}</h2><p>{text} 1,250 {lamps}.<sup><a href="#n1" id="c1">1</a></sup></p><h2>{wicks}</h2><p>{more} 30.</p>
<ol><li id="n1">{note} <a href="#c1">back</a></li></ol></main></body></html>"""
ENGLISH = {
    "language": "en",
    "title": "On lamps",
    "oil": "Oil",
    "text": "It had",
    "lamps": "lamps",
    "wicks": "Wicks",
    "more": "It had",
}
FRENCH = {
    "language": "fr",
    "title": "Des lampes",
    "oil": "Huile",
    "text": "Il en eut",
    "lamps": "",
    "wicks": "Mèches",
    "more": "Il en eut",
}


@pytest.fixture
def home(tmp_path: Path) -> House:
    (tmp_path / "sources").mkdir()
    for part in ("styles", "locales"):
        (tmp_path / part).symlink_to(ROOT / part)
    return in_un(tmp_path)


@pytest.fixture
def peers() -> ModuleType:
    """The plain tools beside which this press is measured."""
    return program("bench/peers.py")


def soffice(path: Path, kind: str, folder: Path) -> None:
    """What LibreOffice makes of the file at ``path``, in ``folder``."""
    options = ':writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}' if kind == "pdf" else ""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", f"{kind}{options}", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def put(home: House, name: str, content: str | bytes) -> Path:
    path = home.root / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def said(home: House, name: str, content: str | bytes) -> ReportContent:
    return read(home, put(home, name, content))


def codes(first: ReportContent, other: ReportContent) -> set[str]:
    return {finding.code for finding in differences(first, other)}


def test_our_editions_say_the_same_in_every_format(home: House, harbour: Document, store: Editions) -> None:
    files = [said(home, f"a.{kind}", store.content(harbour, kind)) for kind in ("docx", "html", "epub", "pdf")]
    assert all(one.ours for one in files)
    assert [codes(files[0], other) for other in files[1:]] == [set()] * 3
    assert len(files[0].headings) == 5
    assert len(files[0].notes or ()) == 3


@pytest.mark.parametrize(
    ("pattern", "new", "code"),
    [
        (r"State of the lamps</h2>", "State of lamps</h2>", "P030"),
        (r'(aria-label="Paragraph 3\.">)3\.', r"\g<1>4.", "P030"),
        (r'<li id="note-3">.*?</li>\n', "", "P031"),
        (r"The log has two parts", "The log has three parts", "P031"),
        (r"holds 2\smg", "holds 97 mg", "P033"),
        (r"lamps that they cannot see", "lamps that they can see", "P034"),
    ],
)
def test_a_spoilt_edition_differs(
    pattern: str, new: str, code: str, home: House, harbour: Document, store: Editions
) -> None:
    page = store.content(harbour, "html").decode()
    spoilt = re.sub(pattern, new, page, flags=re.DOTALL)
    assert spoilt != page
    assert code in codes(said(home, "a.html", page), said(home, "b.html", spoilt))


KEPT = source_text.read(ROOT / "tests" / "reports" / "harbour-lights" / "report.md")
SPOILT = {
    "a lost note": (
        ("[^oil]\n", "\n"),
        ("[^oil]: See [](#keepers).\n", ""),
        {"P031"},
        "one that is missing is note 3, “See note 1.”",
    ),
    "a paragraph without its number": (
        ("The water under lamp", "::: {.unnumbered}\nThe water under lamp"),
        ("oil matters.\n", "oil matters.\n:::\n"),
        {"P030"},
        (
            "passages have another number, the first is “The water under lamp 3 holds 2 mg of CO2 per dm3. ”: without a"
            " number, not 4"
        ),
    ),
    "a changed figure": (("holds 2 mg", "holds 97 mg"), ("", ""), {"P033", "P034"}, "the figures 97 are not in a."),
    "a missing paragraph": (
        ("The lamp by the old gate", "\x00"),
        ("by the rest.\n", "\x00"),
        {"P030", "P034", "P036"},
        "1 passages are not in the text, the first is 5 “The lamp by the old gate is called",
    ),
    "a heading that says otherwise": (
        ("# Observations", "# Remarks"),
        ("", ""),
        {"P030", "P034"},
        "the first is “III. Remarks”, not",
    ),
}


@pytest.mark.sample(9)
@pytest.mark.parametrize("kind", ["html", "epub", "docx", "pdf"])
@pytest.mark.parametrize("what", SPOILT)
def test_what_was_spoilt_is_named_in_every_format(
    what: str, kind: str, home: House, harbour: Document, store: Editions
) -> None:
    *changes, wanted, words = SPOILT[what]
    text = KEPT.text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1) if old else text
    text = re.sub("\x00.*\x00", "", text, flags=re.DOTALL)
    spoilt = compose_text(source_text.parse(text, "report.md"))
    first, other = (
        said(home, f"{name}.{kind}", store.content(one, kind)) for name, one in (("a", harbour), ("b", spoilt))
    )
    found = differences(first, other)
    assert wanted <= {finding.code for finding in found}
    assert words in " ".join(finding.message for finding in found)


def test_a_passage_that_was_moved_is_named(home: House, harbour: Document, store: Editions) -> None:
    page = store.content(harbour, "html").decode()
    paragraph = re.search(r'<p[^>]*id="paragraph-4".*?</p>\n?', page, re.DOTALL)
    assert paragraph
    moved = page.replace(paragraph[0], "").replace("</main>", f"{paragraph[0]}</main>")
    found = differences(said(home, "a.html", page), said(home, "b.html", moved))
    assert any(
        "1 passages are elsewhere than in a.html, the first is 4 “The water under lamp" in one.message for one in found
    )


def test_files_of_others_are_compared(home: House) -> None:
    one = said(home, "a.html", PAGE.format(note="Of oil.", **ENGLISH))
    assert not one.ours
    assert (len(one.headings), one.notes, one.calls) == (2, ("Of oil.",), 1)
    assert codes(one, said(home, "b.html", PAGE.format(note="Of oil.", **ENGLISH))) == set()
    without = re.sub(r"<sup>.*?</sup>|<ol>.*?</ol>", "", PAGE, flags=re.DOTALL).format(note="", **ENGLISH)
    assert "P031" in codes(one, said(home, "c.html", without))
    table = "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table></main>"
    assert "P032" in codes(one, said(home, "d.html", PAGE.format(note="Of oil.", **ENGLISH).replace("</main>", table)))


def test_the_numbers_that_calls_of_notes_show_are_compared(home: House) -> None:
    one = said(home, "a.html", PAGE.format(note="Of oil.", **ENGLISH))
    other = said(home, "b.html", PAGE.replace('id="c1">1<', 'id="c1">4<').format(note="Of oil.", **ENGLISH))
    assert (one.marks, other.marks) == (("1",), ("4",))
    (found,) = differences(one, other)
    assert (
        "1 of 1 calls of notes show another number than in a.html; the first is call 1, which shows 4, not 1"
        in found.message
    )


NOTED = """<html lang="en"><head><title>On lamps</title></head><body>
<h1>On lamps</h1><nav><ul><li><a href="#o">Oil</a></li><li><a href="#w">
Wicks</a></li></ul></nav><h2 id="o">Oil</h2><p>It had <b>1,250</b> lamps<sup><a href="#n1" id="c1">1</a></sup> in the {long} harbour.</p>
<h2 id="w">Wicks</h2><table><caption>Lamps</caption><tr><th>Year</th><th>Lamps</th></tr><tr><td>2035</td><td>7</td></tr></table>
<ol><li>It had 30 of them.</li></ol><section><ol><li id="n1"><p>Of oil. <a href="#c1">↩</a></p></li></ol></section></body></html>"""


def test_a_pdf_of_others_is_read_by_its_tags(home: House) -> None:
    import weasyprint

    page = NOTED.format(long="very long and wide and old and dear and deep " * 6)
    one = said(home, "a.html", page)
    other = said(home, "a.pdf", weasyprint.HTML(string=page).write_pdf(pdf_tags=True))
    assert not other.ours
    assert (other.notes, other.calls, other.marks) == (("Of oil.",), 1, ("1",))
    assert [words for _, _, words in other.headings] == ["Oil", "Wicks"]
    assert (other.tables, other.cells) == (1, 4)
    assert differences(one, other) == ()


def test_tables_in_tables_and_many_links_of_a_pdf_have_an_end(home: House) -> None:
    import weasyprint

    inside = "lamp"
    for _ in range(30):
        inside = f"<table><tr><td>{inside}</td></tr></table>"
    links = "".join(f'<a href="#a">{n % 7}</a> ' for n in range(2000))
    page = (
        '<html lang="en"><head><title>On lamps</title></head><body><h1 id="a">On'
        f" lamps</h1>{inside}<p>{links}</p></body></html>"
    )
    found = said(home, "a.pdf", weasyprint.HTML(string=page).write_pdf(pdf_tags=True))
    assert found.notes is None
    assert sum("lamp" in text for text in found.texts) == 2  # the title and the cell


@pytest.mark.parametrize("what", ["", "%PDF-1.7\n", "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"])
def test_a_damaged_pdf_is_refused(what: str, home: House) -> None:
    with pytest.raises(SourceError) as refused:
        said(home, "a.pdf", what)
    assert refused.value.findings[0].code in ("S048", "S001", "S040", "S012")


@pytest.mark.proof
def test_pandocs_four_outputs_differ_from_ours_and_how_is_said(
    home: House, report: Document, store: Editions, tmp_path: Path, peers: ModuleType
) -> None:
    texts = {"en": peers.sources(tmp_path)["en"]}
    peers.plain(texts, tmp_path, 1, peers.by_weasyprint)
    first = said(home, "ours.docx", store.content(report, "docx"))
    found = {}
    for kind in ("html", "epub", "docx", "pdf"):
        other = read(home, tmp_path / f"en.{kind}")
        assert not other.ours
        assert len(other.notes or ()) == len(first.notes or ()) == 34
        found[kind] = differences(first, other)
    for kind, told in found.items():
        messages = [finding.message for finding in told if finding.code == "P030"]
        assert any(
            "32 differ in level, number or words, the first is “Introduction”, not “I. Introduction”" in one
            for one in messages
        )
        assert any("0 numbered passages, 80 in ours.docx" in one for one in messages)
        assert {finding.code for finding in told} == ({"P030", "P031"} if kind == "epub" else {"P030"})
    (notes,) = (finding for finding in found["epub"] if finding.code == "P031")
    assert notes.message.startswith(
        "32 of 34 calls of notes show another number than in ours.docx; the first is call 3, which shows 1, not 3"
    )


@pytest.mark.full
@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_what_libreoffice_makes_of_our_file_says_the_same(
    kind: str, home: House, report: Document, store: Editions, tmp_path: Path
) -> None:
    """No difference is claimed where there is none."""
    folder = tmp_path / "again"
    folder.mkdir()
    given = put(home, "ours.docx", store.content(report, "docx"))
    soffice(given, kind, folder)
    assert differences(read(home, given), read(home, folder / f"ours.{kind}")) == ()


def test_two_languages_are_compared_by_structure_and_figures(home: House) -> None:
    one = said(home, "a.html", PAGE.format(note="Of oil.", **ENGLISH))
    french = PAGE.replace("1,250", "1\u202f250").format(note="D’huile.", **FRENCH)
    assert codes(one, said(home, "b.html", french)) == set()
    assert codes(one, said(home, "c.html", french.replace("30.", "31."))) == {"P033"}
    assert "P030" in codes(one, said(home, "d.html", french.replace("<h2>Mèches</h2>", "")))


def test_the_command_has_a_table_and_an_exit_code(home: House) -> None:
    put(home, "a.html", PAGE.format(note="Of oil.", **ENGLISH))
    put(home, "b.html", PAGE.format(note="Of wicks.", **ENGLISH))
    same = plantin("compare", "a.html", "a.html", cwd=home.root)
    assert same.returncode == 0
    assert "2 files say the same" in same.stdout
    other = plantin("compare", "a.html", "b.html", cwd=home.root)
    assert other.returncode == 1
    assert "P031" in other.stderr
    outside = home.root.parent / f"{home.root.name}-outside"
    outside.mkdir()
    for name in ("a.html", "b.html"):
        (outside / name).write_bytes((home.root / name).read_bytes())
    assert plantin("compare", "a.html", "b.html", cwd=outside).returncode == 1, "no house is needed"
    alone = plantin("compare", "a.html", cwd=home.root)
    assert (alone.returncode, "U031" in alone.stderr) == (2, True)


def test_a_pdf_without_tags_is_refused(home: House) -> None:
    import weasyprint

    content = weasyprint.HTML(string="<p>Lamps.</p>").write_pdf(pdf_tags=False)
    with pytest.raises(SourceError, match="without tags"):
        said(home, "a.pdf", content)
