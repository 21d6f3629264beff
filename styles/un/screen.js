// The page is whole without this script. It folds the contents on narrow screens, marks in them the section being read, and shows
// a note beside its call.
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

  const called = (event) => event.target instanceof Element && event.target.closest("a[role=doc-noteref]");
  addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = called(event);
    if (link) show(link);
    else if (slip.contains(event.target)) stay();
    else if (call && call !== document.activeElement) leave();
  });
  addEventListener("focusin", (event) => {
    const link = called(event);
    if (link && link.matches(":focus-visible")) show(link);
    else hide();
  });
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  addEventListener("click", hide);
  addEventListener("scroll", () => { if (call) leave(); }, { passive: true });
})();
