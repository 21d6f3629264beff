"""Imports all languages of a report at once: the file of the original as its source, each other file as the catalogue
of its language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from plantin.findings import Finding, PlantinError
from plantin.findings.progress import each
from plantin.house.layout import House
from plantin.packs.imports import file_kinds, importers, receive, translations
from plantin.packs.imports.receive import ImportResult
from plantin.packs.imports.received import GivenFields
from plantin.packs.imports.translations import TranslationImport
from plantin.wordfile.tracked import Tracked


@dataclass(frozen=True, slots=True)
class Family:
    """What an import of all languages of a report made."""

    original: ImportResult
    """What came of the file of the original."""
    catalogues: Mapping[str, TranslationImport]
    """What came of each translation, by its language; nothing where the source cannot be composed yet."""
    refused: tuple[PlantinError, ...] = ()
    """Why translations could not be read."""

    def findings(self) -> Iterator[Finding]:
        """Yield everything that was found, that about the original first."""
        yield from self.original.findings()
        yield from (finding for result in self.catalogues.values() for finding in result.findings)
        yield from (finding for error in self.refused for finding in error.findings)

    def exit_code(self) -> int:
        """0 where everything came in; 1 where a number, a word or a passage did not; else that of who can fix it."""
        if code := self.original.exit_code() if self.original.refused else 0:
            return code
        refused = max((error.exit_code for error in self.refused), default=0)
        return refused or int(any(finding.severity == "error" for finding in self.findings()))


def import_family(
    house: House,
    path: Path,
    others: Mapping[str, Path],
    given: GivenFields | None = None,
    *,
    from_: str = "",
    overwrite: bool = False,
    tracked: Tracked = "refuse",
) -> Family:
    """Import the file ``path`` as a source with the languages of ``others``, and fill the catalogue of each from its
    file, passage by passage.

    Raises as ``receive.import_file``, and TranslationError (T001, T002) for a language that the house does not have,
    SourceError (S001, S048) for a file that is not there or of a kind that is not read. Then nothing is written.
    """
    for language, other in others.items():
        house.locale(language)
        tool = importers.importer(other)
        file_kinds.kind(other, tool.name if tool else "")
    original = receive.import_file(
        house, path, given, from_=from_, overwrite=overwrite, tracked=tracked, judged=True, translations=others
    )
    slug = Path(original.path).parent.name
    catalogues: dict[str, TranslationImport] = {}
    refused: list[PlantinError] = []
    for language in each("align", () if original.refused else tuple(others)):
        try:
            catalogues[language] = translations.bring(house, others[language], slug, language)
        except PlantinError as error:
            refused.append(error)
    return Family(original, catalogues, tuple(refused))
