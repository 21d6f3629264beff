// Reads web pages and pages of EPUB as a browser draws them: wide, narrow, printed, dark and in forced colours.
//
//     drawn.js NODE_MODULES CHROMIUM FOLDER PAGE...
//
// Three pictures are taken of a page: as it is, with the ink of its words taken away, and drawn again plainly, each word by itself in its
// face, size and place. The first two differ where words have ink; where that ink is not that of the third picture, the word is not drawn
// as it is read. So it does not matter what hides or changes it. What comes back is, for each page and look, its markup with the words that
// are seen, in the order in which they are seen: unseen ones are left out, letters of those drawn otherwise are U+FFFD, words in
// another order are in that order, and generated words are among them.
"use strict";
const fs = require("fs");
const path = require("path");
const zlib = require("zlib");

const [modules, chromium, folder, ...pages] = process.argv.slice(2);
const browserType = require(path.join(modules, "playwright-core")).chromium;
const script = fs.readFileSync(path.join(__dirname, "drawn_page.js"), "utf8");

const HOST = "http://edition.invalid/";
const TYPES = {
  ".html": "text/html", ".xhtml": "application/xhtml+xml", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
  ".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".woff2": "font/woff2", ".ttf": "font/ttf",
};
const LOOKS = [
  { name: "wide", width: 1280, media: { media: "screen", colorScheme: "light", forcedColors: "none" } },
  { name: "dark", width: 1280, media: { media: "screen", colorScheme: "dark", forcedColors: "none" } },
  { name: "forced colours", width: 1280, media: { media: "screen", colorScheme: "dark", forcedColors: "active" } },
  { name: "narrow", width: 320, media: { media: "screen", colorScheme: "light", forcedColors: "none" } },
  { name: "print", width: 794, media: { media: "print", colorScheme: "light", forcedColors: "none" } },
];
const TILE = 3000;
const OVERLAP = 200; // no line is so high
const WIDEST = 4000;
const FAINT = 0.02; // the ink of a word that is not there, 1 as black on white
const TRIES = 3;
const PAUSE_MS = 500;
const ALIKE = 0.15; // the part of its ink that a word may have elsewhere before it is looked for a pixel away
// Glyphs begin at quarters of a pixel, which the position of a word is rounded to: dense signs of 14 pixels have 0.3 of their ink elsewhere then.
const SHIFTS = [[0, -1], [0, 1], [-1, 0], [1, 0], [-1, -1], [1, -1], [-1, 1], [1, 1], [-0.25, 0], [0.25, 0]];

// The pixels of a PNG as Chromium writes it: eight bits, RGB or RGBA, not interlaced.
function decoded(png) {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const step = png[25] === 6 ? 4 : 3;
  const parts = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const raw = zlib.inflateSync(Buffer.concat(parts));
  const row = width * step;
  const data = Buffer.alloc(row * height);
  for (let y = 0; y < height; y++) unfilter(raw, data, y, row, step);
  return { width, height, step, data };
}

function unfilter(raw, data, y, row, step) {
  const from = y * (row + 1) + 1;
  const to = y * row;
  const above = to - row;
  const kind = raw[from - 1];
  raw.copy(data, to, from, from + row);
  if (kind === 1) for (let x = step; x < row; x++) data[to + x] += data[to + x - step];
  else if (kind === 2 && y) for (let x = 0; x < row; x++) data[to + x] += data[above + x];
  else if (kind === 3) {
    for (let x = 0; x < row; x++) data[to + x] += ((x >= step ? data[to + x - step] : 0) + (y ? data[above + x] : 0)) >> 1;
  } else if (kind === 4) {
    for (let x = 0; x < row; x++) {
      const [left, up, corner] = [x >= step ? data[to + x - step] : 0, y ? data[above + x] : 0, y && x >= step ? data[above + x - step] : 0];
      const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
      data[to + x] += a <= b && a <= c ? left : b <= c ? up : corner;
    }
  }
}

// A page in parts as large as the window, each over the edge of the next; the window is scrolled, because a larger one is laid out anew.
async function shots({ page, session }, width, height, room) {
  const found = [];
  for (let top = 0; !top || top < height - OVERLAP; top += TILE - OVERLAP) {
    for (let left = 0; !left || left < width - room / 2; left += room / 2) {
      const place = await page.evaluate(scrolled, [left, top]);
      const shot = await session.send("Page.captureScreenshot", { format: "png", optimizeForSpeed: true });
      found.push({ ...place, png: Buffer.from(shot.data, "base64") });
    }
  }
  await page.evaluate(scrolled, [0, 0]);
  return found;
}

function scrolled([left, top]) {
  window.scrollTo({ left, top, behavior: "instant" });
  return { left: window.scrollX, top: window.scrollY };
}

function darkness({ width, height, step, data }) {
  const found = new Uint8Array(width * height);
  for (let n = 0, at = 0; n < found.length; n++, at += step) found[n] = 255 - data[at];
  return { width, height, ink: found };
}

// The colour that a box has most of, which is that of its ground, as one number.
function groundOf({ width, step, data }, [left, right, first, last]) {
  const counts = new Map();
  let [best, most] = [0, 0];
  for (let y = first; y < last; y++) {
    for (let x = left, at = (y * width + left) * step; x < right; x++, at += step) {
      const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
      const count = (counts.get(colour) || 0) + 1;
      counts.set(colour, count);
      if (count > most) [best, most] = [colour, count];
    }
  }
  return best;
}

// What ink a word has: how strong it is, 1 as black on white, and which part of it is elsewhere than in the plain drawing, which may
// be a pixel away: lines begin at whole pixels.
function inkOf(drawn, plain, box) {
  const across = [Math.max(0, Math.floor(box.x)), Math.min(drawn.width, plain.width, Math.ceil(box.x + box.w))];
  const down = [Math.max(1, Math.floor(box.y)), Math.min(drawn.height, plain.height, Math.ceil(box.y + box.h) + 1) - 1];
  const edges = [...across, ...down];
  const ground = groundOf(drawn, edges);
  let best = compared(drawn, ground, plain, edges, [0, 0]);
  for (const shift of best.apart > ALIKE ? SHIFTS : []) {
    const other = compared(drawn, ground, plain, edges, shift);
    if (other.apart < best.apart) best = other;
  }
  return best;
}

function compared(drawn, ground, plain, [left, right, first, last], [aside, below]) {
  const [red, green, blue] = [ground >> 16, (ground >> 8) & 255, ground & 255];
  const [inks, wants] = [[], []];
  let [together, squared, sum] = [0, 0, 0];
  for (let y = first; y < last; y++) {
    const b = (y + below) * plain.width + Math.trunc(aside);
    const part = Math.abs(aside % 1);
    let row = 0;
    for (let x = left; x < right; x++) row = Math.max(row, plain.ink[b + x]);
    if (row < 64) continue; // above and below the letters there may be rules
    for (let x = left, at = (y * drawn.width + left) * drawn.step; x < right; x++, at += drawn.step) {
      const { data } = drawn;
      const ink = Math.max(Math.abs(data[at] - red), Math.abs(data[at + 1] - green), Math.abs(data[at + 2] - blue));
      const wanted = part ? plain.ink[b + x] * (1 - part) + plain.ink[b + x + Math.sign(aside)] * part : plain.ink[b + x];
      inks.push(ink);
      wants.push(wanted);
      together += ink * wanted;
      squared += wanted * wanted;
      sum += wanted;
    }
  }
  if (!sum) return { strength: 1, apart: 0, empty: true };
  const strength = together / squared;
  let apart = 0;
  for (let n = 0; n < inks.length; n++) apart += Math.abs(inks[n] - strength * wants[n]);
  return { strength, apart: strength ? apart / (strength * sum) : 1 };
}

// How much there is to be seen in the box of a picture, 1 as much as in the picture itself.
function variety(drawn, plain, box) {
  const spread = (picture) => {
    let [count, sum, squares] = [0, 0, 0];
    for (let y = Math.max(0, Math.floor(box.y)); y < Math.min(picture.height, box.y + box.h); y++) {
      for (let x = Math.max(0, Math.floor(box.x)); x < Math.min(picture.width, box.x + box.w); x++) {
        const at = (y * picture.width + x) * picture.step;
        const light = picture.data[at] + picture.data[at + 1] + picture.data[at + 2];
        count += 1;
        sum += light;
        squares += light * light;
      }
    }
    return count ? Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2)) : 0;
  };
  const wanted = spread(plain);
  return { strength: wanted ? spread(drawn) / wanted : 1, apart: 0 };
}

// The ink of every box: of the pictures ``as`` it is drawn, and of the plain ones.
function inks(boxes, as, plain, room) {
  const found = new Array(boxes.length).fill(null);
  for (let tile = 0; tile < as.length; tile++) {
    const { left, top, png } = as[tile];
    // Of a picture, which may be higher than what two tiles have in common, half is enough.
    const seen = (box) => Math.min(box.y + box.h, top + TILE) - Math.max(box.y, top);
    const isHere = (box) => (box.image ? seen(box) * 2 >= Math.min(box.h, TILE) : box.y >= top && box.y + box.h <= top + TILE);
    const isIn = (box) => isHere(box) && box.x >= left && box.x + box.w <= left + room;
    const within = boxes.map((box, n) => n).filter((n) => !found[n] && isIn(boxes[n]));
    if (!within.length) continue;
    const drawn = decoded(png);
    const alone = decoded(plain[tile].png);
    plain[tile].dark = plain[tile].dark || darkness(alone);
    for (const n of within) {
      const box = { ...boxes[n], x: boxes[n].x - left, y: boxes[n].y - top };
      found[n] = box.image ? variety(drawn, alone, box) : inkOf(drawn, plain[tile].dark, box);
    }
  }
  return found;
}

// Whether anything at all was drawn, on the page and on the plain one. That nothing was says nothing of the page.
function isDrawn(boxes, found) {
  const words = found.filter((_, n) => !boxes[n].image && boxes[n].w && boxes[n].h);
  return !words.length || words.some((one) => one && !one.empty && one.strength > FAINT);
}

async function read(shown, plain, look) {
  for (let tries = 0; tries < TRIES; tries++) {
    const { boxes, found, widths } = await inksOf(shown, plain, look);
    if (isDrawn(boxes, found)) return shown.page.evaluate((all) => window.drawn.apply(all), { found, widths });
    plain.key = undefined;
    await shown.page.waitForTimeout(PAUSE_MS);
  }
  throw new Error(`nothing was drawn: ${shown.page.url()}, ${look.name}`);
}

async function inksOf(shown, plain, look) {
  const { page } = shown;
  await page.emulateMedia({ ...look.media, reducedMotion: "reduce" });
  await page.setViewportSize({ width: look.width, height: TILE });
  await page.evaluate(() => window.drawn.loaded()); // those of another width or medium may be missing yet
  const seen = await page.evaluate(() => window.drawn.survey());
  const [width, height] = [Math.min(WIDEST, seen.width), seen.height];
  const as = await shots(shown, width, height, look.width);
  const key = JSON.stringify([seen.words, seen.styles, width, height]);
  if (plain.key !== key) {
    await plain.page.setViewportSize({ width: look.width, height: TILE });
    plain.widths = await plain.page.evaluate((all) => window.drawn.redraw(all), seen);
    plain.shots = await shots(plain, width, height, look.width);
    plain.key = key;
  }
  return { boxes: seen.words, found: inks(seen.words, as, plain.shots, look.width), widths: plain.widths };
}

async function opened(context, name) {
  const page = await context.newPage();
  await page.goto(HOST + name.split(path.sep).map(encodeURIComponent).join("/"));
  await page.evaluate(script);
  await page.evaluate(() => window.drawn.loaded());
  // One session for as long as the page: what is emulated for a page goes with a session that ends.
  return { page, session: await context.newCDPSession(page) };
}

async function serve(route) {
  const address = decodeURIComponent(new URL(route.request().url()).pathname);
  const file = path.join(folder, address);
  if (!route.request().url().startsWith(HOST) || !fs.existsSync(file)) return route.abort();
  return route.fulfill({ body: fs.readFileSync(file), contentType: TYPES[path.extname(file)] || "application/octet-stream" });
}

(async () => {
  const args = ["--no-sandbox", "--font-render-hinting=none", "--disable-lcd-text"];
  const browser = await browserType.launch({ executablePath: chromium, args });
  const answers = {};
  for (const name of pages) {
    const context = await browser.newContext({ bypassCSP: true, reducedMotion: "reduce" });
    await context.route("**/*", serve);
    const shown = await opened(context, name);
    const plain = await opened(context, name);
    answers[name] = {};
    for (const look of LOOKS) answers[name][look.name] = await read(shown, plain, look);
    await context.close();
  }
  const version = browser.version();
  await browser.close();
  process.stdout.write(JSON.stringify({ version, pages: answers }));
})().catch((error) => {
  console.error(String(error));
  process.exit(2); // an open browser would keep this process waiting
});
