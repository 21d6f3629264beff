"use strict";
// Starts `plantin lsp` in each folder of the workspace that has sources, and shows in the editor what it says.

const path = require("path");
const { spawn } = require("child_process");
const vscode = require("vscode");
const { Client } = require("./client");

const KINDS = ["report.md", ".md", ".toml", ".po"];
const houses = [];
let output;

const plainPosition = ({ line, character }) => ({ line, character });
const position = ({ line, character }) => new vscode.Position(line, character);
const range = ({ start, end }) => new vscode.Range(position(start), position(end));
const location = (found) => new vscode.Location(vscode.Uri.parse(found.uri), range(found.range));

function workspaceEdit(answer) {
  const edit = new vscode.WorkspaceEdit();
  for (const [uri, edits] of Object.entries(answer?.changes ?? {}))
    for (const change of edits) edit.replace(vscode.Uri.parse(uri), range(change.range), change.newText);
  return edit;
}

function diagnostic(found) {
  const kind = found.severity === 1 ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const shown = new vscode.Diagnostic(range(found.range), found.message, kind);
  shown.code = found.code;
  shown.source = found.source;
  return shown;
}

function symbol(found) {
  const shown = new vscode.DocumentSymbol(
    found.name, "", found.kind - 1, range(found.range), range(found.selectionRange),
  );
  shown.children = (found.children ?? []).map(symbol);
  return shown;
}

class House {
  constructor(folder) {
    this.folder = folder;
    this.root = folder.uri.fsPath;
    this.versions = new Map();
    this.diagnostics = vscode.languages.createDiagnosticCollection("plantin");
    this.disposables = [this.diagnostics];
  }

  async start(command) {
    const received = (method, params) => {
      if (method === "textDocument/publishDiagnostics")
        this.diagnostics.set(vscode.Uri.parse(params.uri), params.diagnostics.map(diagnostic));
    };
    const ended = (why) => why && vscode.window.showErrorMessage(`Plantin: ${why}`);
    const args = ["lsp", "--root", this.root];
    this.client = new Client(command, args, this.root, received, (text) => output.append(text), ended);
    const { capabilities } = await this.client.request("initialize", {
      processId: process.pid, rootUri: this.folder.uri.toString(), capabilities: {},
    });
    this.client.notify("initialized", {});
    this.follow();
    this.provide(capabilities.completionProvider?.triggerCharacters ?? []);
  }

  has(document) {
    const inside = path.relative(this.root, document.uri.fsPath);
    const below = document.uri.scheme === "file" && !inside.startsWith("..") && !path.isAbsolute(inside);
    return below && KINDS.some((ending) => inside.endsWith(ending));
  }

  follow() {
    const { workspace } = vscode;
    const open = (document) => {
      if (!this.has(document)) return;
      const { uri, languageId, version } = document;
      const item = { uri: uri.toString(), languageId, version, text: document.getText() };
      this.client.notify("textDocument/didOpen", { textDocument: item });
    };
    const say = (method, document, more = {}) => {
      const { uri, version } = document;
      if (this.has(document))
        this.client.notify(`textDocument/${method}`, { textDocument: { uri: uri.toString(), version }, ...more });
    };
    workspace.textDocuments.forEach(open);
    this.disposables.push(
      workspace.onDidOpenTextDocument(open),
      workspace.onDidChangeTextDocument(({ document }) =>
        say("didChange", document, { contentChanges: [{ text: document.getText() }] }),
      ),
      workspace.onDidSaveTextDocument((document) => say("didSave", document)),
      workspace.onDidCloseTextDocument((document) => {
        say("didClose", document);
        this.diagnostics.delete(document.uri);
      }),
    );
  }

  ask(method, document, more) {
    return this.client.request(`textDocument/${method}`, { textDocument: { uri: document.uri.toString() }, ...more });
  }

  at(method, document, place, more = {}) {
    return this.ask(method, document, { position: plainPosition(place), ...more });
  }

  provide(triggers) {
    const { languages } = vscode;
    const pattern = new vscode.RelativePattern(this.folder, "sources/**/*.md");
    const sources = { scheme: "file", pattern };
    this.disposables.push(
      languages.registerCompletionItemProvider(sources, {
        provideCompletionItems: async (document, place) => {
          const answer = await this.at("completion", document, place);
          return answer.items.map((found) => {
            const item = new vscode.CompletionItem(found.label, found.kind - 1);
            item.detail = found.detail;
            item.range = range(found.textEdit.range);
            item.insertText = found.textEdit.newText;
            return item;
          });
        },
      }, ...triggers),
      languages.registerHoverProvider(sources, {
        provideHover: async (document, place) => {
          const answer = await this.at("hover", document, place);
          return answer && new vscode.Hover(new vscode.MarkdownString().appendText(answer.contents.value));
        },
      }),
      languages.registerDefinitionProvider(sources, {
        provideDefinition: async (document, place) => (await this.at("definition", document, place))?.map(location),
      }),
      languages.registerReferenceProvider(sources, {
        provideReferences: async (document, place, context) =>
          (await this.at("references", document, place, { context }))?.map(location),
      }),
      languages.registerRenameProvider(sources, {
        prepareRename: async (document, place) => {
          const answer = await this.at("prepareRename", document, place);
          if (!answer) throw new Error("Ids and notes can be renamed.");
          return range(answer);
        },
        provideRenameEdits: async (document, place, newName) =>
          workspaceEdit(await this.at("rename", document, place, { newName })),
      }),
      languages.registerDocumentSymbolProvider(sources, {
        provideDocumentSymbols: async (document) => (await this.ask("documentSymbol", document, {}))?.map(symbol),
      }),
      languages.registerCodeActionsProvider({ scheme: "file", pattern: new vscode.RelativePattern(this.folder, "**") }, {
        provideCodeActions: async (document, where) => {
          if (!this.has(document)) return [];
          const asked = { start: plainPosition(where.start), end: plainPosition(where.end) };
          const answer = await this.ask("codeAction", document, { range: asked, context: { diagnostics: [] } });
          return (answer ?? []).map((found) => {
            const action = new vscode.CodeAction(found.title, vscode.CodeActionKind.QuickFix);
            action.edit = workspaceEdit(found.edit);
            action.diagnostics = found.diagnostics.map(diagnostic);
            action.isPreferred = true;
            return action;
          });
        },
      }),
    );
  }

  // The pages of `plantin serve`, from a port that is free, in the browser: no page may frame them.
  preview(command) {
    if (this.address) return vscode.env.openExternal(vscode.Uri.parse(this.address));
    this.server = spawn(command, ["serve", "--root", this.root, "--port", "0"], { cwd: this.root, shell: false });
    this.server.on("error", (error) => vscode.window.showErrorMessage(`Plantin: ${error.message}`));
    this.server.on("exit", () => (this.address = undefined));
    this.server.stderr.on("data", (data) => output.append(String(data)));
    return new Promise((resolve) =>
      this.server.stdout.on("data", (data) => {
        const address = /http:\/\/\S+/.exec(String(data))?.[0];
        if (!address || this.address) return;
        this.address = address;
        resolve(vscode.env.openExternal(vscode.Uri.parse(address)));
      }),
    );
  }

  async stop() {
    this.server?.kill("SIGTERM");
    this.disposables.forEach((one) => one.dispose());
    await this.client.stop();
  }
}

exports.activate = async (context) => {
  const command = vscode.workspace.getConfiguration("plantin").get("command");
  output = vscode.window.createOutputChannel("Plantin");
  context.subscriptions.push(
    output,
    vscode.commands.registerCommand("plantin.preview", () => {
      const document = vscode.window.activeTextEditor?.document;
      const house = houses.find((one) => document && one.has(document)) ?? houses[0];
      return house?.preview(command);
    }),
  );
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const house = new House(folder);
    houses.push(house);
    await house.start(command).catch((error) => vscode.window.showErrorMessage(`Plantin: ${error.message}`));
  }
};

exports.deactivate = () => Promise.all(houses.map((house) => house.stop()));
