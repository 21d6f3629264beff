"""The lines of finished PDFs: what belongs together is on one line; words are divided where their language allows,
months never.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace

import pyphen  # type: ignore[import-untyped]
import pytest

from plantin.model.document import Document, Paragraph
from plantin.model.inlines import Text
from plantin.resolve.typography import Typesetter
from plantin.writers.pdf.hyphenation import Rules
from tests.kit import houses
from tests.kit.editions import Editions
from tests.kit.hyphenation_lists import divisions
from tests.kit.kept_together import WHOLE

pytestmark = pytest.mark.full

LATIN = "ab" * 2
TIMES = 12


def edition(report: Document, store: Editions, language: str, *, kept: bool) -> str:
    """The lines of a report in ``language``, read from its PDF, divided words joined again: each group with ever more
    words before it, ``kept`` together or not.
    """
    locale = houses.un(language)
    setter = Typesetter(locale.typography)
    texts = [" ".join(f"{LATIN} " * n + group for n in range(TIMES)) for group in WHOLE[language]]
    blocks = tuple(
        Paragraph(f"paragraph-{n}", "", (Text(setter.text(text) if kept else text),)) for n, text in enumerate(texts, 1)
    )
    made = replace(
        report, language=language, direction=locale.direction, hyphenation=locale.hyphenation, blocks=blocks, notes=()
    )
    read = subprocess.run(
        ["pdftotext", "-layout", store.path(made, "pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    return re.sub("\u00ad\n *", "", read.replace("\u00a0", " "))


@pytest.mark.sample(2)
@pytest.mark.parametrize("language", ["en", "fr", "es", "ru"])
def test_no_line_of_a_finished_pdf_parts_what_belongs_together(
    report: Document, store: Editions, language: str
) -> None:
    ours, plain = (edition(report, store, language, kept=kept) for kept in (True, False))
    parted = [group for group in WHOLE[language] if " " in group and _counted(ours, group) != TIMES]
    assert parted == []
    assert [group for group in WHOLE[language] if _counted(plain, group) != TIMES], (
        "without the rules of the language some are parted"
    )


def _counted(lines: str, group: str) -> int:
    return sum(
        len(re.findall(rf"(?<![\w§]){re.escape(group)}(?!\w)", re.sub(" +", " ", line))) for line in lines.splitlines()
    )


@pytest.mark.parametrize(("language", "least"), [("ru", 0.95), ("fr", 0.8), ("es", 0.9)])
def test_words_are_divided_where_the_rules_of_their_language_allow_it(language: str, least: float) -> None:
    rules, patterns = Rules(houses.un(language).hyphenation), pyphen.Pyphen(lang=language)
    marked = divisions(language)
    found = true = 0
    for word, may, never in marked:
        places = rules.places(word, patterns.positions(word))
        assert not places & never, f"{word}: {sorted(places & never)}"
        found, true = found + len(places & may), true + len(may)
    assert found >= least * true
    assert any(never for _, _, never in marked)


@pytest.mark.parametrize(
    ("language", "months"),
    [
        ("en", "January February September October November December"),
        ("fr", "janvier février juillet septembre octobre novembre décembre"),
        ("es", "febrero septiembre octubre noviembre diciembre"),
        ("ru", "января феврале апреля августа сентября октябре ноября декабрь"),
    ],
)
def test_no_month_is_divided(language: str, months: str) -> None:
    rules, patterns = (
        Rules(houses.un(language).hyphenation),
        pyphen.Pyphen(lang="en-GB" if language == "en" else language),
    )
    for month in months.split():
        assert rules.places(month, patterns.positions(month)) == set()
    assert any(patterns.positions(month) for month in months.split())
