"""How well dictionaries of patterns divide words: the true divisions of a list that they find, and the false ones that
they make.

    .venv/bin/python bench/hyphens.py ru
    .venv/bin/python bench/hyphens.py ru /usr/share/hyphen/hyph_ru_RU.dic    # other patterns beside those of the press

The lists are those of the tests (`tests/writers/pdf/divisions`). A row of the press counts its exceptions too.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pyphen  # type: ignore[import-untyped]

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from plantin.house import layout
from plantin.writers.pdf.hyphenation import Rules
from tests.kit.hyphenation_lists import divisions


def main(language: str, *files: str) -> None:
    """Prints a Markdown table: a row for the patterns of the engine, the press, and each file."""
    rules = Rules(layout.find(None).locale(language).hyphenation)
    own = pyphen.Pyphen(lang=language)
    ways: dict[str, Callable[[str], set[int]]] = {"engine": lambda word: set(own.positions(word))}
    ways["press"] = lambda word: rules.places(word, own.positions(word))
    for name in files:
        other = pyphen.Pyphen(filename=name)
        ways[Path(name).name] = lambda word, other=other: set(other.positions(word))
    marked = divisions(language)
    print(f"| patterns, {language} | words | true divisions | found | false ones made |\n|---|---|---|---|---|")
    for name, places in ways.items():
        found = sum(len(true & places(word)) for word, true, _ in marked)
        wrong = [
            f"{word[:place]}-{word[place:]}" for word, _, false in marked for place in sorted(false & places(word))
        ]
        whole = sum(len(true) for _, true, _ in marked)
        print(f"| {name} | {len(marked)} | {whole} | {found} | {len(wrong)} {', '.join(wrong)} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
