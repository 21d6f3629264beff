"""Says what an edition is to know of the others of its set."""

from __future__ import annotations

from plantin.files import BuildRecord, BuildRecords, file_digest
from plantin.findings import PlantinError
from plantin.house.layout import House
from plantin.model.related_editions import ALONE, PageStart, PrintedEdition, RelatedEdition, RelatedEditions
from plantin.production.edition_set import EditionSet
from plantin.production.formats import Edition, Format, format_named, formats
from plantin.production.ingredients import Ingredients


def find_related(
    made_of: Ingredients,
    records: BuildRecords,
    edition: Edition,
    document_digest: str,
    members: EditionSet,
    certifier: str = "",
) -> RelatedEditions:
    """Return what ``edition``, of the document with this digest, is to know of the others of its set, ``members``;
    ``made_of`` is what editions of the house are made of.

    In the same language a file counts where it is as it was made, from the same document: an edition never leads to
    one that says something else, nor to one that could not be made. Where the pages of the printed one begin, its
    record says. Raises StyleError (D020).
    """
    row = format_named(edition.format)
    if row is None or not row.depends_on:
        return ALONE
    house = made_of.house
    sisters: list[RelatedEdition] = []
    printed: PrintedEdition | None = None
    pages: tuple[PageStart, ...] = ()
    for name in row.depends_on:
        other = Edition(edition.slug, edition.language, name)
        record = records.get(other.target) if other in members else None
        same = record is not None and record.ingredients.get("document") == document_digest
        if record is None or not same or not _is_present(house, other, record):
            continue
        other_row = format_named(name)
        if other_row and other_row.printed:
            printed, pages = PrintedEdition(_file(other), record.result), page_starts(record)
        size = (house.build / other.target).stat().st_size
        sisters += sister(made_of, other, other_row, size) if row.linked else []
    if not row.linked:
        return RelatedEditions(pages, printed, certifier=certifier)
    languages = [
        entry
        for language in made_of.languages(edition.slug)
        if language != edition.language and (other := Edition(edition.slug, language, edition.format)) in members
        for entry in sister(made_of, other, row)
    ]
    folder = made_of.address(edition.slug)
    address = f"{folder}{_file(edition)}" if folder else ""
    return RelatedEditions(
        pages, printed, tuple(languages), tuple(sisters), folder, address, certifier, made_of.settings.picture
    )


def page_starts(record: BuildRecord) -> tuple[PageStart, ...]:
    """Return where the pages of the edition with this record begin, as its writer reported; none if damaged."""
    try:
        return tuple(map(PageStart.of, record.remarks))
    except ValueError:
        return ()


def _is_present(house: House, edition: Edition, record: BuildRecord) -> bool:
    """Return whether the edition with this record is in the build folder as it was made."""
    return file_digest(house.build / edition.target) == record.result


def sister(made_of: Ingredients, edition: Edition, row: Format | None, size: int = 0) -> list[RelatedEdition]:
    """Return the edition, of so many bytes, as others know it; nothing where its language is not one of the house's."""
    try:
        language = made_of.locale(edition.slug, edition.language)
    except PlantinError:
        return []
    media_type, title = (row.media_type, row.title) if row else ("", "")
    family = ""
    if row and not row.default:
        title = language.edition_name(row.name) or title
        kind, dash, _ = row.name.partition("-")
        several = dash or any(other.name.startswith(f"{kind}-") for other in formats())
        family = language.edition_name(kind) if several else ""
    return [
        RelatedEdition(language.tag, language.name, language.direction, title, media_type, _file(edition), size, family)
    ]


def _file(edition: Edition) -> str:
    return edition.target.rpartition("/")[2]
