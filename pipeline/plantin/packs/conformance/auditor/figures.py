"""Counts again what checks read and found, from the records themselves, and what persons judged, from their file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_ENDS = {".html": "html", ".epub": "epub", ".pdf": "pdf", ".docx": "docx"}
_ELSE = (".ua2.pdf", ".print.pdf", ".audio.epub")
_MISSING = "P000"


@dataclass(frozen=True, slots=True)
class Records:
    """What a report is made from: the record of the editions, and those of the pages of a site and a server by their
    kinds; the names of the folders of the reports, where it is not on all; the file of evaluations.
    """

    editions: Mapping[str, Any] | None
    pages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    slugs: tuple[str, ...] = ()
    evaluation: bytes = b""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted in records."""

    records: Records

    def kinds(self) -> list[str]:
        """Return the kinds of which there are files."""
        return [kind for kind in ("html", "epub", "pdf", "docx", "site", "serve") if self.files(kind)]

    def files(self, kind: str) -> set[str]:
        """Return the files of a kind."""
        if kind in self.records.pages:
            return {row["path"] for row in self.records.pages[kind]["validators"]}
        found, gone = set(), {row["path"] for row in self._rows("findings") if row["code"] == _MISSING}
        for row in (self.records.editions or {"editions": ()})["editions"]:
            path = row["path"]
            end = next((end for end in _ENDS if path.endswith(end)), "")
            mine = not self.records.slugs or path.split("/")[-2] in self.records.slugs
            if mine and path not in gone and _ENDS.get(end) == kind and not path.endswith(_ELSE):
                found.add(path)
        return found

    def _rows(self, part: str) -> Iterator[Mapping[str, Any]]:
        for record in (self.records.editions or {}, *self.records.pages.values()):
            yield from record.get(part, ())

    def count(self, check: str, kind: str) -> tuple[set[str], set[str], str]:
        """Return the files that a check read, those in which it found something, and its version."""
        files = self.files(kind)
        if check == "files":
            return files, set(), ""
        tool = [row for row in self._rows("validators") if row["tool"] == check and row["path"] in files]
        if tool or check.islower():
            failed = {row["path"] for row in tool if row["status"] == "failed"}
            read = failed | {row["path"] for row in tool if row["status"] == "passed"}
            return read, failed, ", ".join(sorted({row["version"] for row in tool} - {""}))
        read = {row["path"] for row in self._rows("editions") if row["counts"] is not None and row["path"] in files}
        found = {row["path"] for row in self._rows("findings") if row["code"] == check}
        return read, found & files, ""

    def _evaluation(self) -> Mapping[str, Any]:
        return tomllib.loads(self.records.evaluation.decode())

    def evaluator(self) -> str:
        """Return who evaluated; empty where nobody did."""
        return str(self._evaluation().get("evaluator", ""))

    def judgement(self, name: str, kind: str) -> tuple[str, ...] | None:
        """Return what was judged of a criterion: the level, who, when, how, the remarks; None for nothing."""
        file = self._evaluation()
        for row in file.get("judged", ()):
            if row["criterion"] == name and kind in row.get("kinds", (kind,)):
                given = (str(row.get(key) or file[key]) for key in ("evaluator", "date", "method"))
                return row["level"], *given, row["remarks"]
        return None
