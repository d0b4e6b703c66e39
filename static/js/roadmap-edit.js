// Drag the chosen bar, or move it by arrow keys: this fills in the form below it. Saving stays a button.

const COLUMN = 44;
const bar = document.querySelector("svg[data-move]");
const start = document.querySelector("#verplaats [name=start]");

function quarterOf(text) {
  const found = /^(\d{4})-?[QqKk]([1-4])$/.exec(text.trim());
  return found ? Number(found[1]) * 4 + Number(found[2]) - 1 : null;
}

function written(quarter) {
  return `${Math.floor(quarter / 4)}-Q${(quarter % 4) + 1}`;
}

function shapes() {
  return [...bar.querySelectorAll("rect:not(.ghost)")];
}

function shift(quarters) {
  for (const shape of shapes()) shape.setAttribute("transform", `translate(${quarters * COLUMN} 0)`);
}

if (bar && start) {
  const first = quarterOf(start.value);
  let from = null;
  const place = (quarters) => {
    shift(quarters);
    start.value = written(first + quarters);
  };
  bar.classList.add("movable");
  bar.addEventListener("pointerdown", (event) => {
    from = event.clientX;
    bar.setPointerCapture(event.pointerId);
  });
  bar.addEventListener("pointermove", (event) => {
    if (from === null) return;
    const wide = bar.getBoundingClientRect().width / bar.viewBox.baseVal.width;
    place(Math.round((event.clientX - from) / wide / COLUMN));
  });
  bar.addEventListener("pointerup", () => {
    from = null;
    const reason = document.querySelector("#verplaats [name=reason]");
    (reason ?? document.querySelector("#verplaats button")).focus();
  });
  start.addEventListener("keydown", (event) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const now = quarterOf(start.value);
    if (!step || now === null) return;
    event.preventDefault();
    place(now + step - first);
  });
}
