// The map as a picture that explains itself: title and figures above it, scale on it, legend and sources below.
import { svg } from "../dom.js";
import { amount, shared } from "../words.js";
import { FONT } from "./map.js";
import { pathOf } from "./symbols.js";

const INK = "#22252a", SOFT = "#4a4e55", PAPER = "#ffffff", LINE = "#b8b5aa", GREY = "#8a8a8a";
const EDGE = 14, TITLE = 19, TEXT = 12.5, SMALL = 11, ROW = 20, MARK = 26, GAP = 18, SCALE_PX = 130;
const NICE = [1, 2, 5];

const write = (text, x, y, size, more = {}) => svg("text", { x, y, "font-size": size, fill: INK, ...more }, text);

/** What a text is as wide as, in the fonts of the map. */
const ruler = document.createElement("canvas").getContext("2d");
const widthOf = (text, size, weight = 400) => {
  ruler.font = `${weight} ${size}px ${FONT}`;
  return ruler.measureText(text).width;
};

/** Text in lines no wider than a width; Chinese breaks anywhere, other words between blanks. */
const wrap = (text, width, size, weight) => {
  const parts = text.match(/[⺀-￯]|[^\s⺀-￯]+\s*|\s+/gu) ?? [], lines = [""];
  for (const part of parts) {
    if (lines.at(-1) && widthOf((lines.at(-1) + part).trimEnd(), size, weight) > width) lines.push("");
    lines[lines.length - 1] += part;
  }
  return lines.map((line) => line.trim()).filter(Boolean);
};

/** The longest round number of km that fits into so many pixels. */
export const roundKm = (perKm, width = SCALE_PX) => {
  const most = width / perKm, power = 10 ** Math.floor(Math.log10(most) + 1e-9);
  return Math.max(...NICE.map((n) => n * power).filter((km) => km <= most * (1 + 1e-9)));
};

const bar = (color, width = 4, more = {}) => (x, y) => [svg("line", { x1: x, x2: x + MARK, y1: y - 4, y2: y - 4, stroke: color, "stroke-width": width, ...more })];
const symbol = (name, fill) => (x, y) => [svg("path", { d: pathOf(name), fill, stroke: INK, "stroke-width": 1.8, transform: `translate(${x + MARK / 2} ${y - 4}) scale(.62)` })];
const circle = (fill) => (x, y) => [svg("circle", { cx: x + MARK / 2, cy: y - 4, r: 7, fill, stroke: "#ffffff" })];
const cased = (x, y) => [...bar("#1d1f24", 7)(x, y), ...bar("#dddddd", 4)(x, y)];
const port = (x, y) => [svg("rect", { x: x + MARK / 2 - 3, y: y - 7, width: 6, height: 6, fill: "#2166c4", stroke: "#ffffff" })];
const rates = (colors) => (x, y) => colors.filter((_, i) => i % 10 === 0).map((fill, i) => svg("rect", { x: x + 8 * i, y: y - 9, width: 8.3, height: 9, fill }));

/** What the legend explains of the maps: [{ mark(x, y), wide, text }]. */
const explain = ({ atlas, shown, layers }) => {
  const modes = atlas.modes.filter((mode, i) => shown.flows.some((flow) => flow.t === i));
  const seen = new Set(atlas.plants.flatMap((plant) => plant.families).filter((n) => !layers.hiddenFamilies.has(atlas.families[n].key)));
  const outlets = layers.outlets ? atlas.kinds.filter((kind) => atlas.outlets.some((outlet) => outlet.kind === kind.label)) : [];
  return [
    layers.zones && { mark: rates(atlas.rate), wide: 8 * 11, text: `${shared("rate_scale")} 0–100 %` },
    layers.zones && { mark: circle("#9db8a8"), text: shared("circle_scale", { amount: amount(shown.largest) }) },
    shown.flows.length > 0 && { mark: bar(atlas.modes[0].color, 11), text: shared("width_scale", { amount: amount(shown.widest) }) },
    ...modes.map((mode) => ({ mark: bar(mode.color), text: mode.label })),
    shown.flows.some((flow) => flow.cross) && { mark: cased, text: shared("dark_edge") },
    !atlas.change && shown.flows.some((flow) => flow.out) && { mark: bar(GREY), text: shared("storage_layer") },
    ...[...seen].sort((a, b) => a - b).map((n) => ({ mark: symbol(atlas.families[n].symbol, "#dcdad2"), text: atlas.families[n].label })),
    ...outlets.map((kind) => ({ mark: symbol(kind.symbol, kind.color), text: kind.label })),
    atlas.ports.x.length > 0 && { mark: port, text: shared("hover_port") },
  ].filter(Boolean).map((item) => ({ wide: MARK, ...item }));
};

/** The entries of a legend in rows below each other; returns { nodes, height }. */
const layOut = (items, top, width) => {
  let x = EDGE, y = top;
  const nodes = [];
  for (const { mark, wide, text } of items) {
    const whole = wide + 6 + widthOf(text, TEXT);
    if (x > EDGE && x + whole > width - EDGE) { x = EDGE; y += ROW; }
    nodes.push(...mark(x, y), write(text, x + wide + 6, y, TEXT));
    x += whole + GAP;
  }
  return { nodes, height: y + ROW - top };
};

/** A map of its own inside the picture: nothing in it is to be clicked or reached. */
const frame = ({ drawing, size: [width, height], title }, x, y, perKm) => {
  const copy = drawing.cloneNode(true);
  for (const name of ["class", "role", "tabindex", "aria-label"]) copy.removeAttribute(name);
  copy.querySelector('[data-layer="hits"]')?.remove();
  for (const site of copy.querySelectorAll("[data-site]")) for (const name of ["role", "tabindex"]) site.removeAttribute(name);
  for (const [name, value] of Object.entries({ x, y, width, height })) copy.setAttribute(name, value);
  const km = roundKm(perKm), long = km * perKm, right = x + width - 16, low = y + height - 14;
  const halo = { stroke: "#f7f6f1", "stroke-width": 3, "paint-order": "stroke" };
  return [copy, svg("path", { d: `M${right - long} ${low - 5}V${low}H${right}V${low - 5}`, fill: "none", stroke: INK, "stroke-width": 1.5 }),
    write(`${km} km`, right - long / 2, low - 6, TEXT, { "text-anchor": "middle", ...halo }),
    title && write(title, x + 10, y + 20, TEXT + 1, { "font-weight": 600, ...halo })];
};

/** The picture as an <svg>: `seen` is what the stage shows, `head` title, lines below it, and the language. */
export const drawPicture = (seen, { title, lines, lang }) => {
  const { maps, atlas } = seen, between = 2;
  const width = maps.reduce((sum, map) => sum + map.size[0] + between, -between), tall = Math.max(...maps.map((map) => map.size[1]));
  const nodes = [];
  let y = 10, x = 0;
  const put = (said, size, more) => { for (const line of wrap(said, width - 2 * EDGE, size, more["font-weight"])) { y += size * 1.35; nodes.push(write(line, EDGE, y, size, more)); } };
  put(title, TITLE, { "font-weight": 700 });
  y += 3;
  lines.filter(Boolean).forEach((line) => put(line, TEXT + 0.5, { fill: SOFT }));
  y += 10;
  for (const map of maps) { nodes.push(...frame(map, x, y, seen.perKm)); x += map.size[0] + between; }
  nodes.push(svg("path", { d: `M0 ${y}H${width}M0 ${y + tall}H${width}`, stroke: LINE, fill: "none" }));
  y += tall + ROW + 2;
  const legend = layOut(explain(seen), y, width);
  nodes.push(...legend.nodes);
  y += legend.height - ROW / 2;
  [atlas.footer, atlas.credit].filter(Boolean).forEach((line) => put(line, SMALL, { fill: SOFT }));
  y += 12;
  return svg("svg", { xmlns: "http://www.w3.org/2000/svg", width, height: y, viewBox: `0 0 ${width} ${y}`, lang, "font-family": FONT },
    svg("title", {}, title), svg("rect", { width, height: y, fill: PAPER }), nodes);
};
