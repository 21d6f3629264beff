"""The language server: the files of a house in an editor, by pygls."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from plantin import __version__
from plantin.findings import Finding, PlantinError
from plantin.house.layout import House
from plantin.packs.desk.edits import TextRange, fault_range, find_edits
from plantin.packs.desk.language_server import marks, navigation, settings_files
from plantin.packs.desk.language_server.analysis import Completion, Draft
from plantin.packs.desk.language_server.marks import Mark
from plantin.packs.desk.language_server.navigation import ReportTexts, Stretch

P = ParamSpec("P")
T = TypeVar("T")

_THREADS = ThreadPoolExecutor(thread_name_prefix="source")
_QUIET_SECONDS = 0.3
"""Seconds without a change before a source is read again."""
_REFUSED = types.LSPErrorCodes.RequestFailed.value
_KINDS = {
    "place": types.CompletionItemKind.Reference,
    "report": types.CompletionItemKind.File,
    "note": types.CompletionItemKind.Text,
    "work": types.CompletionItemKind.Value,
    "field": types.CompletionItemKind.Property,
    "class": types.CompletionItemKind.Class,
    "path": types.CompletionItemKind.File,
    "code": types.CompletionItemKind.Constant,
    "value": types.CompletionItemKind.EnumMember,
}
_TRIGGERS = ["#", "(", "^", "@", ".", "=", "/"]
_Place = types.DefinitionParams | types.ReferenceParams | types.PrepareRenameParams | types.RenameParams


class OpenFiles:
    """The files of the house that are open in the editor."""

    def __init__(self, house: House, server: LanguageServer) -> None:
        self._house, self._server = house, server
        self._drafts: dict[str, Draft] = {}
        self._published: dict[str, tuple[str, tuple[Finding, ...]]] = {}
        self._shown: dict[str, set[str]] = {}
        self.texts = ReportTexts(house, self._open_text)

    def _open_text(self, path: Path) -> str | None:
        documents = tuple(self._server.workspace.text_documents.items())
        return next((document.source for uri, document in documents if self.path(uri) == path), None)

    def path(self, uri: str) -> Path:
        """Return the path of an address, below the root of the house where it is there."""
        return Path(to_fs_path(uri) or "").resolve()

    def text(self, uri: str) -> str:
        """Return the text that the editor has at an address."""
        return self._server.workspace.get_text_document(uri).source

    def draft(self, uri: str) -> Draft | None:
        """Return the source at an address, with the text that the editor has; None for what is no source of the
        house.
        """
        path = self.path(uri)
        if path.name != "report.md" or path.parent.parent != self._house.sources.resolve():
            return None
        text = self.text(uri)
        draft = self._drafts.setdefault(uri, Draft(self._house, path.parent.name, text))
        draft.text = text
        return draft

    async def publish_findings(self, uri: str, wait: float = 0.0) -> None:
        """Show the findings of a file, unless it changes again meanwhile."""
        version = self._server.workspace.get_text_document(uri).version
        await asyncio.sleep(wait)
        # The library keys documents by addresses with plain spaces, whatever the editor sends.
        closed = self._open_text(self.path(uri)) is None
        if closed or self._server.workspace.get_text_document(uri).version != version:
            return
        text, path, draft = self.text(uri), self.path(uri), self.draft(uri)
        if draft is not None:
            findings = await _run_in_thread(draft.findings)
        elif path.suffix in settings_files.SUFFIXES and path.is_relative_to(self._house.root):
            findings = await _run_in_thread(settings_files.find_faults, self._house, path, text)
        else:
            return
        by_file: dict[str, list[types.Diagnostic]] = {uri: []}
        for finding in findings:
            other_path = self._house.root / finding.place.path
            same = other_path == path
            other = uri if same else from_fs_path(str(other_path)) or uri
            other_text = text if same else self.texts.text(other_path)
            by_file.setdefault(other, []).append(_diagnostic(finding, other_text))
        for gone in self._shown.get(uri, set()) - by_file.keys():
            by_file[gone] = []
        self._shown[uri] = {name for name, rows in by_file.items() if rows}
        here = self._house.name(path)
        self._published[uri] = text, tuple(finding for finding in findings if finding.place.path == here)
        for name, rows in by_file.items():
            self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(name, rows))

    def code_actions(self, uri: str, where: types.Range) -> list[types.CodeAction]:
        """Return the edits that fix what was found in lines of ``where``, as long as the text is what it was."""
        text, findings = self._published.get(uri, ("", ()))
        if text != self.text(uri):
            return []
        return [
            types.CodeAction(
                edit.title,
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[_diagnostic(finding, text)],
                is_preferred=True,
                edit=types.WorkspaceEdit({uri: [types.TextEdit(_range(text, edit.where), edit.new)]}),
            )
            for finding in findings
            if where.start.line <= fault_range(finding, text).line <= where.end.line
            for edit in find_edits(finding, text)
        ]

    def mark(self, params: _Place) -> tuple[Path, Mark] | None:
        """Return the name at a place, and the file that it is in; None where there is none."""
        path = self.path(params.text_document.uri)
        if not self.texts.slug_of(path):
            return None
        column = _column(self.texts.text(path), params.position)
        mark = self.texts.mark_at(path, params.position.line, column)
        return (path, mark) if mark else None

    def location(self, stretch: Stretch) -> types.Location:
        """Return a stretch as the protocol has it."""
        where = TextRange(stretch.line, stretch.start, stretch.end)
        return types.Location(from_fs_path(str(stretch.path)) or "", _range(self.texts.text(stretch.path), where))

    def definitions(self, params: _Place) -> list[types.Location]:
        """Return where the name at a place is given."""
        named = self.mark(params)
        return [self.location(stretch) for stretch in self.texts.definitions(*named)] if named else []

    def references(self, params: types.ReferenceParams) -> list[types.Location]:
        """Return where the name at a place is used in the reports of the house."""
        named = self.mark(params)
        stretches = self.texts.references(*named) if named else ()
        given_too = params.context.include_declaration
        return [self.location(stretch) for stretch, defines in stretches if given_too or not defines]

    def rename_range(self, params: _Place) -> types.Range | None:
        """Return the range of the id or note at a place, which can be renamed."""
        named = self.mark(params)
        if named is None or named[1].kind not in navigation.RENAMED:
            return None
        path, mark = named
        return self.location(Stretch(path, mark.line, mark.start, mark.end)).range

    def rename(self, params: types.RenameParams) -> types.WorkspaceEdit | None:
        """Return what changes in all files where the name at a place is another. Raises JsonRpcException where it
        cannot be.
        """
        named = self.mark(params)
        if named is None:
            return None
        try:
            renaming = navigation.rename(self.texts, *named, params.new_name)
        except PlantinError as error:
            words = "\n".join(f"{finding.message}. {finding.hint}" for finding in error.findings)
            raise JsonRpcException(words, _REFUSED) from None
        changes: dict[str, list[types.TextEdit]] = {}
        for stretch in renaming.stretches:
            location = self.location(stretch)
            changes.setdefault(location.uri, []).append(types.TextEdit(location.range, renaming.name))
        for path, new in renaming.catalogues:
            text = self.texts.text(path)
            whole = types.Range(types.Position(0, 0), types.Position(text.count("\n") + 1, 0))
            changes[from_fs_path(str(path)) or ""] = [types.TextEdit(whole, new)]
        return types.WorkspaceEdit(changes)

    def symbols(self, uri: str) -> list[types.DocumentSymbol]:
        """Return the sections of a source as a tree."""
        text = self.text(uri)
        roots: list[types.DocumentSymbol] = []
        above: list[tuple[int, list[types.DocumentSymbol]]] = [(0, roots)]
        for heading in marks.find_headings(text):
            begin = types.Position(heading.line, 0)
            end = _position(text, heading.line, len(_line(text, heading.line)))
            last = end if heading.last <= heading.line else types.Position(heading.last, 0)
            symbol = types.DocumentSymbol(
                heading.words or "—", types.SymbolKind.String, types.Range(begin, last), types.Range(begin, end)
            )
            while above[-1][0] >= heading.level:
                above.pop()
            above[-1][1].append(symbol)
            children: list[types.DocumentSymbol] = []
            symbol.children = children
            above.append((heading.level, children))
        return roots


def server(house: House) -> LanguageServer:
    """Return a language server for the files of ``house``, which ``start_io`` starts."""
    language_server = LanguageServer("plantin", __version__)
    logging.getLogger("pygls.protocol.json_rpc").addFilter(_is_fault)
    files = OpenFiles(House(house.root.resolve(), house.output), language_server)
    _serve_findings(language_server, files)
    _serve_names(language_server, files)

    @language_server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=_TRIGGERS))
    async def completion(params: types.CompletionParams) -> types.CompletionList:
        items = await _run_in_thread(_completions, files.draft(params.text_document.uri), params.position)
        return types.CompletionList(is_incomplete=False, items=items)

    @language_server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        draft = files.draft(params.text_document.uri)
        if draft is None:
            return None
        line = params.position.line
        words = await _run_in_thread(draft.printed_words, line, _column(draft.text, params.position))
        return types.Hover(types.MarkupContent(types.MarkupKind.PlainText, words)) if words else None

    return language_server


def _is_fault(record: logging.LogRecord) -> bool:
    """Return whether the library logs a fault of ours: a request that is refused is an answer."""
    return not (record.exc_info and isinstance(record.exc_info[1], JsonRpcException))


def _serve_findings(language_server: LanguageServer, files: OpenFiles) -> None:
    @language_server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def did_open(params: types.DidOpenTextDocumentParams) -> None:
        await files.publish_findings(params.text_document.uri)

    @language_server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(params: types.DidChangeTextDocumentParams) -> None:
        if files.draft(params.text_document.uri):  # other files are read as they are on the disk
            await files.publish_findings(params.text_document.uri, _QUIET_SECONDS)

    @language_server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def did_save(params: types.DidSaveTextDocumentParams) -> None:
        await files.publish_findings(params.text_document.uri)

    quick_fixes = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])

    @language_server.feature(types.TEXT_DOCUMENT_CODE_ACTION, quick_fixes)
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        return await _run_in_thread(files.code_actions, params.text_document.uri, params.range)


def _serve_names(language_server: LanguageServer, files: OpenFiles) -> None:
    @language_server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def definition(params: types.DefinitionParams) -> list[types.Location]:
        return await _run_in_thread(files.definitions, params)

    @language_server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def references(params: types.ReferenceParams) -> list[types.Location]:
        return await _run_in_thread(files.references, params)

    @language_server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepare_rename(params: types.PrepareRenameParams) -> types.Range | None:
        return await _run_in_thread(files.rename_range, params)

    @language_server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        return await _run_in_thread(files.rename, params)

    @language_server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def document_symbol(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        return await _run_in_thread(files.symbols, params.text_document.uri)


async def _run_in_thread(call: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Return what ``call`` returns, made in a thread that nobody waits for when the server ends."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, partial(call, *arguments, **named))


def _completions(draft: Draft | None, position: types.Position) -> list[types.CompletionItem]:
    if draft is None:
        return []
    completions: Iterator[Completion] = draft.completions(position.line, _column(draft.text, position))
    return [
        types.CompletionItem(
            completion.label,
            kind=_KINDS[completion.kind],
            detail=completion.detail or None,
            text_edit=types.TextEdit(
                types.Range(_position(draft.text, position.line, completion.start), position), completion.label
            ),
        )
        for completion in completions
    ]


def _column(text: str, position: types.Position) -> int:
    """Return the character of a position, which counts units of UTF-16."""
    line = _line(text, position.line)
    return len(line.encode("utf-16-le")[: 2 * position.character].decode("utf-16-le", "ignore"))


def _line(text: str, number: int) -> str:
    lines = text.split("\n", number + 1)
    return lines[number] if number < len(lines) else ""


def _position(text: str, line: int, column: int) -> types.Position:
    return types.Position(line, len(_line(text, line)[:column].encode("utf-16-le", "surrogatepass")) // 2)


def _range(text: str, where: TextRange) -> types.Range:
    if where.last >= 0:
        return types.Range(types.Position(where.line, where.start), types.Position(where.last, where.end))
    return types.Range(_position(text, where.line, where.start), _position(text, where.line, where.end))


def _diagnostic(finding: Finding, text: str) -> types.Diagnostic:
    wrong = types.DiagnosticSeverity.Error if finding.severity == "error" else types.DiagnosticSeverity.Warning
    message = f"{finding.message}\n{finding.hint}".strip()
    where = _range(text, fault_range(finding, text))
    return types.Diagnostic(where, message, severity=wrong, code=finding.code, source="plantin")
