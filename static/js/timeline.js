// Dragging a bar asks for another start: it fills and sends the form that stands on the
// initiative's page, and nothing but that form changes anything.
const STEP = 4;

function months(first, days) {
  const start = new Date(`${first}T00:00:00Z`);
  const end = new Date(start.getTime() + days * 86400000);
  return (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
}

function scale(svg) {
  return svg.viewBox.baseVal.width / svg.getBoundingClientRect().width;
}

// The period that a bar's left edge lies in, by the dates of the drawing and those of the plan.
function period(svg, x) {
  const { firstDay, dayWidth, plotLeft, planStart, monthsPerPeriod } = svg.dataset;
  const day = Math.round((x - Number(plotLeft)) / Number(dayWidth));
  const before = months(firstDay, (Date.parse(planStart) - Date.parse(firstDay)) / 86400000);
  // Half a month is enough to reach the next one.
  return Math.floor((months(firstDay, day + 15) - before) / Number(monthsPerPeriod));
}

function ask(svg, row, number) {
  const form = document.querySelector("form[data-move]");
  form.action = row.dataset.wish;
  form.elements.wish.value = `lock:${number}`;
  form.requestSubmit();
}

function begin(event) {
  const bar = event.target.closest("[data-bar]");
  const svg = bar?.closest("[data-timeline]");
  if (!bar || !svg || event.button !== 0) return;
  const row = bar.closest("a");
  const from = Number(bar.getAttribute("x"));
  let x = from;
  const move = (next) => {
    x = from + (next.clientX - event.clientX) * scale(svg);
    if (Math.abs(x - from) < STEP) return;
    row.dataset.dragged = "";
    bar.setAttribute("x", x);
  };
  const end = (last) => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", end);
    removeEventListener("pointercancel", end);
    bar.setAttribute("x", from);
    const number = period(svg, x);
    if (last.type === "pointerup" && "dragged" in row.dataset && number !== period(svg, from)) {
      ask(svg, row, Math.max(0, number));
    }
    // The click that follows a drag is not meant as one.
    setTimeout(() => delete row.dataset.dragged);
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
}

if (document.querySelector("form[data-move]")) {
  document.addEventListener("pointerdown", begin);
  document.addEventListener("dragstart", (event) => {
    if (event.target.closest("[data-timeline]")) event.preventDefault();
  });
  document.addEventListener(
    "click",
    (event) => {
      if (!event.target.closest("[data-dragged]")) return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
}
