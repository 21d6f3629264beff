"""Words that run from right to left, and formulas, are found in finished PDFs by three engines that share no line:
Poppler, PDFium and MuPDF.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pypdfium2
import pytest

from plantin.house.layout import House
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.spoilt.documents import Documents

pytestmark = pytest.mark.proof

ARABIC = {"الحدائق": 8, "الأشجار": 6, "المياه": 5, "أكبر نخلة": 1, "أنشئت لجنة الحدائق": 1}
"""The last is in a line whose spaces are wide."""
HEBREW = {"הלילה": 1, "הרכבת מגיעה לפני הזריחה": 1}
FORMULAS = {"a2 + b2 = c2": 1, "E = mc2": 1, "0.14": 1, "∑": 1, "v10": 1}
SIGNS = {"جُدد": 1, "يُروى": 1, "مُفِيدٌ": 1, "كِتَابٌ": 1}
POINTS = {"סֵפֶר": 1, "לַיְלָה": 1}
TWICE = {"שָׁלוֹם": 1}
"""A word with two signs at one letter, which PDFium turns round."""
SHADDA = {"مُدَّة": 1}
"""A word in which one glyph is two signs: PDFium alone does not turn them round."""
FIGURES = {"37 حديقة عامة": 1, "512 مقعدا": 1}
"""A figure before a word: Poppler gives the space between them before the figure."""
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
    ("report", "words"),
    [("gardens", ARABIC), ("trains", BILINGUAL), ("weather", FORMULAS)],
    ids=["arabic", "hebrew", "formulas"],
)
@pytest.mark.parametrize("format_", ["pdf", "ua2"])
def test_words_are_found(
    report: str,
    words: dict[str, int],
    format_: str,
    engine: Callable[[Path, str], int],
    examples: House,
    store: Editions,
) -> None:
    path = store.path(Documents(examples, store).document(report), format_)
    found = {word: engine(path, word) for word in words}
    assert all(found[word] >= count for word, count in words.items()), found


@pytest.mark.parametrize("engine", [pdfium, mupdf], ids=lambda engine: engine.__name__)
def test_words_after_figures_are_found(engine: Callable[[Path, str], int], examples: House, store: Editions) -> None:
    path = store.path(Documents(examples, store).document("gardens"), "pdf")
    assert {words: engine(path, words) for words in FIGURES} == FIGURES


@pytest.mark.parametrize("engine", [poppler, pdfium, mupdf], ids=lambda engine: engine.__name__)
@pytest.mark.parametrize("words", [SIGNS, POINTS], ids=["arabic", "hebrew"])
@pytest.mark.parametrize("format_", ["pdf", "ua2"])
def test_words_with_vowel_signs_are_found(
    words: dict[str, int], format_: str, engine: Callable[[Path, str], int], store: Editions
) -> None:
    found = hits(words, format_, engine, store)
    assert all(found[word] >= count for word, count in words.items()), found


@pytest.mark.parametrize("engine", [poppler, mupdf], ids=lambda engine: engine.__name__)
def test_words_with_two_signs_at_one_letter_are_found(engine: Callable[[Path, str], int], store: Editions) -> None:
    found = hits(TWICE, "pdf", engine, store)
    assert all(found[word] >= count for word, count in TWICE.items()), found


def test_a_word_with_two_signs_in_one_glyph_is_found(store: Editions) -> None:
    found = hits(SHADDA, "pdf", pdfium, store)
    assert all(found[word] >= count for word, count in SHADDA.items()), found


def hits(words: dict[str, int], format_: str, engine: Callable[[Path, str], int], store: Editions) -> dict[str, int]:
    """How often each word is found in a report that has them, each in a paragraph of its own."""
    tongues = {word: "he" if "\u0590" <= word[0] <= "\u05ff" else "ar" for word in words}
    body = "\n\n".join(f"[{word} {word[0]}.]{{lang={tongues[word]}}}" for word in words)
    path = store.path(composed(f"# عنوان\n\n{body}", language="ar"), format_)
    return {word: engine(path, word) for word in words}
