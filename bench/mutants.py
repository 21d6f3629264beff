"""Change editions by construction and count what the gate refuses.

    python bench/mutants.py [--formats html,txt] [--grammar 400] [--text 160] [--looks 140] [--seed 0] [--jobs 2] [--resume]

Each mutant (tests/spoilt/mutants) has something that no grammar has, or another text, at a place of the seed. One that
passes is named in build/mutants.md and ends the run with 1; so does a sound edition that does not pass. A mutant with
the bytes of the sound edition or of another mutant, or that says to a reader what the sound edition says, is not
counted. "By P038 alone" are those that only the comparison with what the press prints refuses, and no reading of what
is there. Each batch is kept in build/mutants.jsonl when it is done: --resume goes on where a run was ended. The table is
printed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from plantin.files import digest  # noqa: E402
from plantin.findings import PlantinError  # noqa: E402
from plantin.house.layout import House  # noqa: E402
from plantin.model.document import Document  # noqa: E402
from plantin.packs.sound import writer as audio  # noqa: E402
from plantin.packs.sound.writer import loudness  # noqa: E402
from plantin.production import checking, steps  # noqa: E402
from plantin.production.formats import Edition, format_named, formats, moment  # noqa: E402
from tests.kit import houses  # noqa: E402
from tests.spoilt import mutants  # noqa: E402

CASES = ROOT / "build" / "mutants.md"
KEPT = ROOT / "build" / "mutants.json"
BATCHES = ROOT / "build" / "mutants.jsonl"
"""What each batch found, by its key."""
KINDS = ("grammar", "text", "looks")
_BATCH = 20
_REPORTS = ("harbour-lights", "weather-stations", "river-bridges", "lending-libraries")
"""Reports with every construct of the tests between them."""
_WATER = ROOT / "examples" / "water-in-figures"
_COLUMNS = (
    "format",
    "rows of the grammar",
    "by grammar: tried, refused",
    "by text: tried, refused",
    "by looks: tried, refused",
    "by P038 alone",
    "sound editions refused",
)
_HEAD = f"| {' | '.join(_COLUMNS)} |\n{'|---' * len(_COLUMNS)}|\n"


@dataclass(frozen=True, slots=True)
class Work:
    """So many mutants of one kind, of one edition, from one seed; of a sound edition no kind and none."""

    house: House
    edition: Edition
    kind: str = "sound"
    seed: int = 0
    count: int = 1

    @property
    def key(self) -> str:
        """What distinguishes it from others."""
        return f"{self.edition.target} {self.kind} {self.seed} {self.count}"


@dataclass(frozen=True, slots=True)
class Done:
    """How many were tried, what was done to those that passed, or why a sound edition did not pass."""

    work: Work
    tried: int
    passed: tuple[str, ...]
    printed: int = 0
    """How many were refused by P038 alone."""


def sound(work: Work) -> Done:
    """Make the sound edition, and check it."""
    house, edition = work.house, work.edition
    document = _document(house, edition.slug, edition.language)
    row = format_named(edition.format) or formats()[0]
    path = _path(work)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(row.write(document, house.style(house.style_of(edition.slug)), moment(document)))
    return Done(work, 1, tuple(_found(path, work)))


def done(work: Work) -> Done:
    """Make the mutants and check each."""
    content = _path(work).read_bytes()
    family = mutants.OF[work.edition.format]
    seen, meant = {digest(content)}, family.same(content)
    passed, tried, printed = [], 0, 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _path(work).name
        for name, made in family.makers()[work.kind](content, work.seed, work.count):
            if digest(made) in seen or family.same(made) == meant:
                continue
            seen.add(digest(made))
            tried += 1
            path.write_bytes(made)
            try:
                codes = {one.partition(" ")[0] for one in _found(path, work)}
                printed += codes == {"P038"}
                passed += [] if codes else [name]
            except Exception as error:  # noqa: BLE001 - one that breaks the gate is not refused by it
                passed.append(f"{name}: {type(error).__name__}: {error}")
    return Done(work, tried, tuple(passed), printed)


def _found(path: Path, work: Work) -> Iterator[str]:
    """What the gate finds in the edition at ``path``, as the one that it should be."""
    edition = work.edition
    try:
        document = _document(work.house, edition.slug, edition.language)
        verdict = steps.check(path, path.name, edition, document, (), work.house)
    except PlantinError as error:
        yield from (f"{one.code} {one.message}" for one in error.findings)
        return
    for one in (*verdict.differences, *verdict.findings):
        if one.severity == "error":
            yield f"{one.code} {one.message}"


@lru_cache(maxsize=64)
def _document(house: House, slug: str, language: str) -> Document:
    return steps.compose(house, slug, language).document


def _path(work: Work) -> Path:
    return work.house.build / work.edition.target


def editions(folder: Path, formats: list[str]) -> Iterator[Work]:
    """The sound editions that mutants are made of, in houses below ``folder``; tactile sheets have charts alone."""
    reports, water = houses.make(folder / "tests"), House(folder / "water")
    shutil.copytree(_WATER, water.root, ignore=shutil.ignore_patterns("build"))
    for format_ in formats:
        house, slugs = (water, water.slugs()) if "tactile" in format_ else (reports, map(houses.slug, _REPORTS))
        for slug in slugs:
            yield Work(house, Edition(slug, house.languages(slug)[0], format_))


def works(sounds: list[Work], options: argparse.Namespace) -> Iterator[Work]:
    """The work of a run: batches over the editions of each format, the formats in turn, so that a run that is ended
    has tried them all.
    """
    formats = dict.fromkeys(one.edition.format for one in sounds)
    most = max(getattr(options, kind) for kind in KINDS)
    for (number, begin), format_, kind in product(enumerate(range(0, most, _BATCH)), formats, KINDS):
        mine = [one for one in sounds if one.edition.format == format_]
        one, count = mine[number % len(mine)], min(_BATCH, getattr(options, kind) - begin)
        if count > 0 and kind in mutants.OF[format_].makers():
            yield Work(one.house, one.edition, kind, options.seed + begin, count)


def begin() -> None:
    """Have a process make once what all mutants of an edition are compared with: what a mutant costs is its reading."""
    checking.known_to = lru_cache(maxsize=16)(checking.known_to)  # type: ignore[attr-defined]
    audio.encode_mp3 = lru_cache(maxsize=64)(audio.encode_mp3)  # type: ignore[attr-defined]
    loudness.measure = lru_cache(maxsize=64)(loudness.measure)


def everything(works: list[Work], jobs: int, known: dict[str, list[object]]) -> Iterator[Done]:
    """Do all work that is not ``known`` from a run before, by so many processes."""
    with ProcessPoolExecutor(jobs, initializer=begin) as executor, BATCHES.open("a", encoding="utf-8") as kept:
        left = []
        for one in works:
            if one.key in known:
                tried, passed, printed = known[one.key]
                yield Done(one, tried, tuple(passed), printed)
            else:
                left.append(executor.submit(done, one))
        for future in as_completed(left):
            one = future.result()
            kept.write(f"{json.dumps([one.work.key, one.tried, one.passed, one.printed])}\n")
            kept.flush()
            yield one


Counts = dict[str, list[int]]
"""By format: rows, tried and refused by grammar, by text and by looks, by P038 alone, sound editions refused."""


def counts(found: list[Done]) -> Counts:
    """The figures of a run."""
    made: Counts = {}
    for name in dict.fromkeys(one.work.edition.format for one in found):
        mine = [one for one in found if one.work.edition.format == name]
        figures = [mutants.OF[name].rows()]
        for kind in KINDS:
            of_kind = [one for one in mine if one.work.kind == kind]
            tried = sum(one.tried for one in of_kind)
            figures += [tried, tried - sum(len(one.passed) for one in of_kind)]
        refused = sum(bool(one.passed) for one in mine if one.work.kind == "sound")
        made[name] = [*figures, sum(one.printed for one in mine), refused]
    return made


def table(known: Counts) -> str:
    """A row for each format, and one for all."""
    rows = [(row.title, known[row.name]) for row in formats() if row.name in known]
    whole = [sum(column) for column in zip(*(figures for _, figures in rows), strict=True)]
    return _HEAD + "".join(
        f"| {title} | {rows_} | {a:,}, {b:,} | {c:,}, {d:,} | {e:,}, {f:,} | {printed:,} | {sound} |\n"
        for title, (rows_, a, b, c, d, e, f, printed, sound) in (*rows, ("all", whole))
    )


def main() -> None:
    """Change, check, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--formats", default=",".join(mutants.OF))
    parser.add_argument("--grammar", type=int, default=400)
    parser.add_argument("--text", type=int, default=160)
    parser.add_argument("--looks", type=int, default=140)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--resume", action="store_true")
    options = parser.parse_args()
    CASES.parent.mkdir(exist_ok=True)
    if not options.resume:
        BATCHES.unlink(missing_ok=True)
    before = map(json.loads, BATCHES.read_text("utf-8").splitlines()) if BATCHES.exists() else ()
    kept = {key: rest for key, *rest in before}
    with tempfile.TemporaryDirectory() as folder:
        sounds = list(editions(Path(folder), options.formats.split(",")))
        with ProcessPoolExecutor(options.jobs) as executor:
            found = list(executor.map(sound, sounds))
        found += everything(list(works(sounds, options)), options.jobs, kept)
    # Formats may be tried in several runs: the last figures of each count.
    known: Counts = {**(json.loads(KEPT.read_bytes()) if KEPT.exists() else {}), **counts(found)}
    shown = table(known)
    passed = [
        f"{one.work.edition.target}, {one.work.kind} {one.work.seed}: {name}\n" for one in found for name in one.passed
    ]
    KEPT.write_text(json.dumps(known), "utf-8")
    CASES.write_text(f"# Mutants\n\n{shown}\n{''.join(f'- {one}' for one in passed)}", "utf-8")
    sys.stdout.write(shown + "".join(passed))
    sys.exit(1 if passed else 0)


if __name__ == "__main__":
    main()
