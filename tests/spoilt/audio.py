"""Spoken editions, spoilt in one way each: what a listener would miss or be misled by."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.spoilt.registry import Faults
from tests.spoilt.rewriting import Files, book

FILES = Faults("audio", book)
spoils = FILES.spoils
_FIRST = "EPUB/chapter-1.smil"


def change(files: Files, name: str, pattern: str, other: str | Callable[[re.Match[str]], str]) -> None:
    text = files[name].decode()
    changed = re.sub(pattern, other, text, count=1, flags=re.DOTALL)
    assert changed != text
    files[name] = changed.encode()


@spoils("E010", "E012")
def paragraph_not_read_aloud(files: Files) -> None:
    change(files, _FIRST, r'<par><text src="[^"]*#spoken-4"/>.*?</par>\n', "")
    change(
        files,
        _FIRST,
        r'#spoken-7"/><audio src="([^"]*)" clipBegin="([^"]*)"',
        r'#spoken-7"/><audio src="\1" clipBegin="0.000s"',
    )


@spoils("E010", "E013")
def page_without_an_overlay(files: Files) -> None:
    change(files, "EPUB/content.opf", ' media-overlay="overlay-notes"', "")


@spoils("E010", "E011")
def clip_at_another_place(files: Files) -> None:
    change(files, _FIRST, '#spoken-4"', '#paragraph-99"')


@spoils("E011")
def clips_exchanged(files: Files) -> None:
    change(files, _FIRST, '#spoken-4"(.*?)#spoken-5"', r'#spoken-5"\1#spoken-4"')


@spoils("E011")
def note_that_cannot_be_left(files: Files) -> None:
    change(files, "EPUB/notes.smil", ' epub:type="endnote"', "")


@spoils("E011")
def call_that_cannot_be_skipped(files: Files) -> None:
    change(files, _FIRST, ' epub:type="noteref"', "")


@spoils("E012")
def clip_that_ends_before_it_begins(files: Files) -> None:
    change(files, _FIRST, r'clipBegin="([^"]*)" clipEnd="[^"]*"', r'clipBegin="\1" clipEnd="\1"')


@spoils("E012", "E013")
def sound_cut_off(files: Files) -> None:
    change(files, _FIRST, r'clipEnd="[^"]*"(/></par>\n</seq>\n</body>)', r'clipEnd="900.000s"\1')


@spoils("E012")
def sound_that_is_not_there(files: Files) -> None:
    del files["EPUB/audio/chapter-1.mp3"]


@spoils("E013")
def length_that_is_not_so(files: Files) -> None:
    change(files, "EPUB/content.opf", r'(<meta property="media:duration">)[^<]*', r"\g<1>5.000s")


@spoils("E013")
def length_of_a_part_twice(files: Files) -> None:
    change(files, "EPUB/content.opf", r'(<meta property="media:duration" refines=[^<]*</meta>)', r"\1\1")


@spoils("E013")
def voice_that_seems_a_person(files: Files) -> None:
    change(files, "EPUB/content.opf", r" \(synthetic voice\)", "")


@spoils("E002")
def sound_that_is_not_claimed(files: Files) -> None:
    change(files, "EPUB/content.opf", r'<meta property="schema:accessMode">auditory</meta>', "")


@spoils("A150")
def summary_that_says_no_sound(files: Files) -> None:
    change(
        files,
        "EPUB/content.opf",
        r"All of the report is text in its reading order, and a synthetic voice reads it aloud, paragraph by"
        r" paragraph\.",
        "All of the report is text in its reading order, without images, sound or movement.",
    )


@spoils("P004")
def word_changed(files: Files) -> None:
    change(files, "EPUB/chapter-1.xhtml", "at dusk", "at dawn")
