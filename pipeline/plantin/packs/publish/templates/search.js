window.addEventListener("DOMContentLoaded", () => {
  const place = document.querySelector("#search");
  const bundlePath = new URL("search/", document.baseURI).href;
  const ui = new PagefindUI({ element: "#search", bundlePath, showSubResults: true, showImages: false, pageSize: 10, autofocus: true });
  const field = place.querySelector("input");
  // It names its field by a tooltip alone.
  field.setAttribute("aria-label", document.querySelector("h1").textContent);
  // What is asked is in the address: search.html?q=lamp
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) ui.triggerSearch(asked);
  field.addEventListener("input", () => history.replaceState(null, "", field.value ? `?q=${encodeURIComponent(field.value)}` : location.pathname));
});
