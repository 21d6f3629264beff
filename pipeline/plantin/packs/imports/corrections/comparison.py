"""Compares an edited Word edition with what it was made from, a report or its translation, and proves what is made of
it: the press prints that, reads it back, and finds in it what the edited file says.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path

from plantin.findings import Finding, Place, SourceError
from plantin.house.layout import House
from plantin.house.locale import Locale
from plantin.model.document import Document
from plantin.packs.imports import docx
from plantin.packs.imports.corrections.front import (
    bare,
    description_links,
    lost_descriptions,
    without_descriptions,
    without_entries,
    without_front,
    without_references,
)
from plantin.packs.imports.corrections.objects import gather_objects
from plantin.packs.imports.corrections.recasting import messages
from plantin.packs.imports.corrections.reconciling import Reconciler, Reconciliation
from plantin.packs.imports.corrections.wording import Fold, Targets, anchor, body, folding, head, key, primary, words_of
from plantin.packs.imports.docx import Manuscript, Passage
from plantin.packs.imports.paragraph_pieces import Call
from plantin.production.compose import compose
from plantin.production.formats import format_named, moment
from plantin.source.front_matter import FrontMatter
from plantin.source.text import Source
from plantin.wordfile.tracked import Tracked


@dataclass(frozen=True, slots=True)
class Comparison:
    """An edited Word edition, compared with the text that it was made from."""

    house: House
    path: Path
    """The edited file."""
    report: Source
    """The text: a source, or a translated one."""
    words: Locale
    reconciled: Reconciliation
    """What the two files say of each other."""
    draft: str = ""
    """What the masthead says of an unfinished translation."""
    findings: tuple[Finding, ...] = ()
    """What was found before the comparison."""
    changes: tuple[Finding, ...] = ()
    """What was changed in the file."""
    described: Sequence[Passage] = ()
    """The section of the file that describes figures."""
    lines: Callable[[Document], Manuscript] = field(kw_only=True)
    """Prints a document and reads it back."""

    @classmethod
    def of(
        cls,
        house: House,
        path: Path,
        tracked: Tracked,
        report: Source,
        header: FrontMatter,
        words: Locale,
        draft: str = "",
    ) -> Comparison:
        """Return the file at ``path`` compared with the Word edition of ``report`` in the language of ``words``. Raises
        SourceError: S050, S051, S054, S058 as ``merge_edits`` does.
        """
        whole = docx.read(path, tracked)
        # Whether what it refers to in other reports is there is the press's affair.
        composed = compose(house, report, header, words, draft=draft, trusting=True).document
        headed = _has_references_heading(report)
        text, entries = without_entries(_without_boxes(whole, composed), composed, str(path), headed=headed)
        before = without_references(composed, headed=headed)
        lines = _once(partial(_lines, house, header.style))
        text, lost = without_front(text, before, lines, str(path))
        text, described = without_descriptions(text, composed)
        edited, former = gather_objects(_drop_uncalled(text), before), gather_objects(lines(bare(before)), before)
        _same_report(edited, header, words, path)
        reconciled = Reconciler(report, header, words, former, edited, str(path)).reconcile()
        if len(reconciled.former) != (count := len(messages(report)[0])):
            message = (
                f"{count} passages in the source, {len(reconciled.former)} in the Word file that the press makes of it"
            )
            raise SourceError.of("S058", message, Place(report.path), "Correct this report in its source.")
        findings = (*lost, *entries, *reconciled.losses, *_boxes(whole, str(path)))
        changes = (*edited.findings, *reconciled.changes)
        return cls(house, path, report, words, reconciled, draft, findings, changes, described, lines=lines)

    def prove(self, fresh: Source, header: FrontMatter) -> tuple[Document, tuple[Finding, ...]]:
        """Return the document of ``fresh``, the text with the changes, and everything of the file that is not in it.
        Raises SourceError for what is wrong with ``fresh``.
        """
        composed = compose(self.house, fresh, header, self.words, draft=self.draft, trusting=True).document
        document = without_references(composed, headed=_has_references_heading(self.report))
        printed = gather_objects(self.lines(bare(document)), document)
        unlike = _unlike(self.reconciled.edited, printed, self.words, str(self.path))
        misprinted = _find_misprints(self.reconciled, printed, self.words, str(self.path))
        lost = lost_descriptions(self.described, composed, self.lines, str(self.path))
        return document, (*self.findings, *lost, *unlike, *misprinted)


def _has_references_heading(report: Source) -> bool:
    """Return whether the text has the heading over its list of references itself."""
    return any(line.inside("references") for line in report.lines())


def _drop_uncalled(manuscript: Manuscript) -> Manuscript:
    """Return the manuscript without notes that nothing calls any more."""
    called = {piece.note for passage in manuscript.passages for piece in passage.line.pieces if isinstance(piece, Call)}
    return replace(manuscript, notes=tuple(note for note in manuscript.notes if note.identifier in called))


def _without_boxes(manuscript: Manuscript, document: Document) -> Manuscript:
    """Return the manuscript of ``document`` without what is in text boxes, without paragraphs of words that are hidden,
    and without the links from figures to their descriptions.
    """
    links = description_links(document)
    passages = (
        passage
        for passage in manuscript.passages
        if not passage.boxed
        and (passage.line.pieces or passage.line.losses or passage.line.formulas)
        and not (passage.named == "source" and words_of(passage) in links)
    )
    return replace(manuscript, passages=tuple(passages))


def _boxes(manuscript: Manuscript, path: str) -> Iterator[Finding]:
    """Yield S058 for each paragraph in a text box."""
    for passage in manuscript.passages:
        if passage.boxed:
            message = f"not carried over: a text box: {passage.place()}"
            yield Finding("S058", message, Place(path), "Write its words where they belong in the text.")


def _once(lines: Callable[[Document], Manuscript]) -> Callable[[Document], Manuscript]:
    """Return ``lines``, called once for equal documents, as the source before and after is without changes."""
    manuscripts: dict[str, Manuscript] = {}

    def print_once(document: Document) -> Manuscript:
        key = document.digest()
        if key not in manuscripts:
            manuscripts[key] = lines(document)
        return manuscripts[key]

    return print_once


def _lines(house: House, style: str, document: Document) -> Manuscript:
    """Return the document as a Word file of the press, read back by the importer."""
    word = format_named("docx")
    assert word is not None  # noqa: S101 - the table of formats has it
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "edition.docx"
        file.write_bytes(word.write(document, house.style(style), moment(document)))
        return _without_boxes(docx.read(file, "accept"), document)


def _same_report(edited: Manuscript, header: FrontMatter, words: Locale, path: Path) -> None:
    # LibreOffice names a language for each direction; that of the text's own counts.
    language = edited.right_to_left if words.direction == "rtl" else edited.language
    if language and primary(language) != primary(words.language):
        message = f"the file is in {language!r}, not in {words.language!r}"
        hint = f"Give --language {primary(language)}."
        raise SourceError.of("S054", message, Place(str(path)), hint)
    if header.symbol.removesuffix("*") not in head(edited):
        message = f"the file is not report {header.symbol}: its masthead says {' / '.join(head(edited)) or 'nothing'}"
        raise SourceError.of("S054", message, Place(str(path)), "Name the report that it was made from.")


def _unlike(edited: Manuscript, printed: Manuscript, words: Locale, path: str) -> Iterator[Finding]:
    """Yield S058 where the new source, printed and read back, says something else than the edited file; S044 where it
    numbers otherwise.
    """
    fold = folding(words.typography)
    edited_rows, printed_rows = (list(_rows(manuscript, fold, words.language)) for manuscript in (edited, printed))
    hint = "Compare the two there, and fix the source by hand."
    same = SequenceMatcher(None, [row[0] for row in edited_rows], [row[0] for row in printed_rows], autojunk=False)
    for tag, start, end, from_, to in same.get_opcodes():
        for n in range(max(end - start, to - from_)):
            was = edited_rows[start + n][1] if start + n < end else None
            now = printed_rows[from_ + n][1] if from_ + n < to else None
            if tag != "equal":
                difference = f"{was.place() if was else 'nothing'}, {now.place() if now else 'nothing'} from the press"
                message = f"not carried over as it is: {difference}"
                yield Finding("S058", message, Place(path), hint)
            elif was and now and was.label != now.label:
                message = (
                    f"{was.kind} {was.label or 'without number'} in the file, {now.label or 'without number'} from the"
                    f" press: {was.place()}"
                )
                yield Finding("S044", message, Place(path), hint)


def _find_misprints(reconciled: Reconciliation, printed: Manuscript, words: Locale, path: str) -> Iterator[Finding]:
    """Yield S058 for an object whose changed words the press does not print as they are in the file."""
    fold = folding(words.typography)
    printed_words = {fold(words_of(passage)) for passage in printed.passages if passage.kind == "object"}
    for passage in reconciled.reworded:
        if fold(words_of(passage)) not in printed_words:
            message = f"not carried over as it is: a {passage.named}, {passage.place()}"
            yield Finding("S058", message, Place(path), "Compare the two there, and fix the source by hand.")


def _rows(manuscript: Manuscript, fold: Fold, language: str) -> Iterator[tuple[tuple[object, ...], Passage]]:
    """Yield what each passage says, with notes and places named by their order, which is the same in two files that say
    the same.

    Objects and paragraphs that are one formula do not count: what was changed in them has been reported.
    """
    passages = [passage for passage in body(manuscript) if passage.kind != "object" and passage.line.pieces]
    objects = [passage for passage in body(manuscript) if passage.kind == "object" and anchor(passage)]
    notes = {note.identifier: f"note {n}" for n, note in enumerate(manuscript.notes)}
    places = {
        mark: f"{kind} {n}"
        for kind, group in (("place", passages), ("object", objects))
        for n, passage in enumerate(group)
        for mark in passage.line.bookmarks
        if not mark.startswith("indicator_")
    }
    places |= {note.bookmark: notes[note.identifier] for note in manuscript.notes if note.bookmark}
    targets = Targets(notes, places, manuscript.marks)
    for passage in passages:
        yield (passage.kind, passage.level, key(passage.line.pieces, targets, language, fold)), passage
    for note in manuscript.notes:
        for passage in note.passages:
            content = key(passage.line.pieces, targets, language, fold)
            yield (notes[note.identifier], passage.kind, passage.level, content), passage
