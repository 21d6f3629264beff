"""Imports an edited Word edition: what an editor changed in it goes into the source of its report, and nothing else
does.

The press prints the source as a Word file once more, reads it as it reads the edited one, and compares the two; a
paragraph that says the same keeps the bytes that its author wrote. What came out is printed and compared again before
anything is kept.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path

from plantin.files import write
from plantin.findings import Finding, Place, SourceError
from plantin.house.layout import House
from plantin.house.locale import Locale
from plantin.importing import docx
from plantin.importing.corrections import included
from plantin.importing.corrections.front import (
    bare,
    head_with_title,
    without_entries,
    without_front,
    without_references,
)
from plantin.importing.corrections.objects import gathered
from plantin.importing.corrections.recasting import messages, recast
from plantin.importing.corrections.reconciling import Home, Reconciled
from plantin.importing.corrections.wording import Fold, Targets, anchor, body, folded, head, key, primary, spoken
from plantin.importing.docx import Manuscript, Passage, Tracked
from plantin.importing.paragraph_pieces import Call
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.production.compose import compose
from plantin.production.formats import format_named, moment
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.source.front_matter import Front
from plantin.source.text import Source


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was imported: the paths of the source's files that changed (of the report, where none did), whether they
    were written, and whether they would be, the counts of the report, what changed, and what could not be carried.
    """

    paths: tuple[str, ...]
    written: bool
    changed: bool
    counts: Mapping[str, int]
    changes: tuple[Finding, ...]
    losses: tuple[Finding, ...]


def merge_edits(house: House, path: Path, slug: str, tracked: Tracked, *, dry: bool = False) -> Corrected:
    """Bring what an editor changed in the Word file at ``path`` into the source of the report ``slug``; with ``dry``
    write nothing.

    Raises SourceError, and writes nothing: S050 no Word file, S051 tracked changes that ``tracked`` refuses, S054 the
    file is another report's or in another language, S058 a change at the border of an included file, and whatever is
    wrong with the source that would come out.
    """
    target = house.report(slug)
    report = source_text.read(target, house.name(target))
    try:
        return _merged(house, path, slug, tracked, report, dry=dry)
    except SourceError as error:
        raise SourceError(*map(report.moved, error.findings)) from None


def _merged(house: House, path: Path, slug: str, tracked: Tracked, report: Source, *, dry: bool) -> Corrected:
    """The same for the source ``report``; findings are about its whole text, whichever files that comes from."""
    header = front_matter.read(report)
    words = house.locale(header.original_language, header.style)
    whole = docx.read(path, tracked)
    # Whether what it refers to in other reports is there is the press's affair.
    composed = compose(house, report, header, words, trusting=True).document
    headed = any(line.inside("references") for line in report.lines())
    text, entries = without_entries(_unboxed(whole), composed, str(path), headed=headed)
    before = without_references(composed, headed=headed)
    lines = partial(_lines, _once(partial(_edition, house, header.style)))
    text, lost = without_front(text, before, lines, str(path))
    edited = gathered(_called(text))
    former = gathered(lines(bare(before)))
    _same_report(edited, header, words, path)
    reconciled = Home(report, header, words, former, edited, str(path)).reconciled()
    fresh = _fresh(report, reconciled, header)
    document = compose(house, fresh, front_matter.read(fresh), words, trusting=True).document
    document = without_references(document, headed=headed)
    printed = gathered(lines(bare(document)))
    losses = [
        *lost,
        *entries,
        *reconciled.losses,
        *_boxes(whole, str(path)),
        *_unlike(reconciled.edited, printed, words, str(path)),
        *_misprinted(reconciled, printed, words, str(path)),
    ]
    files = included.contents(report, fresh, house.report(slug).parent)
    for file, content in files.items() if not dry else ():
        write(file, content, house.root)
    return Corrected(
        tuple(map(house.name, files or (house.report(slug),))),
        bool(files) and not dry,
        bool(files),
        outline(document).counts(),
        (*edited.findings, *reconciled.changes),
        tuple(losses),
    )


def _called(manuscript: Manuscript) -> Manuscript:
    """The manuscript without notes that nothing calls any more."""
    called = {piece.note for passage in manuscript.passages for piece in passage.line.pieces if isinstance(piece, Call)}
    return replace(manuscript, notes=tuple(note for note in manuscript.notes if note.identifier in called))


def _unboxed(manuscript: Manuscript) -> Manuscript:
    """The manuscript without what is in text boxes, and without paragraphs of words that are hidden."""
    passages = (
        one
        for one in manuscript.passages
        if not one.boxed and (one.line.pieces or one.line.losses or one.line.formulas)
    )
    return replace(manuscript, passages=tuple(passages))


def _boxes(manuscript: Manuscript, path: str) -> Iterator[Finding]:
    """S058 for each paragraph in a text box."""
    for passage in manuscript.passages:
        if passage.boxed:
            message = f"not carried over: a text box: {passage.place()}"
            yield Finding("S058", message, Place(path), "Write its words where they belong in the text.")


def _lines(edition: Callable[[Document], bytes], document: Document) -> Manuscript:
    """The document as a Word file of the press, read back by the importer."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "edition.docx"
        made.write_bytes(edition(document))
        return _unboxed(docx.read(made, "accept"))


def _once(edition: Callable[[Document], bytes]) -> Callable[[Document], bytes]:
    """``edition``, called once for equal documents: where nothing changed, the source before and after gives one."""
    made: dict[str, bytes] = {}

    def kept(document: Document) -> bytes:
        key = document.digest()
        if key not in made:
            made[key] = edition(document)
        return made[key]

    return kept


def _edition(house: House, style: str, document: Document) -> bytes:
    word = format_named("docx")
    assert word is not None  # noqa: S101 - the table of formats has it
    return word.write(document, house.style(style), moment(document))


def _same_report(edited: Manuscript, header: Front, words: Locale, path: Path) -> None:
    # LibreOffice names a language for each direction; that of the text's own counts.
    language = edited.right_to_left if words.direction == "rtl" else edited.language
    if language and primary(language) != primary(header.original_language):
        message = f"the file is in {language!r}, the source in {header.original_language!r}"
        raise SourceError(
            Finding("S054", message, Place(str(path)), "Corrections to a translation belong in its catalogue.")
        )
    if header.symbol.removesuffix("*") not in head(edited):
        message = f"the file is not report {header.symbol}: its masthead says {' / '.join(head(edited)) or 'nothing'}"
        raise SourceError(Finding("S054", message, Place(str(path)), "Name the report that it was made from."))


def _fresh(report: Source, reconciled: Reconciled, header: Front) -> Source:
    kinds: list[tuple[str, int]] = [(passage.kind, passage.level) for passage in reconciled.former]
    if len(kinds) != len(messages(report)[0]):
        message = (
            f"{len(messages(report)[0])} passages in the source, {len(kinds)} in the Word file that the press makes"
            " of it"
        )
        raise SourceError(Finding("S058", message, Place(report.path), "Correct this report in its source."))
    fresh = recast(
        report, kinds, reconciled.standing, reconciled.definitions, header.rules.subparagraphs, reconciled.texts
    )
    return source_text.parse(head_with_title(fresh, reconciled.title).content().decode(), report.path)


# The proof


def _unlike(edited: Manuscript, printed: Manuscript, words: Locale, path: str) -> Iterator[Finding]:
    """S058 where the new source, printed and read back, says something else than the edited file; S044 where it numbers
    otherwise.
    """
    fold = folded(words.typography)
    one, other = (list(_rows(one, fold, words.language)) for one in (edited, printed))
    hint = "Compare the two there, and fix the source by hand."
    same = SequenceMatcher(None, [row[0] for row in one], [row[0] for row in other], autojunk=False)
    for tag, start, end, from_, to in same.get_opcodes():
        for n in range(max(end - start, to - from_)):
            was = one[start + n][1] if start + n < end else None
            now = other[from_ + n][1] if from_ + n < to else None
            if tag != "equal":
                shown = f"{was.place() if was else 'nothing'}, {now.place() if now else 'nothing'} from the press"
                message = f"not carried over as it is: {shown}"
                yield Finding("S058", message, Place(path), hint)
            elif was and now and was.label != now.label:
                message = (
                    f"{was.kind} {was.label or 'without number'} in the file, {now.label or 'without number'} from the"
                    f" press: {was.place()}"
                )
                yield Finding("S044", message, Place(path), hint)


def _misprinted(reconciled: Reconciled, printed: Manuscript, words: Locale, path: str) -> Iterator[Finding]:
    """S058 for an object whose changed words the press does not print as they are in the file."""
    fold = folded(words.typography)
    found = {fold(spoken(passage)) for passage in printed.passages if passage.kind == "object"}
    for passage in reconciled.reworded:
        if fold(spoken(passage)) not in found:
            message = f"not carried over as it is: a {passage.named}, {passage.place()}"
            yield Finding("S058", message, Place(path), "Compare the two there, and fix the source by hand.")


def _rows(manuscript: Manuscript, fold: Fold, language: str) -> Iterator[tuple[tuple[object, ...], Passage]]:
    """What each passage says, with notes and places named by their order, which is the same in two files that say the
    same.

    Objects and paragraphs that are one formula do not count: what was changed in them has been reported.
    """
    passages = [passage for passage in body(manuscript) if passage.kind != "object" and passage.line.pieces]
    objects = [passage for passage in body(manuscript) if passage.kind == "object" and anchor(passage)]
    notes = {note.identifier: f"note {n}" for n, note in enumerate(manuscript.notes)}
    places = {
        mark: f"place {n}"
        for n, passage in enumerate(passages)
        for mark in passage.line.bookmarks
        if not mark.startswith("indicator_")
    }
    places |= {
        mark: f"object {n}"
        for n, one in enumerate(objects)
        for mark in one.line.bookmarks
        if not mark.startswith("indicator_")
    }
    places |= {note.bookmark: notes[note.identifier] for note in manuscript.notes if note.bookmark}
    targets = Targets(notes, places, manuscript.marks)
    for passage in passages:
        yield (passage.kind, passage.level, key(passage.line.pieces, targets, language, fold)), passage
    for note in manuscript.notes:
        for passage in note.passages:
            said = key(passage.line.pieces, targets, language, fold)
            yield (notes[note.identifier], passage.kind, passage.level, said), passage
