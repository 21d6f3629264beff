"""Reads the bibliographic record from the properties of a Word file (ECMA-376 part 2, 11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plantin.auditors.record import RecordedStatement
from plantin.model.outline import normal

_SEVERAL = {"creator": "creator", "identifier": "identifier", "subject": "keywords"}
_CONTRIBUTOR, _RELATION = "dcterms.contributor", "dcterms.relation."
_ONE = {"abstract": "description", "version": "version", "publisher": "Company"}


def record(properties: Mapping[str, str], custom: Mapping[str, str]) -> Iterator[RecordedStatement]:
    """What the ``properties`` of the file say; where they have several values in one text, semicolons part them. Of the
    ``custom`` ones (ECMA-376 part 1, 22.3) those that are named after ``dcterms.relation`` say what belongs to the
    report.
    """
    for term, key in _SEVERAL.items():
        yield RecordedStatement(
            "the file's properties", term, tuple(filter(None, map(normal, properties.get(key, "").split(";"))))
        )
    for term, key in _ONE.items():
        yield RecordedStatement("the file's properties", term, tuple(filter(None, (normal(properties.get(key, "")),))))
    last = normal(properties.get("lastModifiedBy", ""))
    yield RecordedStatement("the last editor of the file", "publisher", tuple(filter(None, (last,))))
    made = tuple(normal(words) for key, words in custom.items() if key == _CONTRIBUTOR)
    yield RecordedStatement("the file's own properties", "contributor", made)
    yield RecordedStatement(
        "the file's own properties",
        "relation",
        tuple(normal(words) for key, words in custom.items() if key.startswith(_RELATION)),
    )
