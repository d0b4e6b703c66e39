// What was just done is told where one is: a message takes focus, so that it is read aloud, and stands at the part of
// the page that the address names instead of far above it. A browser goes to that part at the end of loading.

function bring(messages) {
  const target = document.querySelector(":target");
  if (target) (target.closest("table, dl, ul, ol") ?? target).before(messages);
  messages.tabIndex = -1;
  messages.focus();
  if (target) messages.scrollIntoView();
}

export function bringMessages() {
  const messages = document.querySelector(".messages");
  if (!messages || document.querySelector("[data-error-summary]")) return;
  if (document.readyState === "complete") bring(messages);
  else addEventListener("load", () => requestAnimationFrame(() => bring(messages)), { once: true });
}
