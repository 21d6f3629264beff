"""Words that run from right to left, and formulas, are found in finished PDFs by three engines that share no line: Poppler, PDFium and
MuPDF.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pypdfium2
import pytest

from pipeline.house.layout import House
from tests.kit.editions import Editions
from tests.spoilt.documents import Documents

pytestmark = pytest.mark.proof

ARABIC = {"الحدائق": 8, "الأشجار": 6, "المياه": 5, "أكبر نخلة": 1}
HEBREW = {"הלילה": 1, "הרכבת מגיעה לפני הזריחה": 1}
FORMULAS = {"a2 + b2 = c2": 1, "E = mc2": 1, "0.14": 1, "∑": 1, "v10": 1}
BILINGUAL = {**HEBREW, "قطار الليل": 1}


def poppler(path: Path, words: str) -> int:
    program = shutil.which("pdftotext")
    assert program, "not run: pdftotext is missing; `make tools` installs it"
    return subprocess.run([program, path, "-"], capture_output=True, text=True, check=True).stdout.count(words)


def pdfium(path: Path, words: str) -> int:
    found = 0
    with pypdfium2.PdfDocument(path) as opened:
        for page in opened:
            hits = page.get_textpage().search(words)
            while hits.get_next():
                found += 1
    return found


def mupdf(path: Path, words: str) -> int:
    with pymupdf.open(path) as opened:
        return sum(page.get_text().count(words) for page in opened if page.search_for(words))


@pytest.mark.parametrize("engine", [poppler, pdfium, mupdf], ids=lambda engine: engine.__name__)
@pytest.mark.parametrize(
    ("report", "words"), [("gardens", ARABIC), ("trains", BILINGUAL), ("weather", FORMULAS)], ids=["arabic", "hebrew", "formulas"]
)
@pytest.mark.parametrize("format_", ["pdf", "ua2"])
def test_words_are_found(
    report: str, words: dict[str, int], format_: str, engine: Callable[[Path, str], int], examples: House, store: Editions
) -> None:
    path = store.path(Documents(examples, store).document(report), format_)
    found = {word: engine(path, word) for word in words}
    assert all(found[word] >= count for word, count in words.items()), found
