"""Run the gate over editions spoilt on purpose, and write down which of its checks caught each: the table in docs/gate.md.

    python bench/spoilt.py [--formats html,epub] [--write]

The faults are those of the tests of each auditor and of the validators (tests/auditors,
tests/validators). A spoilt edition that passes, or a sound one that
does not, is told and ends the run with 1. It takes some minutes: every validator reads every file of its kind.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import io
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pikepdf
from lxml import html

from pipeline import validators
from pipeline.build import steps
from pipeline.build.formats import FORMATS, Edition, format_named
from pipeline.house import style
from pipeline.house.style import Style
from pipeline.model.document import Document
from pipeline.validators import Toolbox
from pipeline.validators import toolbox as running

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "gate.md"
# The tests that have spoilt editions of one small report, by format; those that spoil several reports and formats; the rest come from the
# tests of the validators.
TESTS = {
    "html": "auditors/markup/test_html",
    "epub": "auditors/markup/test_epub",
    "docx": "auditors/docx/test_docx",
    "pdf": "auditors/pdf/test_pdf",
    "print": "auditors/pdf/test_print_edition",
}
ADVERSARY = ("auditors/pdf/test_adversary", "auditors/pdf/test_adversary_pages")
HARBOUR = "harbour"
SOUND = "(sound)"


@dataclass(frozen=True)
class Caught:
    """What was said of one spoilt edition: the codes of the auditor, the names of the validators that failed it."""

    format: str
    fault: str
    codes: tuple[str, ...]
    tools: tuple[str, ...]


def tests(name: str) -> ModuleType:
    """A module of the tests, by its path below tests/."""
    path = ROOT / "tests" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Given:
    """An edition to be judged: its format, what was done to it, the report that it should say, its bytes."""

    format: str
    fault: str
    document: Document | None
    content: bytes


def given(house: Style) -> Iterator[Given]:
    """The sound editions, then every spoilt one."""
    moment = dt.datetime(2017, 2, 2, tzinfo=dt.UTC)
    compose, reports = tests("conftest").compose, ROOT / "tests" / "reports"
    harbour: Document = compose(reports / "harbour-lights" / "report.md")
    sound: dict[tuple[str, str], tuple[Document, bytes]] = {}

    def of(report: str, name: str) -> tuple[Document, bytes]:
        if (report, name) not in sound:
            row = format_named(name)
            if row is None:
                raise KeyError(name)
            document = harbour if report == HARBOUR else others[report]
            sound[report, name] = document, row.write(document, house, moment)
        return sound[report, name]

    with tempfile.TemporaryDirectory() as scratch:
        examples = tests("reports/houses").make(Path(scratch))
        names: dict[str, str] = tests(ADVERSARY[0]).REPORTS
        others = {short: steps.compose(examples, slug, "en").document for short, slug in names.items() if short != HARBOUR}
    for name, module in TESTS.items():
        held = tests(module)
        for fault, (spoil, expected) in held.SPOILT.items():
            if expected:
                document, content = of(HARBOUR, name)
                yield Given(name, fault.replace("_", " "), document, _done(name, held, spoil, content))
    for module in ADVERSARY:
        held = tests(module)
        for fault, (spoil, _, report, name) in held.SPOILT.items():
            document, content = of(report, name)
            yield Given(name, fault.replace("_", " "), document, _done(name, held, spoil, content))
    catalogue = tests("validators/test_validators")
    for fault, (name, change, _) in catalogue.SPOILT.items():
        # Those for the fast tools are the same faults again.
        if not fault.endswith(", fast"):
            spoilt = catalogue.GOOD_PO.encode() if name == "po" else of(HARBOUR, name)[1]
            yield Given(name, fault, None if name == "po" else harbour, change(spoilt))
    yield Given("po", SOUND, None, catalogue.GOOD_PO.encode())
    yield from (Given(name, SOUND, document, content) for (_, name), (document, content) in sound.items())


def _done(name: str, held: Any, spoil: Any, content: bytes) -> bytes:
    made = io.BytesIO()
    if name == "html":
        root = html.document_fromstring(content.decode())
        spoil(root)
        return bytes(html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>"))
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / f"edition.{name}"
        if name == "epub":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
            spoil(files)
            held.pack(files, path)
            return path.read_bytes()
        if name == "docx":
            path.write_bytes(content)
            file = held.File(path)
            spoil(file)
            file.save(path)
            return path.read_bytes()
    with pikepdf.open(io.BytesIO(content)) as opened:
        spoil(opened)
        opened.save(made)
    return made.getvalue()


def judged(files: list[Given]) -> list[Caught]:
    """What the gate says of each file: its auditor, then every validator of its kind over all of them together."""
    # The gate's limit is for the editions of a house; here are some hundred files, and perhaps a slow machine.
    running._LIMIT = 7200  # noqa: SLF001
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        paths = []
        for number, one in enumerate(files):
            row = format_named(one.format)
            paths.append(Path(scratch) / f"{number}{row.suffix if row else '.po'}")
            paths[-1].write_bytes(one.content)
        said = validators.judge({path.name: path for path in paths}, Toolbox(ROOT / ".validators"), jobs=2)
        silent = sorted({f"{one.tool}: {one.reason}" for one in said if one.status == "not run"})
        if silent:
            raise RuntimeError(f"not run: {'; '.join(silent)}")
        for one, path in zip(files, paths, strict=True):
            tools = tuple(sorted({answer.tool for answer in said if answer.path == path.name and answer.status == "failed"}))
            rows.append(Caught(one.format, one.fault, _audited(one, path), tools))
    return rows


def _audited(one: Given, path: Path) -> tuple[str, ...]:
    if one.document is None:
        return ()
    verdict = steps.check(path, path.name, Edition(HARBOUR, one.document.language, one.format), one.document)
    found = (*verdict.differences, *(finding for finding in verdict.findings if finding.severity == "error"))
    return tuple(sorted({finding.code for finding in found}))


def page(rows: list[Caught]) -> str:
    """The rows as docs/gate.md."""
    bad = [row for row in rows if row.fault != SOUND]
    parts = [_HEAD.format(count=len(bad), formats=len({row.format for row in bad})), _summary(bad)]
    for name in dict.fromkeys(row.format for row in bad):
        lines = [f"| {row.fault} | {' '.join(row.codes) or '–'} | {', '.join(row.tools) or '–'} |\n" for row in bad if row.format == name]
        parts.append(f"\n## {_title(name)}\n\n| what was spoilt | auditor | validators |\n|---|---|---|\n{''.join(lines)}")
    return "".join(parts)


_HEAD = """# The gate, put to the test

`python bench/spoilt.py --write` spoils editions of small reports in which everything occurs, one fault in each, and runs the gate over
them as a release does: the auditor of the format, then every validator over all files of its kind. What each found is below: codes of
[findings.md](findings.md), names of validators as in [release.md](release.md). {count} spoilt editions in {formats} formats, none passes;
the sound edition of each format passes every check.

A validator that is silent is not wrong: most of these files keep every rule of their format, and only say something else than the report
does. An auditor that is silent leaves the fault to the programs whose business it is: schemas, colours on the screen, claims of PDF/A.

"""


def _summary(rows: list[Caught]) -> str:
    lines = ["| format | spoilt | passed | by the auditor alone | by validators alone | by both |\n|---|---|---|---|---|---|\n"]
    groups = [(_title(name), [row for row in rows if row.format == name]) for name in dict.fromkeys(row.format for row in rows)]
    for title, group in (*groups, ("all", rows)):
        kinds = [(bool(row.codes), bool(row.tools)) for row in group]
        counts = [kinds.count(kind) for kind in ((False, False), (True, False), (False, True), (True, True))]
        lines.append(f"| {title} | {len(group)} | {' | '.join(map(str, counts))} |\n")
    return "".join(lines)


def _title(name: str) -> str:
    row = format_named(name)
    return row.title if row else "Catalogue (PO)"


def main() -> None:
    """Spoil, judge, print, and write the page where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--formats", default=",".join([*TESTS, "ua2", "po"]))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    wanted = options.formats.split(",")
    names: set[tuple[str, str]] = set()
    files = []
    for one in given(style.read(ROOT / "styles" / "un")):
        if one.format in wanted:
            # Two tests may have given one name to two faults.
            again = one.fault != SOUND and (one.format, one.fault) in names
            names.add((one.format, one.fault))
            files.append(replace(one, fault=f"{one.fault}, another way") if again else one)
    order = [*(row.name for row in FORMATS), "po"]
    rows = sorted(judged(files), key=lambda row: order.index(row.format))
    if options.write:
        PAGE.write_text(page(rows), "utf-8")
    sys.stdout.write(_summary([row for row in rows if row.fault != SOUND]))
    wrong = [row for row in rows if bool(row.codes or row.tools) == (row.fault == SOUND)]
    for row in wrong:
        print(f"{row.format}: {row.fault}: {' '.join((*row.codes, *row.tools)) or 'passes'}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
