"""How many cases each class of lies has in each format, and which codes refuse them: none is lost unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from tests.auditors import test_grammar as web_page
from tests.auditors.docx import test_lies as word
from tests.auditors.markup import test_lies as epub
from tests.auditors.pdf import test_lies as pdf

FORMATS: Mapping[str, Mapping[str, Collection[str]]] = {
    "HTML": {kind: [code for _, code in cases.values()] for kind, cases in web_page.CLASSES.items()},
    "EPUB": {kind: [code for _, code, _ in cases.values()] for kind, cases in epub.CLASSES.items()},
    "Word": {kind: [code for _, _, code, _ in cases.values()] for kind, cases in word.CLASSES.items()},
    "PDF": {kind: [code for _, code in cases.values()] for kind, cases in pdf.CLASSES.items()},
}

REFUSED: Mapping[str, Mapping[str, str]] = {
    "said of the words": {
        "HTML": "A019 6, A020 2, P037 4",
        "EPUB": "A019 5, A020 1, P037 3",
        "Word": "A019 10, A020 2, P037 7",
        "PDF": "A107 1, A108 1, A111 1, A113 1, A171 1, A172 2, P037 1",
    },
    "hidden or altered by style": {
        "HTML": "A020 4",
        "EPUB": "A019 2, A020 3",
        "Word": "A019 10, A020 2, P038 1",
        "PDF": "A113 5, A171 1",
    },
    "runs or loads": {
        "HTML": "A019 6, A021 1",
        "EPUB": "A019 5",
        "Word": "A019 11, A020 2, P037 1, P038 1",
        "PDF": "A171 6",
    },
    "metadata": {
        "HTML": "A019 2, P037 5",
        "EPUB": "A019 1, P037 5",
        "Word": "A019 2, P037 4",
        "PDF": "A171 3, P016 1, P037 3",
    },
}
"""By class and format: each code, and how many cases it refuses."""


def test_each_class_has_its_cases_in_each_format() -> None:
    assert all(list(classes) == list(REFUSED) for classes in FORMATS.values())
    assert min(len(codes) for classes in FORMATS.values() for codes in classes.values()) >= 3
    refused = {kind: {name: _counts(classes[kind]) for name, classes in FORMATS.items()} for kind in REFUSED}
    assert refused == REFUSED


def _counts(codes: Collection[str]) -> str:
    """Return how many cases each code refuses."""
    return ", ".join(f"{code} {count}" for code, count in sorted(Counter(codes).items()))
