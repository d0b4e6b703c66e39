// Filters stand open beside the list on a wide screen, and fold away on a narrow one. Where the style sheet can
// keep a closed <details> visible, nothing is needed.

export function openFoldsOnWideScreens() {
  if (CSS.supports("selector(::details-content)")) return;
  const wide = matchMedia("(min-width: 62.01rem)");
  const folds = document.querySelectorAll("details[data-fold]");
  const follow = () => folds.forEach((fold) => (fold.open = wide.matches));
  wide.addEventListener("change", follow);
  if (wide.matches) follow();
}
