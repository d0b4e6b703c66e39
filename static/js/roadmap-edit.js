// Drag a bar by whole quarters, or move the chosen one by arrow keys and Enter. Both only fill in the form that is
// there without a script: the chosen bar fills its own, another bar opens its form with the quarter filled in.

const COLUMN = 44;
const form = document.querySelector("[data-move-panel] form");
const field = form?.querySelector("[name=start]");
const status = document.querySelector("[data-move-status]");

function quarterOf(text) {
  const found = /^(?:(\d{4})[- ]?[QqKk]([1-4])|[QqKk]([1-4])\s?(\d{4}))$/.exec(text.trim());
  return found ? Number(found[1] ?? found[4]) * 4 + Number(found[2] ?? found[3]) - 1 : null;
}

function written(quarter) {
  return `${Math.floor(quarter / 4)}-Q${(quarter % 4) + 1}`;
}

function spoken(quarter) {
  return `Q${(quarter % 4) + 1} ${Math.floor(quarter / 4)}`;
}

function shift(bar, quarters) {
  for (const shape of bar.querySelectorAll("rect:not(.ghost)")) {
    shape.setAttribute("transform", `translate(${quarters * COLUMN} 0)`);
  }
}

function say(quarter) {
  if (status) status.textContent = status.dataset.words.replace("{quarter}", spoken(quarter));
}

/** Go on with a bar that was put elsewhere: save at once, or ask for the reason of a promise first. */
function settle(bar, first, moved) {
  if (!moved) return;
  if ("chosen" in bar.dataset) {
    const reason = form.querySelector("[name=reason]");
    if (reason && !reason.value) reason.focus();
    else form.requestSubmit(form.querySelector("button:not([name])"));
  } else {
    globalThis.location.assign(`${bar.dataset.moveUrl}?start=${written(first + moved)}#verplaats`);
  }
}

function listen(bar) {
  const first = quarterOf(bar.dataset.start);
  if (first === null) return;
  let from = null;
  let moved = 0;
  const place = (quarters) => {
    moved = quarters;
    shift(bar, quarters);
    if (!("chosen" in bar.dataset)) return;
    field.value = spoken(first + quarters);
    bar.setAttribute("aria-valuenow", String(quarters));
    bar.setAttribute("aria-valuetext", field.value);
    say(first + quarters);
  };
  bar.classList.add("movable");
  bar.addEventListener("pointerdown", (event) => {
    from = event.clientX;
    bar.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  bar.addEventListener("pointermove", (event) => {
    if (from === null) return;
    const wide = bar.getBoundingClientRect().width / bar.viewBox.baseVal.width;
    place(Math.round((event.clientX - from) / wide / COLUMN));
  });
  bar.addEventListener("pointerup", () => {
    if (from === null) return;
    from = null;
    settle(bar, first, moved);
  });
  bar.addEventListener("pointercancel", () => {
    from = null;
    place(0);
  });
  if (!("chosen" in bar.dataset)) return;
  bar.removeAttribute("aria-hidden");
  bar.setAttribute("focusable", "true");
  bar.setAttribute("tabindex", "0");
  bar.setAttribute("role", "slider");
  bar.setAttribute("aria-label", bar.dataset.chosen);
  bar.setAttribute("aria-valuemin", "-40");
  bar.setAttribute("aria-valuemax", "40");
  bar.setAttribute("aria-valuenow", "0");
  bar.setAttribute("aria-valuetext", spoken(first));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (step) place(Math.max(-40, Math.min(40, moved + step)));
    else if (event.key === "Escape") place(0);
    else if (event.key === "Enter") settle(bar, first, moved);
    else return;
    event.preventDefault();
  });
  field.addEventListener("keydown", (event) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const now = quarterOf(field.value);
    if (!step || now === null) return;
    event.preventDefault();
    place(now + step - first);
  });
  const asked = quarterOf(field.value);
  if (asked !== null && asked !== first) place(asked - first);
  field.addEventListener("input", () => {
    const typed = quarterOf(field.value);
    if (typed !== null) {
      moved = typed - first;
      shift(bar, moved);
    }
  });
}

for (const bar of document.querySelectorAll("svg[data-move]")) {
  if (!("chosen" in bar.dataset) || (form && field)) listen(bar);
}
