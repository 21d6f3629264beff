"""Makes build/translations.md: what the translators of a report want a professional to look at, from the comments in the
catalogues, and what the press itself words from memory, from those in the locales.

python setup/translations.py
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from plantin import translation
from plantin.findings import PlantinError
from plantin.house import layout
from plantin.translation.po import PoEntry

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "build" / "translations.md"
BEGIN = """# The translations of S/2017/97

What a professional reader should look at (docs/translations.md): the translators' remarks in the catalogues, with what the gate lets stand and why.
"""


LOCALES = ROOT / "locales"
FROM_MEMORY = """
## From memory

What the press words or reads in a language itself, and no official page was found for: the values marked M in `locales/<language>`. A
reader of the language should settle each before an edition is published. In Arabic and Chinese the words marked P (the project's own)
have had no such reader either.

| language | value | is | remark |
|---|---|---|---|
"""
_TABLE = re.compile(r"\[([\w.-]+)\]\s*(?:#\s*(.*))?$")
_VALUE = re.compile(r"""([\w-]+)\s*=\s*((?:'[^']*'|"[^"]*"|[^#'"])*)(?:#\s*(.*))?$""")
_MARKED = re.compile(r"(?:^|[^A-Za-z])M(?![A-Za-z])")


def from_memory(path: Path) -> Iterator[str]:
    """A row for each value or table of a locale whose remark says M, beside it or in the line before it."""
    language, table, ahead = path.parent.name, "", ""
    for line in path.read_text("utf-8").splitlines():
        if found := _TABLE.match(line):
            table, remark, value = found[1], found[2] or "", ""
        elif found := _VALUE.match(line):
            remark, value = found[3] or ahead, found[2].strip()
        else:
            ahead = line.removeprefix("#").strip() if line.startswith("#") and table else ""
            continue
        ahead = ""
        if _MARKED.search(remark):
            name = f"{table}.{found[1]}".strip(".") if value else table
            shown = "a list" if value == "[" else value
            yield (
                f"| {language} | `{path.stem}: {name}` | {shown.replace('|', chr(92) + '|')} |"
                f" {remark.replace('|', chr(92) + '|')} |"
            )


def text(home: layout.House) -> str:
    """The page."""
    parts = [
        BEGIN,
        FROM_MEMORY + "\n".join(row for path in sorted(LOCALES.glob("*/*.toml")) for row in from_memory(path)) + "\n",
    ]
    for slug in home.slugs():
        for language in home.languages(slug)[1:]:
            parts.append(f"\n## {slug}, {home.locale(language).name}\n")
            rows = [row for entry, place in placed(home, slug, language) for row in remarks(entry, place)]
            parts.append("\n".join(rows) if rows else "No remarks.")
            parts.append("")
    return "\n".join(parts)


def placed(home: layout.House, slug: str, language: str) -> list[tuple[PoEntry, str]]:
    """Each message with the words that say where it is."""
    report, head = translation.report_of(home, slug)
    paragraph, found = 0, []
    kept, messages = translation.current(report, head, home.catalogue_file(language, slug))
    for entry, message in zip(kept.entries, messages, strict=True):
        paragraph += message.numbered
        places = {
            "title": "Title",
            "heading": f"Heading “{message.text}”",
            "note": f"Note `{message.context.removeprefix('note:')}`",
        }
        found.append(
            (entry, f"Paragraph {paragraph}" if message.numbered else places.get(message.kind, message.context))
        )
    return found


def remarks(entry: PoEntry, place: str) -> list[str]:
    """A row for each comment of a message."""
    lines = []
    for comment in entry.comments:
        reason = f"waived: {comment.removeprefix('waive ')}" if comment.startswith("waive ") else comment
        lines.append(f"* {place}: {reason}".replace("[", "\\["))
    return lines


if __name__ == "__main__":
    try:
        page = text(layout.find(None))
    except PlantinError as error:
        raise SystemExit(str(error)) from None
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(page, "utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {page.count(chr(10))} lines")
