"""The text of a Word file, read by the auditor and by the importer: hidden words never become source, printed ones are
never left out.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml

from plantin.auditors import docx as auditor
from plantin.model.outline import Outline
from plantin.packs.imports.receive import ImportResult
from plantin.wordfile.tracked import Tracked
from tests.kit.houses import without_reports
from tests.kit.word_files import SPACES, come, paragraph, told

HIDDEN, SHOWN = "<w:vanish/>", '<w:vanish w:val="0"/>'
STYLES = {
    "Para": ("paragraph", "", HIDDEN),
    "ParaChild": ("paragraph", "Para", ""),
    "ParaShown": ("paragraph", "Para", SHOWN),
    "Char": ("character", "", HIDDEN),
    "CharChild": ("character", "Char", ""),
    "CharShown": ("character", "Char", SHOWN),
    "Grid": ("table", "", HIDDEN),
}
SECRET = {
    "by the run": ("", HIDDEN),
    "by the paragraph's style": ("Para", ""),
    "by a style that it is based on": ("ParaChild", ""),
    "by the run's style": ("", '<w:rStyle w:val="Char"/>'),
    "by a style that the run's is based on": ("", '<w:rStyle w:val="CharChild"/>'),
    "by the run, though it is hidden from browsers too": ("", f"{HIDDEN}<w:webHidden/>"),
    "by the paragraph's style, the run's does not say": ("Para", '<w:rStyle w:val="CharShown"/>'),
}
PRINTED = {
    "hidden from browsers alone": ("", "<w:webHidden/>"),
    "shown by the run in a hidden style": ("Para", SHOWN),
    "shown by a style in a hidden one": ("ParaShown", ""),
    "shown by the run's style in a hidden one": ("", '<w:rStyle w:val="CharShown"/>'),
    "hidden twice, which is not at all": ("Para", '<w:rStyle w:val="Char"/>'),
}


def _word(n: int, kind: str) -> str:
    return f"{kind}{chr(97 + n)}"


def _run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def _package(*, defaults: str = "") -> Any:
    package = docx.Document()
    for name, (kind, based, properties) in STYLES.items():
        on = f'<w:basedOn w:val="{based}"/>' if based else ""
        style = f'<w:style {SPACES} w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{on}'
        package.styles.element.append(parse_xml(f"{style}<w:rPr>{properties}</w:rPr></w:style>"))
    if defaults:
        package.styles.element.find(".//{*}rPrDefault/{*}rPr").append(parse_xml(f"<w:{defaults} {SPACES}/>"))
    return package


def _audited(package: Any) -> Outline:
    held = io.BytesIO()
    package.save(held)
    return auditor.read(held.getvalue(), "lamps.docx").outline()


def _filled() -> Any:
    package = _package()
    package.add_heading("Lamps", 1)
    for kind, cases in (("secret", SECRET), ("printed", PRINTED)):
        for n, (style, properties) in enumerate(cases.values()):
            paragraph(package, _run("Lamps burn ", SHOWN) + _run(_word(n, kind), properties), style)
    table = package.add_table(2, 2)
    table._tbl.tblPr.insert(0, parse_xml(f'<w:tblStyle {SPACES} w:val="Grid"/>'))
    for n, cell in enumerate(one for row in table.rows for one in row.cells):
        cell.text = f"celled{chr(97 + n)}"
    table.cell(1, 1).paragraphs[0].runs[0]._r.get_or_add_rPr().append(parse_xml(f"<w:vanish {SPACES} w:val='0'/>"))
    return package


@pytest.fixture(scope="module")
def audited() -> str:
    return " ".join(entry.text for entry in _audited(_filled()).body)


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> tuple[ImportResult, str]:
    return come(without_reports(tmp_path_factory.mktemp("received")), _filled())


@pytest.mark.parametrize("case", SECRET)
def test_hidden_words_are_not_read_and_are_reported(
    case: str, audited: str, received: tuple[ImportResult, str]
) -> None:
    word = _word(list(SECRET).index(case), "secret")
    assert word not in audited
    assert word not in received[1]
    assert f"hidden words: “{word}”" in told(received[0])


@pytest.mark.parametrize("case", PRINTED)
def test_printed_words_are_read(case: str, audited: str, received: tuple[ImportResult, str]) -> None:
    word = _word(list(PRINTED).index(case), "printed")
    assert f"Lamps burn {word}" in audited
    assert f"Lamps burn {word}" in received[1]


def test_a_table_style_hides_the_words_of_its_cells(audited: str, received: tuple[ImportResult, str]) -> None:
    for words in (audited, received[1]):
        assert "celleda" not in words
        assert "celledd" in words
    assert "celleda" in told(received[0])


def test_what_the_defaults_of_a_document_hide_is_hidden_but_where_a_run_is_shown(tmp_path: Path) -> None:
    package = _package(defaults="vanish")
    paragraph(package, _run("Lamps burn", SHOWN) + _run("secretly", ""))
    paragraph(package, _run("Lamps burn", SHOWN) + _run("quietly", '<w:rStyle w:val="CharShown"/>'))
    arrived, body = come(without_reports(tmp_path), package)
    for words in (body, " ".join(entry.text for entry in _audited(package).body)):
        assert "Lamps burn" in words
        assert "secretly" not in words
        assert "quietly" not in words
    assert "secretly" in told(arrived)


CHOICE = (
    "<mc:AlternateContent><mc:Choice Requires='w14'>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
)
READ_ALIKE: dict[str, tuple[str, Tracked]] = {
    "inserted": (f"<w:ins w:id='1' w:author='A'>{_run('lit')}</w:ins>", "accept"),
    "an alternative of a paragraph": (CHOICE.format(_run("lit"), _run("dark")), "refuse"),
    "an alternative of a run": (f"<w:r>{CHOICE.format('<w:t>lit</w:t>', '<w:t>dark</w:t>')}</w:r>", "refuse"),
    "beside the mark of a note": ("<w:r><w:footnoteReference w:id='9'/><w:t>lit</w:t></w:r>", "refuse"),
    "in a control with a formula": (
        f"<w:sdt><w:sdtContent>{_run('lit')}<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:sdtContent></w:sdt>",
        "refuse",
    ),
    "a field in capitals or not": (
        f"<w:fldSimple w:instr=' page '>{_run('lit')}</w:fldSimple>",
        "refuse",
    ),
}


@pytest.mark.parametrize("case", READ_ALIKE)
def test_auditor_and_importer_read_the_same_words(case: str, tmp_path: Path) -> None:
    inside, tracked = READ_ALIKE[case]
    package = docx.Document()
    package.add_heading("Lamps", 1)
    paragraph(package, _run("The lamps are ") + inside + _run(" now"))
    _, body = come(without_reports(tmp_path), package, tracked=tracked)
    for words in (body, " ".join(entry.text for entry in _audited(package).body)):
        assert "The lamps are" in words
        assert "lit" in words
        assert "now" in words
        assert "dark" not in words
