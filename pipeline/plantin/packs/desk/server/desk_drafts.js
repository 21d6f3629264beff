// What is typed at the desk and not saved yet. Loaded before desk.js, whose names it uses.

// What is not saved yet, by message: the text, the notes, and the versions that they were begun from.
const key = (context) => `plantin ${place} ${address} ${context}`;
const drafts = new Map();
function keep(context, draft) {
  const before = JSON.stringify(drafts.get(context));
  if (draft) drafts.set(context, draft);
  else drafts.delete(context);
  try {
    if (draft) localStorage.setItem(key(context), JSON.stringify(draft));
    // What another window keeps of the same message is its own.
    else if (localStorage.getItem(key(context)) === before) localStorage.removeItem(key(context));
  } catch {}
  show(messages.get(context));
}
function recall() {
  for (const [context, message] of messages) {
    if (drafts.has(context) || context === current) continue;
    const kept = stored(key(context)) || adopt(message);
    if (kept) drafts.set(context, kept);
  }
}
// What is in the browser under a name; nothing where it is no draft, or the browser keeps nothing.
function stored(name) {
  try {
    const draft = JSON.parse(localStorage.getItem(name));
    return typeof draft?.text === "string" && typeof draft.source === "string" ? draft : null;
  } catch {
    return null;
  }
}
// A text that was kept before the key had the house in it is of this house where it was begun from the same original.
function adopt({ context, source }) {
  const old = `plantin ${address} ${context}`;
  const kept = stored(old);
  if (kept?.source !== source) return null;
  try {
    localStorage.setItem(key(context), JSON.stringify(kept));
    localStorage.removeItem(old);
  } catch {}
  return kept;
}
// A text whose original has changed is of the message that is most like it, of those in which nothing is kept: the likest
// pair of all comes first. The open message goes along, with a text of its own or without.
function follow(before) {
  const left = new Map();
  for (const old of names()) {
    const draft = (old === current && drafts.get(old)) || stored(key(old)) || drafts.get(old);
    if (draft && !messages.has(old) && !saving.has(old)) left.set(old, draft);
  }
  if (before.has(current) && !messages.has(current) && !saving.has(current) && !left.has(current)) left.set(current, { source: before.get(current).source });
  const pairs = [...left].flatMap(([old, draft]) => [...messages.values()].map(({ context, source }) => ({ old, draft, context, share: share(source, draft.source) })));
  pairs.sort((one, other) => other.share - one.share);
  for (const { old, draft, context } of pairs.filter((pair) => pair.share > 0.5)) {
    const isKept = "text" in draft;
    // Another window may have taken the same text along already.
    const isTaken = drafts.has(context) && JSON.stringify(drafts.get(context)) !== JSON.stringify(draft);
    if (!left.has(old) || (isKept && isTaken)) continue;
    left.delete(old);
    if (isKept) [drafts.set(old, draft), keep(old, null), keep(context, draft)];
    if (old !== current) continue;
    const caret = [text.selectionStart, text.selectionEnd];
    choose(context, false);
    text.setSelectionRange(...caret);
    say(isKept ? "The original has changed meanwhile. Your text is kept: look at it again, and save it." : "The original has changed meanwhile.");
  }
}
// The messages, also those that the report does not have any more, of which something may be kept.
function names() {
  const start = key("");
  let all = [];
  try {
    all = Object.keys(localStorage);
  } catch {}
  return new Set([...drafts.keys(), ...all.filter((name) => name.startsWith(start)).map((name) => name.slice(start.length))]);
}
// The words (in Chinese, the characters) that two texts share, as a part of those of both.
function share(...texts) {
  const [these, those] = texts.map((one) => one.match(/[\u3040-\u30ff\u3400-\u9fff]|[^\s\u3040-\u30ff\u3400-\u9fff]+/g) || []);
  const left = [...those];
  const both = these.filter((word) => left.includes(word) && left.splice(left.indexOf(word), 1));
  return (2 * both.length) / Math.max(these.length + those.length, 1);
}
