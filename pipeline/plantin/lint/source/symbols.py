"""Finds malformed document symbols."""

from __future__ import annotations

from collections.abc import Iterator

from plantin.house.document_citations import Documents, compiled
from plantin.lint.source.passage import Prose, Slip


def slips(read: tuple[Prose, ...], documents: Documents) -> Iterator[Slip]:
    """S079 for each symbol with a fault, S034 for each that lacks the sign of its organ."""
    for passage in read:
        seen = bytearray(len(passage.prose))
        for form in documents.malformed:
            for match in compiled(form.pattern).finditer(passage.prose):
                if seen[match.start()]:
                    continue
                seen[match.start() : match.end()] = b"\1" * len(match[0])
                hint = f"Write it as the document has it, as {documents.example}."
                yield passage.slip("S079", f"{form.words} {match[0]!r}", match.start(), hint)
        for match in compiled(documents.nature).finditer(passage.prose):
            hint = f"Put the organ's sign before it, as in {documents.nature_example}."
            yield passage.slip("S034", f"a symbol without its organ: {match[0]!r}", match.start(), hint)
