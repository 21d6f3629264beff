"""What the server answers."""

from __future__ import annotations

import io
import json
import mimetypes
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import BinaryIO, Self

from plantin.production.formats import formats

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:;"
    " font-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The policy of the server's own pages."""
_OPAQUE = "sandbox allow-modals allow-downloads allow-popups allow-popups-to-escape-sandbox"
_CONTENT = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
SANDBOX = f"{_OPAQUE}; {_CONTENT}"
"""The policy of whatever is not a page of the server's own: it is in an origin of its own (HTML, 7.1.1: an opaque
origin), runs no script, and reaches nothing of this server.
"""
SCRIPTED = f"{_OPAQUE} allow-scripts; {_CONTENT}; script-src 'unsafe-inline'"
"""The same for finished editions: the scripts of a web edition run, and reach nothing either."""
SITE = (
    f"{_OPAQUE} allow-scripts allow-forms; default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self' blob:;"
    " font-src 'self' data:; base-uri 'none'; form-action 'self'"
)
"""The same for the pages of a site, whose files are beside them; of this server they reach what it answers to an origin
that is no one's, which is the site.
"""
HTML, TEXT, EVENTS = "text/html; charset=utf-8", "text/plain; charset=utf-8", "text/event-stream"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An answer: its status, media type and bytes, or the ``file`` that has them; ``policy`` is what a browser lets it
    do when it is opened. A ``stream`` goes on until the reader leaves; ``fields`` are further fields of the head,
    ``ended`` is called when the answer is over.
    """

    status: HTTPStatus
    media_type: str
    content: bytes = b""
    policy: str = SANDBOX
    file: io.BufferedReader | None = None
    stream: Iterator[bytes] | None = None
    fields: tuple[tuple[str, str], ...] = ()
    ended: Callable[[], None] | None = None

    @classmethod
    def of(cls, status: HTTPStatus) -> HttpAnswer:
        """Return an answer that says its status and nothing else."""
        return cls(status, TEXT, f"{status.value} {status.phrase}\n".encode())

    @classmethod
    def json(cls, status: HTTPStatus, value: object) -> HttpAnswer:
        """Return a value for a script of the server's own."""
        return cls(status, JSON, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def size(self) -> int:
        """Return how many bytes it has."""
        return os.fstat(self.file.fileno()).st_size if self.file else len(self.content)

    def open(self) -> BinaryIO:
        """Return its bytes, to be read."""
        return self.file or io.BytesIO(self.content)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.file:
            self.file.close()
        if self.ended:
            self.ended()

    @classmethod
    def page(cls, markup: str) -> HttpAnswer:
        """Return a page of the server's own."""
        return cls(HTTPStatus.OK, HTML, markup.encode(), POLICY)


def media_type(name: str) -> str:
    """Return the media type of a file by the end of its name."""
    types = {row.suffix: row.media_type for row in formats()} | {".html": HTML, ".json": JSON}
    by_suffix = (kind for suffix, kind in types.items() if name.endswith(suffix))
    return next(by_suffix, mimetypes.guess_type(name)[0] or "application/octet-stream")
