"""An editor without a window: it speaks with ``plantin lsp`` by the protocol, message by message, and keeps the text of
what it has open.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

from tests.kit.command import COMMAND

_SECONDS = 120.0
"""For an answer, on a machine that does much else; what the server may take is bound in processor time."""


class Editor:
    """A client in this process; the server is one of its own."""

    def __init__(self, server: subprocess.Popen[bytes]) -> None:
        self._server = server
        self._answers: Queue[dict[str, Any]] = Queue()
        self._waiting: list[dict[str, Any]] = []
        self._count = 0
        self.versions: dict[Path, int] = {}
        Thread(target=self._listen, daemon=True).start()

    def processor_seconds(self) -> float:
        """The processor time that the server has taken (proc(5), stat: utime and stime), whatever else is running."""
        fields = Path(f"/proc/{self._server.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _listen(self) -> None:
        stream = self._server.stdout
        assert stream
        while line := stream.readline():
            length = int(line.removeprefix(b"Content-Length: "))
            while stream.readline().strip():
                pass
            self._answers.put(json.loads(stream.read(length)))

    def _send(self, **fields: object) -> None:
        content = json.dumps({"jsonrpc": "2.0", **fields}).encode()
        assert self._server.stdin
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        self._server.stdin.flush()

    def notify(self, method: str, params: object) -> None:
        self._send(method=method, params=params)

    def ask(self, method: str, params: object) -> Any:
        """The result of a request; the error, with its code and message, of one that is refused."""
        self._count += 1
        self._send(id=self._count, method=method, params=params)
        answer = self._next(lambda message: message.get("id") == self._count and "method" not in message)
        return answer.get("error") or answer.get("result")

    def _next(self, wanted: Any) -> dict[str, Any]:
        for message in self._waiting:
            if wanted(message):
                self._waiting.remove(message)
                return message
        while not wanted(message := self._answers.get(timeout=_SECONDS)):
            self._waiting.append(message)
        return message

    def open(self, path: Path, text: str | None = None) -> list[dict[str, Any]]:
        """What is found wrong with a file, which the editor opens or, where it is open, changes and has read again."""
        text = path.read_text("utf-8") if text is None else text
        uri, version = path.as_uri(), self.versions.get(path, 0) + 1
        self.versions[path] = version
        if version == 1:
            item = {"uri": uri, "languageId": "markdown", "version": version, "text": text}
            self.notify("textDocument/didOpen", {"textDocument": item})
        else:
            document = {"uri": uri, "version": version}
            self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})
        return self.findings(path)

    def save(self, path: Path) -> list[dict[str, Any]]:
        self.notify("textDocument/didSave", {"textDocument": {"uri": path.as_uri()}})
        return self.findings(path)

    def findings(self, path: Path) -> list[dict[str, Any]]:
        """What the server publishes next for a file."""
        published = "textDocument/publishDiagnostics"
        uri = path.as_uri()
        message = self._next(lambda sent: sent.get("method") == published and sent["params"]["uri"] == uri)
        diagnostics: list[dict[str, Any]] = message["params"]["diagnostics"]
        return diagnostics

    def at(self, method: str, path: Path, text: str, words: str, **more: object) -> Any:
        """The answer about the place after ``words`` in the text of a file."""
        before = text[: text.index(words) + len(words)]
        column = len(before[before.rfind("\n") + 1 :].encode("utf-16-le")) // 2
        position = {"line": before.count("\n"), "character": column}
        return self.ask(method, {"textDocument": {"uri": path.as_uri()}, "position": position, **more})

    def actions(self, path: Path, diagnostic: dict[str, Any]) -> list[dict[str, Any]]:
        """What is offered for a finding."""
        context = {"diagnostics": [diagnostic]}
        params = {"textDocument": {"uri": path.as_uri()}, "range": diagnostic["range"], "context": context}
        offered: list[dict[str, Any]] = self.ask("textDocument/codeAction", params)
        return [action for action in offered if action["diagnostics"][0]["code"] == diagnostic["code"]]


def apply(text: str, edits: list[dict[str, Any]]) -> str:
    """The text with the edits of the protocol, whose places are units of UTF-16."""
    raw = text.encode("utf-16-le")

    def offset(position: dict[str, int]) -> int:
        lines = text.split("\n")
        before = sum(len(line.encode("utf-16-le")) + 2 for line in lines[: position["line"]])
        return min(before + 2 * position["character"], len(raw))

    places = [(offset(edit["range"]["start"]), offset(edit["range"]["end"]), edit["newText"]) for edit in edits]
    for start, end, new in sorted(places, reverse=True):
        raw = raw[:start] + new.encode("utf-16-le") + raw[end:]
    return raw.decode("utf-16-le")


@contextmanager
def editor(root: Path) -> Iterator[Editor]:
    """An editor that has the house at ``root`` open."""
    command = [*COMMAND, "lsp", "--root", str(root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        client = Editor(server)
        try:
            client.ask("initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": {}})
            client.notify("initialized", {})
            yield client
            client.ask("shutdown", None)
        except BaseException:
            server.kill()
            raise
        client.notify("exit", None)
        _, said = server.communicate(timeout=30)
        if (server.returncode, said) != (0, b""):
            raise AssertionError(f"the server ended with {server.returncode} and said {said.decode()}")
