"""Where a release comes from: one commit, with nothing beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from plantin.bounded import process
from plantin.bounded.process import BoundError, Ended
from plantin.findings import Finding, Place, PlantinError, ToolError

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Origin:
    """A commit: its name, and when it was made, UTC in ISO 8601; the only time that a release names."""

    commit: str
    committed: str


def origin(root: Path) -> Origin:
    """The commit that is checked out in the folder ``root``. Raises PlantinError: D101 files changed since, D102 no
    commit at all.
    """
    ended = _git(root, "log", "-1", "--format=%H %ct")
    if ended.code != 0:
        hint = "A release names the commit it was made from: put the sources under git."
        raise PlantinError(
            Finding(
                "D102",
                f"no commit to release from: {' '.join(ended.errors.decode('utf-8', 'replace').split())}",
                Place(str(root)),
                hint,
            )
        )
    changed = _git(root, "status", "--porcelain", "--", ".").text.splitlines()
    if changed:
        hint = "Commit it or take it away: a release must be made of what others can see."
        raise PlantinError(
            *(Finding("D101", "not as it was committed", Place(line[3:].strip('"')), hint) for line in changed[:_SHOWN])
        )
    commit, seconds = ended.text.split()
    return Origin(commit, dt.datetime.fromtimestamp(int(seconds), dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _git(root: Path, *arguments: str) -> Ended:
    try:
        return process.run(["git", "-C", str(root), *arguments])
    except BoundError as error:
        raise ToolError(Finding("V011", str(error), Place(str(root)), error.hint)) from error
    except OSError as error:
        raise ToolError(Finding("D102", f"git cannot be run: {error}", Place(str(root)), "Install git.")) from error
