// What drawn.js does within a page: find the boxes of its words, take their ink away, draw them plainly, and write down what is seen.
"use strict";
window.drawn = (() => {
  const BLOCKS =
    "address,article,aside,blockquote,body,caption,dd,details,div,dl,dt,fieldset,figcaption,figure,footer,form,h1,h2,h3,h4,h5,h6,header," +
    "legend,li,main,nav,ol,p,pre,section,summary,table,tbody,td,tfoot,th,thead,tr,ul";
  const UNREAD = "script,style,noscript,template,title,option,select,textarea,svg";
  const XHTML = "http://www.w3.org/1999/xhtml";
  const BARE = "drawn-bare";
  const UNREADABLE = "\ufffd";
  const MOVED = "\u21c5";
  const FACE = [
    "fontFamily", "fontSize", "fontStyle", "fontWeight", "fontStretch", "fontVariant", "fontKerning", "fontFeatureSettings",
    "fontVariationSettings", "fontOpticalSizing", "fontSizeAdjust", "fontSynthesis", "fontLanguageOverride",
  ];
  const SMALLEST = 6; // pixels
  const FAINTEST = 0.27; // of black on white: a contrast of about 2
  const UNLIKE = 0.3; // which part of a word's ink may be elsewhere
  const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
  const JOINING = /[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufefc]/;
  const APART = /[\u0621-\u0625\u0627\u0629\u062f-\u0632\u0648\u0649]/; // Arabic letters that do not join the next one
  const ARABIC = /\p{Script=Arabic}/u;
  const ARABIC_MARK = "\u061c";
  const LETTER = /\p{L}/u;
  const LETTERS = /\p{L}/gu;
  let nodes, words, images, styles, words_of;

  // Folded parts are opened, and boxes that can be scrolled are made as large as what is in them: their readers do so.
  function unfold() {
    for (const one of document.querySelectorAll("details")) one.open = true;
    for (let round = 0; round < 3; round++) {
      for (const one of document.body.querySelectorAll("*")) {
        const style = getComputedStyle(one);
        if (style.position === "sticky") one.style.setProperty("position", "static", "important");
        const scrolls = [style.overflowX, style.overflowY].some((way) => way === "auto" || way === "scroll");
        if (!scrolls || (one.scrollWidth <= one.clientWidth && one.scrollHeight <= one.clientHeight)) continue;
        one.setAttribute("data-unfolded", "");
        one.style.setProperty("overflow", "visible", "important");
        one.style.setProperty("max-block-size", "none", "important");
      }
    }
  }

  // As the markup says it, not a style sheet.
  function direction(element) {
    const said = element.closest("[dir]");
    return said && said.dir === "rtl" ? "rtl" : "ltr";
  }

  function faceOf(element, kept) {
    let key = kept.get(element);
    if (key !== undefined) return key;
    const style = getComputedStyle(element);
    const spacing = parseFloat(style.letterSpacing) || 0;
    const size = parseFloat(style.fontSize);
    const face = Object.fromEntries(FACE.map((name) => [name, style[name]]));
    face.letterSpacing = spacing >= -0.02 * size && spacing <= 0.3 * size ? style.letterSpacing : "normal";
    const language = element.closest("[lang]");
    const text = JSON.stringify([face, language ? language.lang : "", direction(element)]);
    key = styles.indexOf(text);
    if (key < 0) key = styles.push(text) - 1;
    kept.set(element, key);
    return key;
  }

  // Words in their lines: a word that is divided at the end of a line is two.
  function pieces(node) {
    const found = [];
    const range = document.createRange();
    for (const match of node.data.matchAll(/\S+/g)) {
      const ends = [match.index, match.index + match[0].length];
      range.setStart(node, ends[0]);
      range.setEnd(node, ends[1]);
      const rects = [...range.getClientRects()].filter((one) => one.width || one.height);
      if (rects.length < 2) {
        found.push([...ends, rects[0]]);
        continue;
      }
      let [begin, box] = [ends[0], null];
      for (let at = ends[0]; at < ends[1]; at++) {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const one = [...range.getClientRects()].find((rect) => rect.width);
        if (!one) continue;
        if (box && one.top >= box.bottom - box.height / 2) {
          found.push([begin, at, box]);
          [begin, box] = [at, null];
        }
        box = box
          ? new DOMRect(Math.min(box.x, one.x), box.y, Math.max(box.right, one.right) - Math.min(box.x, one.x), box.height)
          : one;
      }
      found.push([begin, ends[1], box || rects[0]]);
    }
    return found;
  }

  function survey() {
    unfold();
    const bare = document.getElementById(BARE) || document.createElementNS(XHTML, "style");
    bare.remove();
    [nodes, words, images, styles, words_of] = [[], [], [], [], new Map()];
    baselines.clear();
    const kept = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = node.parentElement;
      if (!node.data.trim() || element.closest(UNREAD)) continue;
      nodes.push(node);
      const face = faceOf(element, kept);
      const math = Boolean(element.closest("math"));
      const struck = isStruck(element);
      const mine = pieces(node).map(([start, end, box]) => ({
        n: nodes.length - 1, start, end, text: node.data.slice(start, end), face, math, struck,
        x: box ? box.x + scrollX : 0, y: box ? box.y + scrollY : 0, w: box ? box.width : 0, h: box ? box.height : 0,
      }));
      for (const one of mine) words.push(one);
      words_of.set(node, mine);
    }
    joinLetters();
    keepOrder();
    // Lines under links are drawn at whole pixels, not where the letters say.
    bare.id = BARE;
    bare.textContent = "*, *::before, *::after { text-decoration-line: none !important; transition: none !important; }";
    document.documentElement.append(bare);
    images = [...document.querySelectorAll("img, svg[role=img]:not(.narrow)")];
    const boxes = images.map(shownFor).map((image) => {
      const box = image.getBoundingClientRect();
      const drawing = image.localName === "svg" ? image.outerHTML : "";
      return { image: true, drawing, source: image.currentSrc || image.src, x: box.x + scrollX, y: box.y + scrollY, w: box.width, h: box.height };
    });
    const root = document.documentElement;
    return { words: [...words, ...boxes], styles, width: root.scrollWidth, height: root.scrollHeight };
  }

  // Signs beside a number that follows Arabic letters are drawn at its left (UAX 9, W2), so a mark of that kind goes before it.
  function keepOrder() {
    let [block, letter] = [null, ""];
    for (const word of words) {
      const own = nodes[word.n].parentElement.closest(BLOCKS);
      if (own !== block) [block, letter] = [own, ""];
      if (ARABIC.test(letter)) word.before = ARABIC_MARK + (word.before || "");
      letter = (word.text.match(LETTERS) || [letter]).at(-1);
    }
  }

  // Letters that join over the end of an element are drawn so when they are drawn alone.
  function joinLetters() {
    for (let n = 0; n + 1 < words.length; n++) {
      const [one, next] = [words[n], words[n + 1]];
      const joins = JOINING.test(one.text.slice(-1)) && !APART.test(one.text.slice(-1)) && JOINING.test(next.text[0]);
      const touches = Math.abs(one.x - next.x - next.w) < 1 && Math.abs(one.y - next.y) < one.h / 2;
      if (!joins || !touches || (one.n === next.n && one.end < next.start)) continue;
      one.after = "\u200d";
      next.before = "\u200d";
    }
  }

  // Draw each word by itself. What comes back are the widths that they have so.
  async function redraw(seen) {
    for (const sheet of document.styleSheets) {
      for (let n = sheet.cssRules.length - 1; n >= 0; n--) {
        if (!(sheet.cssRules[n] instanceof CSSFontFaceRule)) sheet.deleteRule(n);
      }
    }
    const root = document.documentElement;
    for (const name of root.getAttributeNames()) root.removeAttribute(name);
    const sheet = document.createElementNS(XHTML, "style");
    sheet.textContent =
      "html, body { margin: 0; background: #fff; color: #000; } span { position: absolute; white-space: pre; line-height: normal; }" +
      " img, svg { position: absolute; }";
    const body = document.createElementNS(XHTML, "body");
    body.style.height = `${seen.height}px`;
    body.style.width = `${seen.width}px`;
    const faces = seen.styles.map((text) => JSON.parse(text));
    const drawn = seen.words.map((word) => {
      let one = document.createElementNS(XHTML, word.image ? "img" : "span");
      if (word.drawing) {
        one.innerHTML = word.drawing;
        one = one.firstElementChild;
      }
      one.style.left = `${word.x}px`;
      one.style.top = `${word.y}px`;
      if (word.image) {
        if (!word.drawing) one.src = word.source;
        one.style.width = `${word.w}px`;
        one.style.height = `${word.h}px`;
      } else {
        const [face, language, way] = faces[word.face];
        Object.assign(one.style, face, { direction: way });
        one.lang = language;
        one.textContent = (word.before || "") + word.text + (word.after || "");
      }
      if (word.w && word.h) body.append(one);
      return one;
    });
    document.body.replaceWith(body);
    document.head.append(sheet);
    await loaded();
    await Promise.all([...document.images].map((image) => image.decode().catch(() => null)));
    const range = document.createRange();
    const boxes = drawn.map((one) => {
      if (one.localName !== "span") return one.getBoundingClientRect();
      range.selectNodeContents(one);
      return range.getBoundingClientRect();
    });
    const [right, down] = [scrollX, scrollY]; // each look at them lays the page out again
    return boxes.map((box, n) => {
      const [word, one] = [seen.words[n], drawn[n]];
      one.style.left = `${2 * word.x - box.x - right}px`;
      one.style.top = `${2 * word.y - box.y - down}px`;
      return [box.width, box.height];
    });
  }

  function isTurned(element) {
    for (let one = element; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      if ([style.transform, style.rotate, style.scale].some((way) => way && way !== "none")) return true;
    }
    return false;
  }

  function isStruck(element) {
    for (let one = element; one; one = one.parentElement) {
      if (/line-through|overline|blink/.test(getComputedStyle(one).textDecorationLine)) return true;
    }
    return false;
  }

  // "" for what is not seen, null for what is as it is read, U+FFFD for what is otherwise.
  function verdict(word, ink, [width, height]) {
    const element = nodes[word.n].parentElement;
    if (!word.w || !word.h) return "";
    if (!ink) return element.closest("[data-unfolded]") ? null : ""; // it is beyond what is drawn, and scrolled to
    if (parseFloat(JSON.parse(styles[word.face])[0].fontSize) < SMALLEST) return "";
    if (ink.strength < FAINTEST) return "";
    const bad = UNREADABLE.repeat([...word.text].length);
    if (word.math) return isTurned(element) ? bad : null;
    const wide = Math.abs(width - word.w) > 0.14 * word.h + 0.04 * width; // letters of the next element may be kerned
    const unlike = ink.apart > UNLIKE && /[\p{L}\p{N}]/u.test(word.text); // a full stop is kerned by parts of a pixel
    if (wide || Math.abs(height - word.h) > 2 || unlike || word.struck) return bad;
    return null;
  }

  function isOver(one, other) {
    const across = Math.min(one.x + one.w, other.x + other.w) - Math.max(one.x, other.x);
    const [a, b] = [one, other].map((word) => [word.y + 0.35 * word.h, word.y + 0.75 * word.h]);
    const up = Math.min(a[1], b[1]) - Math.max(a[0], b[0]);
    const least = Math.min(one.w * one.h, other.w * other.h) * 0.4;
    return across > 0 && up > 0 && across * up > 0.3 * least;
  }

  // Words that are drawn over each other.
  function overlapping(shown) {
    const found = new Set();
    const rows = new Map();
    for (const word of shown) {
      for (let row = Math.floor(word.y / 32); row <= (word.y + word.h) / 32; row++) {
        if (!rows.has(row)) rows.set(row, []);
        for (const other of rows.get(row)) if (isOver(word, other)) found.add(word).add(other);
        rows.get(row).push(word);
      }
    }
    return found;
  }

  const sameLine = (a, b) => Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y) > 0.3 * Math.min(a.h, b.h);

  function isRaised(word) {
    return nodes[word.n].parentElement.closest("sup, sub, math, .indicator, rt");
  }

  const baselines = new Map();
  function baseline(word) {
    if (!baselines.has(word.face)) {
      const [face] = JSON.parse(styles[word.face]);
      const pen = document.createElement("canvas").getContext("2d");
      if (!pen) return word.y + word.h;
      pen.font = `${face.fontStyle} ${face.fontWeight} ${face.fontSize} ${face.fontFamily}`;
      baselines.set(word.face, pen.measureText("x").fontBoundingBoxDescent);
    }
    return word.y + word.h - baselines.get(word.face);
  }

  // Whether two words of a line are at other heights than their markup says.
  function isShifted(one, next) {
    if (one.math || next.math || !sameLine(one, next)) return false;
    const step = baseline(next) - baseline(one);
    const size = Math.max(one.h, next.h);
    const [before, after] = [isRaised(one), isRaised(next)];
    if (before === after) return Math.abs(step) > 0.1 * size;
    const sign = { sup: -1, sub: 1 };
    if (after && !before && sign[after.localName]) return step * sign[after.localName] < 0.08 * size;
    if (before && !after && sign[before.localName]) return -step * sign[before.localName] < 0.08 * size;
    return false;
  }

  // The words of a block in the order in which they are seen; null where that is the order in which they are read.
  function reordered(group, block) {
    const base = direction(block);
    const [rtl, ltr] = [group.some((one) => RTL.test(one.text)), group.some((one) => LETTER.test(one.text) && !RTL.test(one.text))];
    const wrong = (one, next) => {
      const room = isRaised(one) || isRaised(next) ? Math.max(one.h, next.h) : 0;
      if (!sameLine(one, next)) return next.y + next.h / 2 < one.y + one.h / 2 - room;
      const sides = [one, next].map((word) => (RTL.test(word.text) ? "rtl" : LETTER.test(word.text) ? "ltr" : ""));
      const way = sides[0] && sides[0] === sides[1] ? sides[0] : base === "ltr" && !rtl ? "ltr" : base === "rtl" && !ltr && (sides[0] || sides[1]) ? "rtl" : "";
      if (way === "ltr") return next.x < one.x + one.w - 0.35 * next.h;
      if (way === "rtl") return next.x + next.w > one.x + 0.35 * next.h;
      return false;
    };
    if (!group.some((one, n) => n && !one.math && !group[n - 1].math && wrong(group[n - 1], one))) return null;
    const lines = [];
    for (const word of [...group].sort((a, b) => a.y + a.h / 2 - b.y - b.h / 2)) {
      const line = lines.find((one) => sameLine(one[0], word));
      if (line) line.push(word);
      else lines.push([word]);
    }
    const sign = base === "rtl" ? -1 : 1;
    return lines.flatMap((line) => line.sort((a, b) => sign * (a.x - b.x)));
  }

  function box(group) {
    const [x, y] = [Math.min(...group.map((one) => one.x)), Math.min(...group.map((one) => one.y))];
    return { x, y, w: Math.max(...group.map((one) => one.x + one.w)) - x, h: Math.max(...group.map((one) => one.y + one.h)) - y };
  }

  // Blocks that are above the one that they are read after, or cells on the other side of it.
  function movedBlocks(groups) {
    const found = new Set();
    const last = new Map();
    for (const [block, group] of groups) {
      const part = block.closest("nav, main, header, aside, .notes") || document.body;
      const mine = box(group);
      const before = last.get(part);
      last.set(part, { block, mine });
      if (!before) continue;
      const { block: other, mine: its } = before;
      const across = Math.min(mine.x + mine.w, its.x + its.w) - Math.max(mine.x, its.x);
      if (across > 0.3 * Math.min(mine.w, its.w) && mine.y + 1 < its.y && mine.y + mine.h <= its.y + its.h / 2) found.add(block);
      const [cell, beside] = [block.closest("td, th"), other.closest("td, th")];
      if (!cell || !beside || cell === beside || cell.parentElement !== beside.parentElement) continue;
      const [a, b] = [cell.getBoundingClientRect(), beside.getBoundingClientRect()];
      const side = direction(cell) === "rtl" ? a.x - b.x : b.x - a.x;
      if (side > 0 || Math.abs(a.y - b.y) > 1) found.add(block);
    }
    return found;
  }

  // The words that a style sheet puts before, after or beside an element.
  function generated(element, side) {
    const style = getComputedStyle(element, side);
    if (!style.content || style.content === "none" || style.content === "normal" || style.display === "none") return "";
    let text = "";
    for (const part of style.content.matchAll(/"((?:[^"\\]|\\.)*)"|attr\(([\w-]+)[^)]*\)|(counters?|url|image-set|[\w-]*quote)/g)) {
      if (part[1] !== undefined) text += part[1].replace(/\\(.)/g, "$1");
      else text += part[2] ? element.getAttribute(part[2]) || "" : UNREADABLE;
    }
    const mark = /(^| )page( |$)/.test(element.className) && element.title;
    return mark && text.replace(/^\[|\]$/g, "") === element.title ? "" : text.trim();
  }

  function marker(element) {
    const style = getComputedStyle(element);
    if (style.display !== "list-item" || element.localName === "summary") return "";
    if (style.listStyleImage !== "none") return UNREADABLE;
    return style.listStyleType === "none" || /^(""|'')$/.test(style.listStyleType) ? "" : "\u2022";
  }

  function additions() {
    const found = [];
    for (const element of document.body.querySelectorAll("*")) {
      if (element.closest(UNREAD)) continue;
      for (const [side, text] of [["first", generated(element, "::before")], ["first", marker(element)], ["last", generated(element, "::after")]]) {
        if (text) found.push([element, side, text]);
      }
    }
    return found;
  }

  function apply({ found, widths }) {
    const texts = new Map(nodes.map((node) => [node, node.data]));
    words.forEach((word, n) => (word.seen = verdict(word, found[n], widths[n])));
    const shown = words.filter((word) => word.seen !== "");
    for (const word of overlapping(shown)) word.seen = UNREADABLE.repeat(word.text.length);
    const groups = new Map();
    for (const word of shown) {
      const block = nodes[word.n].parentElement.closest(BLOCKS);
      if (!groups.has(block)) groups.set(block, []);
      groups.get(block).push(word);
    }
    for (const group of groups.values()) {
      for (let n = 1; n < group.length; n++) {
        if (isShifted(group[n - 1], group[n])) group[n].seen = UNREADABLE.repeat(group[n].text.length);
      }
    }
    for (const [node, mine] of words_of) {
      let text = node.data;
      for (const word of [...mine].reverse()) {
        if (word.seen !== null) text = text.slice(0, word.start) + word.seen + text.slice(word.end);
      }
      texts.set(node, text);
    }
    for (const [block, group] of groups) {
      const order = reordered(group, block);
      if (!order) continue;
      for (const word of group) texts.set(nodes[word.n], "");
      texts.set(nodes[group[0].n], order.map((word) => word.seen ?? word.text).join(" "));
    }
    for (const block of movedBlocks(groups)) {
      const first = nodes[groups.get(block)[0].n];
      texts.set(first, `${MOVED} ${texts.get(first)}`);
    }
    return written(texts, images.filter((image, n) => isUnseen(image, found[words.length + n])), additions());
  }

  function isUnseen(image, ink) {
    const box = shownFor(image).getBoundingClientRect();
    return !box.width || !box.height || !ink || ink.strength < 0.3 || isTurned(shownFor(image));
  }

  // The drawing that a narrow page has in the place of the next one.
  function shownFor(image) {
    const other = image.previousElementSibling;
    return other?.matches("svg.narrow") && other.getBoundingClientRect().width ? other : image;
  }

  // The markup with what is seen of it.
  function written(texts, unseen, added) {
    const kept = new Map(nodes.map((node) => [node, node.data]));
    for (const [node, text] of texts) if (text !== node.data) node.data = text;
    const places = unseen.map((image) => {
      const place = document.createComment("");
      image.replaceWith(place);
      return [place, image];
    });
    const pieces = added.map(([element, side, text]) => {
      const piece = document.createTextNode(text);
      if (side === "first") element.prepend(piece);
      else element.append(piece);
      return piece;
    });
    const copy = document.documentElement.cloneNode(true);
    for (const one of copy.querySelectorAll("script, style, link")) one.remove();
    for (const one of copy.querySelectorAll("img")) one.setAttribute("src", "");
    for (const piece of pieces) piece.remove();
    for (const [place, image] of places) place.replaceWith(image);
    for (const [node, text] of kept) node.data = text;
    return document.contentType.includes("xml") ? new XMLSerializer().serializeToString(copy) : `<!DOCTYPE html>${copy.outerHTML}`;
  }

  // Load every face: that none is being loaded does not say that none will be asked for.
  const loaded = () => Promise.all([...document.fonts].map((face) => face.load().catch(() => null))).then(() => null);

  return { survey, redraw, apply, loaded };
})();
