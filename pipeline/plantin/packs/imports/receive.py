"""Imports a received file as a source of the house, and accounts for every number and word."""

from __future__ import annotations

import dataclasses
import re
import tempfile
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plantin.files import digest, file_digest, write_all
from plantin.findings import Finding, Place, PlantinError, TranslationError, UsageError
from plantin.findings.progress import Steps
from plantin.house.layout import House
from plantin.lint.source import lint
from plantin.model.document import Document, Table, every
from plantin.model.outline import normal, outline
from plantin.model.symbols import slug
from plantin.packs.imports import inventory, loss, word_counts
from plantin.packs.imports.docx import second_opinion
from plantin.packs.imports.reading import ReadingResult, read_file
from plantin.packs.imports.received import GivenFields, ImportedReport, PrintedNumber, letters
from plantin.packs.imports.tree import folders
from plantin.production.compose import compose
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.wordfile.tracked import Tracked

FINDINGS = "report.import.txt"
"""The file beside the source that says what an import found."""

_ELSEWHERE = ("S083",)
"""What the lint finds of any source that refers to its tables and figures in words: `plantin check` lists it."""

_CALL = re.compile(r"\[\^[^\]]+\]")


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import made."""

    path: str
    """The new source, from the root of the house."""
    counts: Mapping[str, int]
    """How much of each kind is in it; empty where it was refused."""
    left_out: tuple[Finding, ...]
    """What was assumed, changed or left out."""
    slips: tuple[Finding, ...]
    """What the lint finds in the source."""
    losses: tuple[Finding, ...]
    """Numbers and words that differ from those received."""
    refused: PlantinError | None = None
    """Why the source cannot be composed yet."""
    accounts: tuple[loss.Account, ...] = ()
    """What of each kind is in the file, in the source, and reported."""

    def findings(self) -> tuple[Finding, ...]:
        """Return everything that was found, in the order of what to fix first."""
        return (*(self.refused.findings if self.refused else ()), *self.left_out, *self.losses, *self.slips)

    def exit_code(self) -> int:
        """0 where everything came in; 1 where a number or a word did not; else that of who can fix the source."""
        lost = any(finding.severity == "error" for finding in (*self.left_out, *self.losses))
        return self.refused.exit_code if self.refused else int(lost)


@dataclass(frozen=True, slots=True)
class ComposedSource:
    """The document of a new source and its slips, or why there is none."""

    document: Document | None
    slips: tuple[Finding, ...] = ()
    refused: PlantinError | None = None


def import_file(
    house: House,
    path: Path,
    given: GivenFields | None = None,
    *,
    from_: str = "",
    overwrite: bool = False,
    tracked: Tracked = "refuse",
    dry: bool = False,
    judged: bool = False,
    translations: Collection[str] = (),
) -> ImportResult:
    """Write the report in the file ``path`` to ``sources/<symbol>/report.md``; with ``dry`` write nothing. ``from_``
    names its kind (``kinds.Kind``), where its content does not say it; ``judged`` asks LibreOffice too which numbers a
    Word file shows. ``translations`` are the languages that the report is to have beside that of the file.

    The source is written even where the press refuses it, so that it can be fixed; what was found is written beside
    it. Raises SourceError where the file cannot be read, or has tracked changes that ``tracked`` refuses; UsageError
    (U006) where the source is there already and ``overwrite`` is false; TranslationError (T058) where the language of
    the file is among ``translations``; what refuses a new source where another is there. Then nothing is written.
    """
    steps = Steps("import", 3)  # read, compose, compare
    steps.at(path.name)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        read = read_file(house, path, folder, given or GivenFields(), tracked, from_)
        steps.at(path.name, 1)
        if translations:
            text = _in_languages(read.report.text, translations, path)
            read = dataclasses.replace(read, report=dataclasses.replace(read.report, text=text))
        target = house.report(slug(read.report.symbol))
        contents = {
            target.parent / file.relative_to(folder): file.read_bytes()
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }
        composed = compose_source(house, read.report.text, house.name(target), folder)
    steps.at(path.name, 1)
    contents[target] = read.report.text.encode()
    _require_room(house, contents, target, composed, overwrite=overwrite or dry)
    left_out = list(_left_out(read, path, asked=judged))
    if any(slip.code == "S175" for slip in composed.slips):
        # It says of the same pictures where they are in the source.
        left_out = [finding for finding in left_out if finding.code != "S125"]
    result = _result(read, path, house.name(target), composed, left_out)
    result = dataclasses.replace(result, slips=composed.slips)
    if not dry:
        sha256 = folders.digest(path) if read.kind == "folder" else file_digest(path)
        head: dict[str, str | bool] = {"file": path.name, "kind": read.kind, "sha256": sha256, "source": result.path}
        head["composed"] = result.refused is None
        report = loss.write_report(house, head, result.accounts, read.report, result.findings())
        contents |= {target.with_name(name): content for name, content in report.items()}
        contents[target.with_name(FINDINGS)] = _page(result, read.report).encode()
        # The source comes last: there is no report without what was found in its file.
        contents[target] = contents.pop(target)
        write_all(contents, house.root)
    return result


def _in_languages(text: str, translations: Collection[str], path: Path) -> str:
    """Return the source with its languages in the front matter. Raises TranslationError (T058)."""
    original = front_matter.read(source_text.parse(text, str(path))).original_language
    if original in translations:
        message = f"the file is in {original}, and another is given as its translation into {original}"
        hint = "Name the language of the translation, or that of the file with --set original-language=CODE."
        raise TranslationError.of("T058", message, Place(str(path)), hint)
    front, fence, body = text.partition("\n---\n")
    languages = f"languages: [{', '.join((original, *translations))}]"
    front = re.sub(r"(\noriginal-language:.*)", rf"\1\n{languages}", re.sub(r"\nlanguages:.*", "", front), count=1)
    return f"{front}{fence}{body}"


def _require_room(
    house: House, contents: Mapping[Path, bytes], target: Path, composed: ComposedSource, *, overwrite: bool
) -> None:
    """Raise UsageError where a file that would be written is there and is another: U026 where it is a link, a pipe or a
    device, which is never read or replaced; U006 where it would be overwritten without ``overwrite``.
    """
    beside = (target.with_name(name) for name in (loss.PAGE, loss.DATA, FINDINGS))
    for file in (*contents, *beside):
        if file.is_symlink() or (file.exists() and not file.is_file()):
            what = "a link, a pipe, a device or a folder of this name is in the way"
            raise UsageError.of("U026", what, Place(house.name(file)), "Move it away.")
    there = [file for file, content in contents.items() if file.exists() and file_digest(file) != digest(content)]
    if there and composed.refused:
        message = "there is a source already, and the one that this file makes is refused: nothing is written"
        hint = "Give --symbol to have it beside the other, and fix it there."
        finding = Finding("U006", message, Place(house.name(target)), hint)
        raise type(composed.refused)(*composed.refused.findings, finding)
    if there and not overwrite:
        other = "there is a source already, and it is another"
        what = other if target in there else "there is a picture of this name already"
        hint = "Give --replace to overwrite it, or --symbol to keep both."
        raise UsageError.of("U006", what, Place(house.name(there[-1])), hint)


def _result(
    read: ReadingResult, path: Path, name: str, composed: ComposedSource, left_out: Iterable[Finding]
) -> ImportResult:
    """Return what the import of the file at ``path`` made, whose source findings call ``name``, but for its slips."""
    # What of each kind is in the file and in the source.
    received = word_counts.words(read.texts)
    aside = word_counts.words(omission.words for omission in read.report.left_out)
    rows = [loss.words(received, _of_source(read), word_counts.words(read.report.taken), aside)]
    if read.inventory:
        changed = Counter(dict(read.report.changed))
        rows += loss.objects(read.inventory, inventory.markdown(read.report.text), read.report.left_out, changed)
    accounts = tuple(rows)
    document = composed.document
    return ImportResult(
        name,
        outline(document).counts() | {"tables": _count_tables(document)} if document else {},
        (*left_out, *_report_unexplained(accounts, path)),
        (),
        tuple(_losses(read.report.printed, document, str(path))) if document else (),
        composed.refused,
        accounts,
    )


def _count_tables(document: Document) -> int:
    """Return how many tables a document has, those without a title too, which its outline knows by their rows alone."""
    return sum(isinstance(block, Table) and not block.anchor.endswith(".data") for block in every(document.blocks))


def compose_source(house: House, text: str, name: str, folder: Path) -> ComposedSource:
    """The document of a new source, which findings call ``name``, its pictures in ``folder``; or why there is none."""
    try:
        report = source_text.parse(text, name)
        head = front_matter.read(report)
        words = house.locale(head.original_language, head.style)
        slips = tuple(slip for slip in lint(report, head, words) if slip.code not in _ELSEWHERE)
        return ComposedSource(compose(house, report, head, words, folder=folder).document, slips)
    except PlantinError as error:
        return ComposedSource(None, (), error)


# What was found


def _left_out(read: ReadingResult, path: Path, *, asked: bool) -> Iterator[Finding]:
    """Yield what was assumed or left out, where LibreOffice differs, and the words that nothing of this explains."""
    yield from read.notices
    yield from read.report.notices
    yield from (omission.finding(str(path)) for omission in read.report.left_out)
    if read.manuscript and asked:
        yield from second_opinion.second_opinion(path, read.report.printed)
    reported = word_counts.words((*read.report.taken, *(f"{item.what} {item.words}" for item in read.report.left_out)))
    missing = word_counts.words(read.texts) - _of_source(read) - reported
    if missing:
        examples = ", ".join(f"{word} ({count})" if count > 1 else word for word, count in list(missing.items())[:20])
        message = f"{missing.total()} words of the file are not in the source, and nothing says why: {examples}"
        yield Finding("S067", message, Place(str(path)), "Compare the source with the file there.")


def _of_source(read: ReadingResult) -> Counter[str]:
    source = read.report.in_words or read.report.text
    return word_counts.marked_words(source) if read.marked else word_counts.source_words(source)


def _report_unexplained(accounts: Sequence[loss.Account], path: Path) -> Iterator[Finding]:
    """Yield S168 for notes, tables and pictures that are neither in the source nor reported."""
    for row in accounts:
        if row.unexplained and row.kind in ("notes", "tables", "pictures"):
            message = (
                f"{row.unexplained} of {row.received} {row.kind} of the file are not in the source, and nothing"
                " says why"
            )
            yield Finding("S168", message, Place(str(path)), "Compare the source with the file.")


def check_import(
    house: House, path: Path, given: GivenFields | None = None, *, from_: str = "", tracked: Tracked = "refuse"
) -> ImportResult:
    """Return the file ``path`` compared with its source as that is now: nothing is written. Raises SourceError as
    ``import_file``, and S001 where there is no source of its symbol.
    """
    with tempfile.TemporaryDirectory() as scratch:
        read = read_file(house, path, Path(scratch), given or GivenFields(), tracked, from_)
    target = house.report(slug(read.report.symbol))
    text = source_text.read(target, house.name(target)).text()
    now = dataclasses.replace(read, report=dataclasses.replace(read.report, text=text, in_words=""))
    composed = compose_source(house, now.report.text, house.name(target), target.parent)
    # What was read back (S182) is the source that an import would write now.
    left_out = _left_out(now, path, asked=False)
    errors = [finding for finding in left_out if finding.severity == "error" and finding.code != "S182"]
    return _result(now, path, house.name(target), composed, errors)


def _losses(printed: Sequence[PrintedNumber], document: Document, path: str) -> Iterator[Finding]:
    """Yield S044 for each number of the received text that the press gives otherwise, or to other words."""
    press = outline(document)
    # The last section, with the data of charts under its heading, is the press's own.
    end = next((n - 1 for n, entry in enumerate(press.body) if entry.anchor.endswith(".data")), len(press.body))
    rows_by_kind = {
        kind: [(entry.label, entry.text) for entry in press.body[:end] if entry.kind == kind]
        for kind in ("section", "paragraph", "item")
    }
    rows_by_kind["paragraph"] = [row for row in rows_by_kind["paragraph"] if row[0]]
    rows_by_kind["note"] = [(entry.label, entry.text) for entry in press.notes]
    for kind, rows in rows_by_kind.items():
        received = [number for number in printed if number.kind == kind]
        if kind == "note" and not received:
            # Files of markup have no numbers of notes: each of their programs counts for itself.
            continue
        yield from (
            Finding("S044", message, Place(path, line), "Compare the two texts there.")
            for message, line in _unlike(kind, received, rows)
        )


def _unlike(kind: str, received: Sequence[PrintedNumber], rows: Sequence[tuple[str, str]]) -> Iterator[tuple[str, int]]:
    """Yield where the numbers differ: a received row is paired with the next of the press that says the same words."""
    places: dict[str, list[int]] = defaultdict(list)
    for n, (_, words) in enumerate(rows):
        places[letters(_CALL.sub("", words)).casefold()].append(n)
    after, paired = 0, set()
    for number in received:
        candidates = places.get(letters(number.words).casefold(), [])
        at = bisect_left(candidates, after)
        words = normal(number.words)[:40]
        if at == len(candidates):
            yield f"{kind} {number.label} as received, nothing from the press: {words!r}", number.line
            continue
        after = candidates[at] + 1
        paired.add(candidates[at])
        label = rows[candidates[at]][0]
        # The signs around a number, 1. or (1) or 1 -, are those of the language.
        if number.label and _digits(label) != _digits(number.label):
            yield f"{kind} {number.label} as received, {label} from the press: {words!r}", number.line
    for n, (label, words) in enumerate(rows):
        if n not in paired and kind != "item":
            yield f"{kind} nothing as received, {label} from the press: {normal(words)[:40]!r}", 0


def _digits(label: str) -> str:
    """Return the numbers of a label, in one form of their figures, without the signs around them."""
    parts = re.findall(r"[^\W_]+", label)
    return ".".join("".join(str(unicodedata.decimal(sign, sign)) for sign in part) for part in parts)


def _page(result: ImportResult, report: ImportedReport) -> str:
    """Return the file beside the source: every finding, then the words left out, whole."""
    findings = [str(finding) for finding in result.findings()]
    words = [f"{omission.what}:\n{' '.join(omission.words.split())}" for omission in report.left_out if omission.words]
    state = "The source cannot be composed yet." if result.refused else "The source can be composed."
    parts = [f"Import of {result.path}. {state}", "\n".join(findings) or "Nothing was found."]
    return "\n\n".join([*parts, *(["Words that are not in the source:", *words] if words else [])]) + "\n"
