"""Change editions by construction and count what the gate refuses: the figures in docs/gate.md.

    python bench/mutants.py [--formats html] [--grammar 1000] [--text 400] [--seed 0]

Each mutant (tests/spoilt/mutants.py) has something that no grammar has, or another text, at a place of the seed. One
that passes is named and ends the run with 1; so does a sound edition that does not pass.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from plantin.house.layout import House  # noqa: E402
from plantin.production import steps  # noqa: E402
from plantin.production.formats import FORMATS, Edition, format_named, moment  # noqa: E402
from tests.kit import houses  # noqa: E402
from tests.spoilt import mutants  # noqa: E402

_BATCH = 25


@dataclass(frozen=True, slots=True)
class Work:
    """So many mutants of one kind, of one edition, from one seed."""

    house: House
    edition: Edition
    kind: str
    seed: int
    count: int


@dataclass(frozen=True, slots=True)
class Done:
    """How many were tried, and what was done to those that passed."""

    work: Work
    tried: int
    passed: tuple[str, ...]


def done(work: Work) -> Done:
    """Make the mutants and check each."""
    document = steps.compose(work.house, work.edition.slug, work.edition.language).document
    row = format_named(work.edition.format) or FORMATS[0]
    sound = row.write(document, work.house.style(work.house.style_of(work.edition.slug)), moment(document))
    made: dict[str, Callable[[bytes, int, int], Iterator[mutants.Mutant]]] = mutants.OF[work.edition.format]
    passed = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"edition{row.suffix}"
        for name, content in (("sound", sound), *made[work.kind](sound, work.seed, work.count)):
            path.write_bytes(content)
            verdict = steps.check(path, path.name, work.edition, document, (), work.house)
            found = [*verdict.differences, *(one for one in verdict.findings if one.severity == "error")]
            if bool(found) == (name == "sound"):
                passed.append(f"{name} {found[0].message if found else ''}")
    return Done(work, work.count, tuple(passed))


def works(house: House, options: argparse.Namespace) -> Iterator[Work]:
    """The work of a run: batches over the reports of the house in turn."""
    slugs = house.slugs()
    for format_ in options.formats.split(","):
        for kind, count in (("grammar", options.grammar), ("text", options.text)):
            for number in range(0, count, _BATCH):
                slug = slugs[number // _BATCH % len(slugs)]
                language = house.languages(slug)[0]
                edition = Edition(slug, language, format_)
                yield Work(house, edition, kind, options.seed + number, min(_BATCH, count - number))


def main() -> None:
    """Change, check, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--formats", default=",".join(mutants.OF))
    parser.add_argument("--grammar", type=int, default=1000)
    parser.add_argument("--text", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(2) as executor:
        found = list(executor.map(done, works(houses.make(Path(folder)), options)))
    for format_ in options.formats.split(","):
        for kind in ("grammar", "text"):
            mine = [one for one in found if (one.work.edition.format, one.work.kind) == (format_, kind)]
            tried, passed = (
                sum(one.tried for one in mine),
                [f"{one.work}: {name}" for one in mine for name in one.passed],
            )
            print(f"{format_}, {kind}: {tried} tried, {tried - len(passed)} refused")
            print("\n".join(passed))
    sys.exit(1 if any(one.passed for one in found) else 0)


if __name__ == "__main__":
    main()
