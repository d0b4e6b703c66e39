// Show how far a calculation is while its page is open; without this script a link does the same.

const box = document.querySelector("[data-run-progress]");

async function look(startedFinal) {
  let found;
  try {
    const answer = await fetch(box.dataset.runProgress, { headers: { Accept: "application/json" } });
    found = answer.ok ? await answer.json() : null;
  } catch {
    found = null;
  }
  if (found) {
    box.querySelector("progress").value = found.progress;
    if (!found.is_final) box.querySelector("[data-run-words]").textContent = found.words;
    const isOther = String(found.run) !== box.dataset.run;
    if (!found.is_busy || isOther || (found.is_final && !startedFinal)) {
      globalThis.location.reload();
      return;
    }
  }
  setTimeout(() => look(startedFinal), 1000);
}

if (box) setTimeout(() => look("final" in box.dataset), 700);
