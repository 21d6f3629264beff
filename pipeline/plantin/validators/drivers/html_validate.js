// Judges the markup of web pages with html-validate, by its recommended rules.
//
//     html_validate.js NODE_MODULES FILE...
"use strict";
const fs = require("fs");
const path = require("path");

const [modules, ...files] = process.argv.slice(2);
const { HtmlValidate, StaticConfigLoader } = require(path.join(modules, "html-validate"));
const { version } = JSON.parse(fs.readFileSync(path.join(modules, "html-validate", "package.json"), "utf8"));

const loader = new StaticConfigLoader({
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // A report's title is as long as it is.
    "long-title": "off",
    // A passage is a region where it scrolls by itself; a section would be another chapter. The
    // title of a box is a heading that begins no section, in no contents and no outline: A019 says where.
    "prefer-native-element": ["error", { exclude: ["region", "heading"] }],
    // How wide a picture or a column is, its author says; what has one value in one place is no class.
    "no-inline-style": ["error", { allowedProperties: ["display", "width"] }],
    // The page is markup for readers of XML too, where an attribute has a value.
    "attribute-boolean-style": ["error", { style: "empty" }],
    // Our anchors have full stops: paragraph-12.a.
    "valid-id": ["error", { relaxed: true }],
  },
});

(async () => {
  const judge = new HtmlValidate(loader);
  const judged = {};
  for (const file of files) {
    const report = await judge.validateString(fs.readFileSync(file, "utf8"), file);
    judged[file] = report.results
      .flatMap((one) => one.messages)
      .map(({ ruleId, message, line, column }) => ({ rule: ruleId, message, line, column }));
  }
  process.stdout.write(JSON.stringify({ version, files: judged }));
})();
