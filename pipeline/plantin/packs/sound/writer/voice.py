"""Runs the speech synthesizer, which reads text from stdin and writes a WAV file to stdout, and the sound encoder."""

from __future__ import annotations

import os
import re
import shlex
from functools import lru_cache

from plantin.bounded import process
from plantin.bounded.limits import BoundError
from plantin.findings import Finding, Place, ToolError

SEAM = "PLANTIN_VOICE"
"""The variable of the environment that names another voice than espeak-ng: a command, with {language} for the language;
with a language at its end (PLANTIN_VOICE_FR) the voice of that language alone. It is no value of plantin.toml: whoever
builds a house from elsewhere would run its commands.
"""
_ESPEAK = "espeak-ng -v {language} -s 165 --stdin --stdout"
_SIGNS = " --punct"
"""What makes espeak-ng say the names of signs, in its own words for the language."""
_PACKED = "lame --quiet -r -s {rate} --bitwidth 16 -m m -b 48 --scale {gain} -t - -"
_VOICES = {"zh": "cmn"}
_HINT = "On Debian: apt-get install espeak-ng lame."


def narrator() -> str:
    """Return what the metadata call the voice."""
    commands = (_ESPEAK, *_named_voices().values()) if not os.environ.get(SEAM) else _named_voices().values()
    names = dict.fromkeys(shlex.split(command)[0].rpartition("/")[2] for command in commands)
    return f"{', '.join(names)} (synthetic voice)"


def _named_voices() -> dict[str, str]:
    """Return the voices that the environment names, by its variables."""
    return {
        name: command
        for name, command in sorted(os.environ.items())
        if command and (name == SEAM or name.startswith(f"{SEAM}_"))
    }


def engine() -> str:
    """Return the voices and, of espeak-ng, its version; empty where there is none."""
    named = [f"{name}={command}" for name, command in _named_voices().items()]
    espeak = [] if os.environ.get(SEAM) else [_version(["espeak-ng", "--version"])]
    return "; ".join(filter(None, (*named, *espeak)))


def packer() -> str:
    """Return the version of what packs the sound; empty where there is none."""
    return _version(["lame", "--version"])


_RATES = (8_000, 192_000)
"""Samples in a second: the least and the most that a voice may give."""


@lru_cache(maxsize=4)
def _output(command: tuple[str, ...]) -> str:
    try:
        return process.run(command).text.partition("\n")[0].strip()
    except OSError:
        return ""


def _version(command: list[str]) -> str:
    return re.sub(r"\s+Data at.*", "", _output(tuple(command)))


def _command(language: str, *, signs: bool) -> str:
    """Return the command of the voice for a language: its own, that of all, or espeak-ng."""
    named = os.environ.get(f"{SEAM}_{language.upper()}") or os.environ.get(SEAM)
    return (named or _ESPEAK + _SIGNS * signs).replace("{language}", _VOICES.get(language, language))


def speak(text: str, language: str, *, signs: bool = False) -> tuple[int, bytes]:
    """Return ``text`` read aloud, the names of its ``signs`` too where espeak-ng reads: samples in a second, and the
    samples (16 bits, little-endian, one channel). Raises ToolError (D132, V011).
    """
    return _run_voice(_command(language.partition("-")[0].lower(), signs=signs), text)


@lru_cache(maxsize=4096)
def _run_voice(command: str, text: str) -> tuple[int, bytes]:
    program = Place(command.split(maxsplit=1)[0])
    sound = _run_program(shlex.split(command), f"{text}\n".encode())
    if sound[:4] != b"RIFF" or sound[8:12] != b"WAVE" or sound[22:24] != b"\x01\x00" or sound[34:36] != b"\x10\x00":
        raise ToolError(Finding("D132", "the voice gives no WAV of 16 bits and one channel", program, _HINT))
    begin, rate = sound.find(b"data", 12) + 8, int.from_bytes(sound[24:28], "little")
    # A program that writes to a pipe does not know the size beforehand, and gives any.
    samples = sound[begin : begin + (len(sound) - begin) // 2 * 2]
    if begin < 20 or not samples or not _RATES[0] <= rate <= _RATES[1]:
        message = f"the voice gives no sound: {len(samples) // 2} samples, {rate} in a second"
        raise ToolError(Finding("D132", message, program, _HINT))
    return rate, samples


def encode_mp3(samples: bytes, rate: int, gain: float) -> bytes:
    """Return the samples, ``gain`` times as loud, as MP3, 48 kilobits in a second. Raises ToolError (D132, V011)."""
    command = _PACKED.replace("{rate}", f"{rate / 1000:g}").replace("{gain}", f"{gain:.4f}")
    return _run_program(command.split(), samples)


def _run_program(command: list[str], content: bytes) -> bytes:
    try:
        ended = process.run(command, given=content, variables={"LC_ALL": "C.UTF-8"})
    except OSError as error:
        raise ToolError(
            Finding("D132", f"{command[0]} cannot be started: {error.strerror or error}", Place(command[0]), _HINT)
        ) from error
    except BoundError as error:
        raise ToolError(Finding("V011", str(error), Place(command[0]), error.hint)) from error
    if ended.code or not ended.output:
        raise ToolError(Finding("D132", f"{command[0]} failed: {ended.complaint}", Place(command[0]), _HINT))
    return ended.output
