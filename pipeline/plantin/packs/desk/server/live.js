// A page of the preview: what changes in its files changes on it, and shows the printed page beside the text where the reader asks for it.
let state = document.documentElement.dataset.state;
const here = location.pathname.replace(/\/$/, "");
let events = null;

// A page that nobody looks at holds no connection: a browser has six for a server.
function listen() {
  if (events) events.close();
  events = null;
  if (document.hidden) return;
  events = new EventSource(here + "/events");
  events.onmessage = (event) => {
    if (event.data !== state) renew();
  };
}

// What differs between two lists of elements is replaced, and nothing else: the reader's place stays, and so does what has the focus.
function replace(old, renewed, parent) {
  // A group of findings that the reader opened or closed stays so.
  for (const group of parent.querySelectorAll("details[data-code]")) {
    const same = renewed.map((one) => one.closest(`details[data-code="${group.dataset.code}"]`)).find(Boolean);
    if (same) same.open = group.open;
  }
  if (old.length === renewed.length) old.forEach((one, number) => one.outerHTML === renewed[number].outerHTML || one.replaceWith(renewed[number]));
  else parent.replaceChildren(...renewed);
}

const parts = (page) => [...page.querySelectorAll("[data-live]")];
const sheets = (page) => [...page.querySelectorAll("link[rel=stylesheet]")].map((sheet) => sheet.getAttribute("href")).join();

async function renew() {
  let page;
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return;
  }
  const kind = (one) => sheets(one) + parts(one).length;
  // A page that says that this one is being made asks again by itself; a page of another kind has other parts.
  if (!page.documentElement.dataset.state || kind(page) !== kind(document)) {
    location.reload();
    return;
  }
  state = page.documentElement.dataset.state;
  const renewed = parts(page);
  parts(document).forEach((one, number) => replace([...one.children], [...renewed[number].children], one));
  file = "";
  if (panel && !panel.hidden) print();
}
document.addEventListener("visibilitychange", listen);
addEventListener("pagehide", () => events && events.close());
listen();

const button = document.getElementById("show-printed");
const panel = document.getElementById("printed");
const said = panel && panel.querySelector("[role=status]");
const frame = panel && panel.querySelector("iframe");
let file = "";
let starts = [];

// The page on which the first pair that is seen lies.
function current() {
  const pairs = [...document.querySelectorAll(".pair[id]")];
  const seen = pairs.findIndex((pair) => pair.getBoundingClientRect().bottom > 0);
  let page = 1;
  starts.forEach((anchor, number) => {
    const place = pairs.findIndex((pair) => pair.id === anchor);
    if (place >= 0 && place <= seen) page = number + 1;
  });
  return page;
}

function turn() {
  const page = current();
  // Viewers turn to a page when they open a file, not when the end of its address changes.
  const address = `${file}?${page}#page=${page}&navpanes=0&view=FitH`;
  if (!file || frame.dataset.address === address) return;
  frame.dataset.address = address;
  frame.src = address;
  said.textContent = `Page ${page} of ${starts.length}`;
}

async function print() {
  said.textContent = "The printed edition is being made.";
  try {
    const answer = await fetch(`${here}/preview.pdf`, { cache: "no-store" });
    if (!answer.ok) {
      said.textContent = (await answer.text()).trim();
      return;
    }
    starts = JSON.parse(answer.headers.get("Plantin-Pages"));
    file = `${here}/preview.pdf`;
    turn();
  } catch {
    said.textContent = "The server gives no answer.";
  }
}

function show(open) {
  panel.hidden = !open;
  document.body.classList.toggle("beside", open);
  button.setAttribute("aria-expanded", String(open));
  try {
    sessionStorage.setItem("printed", open ? "1" : "");
  } catch {}
  if (open && !file) print();
}

if (button) {
  button.hidden = false;
  button.addEventListener("click", () => show(panel.hidden));
  let waiting = 0;
  addEventListener("scroll", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => panel.hidden || turn(), 300);
  });
  let open = "";
  try {
    open = sessionStorage.getItem("printed");
  } catch {}
  if (open) show(true);
}
