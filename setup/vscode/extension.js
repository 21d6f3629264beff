"use strict";
// Starts `plantin lsp` in each folder of the workspace that has sources, and speaks with it while the window is open.

const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const clients = [];

exports.activate = async () => {
  const command = workspace.getConfiguration("plantin").get("command");
  for (const folder of workspace.workspaceFolders ?? []) {
    const root = folder.uri.fsPath;
    const client = new LanguageClient(
      "plantin",
      "Plantin",
      { command, args: ["lsp", "--root", root], options: { cwd: root } },
      {
        documentSelector: [{ scheme: "file", language: "markdown", pattern: `${root}/sources/*/report.md` }],
        workspaceFolder: folder,
      },
    );
    clients.push(client);
    await client.start();
  }
};

exports.deactivate = () => Promise.all(clients.map((client) => client.stop()));
