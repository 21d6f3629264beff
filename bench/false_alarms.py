"""Build all test reports, the examples and the flagship report in all formats and languages, and run the gate over them:
whatever it finds in a sound edition is a false alarm.

    python bench/false_alarms.py [--formats txt,md] [--jobs 2]

Each house is built in a folder of its own. The run ends with 1 where the gate refuses an edition, and names what it
found.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import plantin  # noqa: E402
from plantin.production.formats import formats  # noqa: E402
from tests.kit import houses  # noqa: E402

_PARTS = ("sources", "styles", "locales", "plantin.toml")


def copies(folder: Path) -> Iterator[Path]:
    """The houses, each a copy of its own."""
    houses.make(folder / "tests")
    yield folder / "tests"
    for home in (ROOT, *sorted(path.parent for path in (ROOT / "examples").glob("*/sources"))):
        copy = folder / home.name
        copy.mkdir()
        for name in _PARTS:
            if (home / name).is_dir():
                shutil.copytree(home / name, copy / name)
            elif (home / name).is_file():
                shutil.copy(home / name, copy)
        yield copy


def main() -> None:
    """Build, check, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--formats", default=",".join(row.name for row in formats()))
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    wanted = options.formats.split(",")
    editions, alarms = 0, 0
    with tempfile.TemporaryDirectory() as scratch:
        for home in copies(Path(scratch)):
            start = time.process_time()
            plantin.build(home, formats=wanted, jobs=options.jobs)
            found = plantin.check(home, formats=wanted, jobs=options.jobs)
            wrong = [one for one in (*found.differences, *found.findings) if one.severity == "error"]
            editions, alarms = editions + len(found.editions), alarms + len(wrong)
            print(
                f"{home.name}: {len(found.editions)} editions, {len(wrong)} false alarms, CPU {time.process_time() - start:.0f} s"
            )
            print("".join(f"  {one}\n" for one in wrong), end="", flush=True)
    print(f"all: {editions} editions, {alarms} false alarms")
    sys.exit(1 if alarms else 0)


if __name__ == "__main__":
    main()
