// The part of the first page at which a file is brought: it is kept in the house, imported, and made into editions.
const { token } = document.documentElement.dataset;
const at = (id) => document.getElementById(id);
const make = (tag, words = "", values = {}) => Object.assign(document.createElement(tag), { textContent: words }, values);
const LARGEST = 64 * 1024 * 1024;
const [file, news, outcome] = [at("file"), at("news"), at("outcome")];
let brought = null;
let kept = "";
let slug = "";
const said = new Map();
const DECORATIVE = "It is decorative, and says nothing";

async function ask(what, body, fields = {}) {
  const answer = await fetch(`/reception/${what}`, { method: "POST", headers: { "Plantin-Token": token, ...fields }, body });
  if (answer.status === 403) throw new Error("The server was started again: load this page again.");
  if (answer.status === 413) throw new Error("The file is too large.");
  const given = answer.ok || answer.status === 409 ? await answer.json() : null;
  if (!given) throw new Error(`The server refused it (${answer.status}).`);
  return { ok: answer.ok, ...given };
}
const send = (values) => ask(values.what, JSON.stringify(values.given), { "Content-Type": "application/json" });

function list(title, rows) {
  if (!rows.length) return [];
  const all = make("ul");
  all.append(...rows);
  return [make("h3", title), all];
}
const finding = (one) => make("li", [one.words, one.place && `[${one.place}]`, one.hint].filter(Boolean).join(" "), { className: one.severity });
// What a person is asked for first; what may stay as it is can be opened.
function findings(found) {
  const rest = found.filter((one) => !one.asks);
  if (!rest.length) return list("To decide", found.map(finding));
  const more = make("details");
  const all = make("ul");
  all.append(...rest.map(finding));
  more.append(make("summary", `${rest.length} remark${rest.length === 1 ? "" : "s"}: what was assumed, changed or left out, and could be better`), all);
  return [...list("To decide", found.filter((one) => one.asks).map(finding)), more];
}
// What each picture shows to who cannot see it; what was typed stays when the file is imported again.
function pictures(given) {
  typed();
  at("pictures").replaceChildren();
  if (!given.length) return;
  const missing = given.filter((one) => !one.words && !one.decorative).length;
  const rows = given.map((one, n) => {
    const kept = said.get(one.name) ?? one;
    const row = make("div", "", { className: "pictured" });
    const fields = make("div");
    const area = make("textarea", "", { id: `words-${n}`, name: one.name, rows: 2, maxLength: 1000, value: kept.words, ariaLabel: `What it shows: ${one.title || one.name}` });
    fields.append(make("p", one.title || one.name), make("label", "What it shows", { htmlFor: area.id }), area);
    if (one.alone) {
      const [box, label] = [make("input", "", { type: "checkbox", id: `decorative-${n}`, checked: kept.decorative, ariaLabel: `${DECORATIVE}: ${one.name}` }), make("label")];
      box.addEventListener("change", () => { area.disabled = box.checked; });
      area.disabled = box.checked;
      label.append(box, ` ${DECORATIVE}`);
      fields.append(label);
    }
    row.append(make("img", "", { src: one.address, alt: one.words }), fields);
    return row;
  });
  at("pictures").append(make("h3", "Pictures"), make("p", `Say in a sentence or two what each shows, for who cannot see it. ${missing} of ${given.length} are not described yet.`), ...rows);
}
function typed() {
  for (const area of at("pictures").querySelectorAll("textarea")) {
    said.set(area.name, { words: area.value, decorative: at(area.id.replace("words", "decorative"))?.checked ?? false });
  }
}
function say(words, busy = false) {
  news.textContent = words;
  at("busy").hidden = !busy;
}
const failed = (error) => say(error instanceof TypeError ? "The server gives no answer." : error.message);

function choose(one) {
  [brought, kept, slug] = [one, "", ""];
  at("make").hidden = true;
  outcome.replaceChildren();
  at("pictures").replaceChildren();
  said.clear();
  at("import").disabled = !one || one.size > LARGEST;
  if (one) say(one.size > LARGEST ? `${one.name} has more than 64 MB.` : `${one.name} is ready to be imported.`);
}

async function bring() {
  at("import").disabled = true;
  say("It is being imported; a long report takes half a minute.", true);
  at("make").hidden = true;
  outcome.replaceChildren();
  try {
    if (!kept) {
      const name = encodeURIComponent(brought.name);
      const sent = await ask("file", brought, { "Content-Type": "application/octet-stream", "Plantin-Name": name });
      if (!sent.ok) return refuse(sent);
      kept = sent.name;
    }
    const given = { name: kept, former: slug };
    for (const field of at("asked").querySelectorAll("input, select")) given[field.name] = field.value;
    const done = await send({ what: "import", given });
    if (!done.ok) return refuse(done);
    const former = done.former ? ` ${done.former}, as it was imported before, is there too.` : "";
    slug = done.slug;
    for (const [field, value] of Object.entries(done.fields)) if (at(field)) at(field).value = value;
    at("asked").querySelector("summary").textContent = "What the report says of itself: correct it and import again";
    const counts = Object.entries(done.counts).filter(([kind, number]) => number && kind !== "indicators").map(([kind, number]) => `${kind}: ${number}`);
    say((done.buildable
      ? `Imported as ${slug} (${counts.join(", ")}).`
      : `Imported as ${slug}, but it cannot be made into editions yet.`) + former);
    const whole = make("p");
    whole.append(make("a", "The file beside the source, passage by passage", { href: `/${slug}/import` }));
    const account = list("What came in", done.account.map((words) => make("li", words)));
    outcome.replaceChildren(...findings(done.findings), ...account, whole);
    at("import").disabled = false;
    at("make").hidden = !done.buildable;
    pictures(done.pictures);
    const first = [...at("pictures").querySelectorAll("textarea:enabled")].find((area) => !area.value);
    if (done.buildable) (first ?? at("make")).focus();
  } catch (error) {
    failed(error);
    at("import").disabled = false;
  }
}
function refuse(done) {
  say("It was not imported. Say what is missing, and import it again.");
  outcome.replaceChildren(...findings(done.findings));
  at("asked").open = true;
  at("import").disabled = false;
}

async function editions() {
  at("make").disabled = true;
  say("The editions are being made; four of a long report take a minute.", true);
  try {
    const words = { slug };
    for (const area of at("pictures").querySelectorAll("textarea")) {
      words[area.id] = area.value;
      const box = at(area.id.replace("words", "decorative"));
      if (box?.checked) words[box.id] = "yes";
    }
    if (Object.keys(words).length > 1) {
      const described = await send({ what: "describe", given: words });
      if (!described.ok) outcome.replaceChildren(...findings(described.findings));
      if (!described.ok) return say("The descriptions were not written.");
    }
    const done = await send({ what: "make", given: { slug } });
    const links = done.editions.map((one) => {
      const row = make("li");
      row.append(make("a", `Download ${one.title}`, { className: "button", href: one.address, download: "" }), one.size, make("a", "open", { href: one.address, ariaLabel: `Open ${one.title}` }));
      return row;
    });
    const made = list("Editions", links);
    made.at(-1)?.classList.add("files");
    say(`${links.length} edition${links.length === 1 ? "" : "s"} made.`);
    outcome.replaceChildren(...made, ...findings(done.findings));
    renew().catch(failed);
    outcome.querySelector("a")?.focus();
  } catch (error) {
    failed(error);
  } finally {
    at("make").disabled = false;
  }
}

// The cards: those that take counting come later, others when the reader comes back, or an edition was made.
async function renew() {
  const answer = await fetch("/", { cache: "no-store" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [banner, old] = [page.querySelector(".banner"), document.querySelector(".banner")];
  if (banner.outerHTML !== old.outerHTML) old.replaceWith(banner);
  const ids = (one) => [...one.querySelectorAll(".card.report")].map((card) => card.id).join();
  if (ids(page) !== ids(document)) at("reports").replaceWith(page.getElementById("reports"));
  for (const card of page.querySelectorAll(".card.report")) {
    const editions = card.querySelector("details");
    if (editions) editions.open = Boolean(at(card.id).querySelector("details")?.open);
    if (at(card.id).outerHTML !== card.outerHTML) at(card.id).replaceWith(card);
  }
  if (document.querySelector("[data-waiting]")) setTimeout(() => renew().catch(failed), 1500);
}
async function makeAgain(button) {
  const name = button.dataset.make;
  button.disabled = true;
  at("made").textContent = `The editions of ${name} are being made; four of a long report take a minute.`;
  try {
    const done = await send({ what: "make", given: { slug: name } });
    at("made").textContent = [`${done.editions.length} editions of ${name} made.`, ...done.findings.map((one) => one.words)].join(" ");
    await renew();
  } catch (error) {
    at("made").textContent = error.message;
    button.disabled = false;
  }
}
addEventListener("click", ({ target }) => target.closest("[data-make]") && makeAgain(target.closest("[data-make]")));
addEventListener("visibilitychange", () => document.hidden || renew().catch(failed));
if (document.querySelector("[data-waiting]")) setTimeout(() => renew().catch(failed), 1000);

file.addEventListener("change", () => choose(file.files[0] || null));
at("import").addEventListener("click", bring);
at("make").addEventListener("click", editions);
const over = (is) => (event) => {
  event.preventDefault();
  at("reception").classList.toggle("over", is);
};
addEventListener("dragover", over(true));
addEventListener("dragleave", over(false));
addEventListener("drop", (event) => {
  over(false)(event);
  if (event.dataTransfer.files.length) choose(event.dataTransfer.files[0]);
});
