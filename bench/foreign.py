"""Documents of others, imported with no option, built and checked: a row for each in build/foreign.md; figures by
kind are printed.

    python bench/foreign.py FOLDER [--formats html,epub,docx] [--validators] [--until 22:30] [--rows rows.json]

FOLDER has the files that foreign.tsv names (`python bench/foreign_files.py FOLDER` gets them); those that are not there
are left out. ``--rows`` keeps what was measured, so that a run that was stopped goes on; ``--until`` begins no other
file after that time of day; ``--validators`` asks the validators too, about the editions of the first file of each
kind.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plantin.house.layout import House

ROOT = Path(__file__).resolve().parent.parent
NAMES = Path(__file__).with_name("foreign.tsv")
CASES = ROOT / "build" / "foreign.md"
_KINDS = {
    "docx": "Word", "html": "HTML", "md": "Markdown", "adoc": "AsciiDoc", "epub": "EPUB", "odt": "ODT", "txt": "text",
    "tex": "LaTeX", "rst": "reStructuredText", "xml": "DocBook, JATS", "org": "Org",
}  # fmt: skip
_SECONDS = 900
_COUNTED = ("words", "notes", "cells", "pictures", "links")
_HEAD = """# Documents of others, imported

Each file that `bench/foreign.tsv` names is imported with no option (`plantin import FILE`); of its source editions are made ({formats}), read
back and compared with it. What is in the file is counted in the file itself; the columns say how much is kept, and how much is unexplained: neither kept,
nor changed, as a number that the press prints, nor reported as left out.
`python bench/foreign.py FOLDER` writes a row for each file into `build/foreign.md`. Measured on {date} at {commit}; {missing} files of the list
were not measured.

{summary}

| kind | files | imported | words | unexplained | notes | cells | pictures | links |
|:--|--:|--:|--:|--:|--:|--:|--:|--:|
"""
_CASES = """# Documents of others, one by one

| file | kind | imported | words | unexplained | notes | cells | pictures | links | findings | check | validators | seconds | MB |
|:--|:--|:--|--:|--:|--:|--:|--:|--:|--:|:--|:--|--:|--:|
"""


def _imported(folder: Path, path: Path, formats: Sequence[str], *, validated: bool) -> None:
    """In a process of its own: import ``path`` into the house at ``folder``, make its editions and audit them, and
    print what came of it as JSON.
    """
    from plantin.findings import PlantinError
    from plantin.house.layout import House
    from plantin.packs.imports import receive

    begin = time.monotonic()
    row: dict[str, object] = {}
    house = House(folder)
    slug = ""
    try:
        arrived = receive.import_file(house, path, overwrite=True)
        row["refused"] = sorted({finding.code for finding in arrived.refused.findings}) if arrived.refused else []
        row["accounts"] = {
            one.kind: [one.received, one.kept, one.changed, one.left_out, one.unexplained] for one in arrived.accounts
        }
        row["findings"] = len(arrived.findings())
        slug = Path(arrived.path).parent.name
        row["exit"] = arrived.exit_code()
    except PlantinError as error:
        row["refused"] = sorted({finding.code for finding in error.findings})
        row["exit"] = error.exit_code
    row["seconds"] = time.monotonic() - begin
    row["mb"] = (
        max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
    )
    if not row["refused"]:
        row["editions"] = dict(_audited(house, slug, formats))
        row |= {"validators": _validated(house)} if validated else {}
    sys.stdout.write(json.dumps(row))


def _audited(house: House, slug: str, formats: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Each edition with the codes of what is wrong with it, or of why there is none."""
    from plantin.auditors.parity.outline import differences
    from plantin.findings import PlantinError
    from plantin.model.outline import outline
    from plantin.production import steps
    from plantin.production.formats import format_named, moment

    document = steps.compose(house, slug, house.languages(slug)[0]).document
    wanted = outline(document)
    for name in formats:
        row = format_named(name)
        if row is None:
            continue
        try:
            content = row.write(document, house.style(), moment(document))
            (house.root / f"{slug}.{name}").write_bytes(content)
            reading = row.read(content, slug)
        except PlantinError as error:
            yield name, sorted({finding.code for finding in error.findings})
            continue
        found = (*differences(wanted, reading.outline(), slug), *reading.findings())
        yield name, sorted({finding.code for finding in found if finding.severity == "error"})


def _validated(house: House) -> dict[str, list[str]]:
    """Each validator with what it says against the editions, or why it was not run."""
    from plantin import validators

    files = {path.name: path for path in sorted(house.root.iterdir()) if path.is_file()}
    said: dict[str, list[str]] = {}
    for one in validators.judge(files, validators.find(ROOT)):
        said.setdefault(one.tool, []).extend(str(finding) for finding in one.findings)
    return said


def _house(folder: Path) -> None:
    (folder / "sources").mkdir()
    for part in ("styles", "locales"):
        (folder / part).symlink_to(ROOT / part)


def _run(*arguments: str, cwd: Path) -> tuple[int, str]:
    try:
        ended = subprocess.run(arguments, cwd=cwd, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return 99, ""
    return ended.returncode, ended.stdout + ended.stderr


def measure(path: Path, formats: str, *, validated: bool = False) -> dict[str, object]:
    """What comes of one file; the validators are asked where it is to be ``validated``."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _house(folder)
        code, said = _run(
            sys.executable,
            __file__,
            "--one",
            str(folder),
            str(path),
            formats,
            "validated" if validated else "",
            cwd=ROOT,
        )
        lines = said.splitlines()
        row: dict[str, object] = json.loads(lines[0]) if code == 0 and lines else {"refused": ["no end"], "exit": code}
        return row


def _cell(row: dict[str, object], kind: str) -> str:
    accounts = row.get("accounts")
    found = accounts.get(kind) if isinstance(accounts, dict) else None
    return "–" if not found or not found[0] else f"{found[1]:,} of {found[0]:,}"


def _judged(row: dict[str, object]) -> str:
    """How many validators pass the editions of how many, and those that do not."""
    said = row.get("validators")
    if not isinstance(said, dict):
        return "–"
    failed = [name for name, findings in said.items() if findings]
    return f"{len(said) - len(failed)} of {len(said)}" + (f" (not {', '.join(failed)})" if failed else "")


def cases(rows: dict[str, dict[str, object]], names: dict[str, str]) -> str:
    """A row for each file."""
    lines = []
    for name, row in rows.items():
        accounts = row.get("accounts")
        lost = sum(one[4] for one in accounts.values()) if isinstance(accounts, dict) else 0
        refused = row.get("refused") or []
        enters = "yes" if not refused else ", ".join(map(str, refused)) if isinstance(refused, list) else ""
        editions = row.get("editions")
        wrong = sorted({code for codes in editions.values() for code in codes}) if isinstance(editions, dict) else ["–"]
        first, *cells = [_cell(row, kind) for kind in _COUNTED]
        kind = _KINDS[Path(name).suffix[1:]]
        shown = [
            names[name],
            kind,
            enters,
            first,
            f"{lost:,}",
            *cells,
            str(row.get("findings", "–")),
            ", ".join(wrong) or "0",
            _judged(row),
        ]
        seconds = row.get("seconds")
        shown += [f"{seconds:.1f}" if isinstance(seconds, float) else "–", str(row.get("mb", "–"))]
        lines.append("| " + " | ".join(shown) + " |")
    return _CASES + "\n".join(lines) + "\n"


def page(rows: dict[str, dict[str, object]], names: dict[str, str], formats: str, commit: str) -> str:
    """Figures by kind of file."""
    lines = []
    for ending, kind in _KINDS.items():
        group = [row for name, row in rows.items() if Path(name).suffix[1:] == ending]
        if not group:
            continue
        whole = sum(not row.get("refused") for row in group)
        first, *cells = [_cell({"accounts": _totals(group)}, counted) for counted in _COUNTED]
        lost = sum(one[4] for one in _totals(group).values())
        lines.append(f"| {kind} | {len(group)} | {whole} | {first} | {lost:,} | {' | '.join(cells)} |")
    head = _HEAD.format(
        formats=formats.replace(",", ", "),
        date=dt.datetime.now(dt.UTC).date(),
        commit=commit,
        missing=len(names) - len(rows),
        summary=_summary(rows),
    )
    return head + "\n".join(lines) + "\n"


def _totals(rows: Iterable[dict[str, object]]) -> dict[str, list[int]]:
    """What was received, kept, reported and unexplained of each kind of content, of all files together."""
    totals: dict[str, list[int]] = {}
    for row in rows:
        accounts = row.get("accounts")
        for kind, figures in accounts.items() if isinstance(accounts, dict) else ():
            totals[kind] = [a + b for a, b in zip(totals.get(kind, [0] * 5), figures, strict=True)]
    return totals


def _summary(rows: dict[str, dict[str, object]]) -> str:
    whole = [row for row in rows.values() if not row.get("refused")]
    good = [row for row in whole if isinstance(found := row.get("editions"), dict) and not any(found.values())]
    totals = {kind: figures for kind, figures in _totals(rows.values()).items() if kind in _COUNTED}
    parts = [
        f"{kind}: {kept:,} of {received:,} kept, {changed:,} changed, {left_out:,} left out, {lost:,} unexplained"
        for kind, (received, kept, changed, left_out, lost) in totals.items()
    ]
    clean = sum(row.get("exit") == 0 for row in rows.values())
    composed = f"{len(whole)} can be composed at once ({clean} with exit code 0)"
    return f"Of {len(rows)} files {composed}, and the editions of {len(good)} pass every check. {'; '.join(parts)}."


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        _imported(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4].split(","), validated=sys.argv[5] == "validated")
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=lambda given: Path(given).resolve())
    parser.add_argument("--formats", default="html,epub,docx")
    parser.add_argument("--validators", action="store_true")
    parser.add_argument("--names", type=Path, default=NAMES, help="the list of the files (default: foreign.tsv)")
    parser.add_argument("--until", default="")
    parser.add_argument("--rows", type=Path, default=Path("foreign.json"))
    options = parser.parse_args()
    names = {line.split("\t")[0]: line.split("\t")[1] for line in options.names.read_text("utf-8").splitlines() if line}
    rows = json.loads(options.rows.read_text("utf-8")) if options.rows.exists() else {}
    first = {Path(name).suffix: name for name in reversed(names)} if options.validators else {}
    for name in names:
        validated = name in first.values()
        done = name in rows and ("validators" in rows[name] or not validated)
        late = options.until and dt.datetime.now().astimezone().strftime("%H:%M") >= options.until
        if not done and (options.folder / name).exists() and not late:
            rows[name] = measure(options.folder / name, options.formats, validated=validated)
            options.rows.write_text(json.dumps(rows, indent=1), "utf-8")
            sys.stderr.write(f"{name}: {json.dumps(rows[name])[:300]}\n")
    commit = subprocess.run(
        ("git", "rev-parse", "--short", "HEAD"), cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    measured = {name: rows[name] for name in names if name in rows}
    CASES.parent.mkdir(exist_ok=True)
    CASES.write_text(cases(measured, names), "utf-8")
    sys.stdout.write(page(measured, names, options.formats, commit))


if __name__ == "__main__":
    main()
