"""Translates a report as text, before it is parsed: one PO file for each language and report.

polib keeps the files, not Babel: Babel writes the previous text of a changed message but reads it back as a
translator's comment (python-babel issue 206), and it has no flag, comment or place that polib has not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from plantin.findings import Finding, Place, TranslationError, UsageError
from plantin.house.layout import House
from plantin.source import front_matter
from plantin.source.front_matter import FrontMatter
from plantin.source.text import Source
from plantin.translation import formats, merging, official, po, queries, reuse, revisions, terms
from plantin.translation.merging import MergeResult, Side, merge
from plantin.translation.message import Message, messages
from plantin.translation.official import AlignedText, align
from plantin.translation.po import Catalogue, PoEntry, Stage, read_catalogue, write_catalogue
from plantin.translation.translate import Status, Translation, current, status, translate, unready
from plantin.translation.updating import Update, adopt, update
from plantin.wordfile.tracked import Tracked

__all__ = [
    "AlignedText",
    "Catalogue",
    "MergeResult",
    "Message",
    "PoEntry",
    "Status",
    "Translation",
    "Update",
    "adopt",
    "adopt_text",
    "align",
    "catalogue_of",
    "conflicts_file",
    "current",
    "export",
    "import_file",
    "messages",
    "open_queries",
    "read_catalogue",
    "report_of",
    "status",
    "status_rows",
    "template",
    "translate",
    "unready",
    "update",
    "update_and_read",
    "update_file",
    "update_from_house",
    "write_catalogue",
]


def update_file(house: House, slug: str, language: str) -> Update:
    """Bring the catalogue of a report and a language up to the report; make it where there is none.

    Raises SourceError for the report; TranslationError: T001, T002 for a language that the house does not have, T058
    for that of the report itself, T014, T015 for the catalogue.
    """
    new, done = _update_catalogue(house, slug, language)
    write_catalogue(house.catalogue_file(language, slug), new, house.root)
    return done


def _update_catalogue(house: House, slug: str, language: str) -> tuple[Catalogue, Update]:
    """Return the catalogue as ``update_file`` writes it, with the terms of each message and the answers to its queries
    in its note. Raises as that does.
    """
    report, head = report_of(house, slug)
    house.locale(language, head.style)
    if language == head.original_language:
        hint = "Name another language; this one needs no catalogue."
        raise TranslationError.of("T058", f"the report is written in {language}", head.place("original-language"), hint)
    report_messages = tuple(replace(message, place=report.place(message.place)) for message in messages(report, head))
    new, done = update_from_house(house, slug, language, head, report_messages)
    house_terms = terms.of_house(house, head.original_language, language)
    answers = queries.answers(report)

    def note(entry: PoEntry, message: Message) -> str:
        lines = (message.note, terms.note(message.text, house_terms), *queries.notes(entry, answers))
        return "\n".join(filter(None, lines))

    pairs = zip(new.entries, report_messages, strict=True)
    return replace(new, entries=tuple(replace(entry, note=note(entry, message)) for entry, message in pairs)), done


def catalogue_of(house: House, slug: str, language: str, head: FrontMatter) -> Catalogue:
    """Return the catalogue as its file has it, or an empty one. Raises TranslationError (T014, T015, T070 to T072)."""
    path = house.catalogue_file(language, slug)
    if path.exists() or path.is_symlink():
        return read_catalogue(path, house.name(path), path.parent.parent)
    return Catalogue(house.name(path), language, header=(("Project-Id-Version", head.symbol),))


def update_from_house(
    house: House, slug: str, language: str, head: FrontMatter, report_messages: Sequence[Message]
) -> tuple[Catalogue, Update]:
    """Return the catalogue of a report with its messages as they are now; what is new there has the translation that
    the house has elsewhere, and the catalogue of a report that had another symbol is that of this one. Raises as
    ``catalogue_of``.
    """
    old = catalogue_of(house, slug, language, head)
    former = None if old.entries else reuse.renamed_catalogue(house, slug, language, report_messages)
    if former:
        old = replace(former, path=old.path)
    new, done = update(old, report_messages)
    if done.new or done.changed:
        texts = [entry.original for entry in new.entries if not entry.translation or entry.stale]
        new, done = update(old, report_messages, reuse.catalogues_elsewhere(house, slug, language, texts))
    if former:
        done = replace(done, sources=((former.path, done.kept + done.changed), *done.sources))
    header = dict(new.header) | {"Project-Id-Version": head.symbol}
    return replace(new, header=tuple(header.items())), done


def update_and_read(house: House, slug: str, language: str) -> Catalogue:
    """Return the catalogue once ``update_file`` has written it. Raises as that does."""
    update_file(house, slug, language)
    file = house.catalogue_file(language, slug)
    return read_catalogue(file, house.name(file))


def status_rows(house: House, slug: str, languages: tuple[str, ...]) -> tuple[Status, ...]:
    """Return how far each of ``languages`` of a report is. Raises SourceError, TranslationError (T014, T015)."""
    report, head = report_of(house, slug)
    files = ((language, house.catalogue_file(language, slug)) for language in languages)
    return tuple(status(report, head, file, house.name(file), language) for language, file in files)


def open_queries(house: House, slug: str, language: str) -> tuple[Finding, ...]:
    """T091 for each question of translators that the report does not answer. Raises SourceError; TranslationError
    (T010, T014, T015).
    """
    report, head = report_of(house, slug)
    file = house.catalogue_file(language, slug)
    return tuple(queries.unanswered_queries(current(report, head, file, house.name(file))[0], report))


def adopt_text(house: House, slug: str, language: str, path: Path) -> AlignedText:
    """Fill the catalogue of a report and a language from the full text in the file ``path``, by its printed numbers.

    What aligned replaces what the catalogue had and counts as not reviewed; what did not is reported. Raises as
    ``update_file`` does; TranslationError (T053) for a text that cannot be read.
    """
    report, head = report_of(house, slug)
    report_messages = messages(report, head)
    try:
        text = official.text_of(path)
    except (OSError, UnicodeDecodeError) as error:
        hint = "Save it as plain text in UTF-8, one paragraph to a line, or as a web page."
        raise TranslationError.of("T053", f"cannot be read: {error}", Place(house.name(path)), hint) from None
    aligned = align(report_messages, text, house.name(path))
    new = adopt(update_and_read(house, slug, language), aligned.translations)
    write_catalogue(house.catalogue_file(language, slug), new, house.root)
    return aligned


def export(house: House, slug: str, language: str, kind: str) -> bytes:
    """Return the catalogue of a report and a language as a file of ``kind``, one of ``formats.suffixes``.

    Raises SourceError; TranslationError (T010, T014, T015).
    """
    report, head = report_of(house, slug)
    file = house.catalogue_file(language, slug)
    catalogue = current(report, head, file, house.name(file))[0]
    house_terms = terms.of_house(house, head.original_language, language)
    return formats.write(catalogue, slug, head.original_language, kind, house_terms)


def template(house: House, slug: str) -> bytes:
    """Return the messages of a report as a template for catalogues (.pot). Raises SourceError."""
    report, head = report_of(house, slug)
    entries = tuple(PoEntry(message.context, message.text, note=message.note) for message in messages(report, head))
    return po.template(entries, head.symbol).encode()


def import_file(
    house: House,
    slug: str,
    language: str,
    path: Path,
    prefer: Side = "",
    by: str = "",
    tracked: Tracked = "refuse",
    *,
    dry: bool = False,
) -> MergeResult:
    """Merge the translations in the file ``path`` (.xlf, .po or the facing Word file) into the catalogue, as
    ``merging.merge`` does, and write messages in conflict into ``conflicts_file``; with ``dry`` write nothing.

    Raises as ``export`` does; TranslationError: T057 where it is no XLIFF, T080 and T081 where it is in another
    language or of another report; SourceError (S051) for tracked changes that ``tracked`` refuses; UsageError (U010)
    where there is no such file. Nothing is written then.
    """
    if not path.is_file():
        hint = "Give an .xlf, .po or facing .docx file."
        raise UsageError.of("U010", "there is no such file", Place(house.name(path)), hint)
    now, name = _update_catalogue(house, slug, language)[0], house.name(path)
    translator_file, findings = formats.read(path, name, now, tracked)
    if translator_file.report not in ("", slug) and translator_file.report in house.slugs():
        raise merging.of_another_report(translator_file.report, slug, name)
    merged = merge(now, translator_file, name, slug, prefer, by, two_people=house.settings.translations.two_people)
    if dry:
        merged.conflicts.clear()
    else:
        write_catalogue(house.catalogue_file(language, slug), merged.catalogue, house.root)
        if merged.conflicts:
            apart = replace(now, entries=tuple(merged.conflicts), obsolete=())
            write_catalogue(conflicts_file(house, slug, language), apart, house.root)
    return replace(merged, findings=[*findings, *merged.findings])


def conflicts_file(house: House, slug: str, language: str) -> Path:
    """Return the PO file of texts in conflict: a person keeps or edits what to take, and imports it."""
    return house.build / slug / f"{slug}-{language}-conflicts.po"


def sign(
    house: House, slug: str, language: str, stage: Stage, name: str, contexts: Sequence[str] = ()
) -> tuple[int, tuple[Finding, ...]]:
    """Record that the person ``name`` has finished ``stage`` of each message (of those in ``contexts``, if any) that
    has reached the stage before: how many were signed, and T086 for each that was not.

    Where the house says so (``two-people``), nobody revises what they have translated: T086. Raises as ``update_file``.
    """
    catalogue, two_people = update_and_read(house, slug, language), house.settings.translations.two_people
    entries, refused = [], []
    for entry in catalogue.entries:
        chosen = not contexts or entry.context in contexts
        signed, same = revisions.sign_stage(entry, stage, name, two_people=two_people) if chosen else (entry, False)
        entries.append(signed)
        if same:
            refused.append(revisions.same_person(entry, catalogue.place(entry)))
    write_catalogue(house.catalogue_file(language, slug), replace(catalogue, entries=tuple(entries)), house.root)
    return sum(entry != was for entry, was in zip(entries, catalogue.entries, strict=True)), tuple(refused)


def report_of(house: House, slug: str) -> tuple[Source, FrontMatter]:
    """Return the source of a report and its front matter. Raises SourceError."""
    report = house.source(slug)
    return report, front_matter.read(report)
