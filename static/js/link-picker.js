// Choose a page, definition or use case to link to: a small search below the toolbar.

const WAIT = 200;

export function pickLink(form, area, bar, insert) {
  document.querySelector(".wiki-picker")?.remove();
  const chosen = area.value.slice(area.selectionStart, area.selectionEnd);
  const box = document.createElement("div");
  box.className = "wiki-picker";
  const label = document.createElement("label");
  const input = document.createElement("input");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  const close = document.createElement("button");
  input.type = "search";
  input.id = "wiki-picker-search";
  input.className = "utrecht-textbox utrecht-textbox--html-input";
  input.autocomplete = "off";
  label.htmlFor = input.id;
  label.textContent = bar.dataset.wordsSearch;
  status.setAttribute("role", "status");
  status.className = "small muted";
  close.type = "button";
  close.className = "btn-s";
  close.textContent = bar.dataset.wordsClose;
  box.append(label, input, list, status, close);
  bar.after(box);

  const leave = () => {
    box.remove();
    area.focus();
  };
  const link = (target, title) => {
    box.remove();
    insert(area, chosen && chosen !== title ? `[[${target}|${chosen}]]` : `[[${target}]]`);
  };
  let timer;
  let asked = 0;
  const search = async () => {
    const turn = ++asked;
    const answer = await fetch(`${form.dataset.suggestUrl}?q=${encodeURIComponent(input.value)}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || turn !== asked) return;
    const pages = await answer.json();
    list.replaceChildren(...pages.map((page) => row(page, link)));
    status.textContent = pages.length || !input.value ? "" : bar.dataset.wordsNone;
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, WAIT);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const all = [input, ...list.querySelectorAll("button")];
      const at = all.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      all[Math.min(Math.max(at, 0), all.length - 1)].focus();
      event.preventDefault();
    }
    if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      const first = list.querySelector("button");
      if (first) first.click();
      else if (input.value.trim()) link(input.value.trim(), "");
    }
  });
  close.addEventListener("click", leave);
  input.value = chosen.split("\n")[0].slice(0, 80);
  input.focus();
  if (input.value) search();
}

function row(page, link) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const kind = document.createElement("span");
  button.type = "button";
  button.textContent = page.title;
  button.lang = "nl";
  kind.className = "sub";
  kind.textContent = page.kind;
  button.append(kind);
  button.addEventListener("click", () => link(page.target, page.title));
  item.append(button);
  return item;
}
