// Keeps what is typed in the wiki's editor as a draft of its author. Without script there is a button for it.
const AFTER = 4000; // milliseconds of rest

const form = document.querySelector("form[data-editor]");
const status = form?.querySelector("[data-draft-status]");
let timer = 0;
let sent = "";
let isSending = false;

const stateOf = (data) => JSON.stringify([...data].filter(([name]) => name !== "csrf_token" && name !== "draft_version"));

async function keep(isLeaving = false) {
  clearTimeout(timer);
  const data = new FormData(form);
  const state = stateOf(data);
  if (isSending || state === sent) return;
  isSending = true;
  data.set("keep_draft", "auto");
  try {
    const answer = await fetch(form.action || location.href, {
      method: "POST",
      body: data,
      headers: { Accept: "application/json" },
      keepalive: isLeaving,
    });
    const told = await answer.json();
    if (answer.ok) {
      sent = state;
      form.elements.draft_version.value = told.version;
    }
    status.textContent = answer.ok ? told.words : told.error;
  } catch {
    status.textContent = "";
  }
  isSending = false;
}

if (status && form.elements.draft_version) {
  sent = stateOf(new FormData(form));
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, AFTER);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    sent = stateOf(new FormData(form));
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer) keep(true);
  });
}
