"""Whether a release is what it was: its files by their digests, its editions by making them again."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from pipeline.build import schedule
from pipeline.build.formats import Edition
from pipeline.files import file_digest
from pipeline.findings import Finding, Place, UsageError
from pipeline.house.layout import House
from pipeline.release.signing import SIGNATURE

SUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_CHANGED = "Fetch the release again, or ask whoever issued it."


def sums(folder: Path) -> bytes:
    """The digest of every file of a release, in the form that ``sha256sum --check`` reads."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(f"{file_digest(folder / name)}  {name}\n" for name in names if name not in (SUMS, SIGNATURE)).encode()


def verify(folder: Path) -> tuple[Finding, ...]:
    """Every file of the release in ``folder`` that is not as it was made: D104 missing, D105 other bytes, D106 not of the release,
    D107 the manifest gives an edition another digest than SHA256SUMS. Raises UsageError (U009) where there is no release.
    """
    listed = dict(_listed(folder))
    found = [_file(folder, name, digest) for name, digest in listed.items()]
    present = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    known = {*listed, SUMS, SIGNATURE}
    found += [Finding("D106", "is no file of this release", Place(name), _CHANGED) for name in present if name not in known]
    found += [
        Finding("D107", "has one digest in manifest.json and another in SHA256SUMS", Place(edition["path"]), _CHANGED)
        for edition in _editions(_manifest(folder))
        if listed.get(edition["path"]) != edition["sha256"]
    ]
    return tuple(finding for finding in found if finding is not None)


def rebuild(house: House, folder: Path, executor: Executor) -> tuple[Finding, ...]:
    """Every edition of the release in ``folder`` that comes out with other bytes when it is made again from ``house``: D108 a source
    that is not the one released, D109 other bytes. Raises UsageError (U009), and as the build does where an edition cannot be made.
    """
    manifest = _manifest(folder)
    found = []
    for report in manifest["reports"]:
        for row in (report["source"], *report["catalogues"].values()):
            if file_digest(house.root / row["path"]) != row["sha256"]:
                found.append(Finding("D108", "is not what was released", Place(row["path"]), f"Go to commit {manifest['commit']}."))
    if found:
        return tuple(found)
    order = manifest["order"]
    wanted = tuple(Edition(report["slug"], row["language"], row["format"]) for report in manifest["reports"] for row in report["editions"])
    with tempfile.TemporaryDirectory() as scratch:
        # The same house with an empty build folder, so that nothing made before is taken for made now.
        again = House(Path(scratch).resolve())
        for name in ("sources", "styles", "locales"):
            if (house.root / name).exists():
                (again.root / name).symlink_to(house.root / name)
        for event in schedule.run(again, wanted, executor, order["epoch"], order["certifier"]):
            if isinstance(event, schedule.Failed):
                raise event.error
        hint = "Compare made-with in manifest.json with what is installed: other versions of a library set other bytes."
        return tuple(
            Finding("D109", "comes out with other bytes", Place(row["path"]), hint)
            for row in _editions(manifest)
            if file_digest(again.build / row["path"]) != row["sha256"]
        )


def _listed(folder: Path) -> Iterator[tuple[str, str]]:
    try:
        text = (folder / SUMS).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _no_release(folder, SUMS) from error
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            raise _no_release(folder, SUMS)
        yield match[2], match[1]


def _manifest(folder: Path) -> Any:
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        list(_editions(manifest))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _no_release(folder, "manifest.json") from error
    return manifest


def _editions(manifest: Any) -> Iterator[dict[str, str]]:
    for report in manifest["reports"]:
        yield from report["editions"]


def _no_release(folder: Path, name: str) -> UsageError:
    hint = "Give the folder of a release: release/1.0."
    return UsageError(Finding("U009", f"no release: {name} is missing or cannot be read", Place(str(folder)), hint))


def _file(folder: Path, name: str, digest: str) -> Finding | None:
    found = file_digest(folder / name)
    if not found:
        return Finding("D104", "is missing", Place(name), _CHANGED)
    return None if found == digest else Finding("D105", "has other bytes than when it was released", Place(name), _CHANGED)
