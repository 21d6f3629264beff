"""Applies a catalogue to a report: the result is a source like any other, line for line that of the original."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from plantin.findings import Finding, Place, TranslationError
from plantin.house.locale import Locale
from plantin.house.locale_tables import DraftForms
from plantin.model.languages import is_pseudo
from plantin.source.front_matter import FrontMatter
from plantin.source.scan import MARKER
from plantin.source.text import Source
from plantin.translation import po, revisions
from plantin.translation.inline import divide, prose
from plantin.translation.marks import IDENTIFIER, differences, hang_together
from plantin.translation.memory import count_words
from plantin.translation.message import Message, fill, messages, translate_head
from plantin.translation.po import STAGES, Catalogue, PoEntry, Stage, State
from plantin.translation.term_uses import number_terms
from plantin.translation.updating import update

_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)(?:\{[^}]*\})?")
# A formula on a line of its own, with its id and its words: a mark before it would make a paragraph of it.
_FORMULA = re.compile(r"(?:\[\]\{[^}]*\}\s*)?(?:\$\$(?:(?!\$\$).)*\$\$|\[\$\$(?:(?!\$\$).)*\$\$\]\{[^}]*\})", re.DOTALL)
_ATTRIBUTES = re.compile(r"[ \t]+\{[#.][^{}]*\}$")
# An abbreviation is found in the text by its letters: what it stands for says that it is not translated.
_SHORT = re.compile(r"masthead:abbreviation-\d+")
_HINT = "Translate them in {path}, or at the desk of `plantin serve`, which lists them by state."


@dataclass(frozen=True, slots=True)
class Status:
    """How far a translation is, in messages by state (``translated`` has ``reviewed`` too) and in words."""

    language: str
    messages: int
    translated: int
    reviewed: int
    stale: int
    missing: int
    words: int
    words_translated: int
    words_by_stage: Mapping[Stage, int]
    """Words of the original by the stage that their messages have reached."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A translated report: a source line for line like that of the original, its front matter, and what it was made
    from.

    ``notice`` says that it is a draft, and is empty where nothing is missing or old.
    """

    source: Source
    head: FrontMatter
    messages: tuple[Message, ...]
    catalogue: Catalogue
    notice: str

    def move_to_catalogue(self, finding: Finding) -> Finding:
        """Return a finding about a place of the source as one about the message in the catalogue that was put there."""
        lines = [message.place.line for message in self.messages[1:]]
        n = bisect.bisect_right(lines, finding.place.line) if finding.place.path == self.source.path else 0
        if not n:
            return finding
        return replace(finding, place=self.catalogue.place(self.catalogue.entries[n]))


def translate(source: Source, head: FrontMatter, path: Path, locale: Locale, name: str = "") -> Translation:
    """Return the report in the language of ``locale``, from the catalogue at ``path``, which findings call ``name``.

    A draft may be incomplete: a message without a translation is left in the original language and says so, in a mark
    before it and for machines ([...]{lang=en}); one whose original has changed keeps its old translation, marked as
    such. Raises TranslationError: T010 no catalogue, T014 and T015 one that cannot be read, T016 a translation whose
    indicators, references or ids are not those of the original, T017 another language.
    """
    catalogue, report_messages = current(source, head, path, name)
    return apply_catalogue(source, head, catalogue, report_messages, locale)


def apply_catalogue(
    source: Source, head: FrontMatter, catalogue: Catalogue, found: tuple[Message, ...], locale: Locale
) -> Translation:
    """Return the report in the language of ``locale`` from ``catalogue``, whose entries are those of the messages
    ``found``, one to one. Raises as ``translate`` does.
    """
    language = locale.language
    if catalogue.language != language:
        fault = f"the catalogue is in {catalogue.language or 'no language'!r}, not in {language!r}"
        raise TranslationError.of("T017", fault, Place(catalogue.path, 1), "Its header has a field Language.")
    if broken := tuple(unlike(catalogue)):
        raise TranslationError(*broken)
    texts: dict[str, str] = {}
    left: list[tuple[str, str]] = []
    untranslated = outdated = 0
    pairs = tuple(zip(found, catalogue.entries, strict=True))
    for message, entry in pairs:
        state = _standing(message, entry)
        untranslated += state == "missing"
        outdated += state == "stale"
        texts[message.context] = _text(message, entry, state, head.original_language, locale.draft)
        if state == "missing" and message.kind in ("title", "masthead") and not _SHORT.fullmatch(message.context):
            left.append((texts[message.context], message.text))
    if is_pseudo(language):
        untranslated = len(found)
    notice = locale.draft.notice.format(untranslated=untranslated, outdated=outdated, messages=len(found))
    bare = {message.context: entry.translation or message.text for message, entry in pairs}
    filled = fill(source, number_terms(found, bare, texts)).with_title(texts["title"], lines=True)
    front = replace(translate_head(head, texts), untranslated=tuple(left))
    return Translation(filled, front, found, catalogue, notice if untranslated or outdated else "")


def unlike(catalogue: Catalogue) -> Iterator[Finding]:
    """T016 for each finished translation whose marks are not those of its original: it cannot be built."""
    for entry in catalogue.entries:
        if entry.state in ("translated", "reviewed") and (lost := differences(entry.original, entry.translation)):
            yield Finding("T016", lost, catalogue.place(entry), "Keep [^name], [](#id) as is.")


def current(source: Source, head: FrontMatter, path: Path, name: str = "") -> tuple[Catalogue, tuple[Message, ...]]:
    """Return the catalogue at ``path`` as an update would leave it, and the messages of the report, one to one."""
    report_messages = messages(source, head)
    return update(po.read_catalogue(path, name, path.parent.parent), report_messages)[0], report_messages


def _standing(message: Message, entry: PoEntry) -> State:
    """Return the state of a message in a draft: an old translation that would break the report cannot be used."""
    if entry.state == "stale" and not hang_together(message.text, entry.translation):
        return "missing"
    return entry.state


def _text(message: Message, entry: PoEntry, state: State, original: str, words: DraftForms) -> str:
    text = re.sub(r"(?<!\\)\n", " ", entry.translation).strip()
    marks: Mapping[State, str] = {"missing": words.untranslated, "stale": words.outdated}
    mark = marks.get(state, "")
    if _SHORT.fullmatch(message.context):
        return text or message.text
    if message.kind in ("title", "masthead"):
        return f"{mark} {message.text if state == 'missing' else text}".lstrip()
    if message.foreign:
        return text or message.text
    if _PICTURE.fullmatch(message.text):  # nothing but a picture makes a figure
        return text if state != "missing" and _PICTURE.fullmatch(text) else message.text
    if _FORMULA.fullmatch(message.text.strip()):
        return message.text if state == "missing" else text
    if state == "missing":
        # What has no letters says the same in every language.
        bare = not any(letter.isalpha() for words in prose(divide(message.text)) for letter in words)
        return message.text if bare else _mark_draft(message.text, mark, original)
    return _mark_draft(text, mark) if mark else _escape_first_word(text, message.text)


def _mark_draft(text: str, mark: str, language: str = "") -> str:
    """Return ``text`` after a mark, as a passage in ``language`` where one is given; an id stays in front."""
    identifier = IDENTIFIER.match(text)
    start = identifier.end() if identifier else 0
    words = text[start:].strip()
    if not words:
        return text
    space = text[start : len(text) - len(text[start:].lstrip())]
    sign = "".join(f"\\{letter}" if letter in "[]*_" else letter for letter in mark)
    if not language:
        return f"{text[:start]}{space}**{sign}** {words}"
    # The id and the classes after the title of a plain table are no words of it.
    attributes = _ATTRIBUTES.search(words)
    after = attributes[0] if attributes else ""
    return f"{text[:start]}{space}**{sign}** [{words.removesuffix(after)}]{{lang={language}}}{after}"


def _escape_first_word(text: str, original: str) -> str:
    """Return ``text`` with a backslash before a first word that would be read as the mark of a block."""
    if re.match(r"#{1,6}\s|>", text):
        return "\\" + text
    match = MARKER.match(text)
    if match is None or MARKER.match(original):
        return text
    sign = re.search(r"[-+*.):#]", match[0])
    return text[: sign.start()] + "\\" + text[sign.start() :] if sign else text


def status(source: Source, head: FrontMatter, path: Path, name: str, language: str) -> Status:
    """Return how far the translation at ``path`` is, which findings call ``name``; a catalogue that is not there has
    everything missing. Raises T014, T015.
    """
    report_messages = messages(source, head)
    old = po.read_catalogue(path, name, path.parent.parent) if path.is_file() else Catalogue(name, language)
    catalogue = update(old, report_messages)[0]
    states = [entry.state for entry in catalogue.entries]
    words = [count_words(message.text) for message in report_messages]
    done = [state in ("translated", "reviewed") for state in states]
    by_stage: Counter[Stage] = Counter()
    for entry, count in zip(catalogue.entries, words, strict=True):
        by_stage[entry.stage] += count
    return Status(
        language,
        len(states),
        sum(done),
        states.count("reviewed"),
        states.count("stale"),
        states.count("missing"),
        sum(words),
        sum(count for count, ready in zip(words, done, strict=True) if ready),
        by_stage,
    )


def unready(
    source: Source, head: FrontMatter, path: Path, name: str, demand: Stage = "revised", *, two_people: bool = False
) -> tuple[Finding, ...]:
    """Return what a release refuses, one finding for all messages that lack the same: T011 not translated, T012 the
    original has changed, T013 not reviewed, T085 not approved, where ``demand`` is that stage or a later one; with
    ``two_people`` T086 for what was revised by its translator or where the names are missing; T092 for a
    pseudo-translation. Findings call the catalogue at ``path`` by ``name``, and begin at the first message.

    Raises TranslationError as ``translate`` does for a catalogue that is not there or cannot be read.
    """
    catalogue, _ = current(source, head, path, name)
    if is_pseudo(catalogue.language):
        message = f"{catalogue.language} is a pseudo-translation, which is never released"
        return (Finding("T092", message, Place(catalogue.path, 1), "Release the languages that people read."),)
    lacking: dict[tuple[str, str, str], list[PoEntry]] = {}
    for entry in catalogue.entries:
        reason = _reason(entry, demand)
        if not reason and two_people and revisions.lacks_names(entry):
            words = "without the names of two people, who translated and who revised"
            reason = ("T086", words, "Sign them with `plantin catalogue sign`.")
        if reason:
            lacking.setdefault(reason, []).append(entry)
    return tuple(
        Finding(
            code,
            f"{len(entries):,} of {len(catalogue.entries):,} messages {words}, from {entries[0].original[:50]!r} on",
            catalogue.place(entries[0]),
            hint.format(path=catalogue.path),
        )
        for (code, words, hint), entries in lacking.items()
    )


def _reason(entry: PoEntry, demand: Stage) -> tuple[str, str, str] | None:
    """Return the code, the words and the hint of what a message lacks."""
    if entry.state == "missing":
        return "T011", "not translated", _HINT
    if entry.state == "stale":
        return "T012", "with an old translation, as the original has changed", _HINT
    if STAGES.index(entry.stage) >= STAGES.index(demand) or not revisions.needs_people(entry):
        return None
    if entry.stage == "translated":
        return "T013", "not reviewed", "Have them reviewed, and sign them with `plantin catalogue sign`."
    return "T085", "not approved", "Have them approved, and sign them with `plantin catalogue sign --stage approved`."
