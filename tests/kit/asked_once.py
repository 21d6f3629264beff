"""What a program or library that is not ours makes of the same input, asked for once in a run, whatever number of processes
wants it: pandoc's trees of texts and its MathML, the cells of liblouis, what is read aloud and how it
is packed, the picture of an EPUB's cover. ``__wrapped__`` of what is in their place asks again.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from functools import wraps
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any
from unittest import mock

import resvg_py

from plantin.bounded import process
from plantin.bounded.limits import current
from plantin.packs.braille import louis
from plantin.packs.sound.writer import voice
from plantin.source import pandoc
from tests.kit.editions import digest, kept

_LONGEST = 500_000
"""So many characters has a text at most whose tree is kept; longer ones are made to do harm, each for one test."""
_LOG = "--log="
_ALONE = ("--from=", "--to=", "--mathml", "--wrap=none", "--quiet", "--sandbox")
"""The options with which pandoc reads what it is given and no file."""
_SPEAKING = ("espeak-ng", "lame")


@contextlib.contextmanager
def asked_once(folder: Path) -> Iterator[None]:
    """Keep in ``folder``, meanwhile, what was answered. A test that puts another program or another call in their place
    gets its answer.
    """
    with (
        mock.patch.object(pandoc, "_pandoc", _pandoc(folder)),
        mock.patch.object(louis, "_ask", _cells(folder)),
        mock.patch.object(voice, "_run_program", _sound(folder)),
        mock.patch.object(resvg_py, "svg_to_bytes", _drawn(folder)),
    ):
        yield


def _pandoc(folder: Path) -> Any:
    asked, run, mkdtemp = pandoc._pandoc, process.run, tempfile.mkdtemp

    @wraps(asked)
    def answer(path: str, *options: str, given: str = "", **named: Any) -> str:
        lasting = tuple(option for option in options if not option.startswith(_LOG))
        program = pandoc._program()
        replaced = process.run is not run or tempfile.mkdtemp is not mkdtemp
        ours = replaced or "PYPANDOC_PANDOC" in os.environ or not Path(program).is_file()
        alone = given and all(option.startswith(_ALONE) for option in lasting)
        if ours or not alone or len(given) > _LONGEST:
            return asked(path, *options, given=given, **named)
        logs = [Path(option.removeprefix(_LOG)) for option in options if option.startswith(_LOG)]

        def make() -> bytes:
            text = asked(path, *options, given=given, **named)
            return json.dumps([text, [log.read_text("utf-8") if log.exists() else None for log in logs]]).encode()

        key = repr((_file(program), lasting, named, current()))
        text, written = json.loads(kept(folder / f"{digest(key, given)}.pandoc", make).read_bytes())
        for log, entries in zip(logs, written, strict=True):
            if entries is not None:
                log.write_text(entries, "utf-8")
        return str(text)

    return answer


def _cells(folder: Path) -> Any:
    asked, run = louis._ask, process.run

    @wraps(asked)
    def answer(lines: Sequence[str], table: str, options: tuple[str, ...]) -> list[str]:
        program = shutil.which(louis.PROGRAM)
        if program is None or process.run is not run or "/" in table:
            return asked(lines, table, options)
        key = digest(repr((_file(program), louis.version(), os.environ.get("LOUIS_TABLEPATH"), *lines, table, options)))
        made = kept(folder / f"{key}.cells", lambda: json.dumps(asked(lines, table, options)).encode())
        return list(json.loads(made.read_bytes()))

    return answer


def _sound(folder: Path) -> Any:
    asked, run = voice._run_program, process.run

    @wraps(asked)
    def answer(command: list[str], given: bytes) -> bytes:
        program = shutil.which(command[0])
        if program is None or process.run is not run or command[0] not in _SPEAKING:
            return asked(command, given)
        key = digest(repr((_file(program), command)), sha256(given).hexdigest())
        return kept(folder / f"{key}.sound", lambda: asked(command, given)).read_bytes()

    return answer


def _drawn(folder: Path) -> Any:
    draw = resvg_py.svg_to_bytes

    @wraps(draw)
    def answer(**options: Any) -> bytes:
        faces = [_file(path) for path in options.get("font_files") or ()]
        key = digest(version("resvg-py"), repr(sorted(options.items())), repr(faces))
        return kept(folder / f"{key}.png", lambda: bytes(draw(**options))).read_bytes()

    return answer


def _file(path: str) -> tuple[str, int, int]:
    """A file as it is now: another one in its place is asked again."""
    found = Path(path).stat()
    return path, found.st_mtime_ns, found.st_size
