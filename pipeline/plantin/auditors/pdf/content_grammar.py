"""Reads the grammar of the content of pages (content.toml) and finds what a page has that it does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plantin.auditors.grammar import Tables
from plantin.auditors.pdf.object_grammar import PdfBreach
from plantin.auditors.statements import Statement

_SHOWN = 60
_PAGE = "page"
_CLIPPED = "clipped"
_OUTSIDE = "outside the marks"
_RGB = 3
_FORM = re.compile(r"\{([a-z]\w*)\}")


@dataclass(frozen=True, slots=True)
class _Row:
    """An instruction or the beginning of a mark: its name, and the object of a page or the mark that it begins."""

    name: str
    object: str
    mark: str


class ContentGrammar:
    """The grammar of the pages of one standard; ``rows`` are the names of its rows."""

    def __init__(self, tables: Tables, standard: str) -> None:
        self._forms = {name: str(form) for name, form in tables["forms"].items()}
        marks = {**tables["marks"], **tables.get(f"{standard}-marks", {})}
        instructions = {**tables["instructions"], **tables.get(standard, {})}
        self.rows = frozenset((*marks, *instructions))
        self._sequences = {mark: re.compile(str(names)) for mark, names in tables.get("sequences", {}).items()}
        rows: dict[tuple[str, str], list[tuple[str, _Row]]] = {}
        for name, (around, written) in marks.items():
            for mark in around.split():
                for place in (_PAGE, "text", _CLIPPED):
                    rows.setdefault((place, mark), []).append((written, _Row(name, "", name)))
        for name, (objects, within, written, after) in instructions.items():
            for place in objects.split():
                for mark in within.split():
                    rows.setdefault((place, mark), []).append((written, _Row(name, after, "")))
        self._states = {state: self._compile(entries) for state, entries in rows.items()}

    def _compile(self, rows: list[tuple[str, _Row]]) -> tuple[re.Pattern[str], tuple[_Row, ...]]:
        """One pattern for all that may come in a state; the number of its group that matches is that of the row."""
        patterns, places = [], [rows[0][1]]
        for count, (written, row) in enumerate(rows):
            pattern = _FORM.sub(lambda match: self._forms[match[1]], written)
            named = re.compile(pattern).groups
            unique = re.sub(r"\?P<(\w+)>", lambda match: f"?P<{match[1]}_{count}>", pattern)  # noqa: B023
            patterns.append(f"({unique})\n")
            places += [row] * (1 + named)
        return re.compile("|".join(patterns)), tuple(places)

    def check(self, content: bytes, where: str, used: set[str], mark: str = _PAGE) -> Iterator[PdfBreach | Statement]:
        """Everything in the ``content`` of a page, or of a part of a drawing (``mark``), that the grammar does not
        have, and the colours that it states; the first breach ends it. ``used`` takes the names of the rows.
        """
        text = content.decode("latin-1")
        text = text if text.endswith("\n") else f"{text}\n"
        at, place, marks, saved = 0, _PAGE, [mark], [0]
        inside: list[list[str]] = [[]]
        stated: set[tuple[str, str]] = set()
        while at < len(text):
            if text.startswith("EMC\n", at) and len(marks) > 1 and place in {_PAGE, "text"} and not saved[-1]:
                ended, contained = marks.pop(), inside.pop()
                wanted = self._sequences.get(ended)
                if wanted and not wanted.fullmatch(names := " ".join(contained)):
                    yield PdfBreach(f"what is in {ended} is in no sequence of the grammar: {names[:_SHOWN]}", where)
                    return
                saved.pop()
                at += 4
                continue
            state = self._states.get((place, marks[-1]))
            match = state[0].match(text, at) if state else None
            if state is None or match is None:
                inside_of = f"in {marks[-1]}" if len(marks) > 1 else _OUTSIDE
                yield PdfBreach(f"an instruction is not in the grammar {inside_of}: {text[at : at + _SHOWN]!r}", where)
                return
            row = state[1][_first(match)]
            at = match.end()
            used.add(row.name)
            if row.mark:
                place = _PAGE if place == _CLIPPED else place
                marks.append(row.mark)
                saved.append(0)
                inside.append([])
                continue
            inside[-1].append(row.name)
            if row.name in {"save", "restore"}:
                saved[-1] += 1 if row.name == "save" else -1
                if saved[-1] < 0:
                    yield PdfBreach("a graphics state is restored that was not saved", where)
                    return
            place = row.object or place
            for name, value in match.groupdict().items():
                term = name.rpartition("_")[0]
                if value and (term, value) not in stated:
                    stated.add((term, value))
                    yield Statement(f"colour of {term}", _colour(value), where)
        if len(marks) > 1 or any(saved) or place != _PAGE:
            yield PdfBreach("what is begun at the end of the page has no end", where)


def _first(match: re.Match[str]) -> int:
    """Return the number of the outermost group that has matched."""
    return next(number for number in range(1, len(match.groups()) + 1) if match.start(number) == match.start())


def _colour(components: str) -> str:
    """A colour as a style gives it: three components as #rrggbb, four as parts of inks; a spot colour by its key."""
    if components.startswith("spot"):
        return components
    values = list(map(float, components.split()))
    if len(values) == _RGB:
        return f"#{''.join(f'{round(255 * value):02x}' for value in values)}"
    return " ".join(f"{value:g}" for value in values)
