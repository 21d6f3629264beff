"""A small server for the desk: each report beside its translation with the findings in place, made anew when a file changes.

It answers this machine alone, reads, and writes nothing.
"""

from __future__ import annotations

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pipeline.findings import Finding, Place, UsageError
from pipeline.house.layout import House
from pipeline.preview.server.site import Answer, Site

__all__ = ["Answer", "Server", "Site", "server"]

_HERE = "127.0.0.1"
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}


class Server(ThreadingHTTPServer):
    """The server of one house; ``serve_forever`` runs it until ``shutdown``."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, house: House, port: int) -> None:
        self.site = Site(house)
        super().__init__((_HERE, port), _Handler)

    @property
    def address(self) -> str:
        """Where its first page is."""
        return f"http://{_HERE}:{self.server_port}/"


def server(house: House, port: int) -> Server:
    """A server of ``house`` at ``port`` of this machine, 0 for any that is free. Raises UsageError (U016) where the port is taken."""
    try:
        return Server(house, port)
    except (OSError, OverflowError) as error:
        hint = "Give --port another number, or 0 for any that is free."
        raise UsageError(Finding("U016", f"port {port} cannot be had: {error}", Place("--port"), hint)) from None


class _Handler(BaseHTTPRequestHandler):
    """One request. Other pages that the reader has open get nothing: they would ask under a name of their own."""

    server: Server
    server_version = "plantin"
    sys_version = ""

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the library gives it
        """Say nothing: the page is polled every second."""

    def _answer(self, *, body: bool) -> None:
        own = {f"{name}:{self.server.server_port}" for name in (_HERE, "localhost")}
        asked = self.headers.get("Host", "")
        answer = self.server.site.answer(self.path) if asked in own else Answer.of(HTTPStatus.FORBIDDEN)
        self.send_response(answer.status)
        headers = {**_HEADERS, "Content-Type": answer.media_type, "Content-Length": str(len(answer.content))}
        if answer.policy:
            headers["Content-Security-Policy"] = answer.policy
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if body:
            self.wfile.write(answer.content)
