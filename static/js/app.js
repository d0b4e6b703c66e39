// The start of every page. Each part is an extra: without script all works by links and forms.
import { focusErrorSummary } from "./error-summary.js";
import { openFoldsOnWideScreens } from "./folds.js";
import { bringMessages } from "./messages.js";
import { guardForms } from "./unsaved.js";

focusErrorSummary();
bringMessages();
openFoldsOnWideScreens();
guardForms();

if (document.querySelector("[data-figure-url]")) {
  import("./charts.js").then(({ watchCharts }) => watchCharts());
}
