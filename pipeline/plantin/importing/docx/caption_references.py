"""Turns references of a Word file to tables and figures by label ("Table 3") into source references."""

from __future__ import annotations

import re

from plantin.importing import markup
from plantin.model.outline import normal


class CaptionReferences:
    """The references of one file; ``patterns`` are the labels of tables and figures in its language, by kind ("Table
    {}").
    """

    def __init__(self, patterns: dict[str, str]) -> None:
        self._labels = {
            kind: re.compile(rf"{_before(pattern)}\s*([0-9]{{1,4}})", re.IGNORECASE)
            for kind, pattern in patterns.items()
        }
        self._counts = dict.fromkeys(patterns, 0)
        self._places: set[str] = set()
        self._shown: dict[str, list[str]] = {}
        self.carried = 0

    def name(self, shown: str) -> str:
        """The id of what ``shown`` is the label of; empty where that is neither a table nor a figure."""
        found = ((kind, label.fullmatch(normal(shown))) for kind, label in self._labels.items())
        return next((f"{kind}-{match[1]}" for kind, match in found if match), "")

    def reference(self, shown: str) -> str:
        """The reference of a source that says ``shown``; empty where it is not the label of a table or a figure."""
        if name := self.name(shown):
            self._shown.setdefault(name, []).append(normal(shown))
        return f"[](#{name})" if name else ""

    def defined(self, kind: str, label: str) -> str:
        """The id of the next table or figure, whose label in the file is ``label``; empty where the press gives it
        another number.
        """
        self._counts[kind] += 1
        match = self._labels[kind].fullmatch(normal(label))
        if match is None or match[1] != str(self._counts[kind]):
            return ""
        self._places.add(f"{kind}-{match[1]}")
        return f"{kind}-{match[1]}"

    def settled(self, source: str) -> str:
        """``source`` in which references to what has no such place are words again, and ids that nothing refers to are
        gone.
        """
        for name, shown in self._shown.items():
            if name not in self._places:
                source = source.replace(f"[](#{name})", markup.escaped(shown[0]))
        for name in self._places - set(self._shown):
            source = source.replace(f"::: {{#{name} .", "::: {.")
        self.carried = sum(source.count(f"[](#{name})") for name in self._places)
        return source

    def words(self) -> list[str]:
        """The words of the references that the press prints itself."""
        return [one for name, shown in self._shown.items() if name in self._places for one in shown]


def _before(pattern: str) -> str:
    return re.escape(pattern.partition("{}")[0].strip()).replace(r"\ ", r"\s")
