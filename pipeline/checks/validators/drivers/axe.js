// Judges web pages with axe-core in the system's browser: light and dark, on a narrow and on a wide screen.
//
//     axe.js NODE_MODULES CHROMIUM FILE...
//
// Beside axe's rules: a page must not scroll sideways on the narrow screen (WCAG 2.2, 1.4.10 Reflow).
"use strict";
const fs = require("fs");
const path = require("path");
const url = require("url");

const [modules, chromium, ...files] = process.argv.slice(2);
const browserType = require(path.join(modules, "playwright-core")).chromium;
const axe = fs.readFileSync(path.join(modules, "axe-core", "axe.min.js"), "utf8");
const { version } = JSON.parse(fs.readFileSync(path.join(modules, "axe-core", "package.json"), "utf8"));

async function judge(browser, file, colorScheme, width) {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, reducedMotion: "reduce" });
  await context.route(/^(https?|wss?):/, (route) => route.abort());
  const page = await context.newPage();
  await page.goto(url.pathToFileURL(path.resolve(file)).href);
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  const where = `${colorScheme}, ${width} px`;
  const faults = found.violations.map((one) => ({
    rule: one.id,
    message: `${one.help} (${where}) [${one.nodes[0].target.join(" ")}]`,
    count: one.nodes.length,
  }));
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (excess > 0) faults.push({ rule: "reflow", message: `the page scrolls sideways by ${excess} px (${where})` });
  await context.close();
  return faults;
}

(async () => {
  const browser = await browserType.launch({ executablePath: chromium, args: ["--no-sandbox"] });
  const judged = {};
  for (const file of files) {
    judged[file] = [];
    for (const colorScheme of ["light", "dark"])
      for (const width of [320, 1280]) judged[file].push(...(await judge(browser, file, colorScheme, width)));
  }
  await browser.close();
  process.stdout.write(JSON.stringify({ version, files: judged }));
})().catch((error) => {
  console.error(error);
  process.exitCode = 2;
});
