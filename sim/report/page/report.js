"use strict";
(() => {
  const data = JSON.parse(document.getElementById("report-data").textContent);
  const chinese = data.language === "zh";
  const words = data.words;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const config = { displayModeBar: false, responsive: true, showTips: false, doubleClick: false };
  const font = { family: getComputedStyle(document.body).fontFamily, color: "#22252a" };

  const { NOTHING, amount, percent } = writersOf(data.amounts);

  // A figure leads to its rows: what they are folded into is opened.
  const unfold = () => {
    const shown = location.hash.startsWith("#made-") ? document.getElementById(location.hash.slice(1)) : null;
    for (let box = shown; box; box = box.parentElement.closest("details")) box.open = true;
    shown?.scrollIntoView();
  };
  window.addEventListener("hashchange", unfold);
  unfold();

  // Tables: sorted by a click on a heading, searched by the field above.
  const key = (row, i) => {
    const cell = row.cells[i];
    const value = cell.dataset.v === undefined ? cell.textContent.trim() : cell.dataset.v;
    return { text: cell.textContent.trim(), number: value === "" ? NaN : Number(value) };
  };
  const blank = (k) => k.text === "" || k.text === "–";
  const order = (a, b) => {
    if (!Number.isNaN(a.number) && !Number.isNaN(b.number)) return a.number - b.number;
    return a.text.localeCompare(b.text, chinese ? "zh" : "en");
  };
  const sortBy = (heading) => {
    const row = heading.parentElement;
    const body = heading.closest("table").tBodies[0];
    const i = [...row.cells].indexOf(heading);
    const first = heading.classList.contains("num") ? "descending" : "ascending";
    const other = first === "ascending" ? "descending" : "ascending";
    const way = heading.getAttribute("aria-sort") === first ? other : first;
    for (const cell of row.cells) cell.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", way);
    const sign = way === "ascending" ? 1 : -1;
    const rows = [...body.rows].map((r) => [key(r, i), r]);
    rows.sort((a, b) => blank(a[0]) - blank(b[0]) || sign * order(a[0], b[0]));
    body.append(...rows.map((pair) => pair[1]));
  };
  for (const button of document.querySelectorAll("th button")) {
    button.addEventListener("click", () => sortBy(button.parentElement));
  }
  for (const field of document.querySelectorAll("input[data-find]")) {
    const body = document.getElementById("table-" + field.dataset.find).tBodies[0];
    const count = document.querySelector(`[data-count="${field.dataset.find}"]`);
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase();
      let shown = 0;
      for (const row of body.rows) {
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
        shown += row.hidden ? 0 : 1;
      }
      count.textContent = wanted
        ? fill(words.rows_shown, { shown: shown, all: body.rows.length })
        : "";
    });
  }
  for (const choice of document.querySelectorAll("select[data-switch]")) {
    const body = document.getElementById("table-" + choice.dataset.switch).tBodies[0];
    const show = () => {
      for (const row of body.rows) row.hidden = row.dataset.group !== choice.value;
    };
    choice.addEventListener("change", show);
    show();
  }

  // The chart of materials.
  const drawChart = (chart) => {
    const flows = chart.value.map(
      (kt, i) => `${chart.labels[chart.source[i]]} → ${chart.labels[chart.target[i]]}<br>${amount(kt)}`
    );
    const sankey = {
      type: "sankey", orientation: "h", arrangement: "snap", valueformat: ".4g",
      node: {
        label: chart.labels, color: chart.colors, pad: 13, thickness: 16,
        line: { width: 0 }, customdata: chart.labels.map((l, i) => `${l}<br>${amount(chart.sizes[i])}`),
        hovertemplate: "%{customdata}<extra></extra>",
      },
      link: {
        source: chart.source, target: chart.target, value: chart.value, color: chart.link_colors,
        customdata: flows, hovertemplate: "%{customdata}<extra></extra>",
      },
    };
    const layout = { font: { ...font, size: 13 }, margin: { l: 8, r: 8, t: 8, b: 8 }, paper_bgcolor: "#ffffff" };
    Plotly.newPlot(document.querySelector(".chart-picture"), [sankey], layout, config);
  };

  // The map: what is switched on is summed over each line and drawn with a width in pixels.
  const WIDEST = 11, THINNEST = 1.2, CIRCLE = 46, DOT = 6, SYMBOL = 9.5, LISTED = 6;
  const drawMap = (map, box) => {
    const picture = box.querySelector(".picture");
    const form = box.querySelector("form");
    const waste = form.elements.waste;
    const small = Math.min(1, Math.max(0.6, picture.clientWidth / 950));
    const on = (name) => form.elements[name].checked;
    const chosen = (name) =>
      new Set([...form.querySelectorAll(`input[name="${name}"]:checked`)].map((box) => +box.value));

    const pickFlows = () => {
      const modes = chosen("mode");
      const one = waste.value === "" ? null : +waste.value;
      return map.flows.filter((flow) =>
        modes.has(flow.t) && (one === null ? !map.goods.includes(flow.m) : flow.m === one) &&
        (flow.cross || !on("crossing")) && (!flow.out || on("storage")));
    };
    const sumLegs = (flows) => {
      const strands = new Map();
      for (const flow of flows) {
        for (const leg of flow.legs) {
          const id = `${leg}|${flow.t}|${flow.cross}|${flow.out}`;
          if (!strands.has(id)) strands.set(id, { leg: leg, t: flow.t, cross: flow.cross, out: flow.out, kt: 0, flows: [] });
          const strand = strands.get(id);
          strand.kt += flow.kt;
          strand.flows.push(flow);
        }
      }
      return [...strands.values()];
    };
    const tell = (strand) => {
      const lines = strand.flows.slice(0, LISTED).map((flow) =>
        `${flow.from} → ${flow.to}<br>  ${map.materials[flow.m]}: <b>${amount(flow.kt)}</b>, ${flow.km === null ? words.hover_no_km : flow.km + " km"}`);
      if (strand.flows.length > LISTED) lines.push(fill(words.hover_more, { count: strand.flows.length - LISTED }));
      const marks = [map.modes[strand.t].name];
      if (strand.cross) marks.push(words.hover_crosses);
      if (strand.out) marks.push(words.hover_disposal);
      const total = strand.flows.length > 1 ? `<br>${words.hover_total}: <b>${amount(strand.kt)}</b>` : "";
      return lines.join("<br>") + total + `<br><i>${marks.join(" · ")}</i>`;
    };
    const traceFlows = (strands, perKt) => {
      const bins = new Map(), heads = [], spots = { x: [], y: [], text: [] };
      const under = new Map();
      for (const strand of strands) {
        if (map.legs[strand.leg].river && !strand.cross) under.set(`${strand.leg}|${strand.t}`, strand.kt);
      }
      for (const strand of strands) {
        const leg = map.legs[strand.leg];
        const inner = strand.cross && leg.river ? under.get(`${strand.leg}|${strand.t}`) || 0 : 0;
        const width = Math.max(THINNEST, Math.round((strand.kt + inner) * perKt * 2) / 2);
        const mode = map.modes[strand.t];
        const color = strand.out && !map.change ? "#9a9a9a" : strand.cross ? mode.color : mode.pale;
        const id = `${strand.cross ? 1 : 0}|${color}|${width}`;
        if (!bins.has(id)) bins.set(id, { cross: strand.cross, color: color, width: width, x: [], y: [] });
        bins.get(id).x.push(...leg.x, null);
        bins.get(id).y.push(...leg.y, null);
        const last = leg.x.length - 1, at = Math.max(1, Math.round(last * 0.62));
        if (leg.head) heads.push([leg.x[at], leg.y[at], leg.x[at] - leg.x[at - 1], leg.y[at] - leg.y[at - 1], color, width]);
        const text = tell(strand);
        for (const i of new Set([0.3, 0.5, 0.7].map((share) => Math.round(last * share)))) {
          spots.x.push(leg.x[i]); spots.y.push(leg.y[i]); spots.text.push(text);
        }
      }
      const line = (bin, width, color) => ({
        type: "scatter", mode: "lines", x: bin.x, y: bin.y, hoverinfo: "skip",
        line: { color: color, width: width },
      });
      const sorted = [...bins.values()].sort((a, b) => a.cross - b.cross || b.width - a.width);
      const inside = sorted.filter((bin) => !bin.cross).map((bin) => line(bin, bin.width, bin.color));
      const cross = sorted.filter((bin) => bin.cross);
      return [
        ...cross.map((bin) => line(bin, bin.width + 1.8, "#1d1f24")),
        ...cross.map((bin) => line(bin, bin.width, bin.color)),
        ...inside,
        {
          type: "scatter", mode: "markers", hoverinfo: "skip",
          x: heads.map((h) => h[0]), y: heads.map((h) => h[1]),
          marker: {
            symbol: "triangle-up", angle: heads.map((h) => (Math.atan2(h[2], h[3]) * 180) / Math.PI),
            size: heads.map((h) => small * (6 + h[5] * 1.1)), color: heads.map((h) => h[4]),
            line: { color: "#ffffff", width: 0.7 }, opacity: 1,
          },
        },
        { type: "scatter", mode: "markers", ...spots, hoverinfo: "text", marker: { size: 12, opacity: 0 } },
      ];
    };
    const traceZones = () => {
      const one = waste.value === "" ? null : +waste.value;
      const shown = map.zones
        .map((zone) => {
          const part = one === null ? null : zone.wastes.find((w) => w[0] === one);
          return { zone: zone, kt: one === null ? zone.kt : part ? part[1] : 0, rate: one === null ? zone.rate : part ? part[2] : null };
        })
        .filter((item) => item.kt > 0)
        .sort((a, b) => b.kt - a.kt);
      const largest = shown.length ? shown[0].kt : 0;
      box.querySelector(".circle-text").textContent = largest ? fill(words.circle_scale, { amount: amount(largest) }) : "";
      const text = shown.map(({ zone }) => {
        const lines = zone.wastes.slice(0, 8).map((w) =>
          `${map.materials[w[0]]}: ${amount(w[1])}, ${percent(w[2])}` + (w[3] >= NOTHING ? `, ${words.hover_unused} ${amount(w[3])}` : ""));
        return `<b>${zone.name}</b><br>${words.hover_generation}: <b>${amount(zone.kt)}</b><br>` +
          `${words.hover_rate}: <b>${percent(zone.rate)}</b><br>${lines.join("<br>")}`;
      });
      return {
        type: "scatter", mode: on("names") ? "markers+text" : "markers", hoverinfo: "text", name: "zones",
        x: shown.map((s) => s.zone.x), y: shown.map((s) => s.zone.y), hovertext: text,
        names: shown.map((s) => s.zone.name), textfont: { size: 11.5 },
        visible: on("zones"), cliponaxis: true,
        marker: {
          symbol: "circle", opacity: 0.93, line: { color: "#ffffff", width: 1 },
          size: shown.map((s) => Math.max(DOT, small * CIRCLE * Math.sqrt(s.kt / largest))),
          color: shown.map((s) => (s.rate === null ? "#cccccc" : map.rate[Math.round(Math.min(100, Math.max(0, s.rate)))])),
        },
      };
    };
    const tracePlants = () => {
      const families = chosen("family");
      const shown = map.plants.filter((plant) => plant.families.some((f) => families.has(f)));
      return {
        type: "scatter", mode: on("names") ? "markers+text" : "markers", hoverinfo: "text", name: "plants",
        x: shown.map((p) => p.x), y: shown.map((p) => p.y),
        names: shown.map((p) => p.name), textfont: { size: 11, color: "#62666d" },
        hovertext: shown.map((p) =>
          `<b>${p.name}</b><br>${words.hover_uptake}: <b>${amount(p.kt)}</b><br>` +
          p.lines.map((l) => `${l[0]}: ${amount(l[1])}, ${words.hover_load} ${percent(l[2])}`).join("<br>") +
          (p.built || []).map((text) => `<br><b>${text}</b>`).join("")),
        marker: {
          symbol: shown.map((p) => p.symbol), size: small * SYMBOL, color: shown.map((p) => p.color),
          line: { color: shown.map((p) => p.edge || "#22252a"), width: shown.map((p) => (p.edge ? 3 : 1.1)) },
          opacity: shown.map((p) => (p.lines.some((line) => line[2] > 0) ? 1 : 0.45)),
        },
      };
    };
    // A pond at its mine stands beside the circle of the mine, at every zoom.
    const placeOutlets = () => {
      const axis = picture._fullLayout && picture._fullLayout.xaxis;
      const perPixel = axis ? (axis.range[1] - axis.range[0]) / axis._length : 0;
      return map.outlets.map((p) => p.x + p.shift * small * (CIRCLE / 36) * perPixel);
    };
    const traceOutlets = () => {
      const shown = map.outlets;
      return {
        type: "scatter", mode: on("names") ? "markers+text" : "markers", hoverinfo: "text", name: "outlets",
        x: placeOutlets(), y: shown.map((p) => p.y),
        visible: shown.length > 0 && on("outlets"), cliponaxis: true,
        names: shown.map((p) => p.name), textfont: { size: 11, color: "#62666d" },
        hovertext: shown.map((p) =>
          `<b>${p.name}</b><br><i>${p.kind}</i><br>${words.hover_taken}: <b>${amount(p.kt)}</b>` +
          p.parts.slice(0, 8).map((part) => `<br>${part[0]}: ${amount(part[1])}`).join("")),
        marker: {
          symbol: shown.map((p) => p.symbol), size: small * 12,
          color: shown.map((p) => (p.kt >= NOTHING ? p.color : "#ffffff")),
          line: { color: shown.map((p) => (p.kt >= NOTHING ? "#22252a" : p.color)), width: 1.1 },
        },
      };
    };
    const ports = {
      type: "scatter", mode: "markers", x: map.ports.x, y: map.ports.y, hoverinfo: "text",
      text: map.ports.name.map((name) => `${words.hover_port}: ${name}`),
      marker: { size: 7, color: "#2166c4", line: { color: "#ffffff", width: 1 } },
    };
    const [left, right, bottom, top] = map.box;
    const axis = { showgrid: false, zeroline: false, visible: false };
    const layout = {
      xaxis: { ...axis, range: [left, right] },
      yaxis: { ...axis, range: [bottom, top], scaleanchor: "x", scaleratio: 1 },
      margin: { l: 0, r: 0, t: 0, b: 0 }, showlegend: false, hovermode: "closest", hoverdistance: 14,
      dragmode: "pan", paper_bgcolor: "#f7f6f1", plot_bgcolor: "#f7f6f1", font: font,
      hoverlabel: { align: "left", bgcolor: "#ffffff", bordercolor: "#8d8a80", font: { ...font, size: 12.5 } },
    };
    // Names stand where they cover neither each other nor a symbol; further ones when zoomed in.
    const pen = document.createElement("canvas").getContext("2d");
    const NAMED = ["zones", "plants", "outlets"];
    const listNamed = (traces) => NAMED.map((name) => traces.find((part) => part.name === name)).filter((part) => part && part.visible !== false);
    const settleNames = (traces) => {
      const known = picture._fullLayout && picture._fullLayout.xaxis;
      const [from, to] = known ? known.range : [left, right];
      const scale = known ? known._length / (to - from) : Math.min(picture.clientWidth / (right - left), picture.clientHeight / (top - bottom));
      const [low, high] = known ? picture._fullLayout.yaxis.range : [bottom, top];
      const taken = [];
      const isFree = (a) => taken.every((b) => a[0] > b[2] || a[2] < b[0] || a[1] > b[3] || a[3] < b[1]);
      const parts = listNamed(traces);
      const sizeOf = (part, i) => (Array.isArray(part.marker.size) ? part.marker.size[i] : part.marker.size);
      for (const part of parts) {
        part.x.forEach((x, i) => {
          const half = 0.35 * sizeOf(part, i);
          taken.push([x * scale - half, -part.y[i] * scale - half, x * scale + half, -part.y[i] * scale + half]);
        });
      }
      return parts.map((part) => {
        const size = part.textfont.size, tall = 1.25 * size;
        pen.font = `${size}px ${font.family}`;
        const placed = { text: [], textposition: [] };
        part.x.forEach((at, i) => {
          const wide = pen.measureText(part.names[i]).width, gap = sizeOf(part, i) / 2 + 3;
          const x = at * scale, y = -part.y[i] * scale;
          const spots = {
            "middle right": [x + gap, y - tall / 2], "middle left": [x - gap - wide, y - tall / 2],
            "top center": [x - wide / 2, y - gap - tall], "bottom center": [x - wide / 2, y + gap],
          };
          const isHere = at >= from && at <= to && part.y[i] >= low && part.y[i] <= high;
          const spot = isHere && Object.keys(spots).find((name) => {
            const [a, b] = spots[name];
            return a >= from * scale && a + wide <= to * scale && isFree([a, b, a + wide, b + tall]);
          });
          if (spot) taken.push([...spots[spot], spots[spot][0] + wide, spots[spot][1] + tall]);
          placed.text.push(spot ? part.names[i] : "");
          placed.textposition.push(spot || "middle right");
        });
        return placed;
      });
    };
    const withNames = (traces) => {
      if (on("names")) settleNames(traces).forEach((placed, i) => Object.assign(listNamed(traces)[i], placed));
      return traces;
    };
    const trace = () => {
      const flows = pickFlows();
      const strands = sumLegs(flows);
      const widest = Math.max(0, ...strands.map((s) => s.kt));
      const total = flows.reduce((sum, flow) => sum + flow.kt, 0);
      box.querySelector(".shown").textContent = fill(words.shown_moved, { count: flows.length, amount: amount(total) });
      box.querySelector(".width-text").textContent = widest ? fill(words.width_scale, { amount: amount(widest) }) : "";
      return withNames([...map.ground, ...traceFlows(strands, widest ? (small * WIDEST) / widest : 0), traceZones(), tracePlants(), traceOutlets(), ports, ...map.towns]);
    };
    const zoom = (factor) => {
      if (factor === 0) return Plotly.relayout(picture, { "xaxis.range": [left, right], "yaxis.range": [bottom, top] });
      const { xaxis, yaxis } = picture._fullLayout;
      const scale = ([a, b]) => [(a + b) / 2 - ((b - a) * factor) / 2, (a + b) / 2 + ((b - a) * factor) / 2];
      return Plotly.relayout(picture, { "xaxis.range": scale(xaxis.range), "yaxis.range": scale(yaxis.range) });
    };
    const move = (dx, dy) => {
      const { xaxis, yaxis } = picture._fullLayout;
      const shift = ([a, b], share) => [a + (b - a) * share, b + (b - a) * share];
      return Plotly.relayout(picture, { "xaxis.range": shift(xaxis.range, dx), "yaxis.range": shift(yaxis.range, dy) });
    };
    const keys = {
      "+": () => zoom(0.6), "=": () => zoom(0.6), "-": () => zoom(1.6667), "0": () => zoom(0),
      ArrowLeft: () => move(-0.15, 0), ArrowRight: () => move(0.15, 0),
      ArrowUp: () => move(0, 0.15), ArrowDown: () => move(0, -0.15),
    };
    picture.addEventListener("keydown", (event) => {
      if (!(event.key in keys) || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      keys[event.key]();
    });
    // The wheel moves the page until the map is clicked.
    const activate = (active) => picture.classList.toggle("active", active);
    picture.addEventListener("pointerdown", () => activate(true));
    picture.addEventListener("pointerleave", () => activate(false));
    picture.addEventListener("wheel", (event) => {
      if (!picture.classList.contains("active")) event.stopPropagation();
    }, { capture: true, passive: true });
    for (const button of box.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => zoom(+button.dataset.zoom));
    }
    box.querySelector(".scale").style.background = `linear-gradient(to right, ${map.rate.filter((_, i) => i % 10 === 0).join(",")})`;
    form.addEventListener("change", () => Plotly.react(picture, trace(), picture.layout, { ...config, scrollZoom: true }));
    form.addEventListener("submit", (event) => event.preventDefault());
    const settle = () => {
      const number = picture.data.findIndex((part) => part.name === "outlets");
      Plotly.restyle(picture, { x: [placeOutlets()] }, [number]);
    };
    const name = () => {
      if (!on("names")) return;
      const placed = settleNames(picture.data);
      const numbers = listNamed(picture.data).map((part) => picture.data.indexOf(part));
      Plotly.restyle(picture, { text: placed.map((p) => p.text), textposition: placed.map((p) => p.textposition) }, numbers);
    };
    Plotly.newPlot(picture, trace(), layout, { ...config, scrollZoom: true }).then(() => {
      picture.on("plotly_relayout", name);
      if (!map.outlets.some((p) => p.shift > 0)) return;
      picture.on("plotly_relayout", settle);
      settle();
    });
  };

  for (const box of document.querySelectorAll("[data-view]")) {
    const draw = () => drawMap(data.maps[box.dataset.view], box);
    const folded = box.closest("details:not([open])");
    if (folded) folded.addEventListener("toggle", draw, { once: true });
    else draw();
  }
  if (data.chart) drawChart(data.chart);

  const PRINTED = { width: 790, height: 560, chart: 1020 };
  let unfolded = [];
  const drawn = (kind) => document.querySelectorAll(`.${kind}-picture.js-plotly-plot`);
  window.addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details:not([open]):not(.reference)")];
    for (const part of unfolded) part.open = true;
    const { width, height } = PRINTED;
    for (const picture of drawn("map")) Plotly.relayout(picture, { autosize: false, width, height });
    for (const picture of drawn("chart")) {
      picture.style.zoom = Math.min(1, PRINTED.chart / picture.scrollWidth, height / picture.scrollHeight);
    }
  });
  window.addEventListener("afterprint", () => {
    for (const part of unfolded) part.open = false;
    for (const picture of drawn("chart")) picture.style.zoom = "";
    for (const picture of drawn("map")) {
      Plotly.relayout(picture, { autosize: true, width: null, height: null });
    }
  });
  document.documentElement.dataset.ready = "yes";
})();
