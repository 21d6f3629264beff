"""The language server: sources of a house in an editor, by pygls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from plantin import __version__
from plantin.findings import Finding
from plantin.house.layout import House
from plantin.packs.desk.language_server.analysis import Completion, Draft

P = ParamSpec("P")
T = TypeVar("T")

_THREADS = ThreadPoolExecutor(thread_name_prefix="source")
_QUIET_SECONDS = 0.3
"""Seconds without a change before a source is read again."""
_KINDS = {
    "place": types.CompletionItemKind.Reference,
    "report": types.CompletionItemKind.File,
    "note": types.CompletionItemKind.Text,
    "work": types.CompletionItemKind.Value,
    "field": types.CompletionItemKind.Property,
}
_TRIGGERS = ["#", "(", "^", "@"]


class Drafts:
    """The sources that are open in the editor."""

    def __init__(self, house: House, server: LanguageServer) -> None:
        self._house, self._server = house, server
        self._drafts: dict[str, Draft] = {}
        self._shown: dict[str, set[str]] = {}

    def draft(self, uri: str) -> Draft | None:
        """Return the source at an address, with the text that the editor has; None for what is no source of the
        house.
        """
        path = Path(to_fs_path(uri) or "").resolve()
        if path.name != "report.md" or path.parent.parent != self._house.sources.resolve():
            return None
        text = self._server.workspace.get_text_document(uri).source
        draft = self._drafts.setdefault(uri, Draft(self._house, path.parent.name, text))
        draft.text = text
        return draft

    async def publish_findings(self, uri: str, wait: float = 0.0) -> None:
        """Show the findings of a source, unless it changes again meanwhile."""
        version = self._server.workspace.get_text_document(uri).version
        await asyncio.sleep(wait)
        if uri not in self._server.workspace.text_documents or (draft := self.draft(uri)) is None:
            return
        if self._server.workspace.get_text_document(uri).version != version:
            return
        findings = await _run_in_thread(draft.findings)
        by_file: dict[str, list[types.Diagnostic]] = {uri: []}
        for finding in findings:
            path = finding.place.path
            other = from_fs_path(str(self._house.root / path)) or uri
            by_file.setdefault(uri if path == draft.name else other, []).append(_diagnostic(finding, draft.text))
        for gone in self._shown.get(uri, set()) - by_file.keys():
            by_file[gone] = []
        self._shown[uri] = {name for name, rows in by_file.items() if rows}
        for name, rows in by_file.items():
            self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(name, rows))


def server(house: House) -> LanguageServer:
    """Return a language server for the sources of ``house``, which ``start_io`` starts."""
    language_server = LanguageServer("plantin", __version__)
    drafts = Drafts(house, language_server)

    @language_server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def did_open(params: types.DidOpenTextDocumentParams) -> None:
        await drafts.publish_findings(params.text_document.uri)

    @language_server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(params: types.DidChangeTextDocumentParams) -> None:
        await drafts.publish_findings(params.text_document.uri, _QUIET_SECONDS)

    @language_server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=_TRIGGERS))
    async def completion(params: types.CompletionParams) -> types.CompletionList:
        items = await _run_in_thread(_completions, drafts.draft(params.text_document.uri), params.position)
        return types.CompletionList(is_incomplete=False, items=items)

    @language_server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        draft = drafts.draft(params.text_document.uri)
        if draft is None:
            return None
        line = params.position.line
        words = await _run_in_thread(draft.printed_words, line, _column(draft.text, params.position))
        return types.Hover(types.MarkupContent(types.MarkupKind.PlainText, words)) if words else None

    return language_server


async def _run_in_thread(call: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Return what ``call`` returns, made in a thread that nobody waits for when the server ends."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, partial(call, *arguments, **named))


def _completions(draft: Draft | None, position: types.Position) -> list[types.CompletionItem]:
    completions: Iterator[Completion] = (
        draft.completions(position.line, _column(draft.text, position)) if draft else iter(())
    )
    return [
        types.CompletionItem(completion.label, kind=_KINDS[completion.kind], detail=completion.detail or None)
        for completion in completions
    ]


def _column(text: str, position: types.Position) -> int:
    """Return the character of a position, which counts units of UTF-16."""
    lines = text.split("\n")
    line = lines[position.line] if position.line < len(lines) else ""
    return len(line.encode("utf-16-le")[: 2 * position.character].decode("utf-16-le", "ignore"))


def _diagnostic(finding: Finding, text: str) -> types.Diagnostic:
    lines = text.split("\n")
    row = min(max(finding.place.line - 1, 0), len(lines) - 1)
    line, column = lines[row], max(finding.place.column - 1, 0)
    begin, end = (len(part.encode("utf-16-le")) // 2 for part in (line[:column], line))
    wrong = types.DiagnosticSeverity.Error if finding.severity == "error" else types.DiagnosticSeverity.Warning
    message = f"{finding.message}\n{finding.hint}".strip()
    where = types.Range(types.Position(row, begin), types.Position(row, max(end, begin)))
    return types.Diagnostic(where, message, severity=wrong, code=finding.code, source="plantin")
