"""The validators: they find nothing in good editions, and each spoilt one is caught by the tool whose business it is.

Each tool runs once, as in the gate, over all that is its business. A tool that is missing fails these tests; `make
validators` installs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pikepdf
import pytest

from plantin import validators
from plantin.bounded.process import BoundError
from plantin.findings import Place, UsageError
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.proof.gate import waivers
from plantin.validators import Toolbox, ValidatorChoice, docx, tool_named, tools
from plantin.validators.judgement import Judgement, ToolReport, ValidatorNotRun
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.spoilt.registry import Spoil, Spoilt
from tests.spoilt.rewriting import objects, part, text
from tests.spoilt.validators import CODES, FILES, GOOD_PO, metadata, structures, unknown_tag

ROOT = Path(__file__).parents[2]
TOOLBOX = Toolbox(ROOT / ".validators")


@pytest.fixture(scope="module")
def editions(harbour: Document, store: Editions) -> dict[str, bytes]:
    """A good edition in every format, and a good catalogue."""
    return {"po": GOOD_PO.encode()} | {
        name: store.content(harbour, name) for name in ("pdf", "docx", "epub", "html", "ebrl")
    }


@pytest.fixture(scope="module")
def judged(
    editions: dict[str, bytes], harbour: Document, store: Editions, tmp_path_factory: pytest.TempPathFactory
) -> list[Judgement]:
    """What each validator says of the good files of its kinds and of those that are spoilt for it, in one run of it,
    the fast ones too; a fault in a file is reported with its place in the source.
    """
    folder = tmp_path_factory.mktemp("judged")
    newer = store.content(harbour, "ua2")
    worse = objects(metadata(b"pdfaid:part", b"pdfaid:port"))(newer)
    contents = {f"good {kind}": (kind, content, "") for kind, content in editions.items()}
    contents |= {"good ua2": ("ua2.pdf", newer, ""), "spoilt ua2": ("ua2.pdf", objects(unknown_tag)(worse), "verapdf")}
    contents |= {one.fault: (one.format, one.spoil(editions[one.format]), one.tool) for one in [*FILES, *PLACED]}
    files = {name: folder / f"{number}.{kind}" for number, (name, (kind, _, _)) in enumerate(contents.items())}
    for name, path in files.items():
        path.write_bytes(contents[name][1])
    lines = {"paragraph-1": Place("report.md", 20, 1), "paragraph-2": Place("report.md", 22, 1)}
    found: list[Judgement] = []
    for tool in tools():
        asked = {name: path for name, path in files.items() if contents[name][2] in ("", tool.name)}
        with mock.patch.object(validators, "tools", lambda tool=tool: (tool,)):
            found += validators.judge(asked, TOOLBOX, ValidatorChoice(fast=tool.fast), dict.fromkeys(asked, lines))
    return found


@pytest.mark.full
def test_a_small_report_passes_each_of_them_in_every_format(editions: dict[str, bytes], tmp_path: Path) -> None:
    files = {name: tmp_path / f"good.{name}" for name in editions}
    for name, path in files.items():
        path.write_bytes(editions[name])
    judged = validators.judge(files, TOOLBOX) + validators.judge(files, TOOLBOX, ValidatorChoice(fast=True))
    assert [(one.tool, one.path, one.reason, *map(str, one.findings)) for one in judged if one.status != "passed"] == []
    assert {one.tool for one in judged} == {tool.name for tool in tools()}
    assert {one.path for one in judged} == set(files)


@pytest.mark.proof
def test_every_spoilt_edition_is_caught_and_no_good_one(judged: list[Judgement]) -> None:
    assert [one for one in judged if one.status == "not run"] == []
    failed = {(one.path, one.tool) for one in judged if one.status == "failed"}
    assert sorted(one.fault for one in FILES if (one.fault, one.tool) not in failed) == [], "not caught"
    assert {(one.tool, finding.code) for one in judged for finding in one.findings} == set(CODES.items())
    found = [str(finding) for one in judged if one.path.startswith("good ") for finding in one.findings]
    assert found == [], "a good edition is caught"
    assert {one.version for one in judged if not one.version} == set(), "every version is recorded"


@pytest.mark.full
def test_a_number_that_libreoffice_does_not_count_is_reported(
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


@pytest.mark.full
def test_a_page_of_which_nothing_is_drawn_is_not_judged(store: Editions, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    content = store.content(composed("# Lamps\n\nThe keepers count the lamps.\n"), "html").decode()
    path.write_text(content.replace("</head>", "<style>body { opacity: 0 }</style></head>"), "utf-8")
    drawn = tool_named("drawn")
    with mock.patch.object(validators, "tools", return_value=(drawn,)):
        (judged,) = validators.judge({"page": path}, TOOLBOX)
    assert (judged.status, [finding.code for finding in judged.findings]) == ("not run", ["V100"])
    assert "nothing was drawn" in judged.reason


@pytest.mark.proof
def test_a_file_by_the_newer_standards_is_judged_by_each_that_it_claims(judged: list[Judgement]) -> None:
    said = " ".join(finding.message for one in judged if one.path == "spoilt ua2" for finding in one.findings)
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
PLACED = [
    Spoilt("attribute unknown there", "html", at_paragraph("html", '<b colour="red">x</b>'), tool="nu"),
    Spoilt("picture without words there", "html", at_paragraph("html", '<img src="data:,">'), tool="axe"),
    Spoilt("element unknown there", "epub", at_paragraph("epub", "<centre/>"), tool="epubcheck"),
    Spoilt(
        "pale text there", "epub", at_paragraph("epub", '<b style="color:#ccc;background:#fff">pale</b>'), tool="ace"
    ),
    Spoilt("tag unknown there", "pdf", objects(tag_of_paragraph_unknown), tool="verapdf"),
    Spoilt("link without name there", "pdf", objects(name_of_one_link_gone), tool="verapdf"),
]


@pytest.mark.proof
def test_a_fault_leads_to_its_line_in_the_source(judged: list[Judgement]) -> None:
    for spoilt in PLACED:
        found = [
            finding for one in judged if (one.path, one.tool) == (spoilt.fault, spoilt.tool) for finding in one.findings
        ]
        assert found, f"{spoilt} is not caught"
        assert {finding.place.anchor for finding in found} == {"paragraph-2"}, spoilt.fault
        assert {finding.hint for finding in found} == {
            "It is at or after paragraph-2, which comes from report.md:22:1."
        }, spoilt.fault
        if spoilt.tool == "verapdf":
            assert all("page 1: " in finding.message for finding in found), spoilt.fault


def test_a_missing_tool_is_not_run_and_that_is_a_failure(
    editions: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    files = {}
    for kind in ("pdf", "docx", "epub", "html"):
        files[kind] = tmp_path / f"good.{kind}"
        files[kind].write_bytes(editions[kind])
    judged = validators.judge(files, Toolbox(tmp_path / "nothing"))
    missing = {one.tool for one in judged if one.status == "not run"}
    assert missing == {tool.name for tool in tools() if tool.whole} - {"msgfmt"}
    assert {finding.code for one in judged if one.status == "not run" for finding in one.findings} == {"V100"}
    assert {one.proves for one in judged if one.status == "not run"} == {()}, "what was not run proves nothing"


def test_a_waived_tool_is_reported_with_its_reason(editions: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "good.html"
    path.write_bytes(editions["html"])
    judged = validators.judge(
        {"page": path}, Toolbox(tmp_path / "nothing"), ValidatorChoice(waived={"axe": "no browser here"})
    )
    others = dict.fromkeys(("nu", "html-validate", "drawn"), "not run")
    assert {one.tool: one.status for one in judged} == {"axe": "waived", **others}
    assert "no browser here" in next(one.reason for one in judged if one.tool == "axe")


def test_a_waiver_does_not_cover_a_fault(editions: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "spoilt.po"
    (spoilt,) = (one for one in FILES if one.fault == "placeholder lost")
    path.write_bytes(spoilt.spoil(editions["po"]))
    (judged,) = validators.judge({"catalogue": path}, TOOLBOX, ValidatorChoice(waived={"msgfmt": "in a hurry"}))
    assert judged.status == "failed"


@pytest.mark.parametrize("lasts", [True, False])
@pytest.mark.parametrize("at_bound", [True, False])
def test_a_tool_that_breaks_down_has_judged_the_files_before(tmp_path: Path, at_bound: bool, lasts: bool) -> None:
    files = {f"{number}.html": tmp_path / f"{number}.html" for number in range(40)}
    given: list[int] = []

    def run(_: Toolbox, paths: Sequence[Path]) -> ToolReport:
        given.append(len(paths))
        if files["20.html"] in paths and (lasts or len(paths) > 1):
            raise ValidatorNotRun("it broke down") from (BoundError("axe", "seconds", 600) if at_bound else None)
        return ToolReport("1", dict.fromkeys(paths, ()))

    tool = replace(tools()[0], run=run, kinds={".html": ()})
    with mock.patch.object(validators, "tools", return_value=(tool,)):
        judged = validators.judge(files, TOOLBOX)
    assert given == [16, 16, *([] if at_bound else [1] * 16), 8], "asked once more where no bound was reached"
    not_run = range(16, 32) if at_bound else [20] if lasts else []
    assert {one.path for one in judged if one.status == "not run"} == {f"{number}.html" for number in not_run}
    assert {one.reason for one in judged if one.status != "passed"} == ({"it broke down"} if not_run else set())


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
