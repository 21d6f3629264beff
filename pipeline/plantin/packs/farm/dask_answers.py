"""Decodes what Dask workers answer: only listed value types, and only what was asked for."""

from __future__ import annotations

import io
import pickle
from dataclasses import dataclass, is_dataclass
from enum import Enum
from importlib import import_module
from pathlib import PurePosixPath
from typing import Any

from plantin.bounded.limits import BoundError
from plantin.bounded.workers import WorkError
from plantin.files import digest
from plantin.findings import PlantinError
from plantin.packs.farm.parcels import SentFile
from plantin.production.checking import Verdict
from plantin.production.formats import Edition, format_named
from plantin.production.steps import IssuedFile

_SIGNS = {
    "application/pdf": b"%PDF-",
    "text/html": b"<!DOCTYPE html",
    "zip": b"PK\3\4",
    "application/x-pef+xml": b"<?xml",
}
_OTHERS = {("builtins", "frozenset"), ("builtins", "set"), ("datetime", "date"), ("datetime", "datetime")}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a step gave."""

    result: Any = None
    """What it returned: Composed, Issued or Verdict."""
    written: tuple[SentFile, ...] = ()
    """The files that it wrote into the build folder."""
    error: Exception | None = None
    """PlantinError, BoundError or WorkError, where it ended with one."""


@dataclass(frozen=True, slots=True)
class WorkRequest:
    """What was asked of a worker, and so what it may answer."""

    result: type
    """Composed, Issued or Verdict."""
    edition: Edition | None = None
    """The edition that it was to make or to read."""
    content: str = ""
    """The digest of the finished file that it was given to read."""


class RefusedError(Exception):
    """An answer does not match what was asked. The message says why, in words that follow "answered with"."""


class _Pickler(pickle.Pickler):
    """Writes errors as they are called: Dask's libraries change how exceptions are pickled."""

    def reducer_override(self, value: object) -> Any:
        """Return how ``value`` is written."""
        if isinstance(value, PlantinError | BoundError):
            return value.__reduce__()
        return (type(value), value.args) if isinstance(value, WorkError) else NotImplemented


class _Unpickler(pickle.Unpickler):
    """Reads values of the press (data classes, named tuples, enumerations, errors) and no others: nothing that could do
    anything but be there.
    """

    def find_class(self, module: str, name: str) -> type:
        """Return the class ``name`` of ``module``. Raises RefusedError where values of it are not taken."""
        if (module, name) in _OTHERS:
            other: type = getattr(import_module(module), name)
            return other
        ours = module.startswith("plantin.") and "." not in name
        kind = getattr(import_module(module), name, None) if ours else None
        if not (isinstance(kind, type) and kind.__module__ == module and _is_value(kind)):
            raise RefusedError(f"a value of {module}.{name}"[:200])
        return kind


def _is_value(kind: type) -> bool:
    return is_dataclass(kind) or issubclass(kind, PlantinError | BoundError | WorkError | Enum | tuple)


def encode_answer(answer: Answer) -> bytes:
    """Return the bytes of an answer."""
    buffer = io.BytesIO()
    _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(answer)
    return buffer.getvalue()


def accept_answer(content: object, asked: WorkRequest, build: str) -> tuple[Answer, bytes]:
    """Return the answer in ``content``, which a worker sent, to what was asked; and the finished file, where an edition
    was to be made. ``build`` is the name of the build folder. An answer is read with nothing of it executed.

    Raises RefusedError: it cannot be read, has values of another kind, has more or other files than the edition that
    was asked for, or a file with other bytes than its digest says or of another format.
    """
    if not isinstance(content, bytes):
        raise RefusedError(f"a {type(content).__name__}")
    try:
        answer = _Unpickler(io.BytesIO(content)).load()
    except RefusedError:
        raise
    except Exception as error:  # noqa: BLE001 - damaged bytes raise whatever they happen to mean
        raise RefusedError(f"something that cannot be read: {error}"[:200]) from None
    if not isinstance(answer, Answer):
        raise RefusedError(f"a {type(answer).__name__}")
    if answer.error is not None:
        if not isinstance(answer.error, PlantinError | BoundError | WorkError) or answer.written:
            raise RefusedError("an error of another kind, or files with it")
        return answer, b""
    if type(answer.result) is not asked.result:
        raise RefusedError(f"a {type(answer.result).__name__}, not a {asked.result.__name__}")
    if isinstance(answer.result, IssuedFile) and asked.edition:
        return answer, _edition(answer, asked.edition, build)
    if answer.written:
        raise RefusedError(f"a file that nobody asked for, {answer.written[0].name[:100]!r}")
    verdict, wanted = answer.result, (asked.edition, asked.content)
    if isinstance(verdict, Verdict) and (verdict.edition, verdict.digest) != wanted:
        raise RefusedError("a verdict on another file")
    return answer, b""


def _edition(answer: Answer, edition: Edition, build: str) -> bytes:
    """Return the finished file of ``edition`` in an answer. Raises RefusedError."""
    name = (PurePosixPath(build) / edition.target).as_posix()
    if [sent.name for sent in answer.written] != [name]:
        names = ", ".join(repr(sent.name[:100]) for sent in answer.written[:3]) or "no file"
        raise RefusedError(f"{names} instead of {name}")
    content, issued, row = answer.written[0].content, answer.result, format_named(edition.format)
    if not isinstance(content, bytes) or (digest(content), len(content)) != (issued.digest, issued.size):
        raise RefusedError(f"other bytes of {name} than it names")
    if row is None or not _is_of(row.media_type, content):
        raise RefusedError(f"bytes that are not {row.title if row else edition.format}, as {name}")
    return content


def _is_of(media_type: str, content: bytes) -> bool:
    """Return whether ``content`` begins as a file of this media type; of one without a sign, whether it is UTF-8."""
    if sign := _SIGNS.get("zip" if media_type.endswith("zip") or "openxmlformats" in media_type else media_type):
        return content.startswith(sign)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
