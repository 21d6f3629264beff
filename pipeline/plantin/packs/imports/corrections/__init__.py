"""Imports an edited Word edition: what an editor changed in it goes into the source of its report, and nothing else
does.

The press prints the source as a Word file once more, reads it as it reads the edited one, and compares the two; a
paragraph that says the same keeps the bytes that its author wrote. What came out is printed and compared again before
anything is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plantin.files import write
from plantin.findings import Finding, SourceError
from plantin.house.layout import House
from plantin.model.outline import outline
from plantin.packs.imports.corrections import chart_data, included
from plantin.packs.imports.corrections.comparison import Comparison
from plantin.packs.imports.corrections.recasting import recast
from plantin.packs.imports.corrections.reconciling import Reconciliation
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.source.front_matter import FrontMatter
from plantin.source.text import Source
from plantin.wordfile.tracked import Tracked


@dataclass(frozen=True, slots=True)
class CorrectionResult:
    """What was imported: the paths of the source's files that changed (of the report, where none did), whether they
    were written, and whether they would be, the counts of the report, what changed, and what could not be carried.
    """

    paths: tuple[str, ...]
    written: bool
    changed: bool
    counts: Mapping[str, int]
    changes: tuple[Finding, ...]
    losses: tuple[Finding, ...]


def merge_edits(house: House, path: Path, slug: str, tracked: Tracked, *, dry: bool = False) -> CorrectionResult:
    """Bring what an editor changed in the Word file at ``path`` into the source of the report ``slug``; with ``dry``
    write nothing.

    Raises SourceError, and writes nothing: S050 no Word file, S051 tracked changes that ``tracked`` refuses, S054 the
    file is another report's or in another language, S058 a change at the border of an included file, and whatever is
    wrong with the source that would come out.
    """
    target = house.report(slug)
    report = source_text.read(target, house.name(target))
    try:
        return _merge(house, path, slug, tracked, report, dry=dry)
    except SourceError as error:
        raise SourceError(*map(report.relocate, error.findings)) from None


def _merge(house: House, path: Path, slug: str, tracked: Tracked, report: Source, *, dry: bool) -> CorrectionResult:
    """Merge the edits into the source ``report``; findings are about its whole text, whatever files it comes from."""
    header = front_matter.read(report)
    words = house.locale(header.original_language, header.style)
    compared = Comparison.of(house, path, tracked, report, header, words)
    fresh = _fresh(report, compared.reconciled, header)
    document, losses = compared.prove(fresh, front_matter.read(fresh))
    folder = house.report(slug).parent
    data, placed, lost = chart_data.files(report, folder, compared.reconciled.values, str(path))
    files = {**included.contents(report, fresh, folder), **data}
    for file, content in files.items() if not dry else ():
        write(file, content, house.root)
    return CorrectionResult(
        tuple(map(house.name, files or (house.report(slug),))),
        bool(files) and not dry,
        bool(files),
        outline(document).counts(),
        (*compared.changes, *placed),
        (*losses, *lost),
    )


def _fresh(report: Source, reconciled: Reconciliation, header: FrontMatter) -> Source:
    kinds: list[tuple[str, int]] = [(passage.kind, passage.level) for passage in reconciled.former]
    fresh = recast(
        report, kinds, reconciled.standing, reconciled.definitions, header.rules.subparagraphs, reconciled.texts
    )
    return source_text.parse(fresh.with_title(reconciled.title).content().decode(), report.path)
