"""The steps of the press: what crosses a process. Each is a top-level function of picklable values."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path

from pipeline import translation
from pipeline.auditors.parity import passages as passage_parity
from pipeline.auditors.parity import summary as summary_parity
from pipeline.auditors.parity.languages import across
from pipeline.auditors.parity.outline import differences
from pipeline.build import compose as composing
from pipeline.build.compose import Composed
from pipeline.build.formats import FORMATS, Edition, Format, content_of, format_named, moment
from pipeline.files import digest, file_digest, tree_digest, write
from pipeline.findings import Finding, Place, PlantinError, SourceError, TranslationError
from pipeline.house import documents
from pipeline.house.layout import House
from pipeline.house.style import KINDS, Style
from pipeline.lint.source import lint, lint_translation
from pipeline.model.document import Document
from pipeline.model.outline import Outline, outline
from pipeline.model.related_editions import ALONE, PageStart, RelatedEditions
from pipeline.source import front_matter, images, pandoc, scan
from pipeline.source import text as source_text
from pipeline.writers import engine

__all__ = ["Composed", "Issued", "Verdict", "across", "check", "compose", "compose_ingredients", "issue", "issue_ingredients", "moment"]


def compose(house: House, slug: str, language: str) -> Composed:
    """The report ``slug`` in ``language``, resolved, with the findings of the lint where that is its original language.

    Raises SourceError or TranslationError with every finding.
    """
    path = house.report(slug)
    report = source_text.read(path, house.name(path))
    head = front_matter.read(report)
    if head.slug != slug:
        hint = f"Name the folder {head.slug}, or correct the symbol."
        raise SourceError(Finding("S019", f"the symbol {head.symbol} in the folder {slug}", head.place("symbol"), hint))
    locale = house.locale(language)
    if language == head.original_language:
        composed = composing.compose(house, report, head, locale)
        return replace(composed, findings=(*lint(report, head, locale, _style(house)), *composed.findings))
    file = house.catalogue_file(language, slug)
    text = translation.translate(report, head, file, locale, house.name(file))
    try:
        composed = composing.compose(house, text.source, text.head, locale, draft=text.notice)
    except SourceError as error:
        # A fault of the report itself is its author's and is raised here; what is left is the translator's.
        composing.compose(house, report, head, house.locale(head.original_language))
        raise TranslationError(*map(text.moved, error.findings)) from None
    style = _style(house)
    found = (*composed.findings, *(lint_translation(text.source, head, report, style) if style else ()))
    return replace(composed, findings=tuple(map(text.moved, found)))


def _style(house: House) -> Style | None:
    """The house style; nothing where it cannot be read, which is reported when an edition is made."""
    try:
        return house.style()
    except PlantinError:
        return None


@dataclass(frozen=True, slots=True)
class Issued:
    """An edition that was written: its digest, its size in bytes, the seconds it took, and where its pages begin, if others mark them."""

    digest: str
    size: int
    seconds: float
    pages: tuple[PageStart, ...]


def issue(house: House, document: Document, edition: Edition, epoch: int | None, related: RelatedEditions = ALONE) -> Issued:
    """Write one edition into the build folder. Raises StyleError or ToolError."""
    start = time.perf_counter()
    made = _format(edition).paged(document, house.style(), moment(document, epoch), related)
    write(house.build / edition.target, made.content, house.root)
    return Issued(digest(made.content), len(made.content), time.perf_counter() - start, made.pages)


def compose_ingredients(house: House, slug: str, language: str) -> dict[str, str]:
    """The digests of all that a composed report is made of."""
    return {
        "source": _passages(house.report(slug)),
        "beside": _beside(house, slug),
        "locale": file_digest(house.locale_file(language)),
        "documents": file_digest(house.locale_file(language).parent.parent / documents.NAME),
        "faces": file_digest(house.style_folder() / "style.toml"),
        "catalogue": file_digest(house.catalogue_file(language, slug)),
        "press": press(),
        "pandoc": pandoc.edition(),
    }


def _passages(path: Path) -> str:
    """What is read of a source: a digest of its front matter and of each passage, separated by spaces. Blank lines are none of it but
    where they may say something, before an indented passage and in code: there theirs follows that of the passage.
    """
    try:
        report = source_text.read(path)
    except SourceError:
        return file_digest(path)
    passages = [digest(report.head.encode())]
    for block, lines in scan.blocks(report.blocks):
        inside = lines[0].code and lines[0].kind != "code opens"
        blank = f":{digest(block.before.encode())}" if inside or block.text[0].isspace() else ""
        passages.append(digest(block.text.encode()) + blank)
    return " ".join(passages)


def _beside(house: House, slug: str) -> str:
    """The digests of the pictures and of the other reports that a source names."""
    try:
        text = house.report(slug).read_text("utf-8", "replace")
    except OSError:
        return ""
    folder = house.report(slug).parent
    files = [folder / name for name in re.findall(r"\]\(([^()\s#:]+)\)", text)]
    files += [house.report(name) for name in re.findall(r"\]\(([A-Z][\w.-]*)#", text)]
    return digest(" ".join(map(_version, sorted(set(files)))).encode())


def _version(path: Path) -> str:
    """The digest of a file; the size of one that is too large to be read, and nothing where there is none."""
    try:
        size = path.stat().st_size if path.is_file() else 0
    except OSError:
        return ""
    return file_digest(path) if size <= images.LARGEST else f"{size} bytes"


def issue_ingredients(
    house: House, edition: Edition, document_digest: str, epoch: int | None, related: RelatedEditions = ALONE
) -> dict[str, str]:
    """The digests of all that an edition is made of."""
    libraries = {name: version(name) for name in _format(edition).libraries}
    if "weasyprint" in libraries:
        libraries |= engine.versions()
    return {
        "document": document_digest,
        "style": tree_digest(house.style_folder(), kinds=KINDS),
        "press": press(),
        "libraries": " ".join(f"{name} {number}" for name, number in libraries.items()),
        "epoch": "" if epoch is None else str(epoch),
        "related": related.digest(),
    }


def press() -> str:
    """One digest of the press's own code; what only reads editions back, or talks to the user, is no part of it."""
    folder = Path(__file__).parents[1]
    rooms = ("model", "source", "house", "translation", "resolve", "writers")
    parts = [file_digest(folder / "build" / name) for name in ("compose.py", "formats.py", "steps.py")]
    return digest("\n".join(parts + [tree_digest(folder / name, "**/*.py") for name in rooms]).encode())


def _format(edition: Edition) -> Format:
    return format_named(edition.format) or FORMATS[0]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the auditor found in one finished file. ``outline`` is None where the file could not be read; ``pages`` are the beginnings of
    printed pages that it has or marks.
    """

    edition: Edition
    path: str
    digest: str
    size: int
    outline: Outline | None
    pages: tuple[PageStart, ...]
    differences: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    seconds: float


def check(path: Path, name: str, edition: Edition, document: Document, known: tuple[Finding, ...] = ()) -> Verdict:
    """Read the finished file at ``path`` back and compare it with ``document``; findings call the file ``name``. ``known`` are findings
    of it that are among those given back.
    """
    start = time.perf_counter()
    if not path.is_file():
        missing = Finding("P000", "the edition is not there", Place(name), "Make it with `plantin build`.")
        return Verdict(edition, name, "", 0, None, (), (missing,), (), time.perf_counter() - start)
    read = partial(Verdict, edition, name)
    try:
        content = content_of(path, name)
    except PlantinError as error:
        return read("", 0, None, (), (), error.findings, time.perf_counter() - start)
    read = partial(read, digest(content), len(content))
    try:
        reading = _format(edition).read(content, name)
        found, pages, passages = reading.outline(), reading.pages(), reading.passages()
        findings = reading.findings()
    except PlantinError as error:
        return read(None, (), (), error.findings, time.perf_counter() - start)
    unlike = differences(outline(document), found, name)
    if passages:
        unlike += passage_parity.differences(document, passages, name)
        unlike += summary_parity.differences(document, passages.summary, name, paged=bool(pages))
    return read(found, pages, unlike, (*known, *findings), time.perf_counter() - start)
