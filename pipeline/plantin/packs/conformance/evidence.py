"""What checks have read, and what they found: figures by kind of file, out of the record of a check or of a release."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from plantin.packs.conformance.criteria import KINDS

Record = Mapping[str, Any]
"""A result of the gate as ``plantin check --json`` has it, and a release in ``check.json``."""
_KIND = re.compile(r"\.(html|epub|pdf|docx)\Z")
_OTHER = re.compile(r"\.(ua2\.pdf|print\.pdf|audio\.epub|[a-z0-9]+)\Z")
_READ = ("passed", "failed")
_MISSING = "P000"
"""The finding that an edition is not there."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check has shown of the files of one kind."""

    check: str
    version: str
    read: frozenset[str]
    """The files that it read."""
    failed: frozenset[str]
    """Those in which it found something."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The files that were read, by kind; how many there are of other formats; the record that says it."""

    files: Mapping[str, frozenset[str]]
    others: Mapping[str, int]
    editions: Record | None
    pages: Mapping[str, Record]
    results: Mapping[tuple[str, str], CheckResult]
    """What each check has shown of the files of each kind."""
    slugs: tuple[str, ...] = ()
    """The reports that it is limited to, by the names of their folders; empty for all."""

    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of which there are files."""
        return tuple(kind for kind in KINDS if self.files.get(kind))

    def result(self, check: str, kind: str) -> CheckResult:
        """Return what a check, a validator or the code of a finding, has shown of the files of a kind."""
        nothing = frozenset[str]()
        if check == "files":
            return CheckResult(check, "", self.files.get(kind, nothing), nothing)
        shown = self.results.get((check, kind), CheckResult(check, "", nothing, nothing))
        # The gate that read a file asked all its codes of it.
        return replace(shown, read=self.results["", kind].read) if check[0].isupper() else shown


def _count(files: Mapping[str, Iterable[str]], records: Iterable[Record]) -> dict[tuple[str, str], CheckResult]:
    """Return what each check has shown in ``records`` of files by kind; of the name "" are those that the gate read."""
    kinds = {path: kind for kind, paths in files.items() for path in paths}
    read, failed, versions = (defaultdict[tuple[str, str], set[str]](set) for _ in range(3))
    for record in records:
        for row in record["editions"]:
            if row["counts"] is not None:
                read["", kinds.get(row["path"], "")].add(row["path"])
        for row in record["findings"]:
            failed[row["code"], kinds.get(row["path"], "")].add(row["path"])
        for row in record["validators"]:
            key = row["tool"], kinds.get(row["path"], "")
            versions[key] |= {row["version"]} - {""}
            if row["status"] in _READ:
                read[key].add(row["path"])
            if row["status"] == "failed":
                failed[key].add(row["path"])
    keys = {*read, *failed, *versions, *(("", kind) for kind in files)}
    return {
        key: CheckResult(key[0], ", ".join(sorted(versions[key])), frozenset(read[key]), frozenset(failed[key]))
        for key in keys
    }


def kind_of(path: str) -> str:
    """Return the kind of an edition by its name; empty for a format that no criterion of the report is read in.

    >>> kind_of("S-1/S-1-fr.large.pdf"), kind_of("S-1/S-1-fr.ua2.pdf"), kind_of("S-1/S-1-fr.brf")
    ('pdf', '', '')
    """
    match = _KIND.search(path)
    return match[1] if match and not path.endswith((".ua2.pdf", ".print.pdf", ".audio.epub")) else ""


def collect(editions: Record | None, pages: Mapping[str, Record], slugs: Iterable[str] = ()) -> Evidence:
    """Return the evidence in a record of editions, those of the reports ``slugs`` alone where some are given, and in
    those of ``pages``, a site's or a server's.
    """
    slugs = tuple(slugs)
    missing = {row["path"] for row in editions["findings"] if row["code"] == _MISSING} if editions else set()
    files: dict[str, set[str]] = {}
    others: dict[str, int] = {}
    for row in editions["editions"] if editions else ():
        path: str = row["path"]
        if path in missing or (slugs and PurePosixPath(path).parent.name not in slugs):
            continue
        if kind := kind_of(path):
            files.setdefault(kind, set()).add(path)
        else:
            match = _OTHER.search(path)
            name = match[1] if match else "?"
            others[name] = others.get(name, 0) + 1
    for kind, record in pages.items():
        files[kind] = {row["path"] for row in record["validators"]}
    results = _count(files, (*([editions] if editions else []), *pages.values()))
    return Evidence({kind: frozenset(paths) for kind, paths in files.items()}, others, editions, pages, results, slugs)
