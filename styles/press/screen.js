// The page is whole without this script. It folds the contents on narrow screens, marks in them the section being read, shows a note
// beside its call, offers to copy a paragraph's link or citation, takes the reader to the same paragraph in another language, makes one
// stop of the Tab key of all numbers of paragraphs, and says which tables go on beyond an edge.
(() => {
  "use strict";

  const contents = document.querySelector("nav.contents");
  const links = contents ? [...contents.querySelectorAll("details a")] : [];
  const details = contents && contents.querySelector("details");
  const wide = matchMedia("(min-width: 64rem)");

  const fold = () => { if (details) details.open = wide.matches; };
  fold();
  wide.addEventListener("change", fold);
  addEventListener("beforeprint", () => { if (details) details.open = true; });
  addEventListener("afterprint", fold);

  // The section being read is the last whose heading has passed the upper part of the window.
  const places = links.map((link) => [link, document.getElementById(decodeURIComponent(link.hash.slice(1)))]).filter(([, at]) => at);
  let marked = null;
  let waiting = false;
  const follow = () => {
    waiting = false;
    let now = null;
    for (const [link, at] of places) {
      if (at.getBoundingClientRect().top > innerHeight / 4) break;
      now = link;
    }
    if (now === marked) return;
    if (marked) marked.removeAttribute("aria-current");
    if (now) now.setAttribute("aria-current", "true");
    marked = now;
    if (now && wide.matches) {
      const box = contents.getBoundingClientRect();
      const row = now.getBoundingClientRect();
      if (row.top < box.top + 32 || row.bottom > box.bottom - 32) contents.scrollTop += row.top - box.top - box.height / 3;
    }
  };
  const later = () => { if (!waiting) { waiting = true; requestAnimationFrame(follow); } };
  addEventListener("scroll", later, { passive: true });
  addEventListener("resize", later);
  follow();

  // A copy of the note for the eye alone: the link itself leads a screen reader to the note.
  const slip = document.createElement("div");
  slip.className = "slip";
  slip.hidden = true;
  slip.setAttribute("aria-hidden", "true");
  document.body.append(slip);
  let call = null;
  let leaving = 0;

  const hide = () => { slip.hidden = true; call = null; };
  const stay = () => clearTimeout(leaving);
  const leave = () => { stay(); leaving = setTimeout(hide, 250); };
  const show = (link) => {
    const note = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!note) return;
    stay();
    call = link;
    const copy = note.cloneNode(true);
    for (const back of copy.querySelectorAll("a.back")) back.remove();
    for (const other of copy.querySelectorAll("a")) other.replaceWith(...other.childNodes);
    for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
    slip.replaceChildren(...copy.childNodes);
    slip.hidden = false;
    const at = link.getBoundingClientRect();
    const most = document.documentElement.clientWidth - slip.offsetWidth - 8;
    const below = at.bottom + 6 + slip.offsetHeight < innerHeight;
    slip.style.left = `${Math.max(8, Math.min(at.left - 24, most))}px`;
    slip.style.top = `${Math.max(8, below ? at.bottom + 6 : at.top - 6 - slip.offsetHeight)}px`;
  };

  // The tools of a paragraph stand after its number, in the order of the keyboard too, once the number is followed or pointed at.
  const kit = document.getElementById("tools");
  const announcement = document.querySelector(".announcement");
  const numbered = [...document.querySelectorAll("p.numbered")];
  const tools = document.createElement("span");
  tools.className = "tools";
  tools.setAttribute("role", "group");
  let number = null;
  let held = false;
  let opening = 0;
  let silence = 0;

  const tell = (words, quiet = false) => {
    clearTimeout(silence);
    announcement.classList.toggle("quiet", quiet);
    announcement.textContent = words;
    silence = setTimeout(() => { announcement.textContent = ""; }, 5000);
  };
  const put = (text) => {
    const box = document.createElement("textarea");
    const button = document.activeElement;
    box.value = text;
    box.style.position = "fixed";
    tools.append(box);
    box.select();
    document.execCommand("copy");
    button.focus();
    box.remove();
  };
  const copy = async (text) => {
    try { await navigator.clipboard.writeText(text); } catch { put(text); }
    tell(kit.dataset.copied.replace("{text}", text));
  };
  const close = (back = false) => {
    clearTimeout(opening);
    if (back && number && tools.contains(document.activeElement)) number.focus();
    tools.remove();
    number = null;
    held = false;
  };
  const open = (label) => {
    clearTimeout(opening);
    if (label === number) return;
    held = false;
    const words = label.hash.slice(1).replace(/^.*paragraph-/, "").replace("-", " ");
    const cited = label.closest("[data-citation]") || kit;
    tools.replaceChildren(kit.content.cloneNode(true));
    const [link, citation] = tools.querySelectorAll("button");
    link.textContent = link.textContent.replace("{number}", words);
    link.addEventListener("click", () => copy((kit.dataset.address || location.href.split("#")[0]) + label.hash));
    citation.addEventListener("click", () => copy(cited.dataset.citation.replace("{number}", words)));
    for (const other of tools.querySelectorAll("a")) other.hash = label.hash;
    tools.setAttribute("aria-label", label.getAttribute("aria-label"));
    label.after(tools);
    number = label;
    const row = label.getBoundingClientRect();
    const around = (tools.offsetParent || document.body).getBoundingClientRect();
    const most = document.documentElement.clientWidth - tools.offsetWidth - 8;
    tools.style.top = `${row.bottom - around.top + 4}px`;
    tools.style.left = `${Math.max(8, Math.min(row.left, most)) - around.left}px`;
  };

  // Following its link puts the keyboard before the number again; it is to go on to the tools.
  const resume = () => {
    if (!number || ![number, document.body].includes(document.activeElement)) return;
    number.blur();
    number.focus({ preventScroll: true });
  };
  addEventListener("hashchange", resume);

  // The language switch keeps the paragraph that is being read.
  const here = () => {
    const passed = numbered.filter((paragraph) => paragraph.getBoundingClientRect().top <= innerHeight / 4);
    return passed.at(-1) || document.querySelector("p.numbered:target");
  };
  const keep = (event) => {
    const other = event.target instanceof Element && event.target.closest(".languages a");
    const paragraph = other && here();
    if (other) other.setAttribute("href", other.getAttribute("href").split("#")[0] + (paragraph ? `#${paragraph.id}` : ""));
  };
  for (const kind of ["pointerdown", "focusin", "click"]) addEventListener(kind, keep);

  // The numbers of paragraphs are one stop of the Tab key, at the paragraph being read; the arrows lead from one to another.
  const labels = numbered.map((paragraph) => paragraph.querySelector(":scope > a.label"));
  for (const label of labels) label.tabIndex = -1;
  let stop = labels[0];
  if (stop) stop.tabIndex = 0;
  const stopAt = (label) => {
    stop.tabIndex = -1;
    stop = label;
    stop.tabIndex = 0;
  };
  const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  addEventListener("keydown", (event) => {
    if (!stop || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = labels.indexOf(event.target);
    if (event.key === "Tab") {
      const paragraph = document.activeElement.closest("p.numbered") || here();
      stopAt(at >= 0 ? labels[at] : labels[Math.max(0, numbered.indexOf(paragraph))]);
    } else if (at >= 0 && event.key in STEPS) {
      event.preventDefault();
      stopAt(labels[Math.min(labels.length - 1, Math.max(0, at + STEPS[event.key]))]);
      stop.focus();
    }
  });

  // What goes on beyond an edge says at which, for where shades are not shown (forced colours).
  const sides = (one) => {
    const passed = Math.abs(one.scrollLeft);
    const left = one.scrollWidth - one.clientWidth - passed;
    one.dataset.beyond = `${passed > 1 ? "start" : ""} ${left > 1 ? "end" : ""}`.trim();
  };
  const resized = new ResizeObserver((entries) => entries.forEach((entry) => sides(entry.target)));
  for (const one of document.querySelectorAll(":is(.scroll, .equation, .listing)[tabindex]")) {
    one.addEventListener("scroll", () => sides(one), { passive: true });
    resized.observe(one);
  }

  const called = (event) => event.target instanceof Element && event.target.closest("a[role=doc-noteref]");
  const numberOf = (event) => event.target instanceof Element && event.target.closest("p.numbered > a.label");
  addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = called(event);
    if (link) show(link);
    else if (slip.contains(event.target)) stay();
    else if (call && call !== document.activeElement) leave();
    clearTimeout(opening);
    const label = numberOf(event);
    // What a click has opened stays: a page that scrolls takes other numbers under the pointer.
    if (label) { if (!held) opening = setTimeout(open, 300, label); }
    else if (number && !held && !tools.contains(event.target)) opening = setTimeout(close, 600);
  });
  addEventListener("focusin", (event) => {
    const link = called(event);
    if (link && link.matches(":focus-visible")) show(link);
    else hide();
    if (number && event.target !== number && !tools.contains(event.target)) close();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    hide();
    close(true);
  });
  addEventListener("click", (event) => {
    hide();
    const label = numberOf(event);
    if (tools.contains(event.target)) held = true;
    if (label) {
      open(label);
      held = true;
      setTimeout(resume);
      tell([...tools.children].map((tool) => tool.textContent).join(", "), true);
    } else if (!tools.contains(event.target)) close();
  });
  addEventListener("scroll", () => { if (call) leave(); }, { passive: true });
})();
