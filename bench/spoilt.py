"""Run the gate over editions spoilt on purpose, and write down which of its checks caught each: a row for each in
build/gate.md. The figures by format are printed.

    python bench/spoilt.py [--formats html,epub]

The spoilt editions are those of the registry of the tests (tests/spoilt). A spoilt edition that passes, or a sound one
that does not, is reported and ends the run with 1. It takes half an hour or more of two processors: every validator
reads every file of its kind.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from plantin import validators  # noqa: E402
from plantin.bounded import limits  # noqa: E402
from plantin.bounded.limits import Limits  # noqa: E402
from plantin.findings import PlantinError  # noqa: E402
from plantin.house import style  # noqa: E402
from plantin.house.style import Style  # noqa: E402
from plantin.model.document import Document  # noqa: E402
from plantin.production.formats import format_named, formats  # noqa: E402
from plantin.validators import Toolbox, ValidatorChoice  # noqa: E402
from tests.kit import houses  # noqa: E402
from tests.kit.editions import Editions  # noqa: E402
from tests.kit.read_back import refused  # noqa: E402
from tests.spoilt import EDITIONS  # noqa: E402
from tests.spoilt.documents import Documents  # noqa: E402
from tests.spoilt.validators import GOOD_PO  # noqa: E402

CASES = ROOT / "build" / "gate.md"
SOUND = "(sound)"


@dataclass(frozen=True)
class Caught:
    """The verdict on one spoilt edition: the codes of the auditor, the names of the validators that failed it."""

    format: str
    fault: str
    codes: tuple[str, ...]
    tools: tuple[str, ...]


@dataclass(frozen=True)
class Given:
    """An edition to be judged: its format, what was done to it, the report that it should say, its bytes."""

    format: str
    fault: str
    document: Document | None
    content: bytes
    style: Style | None = None
    sound: bytes = b""


def given(folder: Path, wanted: list[str]) -> Iterator[Given]:
    """The spoilt editions of the wanted formats, then the sound ones that they are made from; what is harmless is left
    out.
    """
    documents = Documents(houses.make(folder / "house"), Editions(folder, style.read(ROOT / "styles" / "un")))
    sound: dict[tuple[str, str], Given] = {}
    names: set[tuple[str, str]] = set()
    for one in EDITIONS:
        # Faults for the fast tools are the same faults again.
        if one.format not in wanted or not (one.codes or one.tool) or one.fault.endswith(", fast"):
            continue
        if (one.report, one.format) not in sound:
            sound[one.report, one.format] = _sound(documents, one.report, one.format)
        good = sound[one.report, one.format]
        # One fault may be spoilt in two reports, or once for the auditor and once for a validator.
        again = (one.format, one.fault) in names
        names.add((one.format, one.fault))
        yield Given(
            one.format,
            f"{one.fault}, another way" if again else one.fault,
            good.document,
            one.spoil(good.content),
            good.style,
            good.content,
        )
    yield from sound.values()


def _sound(documents: Documents, report: str, format_: str) -> Given:
    if format_ == "po":
        return Given(format_, SOUND, None, GOOD_PO.encode())
    document = documents.document(report)
    content = documents.path(report, format_).read_bytes()
    return Given(format_, SOUND, document, content, documents.style(report), content)


def judged(files: list[Given]) -> list[Caught]:
    """What the gate says of each file: its auditor, then every validator of its kind over all of them together."""
    # The bounds are for the editions of a house; here are some hundred files, and perhaps a slow machine.
    limits.impose(Limits(seconds=7200, processor=14_400))
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        paths = []
        for number, one in enumerate(files):
            row = format_named(one.format)
            paths.append(Path(scratch) / f"{number}{row.suffix if row else '.po'}")
            paths[-1].write_bytes(one.content)
        said = validators.judge(
            {path.name: path for path in paths}, Toolbox(ROOT / ".validators"), ValidatorChoice(jobs=2)
        )
        silent = sorted({f"{one.tool}: {one.reason}" for one in said if one.status == "not run"})
        if silent:
            raise RuntimeError(f"not run: {'; '.join(silent)}")
        for one, path in zip(files, paths, strict=True):
            tools = tuple(
                sorted({answer.tool for answer in said if answer.path == path.name and answer.status == "failed"})
            )
            rows.append(Caught(one.format, one.fault, _audited(one, path), tools))
    return rows


def _audited(one: Given, path: Path) -> tuple[str, ...]:
    if one.document is None or one.style is None:
        return ()
    try:
        return tuple(dict.fromkeys(refused(one.format, path, one.document, one.style, one.sound)))
    except PlantinError as error:
        return tuple(finding.code for finding in error.findings)


def cases(rows: list[Caught]) -> str:
    """Every spoilt edition, by format."""
    bad = [row for row in rows if row.fault != SOUND]
    parts = ["# Spoilt editions, one by one\n"]
    for name in dict.fromkeys(row.format for row in bad):
        parts.append(f"\n## {title(name)}\n\n| what was spoilt | auditor | validators |\n|---|---|---|\n")
        parts += [
            f"| {row.fault} | {' '.join(row.codes) or '–'} | {', '.join(row.tools) or '–'} |\n"
            for row in bad
            if row.format == name
        ]
    return "".join(parts)


def summary(rows: list[Caught]) -> str:
    """Return the figures by format: spoilt editions, and which kind of check caught them."""
    bad = [row for row in rows if row.fault != SOUND]
    lines = [
        "| format | spoilt | passed | by the auditor alone | by validators alone | by both |\n|---|---|---|---|---|---|\n"
    ]
    groups = [
        (title(name), [row for row in bad if row.format == name]) for name in dict.fromkeys(row.format for row in bad)
    ]
    for heading, group in (*groups, ("all", bad)):
        kinds = [(bool(row.codes), bool(row.tools)) for row in group]
        counts = [kinds.count(kind) for kind in ((False, False), (True, False), (False, True), (True, True))]
        lines.append(f"| {heading} | {len(group)} | {' | '.join(map(str, counts))} |\n")
    return "".join(lines)


def title(name: str) -> str:
    """Return what the tables call a format."""
    row = format_named(name)
    return row.title if row else "Catalogue (PO)"


def main() -> None:
    """Spoil, judge, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--formats", default=",".join(dict.fromkeys(one.format for one in EDITIONS)))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        files = list(given(Path(scratch), options.formats.split(",")))
    order = [*(row.name for row in formats()), "po"]
    rows = sorted(judged(files), key=lambda row: order.index(row.format))
    CASES.parent.mkdir(exist_ok=True)
    CASES.write_text(cases(rows), "utf-8")
    sys.stdout.write(summary(rows))
    wrong = [row for row in rows if bool(row.codes or row.tools) == (row.fault == SOUND)]
    for row in wrong:
        print(f"{row.format}: {row.fault}: {' '.join((*row.codes, *row.tools)) or 'passes'}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
