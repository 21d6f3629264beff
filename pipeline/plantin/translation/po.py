"""Reads and writes catalogues: the translation of one report into one language, in a PO file (GNU gettext manual, "The
Format of PO Files").

The file is written the same way every time: in the order of the report, unwrapped, without dates.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from plantin import files
from plantin.bounded import bytes as bounded
from plantin.bounded.bytes import MIB
from plantin.findings import Finding, Place, TranslationError
from plantin.settings.forms import unprintable
from plantin.translation import conflict_markers, inline

if TYPE_CHECKING:
    from polib import POEntry

State = Literal["missing", "stale", "translated", "reviewed"]
Stage = Literal["draft", "translated", "revised", "approved"]
STAGES: tuple[Stage, ...] = ("draft", "translated", "revised", "approved")
"""How far a message is, in the order of the work."""
_FIELDS: dict[Stage, str] = {"translated": "translated", "revised": "review", "approved": "approved"}

_LARGEST, _MOST_LINES = 16 * MIB, 200_000
"""The most bytes and lines of a catalogue."""
_LONGEST, _MOST_SIGNS, _LONGEST_WORD = 50_000, 2_000, 2_000
"""The most characters and marks of a translation, letters of a word in it, figures of a number with the characters
between them.
"""
_FIGURES = re.compile(r"[0-9](?:[ .,\u00a0\u202f]?[0-9])*")
_MARKS = re.compile(r"[\[*>^~{$]")
_MARKDOWN, _PLACEHOLDERS = "md-text", "placeholders:"
_DIVIDING = re.compile(r"[\s,\"\\]")
_SHOWN = 20
# A line that is no comment: a keyword perhaps, of an obsolete message or a previous text perhaps, then a text.
_KEYWORD = re.compile(
    r"\s*+(?!#(?![~|]))(?:#~\|?|#\|)?\s*(?:(?:msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)(?![a-z])\s*)?"
)
_ENCLOSED = re.compile(r'"(?:[^"\\]|\\.)*+"\s*')
_REVIEWED, _TRANSLATED, _APPROVED = "reviewed: ", "translated: ", "approved: "
SIGNED = (_TRANSLATED, _REVIEWED, _APPROVED)
"""How a comment begins that says who finished a stage of a message, and when: ``reviewed: 547d43a5, A. Translator,
2035-06-02``. The mark is that of the text, so that the comment holds for no other; a person may write ``yes``.
"""
_BASE = "base: "
_REVISION = "PO-Revision-Date"
_CREATION = "POT-Creation-Date"
_HEADER = (
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
    _REVISION,
    "Last-Translator",
    "Language-Team",
    "Language",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
)
_CHANGING = (_CREATION, "X-Generator")
"""Fields that differ from tool to tool and say nothing of the translation."""
_FIXED = {"MIME-Version": "1.0", "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit"}


@dataclass(frozen=True, slots=True)
class PoEntry:
    """One message and its translation. ``previous`` is the original that a stale translation was made from,
    ``comments`` are the translator's lines, ``note`` says what and where the message is, ``line`` is its line in the
    file (0: not yet there).
    """

    context: str
    original: str
    translation: str = ""
    previous: str = ""
    stale: bool = False
    review: str = ""
    comments: tuple[str, ...] = ()
    note: str = ""
    flags: tuple[str, ...] = ()
    line: int = 0
    translated: str = ""
    approved: str = ""
    base: str = field(default="", compare=False)
    """The mark of the text when it was exported, where no signature has it."""

    @property
    def state(self) -> State:
        """Missing, stale (the original has changed), translated, or reviewed, which holds for its text alone."""
        if not self.translation:
            return "missing"
        if self.stale:
            return "stale"
        return "reviewed" if self._holds(self.review) else "translated"

    @property
    def stage(self) -> Stage:
        """How far the message is: a stage holds for the text that it was finished of."""
        match self.state:
            case "missing" | "stale":
                return "draft"
            case "translated":
                return "translated"
            case "reviewed":
                return "approved" if self._holds(self.approved) else "revised"

    @property
    def signatures(self) -> dict[Stage, str]:
        """The signatures that hold for the text, in the order of the stages."""
        finished = STAGES[1 : STAGES.index(self.stage) + 1]
        pairs = zip(STAGES[1:], (self.translated, self.review, self.approved), strict=True)
        return {stage: text for stage, text in pairs if stage in finished and text and self._holds(text)}

    def _holds(self, signature: str) -> bool:
        return signature.partition(",")[0].strip() in ("yes", self.mark)

    @property
    def mark(self) -> str:
        """What a review of this text is recorded as."""
        return hashlib.sha256(f"{self.original}\0{self.translation}".encode()).hexdigest()[:8]

    def pin(self) -> PoEntry:
        """Return the entry, each stage with the mark of its text, or without it where the translation has changed
        since: where the original has, a signature stays for the day when that is as it was again.
        """
        signatures = self.review, self.translated, self.approved
        review, translated, approved = pinned = tuple(map(self._pin, signatures))
        return self if pinned == signatures else replace(self, review=review, translated=translated, approved=approved)

    def _pin(self, signature: str) -> str:
        if self.stale and not signature.startswith("yes"):
            return signature
        if not signature or not self.translation or self.stale or not self._holds(signature):
            return ""
        mark, *rest = (part.strip() for part in signature.split(","))
        who = rest and mark == "yes"
        return ", ".join((self.mark, *rest, *([_now()[:10]] if who and len(rest) == 1 else ())))

    def with_texts(self, original: str, translation: str) -> PoEntry:
        """Return the entry with texts that mean what its own mean: its signatures hold for them."""
        texts = replace(self, original=original, translation=translation)
        signed: Any = {
            _FIELDS[stage]: signature.replace(self.mark, texts.mark, 1) for stage, signature in self.signatures.items()
        }
        return replace(texts, **signed)

    def sign(self, stage: Stage, name: str) -> PoEntry:
        """Return the entry with the stage finished by the person ``name``, today."""
        return self.with_signature(stage, f"yes, {name}" if name else "yes")

    def with_signature(self, stage: Stage, signature: str) -> PoEntry:
        """Return the entry with the stage finished as ``signature`` says, unless that is of another text."""
        field: Any = {_FIELDS[stage]: signature}
        return replace(self, **field).pin()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The translation of one report: entries in the order of the report, entries it no longer has, the fields of the
    header, the comment at the top of the file.
    """

    path: str
    language: str
    entries: tuple[PoEntry, ...] = ()
    obsolete: tuple[PoEntry, ...] = ()
    header: tuple[tuple[str, str], ...] = ()
    remark: str = ""

    def place(self, entry: PoEntry) -> Place:
        """Return the place of ``entry`` in the file."""
        return Place(self.path, entry.line, 1 if entry.line else 0, entry.context)


def read_catalogue(path: Path, name: str = "", within: Path | None = None) -> Catalogue:
    """Return the catalogue in the file ``path``; findings call it ``name``. Where ``within`` names a folder, a link out
    of it is not followed.

    Raises TranslationError as ``read_text`` does, and T014 not a PO file, T015 a context used twice, T093 a conflict of
    git, T070 characters that no edition can carry, T071 more than any report has.
    """
    name = name or str(path)
    return parse_catalogue(read_text(path, name, within), name)


def read_text(path: Path, name: str, within: Path | None = None) -> str:
    """Return the text of the catalogue in the file ``path``, without a byte order mark. Raises TranslationError: T010
    no such file, T014 not in UTF-8, T072 no regular file.
    """
    try:
        return bounded.read(path, _LARGEST, within).decode("utf-8").removeprefix("\ufeff")
    except FileNotFoundError:
        hint = "Make it with `plantin catalogue update`, and translate it."
        raise TranslationError.of("T010", "there is no catalogue for this language", Place(name), hint) from None
    except OSError as error:
        raise TranslationError.of("T072", bounded.why(error), Place(name), "Put a PO file of a report there.") from None
    except ValueError as error:
        raise _unreadable(error, name) from None


# A translation and what is found in it are read one after the other.
@lru_cache(maxsize=2)
def parse_catalogue(text: str, name: str) -> Catalogue:
    """Return the catalogue whose file has ``text``. Raises as ``read_catalogue`` does."""
    import polib

    if conflicts := conflict_markers.find_conflicts(text, name):
        raise TranslationError(*conflicts[:_SHOWN])
    if (lines := text.count("\n")) > _MOST_LINES:
        message = f"a catalogue of {lines:,} lines; {_MOST_LINES:,} are the most"
        raise TranslationError.of("T071", message, Place(name), "Take out what does not belong to the report.")
    # T014 for each line whose text is not between quotation marks: polib would drop its last letter instead.
    findings = []
    for number, line in enumerate(text.split("\n"), 1):
        keyword = _KEYWORD.match(line)
        if not line.strip() or keyword is None or _ENCLOSED.fullmatch(line, keyword.end()):
            continue
        enclosed = _ENCLOSED.match(line, keyword.end())
        if enclosed:
            words, hint = "a quotation mark inside a text", 'Write it with a backslash, \\".'
        else:
            words, hint = "a text that is not between quotation marks", "Put a quotation mark at both of its ends."
        column = enclosed.end() if enclosed else max(len(line.rstrip()), 1)
        findings.append(Finding("T014", f"not a PO file: {words}", Place(name, number, column), hint))
    if findings:
        raise TranslationError(*findings[:_SHOWN])
    try:
        # With a line end, no text is taken for the name of a file.
        file = polib.pofile(f"{text}\n", wrapwidth=0)
    except (OSError, ValueError, IndexError) as error:
        raise _unreadable(error, name) from None
    catalogue = Catalogue(
        name,
        str(file.metadata.get("Language", "")),
        tuple(_entry(row) for row in file if not row.obsolete),
        tuple(_entry(row) for row in file if row.obsolete),
        tuple((key, value) for key, value in file.metadata.items() if key not in _CHANGING),
        file.header,
    )
    _require_unique(catalogue)
    require_sound(catalogue)
    return catalogue


def _unreadable(error: Exception, name: str) -> TranslationError:
    hint = "`msgfmt -c` says more; save the file as UTF-8."
    return TranslationError.of("T014", f"not a PO file in UTF-8: {str(error)[:200]}", Place(name), hint)


def _excess(text: str) -> str:
    """Return what is longer or deeper in a translation than in any passage of a report; empty where nothing is."""
    rows = (
        (len(text), _LONGEST, "characters"),
        (len(_MARKS.findall(text)), _MOST_SIGNS, "marks"),
        (max(map(len, text.split()), default=0), _LONGEST_WORD, "letters in one word"),
        (max(map(len, _FIGURES.findall(text)), default=0), _LONGEST_WORD, "figures in one number"),
    )
    return next(
        (f"a translation of {count:,} {what}; {most:,} are the most" for count, most, what in rows if count > most), ""
    )


def require_sound(catalogue: Catalogue) -> None:
    """T070 for characters that no edition can carry, T071 for a message beyond any passage of a report."""
    findings = []
    for entry in (*catalogue.entries, *catalogue.obsolete):
        texts = (entry.context, entry.original, entry.translation, entry.previous, entry.note, *entry.comments)
        if fault := next(filter(None, map(unprintable, texts)), ""):
            findings.append(Finding("T070", f"a message has {fault}", catalogue.place(entry), "Remove it."))
        if entry.translation and (words := _excess(entry.translation)):
            hint = "Translate the passage of the report, and no more."
            findings.append(Finding("T071", words, catalogue.place(entry), hint))
    if findings:
        raise TranslationError(*findings[:_SHOWN])


def _require_unique(catalogue: Catalogue) -> None:
    seen: dict[str, PoEntry] = {}
    findings = []
    for entry in catalogue.entries:
        if seen.setdefault(entry.context, entry) is not entry:
            apart = " and ".join(conflict_markers.show_apart(seen[entry.context].translation, entry.translation))
            message = f"the context {entry.context!r} is used twice, with {apart}"
            hint = "Take one of the two away; after a merge in git, `plantin merge-po` keeps both texts."
            findings.append(Finding("T015", message, catalogue.place(entry), hint))
    if findings:
        raise TranslationError(*findings)


def _entry(row: POEntry) -> PoEntry:
    lines = row.tcomment.split("\n") if row.tcomment else []
    translated, review, approved, base = (
        next((line.removeprefix(sign).strip() for line in lines if line.startswith(sign)), "")
        for sign in (*SIGNED, _BASE)
    )
    return PoEntry(
        context=row.msgctxt or "",
        original=row.msgid,
        translation=row.msgstr,
        previous=row.previous_msgid or "",
        stale="fuzzy" in row.flags,
        review=review,
        comments=tuple(line for line in lines if not line.startswith((*SIGNED, _BASE))),
        note=row.comment,
        flags=tuple(
            flag for flag in row.flags if flag not in ("fuzzy", _MARKDOWN) and not flag.startswith(_PLACEHOLDERS)
        ),
        line=row.linenum or 0,
        translated=translated,
        approved=approved,
        base=base,
    )


def write_catalogue(path: Path, catalogue: Catalogue, root: Path) -> bool:
    """Put ``catalogue`` at ``path`` below ``root``; whether that changed the file. The same catalogue gives the same
    bytes: PO-Revision-Date is set only where a translation differs from that in the file, to the current time or
    SOURCE_DATE_EPOCH. Raises UsageError (U026) where a link would have to be followed.
    """
    content = text(catalogue).encode()
    if path.is_file():
        if path.read_bytes() == content:
            return False
        if _translations_at(path) != _translations(catalogue):
            content = text(replace(catalogue, header=(*catalogue.header, (_REVISION, _now())))).encode()
    files.write(path, content, root)
    return True


def _translations(catalogue: Catalogue) -> dict[str, str]:
    """Return the finished translations by their contexts."""
    return {entry.context: entry.translation for entry in catalogue.entries if entry.translation and not entry.stale}


def _translations_at(path: Path) -> dict[str, str]:
    """Return those of the file at ``path``; none where it cannot be read."""
    try:
        return _translations(read_catalogue(path))
    except TranslationError:
        return {}


def signer(signature: str) -> str:
    """Return the name in a signature; empty where it has none.

    >>> signer("547d43a5, A. Translator, 2035-06-02"), signer("yes")
    ('A. Translator', '')
    """
    return signature.partition(",")[2].partition(",")[0].strip()


def _now() -> str:
    """Return the current time, or SOURCE_DATE_EPOCH, in the form of gettext: ``2035-01-01 10:00+0000``."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return moment.strftime("%Y-%m-%d %H:%M%z")


def text(catalogue: Catalogue, *, bases: bool = False) -> str:
    """Return ``catalogue`` as its file keeps it; with ``bases``, as it goes to translators: what no signature says, the
    text of each message when it was written, is in a comment, which programs leave where they change the text.
    """
    import polib

    file = polib.POFile(wrapwidth=0)
    file.header = catalogue.remark
    fields = dict(catalogue.header) | {"Language": catalogue.language} | _FIXED | _plurals(catalogue.language)
    first = {key: fields.pop(key, "") for key in _HEADER}
    file.metadata = first | dict(sorted(fields.items()))
    file.extend(_row(entry, obsolete=False, bases=bases) for entry in catalogue.entries)
    file.extend(_row(entry, obsolete=True) for entry in catalogue.obsolete)
    return str(file).rstrip("\n") + "\n"


def _plurals(language: str) -> dict[str, str]:
    """Return the field Plural-Forms of a language, as CLDR has it; none for a language that it does not know."""
    from babel import Locale, UnknownLocaleError
    from babel.messages.plurals import get_plural

    try:
        return {"Plural-Forms": get_plural(Locale.parse(language, sep="-")).plural_forms} if language else {}
    except (UnknownLocaleError, ValueError):
        return {}


def template(entries: tuple[PoEntry, ...], report: str) -> str:
    """Return ``entries`` of the report with that symbol as a template (.pot), for other tools."""
    return text(Catalogue("", "", entries, header=(("Project-Id-Version", report), (_CREATION, _now()))))


def _flags(entry: PoEntry) -> list[str]:
    """Return what tools for translators may check: the text is Markdown, and these marks are to be in its translation
    as they are (Weblate, "Placeholders"). A mark with signs that divide flags is left out.
    """
    marks = [mark.closing or mark.opening for mark in inline.every(inline.divide(entry.original)) if mark.is_required]
    safe = [f'"{mark}"' for mark in dict.fromkeys(marks) if not _DIVIDING.search(mark)]
    return [_MARKDOWN] * bool(marks) + [_PLACEHOLDERS + ":".join(safe)] * bool(safe)


def _row(entry: PoEntry, *, obsolete: bool, bases: bool = False) -> POEntry:
    import polib

    signatures = (entry.translated, entry.review, entry.approved)
    base = entry.mark if bases and entry.state == "translated" and not any(signatures) else ""
    stages = (sign + value for sign, value in zip((*SIGNED, _BASE), (*signatures, base), strict=True) if value)
    return polib.POEntry(
        msgctxt=entry.context,
        msgid=entry.original,
        msgstr=entry.translation,
        previous_msgid=entry.previous or None,
        tcomment="\n".join((*entry.comments, *stages)),
        comment=entry.note,
        flags=[*(["fuzzy"] if entry.stale else []), *([] if obsolete else _flags(entry)), *entry.flags],
        obsolete=obsolete,
    )
