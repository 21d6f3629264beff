// Buttons that ask the server for one thing: `data-post` is where, `data-values` what is sent; what comes of it is said at once.
const { token, state } = document.documentElement.dataset;
const said = document.getElementById("said");

async function post(button) {
  const { post: address, values, busy } = button.dataset;
  button.disabled = true;
  said.textContent = busy ?? "";
  try {
    const answer = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json", "Plantin-Token": token }, body: values });
    if (answer.status === 403) throw new Error("The server was started again: load this page again.");
    if (answer.status >= 500) throw new Error("The server failed at it.");
    const isSaid = answer.headers.get("Content-Type") === "application/json";
    if (!answer.ok && !isSaid) throw new Error(`The server refused it (${answer.status}).`);
    // A page that shows changes by itself does; another is loaded again.
    if (state === undefined) return location.reload();
    said.textContent = (await answer.json()).words;
    if (answer.ok) document.getElementById("main").focus({ preventScroll: true });
  } catch (error) {
    said.textContent = error instanceof TypeError ? "The server gives no answer." : error.message;
  }
  button.disabled = false;
}
addEventListener("click", ({ target }) => target.closest("[data-post]") && post(target.closest("[data-post]")));
