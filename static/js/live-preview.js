// Show how the text will look while it is written; quiet for who asked for less motion or has a narrow screen.

const WAIT = 700;

export function watchPreview(form, area) {
  const panes = form.querySelector("[data-editor-panes]");
  const live = form.querySelector("[data-live]");
  const html = live.querySelector("[data-live-html]");
  const advice = live.querySelector("[data-live-advice]");
  if (!matchMedia("(min-width: 62rem)").matches) return;
  let timer;
  let running;

  const show = async () => {
    running?.abort();
    running = new AbortController();
    const data = new FormData();
    data.set("csrf_token", form.elements.csrf_token.value);
    data.set("body", area.value);
    try {
      const answer = await fetch(form.dataset.previewUrl, {
        method: "POST",
        body: data,
        headers: { Accept: "application/json" },
        signal: running.signal,
      });
      if (!answer.ok) return;
      const made = await answer.json();
      // The server cleaned this HTML; it is what the page itself will show.
      html.innerHTML = made.html;
      const lines = made.advice.slice(0, 5).map(({ line, text }) => `${advice.dataset.wordsLine} ${line}: ${text}`);
      const words = [made.notice, ...lines].filter(Boolean).join("\n");
      if (advice.textContent !== words) advice.textContent = words;
      advice.className = words ? "typed small" : "";
      live.hidden = false;
      panes.classList.add("is-live");
    } catch (error) {
      if (error.name !== "AbortError") live.hidden = true;
    }
  };
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, WAIT);
  });
  if (area.value.trim()) show();
}
