"""A supplied full text fills the catalogue by its printed numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plantin import translation
from plantin.findings import TranslationError
from plantin.house.layout import House
from plantin.resolve.notes import definitions
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.translation import Message, messages
from plantin.translation.message import context_of
from plantin.translation.official import align, text_of

ROOT = Path(__file__).parents[2]
REPORT = source_text.read(ROOT / "sources" / "S-2017-97" / "report.md")


def found() -> tuple[Message, ...]:
    return messages(REPORT, front_matter.read(REPORT))


def printed(language: str) -> tuple[str, dict[str, str]]:
    """The translation as an official page prints it, with numbers and |n|, and the messages' texts."""
    entries = translation.read_catalogue(House(ROOT).catalogue_file(language, "S-2017-97")).entries
    # A text that was copied has no italics.
    texts = {entry.context: entry.translation.replace("*", "") for entry in entries}
    numbers = {definition.name: n for n, definition in enumerate(definitions(REPORT), 1)}
    lines, notes, paragraph = ["United Nations", "S/2017/97", texts["title"]], [], 0
    for message in found():
        text = texts[message.context]
        for name, number in numbers.items():
            text = text.replace(f"[^{name}]", f"|{number}|")
        text = text.replace("\\$", "$")
        if message.kind == "heading":
            lines.append(f"I. {text}")
        elif message.kind == "paragraph":
            paragraph += 1
            lines.append(f"{paragraph}. {text}")
        elif message.kind == "note":
            notes.append(f"{numbers[message.context.removeprefix('note:')]}. {text}")
    return "\n\n".join([*lines, "Notas", *notes]), texts


@pytest.mark.parametrize("language", ["es", "fr", "ru"])
def test_a_printed_text_is_read_back_into_its_messages(language: str) -> None:
    text, texts = printed(language)
    aligned = align(found(), text, "official.txt")
    assert aligned.findings == ()
    assert set(aligned.translations) == set(texts)
    unlike = {
        context
        for context, line in aligned.translations.items()
        if line != texts[context] and "lang=" not in texts[context]
    }
    assert unlike == set()


def test_what_does_not_align_is_reported() -> None:
    text, _ = printed("es")
    lines = text.split("\n\n")
    lines = [line.replace("|1|", "") for line in lines if not line.startswith("40. ")]
    lines.remove(next(line for line in lines if line.startswith("I. ")))
    aligned = align(found(), "\n\n".join(lines), "official.txt")
    assert [(finding.code, finding.message) for finding in aligned.findings] == [
        ("T052", "paragraph 1 has other indicators than in the report"),
        ("T050", "paragraph 40 is not in the text"),
        ("T051", "31 headings in the text, 32 in the report"),
    ]
    assert len(aligned.translations) == 79 + 34


def test_a_text_replaces_a_catalogue_in_one_command(tmp_path: Path) -> None:
    (tmp_path / "sources" / "S-2017-97").mkdir(parents=True)
    (tmp_path / "sources" / "S-2017-97" / "report.md").write_text(REPORT.text(), "utf-8")
    (tmp_path / "locales" / "es").mkdir(parents=True)
    (tmp_path / "locales" / "es" / "locale.toml").write_bytes((ROOT / "locales" / "es" / "locale.toml").read_bytes())
    text, _ = printed("es")
    (tmp_path / "official.txt").write_text(text, "utf-8")
    aligned = translation.adopt_text(House(tmp_path), "S-2017-97", "es", tmp_path / "official.txt")
    assert len(aligned.translations) == 147
    row = translation.status_rows(House(tmp_path), "S-2017-97", ("es",))[0]
    assert (row.translated, row.reviewed, row.missing) == (147, 0, 0)
    with pytest.raises(TranslationError, match="T053"):
        translation.adopt_text(House(tmp_path), "S-2017-97", "es", tmp_path / "none.txt")


HEAD = '---\nsymbol: A/1/1\norgan: General Assembly\ntitle: "The lamps"\ndate: 2035-06-01\n---\n\n'
LISTS = source_text.parse(
    HEAD + "::: {.unnumbered}\nA summary.\n:::\n\n# Lamps\n\nThe keepers count:\n\n(a) lamps;\n\n(b) oil.[^n]\n\nThey"
    " say:\n\n"
    "> A lamp is a lamp.\n\nThe end.\n\n[^n]: Two parts:\n\n    (a) day;\n\n    (b) night.\n",
    "report.md",
)
OFFICIAL = """Naciones Unidas
Las lámparas
Un resumen.
I. Lámparas
1. Los guardas cuentan:
a) lámparas;
b) aceite[1].
2. Dicen:
Una lámpara es una lámpara.
3. Fin.
1. Dos partes:
a) día;
b) noche.
"""


def test_what_has_no_number_is_taken_in_order() -> None:
    aligned = align(messages(LISTS, front_matter.read(LISTS)), OFFICIAL, "official.txt")
    assert aligned.findings == ()
    assert aligned.translations == {
        "title": "Las lámparas",
        context_of("paragraph", "A summary."): "Un resumen.",
        context_of("heading", "Lamps"): "Lámparas",
        context_of("paragraph", "The keepers count:"): "Los guardas cuentan:",
        context_of("entry", "lamps;"): "lámparas;",
        context_of("entry", "oil.[^n]"): "aceite[^n].",
        context_of("paragraph", "They say:"): "Dicen:",
        context_of("paragraph", "A lamp is a lamp."): "Una lámpara es una lámpara.",
        context_of("paragraph", "The end."): "Fin.",
        "note:n": "Dos partes:",
        "note:n/2": "día;",
        "note:n/3": "noche.",
    }


def test_a_line_too_few_between_two_numbers_is_reported() -> None:
    aligned = align(messages(LISTS, front_matter.read(LISTS)), OFFICIAL.replace("a) lámparas;\n", ""), "official.txt")
    assert [(finding.code, finding.message) for finding in aligned.findings] == [
        ("T056", f"1 lines for the 2 messages from {context_of('entry', 'lamps;')} on")
    ]
    assert context_of("entry", "lamps;") not in aligned.translations


def test_a_web_page_is_read_by_its_blocks(tmp_path: Path) -> None:
    rows = [re.sub(r"\[(\d)\]", r"<sup>\1</sup>", line) for line in OFFICIAL.strip().split("\n")]
    (tmp_path / "x.html").write_text(
        "<html><body>" + "".join(f"<p>{row}\n</p>" for row in rows) + "</body></html>", "utf-8"
    )
    assert text_of(tmp_path / "x.html") == OFFICIAL.strip()
