"""A supplied full text fills the catalogue by its printed numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import catalogue, front, source
from pipeline.catalogue import Message, messages
from pipeline.catalogue.official import align
from pipeline.findings import TranslationError
from pipeline.house import House
from pipeline.resolve.notes import definitions

ROOT = Path(__file__).parent.parent.parent
REPORT = source.read(ROOT / "sources" / "S-2017-97" / "report.md")


def found() -> tuple[Message, ...]:
    return messages(REPORT, front.read(REPORT))


def printed(language: str) -> tuple[str, dict[str, str]]:
    """The translation as an official page prints it, with numbers and |n|, and the messages' texts."""
    texts = {entry.context: entry.translation for entry in catalogue.read(House(ROOT).catalogue_file(language, "S-2017-97")).entries}
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
    assert set(aligned.translations) == set(texts) - {"title"}
    unlike = {context for context, line in aligned.translations.items() if line != texts[context] and "lang=" not in texts[context]}
    assert unlike == set()


def test_what_does_not_align_is_told() -> None:
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
    text, _ = printed("es")
    (tmp_path / "official.txt").write_text(text, "utf-8")
    aligned = catalogue.adopt_text(House(tmp_path), "S-2017-97", "es", tmp_path / "official.txt")
    assert len(aligned.translations) == 146
    row = catalogue.status_rows(House(tmp_path), "S-2017-97", ("es",))[0]
    assert (row.translated, row.reviewed, row.missing) == (146, 0, 1)
    with pytest.raises(TranslationError, match="T053"):
        catalogue.adopt_text(House(tmp_path), "S-2017-97", "es", tmp_path / "none.txt")
