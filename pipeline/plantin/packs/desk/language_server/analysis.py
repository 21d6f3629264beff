"""A source as it is in an editor: its findings, what may be typed at a place, and what will be printed there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from itertools import islice
from typing import Literal

from plantin.findings import Finding, Place, PlantinError, registry
from plantin.house import configuration, inheritance
from plantin.house.layout import House
from plantin.house.locale import Locale
from plantin.packs.desk.language_server.marks import BRACES, ID, REFERENCE
from plantin.production import compose, versions
from plantin.resolve import elsewhere
from plantin.resolve.charts import KINDS
from plantin.resolve.references import Target
from plantin.resolve.unprinted import BOXES
from plantin.source import bibliography, front_matter
from plantin.source import text as source_text
from plantin.source.front_matter import FrontMatter, extended_fields
from plantin.source.text import Source

_NOTE = re.compile(r"^\[\^([^\]\s]+)\]:[ ]*(.*)$", re.MULTILINE)
_CALL = re.compile(r"\[\^([^\[\]\s]+)\]")
_CITED = re.compile(r"@([\w:.#$%&+?<>~/-]*\w)")
_INSIDE = r"\{(?:[^{}]*\s)?"
_TYPED = (
    ("place", re.compile(r"\]\((?P<document>[^()#\s]*)#(?:[^()\s]*,)?([^()\s,]*)$")),
    ("picture", re.compile(r"!\[[^\[\]]*\]\(([^()\s]*)$")),
    ("report", re.compile(r"\]\(([\w:.-]*)$")),
    ("note", re.compile(r"\[\^([^\[\]\s]*)$")),
    ("class", re.compile(rf"(?P<before>:::|#|\]).*{_INSIDE}\.([\w-]*)$")),
    ("chart", re.compile(rf"{_INSIDE}kind=(\w*)$")),
    ("include", re.compile(rf"{_INSIDE}\.include\s+file=\"?([^\s{{}}\"]*)$")),
    ("data", re.compile(rf"{_INSIDE}(?:file|data|shape|spec)=\"?([^\s{{}}\"]*)$")),
    ("work", re.compile(r"(?:^|[\s\[;(-])@([\w:.-]*)$")),
)
_TYPED_IN_FRONT_MATTER = (
    ("field", re.compile(r"^([a-z-]*)$")),
    ("style", re.compile(r"^style:\s+(\S*)$")),
    ("works", re.compile(r"^bibliography:\s+(\S*)$")),
    ("code", re.compile(r"^[\s-]+code:\s+(\w*)$")),
)
_CLASSES = {
    ":::": (*BOXES, "include", "references", "description"),
    "#": ("unnumbered", "annex", "appendix"),
    "]": ("index", "term", "value"),
}
"""The classes of a box, a heading and a span, by what begins or precedes their braces."""
_SUFFIXES = {
    "picture": frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".svg", ".pdf")),
    "data": frozenset((".csv", ".xlsx", ".ods", ".parquet", ".json", ".geojson")),
    "include": frozenset((".md",)),
    "works": frozenset((".bib", ".json")),
}
_MOST_PATHS = 1_000
"""So many files of a report's folder are looked at for a path."""
_MOST_PARTS = 20
"""So many parts of a reference are shown; no editor has room for more."""
_BEFORE = 1_000
"""So many characters before the cursor say what may be typed there."""

Kind = Literal["place", "report", "note", "work", "field", "class", "path", "code", "value"]


@dataclass(frozen=True, slots=True)
class Completion:
    """Something that may be typed at a place."""

    kind: Kind
    label: str
    """What is typed."""
    detail: str = ""
    """What is printed for it, or what it is."""
    start: int = 0
    """The column from which on it takes the place of what is typed."""


@dataclass(slots=True)
class Draft:
    """A source in an editor. What its ids mean is that of the last state that could be resolved."""

    house: House
    slug: str
    text: str
    targets: Mapping[str, Target] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the file in findings."""
        return self.house.name(self.house.report(self.slug))

    def findings(self) -> tuple[Finding, ...]:
        """Return what ``plantin check`` says of the source as it is typed."""
        try:
            source = source_text.include_files(source_text.parse(self.text, self.name), self.house.report(self.slug))
            self._resolve(source)
            head = front_matter.read(source)
            return versions.compose(self.house, self.slug, head.original_language, source).findings
        except PlantinError as error:
            return error.findings

    def _resolve(self, source: Source) -> None:
        try:
            self.targets = compose.read_targets(self.house, source)
        except PlantinError:
            return

    def completions(self, line: int, column: int) -> Iterator[Completion]:
        """Yield what may be typed at a line and a column, both from 0."""
        lines = self.text.split("\n")
        before = lines[line][:column][-_BEFORE:] if line < len(lines) else ""
        inside = line > 0 and lines[0].rstrip() == "---" and "---" not in (row.rstrip() for row in lines[1:line])
        for kind, pattern in _TYPED_IN_FRONT_MATTER if inside else _TYPED:
            if match := pattern.search(before):
                start = column - (match.end() - match.start(match.lastindex or 0))
                yield from (replace(item, start=start) for item in self._complete(kind, match))
                return

    def _complete(self, kind: str, match: re.Match[str]) -> Iterator[Completion]:
        if kind in _SUFFIXES:
            yield from (Completion("path", name) for name in self._paths(_SUFFIXES[kind]))
            return
        match kind:
            case "place":
                yield from self._places(match["document"])
            case "report":
                documents = (*self.house.slugs(), *configuration.read(self.house.root).references)
                yield from (Completion("report", name) for name in documents if name != self.slug)
            case "note":
                yield from (Completion("note", name, words[:80]) for name, words in _NOTE.findall(self.text))
            case "work":
                yield from (Completion("work", key, title) for key, title in self._works().items())
            case "class":
                yield from (Completion("class", name) for name in _CLASSES[match["before"]])
            case "chart":
                yield from (Completion("value", name) for name in KINDS)
            case "style":
                yield from (Completion("value", name) for name in inheritance.available(self.house.root))
            case "code":
                rows = registry.codes().values()
                yield from (Completion("code", row.code, row.title) for row in rows if row.code.startswith("S"))
            case _:
                present = set(re.findall(r"^([a-z-]+):", self.text, re.MULTILINE))
                names = (form_field.name.replace("_", "-") for form_field in fields(extended_fields()))
                yield from (Completion("field", name) for name in names if name not in present)

    def _paths(self, suffixes: frozenset[str]) -> Iterator[str]:
        folder = self.house.report(self.slug).parent
        for path in islice(folder.rglob("*.*"), _MOST_PATHS):
            if path.suffix.lower() in suffixes:
                yield path.relative_to(folder).as_posix()

    def _places(self, document: str) -> Iterator[Completion]:
        if document:
            places = self._other(document)
            yield from (Completion("place", name, place.words) for name, place in places.items() if place.words)
            return
        locale = self._locale()
        for name in dict.fromkeys((*self._ids(), *self.targets)):
            yield Completion("place", name, self._words(name, locale))

    def _ids(self) -> Iterator[str]:
        """Yield the ids that the source gives, in its order."""
        for braces in BRACES.finditer(self.text):
            yield from ID.findall(braces[1])

    def printed_words(self, line: int, column: int) -> str:
        """Return what will be printed for what is at a place: the words of a reference, a note, a work; empty for the
        rest.
        """
        lines = self.text.split("\n")
        here = lines[line] if line < len(lines) else ""

        def at(pattern: re.Pattern[str]) -> re.Match[str] | None:
            return next((match for match in pattern.finditer(here) if match.start() <= column <= match.end()), None)

        if match := at(REFERENCE):
            if match[1]:
                place = self._other(match[1]).get(match[2])
                return place.words if place else ""
            parts = match[2].split(",", _MOST_PARTS)
            words = (
                ", ".join(self._words(part, locale) for part in parts[:_MOST_PARTS])
                if (locale := self._locale())
                else ""
            )
            return f"{words}, …" if words and len(parts) > _MOST_PARTS else words
        if (match := at(BRACES)) and (names := ID.findall(match[1])):
            return self._words(names[-1], self._locale())
        if match := at(_CALL):
            notes: dict[str, str] = dict(_NOTE.findall(self.text))
            return notes.get(match[1], "")
        match = at(_CITED)
        return self._works().get(match[1], "") if match else ""

    def _words(self, name: str, locale: Locale | None) -> str:
        """Return what is printed for the place ``name`` in the language of the original; empty where that is not
        known.
        """
        target = self.targets.get(name)
        return elsewhere.words(target, locale) if target and locale else ""

    def _locale(self) -> Locale | None:
        """Return the words of the original's language, which the source is parsed for; None where it cannot be read."""
        head = self._head()
        try:
            return self.house.locale(head.original_language, head.style) if head else None
        except PlantinError:
            return None

    def _other(self, document: str) -> Mapping[str, elsewhere.OtherPlace]:
        locale = self._locale()
        try:
            report = compose.other(self.house, locale, document, trusting=False) if locale else None
        except PlantinError:
            return {}
        return report.places if report else {}

    def _works(self) -> dict[str, str]:
        """Return the titles of the works that can be cited, by their keys."""
        head = self._head()
        if head is None or not head.bibliography:
            return {}
        try:
            folder = self.house.report(self.slug).parent
            works = bibliography.read(folder, head.bibliography, "", Place(self.name))
        except PlantinError:
            return {}
        return {str(item["id"]): str(item.get("title", "")) for item in works.items}

    def _head(self) -> FrontMatter | None:
        try:
            return front_matter.read(source_text.parse(self.text, self.name))
        except PlantinError:
            return None
