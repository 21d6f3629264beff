"""Keeps a file that somebody brings to the first page of the preview, imports it, and makes editions of it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path, PurePath

from plantin import new_house
from plantin.bounded.bytes import MIB
from plantin.files import digest, file_digest, write
from plantin.findings import Finding, Place, PlantinError, UsageError
from plantin.house.layout import House
from plantin.lint.source.objects import SourcePicture, pictures
from plantin.new_house import HouseOrder
from plantin.packs.imports import loss, markup, receive
from plantin.packs.imports.received import CONTROLS, GivenFields
from plantin.production import planning, schedule
from plantin.production.formats import Edition, formats
from plantin.production.planning import Refused
from plantin.production.schedule import Failed, Fetched, Fresh, Made
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.wordfile.tracked import Tracked

LARGEST = 64 * MIB
"""The most bytes of a file that is brought."""
FOLDER = "received"
"""The folder of the house in which such files are kept, as they came."""
KINDS = (".docx", ".odt", ".html", ".htm", ".md", ".adoc", ".epub", ".tex", ".rst", ".org", ".txt")
ASKED = ("symbol", "title", "organ", "date", "original-language")
"""The fields that a person may be asked for: those that a file often does not have."""
PUBLISHER = "publisher"
"""Who publishes the reports, which is asked for with the first file of a new house."""
TRACKED: dict[str, Tracked] = {"": "refuse", "accept": "accept", "reject": "reject"}
"""What is done with the tracked changes of a Word file, by what a person answered."""
EDITIONS = ("html", "pdf", "docx", "epub")
_THERE = "U006"
_UNSAFE = re.compile(r"[^\w .()+-]+")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class ReceivedReport:
    """A report that came in."""

    slug: str
    digest: str
    """SHA-256 of its source."""
    fields: Mapping[str, str]
    """What the source says of itself, of the fields that a person may be asked for."""
    counts: Mapping[str, int]
    """How much of each kind is in it; empty where the source cannot be composed yet."""
    account: tuple[str, ...]
    """What of each kind is in the file, in the source, and left out, in words."""
    findings: tuple[Finding, ...]
    """What was assumed, changed or left out, and why the source cannot be composed, if it cannot."""
    buildable: bool
    pictures: tuple[SourcePicture, ...]
    """Its pictures, which a person may describe."""


@dataclass(frozen=True, slots=True)
class PictureWords:
    """What a person says a picture shows, or that it says nothing."""

    words: str
    decorative: bool


def keep(house: House, name: str, content: bytes) -> str:
    """Keep a file that was brought, under its name or one like it, below the root of the house; where it is. Another
    file of the name is not replaced. Raises UsageError: U010 for a name of no kind that is imported, U026 for a link.
    """
    plain = _UNSAFE.sub("-", unicodedata.normalize("NFC", PurePath(name.replace("\\", "/")).name)).strip(" .")
    stem, suffix = PurePath(plain).stem[:_LONGEST_NAME], PurePath(plain).suffix.lower()
    if not stem or suffix not in KINDS:
        hint = f"Bring one of these kinds: {', '.join(KINDS)}."
        raise UsageError.of("U010", "it is not of a kind that is imported", Place(plain or "the file"), hint)
    path = house.root / FOLDER / f"{stem}{suffix}"
    if path.exists() and file_digest(path) != digest(content):
        path = path.with_stem(f"{stem}-{digest(content)[:8]}")
    write(path, content, house.root)
    return path.name


def is_empty(house: House) -> bool:
    """Return whether there is nothing in the folder yet but files that were refused, so that a house may be made."""
    there = {path.name for path in house.root.iterdir()} - {".git", ".DS_Store", FOLDER}
    return not there


def bring(house: House, name: str, fields: Mapping[str, str], untouched: Mapping[str, str]) -> ReceivedReport:
    """Import the file ``name`` of those that are kept; ``fields`` are what a person answered. An empty folder becomes a
    house with the look of the file, unless that is refused. A source is replaced only where it is as an earlier import
    left it: ``untouched`` has the digests of these by their slugs. Raises as ``receive.import_file`` does.
    """
    path = house.root / FOLDER / name
    furnished: tuple[Path, ...] = ()
    if is_empty(house):
        order = HouseOrder(publisher=fields.get(PUBLISHER, ""), received=path, workflow="none")
        furnished = new_house.furnish(house.root, order, None, dt.datetime.now(dt.UTC).date()).files
    answers = GivenFields({field: value for field, value in fields.items() if value and field in ASKED})
    tracked = TRACKED.get(fields.get("tracked", ""), "refuse")
    try:
        done = receive.import_file(house, path, answers, tracked=tracked, judged=True)
    except PlantinError as error:
        _remove(house, furnished)
        slug = PurePath(error.findings[0].place.path).parent.name
        if error.findings[0].code != _THERE or file_digest(house.report(slug)) != untouched.get(slug):
            raise
        done = receive.import_file(house, path, answers, overwrite=True, tracked=tracked, judged=True)
    slug = PurePath(done.path).parent.name
    account = tuple(row.line() for row in done.accounts if row.received)
    state, source_fields = file_digest(house.report(slug)), _fields(house, slug)
    sound, there = done.refused is None, source_pictures(house, slug)
    return ReceivedReport(slug, state, source_fields, done.counts, account, done.findings(), sound, there)


def remove_former(house: House, former: str, slug: str, untouched: str) -> bool:
    """Remove the report ``former``, which the same file was imported as before it got another symbol: where its source
    has the digest ``untouched``, and beside it is nothing but what an import wrote. False where it stays.
    """
    folder, now = house.report(former).parent, house.report(slug).parent
    files = [path for path in folder.rglob("*") if path.is_file()]
    import_files = {house.report(former), *(folder / name for name in (loss.PAGE, loss.DATA, receive.FINDINGS))}
    again = all(
        path in import_files or file_digest(path) == file_digest(now / path.relative_to(folder)) for path in files
    )
    if former == slug or not again or file_digest(house.report(former)) != untouched:
        return False
    _remove(house, files)
    return True


def source_pictures(house: House, slug: str) -> tuple[SourcePicture, ...]:
    """Return the pictures that a source names; none of one that cannot be read."""
    try:
        return tuple(pictures(source_text.read(house.report(slug), slug)))
    except PlantinError:
        return ()


def describe(house: House, slug: str, descriptions: Mapping[int, PictureWords], untouched: str) -> str:
    """Write what pictures show into a source, by their places among those that it names; its digest then. One with a
    title is never made decorative, and one without words stays as it is. Raises UsageError (U006) where the source is
    not the one whose digest is ``untouched``.
    """
    path = house.report(slug)
    if file_digest(path) != untouched:
        hint = "Write the descriptions into it, between the brackets before each picture."
        message = "the source was edited since it was imported, and stays as it is"
        raise UsageError.of(_THERE, message, Place(house.name(path)), hint)
    lines = path.read_text("utf-8").split("\n")
    for n, picture in enumerate(source_pictures(house, slug)):
        if n in descriptions and (descriptions[n].words or descriptions[n].decorative):
            # The line of a picture with what it shows.
            description = descriptions[n]
            bare = description.decorative and picture.alone
            words = (
                "" if bare else markup.escape(" ".join(CONTROLS.sub(" ", description.words).split())) or picture.words
            )
            line = picture.line.text.replace(f"![{picture.words}]({picture.name})", f"![{words}]({picture.name})", 1)
            marks = (".unnumbered", ".decorative") if bare else (".decorative", ".unnumbered")
            lines[picture.line.number - 1] = line.replace(*marks, 1) if picture.alone else line
    write(path, "\n".join(lines).encode(), house.root)
    return file_digest(path)


def _remove(house: House, files: Sequence[Path]) -> None:
    """Remove files below the root, and the folders that are empty then."""
    for path in files:
        path.unlink()
    folders = {folder for path in files for folder in path.parents if house.root in folder.parents}
    for folder in sorted(folders, reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def asked_fields(house: House) -> tuple[str, ...]:
    """Return the fields that a person may be asked for in ``house``: of a new one, who publishes it, too; the issuing
    body where the house has several, or where its settings cannot be read, which their own page reports.
    """
    try:
        organs = bool(house.locale("en").masthead.organs)
    except PlantinError:
        organs = True
    new = (PUBLISHER,) if is_empty(house) else ()
    return (*new, *(field for field in ASKED if field != "organ" or organs))


def _fields(house: House, slug: str) -> dict[str, str]:
    """Return the fields of a source as a person may correct them; none of one that cannot be read."""
    try:
        head = front_matter.read(source_text.read(house.report(slug), slug))
    except PlantinError:
        return {}
    return dict(zip(ASKED, (head.symbol, head.title, head.organ, head.date, head.original_language), strict=True))


def editions(house: House, slug: str, executor: Executor) -> tuple[tuple[Edition, ...], tuple[Finding, ...]]:
    """Make the editions of a report in the four formats that readers ask for, in all its languages: those that are
    there now, and why others are not.
    """
    names = tuple(row.name for row in formats() if row.name in EDITIONS)
    plan = planning.plan(house, (slug,), (), names)
    there, wrong = [], [finding for refusal in plan.refused for finding in refusal.error.findings]
    for event in schedule.run(house, plan.wanted, executor, None):
        match event:
            case Fresh() | Fetched() | Made():
                there.append(event.edition)
            case Failed() | Refused():
                wrong += event.error.findings
            case _:
                pass
    return tuple(there), tuple(dict.fromkeys(wrong))
