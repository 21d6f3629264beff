// Judges EPUB files with Ace by DAISY in the system's browser (PUPPETEER_EXECUTABLE_PATH), one after another in one process and one
// browser: Ace by itself would start another for each book.
//
//     ace.js NODE_MODULES FILE...
"use strict";
const fs = require("fs");
const os = require("os");
const path = require("path");

const [modules, ...files] = process.argv.slice(2);
const ace = require(path.join(modules, "@daisy/ace-core"));
const pages = require(path.join(modules, "@daisy/ace-axe-runner-puppeteer"));
const { version } = JSON.parse(fs.readFileSync(path.join(modules, "@daisy/ace-core/package.json"), "utf8"));

let started;
const runner = { ...pages, launch: () => (started ??= pages.launch()), close: async () => {} };

function faults(report) {
  const found = [];
  for (const page of report.assertions)
    for (const one of page.assertions) {
      if (one["earl:result"]["earl:outcome"] !== "fail") continue;
      const rule = one["earl:test"]["dct:title"];
      const { url } = page["earl:testSubject"];
      const { cfi } = one["earl:result"]["earl:pointer"] || {};
      const where = cfi && cfi.length ? `${url}#${cfi[0]}` : "";
      found.push({ rule, message: `${one["earl:result"]["dct:description"]} [${url}]`, where });
    }
  if (report["earl:result"]["earl:outcome"] !== "pass" && !found.length) found.push({ rule: "fail", message: "the book fails" });
  return found;
}

(async () => {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "ace-"));
  const judged = {};
  try {
    for (const file of files) {
      const outdir = path.join(scratch, String(Object.keys(judged).length));
      const options = { cwd: scratch, outdir, silent: true, jobId: "", initLogger: true };
      try {
        const [, report] = await ace(path.resolve(file), options, runner);
        judged[file] = faults(report);
      } catch (error) {
        // Without a browser no book can be judged; a book that cannot be opened is that book's fault.
        if (/browser|chrom|(connection|session|target) closed/i.test(String(error))) throw error;
        judged[file] = [{ rule: "unreadable", message: String(error.message || error) }];
      }
    }
  } finally {
    if (started) await started.then(pages.close, () => {});
    fs.rmSync(scratch, { recursive: true, force: true });
  }
  process.stdout.write(JSON.stringify({ version, files: judged }), () => process.exit(0));
})().catch((error) => {
  console.error(String(error));
  process.exit(2);
});
