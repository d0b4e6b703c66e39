// Lessons that follow the choices on the form of a new use case: what the button does, without pressing it.

const form = document.querySelector("main form");
const button = form?.querySelector("[data-begin-button]");
let last = 0;

async function refresh() {
  const mine = ++last;
  const asked = new URLSearchParams();
  for (const name of ["domain_id", "function_id"]) asked.set(name, form.elements[name].value);
  for (const box of form.querySelectorAll("[name=challenges]:checked")) asked.append("challenges", box.value);
  const answer = await fetch(`${location.pathname}?${asked}`).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("before-you-begin");
  const shown = document.getElementById("before-you-begin");
  if (mine === last && fresh && shown) shown.replaceChildren(...fresh.childNodes);
}

if (button) {
  form.addEventListener("change", (event) => {
    if (["domain_id", "function_id", "challenges"].includes(event.target.name)) refresh();
  });
}
