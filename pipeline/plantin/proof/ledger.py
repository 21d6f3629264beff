"""The ledger: the record, stored beside the editions of a report, that they have the same content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from plantin.files import json_file, write
from plantin.findings import Finding
from plantin.model.outline import Outline
from plantin.production.checking import Verdict


def save(
    path: Path,
    root: Path,
    symbol: str,
    outlines: Mapping[str, Outline],
    verdicts: Sequence[Verdict],
    across: Sequence[Finding],
) -> None:
    """Write the ledger of the report ``symbol`` to ``path`` below ``root``. Raises UsageError (U026) where a link is in
    the way.

    ``outlines`` are what its documents say, by language; ``verdicts`` what the auditors found in each edition;
    ``across`` what differs between languages. The file is JSON: ``editions`` with digest, size, counts and differences,
    and ``places``, every anchor with its label in each language.
    """
    places: dict[str, dict[str, str]] = {}
    for language, outline in outlines.items():
        for entry in (*outline.body, *outline.notes):
            if entry.anchor:
                places.setdefault(entry.anchor, {})[language] = entry.label
    record = {
        "report": symbol,
        "languages": list(outlines),
        "counts": {language: outline.counts() for language, outline in outlines.items()},
        "editions": [_edition(verdict) for verdict in verdicts],
        "across": [str(finding) for finding in across],
        "places": [{"anchor": anchor, "labels": labels} for anchor, labels in places.items()],
    }
    write(path, json_file(record), root)


def _edition(verdict: Verdict) -> dict[str, object]:
    return {
        "path": verdict.path,
        "language": verdict.edition.language,
        "format": verdict.edition.format,
        "sha256": verdict.digest,
        "bytes": verdict.size,
        "counts": verdict.outline.counts() if verdict.outline else None,
        "differences": [str(finding) for finding in verdict.differences],
        "findings": [str(finding) for finding in verdict.findings],
    }
