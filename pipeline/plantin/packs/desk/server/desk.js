// The translators' desk: a message beside its original and its finished paragraph. What is typed is kept in the browser until the
// catalogue has it, so neither a closed window nor a stopped server loses a word.
const { token, address, language, direction, place } = document.documentElement.dataset;
const at = (id) => document.getElementById(id);
const make = (tag, words = "", values = {}) => Object.assign(document.createElement(tag), { textContent: words }, values);
const STATES = { missing: "untranslated", stale: "fuzzy", translated: "translated", reviewed: "revised" };
const [CHECKED_AFTER, FINISHED_AFTER] = [50, 300]; // milliseconds without a key
const [text, notes, list] = [at("text"), at("notes"), at("list")];

let original = "en";
let messages = new Map();
let findings = {};
let current = null;
let state = "";
let events = null;
let loads = 0;

async function ask(what, given = {}) {
  const answer = await fetch(`${address}/desk/${what}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Plantin-Token": token },
    body: JSON.stringify(given),
  });
  if (answer.status === 403) throw new Error("The server was started again: load this page again. What is not saved is kept.");
  if (answer.status === 409) throw new Error((await answer.json()).findings.map(words).join(" "));
  if (!answer.ok) throw new Error(`The server refused it (${answer.status}).`);
  return answer.json();
}

// How a finding is accepted is said once, at the notes.
const words = (finding) => `${finding.code}: ${finding.message}. ${finding.hint.includes("# waive") ? "" : finding.hint}`.trim();
const say = (said) => (at("message").textContent = said);
const fail = (error) => say(error instanceof TypeError ? "The server gives no answer. What is not saved is kept." : error.message);

const lines = (value) => value.split("\n").filter((line) => line.trim());
const begun = (message) => ({
  text: message.translation,
  notes: message.comments.join("\n"),
  base: message.translation,
  comments: message.comments,
  source: message.source,
});

// The list
function button(message) {
  const row = make("li");
  row.append(make("button", "", { type: "button", tabIndex: -1 }));
  row.firstChild.dataset.context = message.context;
  row.firstChild.append(make("span", "", { className: "state" }), make("span", message.source, { className: "line", lang: original }));
  return row;
}
function show(message) {
  if (!message?.row) return;
  const count = (findings[message.context] || []).length;
  const stage = message.stage === "approved" ? "approved" : STATES[message.state];
  const kept = saving.has(message.context) ? "being saved" : drafts.has(message.context) ? "not saved" : "";
  const said = [stage, count ? `${count} finding${count > 1 ? "s" : ""}` : "", kept];
  // Of two thousand rows, those that are as they were are not laid out again.
  const [label, line] = message.row.firstChild.children;
  const words = said.filter(Boolean).join(", ");
  if (label.textContent !== words) label.textContent = words;
  if (line.textContent !== message.source) line.textContent = message.source;
  if (message.row.dataset.state !== message.state) message.row.dataset.state = message.state;
  if (message.row.dataset.found !== String(count)) message.row.dataset.found = count;
}
function wanted(message) {
  const sought = at("search").value.toLowerCase();
  if (sought && ![message.source, message.translation, message.context].some((one) => one.toLowerCase().includes(sought))) return false;
  switch (at("filter").value) {
    case "":
      return true;
    case "revise":
      return message.state === "translated";
    case "found":
      return Boolean(findings[message.context]?.length);
    case "unsaved":
      return drafts.has(message.context);
    default:
      return message.state === at("filter").value;
  }
}
const shown = () => [...messages.values()].filter((one) => !one.row.hidden);
function filter() {
  for (const message of messages.values()) {
    const hidden = !wanted(message);
    if (message.row.hidden !== hidden) message.row.hidden = hidden;
  }
  at("shown").textContent = `${shown().length} of ${messages.size} messages`;
  rove();
}
function count() {
  const done = [...messages.values()].filter((one) => one.state === "translated" || one.state === "reviewed").length;
  [at("done").value, at("done").max] = [done, messages.size || 1];
  at("counts").textContent = `${done} of ${messages.size} translated`;
}
// Of the whole list, one button is reached with the tabulator.
function rove(to = null) {
  const rows = shown();
  const one = to || rows.find((row) => row.context === current) || rows[0];
  for (const stop of list.querySelectorAll("[tabindex='0']")) stop.tabIndex = -1;
  if (one) one.row.firstChild.tabIndex = 0;
  return one;
}

async function load() {
  const number = (loads += 1);
  const given = await ask("messages");
  if (number !== loads) return; // one that was asked later comes, or has come
  original = given.original;
  const before = messages;
  messages = new Map(given.messages.map((one) => [one.context, one]));
  const same = before.size === messages.size && [...before.keys()].every((one) => messages.has(one));
  for (const message of messages.values()) message.row = (same && before.get(message.context).row) || button(message);
  if (!same) list.replaceChildren(...[...messages.values()].map((one) => one.row));
  if (!same) [recall(), follow(before)];
  messages.forEach(show);
  count();
  filter();
  if (current) met();
  review().catch(fail);
}

// What the gate finds in all messages comes later than the messages.
async function review() {
  findings = await ask("findings");
  messages.forEach(show);
  if (at("filter").value === "found") filter();
  if (findings[""]) say(findings[""].map(words).join(" "));
}

// The message that is open, after its catalogue has changed.
function met() {
  const message = messages.get(current);
  const draft = drafts.get(current);
  text.disabled = notes.disabled = !message;
  if (!message) {
    say("The report does not have this message any more. Your text is kept.");
    return;
  }
  if (!draft) {
    const changed = typedText() !== message.translation;
    fill(message);
    if (changed) [check(), finish()];
  } else if (!saving.has(current) && ![draft.base, draft.text].includes(message.translation)) conflict(message);
  else describe(message);
}
function describe(message) {
  const who = ["translated", "revised", "approved"].map((stage, n) => message.signed[n] && `${stage} by ${message.signed[n]}`);
  at("stage").textContent = [`Stage: ${message.stage}${message.state === "stale" ? " (fuzzy)" : ""}`, ...who.filter(Boolean)].join("; ");
  at("original").replaceChildren(...(message.pieces.length ? message.pieces.map(piece) : [message.source]));
  at("original").lang = original;
}
const marksOf = (message) => message.pieces.filter(([kind]) => kind);
const piece = ([kind, said, title]) => {
  const part = make(kind ? "bdi" : "span", said, { title });
  if (kind) [part.className, part.dataset.kind] = ["mark", kind];
  return part;
};
function fill(message) {
  const draft = drafts.get(message.context) || begun(message);
  if (typedText() !== draft.text) put(draft.text);
  text.dataset.shown = draft.text;
  mirror();
  if (notes.value !== draft.notes) notes.value = draft.notes;
  describe(message);
}
function choose(context, focus = true) {
  const message = messages.get(context);
  if (!message) return;
  messages.get(current)?.row.firstChild.removeAttribute("aria-current");
  current = context;
  message.row.firstChild.setAttribute("aria-current", "true");
  rove(message);
  message.row.scrollIntoView({ block: "nearest" });
  at("conflict").hidden = true;
  at("what").textContent = message.section ? `${message.kind}: ${message.section}` : message.kind;
  for (const id of ["changes", "matches", "terms", "findings", "finished"]) at(id).replaceChildren();
  at("changed").hidden = true;
  text.disabled = notes.disabled = false;
  put("");
  fill(message);
  const draft = drafts.get(context);
  if (draft) {
    say(saving.has(context) ? "" : "This text is not saved yet.");
    if (!saving.has(context) && ![draft.base, draft.text].includes(message.translation)) conflict(message);
  }
  if (focus) text.focus();
  check();
  finish();
  aid(context).catch(fail);
  history.replaceState(null, "", `#${encodeURIComponent(context)}`);
}
function step(by) {
  const rows = shown();
  const place = rows.findIndex((one) => one.context === current);
  const next = rows[place < 0 ? 0 : place + by];
  if (next) choose(next.context);
  else say(by > 0 ? "This is the last message shown." : "This is the first message shown.");
}

// What is typed
let asked = 0;
let waiting = [0, 0];
function typed() {
  const message = messages.get(current);
  if (!message) return;
  mirror();
  const draft = { ...(drafts.get(current) || begun(message)), text: typedText(), notes: notes.value };
  const same = draft.text === message.translation && draft.notes === message.comments.join("\n");
  keep(current, same ? null : draft);
  waiting.forEach(clearTimeout);
  waiting = [setTimeout(check, CHECKED_AFTER), setTimeout(finish, FINISHED_AFTER)];
}
async function check() {
  const [number, context] = [++asked, current];
  if (!typedText().trim()) {
    at("findings").replaceChildren();
    return;
  }
  try {
    const found = await ask("check", { context, translation: typedText(), comments: lines(notes.value) });
    if (number === asked && context === current) tell(found.findings);
  } catch (error) {
    if (messages.has(context)) fail(error);
  }
}
function tell(found) {
  const row = (one) => {
    const item = make("li", words(one), { className: one.severity });
    const accept = make("button", "Accept", { type: "button", ariaLabel: `Accept ${one.code}: ${one.message}` });
    accept.onclick = () => {
      notes.value = [...lines(notes.value), `waive ${one.code} "${one.message}": `].join("\n");
      notes.focus();
      typed();
    };
    if (one.hint.includes("# waive")) item.append(" ", accept);
    return item;
  };
  const said = make("ul");
  said.append(...found.map(row));
  at("findings").replaceChildren(found.length ? said : make("p", "None."));
  at("findings").dataset.checked = typedText();
}
// One passage is made at a time, the last one that was asked for.
let making = false;
let again = false;
async function finish() {
  if (making) {
    again = true;
    return;
  }
  making = true;
  const context = current;
  const given = typedText();
  try {
    at("finishing").textContent = at("finished").hasChildNodes() ? "" : "It is being made.";
    const made = await ask("finished", { context, translation: given });
    if (context === current) {
      const page = new DOMParser().parseFromString(made.markup, "text/html");
      [at("finished").lang, at("finished").dir] = [made.language, made.direction];
      for (const heading of page.querySelectorAll("h1, h2, h3, h4, h5, h6")) heading.role = "presentation"; // it is none of the desk's
      at("finished").replaceChildren(...page.body.childNodes);
      at("finished").dataset.made = given;
      at("finishing").textContent = "";
    }
  } catch (error) {
    if (context === current) at("finishing").textContent = `It cannot be shown: ${error.message}`;
  }
  making = false;
  if (again) {
    again = false;
    finish();
  }
}

// Saving: the key moves on at once, and what was typed is kept until the catalogue has it. One message is saved after the other.
const saving = new Map(); // how often each message is being saved
let queue = Promise.resolve();
function save(stage, on = false, isEmptied = false) {
  const message = messages.get(current);
  if (!message) return;
  const draft = { ...(drafts.get(current) || begun(message)), text: typedText(), notes: notes.value };
  if (!draft.text.trim() && message.state === "reviewed" && !isEmptied) return askToEmpty(message, () => save(stage, on, true));
  at("conflict").hidden = true;
  say("");
  saving.set(message.context, (saving.get(message.context) || 0) + 1);
  show(message);
  const send = { stage, by: at("name").value.trim(), text: draft.text, notes: draft.notes };
  queue = queue.then(() => deliver(message.context, send, draft));
  if (on) step(1);
}
async function deliver(context, { stage, by, text: translation, notes: said }, typedDraft) {
  // An earlier save of the same message may have given it another text to begin from.
  const message = messages.get(context);
  const draft = { ...(drafts.get(context) || (message ? begun(message) : typedDraft)), text: translation, notes: said };
  const given = { context, original: draft.source, base: draft.base, translation, stage, by, comments: lines(said), base_comments: draft.comments };
  let saved = null;
  try {
    saved = await ask("save", given);
  } catch (error) {
    keep(context, draft);
    back(context, () => fail(error));
  }
  const left = saving.get(context) - 1;
  if (left) saving.set(context, left);
  else saving.delete(context);
  if (saved && message && saved.entry) Object.assign(messages.get(context) ?? message, saved.entry);
  if (saved) settle(saved, context, draft);
  show(messages.get(context));
}
function settle(saved, context, draft) {
  const message = messages.get(context);
  switch (saved.fate) {
    case "saved":
    case "same": {
      // What was typed while it was being saved is still to be saved.
      const later = context === current ? { text: typedText(), notes: notes.value } : drafts.get(context) || draft;
      const isSaved = later.text === draft.text && later.notes === draft.notes;
      keep(context, isSaved ? null : { ...begun(message), text: later.text, notes: later.notes });
      count();
      if (context === current) describe(message);
      say(saved.fate === "saved" ? `Saved: ${message.stage}.` : "Nothing to save.");
      return;
    }
    case "conflict":
      keep(context, draft);
      back(context, () => (context === current ? conflict(message) : say("A message was changed elsewhere meanwhile, and is not saved.")));
      return;
    case "changed":
      keep(context, { ...draft, base: message.translation, source: message.source });
      back(context, () => say("The original has changed meanwhile. Your text is kept: look at it again, and save it."));
      if (context === current) [describe(message), aid(context).catch(fail)];
      return;
    case "gone":
      keep(context, draft);
      say("The report does not have this message any more. Your text is kept in this browser.");
      follow(messages);
      return;
    default:
      keep(context, draft);
      back(context, () => say(saved.findings.map(words).join(" ")));
  }
}
// To a message that was not saved: at once where nothing was typed in another meanwhile, else by a button.
function back(context, tell) {
  if (context !== current && messages.has(context) && !drafts.has(current)) choose(context);
  tell();
  if (context === current || !messages.has(context)) return;
  at("message").append(" ", make("button", "Go back to it", { type: "button", onclick: () => choose(context) }));
}
function askToEmpty(message, empty) {
  const answer = (words, then) => make("button", words, { type: "button", onclick: () => [(at("conflict").hidden = true), text.focus(), then()] });
  const refill = () => [put(message.translation), typed()];
  const both = make("p", "", { className: "buttons" });
  both.append(answer("Keep the text", refill), answer("Empty it", empty));
  at("conflict").replaceChildren(make("p", `This message is ${message.stage}. Saved empty, its text and who revised it are gone.`), both);
  at("conflict").hidden = false;
  both.firstChild.focus();
}
// Both texts; nothing is written until one of them, or what was made of both, is chosen.
function conflict(message) {
  const box = at("conflict");
  const take = make("button", "Take theirs", { type: "button" });
  const stay = make("button", "Keep mine", { type: "button" });
  take.onclick = () => {
    keep(message.context, null);
    fill(message);
    box.hidden = true;
    text.focus();
    check();
    finish();
  };
  stay.onclick = () => {
    keep(message.context, { ...(drafts.get(message.context) || begun(message)), text: typedText(), base: message.translation });
    box.hidden = true;
    say("Your text stays; save it to put it into the catalogue.");
    text.focus();
  };
  const theirs = make("p", message.translation || "(empty)", { className: "text", lang: language });
  const said = make("p", "This message was changed elsewhere meanwhile. The catalogue has this text; yours is in the field:");
  const both = make("p", "", { className: "buttons" });
  both.append(take, stay);
  box.replaceChildren(said, theirs, both);
  box.hidden = false;
}

// A window that nobody looks at holds no connection: a browser has six for a server.
function listen() {
  events?.close();
  events = null;
  if (document.hidden) return;
  events = new EventSource(`${address}/desk/events`);
  events.onmessage = (event) => {
    if (event.data !== state) renew();
    state = event.data;
  };
  // Where too many windows listen already, the messages come all the same.
  events.onerror = () => messages.size || renew();
}
function renew() {
  load().then(() => current || begin()).catch(fail);
}
function begin() {
  const asked = decodeURIComponent(location.hash.slice(1));
  const first = messages.get(asked) || shown().find((one) => one.state === "missing" || one.state === "stale") || shown()[0];
  if (first) choose(first.context, false);
}

function keys(event) {
  const control = event.ctrlKey || event.metaKey;
  const done = () => event.preventDefault();
  if (control && event.key === "Enter") [done(), save(event.shiftKey ? "revised" : "translated", true)];
  else if (control && event.key === "s") [done(), save("draft")];
  else if (event.altKey && event.key === "ArrowDown") [done(), step(1)];
  else if (event.altKey && event.key === "ArrowUp") [done(), step(-1)];
  else if (event.altKey && event.code === "KeyN" && current) [done(), insertMark()];
  else if (event.altKey && event.code === "KeyM") [done(), at("matches").querySelector("[data-text]") && take(at("matches").querySelector("[data-text]").dataset.text)];
  else if (event.altKey && event.code === "KeyO" && current) [done(), take(messages.get(current).source)];
  else if (event.key === "Escape" && at("work").contains(event.target)) [done(), rove()?.row.firstChild.focus()];
}
function listKeys(event) {
  const by = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
  if (!by || event.altKey) return;
  event.preventDefault();
  const rows = shown();
  const place = rows.findIndex((one) => one.row.contains(document.activeElement));
  const next = rows[Math.min(Math.max(place + by, 0), rows.length - 1)];
  if (next) rove(next).row.firstChild.focus();
}

text.lang = language;
text.dir = at("mirror").dir = direction;
at("original").dir = at("changes").dir = "auto";
text.disabled = notes.disabled = true;
try {
  at("name").value = localStorage.getItem("plantin name") || "";
} catch {}
at("name").addEventListener("change", () => {
  try {
    localStorage.setItem("plantin name", at("name").value.trim());
  } catch {}
});
text.addEventListener("input", typed);
at("original").addEventListener("click", ({ target }) => {
  const mark = target.matches(".mark") && marksOf(messages.get(current)).find(([, said, title]) => said === target.textContent && title === target.title);
  if (mark) insertMark(mark);
});
notes.addEventListener("input", typed);
at("filter").addEventListener("change", filter);
at("search").addEventListener("input", filter);
list.addEventListener("keydown", listKeys);
list.addEventListener("click", (event) => choose(event.target.closest("button")?.dataset.context));
for (const one of document.querySelectorAll("[data-stage]")) one.addEventListener("click", () => save(one.dataset.stage));
addEventListener("keydown", keys);
addEventListener("visibilitychange", listen);
addEventListener("pagehide", () => events?.close());
listen();
