window.addEventListener("DOMContentLoaded", () => {
  const place = document.querySelector("#search");
  const bundlePath = new URL("search/", document.baseURI).href;
  new PagefindUI({ element: "#search", bundlePath, showSubResults: true, showImages: false, pageSize: 10, autofocus: true });
  // It names its field by a tooltip alone.
  place.querySelector("input").setAttribute("aria-label", document.querySelector("h2").textContent);
});
