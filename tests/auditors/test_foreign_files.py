"""Files that other programs made: every auditor reads them to their end, and takes none for an edition of ours."""

from __future__ import annotations

import contextlib
import io
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import docx
import pypandoc
import pytest
import weasyprint
from ebooklib import epub

from plantin.auditors import UnreadableEdition
from plantin.model.document import Document
from plantin.production.formats import format_named
from tests.kit.read_back import audited

TEXTS = {
    "plain": "# A heading\n\nThere were 10^2^ lamps.[^1] CO~2~ and *words*.\n\n[^1]: A note with a second line.\n\n1. one\n2. two\n",
    "table": "# Lamps\n\n| lamp | oil |\n|:--|--:|\n| A | 1.5 |\n| B | 2 |\n\nTable: Oil\n\n> Quoted.\n\n    code [^1]\n",
    "formula": "---\ntitle: T\nlang: fr\n---\n\nLe $x^2$ et $$\\frac{a}{b}$$\n\n- a\n    - b\n\n![seal](none.png)\n\n## H2\n\n#### H4\n",
    "empty": "",
    "right to left": "---\nlang: ar\ndir: rtl\n---\n\n# المصابيح\n\nكان هناك 12 مصباحا (A/90/12) **مضاء**.\n",
}


@cache
def pandoc(text: str, kind: str) -> bytes:
    """A text as pandoc gives it."""
    command = [pypandoc.get_pandoc_path(), "--from", "markdown", "--to", kind, "--standalone", "--output", "-"]
    return subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout


def printed(text: str) -> bytes:
    """A text as WeasyPrint prints pandoc's web page of it."""
    return bytes(weasyprint.HTML(string=pandoc(text, "html").decode()).write_pdf(pdf_variant="pdf/ua-1"))


def word(text: str) -> bytes:
    """A text as python-docx writes it."""
    made, target = docx.Document(), io.BytesIO()
    made.add_heading("Lamps", 1)
    made.add_paragraph(text, style="List Number").add_run("2").font.superscript = True
    made.add_table(2, 2).cell(0, 0).text = "lamp"
    made.save(target)
    return target.getvalue()


def book(text: str) -> bytes:
    """A text as EbookLib writes it."""
    made, target = epub.EpubBook(), io.BytesIO()
    made.set_identifier("x")
    made.set_title("Lamps")
    made.set_language("en")
    page = epub.EpubHtml(title="One", file_name="one.xhtml", content=f"<h1>One</h1><p>{text}</p>")
    made.add_item(page)
    made.toc = (page,)
    made.spine = ["nav", page]
    made.add_item(epub.EpubNcx())
    made.add_item(epub.EpubNav())
    epub.write_epub(target, made)
    return target.getvalue()


MAKERS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "pandoc html": ("html", lambda text: pandoc(text, "html")),
    "pandoc epub": ("epub", lambda text: pandoc(text, "epub")),
    "pandoc docx": ("docx", lambda text: pandoc(text, "docx")),
    "pandoc plain": ("txt", lambda text: pandoc(text, "plain")),
    "pandoc gfm": ("md", lambda text: pandoc(text, "gfm")),
    "weasyprint": ("pdf", printed),
    "python-docx": ("docx", word),
    "ebooklib": ("epub", book),
}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("maker", MAKERS)
def test_a_file_of_another_program_is_read_and_is_none_of_ours(
    maker: str, text: str, harbour: Document, tmp_path: Path
) -> None:
    name, make = MAKERS[maker]
    row = format_named(name)
    assert row is not None
    path = tmp_path / f"A-90-12-Add.1-en{row.suffix}"
    path.write_bytes(make(TEXTS[text]))
    with contextlib.suppress(UnreadableEdition):  # which is a finding too
        assert [finding for finding in audited(row, path, harbour, beside=True) if finding.severity == "error"]
