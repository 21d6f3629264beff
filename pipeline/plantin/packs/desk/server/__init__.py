"""A small local server: each report beside its translation with findings in place, updated when a file changes, and a
desk at which it is translated.

It answers this machine alone, and writes nothing but what its pages ask for: translations, files that are imported,
edits that fix a source, editions, and the draft of the site.
Whoever asks slowly, does not read the answer, or asks too often at once is put out.
"""

from __future__ import annotations

import select
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from plantin.bounded.bytes import KIB
from plantin.bounded.limits import current
from plantin.findings import Place, UsageError
from plantin.house.layout import House
from plantin.packs.desk.reception import LARGEST as LARGEST_FILE
from plantin.packs.desk.server.answers import HttpAnswer
from plantin.packs.desk.server.desk import LARGEST_REQUEST
from plantin.packs.desk.server.site import BEAT, Site

__all__ = ["Answer", "Server", "Site", "server"]

_HERE = "127.0.0.1"
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_MOST = 48
"""So many connections are open at once; a browser opens six."""
_ASKING, _IDLE, _WHOLE = 5.0, 10.0, 600.0
"""Seconds for a request to arrive, for the reader to take a piece of the answer, and for all of it."""
_PIECE = 64 * KIB


class Server(ThreadingHTTPServer):
    """The server of one house; ``serve_forever`` runs it until ``shutdown``. Pages are made by ``executor``."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, house: House, port: int, executor: Executor, typing: Executor | None = None) -> None:
        self.site = Site(house, executor, typing)
        self._deadlines: dict[socket.socket, float] = {}
        self._asking: dict[socket.socket, None] = {}
        self._lock = threading.Lock()
        super().__init__((_HERE, port), _Handler)

    @property
    def address(self) -> str:
        """Where its first page is."""
        return f"http://{_HERE}:{self.server_port}/"

    def process_request(self, request: Any, client_address: object) -> None:
        """Take a connection. Of too many, the one asking longest is put out, or this one if none is asking."""
        with self._lock:
            full = len(self._deadlines) >= _MOST
            if not full or self._asking:
                if full:
                    _put_out(next(iter(self._asking)))
                    self._forget(next(iter(self._asking)))
                self._deadlines[request] = time.monotonic() + _ASKING
                self._asking[request] = None
                full = False
        if full:
            self.shutdown_request(request)
        else:
            super().process_request(request, client_address)

    def answering(self, request: socket.socket, seconds: float) -> None:
        """Say that the request has arrived, and how long this piece of the answer may take."""
        with self._lock:
            self._asking.pop(request, None)
            if request in self._deadlines:
                self._deadlines[request] = time.monotonic() + seconds

    def shutdown_request(self, request: Any) -> None:
        """End a connection."""
        with self._lock:
            self._forget(request)
        super().shutdown_request(request)

    def service_actions(self) -> None:
        """Put out whoever takes too long; ``serve_forever`` calls it twice a second."""
        now = time.monotonic()
        with self._lock:
            for request in [request for request, deadline in self._deadlines.items() if deadline < now]:
                _put_out(request)
                self._forget(request)

    def server_close(self) -> None:
        """Let the port go, and whoever waits for changes."""
        self.site.changes.close()
        super().server_close()

    def handle_error(self, request: Any, client_address: object) -> None:
        """Report an error; a reader that went away, or was put out, is no fault."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    def _forget(self, request: socket.socket) -> None:
        self._deadlines.pop(request, None)
        self._asking.pop(request, None)


def server(house: House, port: int, executor: Executor, typing: Executor | None = None) -> Server:
    """Return a server of ``house`` at ``port`` of this machine, 0 for any that is free, whose pages ``executor`` makes;
    ``typing``, one process best, shows what is typed in a desk. Raises UsageError (U016) where the port is taken.
    """
    try:
        return Server(house, port, executor, typing)
    except (OSError, OverflowError) as error:
        hint = "Give --port another number, or 0 for any that is free."
        raise UsageError.of("U016", f"cannot bind port {port}: {error}", Place("--port"), hint) from None


def _put_out(request: socket.socket) -> None:
    """End what a connection waits for; the thread that has it closes it."""
    try:
        request.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


class _Handler(BaseHTTPRequestHandler):
    """One request. Pages of others that the reader has open get nothing: they would ask under a name of their own.
    Those of the draft get its files.
    """

    server: Server
    server_version = "plantin"
    sys_version = ""
    timeout = _IDLE

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_POST(self) -> None:
        """Answer what a page sends: JSON, or a file that is brought; nothing larger than any page sends."""
        length, kind = self.headers.get("Content-Length", ""), self.headers.get_content_type()
        most = {"application/json": LARGEST_REQUEST, "application/octet-stream": LARGEST_FILE}.get(kind, 0)
        site, token = self.server.site, self.headers.get("Plantin-Token", "")
        if not self._is_own() or not most or not site.desks.is_token(token):
            self._refuse(HTTPStatus.FORBIDDEN)
        elif not length.isascii() or not length.isdecimal() or int(length[:12]) > most:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            self.server.answering(self.connection, _WHOLE)
            body, name = self.rfile.read(int(length)), self.headers.get("Plantin-Name", "")
            self._give(lambda: site.answer_sent(self.path, kind, name, body), body=True)

    def _refuse(self, status: HTTPStatus) -> None:
        """Answer without reading what was sent; the connection ends."""
        self.close_connection = True
        self._send(HttpAnswer.of(status), body=True)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the library gives it
        """Say nothing: what is wrong is on the pages."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002 - the library's
        """Send the library's answer to what is no request, without a word of it."""
        self.close_connection = True
        self._send(HttpAnswer.of(HTTPStatus(code)), body=True)

    def _answer(self, *, body: bool) -> None:
        site = self.server.site
        # Pages of the draft ask for its files, and have no origin that says so: who knows its address may.
        asks = self._is_own() or (self._names_here() and site.draft.is_address(self.path))
        self._give(lambda: site.answer(self.path) if asks else HttpAnswer.of(HTTPStatus.FORBIDDEN), body=body)

    def _give(self, made: Callable[[], HttpAnswer], *, body: bool) -> None:
        """Send the answer that ``made`` gives; a program that it runs is ended before the reader is put out."""
        self.server.answering(self.connection, _WHOLE + current().seconds)
        try:
            answer = made()
        except Exception:
            # An internal error is reported to the reader, and with a traceback to whoever started the server.
            self._send(HttpAnswer.of(HTTPStatus.INTERNAL_SERVER_ERROR), body=body)
            raise
        self._send(answer, body=body)

    def _is_own(self) -> bool:
        """Return whether a page of this server asks, or the reader: not a page of another origin, by whatever name it
        knows this machine.
        """
        origins = self.headers.get_all("Origin", [])
        if not self._names_here() or not {*origins} <= {f"http://{name}" for name in self._names()}:
            return False
        other = self.headers.get("Sec-Fetch-Site", "none") in {"cross-site", "same-site"}
        # A link elsewhere that the reader follows shows the page to the reader alone.
        return not other or (
            self.headers.get("Sec-Fetch-Mode") == "navigate" and self.headers.get("Sec-Fetch-Dest") == "document"
        )

    def _names(self) -> list[str]:
        return [f"{name}:{self.server.server_port}" for name in (_HERE, "localhost")]

    def _names_here(self) -> bool:
        """Return whether the request is for this server by one of its names."""
        hosts = self.headers.get_all("Host", [])
        return len(hosts) == 1 and hosts[0] in self._names()

    def _send(self, answer: HttpAnswer, *, body: bool) -> None:
        with answer:
            self.send_response(answer.status)
            policy = {"Content-Type": answer.media_type, "Content-Security-Policy": answer.policy}
            headers = {**_HEADERS, **policy, **dict(answer.fields)}
            if answer.stream is None and answer.status != HTTPStatus.NO_CONTENT:
                headers["Content-Length"] = str(answer.size())
            for name, value in headers.items():
                self.send_header(name, value)
            end = time.monotonic() + _WHOLE
            self.server.answering(self.connection, _IDLE)
            self.end_headers()
            for piece in (answer.stream or ()) if body else ():
                if _has_left(self.connection):
                    break
                if piece:
                    self.wfile.write(piece)
                self.server.answering(self.connection, BEAT + _IDLE)
            for piece in _pieces(answer) if body else ():
                self.server.answering(self.connection, min(_IDLE, end - time.monotonic()))
                self.wfile.write(piece)


def _has_left(reader: socket.socket) -> bool:
    """Return whether whoever reads a stream has closed the connection; nothing is sent on it any more but its end."""
    ready, _, _ = select.select([reader], [], [], 0)
    try:
        return bool(ready) and not reader.recv(1, socket.MSG_PEEK)
    except OSError:
        return True


def _pieces(answer: HttpAnswer) -> Iterator[bytes]:
    """Yield the bytes of an answer, a piece at a time, and no more than it has announced."""
    left = answer.size()
    content = answer.open()
    while left > 0 and (piece := content.read(min(_PIECE, left))):
        left -= len(piece)
        yield piece
