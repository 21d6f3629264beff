"""What a program or library that is not ours makes of the same input, asked for once in a run of the tests, whatever
number of processes runs them: pandoc's tree of a text and its MathML, the picture of an EPUB's cover.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
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
_READ = (f"--from={pandoc.DIALECT}", "--to=json")
_FORMULAS = ("--from=json", "--to=html", "--mathml", "--wrap=none", "--quiet")


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
        ours = process.run is not run or "PYPANDOC_PANDOC" in os.environ
        if ours or lasting not in (_READ, _FORMULAS) or len(given) > _LONGEST:
            return asked(path, *options, given=given, **named)
        logs = [Path(option.removeprefix(_LOG)) for option in options if option.startswith(_LOG)]

        def make() -> bytes:
            text = asked(path, *options, given=given, **named)
            return json.dumps([text, [log.read_text("utf-8") if log.exists() else None for log in logs]]).encode()

        key = repr((pandoc._program(), lasting, named, current()))
        text, written = json.loads(kept(folder / f"{digest(key, given)}.pandoc", make).read_bytes())
        for log, entries in zip(logs, written, strict=True):
            if entries is not None:
                log.write_text(entries, "utf-8")
        return str(text)

    return answer


def _drawn(folder: Path) -> Any:
    draw = resvg_py.svg_to_bytes

    def answer(**options: Any) -> bytes:
        faces = [
            (path, (found := Path(path).stat()).st_mtime_ns, found.st_size) for path in options.get("font_files") or ()
        ]
        return kept(
            folder / f"{digest(repr(sorted(options.items())), repr(faces))}.png", lambda: bytes(draw(**options))
        ).read_bytes()

    return answer
