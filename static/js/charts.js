// `<figure data-chart data-figure-url="…">`: the picture stays until somebody asks to explore it.
const CONFIG = {
  displaylogo: false,
  modeBarButtonsToRemove: ["select2d", "lasso2d", "toImage"],
  plotlyServerURL: "",
  responsive: true,
  showSendToCloud: false,
};
// Ink, muted, line and edge of tokens.css.
const LIGHT = ["#1d2127", "#59616b", "#dedad2", "#7a828c"];
const DARK = ["#ece9e3", "#a7afb9", "#363d46", "#7f8892"];
const CLEAR = "rgba(0,0,0,0)";
let library;

function attach(element) {
  return new Promise((resolve, reject) => {
    element.addEventListener("load", resolve);
    element.addEventListener("error", reject);
    document.head.append(element);
  });
}

function style(href) {
  // This id and class tell plotly.js to leave its own style element out, as our policy demands.
  const attributes = { rel: "stylesheet", href, id: "plotly.js-style-global" };
  return attach(Object.assign(document.createElement("link"), attributes, { className: "no-inline-styles" }));
}

function load() {
  const { plotly, plotlyStyle } = document.body.dataset;
  window.process ??= { env: {} }; // the bundle reads it
  library ??= Promise.all([
    style(plotlyStyle),
    attach(Object.assign(document.createElement("script"), { src: plotly })),
  ]).catch((error) => {
    library = undefined; // so that the next press tries again
    throw error;
  });
  return library;
}

function isDark() {
  const scheme = getComputedStyle(document.documentElement).colorScheme;
  if (scheme === "dark" || scheme === "light") return scheme === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

// What the page's theme decides; a figure's own layout wins over the template.
function dressed(layout) {
  const { fontFamily: family } = getComputedStyle(document.documentElement);
  const [ink, muted, line, edge] = isDark() ? DARK : LIGHT;
  const axis = { gridcolor: line, zerolinecolor: line, linecolor: edge };
  const paper = { paper_bgcolor: CLEAR, plot_bgcolor: CLEAR, font: { color: ink, family } };
  const modebar = { bgcolor: CLEAR, color: muted, activecolor: ink };
  const template = { layout: { ...paper, modebar, colorway: [ink, edge, muted], xaxis: axis, yaxis: axis } };
  return { ...layout, template, autosize: true, width: undefined };
}

// The same four variants as the pictures have.
function variant() {
  const shape = matchMedia("(width < 40rem)").matches ? "narrow" : "wide";
  return `${shape}-${isDark() ? "dark" : "light"}`;
}

async function draw(figure) {
  const url = new URL(figure.dataset.figureUrl, window.location.href);
  url.searchParams.set("variant", variant());
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`answer ${answer.status}`);
  const [chart] = await Promise.all([answer.json(), load()]);
  const picture = figure.querySelector("img");
  const plot = figure.querySelector(".figure__plot") ?? document.createElement("div");
  plot.className = "figure__plot";
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", picture.alt);
  (picture.closest("picture") ?? picture).before(plot);
  for (const each of figure.querySelectorAll(":scope > picture, :scope > img")) each.hidden = true;
  await window.Plotly.newPlot(plot, chart.data, dressed(chart.layout ?? {}), CONFIG);
  figure.dataset.state = "explored";
}

for (const figure of document.querySelectorAll("figure[data-chart][data-figure-url]")) {
  const button = figure.querySelector("button[data-explore]");
  if (!button) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await draw(figure);
      button.hidden = true;
    } catch {
      button.disabled = false;
      button.textContent = button.dataset.failed ?? button.textContent;
    }
  });
}

document.addEventListener("themechange", () => {
  for (const figure of document.querySelectorAll('figure[data-state="explored"]')) draw(figure);
});
