"""The validators: they find nothing in good editions, and each spoilt one is caught by the tool whose business it is.

All files go through each tool once, as in the gate. A tool that is missing fails these tests; `make validators` installs it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pytest

from pipeline import validators
from pipeline.check.gate import waivers
from pipeline.findings import Place, UsageError
from pipeline.house.layout import House
from pipeline.model.document import Document
from pipeline.validators import TOOLS, Toolbox, docx, tool_named
from tests.kit.editions import Editions

ROOT = Path(__file__).parents[2]
TOOLBOX = Toolbox(ROOT / ".validators")
Spoil = Callable[[bytes], bytes]


def text(old: str, new: str) -> Spoil:
    def spoil(content: bytes) -> bytes:
        assert old.encode() in content, f"{old!r} is not in the file"
        return content.replace(old.encode(), new.encode())

    return spoil


def part(name: str, old: str, new: str) -> Spoil:
    """Spoil a part of an archive: the first whose name ends so and that has the words."""

    def spoil(content: bytes) -> bytes:
        made = io.BytesIO()
        spoilt = False
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(made, "w") as target:
            for entry in archive.infolist():
                data = archive.read(entry)
                if entry.filename.endswith(name) and old.encode() in data and not spoilt:
                    data, spoilt = data.replace(old.encode(), new.encode(), 1), True
                target.writestr(entry, data)
        assert spoilt, f"{old!r} is in no {name}"
        return made.getvalue()

    return spoil


def without(name: str) -> Spoil:
    """Take a part out of an archive."""

    def spoil(content: bytes) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(made, "w") as target:
            gone = next(entry.filename for entry in archive.infolist() if entry.filename.endswith(name))
            for entry in archive.infolist():
                if entry.filename != gone:
                    target.writestr(entry, archive.read(entry))
        return made.getvalue()

    return spoil


def page(change: Callable[[pikepdf.Pdf], None]) -> Spoil:
    """Spoil a PDF through its objects."""

    def spoil(content: bytes) -> bytes:
        made = io.BytesIO()
        with pikepdf.open(io.BytesIO(content)) as opened:
            change(opened)
            opened.save(made)
        return made.getvalue()

    return spoil


def no_language(opened: pikepdf.Pdf) -> None:
    del opened.Root.Lang


def not_marked(opened: pikepdf.Pdf) -> None:
    del opened.Root.MarkInfo


def name_of_file_shown(opened: pikepdf.Pdf) -> None:
    opened.Root.ViewerPreferences.DisplayDocTitle = False


def no_metadata(opened: pikepdf.Pdf) -> None:
    del opened.Root.Metadata


def no_output_intent(opened: pikepdf.Pdf) -> None:
    del opened.Root.OutputIntents


def metadata(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(opened: pikepdf.Pdf) -> None:
        said = opened.Root.Metadata.read_bytes()
        assert old in said
        opened.Root.Metadata.write(said.replace(old, new))

    return change


def untagged_text(opened: pikepdf.Pdf) -> None:
    sheet = opened.pages[0]
    sheet.contents_coalesce()
    font = next(iter(sheet.Resources.Font.keys()))
    sheet.Contents.write(sheet.Contents.read_bytes() + f"\nBT {font} 12 Tf 50 50 Td <0001> Tj ET\n".encode())


def structures(opened: pikepdf.Pdf, tag: str) -> list[pikepdf.Object]:
    return [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name(f"/{tag}")]


def unknown_tag(opened: pikepdf.Pdf) -> None:
    structures(opened, "P")[0].S = pikepdf.Name("/Prose")


def heading_skipped(opened: pikepdf.Pdf) -> None:
    for one in structures(opened, "H2"):
        one.S = pikepdf.Name("/H5")


def no_names_of_links(opened: pikepdf.Pdf) -> None:
    for sheet in opened.pages:
        for annotation in sheet.get("/Annots", []):
            if "/Contents" in annotation:
                del annotation["/Contents"]
    for one in structures(opened, "Link"):
        if "/Alt" in one:
            del one["/Alt"]


def scripted(opened: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('x')"))
    opened.Root.OpenAction = opened.make_indirect(action)


GOOD_PO = r"""msgid ""
msgstr ""
"Language: fr\n"
"Content-Type: text/plain; charset=UTF-8\n"

#, c-format
msgid "%d ships"
msgstr "%d navires"
"""

# Which tool must catch which fault: format, the fault, the tool.
SPOILT: dict[str, tuple[str, Spoil, str]] = {
    "no language": ("pdf", page(no_language), "verapdf"),
    "not marked": ("pdf", page(not_marked), "verapdf"),
    "name of file shown": ("pdf", page(name_of_file_shown), "verapdf"),
    "no metadata": ("pdf", page(no_metadata), "verapdf"),
    "no output intent": ("pdf", page(no_output_intent), "verapdf"),
    "no claim of PDF/UA": ("pdf", page(metadata(b"pdfuaid:part", b"pdfuaid:port")), "verapdf"),
    "no claim of PDF/A": ("pdf", page(metadata(b"pdfaid:part", b"pdfaid:port")), "verapdf"),
    "untagged text": ("pdf", page(untagged_text), "verapdf"),
    "unknown tag": ("pdf", page(unknown_tag), "verapdf"),
    "heading skipped": ("pdf", page(heading_skipped), "verapdf"),
    "no names of links": ("pdf", page(no_names_of_links), "verapdf"),
    "script in a page": ("pdf", page(scripted), "verapdf"),
    "truncated page": ("pdf", lambda content: content[: len(content) // 2], "verapdf"),
    "no language, fast": ("pdf", page(no_language), "page-validation"),
    "unknown tag, fast": ("pdf", page(unknown_tag), "page-validation"),
    "untagged text, fast": ("pdf", page(untagged_text), "page-validation"),
    "media type misspelt": ("epub", part("mimetype", "application/epub+zip", "application/epub"), "epubcheck"),
    "chapter missing": ("epub", without("chapter-1.xhtml"), "epubcheck"),
    "element unknown": ("epub", part(".xhtml", "<h1", "<centre/><h1"), "epubcheck"),
    "dead link": ("epub", part("nav.xhtml", 'href="chapter-1.xhtml', 'href="chapter-0.xhtml'), "epubcheck"),
    "no title of book": ("epub", part(".opf", "dc:title", "dc:type"), "epubcheck"),
    "truncated book": ("epub", lambda content: content[: len(content) // 2], "epubcheck"),
    "no summary": ("epub", part(".opf", "schema:accessibilitySummary", "schema:about"), "ace"),
    "no hazards": ("epub", part(".opf", "schema:accessibilityHazard", "schema:about"), "ace"),
    "pale text in book": ("epub", part(".xhtml", "<h1", '<h1 style="color:#ccc;background:#fff"'), "ace"),
    "picture without words": ("epub", part("chapter-1.xhtml", "<h1", '<p><img src="data:,"/></p><h1'), "ace"),
    "element not closed": ("html", text("</main>", "<section></main>"), "nu"),
    "attribute unknown": ("html", text("<main", '<main colour="red"'), "nu"),
    "id twice": ("html", text("<main", '<p id="twice">a</p><p id="twice">b</p><main'), "nu"),
    "order of the keyboard changed": ("html", text("<main", '<main tabindex="3"'), "html-validate"),
    "button that is none": ("html", text("</h1>", '</h1><div role="button">a</div>'), "html-validate"),
    "no language of page": ("html", text('<html lang="en"', "<html"), "axe"),
    "picture without words on page": ("html", text("</h1>", '</h1><img src="data:,">'), "axe"),
    "pale in the dark": (
        "html",
        text("</head>", "<style>@media (prefers-color-scheme:dark){p{color:#333!important}}</style></head>"),
        "axe",
    ),
    "scrolls sideways": ("html", text("</h1>", '</h1><div style="width:60rem">wide</div>'), "axe"),
    "button without name": ("html", text("</h1>", "</h1><button></button>"), "axe"),
    "element out of order": ("docx", part("word/document.xml", "<w:body>", "<w:body><w:sectPr/>"), "open-xml-sdk"),
    "attribute not allowed": ("docx", part("word/document.xml", "<w:p>", '<w:p w:colour="1">'), "open-xml-sdk"),
    "styles missing": ("docx", without("word/styles.xml"), "openxml-audit"),
    "note missing": (
        "docx",
        part("word/document.xml", '<w:footnoteReference w:id="1"', '<w:footnoteReference w:id="99"'),
        "docx-integrity",
    ),
    "style unknown": (
        "docx",
        part("word/document.xml", '<w:pStyle w:val="NumberedParagraph"', '<w:pStyle w:val="Nothing"'),
        "docx-integrity",
    ),
    "truncated file": ("docx", lambda content: content[: len(content) // 2], "libreoffice"),
    "placeholder lost": ("po", text("%d navires", "des navires %s"), "msgfmt"),
    "message twice": ("po", text('msgstr "%d navires"\n', 'msgstr "%d navires"\n\nmsgid "%d ships"\nmsgstr "%d bateaux"\n'), "msgfmt"),
    "quotation mark open": ("po", text('navires"', "navires"), "msgfmt"),
}


CODES = {
    "verapdf": "V101", "page-validation": "V102", "epubcheck": "V103", "ace": "V104", "nu": "V105", "axe": "V106",
    "open-xml-sdk": "V107", "openxml-audit": "V108", "docx-integrity": "V109", "libreoffice": "V110", "msgfmt": "V111",
    "html-validate": "V112",
}  # fmt: skip


@pytest.fixture(scope="module")
def editions(harbour: Document, store: Editions) -> dict[str, bytes]:
    """A good edition in every format, and a good catalogue."""
    return {"po": GOOD_PO.encode()} | {name: store.content(harbour, name) for name in ("pdf", "docx", "epub", "html")}


def test_every_spoilt_edition_is_caught_and_no_good_one(editions: dict[str, bytes], tmp_path: Path) -> None:
    files = {}
    for number, (fault, (kind, spoil, _)) in enumerate(SPOILT.items()):
        path = tmp_path / f"{number}.{kind}"
        path.write_bytes(spoil(editions[kind]))
        files[fault] = path
    for kind, content in editions.items():
        files[f"good {kind}"] = tmp_path / f"good.{kind}"
        files[f"good {kind}"].write_bytes(content)
    judged = [*validators.judge(files, TOOLBOX, jobs=2), *validators.judge(files, TOOLBOX, fast=True)]
    assert [one for one in judged if one.status == "not run"] == []
    failed = {(one.path, one.tool) for one in judged if one.status == "failed"}
    assert sorted(fault for fault, (_, _, tool) in SPOILT.items() if (fault, tool) not in failed) == [], "not caught"
    assert {(one.tool, finding.code) for one in judged for finding in one.findings} == set(CODES.items())
    found = [str(finding) for one in judged if one.path.startswith("good ") for finding in one.findings]
    assert found == [], "a good edition is caught"
    assert {one.version for one in judged if not one.version} == set(), "every version is recorded"


def test_a_number_that_libreoffice_does_not_count_is_told(
    examples: House, store: Editions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = store.path(store.document(examples, "A-91-14", "ar"), "docx")
    assert docx.libreoffice(TOOLBOX, [path]).faults == {path: ()}
    read = docx.docx.read

    def other(content: bytes, name: str) -> SimpleNamespace:
        reading = read(content, name)
        found = reading.outline()
        twelve = [replace(entry, label="13 -") if entry.anchor == "paragraph-12" else entry for entry in found.body]
        second = [replace(entry, label="3") if entry.anchor == "note-2" else entry for entry in found.notes]
        changed = replace(found, body=tuple(twelve), notes=tuple(second))
        return SimpleNamespace(outline=lambda: changed, formulas=reading.formulas)

    monkeypatch.setattr(docx.docx, "read", other)
    (faults,) = docx.libreoffice(TOOLBOX, [path]).faults.values()
    assert [fault.near for fault in faults] == [("paragraph-12",), ("note-2",)]


def test_a_file_by_the_newer_standards_is_judged_by_each_that_it_claims(harbour: Document, store: Editions, tmp_path: Path) -> None:
    good = store.content(harbour, "ua2")
    spoilt = page(unknown_tag)(page(metadata(b"pdfaid:part", b"pdfaid:port"))(good))
    files = {}
    for name, content in (("good", good), ("spoilt", spoilt)):
        files[name] = tmp_path / f"{name}.ua2.pdf"
        files[name].write_bytes(content)
    found = {one.path: one.findings for one in validators.judge(files, TOOLBOX)}
    assert found["good"] == ()
    said = " ".join(finding.message for finding in found["spoilt"])
    assert [profile for profile in ("ua2", "wt1a", "wt1r", "4f") if f"{profile} " not in said] == []


def at_paragraph(kind: str, tag: str) -> Spoil:
    """Put ``tag`` at the beginning of the second paragraph of a web page or a book."""
    opening = '<p id="paragraph-2" class="numbered">'
    change = (opening, f"{opening}{tag}")
    return text(*change) if kind == "html" else part(".xhtml", *change)


def second_paragraph(opened: pikepdf.Pdf) -> pikepdf.Object:
    return next(one for one in structures(opened, "P") if str(one.get("/ID", "")) == "paragraph-2")


def tag_of_paragraph_unknown(opened: pikepdf.Pdf) -> None:
    second_paragraph(opened).S = pikepdf.Name("/Prose")


def name_of_one_link_gone(opened: pikepdf.Pdf) -> None:
    for sheet in opened.pages:
        for annotation in sheet.get("/Annots", []):
            owner = pikepdf.NumberTree(opened.Root.StructTreeRoot.ParentTree)[int(annotation.StructParent)]
            if str(owner.get("/ID", "")) == "indicator-2":
                del annotation["/Contents"]


# Faults in the second paragraph or right after it, and the tool that must lead there.
PLACED: dict[str, tuple[str, Spoil, str]] = {
    "nu": ("html", at_paragraph("html", '<b colour="red">x</b>'), "nu"),
    "axe": ("html", at_paragraph("html", '<img src="data:,">'), "axe"),
    "epubcheck": ("epub", at_paragraph("epub", "<centre/>"), "epubcheck"),
    "ace": ("epub", at_paragraph("epub", '<b style="color:#ccc;background:#fff">pale</b>'), "ace"),
    "verapdf, tag": ("pdf", page(tag_of_paragraph_unknown), "verapdf"),
    "verapdf, link": ("pdf", page(name_of_one_link_gone), "verapdf"),
}


def test_a_fault_leads_to_its_line_in_the_source(editions: dict[str, bytes], tmp_path: Path) -> None:
    files = {}
    for number, (name, (kind, spoil, _)) in enumerate(PLACED.items()):
        files[name] = tmp_path / f"{number}.{kind}"
        files[name].write_bytes(spoil(editions[kind]))
    places = {"paragraph-1": Place("report.md", 20, 1), "paragraph-2": Place("report.md", 22, 1)}
    judged = validators.judge(files, TOOLBOX, places=dict.fromkeys(files, places), waived=dict.fromkeys(CODES, "not for this test"))
    for name, (_, _, tool) in PLACED.items():
        found = [finding for one in judged if (one.path, one.tool) == (name, tool) for finding in one.findings]
        assert found, f"{name} is not caught"
        assert {finding.place.anchor for finding in found} == {"paragraph-2"}, name
        assert {finding.hint for finding in found} == {"It is at or after paragraph-2, which comes from report.md:22:1."}, name
        if tool == "verapdf":
            assert all("page 1: " in finding.message for finding in found), name


def test_a_missing_tool_is_not_run_and_that_is_a_failure(editions: dict[str, bytes], tmp_path: Path) -> None:
    files = {}
    for kind in ("pdf", "docx", "epub", "html"):
        files[kind] = tmp_path / f"good.{kind}"
        files[kind].write_bytes(editions[kind])
    judged = validators.judge(files, Toolbox(tmp_path / "nothing"))
    missing = {one.tool for one in judged if one.status == "not run"}
    assert missing == {tool.name for tool in TOOLS if tool.whole} - {"libreoffice", "msgfmt"}
    assert {finding.code for one in judged if one.status == "not run" for finding in one.findings} == {"V100"}
    assert {one.proves for one in judged if one.status == "not run"} == {()}, "what was not run proves nothing"


def test_a_waived_tool_is_told_with_its_reason(editions: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "good.html"
    path.write_bytes(editions["html"])
    judged = validators.judge({"page": path}, Toolbox(tmp_path / "nothing"), waived={"axe": "no browser here"})
    assert {one.tool: one.status for one in judged} == {"axe": "waived", "nu": "not run", "html-validate": "not run"}
    assert "no browser here" in next(one.reason for one in judged if one.tool == "axe")


def test_a_waiver_does_not_cover_a_fault(editions: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "spoilt.po"
    path.write_bytes(SPOILT["placeholder lost"][1](editions["po"]))
    (judged,) = validators.judge({"catalogue": path}, TOOLBOX, waived={"msgfmt": "in a hurry"})
    assert judged.status == "failed"


@pytest.mark.parametrize("words", ["unknown=reason", "axe", "axe=", "axe= "])
def test_a_waiver_names_a_tool_and_a_reason(words: str) -> None:
    with pytest.raises(UsageError) as raised:
        waivers([words])
    assert raised.value.findings[0].code == "U007"


def test_the_paper_edition_is_judged_by_no_tool_that_does_not_know_it() -> None:
    verapdf = tool_named("verapdf")
    assert verapdf is not None
    assert verapdf.proves("S-2017-97-en.print.pdf") is None
    assert verapdf.proves("S-2017-97-en.ua2.pdf") == (
        "PDF/UA-2 (ISO 14289-2)",
        "WTPDF 1.0, accessibility and reuse",
        "PDF/A-4f (ISO 19005-4)",
    )
