"""Finds the previous release, verifies its digests, and reads its text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from plantin.files import file_digest
from plantin.findings import Finding, Place, PlantinError, UsageError
from plantin.model.document import Document
from plantin.packs.publish import passages
from plantin.packs.publish.changes import SORTS, PassageChange, Sort, compare
from plantin.packs.publish.passages import KEPT, KeptPassage
from plantin.packs.publish.verification import SUMS, VerifiedRelease, broken_chain, read_release

_VERSION = re.compile(r"(?=.{1,64}$)(\d+(?:\.\d+)*)(?:-([0-9A-Za-z.-]+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PreviousRelease:
    """A release to compare with: its version, the digest of its SHA256SUMS, its passages by report, language."""

    version: str
    sha256: str
    reports: Mapping[str, Mapping[str, Sequence[KeptPassage]]]

    def changes(self, slug: str, documents: Mapping[str, Document]) -> dict[str, tuple[PassageChange, ...]]:
        """Return what changed in a report since, by language; nothing for a report or a language that it did not
        have.
        """
        earlier = self.reports.get(slug, {})
        return {
            language: compare(earlier[language], passages.passages(document))
            for language, document in documents.items()
            if language in earlier
        }


def is_version(text: str) -> bool:
    """Return whether ``text`` is the number of a release: 1, 1.0 or 1.0-rc.1."""
    return _VERSION.fullmatch(text) is not None


def versions(releases: Path) -> list[str]:
    """Return the releases in a folder, the highest first: all folders that are called as one, whole or not."""
    return sorted((path.name for path in releases.glob("*/") if is_version(path.name)), key=rank, reverse=True)


def require_unchanged(releases: Path, version: str, hint: str, key: str = "") -> VerifiedRelease:
    """Return a release in the folder ``releases`` that is as it was made, signed with ``key`` where that is given.

    Raises PlantinError (D115) for all that is not, and as ``read_release`` does.
    """
    release = read_release(releases / version, key)
    if isinstance(release, VerifiedRelease):
        return release
    rows = ((f"{releases.name}/{version}/{finding.place.path}", finding.message) for finding in release)
    words = f"release {version} is not as it was made"
    raise PlantinError(*(Finding("D115", f"{words}: {message}", Place(name), hint) for name, message in rows))


def require_chain(releases: Path, verified_releases: Sequence[VerifiedRelease], hint: str) -> None:
    """Raise PlantinError (D115) for each release that a later one was compared with as another."""
    if wrong := tuple(broken_chain(verified_releases)):
        raise PlantinError(
            *(
                Finding("D115", finding.message, Place(f"{releases.name}/{finding.place.path}"), hint)
                for finding in wrong
            )
        )


def find(releases: Path, version: str, since: str, key: str = "") -> PreviousRelease | None:
    """Return the release ``since`` in the folder ``releases``, or where that is empty the highest below ``version``;
    None where there is none. With ``key``, a public key of minisign, it must be signed.

    Raises UsageError (U022) where ``since`` is not there, PlantinError (D115) where the release is not as it was made,
    D116 where what it kept of its passages cannot be read.
    """
    there = versions(releases)
    chosen = since or next((name for name in there if rank(name) < rank(version)), "")
    if not chosen:
        return None
    if chosen not in there:
        hint = f"Put that release into {releases.name}/, or leave --since out."
        place = Place(f"{releases.name}/{chosen}")
        raise UsageError.of("U022", f"there is no release {chosen} to compare with", place, hint)
    hint = "Fetch it again: changes can only be found from what was released."
    release = require_unchanged(releases, chosen, hint, key)
    kept = sorted(name for name in release.digests if PurePosixPath(name).match(f"*/{KEPT}"))
    reports = {name.partition("/")[0]: passages.read(release.folder / name) for name in kept}
    return PreviousRelease(chosen, file_digest(release.folder / SUMS), reports)


def rows(former: PreviousRelease, changes: Mapping[str, Sequence[PassageChange]]) -> dict[str, object]:
    """Return the changes of one report as plain data."""
    languages = {
        language: {
            "counts": counts(language_changes),
            "changes": [
                {
                    "sort": change.sort,
                    "before": change.before and asdict(change.before),
                    "now": change.now and asdict(change.now),
                }
                for change in language_changes
            ],
        }
        for language, language_changes in changes.items()
    }
    return {"schema": 1, "since": former.version, "languages": languages}


def counts(changes: Sequence[PassageChange]) -> dict[Sort, int]:
    """Return how many changes there are of each sort."""
    sorts = [change.sort for change in changes]
    return {sort: sorts.count(sort) for sort in SORTS}


def rank(version: str) -> tuple[tuple[int, ...], bool, tuple[tuple[bool, int, str], ...]]:
    """Return the order of a version among others: 1.9 before 1.10, 2.0-rc.1 before 2.0."""
    match = _VERSION.fullmatch(version)
    numbers, extra = (match[1], match[2] or "") if match else ("", "")
    parts = tuple((not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in extra.split(".") if part)
    return tuple(int(part) for part in numbers.split(".") if part), not extra, parts
