"""Texts with marks: notes with equal words stay as many as are called, words in formulas of Word stay whole, and the
account has a row for pictures, links, languages, notes and formulas of every kind of text.
"""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest

from plantin.house.layout import House
from plantin.model.outline import outline
from plantin.production import steps
from tests.kit.houses import in_un, without_reports
from tests.kit.word_files import come, paragraph
from tests.packs.imports.test_tree import PNG
from tests.packs.imports.test_tree import come as come_as_text


@pytest.fixture
def home(tmp_path: Path) -> House:
    return in_un(without_reports(tmp_path).root)


IBID = {
    "lamps.md": (
        "# Lamps\n\nThe oil.[^a] The wick.[^b] The glass.[^c] The oil again.[^a]\n\n"
        "[^a]: The book, p. 4.\n[^b]: Ibid.\n[^c]: Ibid.\n"
    ),
    "lamps.adoc": (
        "= Lamps\n\nThe oil.footnote:a[The book, p. 4.] The wick.footnote:[Ibid.] The glass.footnote:[Ibid.] "
        "The oil again.footnote:a[]\n"
    ),
    "lamps.rst": (
        "Lamps\n=====\n\nThe oil. [#a]_ The wick. [#b]_ The glass. [#c]_ The oil again. [#a]_\n\n"
        ".. [#a] The book, p. 4.\n.. [#b] Ibid.\n.. [#c] Ibid.\n"
    ),
    "lamps.org": (
        "* Lamps\n\nThe oil.[fn:a] The wick.[fn:b] The glass.[fn:c] The oil again.[fn:a]\n\n"
        "[fn:a] The book, p. 4.\n\n[fn:b] Ibid.\n\n[fn:c] Ibid.\n"
    ),
    "lamps.xml": (
        '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v1.2 20190208//EN" "JATS.dtd">'
        '<article xml:lang="en"><body><sec><title>Lamps</title><p>The oil.<xref ref-type="fn" rid="a">1</xref>'
        ' The wick.<xref rid="b" ref-type="fn">2</xref> The glass.<xref ref-type="fn" rid="c">3</xref>'
        ' The oil again.<xref ref-type="fn" rid="a">1</xref></p></sec></body><back><fn-group>'
        '<fn id="a"><p>The book, p. 4.</p></fn><fn id="b"><p>Ibid.</p></fn><fn id="c"><p>Ibid.</p></fn>'
        "</fn-group></back></article>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", IBID)
def test_notes_with_equal_words_are_as_many_as_the_text_calls(name: str, home: House) -> None:
    arrived, text = come_as_text(home, name, IBID[name])
    calls = re.findall(r"(?m)\[\^([^\]]+)\](?!:)", text)
    assert len(calls) == 4, text
    assert calls[0] == calls[3], "a note that is called twice is one"
    assert len(set(calls)) == 3
    (notes,) = (row for row in arrived.accounts if row.kind == "notes")
    assert (notes.received, notes.kept, arrived.exit_code()) == (3, 3, 0)
    composed = steps.compose(home, Path(arrived.path).parent.name, "en").document
    assert [row.label for row in outline(composed).notes] == ["1", "2", "3"]


def test_a_note_in_code_and_a_call_without_a_note_take_no_place(home: House) -> None:
    text = "# Lamps\n\nThe oil.[^a] It is `[^b]` here.\n\n```\nNo call: [^c]\n```\n\nThe wick.[^d]\n\n[^a]: Ibid.\n[^d]: Ibid.\n"
    _, source = come_as_text(home, "lamps.md", text)
    assert len(re.findall(r"(?m)^\[\^[^\]]+\]: Ibid\.$", source)) == 2


def maths(*runs: str) -> str:
    inner = "".join(
        f'<m:r><m:rPr><m:sty m:val="{"p" if upright else "i"}"/></m:rPr><m:t xml:space="preserve">{words}</m:t></m:r>'
        for words, upright in ((run.removeprefix("/"), not run.startswith("/")) for run in runs)
    )
    return f"<m:oMath>{inner}</m:oMath>"


@pytest.mark.parametrize(
    ("runs", "words"),
    [
        (("Cost of one firm = ", "/c", " × hourly wage"), ["Cost of one firm", "hourly wage"]),
        (("Cost = 4",), ["Cost"]),
        (("/oil", " = lamps in use"), ["lamps in use"]),
        (("/x", " = ", "/y"), []),
    ],
)
def test_upright_words_of_a_formula_are_words(runs: tuple[str, ...], words: list[str], home: House) -> None:
    package = docx.Document()
    paragraph(package, "<w:r><w:t>The lamp burns.</w:t></w:r>")
    paragraph(package, f"<m:oMathPara>{maths(*runs)}</m:oMathPara>")
    _, text = come(home, package)
    (formula,) = re.findall(r"\$+([^$]+)\$+", text)
    assert re.findall(r"\\text\{([^}]*)\}", formula) == words, formula
    letters = re.sub(r"\\[a-z]+", "", formula)
    assert re.sub(r"\W", "", letters) == re.sub(r"\W", "", "".join(runs).replace("×", "")), formula


ROWS = {
    "lamps.adoc": (
        "= Lamps\n\nThe https://example.org/oil[oil] burns.footnote:[See the book.]\n\nimage::plan.png[A plan]\n\n"
        "|===\n|Port |Lamps\n\n|North |4\n|===\n\nIt is stem:[a + b].\n"
    ),
    "lamps.rst": (
        "Lamps\n=====\n\nThe `oil <https://example.org/oil>`__ burns. [1]_\n\n.. [1] See the book.\n\n"
        ".. image:: plan.png\n   :alt: A plan\n\n===== =====\nPort  Lamps\n===== =====\nNorth 4\n===== =====\n\n"
        "It is :math:`a + b`.\n"
    ),
    "lamps.org": (
        "* Lamps\n\nThe [[https://example.org/oil][oil]] burns.[fn:1]\n\n[[file:plan.png]]\n\n"
        "| Port | Lamps |\n|------+-------|\n| North | 4 |\n\nIt is $a + b$.\n\n[fn:1] See the book.\n"
    ),
    "lamps.md": (
        "# Lamps\n\nThe [oil](https://example.org/oil) burns.[^1]\n\n[^1]: See the book.\n\n![A plan](plan.png)\n\n"
        "| Port | Lamps |\n|------|-------|\n| North | 4 |\n\nIt is $a + b$.\n"
    ),
    "lamps.tex": (
        "\\documentclass{article}\\usepackage{hyperref,graphicx}\\begin{document}\\section{Lamps}\n"
        "The \\href{https://example.org/oil}{oil} burns.\\footnote{See the book.}\n\n\\includegraphics{plan.png}\n\n"
        "\\begin{tabular}{ll}Port & Lamps\\\\\\hline North & 4\\\\\\end{tabular}\n\nIt is $a + b$.\n\\end{document}\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_the_account_has_a_row_for_every_kind(name: str, home: House) -> None:
    (home.root / "plan.png").write_bytes(PNG)
    arrived, _ = come_as_text(home, name, ROWS[name])
    rows = {row.kind: (row.received, row.kept, row.unexplained) for row in arrived.accounts}
    expected = dict.fromkeys(("notes", "tables", "pictures", "links", "formulas"), (1, 1, 0)) | {"cells": (4, 4, 0)}
    assert {kind: rows[kind] for kind in expected} == expected


@pytest.mark.parametrize("name", ROWS)
def test_a_picture_that_is_nowhere_is_counted_as_left_out(name: str, home: House) -> None:
    arrived, _ = come_as_text(home, name, ROWS[name])
    (row,) = (row for row in arrived.accounts if row.kind == "pictures")
    assert (row.received, row.kept, row.left_out) == (1, 0, 1)
