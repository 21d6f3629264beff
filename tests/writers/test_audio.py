"""The spoken edition: the same bytes from the same voice, any voice by a command, and no edition without one."""

from __future__ import annotations

import datetime as dt
import sys

import pytest

from plantin.auditors.markup import audio as auditor
from plantin.findings import ToolError
from plantin.model.document import Document
from plantin.writers import audio
from plantin.writers.audio import voice
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.spoilt.rewriting import unpacked

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)
BODY = "# Lamps\n\nThe keepers count lamps.[^a] The word [фонарь]{lang=ru} is Russian.\n\n[^a]: With [care]{lang=xx}."
TONE = (
    "import sys; t = sys.stdin.read(); d = bytes(2 * 1600 * len(t)); h = lambda n: n.to_bytes(4, 'little');"
    " sys.stdout.buffer.write(b'RIFF' + h(36) + b'WAVEfmt ' + h(16) + bytes([1, 0, 1, 0]) + h(16000) + h(32000) +"
    " bytes([2, 0, 16, 0]) + b'data' + h(len(d)) + d)"
)


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    voice.spoken.cache_clear()


@pytest.fixture
def document() -> Document:
    return composed(BODY.replace("[care]{lang=xx}", "care"))


def test_the_same_voice_gives_the_same_bytes(document: Document, store: Editions) -> None:
    made = audio.write(document, store.style, MOMENT)
    voice.spoken.cache_clear()
    assert audio.write(document, store.style, MOMENT) == made
    assert auditor.read(made, "x.epub").findings() == ()


def test_calls_are_heard_in_words_and_notes_can_be_left(document: Document, store: Editions) -> None:
    files = unpacked(audio.write(document, store.style, MOMENT))
    smil = files["EPUB/notes.smil"].decode()
    assert '<seq epub:textref="notes.xhtml#note-1" epub:type="endnote">' in smil
    assert b"espeak-ng (synthetic voice)" in files["EPUB/content.opf"]


def test_another_voice_is_a_command(document: Document, store: Editions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(voice.SEAM, f'{sys.executable} -c "{TONE}"')
    made = audio.write(document, store.style, MOMENT)
    assert auditor.read(made, "x.epub").findings() == ()
    assert b"espeak" not in unpacked(made)["EPUB/content.opf"]


@pytest.mark.parametrize("command", ["no-such-voice", "false", "echo nothing"])
def test_without_a_voice_nothing_is_made(
    command: str, document: Document, store: Editions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(voice.SEAM, command)
    with pytest.raises(ToolError) as caught:
        audio.write(document, store.style, MOMENT)
    assert [finding.code for finding in caught.value.findings] == ["D132"]


@pytest.mark.parametrize(
    "wrong", ["b'data' + h(len(d)) + d->b'none'", "h(16000)->h(0)", "h(16000)->h(2**31)", "+ d)->)"]
)
def test_a_voice_that_gives_no_sound_is_a_finding(
    wrong: str, document: Document, store: Editions, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, _, new = wrong.partition("->")
    assert old in TONE
    monkeypatch.setenv(voice.SEAM, f'{sys.executable} -c "{TONE.replace(old, new)}"')
    with pytest.raises(ToolError, match="D132: the voice gives no sound"):
        audio.write(document, store.style, MOMENT)
