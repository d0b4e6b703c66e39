// The wiki's editor: toolbar, keyboard, link picker, live preview. Without it all works by buttons and a plain text area.
import { pickLink } from "./link-picker.js";
import { watchPreview } from "./live-preview.js";
import { watchPaste } from "./paste-table.js";

const MARKS = [
  ["bold", "b", (text, words) => wrap(text, "**", words)],
  ["italic", "i", (text, words) => wrap(text, "*", words)],
  ["heading", "", (text) => prefix(text, "## ")],
  ["list", "", (text) => prefix(text, "- ")],
  ["numbers", "", (text) => prefix(text, "1. ")],
  ["quote", "", (text) => prefix(text, "> ")],
];

const wrap = (text, sign, words) => {
  const inner = text || words;
  return inner.startsWith(sign) && inner.endsWith(sign) && inner.length > 2 * sign.length
    ? inner.slice(sign.length, -sign.length)
    : `${sign}${inner}${sign}`;
};

const prefix = (text, sign) => text.split("\n").map((line) => sign + line.replace(/^(#{1,6}|[-*>]|\d+\.)\s+/, "")).join("\n");

// Through the browser's own editing where it can, so that undo keeps working.
export function insert(area, text) {
  area.focus();
  if (!document.execCommand?.("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function change(area, make, words) {
  let { selectionStart: start, selectionEnd: end } = area;
  if (/^(## |- |1\. |> )/.test(make("x", ""))) {
    start = area.value.lastIndexOf("\n", start - 1) + 1;
    const next = area.value.indexOf("\n", end);
    end = next < 0 ? area.value.length : next;
  }
  area.setSelectionRange(start, end);
  const made = make(area.value.slice(start, end), words);
  insert(area, made);
  area.setSelectionRange(start, start + made.length);
}

function addToolbar(form, area, bar) {
  const words = bar.dataset;
  const buttons = MARKS.map(([name, key, make]) => [words[`words${name[0].toUpperCase()}${name.slice(1)}`], key, () => change(area, make, words.wordsText)]);
  buttons.push([words.wordsLink, "k", () => pickLink(form, area, bar, insert)]);
  const shortcuts = new Map();
  for (const [label, key, act] of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn-s";
    button.textContent = label;
    if (key) {
      button.setAttribute("aria-keyshortcuts", `Control+${key.toUpperCase()}`);
      button.title = `Ctrl+${key.toUpperCase()}`;
      shortcuts.set(key, act);
    }
    button.addEventListener("click", act);
    button.tabIndex = bar.childElementCount ? -1 : 0;
    bar.append(button);
  }
  moveByArrows(bar);
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const act = shortcuts.get(event.key.toLowerCase());
    if (act) {
      event.preventDefault();
      act();
    } else if (event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[name=save]"));
    }
  });
  bar.hidden = false;
}

// One tab stop for the bar, arrows inside it (the toolbar pattern of the ARIA practices).
function moveByArrows(bar) {
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const all = [...bar.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = all[(at + step + all.length) % all.length];
    for (const button of all) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  });
}

for (const form of document.querySelectorAll("form[data-editor]")) {
  const area = form.querySelector("textarea[name=body]");
  addToolbar(form, area, form.querySelector("[data-toolbar]"));
  watchPreview(form, area);
  const bar = form.querySelector("[data-toolbar]");
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  status.className = "small muted";
  bar.after(status);
  watchPaste(area, insert, (rows, columns) => {
    status.textContent = bar.dataset.wordsTable.replace("ROWS", rows).replace("COLUMNS", columns);
  });
  // Enter in a one-line field would press the first button; that one saves, and that is too early.
  for (const field of form.querySelectorAll("input:not([type=checkbox]):not([type=radio]):not([type=hidden])")) {
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && field.name !== "summary") event.preventDefault();
    });
  }
}
document.querySelector("#preview, #conflict")?.focus();
