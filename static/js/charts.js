// Draw the figures of a page when they come into view. The library is loaded once, and only where there is a figure;
// the sentence above and the table below each figure stay, with or without this script.

const VENDOR = new URL("../vendor/", import.meta.url);
const LIBRARY = new URL("plotly-cartesian-4.1.1/plotly-cartesian.min.js", VENDOR);
const LIBRARY_STYLE = new URL("plotly-cartesian-4.1.1/plotly.css", VENDOR);
const DUTCH = new URL("plotly-locale-nl-3.7.0/nl.js", VENDOR);
const isDutch = document.documentElement.lang.startsWith("nl");

let loading;

function append(tag, attributes) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.addEventListener("load", resolve);
    element.addEventListener("error", () => reject(new Error(`not loaded: ${element.src ?? element.href}`)));
    document.head.append(element);
  });
}

// With a link of this id and class the library adds no style element of its own, which the content policy refuses.
function loadLibrary() {
  loading ??= (async () => {
    if (!document.getElementById("plotly.js-style-global")) {
      await append("link", {
        id: "plotly.js-style-global",
        className: "no-inline-styles",
        rel: "stylesheet",
        href: LIBRARY_STYLE.href,
      });
    }
    await append("script", { src: LIBRARY.href });
    if (isDutch) await append("script", { src: DUTCH.href });
    return globalThis.Plotly;
  })();
  return loading;
}

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function houseLayout(own) {
  const axis = {
    automargin: true,
    showgrid: false,
    gridcolor: token("--app-grid"),
    linecolor: token("--app-line-strong"),
    showline: true,
    zeroline: false,
    tickfont: { size: 13, color: token("--app-muted") },
    title: { font: { size: 14 }, standoff: 8 },
    fixedrange: true,
  };
  const layout = {
    paper_bgcolor: "transparent",
    plot_bgcolor: "transparent",
    font: { family: getComputedStyle(document.body).fontFamily, size: 14, color: token("--app-ink") },
    colorway: [token("--app-small"), token("--app-ambitious"), token("--app-line-strong")],
    separators: isDutch ? ",." : ".,",
    margin: { l: 8, r: 16, t: 16, b: 8 },
    showlegend: false,
    hovermode: "closest",
    dragmode: false,
    bargap: 0.25,
    hoverlabel: { bgcolor: token("--app-ink"), font: { color: "#fff" } },
    ...own,
  };
  layout.font = { ...layout.font, ...own.font, family: own.font?.family ?? layout.font.family };
  for (const name of ["xaxis", "yaxis", ...Object.keys(own).filter((key) => /^[xy]axis\d+$/.test(key))]) {
    layout[name] = { ...axis, ...own[name] };
    const title = own[name]?.title;
    layout[name].title = { ...axis.title, ...(typeof title === "string" ? { text: title } : title) };
  }
  delete layout.width;
  delete layout.template;
  layout.autosize = true;
  return layout;
}

// Bubbles are drawn see-through unless told otherwise; colour must keep its contrast.
function houseTrace(trace) {
  return trace.marker ? { ...trace, marker: { opacity: 1, ...trace.marker } } : trace;
}

// A trace is there even when it has no points.
function holdsSomething({ x, y, z }) {
  return [x, y, z].some((values) => values?.length > 0);
}

const config = {
  displayModeBar: false,
  displaylogo: false,
  plotlyServerURL: "",
  modeBarButtonsToRemove: ["sendChartToCloud"],
  locale: isDutch ? "nl" : "en-US",
  responsive: true,
  scrollZoom: false,
  doubleClick: false,
  showTips: false,
};

async function draw(plot) {
  plot.dataset.asked = "yes";
  const fallback = plot.parentElement.querySelector(".plot-fallback");
  try {
    const [Plotly, answer] = await Promise.all([
      loadLibrary(),
      fetch(plot.dataset.figureUrl, { headers: { Accept: "application/json" }, credentials: "same-origin" }),
    ]);
    if (!answer.ok) throw new Error(`${answer.status} ${plot.dataset.figureUrl}`);
    const figure = await answer.json();
    if (!figure.data.some(holdsSomething)) {
      plot.dataset.drawn = "empty"; // the sentence says so; axes without anything say nothing
      return;
    }
    plot.hidden = false;
    if (fallback) fallback.hidden = true;
    await document.fonts.ready;
    await Plotly.newPlot(plot, figure.data.map(houseTrace), houseLayout(figure.layout ?? {}), config);
    plot.on("plotly_click", ({ points }) => follow(points[0]?.customdata));
    plot.dataset.drawn = "yes";
    offerDownloads(plot, Plotly);
  } catch (error) {
    plot.hidden = true;
    if (fallback) fallback.hidden = false;
    plot.dataset.drawn = "no";
    console.warn(error.message);
  }
}

// A point or bar may carry the address of what it stands for; the table beside it holds the same link for the keyboard.
function follow(address) {
  if (typeof address === "string" && address.startsWith("/") && !address.startsWith("//")) location.assign(address);
}

// Paper is narrower than the window: figures are drawn again for it, and back afterwards.
const PAPER_WIDTH = 640;

function fitPaper() {
  const resize = (layoutOf) => {
    for (const plot of document.querySelectorAll('[data-drawn="yes"]')) {
      globalThis.Plotly.relayout(plot, layoutOf(plot));
    }
  };
  addEventListener("beforeprint", () => resize((plot) => ({ width: Math.min(plot.clientWidth, PAPER_WIDTH) })));
  addEventListener("afterprint", () => resize(() => ({ width: null, autosize: true })));
}

// Our own buttons: the library's bar is ten stops of the Tab key.
function offerDownloads(plot, Plotly) {
  const place = plot.parentElement.querySelector("[data-downloads]");
  if (!place || place.childElementCount) return;
  for (const format of ["svg", "png"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "as-link";
    button.textContent = format.toUpperCase();
    button.setAttribute("aria-label", `${place.dataset.downloads} ${format.toUpperCase()}`);
    button.addEventListener("click", () => {
      const { width, height } = plot.getBoundingClientRect();
      Plotly.downloadImage(plot, { format, width, height, scale: 2, filename: plot.closest("figure").id });
    });
    place.append(button);
  }
}

export function watchCharts() {
  fitPaper();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        draw(target.querySelector("[data-figure-url]"));
      }
    },
    { rootMargin: "300px" },
  );
  const figures = [...document.querySelectorAll("[data-figure-url]")].map((plot) => plot.closest("figure"));
  for (const figure of figures) observer.observe(figure);
  if (figures.length <= MOST_UNSEEN && matchMedia("(min-width: 62rem)").matches) drawUnseen(observer, figures);
}

// Paper has no scrolling: on a desk, what is below the fold is drawn as well, once the browser has nothing else to do.
const MOST_UNSEEN = 6;

function drawUnseen(observer, figures) {
  const later = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 1500));
  for (const figure of figures) {
    later(() => {
      const plot = figure.querySelector("[data-figure-url]");
      if (plot.dataset.drawn || plot.dataset.asked) return;
      observer.unobserve(figure);
      draw(plot);
    });
  }
}
