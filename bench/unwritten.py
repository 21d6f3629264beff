"""Build every construct of the manual in each language of which the press has a draft, with an empty catalogue.

``python bench/unwritten.py [LANGUAGES [FORMATS]]`` makes the three reports of the manual (constructs, examples, the manual itself), of
which nobody translated a word, in every format that the press has, and reads each file back. It prints what was not made and each difference.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from plantin import translation
from plantin.findings import PlantinError
from plantin.house.layout import House
from plantin.house.stock_folders import DRAFTS
from plantin.production import steps
from plantin.production.formats import Edition, formats
from tests.kit import manual_examples

_FACES = Path(__file__).parent.parent / "tests/house/languages"
"""Of languages that the stock faces have no letters of: those that are here, with as few letters as their tests need."""
_LARGE = ("large", "large-24-sans-dark")
"""Large print is one design: these two are its smallest and its largest."""


def count(house: House, language: str, names: list[str]) -> tuple[int, int, int]:
    """Build and check in ``language``; return how many editions were made, not made, and how many differences they have."""
    made = missing = differences = 0
    for slug in manual_examples.REPORTS:
        translation.update_file(house, slug, language)
        try:
            document = steps.compose(house, slug, language).document
        except PlantinError as error:
            missing += len(names)
            print(f"NOT MADE {slug} {language}: {'; '.join(map(str, error.findings))[:400]}", flush=True)
            continue
        for name in names:
            edition = Edition(slug, language, name)
            try:
                steps.issue(house, document, edition, None)
                verdict = steps.check(house.build / edition.target, edition.target, edition, document, (), house)
            except PlantinError as error:
                missing += 1
                print(f"NOT MADE {edition.target}: {'; '.join(map(str, error.findings))[:400]}", flush=True)
                continue
            made += 1
            found = [*verdict.differences, *verdict.findings]
            differences += len(found)
            for one in found[:5]:
                print(f"{edition.target}: {str(one)[:300]}", flush=True)
    return made, missing, differences


def main(languages: list[str], names: list[str]) -> None:
    """Print the figures of each language."""
    folder = Path(tempfile.mkdtemp())
    try:
        house = manual_examples.house(folder, tuple(languages))
        for language in languages:
            begun = time.process_time()
            made, missing, differences = count(house, language, names)
            seconds = time.process_time() - begun
            print(
                f"{language}: {made} made, {missing} not made, {differences} differences, {seconds:.0f} s", flush=True
            )
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    tags, kinds = ([word.split(",") for word in sys.argv[1:3]] + [[], []])[:2]
    main(
        tags or sorted(path.name for path in DRAFTS.iterdir()),
        kinds or [row.name for row in formats() if not row.name.startswith("large") or row.name in _LARGE],
    )
