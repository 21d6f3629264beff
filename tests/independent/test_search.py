"""Words that run from right to left, and formulas, are found in finished PDFs by three engines that share no line:
Poppler, PDFium and MuPDF.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pymupdf
import pypdfium2
import pytest

from plantin.house.layout import House
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.kit.poppler import find
from tests.spoilt.documents import Documents

pytestmark = pytest.mark.full

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


PHRASES = Path(__file__).parent / "phrases.tsv"
"""Phrases of three test reports, which programs find each by their own search and in whose text it is (P Poppler, F
PDFium, M MuPDF), and why the others do not (docs/pdf.md, "Text from right to left").
"""
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")


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
        return sum(" ".join(page.get_text().split()).count(words) for page in opened if page.search_for(words))


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


def test_thirty_phrases_are_found_and_copied(examples: House, store: Editions) -> None:
    with PHRASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))[1:]
    documents, lost = Documents(examples, store), []
    for report, phrase, found, copied, *_ in rows:
        path = store.path(documents.document(report), "pdf")
        by_search = {"P": find, "F": pdfium, "M": mupdf_search}
        lost += [f"{phrase}: {letter} finds it not" for letter in found if not by_search[letter](path, phrase)]
        lost += [f"{phrase}: {letter} copies it not" for letter in copied if phrase not in texts(path)[letter]]
    assert len(rows) == 30
    assert lost == []


def mupdf_search(path: Path, words: str) -> int:
    with pymupdf.open(path) as opened:
        return sum(bool(page.search_for(words)) for page in opened)


@cache
def texts(path: Path) -> dict[str, str]:
    """The text of a file as each program gives it, with plain spaces alone."""
    program = shutil.which("pdftotext")
    assert program, "not run: pdftotext is missing; `make tools` installs it"
    of_poppler = subprocess.run([program, path, "-"], capture_output=True, text=True, check=True).stdout
    with pypdfium2.PdfDocument(path) as opened:
        of_pdfium = "\n".join(page.get_textpage().get_text_bounded() for page in opened)
    with pymupdf.open(path) as opened:
        of_mupdf = "\n".join(page.get_text() for page in opened)
    every = {"P": of_poppler, "F": of_pdfium, "M": of_mupdf}
    return {letter: " ".join(_DIRECTIONS.sub("", text).split()) for letter, text in every.items()}
