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

// The ids at or before the element of a selector, the nearest first.
function nearest(selector) {
  const element = document.querySelector(selector);
  const passed = [...document.querySelectorAll("[id]")].filter(
    (one) => one === element || (element && one.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)
  );
  return passed.map((one) => one.id).reverse().slice(0, 24);
}

async function judge(browser, file, colorScheme, width) {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, reducedMotion: "reduce" });
  await context.route(/^(https?|wss?):/, (route) => route.abort());
  const page = await context.newPage();
  await page.goto(url.pathToFileURL(path.resolve(file)).href);
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  const where = `${colorScheme}, ${width} px`;
  const faults = [];
  for (const one of found.violations) {
    const [{ target }] = one.nodes;
    const message = `${one.help} (${where}) [${target.join(" ")}]`;
    faults.push({ rule: one.id, message, count: one.nodes.length, near: await page.evaluate(nearest, target.flat()[0]) });
  }
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
