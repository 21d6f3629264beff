"""Run the gate over editions spoilt on purpose, and write down which of its checks caught each: the table in docs/gate.md.

    python bench/spoilt.py [--formats html,epub] [--write]

The faults are those of the tests of each auditor and of the validators (tests/checks/). A spoilt edition that passes, or a sound one that
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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pikepdf
from lxml import html

from pipeline import steps, style
from pipeline.checks import validators
from pipeline.checks.validators import Toolbox
from pipeline.checks.validators import toolbox as running
from pipeline.document import Document
from pipeline.editions import FORMATS, Edition, format_named
from pipeline.style import Style

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "gate.md"
# The tests that have spoilt editions, by format; the rest come from the tests of the validators.
TESTS = {"html": "test_html", "epub": "test_epub", "docx": "test_docx", "pdf": "test_pdf", "print": "test_pdf_paper"}
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


def editions(document: Document, house: Style) -> dict[str, bytes]:
    """A sound edition in each format, and a sound catalogue."""
    moment = dt.datetime(2017, 2, 2, tzinfo=dt.UTC)
    made = {name: row.write(document, house, moment) for name in TESTS if (row := format_named(name))}
    return {**made, "po": tests("checks/test_validators").GOOD_PO.encode()}


def spoilt(sound: Mapping[str, bytes]) -> Iterator[tuple[str, str, bytes]]:
    """Every spoilt edition: its format, what was done to it, its bytes."""
    for name, module in TESTS.items():
        held = tests(f"checks/{module}")
        for fault, (spoil, expected) in held.SPOILT.items():
            if expected:
                yield name, fault.replace("_", " "), _done(name, held, spoil, sound[name])
    for fault, (name, change, _) in tests("checks/test_validators").SPOILT.items():
        # Those for the fast tools are the same faults again.
        if not fault.endswith(", fast"):
            yield name, fault, change(sound[name])


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


def judged(document: Document, files: Mapping[tuple[str, str], bytes]) -> list[Caught]:
    """What the gate says of each file: its auditor, then every validator of its kind over all of them together."""
    # The gate's limit is for the editions of a house; here are some hundred files, and perhaps a slow machine.
    running._LIMIT = 7200  # noqa: SLF001
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        paths = {}
        for number, ((name, fault), content) in enumerate(files.items()):
            row = format_named(name)
            paths[name, fault] = Path(scratch) / f"{number}{row.suffix if row else '.po'}"
            paths[name, fault].write_bytes(content)
        said = validators.judge({path.name: path for path in paths.values()}, Toolbox(ROOT / ".validators"), jobs=2)
        silent = sorted({f"{one.tool}: {one.reason}" for one in said if one.status == "not run"})
        if silent:
            raise RuntimeError(f"not run: {'; '.join(silent)}")
        for (name, fault), path in paths.items():
            tools = tuple(sorted({one.tool for one in said if one.path == path.name and one.status == "failed"}))
            rows.append(Caught(name, fault, _audited(document, name, path), tools))
    return rows


def _audited(document: Document, name: str, path: Path) -> tuple[str, ...]:
    if name not in TESTS:
        return ()
    verdict = steps.check(path, path.name, Edition("harbour", document.language, name), document)
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

`python bench/spoilt.py --write` spoils editions of a small report in which everything occurs, one fault in each, and runs the gate over
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
    parser.add_argument("--formats", default=",".join([*TESTS, "po"]))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    wanted = options.formats.split(",")
    document = tests("conftest").compose(ROOT / "tests" / "reports" / "harbour-lights" / "report.md")
    sound = editions(document, style.read(ROOT / "styles" / "un"))
    files = {(name, SOUND): content for name, content in sound.items() if name in wanted}
    for name, fault, content in spoilt(sound):
        if name in wanted:
            # Two tests may have given one name to two faults.
            files[name, f"{fault}, another way" if (name, fault) in files else fault] = content
    order = [*(row.name for row in FORMATS), "po"]
    rows = sorted(judged(document, files), key=lambda row: order.index(row.format))
    if options.write:
        PAGE.write_text(page(rows), "utf-8")
    sys.stdout.write(_summary([row for row in rows if row.fault != SOUND]))
    wrong = [row for row in rows if bool(row.codes or row.tools) == (row.fault == SOUND)]
    for row in wrong:
        print(f"{row.format}: {row.fault}: {' '.join((*row.codes, *row.tools)) or 'passes'}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
