"""What a program or library that is not ours makes of the same input, asked for once, whatever number of processes and
runs of the tests wants it: pandoc's trees of texts and its MathML, the picture of an EPUB's cover.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any
from unittest import mock

import resvg_py

from plantin.bounded import process
from plantin.bounded.limits import current
from plantin.source import pandoc
from tests.kit.editions import digest, kept

_LONGEST = 500_000
"""So many characters has a text at most whose tree is kept; longer ones are made to do harm, each for one test."""
_LOG = "--log="
_ALONE = ("--from=", "--to=", "--mathml", "--wrap=none", "--quiet", "--sandbox")
"""The options with which pandoc reads what it is given and no file."""


@contextlib.contextmanager
def asked_once(folder: Path) -> Iterator[None]:
    """Keep in ``folder``, meanwhile, what was answered. A test that puts another program or another call in their place
    gets its answer.
    """
    with (
        mock.patch.object(pandoc, "_pandoc", _pandoc(folder)),
        mock.patch.object(resvg_py, "svg_to_bytes", _drawn(folder)),
    ):
        yield


def _pandoc(folder: Path) -> Any:
    asked, run = pandoc._pandoc, process.run

    def answer(path: str, *options: str, given: str = "", **named: Any) -> str:
        lasting = tuple(option for option in options if not option.startswith(_LOG))
        program = pandoc._program()
        ours = process.run is not run or "PYPANDOC_PANDOC" in os.environ or not Path(program).is_file()
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


def _drawn(folder: Path) -> Any:
    draw = resvg_py.svg_to_bytes

    def answer(**options: Any) -> bytes:
        faces = [_file(path) for path in options.get("font_files") or ()]
        key = digest(version("resvg-py"), repr(sorted(options.items())), repr(faces))
        return kept(folder / f"{key}.png", lambda: bytes(draw(**options))).read_bytes()

    return answer


def _file(path: str) -> tuple[str, int, int]:
    """A file as it is now: another one in its place is asked again."""
    found = Path(path).stat()
    return path, found.st_mtime_ns, found.st_size
