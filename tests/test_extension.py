"""The extension for Visual Studio Code: its package, and a conversation of its code with the language server under Node,
in which the editor's own functions are recorded.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from plantin import __version__
from tests.kit.command import COMMAND

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "setup" / "vscode"


def packed(folder: Path) -> Path:
    """The package, made as `make extension` makes it, by the system's own Python where there is one."""
    python = shutil.which("python3", path="/usr/bin") or sys.executable
    made = subprocess.run(
        [python, "-I", ROOT / "setup" / "extension.py", folder], check=True, capture_output=True, text=True
    )
    return Path(made.stdout.strip())


def test_the_package_has_the_manifests_that_an_editor_reads(tmp_path: Path) -> None:
    path = packed(tmp_path / "one")
    assert path.name == f"plantin-{__version__}.vsix"
    assert path.read_bytes() == packed(tmp_path / "two").read_bytes()
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        manifest = etree.fromstring(archive.read("extension.vsixmanifest"))
        types = etree.fromstring(archive.read("[Content_Types].xml"))
        package = json.loads(archive.read("extension/package.json"))
    spaces = {"v": "http://schemas.microsoft.com/developer/vsx-schema/2011"}
    assets = manifest.xpath("//v:Asset/@Path", namespaces=spaces)
    assert set(assets) <= set(names)
    assert f"extension/{package['main'].removeprefix('./')}" in names
    identity = manifest.find(".//v:Identity", spaces)
    assert identity is not None
    assert [identity.get(name) for name in ("Id", "Version", "Publisher")] == [
        package[name] for name in ("name", "version", "publisher")
    ]
    endings = {str(row.get("Extension")) for row in types}
    assert {Path(name).suffix for name in names if name != "[Content_Types].xml"} <= endings
    assert "dependencies" not in package


def test_the_extension_needs_what_an_editor_has_alone() -> None:
    for path in FOLDER.glob("*.js"):
        needed = set(re.findall(r'require\("([^"]+)"\)', path.read_text("utf-8")))
        assert needed <= {"vscode", "path", "child_process", "./client"}


_EDITOR = """
const Module = require("module"), fs = require("fs"), events = {}, providers = {}, shown = [];
class Position { constructor(line, character) { Object.assign(this, { line, character }); } }
class Range { constructor(start, end) { Object.assign(this, { start, end }); } }
class Bag { constructor(...given) { this.given = given; this.edits = []; }
  replace(...edit) { this.edits.push(edit); } appendText(text) { this.text = text; return this; } }
const uri = (text) => ({ fsPath: decodeURIComponent(text.replace("file://", "")), scheme: "file", toString: () => text });
const [root, command, source, words] = process.argv.slice(1);
const file = "file://" + encodeURI(source), text = fs.readFileSync(source, "utf8");
const document = { uri: uri(file), languageId: "markdown", version: 1, getText: () => text };
const on = (name) => (call) => { events[name] = call; return { dispose() {} }; };
const provider = (name) => (_, given) => { providers[name] = given; return { dispose() {} }; };
const kinds = ["CompletionItem", "Hover", "Definition", "Reference", "Rename", "DocumentSymbol", "CodeActions"];
const vscode = {
  Position, Range, Location: Bag, WorkspaceEdit: Bag, Diagnostic: Bag, DocumentSymbol: Bag, CompletionItem: Bag, Hover: Bag,
  MarkdownString: Bag, CodeAction: Bag, RelativePattern: Bag, Uri: { parse: uri },
  DiagnosticSeverity: { Error: 0, Warning: 1 }, CodeActionKind: { QuickFix: "quickfix" },
  workspace: {
    getConfiguration: () => ({ get: () => command }), textDocuments: [document],
    workspaceFolders: [{ uri: uri("file://" + encodeURI(root)) }],
    onDidOpenTextDocument: on("open"), onDidChangeTextDocument: on("change"), onDidSaveTextDocument: on("save"),
    onDidCloseTextDocument: on("close"),
  },
  window: { createOutputChannel: () => ({ append: (text) => shown.push(text), dispose() {} }),
            showErrorMessage: (text) => shown.push(text) },
  commands: { registerCommand: () => ({ dispose() {} }) },
  languages: {
    createDiagnosticCollection: () => ({ set: (_, rows) => rows.length && events.found(rows), delete() {}, dispose() {} }),
    ...Object.fromEntries(kinds.map((kind) => [`register${kind}Provider`, provider(kind)])),
  },
};
const load = Module._load;
Module._load = (name, ...rest) => (name === "vscode" ? vscode : load(name, ...rest));
(async () => {
  const found = new Promise((resolve) => (events.found = resolve));
  const extension = require(process.env.EXTENSION);
  await extension.activate({ subscriptions: [] });
  const rows = await found;
  const before = text.slice(0, text.indexOf(words) + words.length);
  const place = new Position(before.split("\\n").length - 1, before.length - before.lastIndexOf("\\n") - 1);
  const [wrong] = rows[0].given;
  const actions = await providers.CodeActions.provideCodeActions(document, wrong);
  const definition = await providers.Definition.provideDefinition(document, place);
  const references = await providers.Reference.provideReferences(document, place, { includeDeclaration: true });
  const renamed = await providers.Rename.provideRenameEdits(document, place, "glow");
  const refused = await providers.Rename.provideRenameEdits(document, place, "a b").catch((error) => error.message);
  const items = await providers.CompletionItem.provideCompletionItems(document, place);
  const hover = await providers.Hover.provideHover(document, place);
  const symbols = await providers.DocumentSymbol.provideDocumentSymbols(document);
  await extension.deactivate();
  console.log(JSON.stringify({
    codes: rows.map((row) => row.code), fix: actions[0].edit.edits[0][2], line: definition[0].given[1].start.line,
    references: references.length, renamed: renamed.edits.length, refused, items: items.map((item) => item.given[0]),
    hover: hover.given[0].text, symbols: symbols.map((row) => row.given[0]), shown,
  }));
})();
"""


@pytest.mark.full
def test_the_extension_shows_what_the_language_server_says(tmp_path: Path) -> None:
    """Other programs, here Node, are those of the validators."""
    root = tmp_path / "a house"
    source = root / "sources" / "R-2026-1" / "report.md"
    source.parent.mkdir(parents=True)
    (root / "plantin.toml").write_text('style = "plain"\n', "utf-8")
    body = "# Oil {#oil}\n\n[]{#wicks}They burn, as [](#wicks) says of the of the lamps.\n"
    source.write_text(f"---\nsymbol: R/2026/1\ntitle: Lamps\ndate: 2026-01-05\n---\n\n{body}", "utf-8")
    command = tmp_path / "plantin"
    command.write_text(f'#!/bin/sh\nexec "{COMMAND[0]}" -c "{COMMAND[2]}" "$@"\n', "utf-8")
    command.chmod(0o755)
    with zipfile.ZipFile(packed(tmp_path)) as archive:
        archive.extractall(tmp_path)
    node = shutil.which("node")
    assert node, "node is missing"
    ended = subprocess.run(
        [node, "-e", _EDITOR, root, command, source, "as [](#wi"],
        env={"PATH": "/usr/bin:/bin", "EXTENSION": str(tmp_path / "extension" / "extension.js")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    answers = json.loads(ended.stdout)
    assert "wicks" in answers.pop("items")
    assert answers.pop("hover").replace("\u00a0", " ") == "para. 1"
    assert answers == {
        "codes": ["S030"],
        "fix": "of the",
        "line": 8,
        "references": 2,
        "renamed": 2,
        "refused": "'a b' is no name. Write letters, figures and, between them, hyphens, colons and full stops.",
        "symbols": ["Oil"],
        "shown": [],
    }
