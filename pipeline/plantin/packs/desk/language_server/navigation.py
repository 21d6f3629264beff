"""Where names of a house's reports are given and used, and what changes where one is renamed: in all reports, in the
files that they include and in the catalogues that hold their passages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from plantin.bounded import bytes as bounded
from plantin.findings import Place, UsageError
from plantin.house.layout import House
from plantin.packs.desk.language_server import marks
from plantin.packs.desk.language_server.marks import Mark
from plantin.source import bounds, front_matter
from plantin.source import text as source_text
from plantin.translation import po
from plantin.translation.message import messages
from plantin.translation.po import PoEntry

_INCLUDE = re.compile(r"""\.include\s+file=(?:"([^"]*)"|'([^']*)'|([^\s"'}]+))""")
_MOST_FILES = 200
"""So many files of one report are read at most: what a report may include."""
_NAME = re.compile(r"\w(?:[\w:.-]*\w)?")
_LONGEST_NAME = 200
RENAMED = ("place", "note")
"""What can have another name: nothing outside of the sources and catalogues of the house names it."""
_CODE = "U040"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a line of a file: line and columns from 0, in characters."""

    path: Path
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReportTexts:
    """The reports of a house as the editor has them: ``open_text`` gives the text of a file that is open."""

    house: House
    open_text: Callable[[Path], str | None]

    def text(self, path: Path) -> str:
        """Return the text of a file below the root as it is in the editor, else on the disk; empty where there is no
        such text.
        """
        text = self.open_text(path)
        if text is None:
            try:
                text = bounded.read(path, bounds.LARGEST, self.house.root).decode("utf-8")
            except (OSError, ValueError):
                return ""
        return text.replace("\r\n", "\n")

    def slug_of(self, path: Path) -> str:
        """Return the report whose folder a file is in; empty for a file of none."""
        sources = self.house.sources.resolve()
        return path.relative_to(sources).parts[0] if path.is_relative_to(sources) and path != sources else ""

    def files(self, slug: str) -> tuple[Path, ...]:
        """Return the files that the text of a report is in: its source, then those that it includes."""
        report = self.house.report(slug)
        files = [report]
        for path in files:  # which grows
            text = self.text(path)
            names = (next(filter(None, match.groups()), "") for match in _INCLUDE.finditer(text))
            below = (bounded.below(name) for name in names if ".include" in text)
            new = [report.parent.joinpath(*name.parts) for name in below if name]
            files += [file for file in dict.fromkeys(new) if file not in files][: _MOST_FILES - len(files)]
        return tuple(files)

    def marks(self, slug: str) -> Iterator[tuple[Path, Mark]]:
        """Yield the names in the text of a report, with the files that they are in."""
        short = marks.abbreviations_of(self.text(self.house.report(slug)))
        for path in self.files(slug):
            yield from ((path, mark) for mark in marks.find_marks(self.text(path), short))

    def mark_at(self, path: Path, line: int, column: int) -> Mark | None:
        """Return the name at a place of a file of a report, the shortest where several do."""
        short = marks.abbreviations_of(self.text(self.house.report(self.slug_of(path))))
        here = (
            mark
            for mark in marks.find_marks(self.text(path), short)
            if mark.line == line and mark.start <= column <= mark.end
        )
        return min(here, key=lambda mark: mark.end - mark.start, default=None)

    def definitions(self, path: Path, mark: Mark) -> Iterator[Stretch]:
        """Yield where the name ``mark`` in the file ``path`` is given; of a file, its beginning."""
        slug = self.slug_of(path)
        folder = self.house.report(slug).parent
        if mark.kind == "file":
            name = bounded.below(mark.name)
            if name and (file := folder.joinpath(*name.parts)).is_file():
                yield Stretch(file, 0, 0, 0)
        elif mark.kind == "work":
            for _, other in self.marks(slug):
                if other.kind == "file" and other.name.endswith((".bib", ".json")):
                    yield from self._works(folder / other.name, mark.name)
        else:
            yield from (stretch for stretch, other in self.occurrences(slug, mark) if other.defines)

    def _works(self, file: Path, key: str) -> Iterator[Stretch]:
        pattern = re.compile(rf"""@\w+\s*[{{(]\s*({re.escape(key)})\s*,|"id"\s*:\s*"({re.escape(key)})\"""")
        text = self.text(file) if bounded.below(file.name) else ""
        for match in pattern.finditer(text):
            start, end = match.span(match.lastindex or 0)
            before = text.rfind("\n", 0, start) + 1
            yield Stretch(file, text.count("\n", 0, start), start - before, end - before)

    def references(self, path: Path, mark: Mark) -> tuple[tuple[Stretch, bool], ...]:
        """Return each place where the name ``mark`` is in the reports of the house, and whether it is given there;
        of a work, a term, an abbreviation or a file in its own report alone.
        """
        return tuple((stretch, other.defines) for stretch, other in self.occurrences(self.slug_of(path), mark))

    def occurrences(self, slug: str, mark: Mark) -> Iterator[tuple[Stretch, Mark]]:
        """Yield where the name ``mark`` of the report ``slug`` is: an id or a note in all reports."""
        owner = mark.document or slug
        named = mark.kind in RENAMED  # a reference names a note like a place
        for report in self.house.slugs() if named else (slug,):
            for path, other in self.marks(report):
                same = (other.document or report) == owner if named else other.kind == mark.kind
                if same and other.name == mark.name and (not named or other.kind in RENAMED):
                    yield Stretch(path, other.line, other.start, other.end), other


@dataclass(frozen=True, slots=True)
class Renaming:
    """What a new name changes: stretches of sources, and catalogues as a whole."""

    name: str
    stretches: tuple[Stretch, ...]
    catalogues: tuple[tuple[Path, str], ...]
    """Each catalogue that has the name, with its new text."""


def rename(texts: ReportTexts, path: Path, mark: Mark, new: str) -> Renaming:
    """Return what changes where the id or note ``mark`` in the file ``path`` is called ``new``: its uses in all reports
    and, in their catalogues, the messages with their translations, whose reviews go on to hold.

    Raises UsageError (U040) for what has a name elsewhere too, a name that cannot be or is taken, and one that is given
    nowhere; SourceError, TranslationError for reports and catalogues that cannot be read.
    """
    owner = mark.document or texts.slug_of(path)
    alike = tuple(texts.occurrences(texts.slug_of(path), mark)) if mark.kind in RENAMED else ()
    taken = {other.name for _, other in texts.marks(owner) if other.defines and other.kind in RENAMED}
    if fault := _fault(mark, new, taken, given=any(other.defines for _, other in alike)):
        raise UsageError.of(_CODE, *fault[:1], Place(texts.house.name(path), mark.line + 1, mark.start + 1), fault[1])
    stretches = tuple(stretch for stretch, _ in alike)
    reports = dict.fromkeys(texts.slug_of(stretch.path) for stretch in stretches)
    changed = (
        pair
        for slug in reports
        for file in sorted(texts.house.root.glob(f"locales/*/{slug}.po"))
        for pair in _catalogue(texts, slug, owner, file, mark.name, new)
    )
    return Renaming(new, stretches, tuple(changed))


def _fault(mark: Mark, new: str, taken: set[str], *, given: bool) -> tuple[str, str] | None:
    """Return what forbids the new name, and how to fix it."""
    if mark.kind not in RENAMED:
        what = {"work": "the file of works", "file": "the folder of the report"}.get(mark.kind, "translations")
        return f"{mark.name!r} has its name in {what} too", "Rename it there and here by hand."
    if not given:
        return f"{mark.name!r} is given nowhere in a source of this house", "Rename it where it is given."
    if not _NAME.fullmatch(new) or len(new) > _LONGEST_NAME:
        return f"{new[:40]!r} is no name", "Write letters, figures and, between them, hyphens, colons and full stops."
    if new in taken and new != mark.name:
        return f"{new!r} is the name of another place or note", "Choose another name."
    return None


def _catalogue(
    texts: ReportTexts, slug: str, owner: str, file: Path, name: str, new: str
) -> Iterator[tuple[Path, str]]:
    """Yield the catalogue ``file`` of the report ``slug`` with its new text, where the name of ``owner`` is in it."""
    opened = texts.open_text(file)
    where = texts.house.name(file)
    catalogue = po.parse_catalogue(po.read_text(file, where, file.parent.parent) if opened is None else opened, where)

    def change(text: str) -> str:
        return _rename_in(text, slug, owner, name, new)

    path = texts.house.report(slug)
    report = source_text.include_files(source_text.parse(texts.text(path), texts.house.name(path)), path)
    changed_report = source_text.parse(change(report.text()), report.path)
    head = front_matter.read(report)
    pairs = zip(messages(report, head), messages(changed_report, head), strict=True)
    contexts = {old.context: message.context for old, message in pairs}
    entries = tuple(_rename_entry(entry, contexts, change) for entry in catalogue.entries)
    if entries != catalogue.entries:
        yield file, po.text(replace(catalogue, entries=entries))


def _rename_in(text: str, slug: str, owner: str, name: str, new: str) -> str:
    """Return a text of the report ``slug`` with the id or note ``name`` of ``owner`` called ``new``."""
    lines = text.split("\n")
    for mark in reversed(marks.find_marks(text)):
        if mark.kind in RENAMED and mark.name == name and (mark.document or slug) == owner:
            line = lines[mark.line]
            lines[mark.line] = f"{line[: mark.start]}{new}{line[mark.end :]}"
    return "\n".join(lines)


def _rename_entry(entry: PoEntry, contexts: dict[str, str], change: Callable[[str], str]) -> PoEntry:
    """Return a message with its renamed texts, its signatures those of the new ones."""
    renewed = replace(
        entry,
        context=contexts.get(entry.context, entry.context),
        original=change(entry.original),
        translation=change(entry.translation),
        previous=change(entry.previous),
    )
    if renewed.stale or renewed == entry:
        return renewed
    for stage, signature in entry.signatures.items():
        renewed = renewed.with_signature(stage, ", ".join(("yes", *signature.split(", ")[1:])))
    return renewed
