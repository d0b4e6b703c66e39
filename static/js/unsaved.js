// Warn who leaves a form marked data-guard with text that was not saved.

const isChanged = (form) => form.dataset.start !== undefined && stateOf(form) !== form.dataset.start;

function stateOf(form) {
  const parts = [];
  for (const [name, value] of new FormData(form)) {
    if (name === "csrf_token") continue;
    parts.push([name, value instanceof File ? `${value.name}:${value.size}` : value]);
  }
  return JSON.stringify(parts);
}

export function guardForms() {
  const forms = [...document.querySelectorAll("form[data-guard]")];
  if (!forms.length) return;
  let isLeaving = false;
  for (const form of forms) {
    // What came back with an error, or as a preview, was not saved either.
    const isUnsaved = form.hasAttribute("data-unsaved") || document.querySelector("[data-error-summary]");
    form.dataset.start = isUnsaved ? "" : stateOf(form);
    form.addEventListener("submit", () => {
      isLeaving = true;
    });
  }
  addEventListener("pageshow", () => {
    isLeaving = false;
  });
  addEventListener("beforeunload", (event) => {
    if (!isLeaving && forms.some(isChanged)) event.preventDefault();
  });
}
