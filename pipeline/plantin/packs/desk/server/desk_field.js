// What goes into the field of the desk: what helps a translator, and the marks of the original. Loaded before desk.js, whose names it uses.
const [ISOLATE, END] = ["\u2068", "\u2069"]; // around a mark in the field, where the text runs from right to left

// What helps
async function aid(context) {
  const found = await ask("aid", { context });
  if (context !== current) return;
  at("changed").hidden = !found.changes.length;
  at("changes").lang = original;
  at("changes").replaceChildren(...marked(found.changes));
  at("matches").replaceChildren(...(found.matches.length ? found.matches.map(match) : [make("li", "nothing alike")]));
  at("terms").replaceChildren(...(found.terms.length ? found.terms.map(term) : [make("li", "none in this message")]));
}
const marked = (segments) => segments.map(([kind, said]) => make({ same: "span", gone: "del", new: "ins" }[kind], said));
function match(one) {
  const row = make("li");
  row.append(make("span", `${one.score} %, ${one.origin}: `), make("span", one.text, { lang: language, className: "text" }), " ");
  row.append(make("button", "Take", { type: "button", onclick: () => take(one.text), ariaLabel: `Take: ${one.text.slice(0, 60)}` }));
  row.dataset.text = one.text;
  if (one.changes.length) {
    const of = make("p", "", { className: "of", lang: original });
    of.append(...marked(one.changes));
    row.append(of);
  }
  return row;
}
function term(one) {
  const row = make("li");
  row.append(make("span", one.term, { lang: original }), ": ", make("span", one.forms.join(" / "), { lang: language }));
  if (one.grade) row.append(` (${one.grade})`);
  return row;
}
// As if it were typed, so that the browser can undo it.
function take(said) {
  text.focus();
  text.select();
  insert(said);
}
function insert(said) {
  text.focus();
  if (!document.execCommand("insertText", false, isolate(said))) text.setRangeText(isolate(said), text.selectionStart, text.selectionEnd, "end");
  typed();
}

// Marks. In the field they are coloured by what lies behind it; where the text runs from right to left each is isolated, so that `[^a]`
// does not read `[a^]`. The isolates are in the field alone: what is saved does not have them.
const isRightToLeft = () => direction === "rtl" && !/[\u2066-\u2069]/.test(messages.get(current)?.translation ?? "");
function pattern() {
  const signs = marksOf(messages.get(current) ?? { pieces: [] }).map(([, said]) => said).sort((a, b) => b.length - a.length);
  return signs.length ? new RegExp(signs.map((said) => said.replace(/[.*+?^${}()|[\]\\\/]/g, "\\$&")).join("|"), "g") : null;
}
const isolate = (said) => (isRightToLeft() && pattern() ? said.replace(pattern(), `${ISOLATE}$&${END}`) : said);
const typedText = () => (isRightToLeft() ? text.value.replaceAll(ISOLATE, "").replaceAll(END, "") : text.value);
const put = (said) => (text.value = isolate(said));
function mirror() {
  const message = messages.get(current);
  const kinds = new Map(marksOf(message).map(([kind, said]) => [said, kind]));
  const signs = pattern();
  const parts = [];
  let end = 0;
  for (const found of signs ? text.value.matchAll(signs) : []) {
    const mark = make("mark", found[0]);
    mark.dataset.kind = kinds.get(found[0]);
    parts.push(text.value.slice(end, found.index), mark);
    end = found.index + found[0].length;
  }
  at("mirror").replaceChildren(...parts, `${text.value.slice(end)}\u200b`);
  const left = missing();
  at("marks").hidden = !left.length;
  at("marks").replaceChildren("Not put in yet: ", ...left.map((mark) => slip(mark)));
}
function slip(mark) {
  const button = make("button", mark[1], { type: "button", className: "mark", title: mark[2], ariaLabel: `Put in ${mark[2]}: ${mark[1]}` });
  button.dataset.kind = mark[0];
  button.onclick = () => insertMark(mark);
  return button;
}
// The marks of the original that the translation does not have as often, in the order of the original.
function missing() {
  let rest = typedText();
  const marks = marksOf(messages.get(current));
  const lacking = new Set();
  for (const mark of [...marks].sort((a, b) => b[1].length - a[1].length)) {
    const found = rest.indexOf(mark[1]);
    if (found < 0) lacking.add(mark);
    else rest = `${rest.slice(0, found)}\0${rest.slice(found + mark[1].length)}`;
  }
  return marks.filter((mark) => lacking.has(mark));
}
function insertMark(mark = missing()[0]) {
  if (!mark) return say("Every mark of the original is there.");
  const words = text.value.slice(text.selectionStart, text.selectionEnd);
  const closing = words && missing().find((one) => one[2] === `end of ${mark[2]}`);
  insert(closing ? `${mark[1]}${words}${closing[1]}` : mark[1]);
}
