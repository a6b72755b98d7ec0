// Charts: bars of this period and a line of the one before, of the numbers in the
// table beside; a click leads where the table's row leads.
"use strict";
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const told = (number) => (number == null ? "" : number.toLocaleString("vi-VN"));

  function draw(place) {
    const chart = JSON.parse(place.dataset.chart);
    const ink = colour("--quiet");
    const axis = { stroke: ink, grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "13px Noto Sans, system-ui, sans-serif" };
    const series = chart.series.map((_, number) => ({
      label: chart.names[number],
      value: (_, one) => told(one),
      ...(number === 0
        ? { fill: colour("--bar"), stroke: colour("--bar"), paths: uPlot.paths.bars({ size: [0.6, 60] }), points: { show: false } }
        : { stroke: ink, width: 2, dash: [6, 4], points: { show: true, size: 7 } }),
    }));
    // A label is at most 44 px wide; on a narrow page every second or third is told.
    const step = Math.ceil((chart.labels.length * 44) / Math.max(place.clientWidth - 64, 44) / (chart.labels[0].length > 2 ? 1 : 1.8));
    const options = {
      width: place.clientWidth,
      height: 240,
      scales: { x: { time: false, range: [-0.6, chart.labels.length - 0.4] }, y: { range: (_, low, high) => [0, Math.max(high, 1) * 1.1] } },
      axes: [
        { ...axis, grid: { show: false }, splits: () => chart.labels.map((_, number) => number).filter((number) => number % step === 0), values: (_, all) => all.map((number) => chart.labels[number]), space: 20 },
        { ...axis, size: 64, values: (_, all) => all.map(told) },
      ],
      series: [{ label: chart.axis, value: (_, number) => chart.labels[number] ?? "" }, ...series],
      cursor: { drag: { x: false, y: false }, y: false },
    };
    place.replaceChildren();
    const plot = new uPlot(options, [chart.labels.map((_, number) => number), ...chart.series], place);
    plot.over.addEventListener("click", () => {
      const chosen = chart.places[plot.cursor.idx];
      if (chosen) location.assign(chosen);
    });
  }

  const drawAll = () => document.querySelectorAll("[data-chart]").forEach(draw);
  document.addEventListener("DOMContentLoaded", drawAll);
  document.addEventListener("htmx:after:swap", drawAll);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  let resized;
  addEventListener("resize", () => {
    clearTimeout(resized);
    resized = setTimeout(drawAll, 150);
  });
})();
