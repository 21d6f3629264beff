"""The table of docs/gate.md that counts the cases of each class of lies, and names the codes that refuse them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from tests.auditors import test_grammar as web_page
from tests.auditors.docx import test_lies as word
from tests.auditors.markup import test_lies as epub
from tests.auditors.pdf import test_lies as pdf
from tests.kit.houses import ROOT

FORMATS: Mapping[str, Mapping[str, Collection[str]]] = {
    "HTML": {kind: [code for _, code in cases.values()] for kind, cases in web_page.CLASSES.items()},
    "EPUB": {kind: [code for _, code, _ in cases.values()] for kind, cases in epub.CLASSES.items()},
    "Word": {kind: [code for _, _, code, _ in cases.values()] for kind, cases in word.CLASSES.items()},
    "PDF": {kind: [code for _, code in cases.values()] for kind, cases in pdf.CLASSES.items()},
}


def test_the_page_counts_the_cases_of_each_class() -> None:
    kinds = list(FORMATS["HTML"])
    assert all(list(classes) == kinds for classes in FORMATS.values())
    assert min(len(codes) for classes in FORMATS.values() for codes in classes.values()) >= 3
    rows = [f"| {kind} | {' | '.join(_cell(classes[kind]) for classes in FORMATS.values())} |\n" for kind in kinds]
    assert "".join(rows) in (ROOT / "docs" / "gate.md").read_text("utf-8")


def _cell(codes: Collection[str]) -> str:
    """How many cases there are, and how many of them each code refuses."""
    return f"{len(codes)}: {', '.join(f'{code} {count}' for code, count in sorted(Counter(codes).items()))}"
