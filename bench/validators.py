"""Make every report of this project in every format, ask every auditor and validator, and print how many files
each passed.

    python bench/validators.py [FOLDER] [--house NAME] [--symbol SYMBOL] [--build | --as-built]

The houses are this one, that of the test reports, the examples and the manual; they are laid out in FOLDER (default:
build/validators), and the answers about a report are kept there: what was built or answered and is still fresh is not
done again. `--build` asks nobody, `--as-built` makes nothing. It ends with 1 where an edition failed or was not judged.
Anew, it takes an hour or two of two processors.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import runpy
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.own_house import copied  # noqa: E402
from plantin.house.layout import House  # noqa: E402
from plantin.production.formats import formats  # noqa: E402
from plantin.validators import tools as validators  # noqa: E402
from tests.kit import houses  # noqa: E402

PLANTIN = Path(sys.executable).parent / "plantin"
LIMITS = "\n[limits]\nseconds = 7200\nprocessor = 14400\n"
"""Bounds for a slow machine on which much else is done."""
ALL = ",".join(row.name for row in formats())
OURS = "auditors"


@dataclass(frozen=True)
class Asked:
    """The results of one report: how many editions it has, and by each validator (or auditors), how many files it
    judged and passed.
    """

    house: str
    report: str
    languages: str
    editions: int
    judged: dict[str, int]
    passed: dict[str, int]
    versions: dict[str, str]
    findings: tuple[str, ...]

    @property
    def well(self) -> bool:
        """Whether all passed."""
        return self.judged == self.passed


def lay_out(folder: Path, only: str = "") -> dict[str, House]:
    """The houses, by their names, in ``folder``, or ``only`` one; what is there is laid out anew, and what was built in
    it is kept.
    """
    named = {"Plantin": folder / "plantin", "test reports": folder / "tests"}
    named |= {path.parent.name: folder / path.parent.name for path in sorted(ROOT.glob("examples/*/plantin.toml"))}
    named |= {"manual": folder / "manual"}
    named = {name: place for name, place in named.items() if only in (name, "")}
    for name, place in named.items():
        for part in ("sources", "styles", "locales"):
            shutil.rmtree(place / part, ignore_errors=True)
        place.mkdir(parents=True, exist_ok=True)
        if name == "test reports":
            houses.make(place)
        elif name == "manual":
            runpy.run_path(str(ROOT / "setup" / "manual.py"))["lay_out"](place)
        else:
            copied(place, ROOT if name == "Plantin" else ROOT / "examples" / name)
        with (place / "plantin.toml").open("a", encoding="utf-8") as settings:
            settings.write(LIMITS)
    return {name: House(place) for name, place in named.items()}


def built(house: House, jobs: int) -> bool:
    """Make all editions of a house in every format; whether that went well."""
    command = [PLANTIN, "build", "--root", house.root, "--format", ALL, "--jobs", str(jobs)]
    return subprocess.run(command, check=False).returncode == 0


def answers(house: House, slug: str, jobs: int) -> dict[str, Any]:
    """What auditors and validators say of the editions of a report, as `plantin check --json` has it; kept while they
    are the same.
    """
    files = sorted(path for path in (house.build / slug).iterdir() if path.suffix != ".json")
    digest = hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files)).hexdigest()
    kept = house.root / f"{slug}.answers.json"
    if kept.exists() and (known := json.loads(kept.read_text("utf-8")))["digest"] == digest:
        return dict(known["answers"])
    command = [
        PLANTIN,
        "check",
        slug,
        "--root",
        house.root,
        "--validators",
        "--json",
        "--jobs",
        str(jobs),
        "--format",
        ALL,
    ]
    begun = time.monotonic()
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE)
    print(f"{slug}: {len(files)} files, code {done.returncode}, {time.monotonic() - begun:.0f} s", file=sys.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    kept.write_text(json.dumps({"digest": digest, "answers": found}, indent=1), "utf-8")
    return found


def counted(name: str, slug: str, found: dict[str, Any]) -> Asked:
    """The answers about a report as a row."""
    judged, passed = {OURS: len(found["editions"])}, {OURS: 0}
    # Whether an edition is what would be made today is not asked here.
    told = [one for one in found["findings"] if one["code"] != "V013"]
    named = {one["path"] for one in told}
    passed[OURS] = sum(not one["differences"] and one["path"] not in named for one in found["editions"])
    versions = {}
    for one in found["validators"]:
        judged[one["tool"]] = judged.get(one["tool"], 0) + 1
        passed[one["tool"]] = passed.get(one["tool"], 0) + (one["status"] == "passed")
        versions[one["tool"]] = one["version"]
    languages = sorted({one["path"].split(f"{slug}-")[-1].split(".")[0] for one in found["editions"]})
    findings = tuple(f"{one['code']} {one['path']}: {one['message']}" for one in told)
    return Asked(name, slug, ", ".join(languages), len(found["editions"]), judged, passed, versions, findings)


def table(rows: list[Asked]) -> str:
    """The rows as the part of the page that this program writes."""
    tools = [OURS, *(tool.name for tool in validators() if any(tool.name in row.judged for row in rows))]
    lines = [f"| report | languages | editions | {' | '.join(tools)} |", f"|---|---|---|{'---|' * len(tools)}"]
    for row in [*rows, total(rows)]:
        cells = [cell(row, tool) for tool in tools]
        lines.append(f"| {row.report} | {row.languages} | {row.editions} | {' | '.join(cells)} |")
    versions = {tool: version for row in rows for tool, version in row.versions.items() if version}
    told = ", ".join(f"{name} {versions[name]}" for name in tools if name in versions)
    return "\n".join(lines) + f"\n\nAsked: {told}.\n"


def total(rows: list[Asked]) -> Asked:
    """All reports together."""
    tools = {tool for row in rows for tool in row.judged}
    judged = {tool: sum(row.judged.get(tool, 0) for row in rows) for tool in tools}
    passed = {tool: sum(row.passed.get(tool, 0) for row in rows) for tool in tools}
    return Asked("", "all", "", sum(row.editions for row in rows), judged, passed, {}, ())


def cell(row: Asked, tool: str) -> str:
    """How many files passed, and of how many where not all did."""
    judged, passed = row.judged.get(tool, 0), row.passed.get(tool, 0)
    return str(passed) if judged == passed else f"**{passed} of {judged}**"


def asked(named: dict[str, House], only: argparse.Namespace) -> Iterator[Asked]:
    """The rows of all reports that are asked for, each as soon as it is known."""
    for name, house in named.items():
        for slug in house.slugs():
            if only.symbol in (slug, ""):
                yield counted(name, slug, answers(house, slug, only.jobs))


def main() -> int:
    """Build, ask, report and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "validators")
    parser.add_argument("--house", default="", help="this house only")
    parser.add_argument("--symbol", default="", help="the report of this slug only, as S-2017-97")
    parser.add_argument("--build", action="store_true", help="make the editions and ask nobody")
    parser.add_argument("--as-built", action="store_true", help="judge what is there, and make nothing")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    named = lay_out(options.folder.resolve(), options.house)
    well = options.as_built or min([built(house, options.jobs) for house in named.values()])
    if options.build:
        return 0 if well else 1
    rows = []
    for row in asked(named, options):
        rows.append(row)
        print(
            f"{row.report}: {' '.join(f'{tool} {cell(row, tool)}' for tool in row.judged)}",
            *row.findings,
            sep="\n    ",
            flush=True,
        )
    print(table(rows))
    return 0 if well and all(row.well for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
