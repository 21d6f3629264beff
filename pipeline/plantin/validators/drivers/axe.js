// Judges web pages with axe-core in the system's browser: light, dark and in forced colours, on a narrow and on a wide screen.
//
//     axe.js NODE_MODULES CHROMIUM FILE...
//
// Beside axe's rules: a page must not scroll sideways on the narrow screen (WCAG 2.2, 1.4.10 Reflow), and nothing may move while it
// opens (Layout Instability; Lighthouse calls a shift under 0.1 good). What a page moves by itself it moves each time, and another program
// may delay a picture once: so the least of the openings at one width counts, and a page that kept still is not opened again: the other
// looks are put on it as it stands.
"use strict";
const fs = require("fs");
const path = require("path");
const url = require("url");

const [modules, chromium, ...files] = process.argv.slice(2);
const browserType = require(path.join(modules, "playwright-core")).chromium;
const axe = fs.readFileSync(path.join(modules, "axe-core", "axe.min.js"), "utf8");
const { version } = JSON.parse(fs.readFileSync(path.join(modules, "axe-core", "package.json"), "utf8"));

const LOOKS = {
  light: { colorScheme: "light", forcedColors: "none" },
  dark: { colorScheme: "dark", forcedColors: "none" },
  "forced colours": { colorScheme: "light", forcedColors: "active" },
};
const MOST = 0.05;
const WATCH =
  "window.__shift = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) window.__shift += one.value; })" +
  '.observe({ type: "layout-shift", buffered: true });';

// The ids at or before the element of a selector, the nearest first.
function nearest(selector) {
  const element = document.querySelector(selector);
  const passed = [...document.querySelectorAll("[id]")].filter(
    (one) => one === element || (element && one.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)
  );
  return passed.map((one) => one.id).reverse().slice(0, 24);
}

async function opened(browser, file, look, width) {
  const context = await browser.newContext({ ...LOOKS[look], viewport: { width, height: 900 }, reducedMotion: "reduce" });
  await context.route(/^(https?|wss?):/, (route) => route.abort());
  await context.addInitScript(WATCH);
  const page = await context.newPage();
  await page.goto(url.pathToFileURL(path.resolve(file)).href);
  await page.evaluate(axe);
  return page;
}

// How far the page has moved once what moves by itself has come to its end, or after two seconds.
async function shifted() {
  const late = new Promise((done) => setTimeout(done, 2000));
  await Promise.race([Promise.allSettled(document.getAnimations().map((one) => one.finished)), late]);
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))); // shifts are reported after their frame
  return window.__shift;
}

async function judge(page, look, width) {
  // A colour that changes by and by would be judged half-way.
  await page.evaluate(() => document.getAnimations().forEach((one) => one instanceof CSSTransition && one.finish()));
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  const where = `${look}, ${width} px`;
  const faults = [];
  for (const one of found.violations) {
    const [{ target }] = one.nodes;
    const message = `${one.help} (${where}) [${target.join(" ")}]`;
    faults.push({ rule: one.id, message, count: one.nodes.length, near: await page.evaluate(nearest, target.flat()[0]) });
  }
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (excess > 0) faults.push({ rule: "reflow", message: `the page scrolls sideways by ${excess} px (${where})` });
  return faults;
}

async function judged(browser, file) {
  const faults = [];
  for (const width of [320, 1280]) {
    let page;
    let least = Infinity;
    for (const look of Object.keys(LOOKS)) {
      if (least < MOST) await page.emulateMedia(LOOKS[look]);
      else {
        if (page) await page.context().close();
        page = await opened(browser, file, look, width);
      }
      faults.push(...(await judge(page, look, width)));
      // Before another look is put on it, which is not the page's own doing.
      if (least >= MOST) least = Math.min(least, await page.evaluate(shifted));
    }
    await page.context().close();
    if (least >= MOST) faults.push({ rule: "layout-shift", message: `the page moves by ${least.toFixed(3)} while it opens (${width} px)` });
  }
  return faults;
}

(async () => {
  const browser = await browserType.launch({ executablePath: chromium, args: ["--no-sandbox"] });
  const answers = {};
  for (const file of files) answers[file] = await judged(browser, file);
  await browser.close();
  process.stdout.write(JSON.stringify({ version, files: answers }));
})().catch((error) => {
  console.error(String(error));
  process.exit(2); // an open browser would keep this process waiting
});
