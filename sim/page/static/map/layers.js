// What the map shows: layers to switch on and off, with the legend beside them.
import { el, replace, select, svg } from "../dom.js";
import { onChange } from "../store.js";
import { amount, shared, t } from "../words.js";
import { pathOf } from "./symbols.js";

/** The layers as they are switched; maps that stand side by side share them. */
export const layers = {
  waste: null, province: "", hiddenModes: new Set(), hiddenFamilies: new Set(),
  crossing: false, storage: true, zones: true, outlets: true, names: true,
};

/** Goods are picked by their names: those of another language or scenario let nothing through. */
export const forgetNames = () => { layers.waste = null; };

// What is hidden or picked in one scenario says nothing of another.
onChange((what) => {
  if (what !== "opened") return;
  layers.province = "";
  layers.hiddenModes.clear();
  layers.hiddenFamilies.clear();
});

const symbol = (name, fill) => {
  const node = svg("svg", { class: "symbol", viewBox: "-10 -10 20 20", "aria-hidden": "true" }, svg("path", { d: pathOf(name) }));
  if (fill) node.style.fill = fill;
  return node;
};
const bar = (color) => el("span", { class: "line", style: { background: color } });

const box = (checked, onchange, key, ...text) =>
  el("label", {}, el("input", { type: "checkbox", checked, "data-key": key, onchange: (event) => onchange(event.target.checked) }), text);
const group = (title, ...parts) => el("fieldset", {}, el("legend", {}, title), parts);

const hide = (set, key) => (shown) => { if (shown) set.delete(key); else set.add(key); };

/** The panel of layers in `place`; `redraw` is called after a change. */
export const showLayers = (place, atlas, provinces, redraw) => {
  const change = (name) => (value) => { layers[name] = value; redraw(); };
  const choose = (act) => (value) => { act(value); redraw(); };
  const names = (listed) => listed.map(([, name]) => [name, name]);
  const waste = select([["", t("all_wastes")], ...names(atlas.wastes), ...names(atlas.goods_named)], layers.waste ?? "",
    (value) => change("waste")(value || null), { "aria-label": shared("waste"), "data-key": "waste" });
  const province = select([["", t("all_provinces")], ...provinces.map((area) => [area.id, area.name])], layers.province,
    change("province"), { "aria-label": t("province"), "data-key": "province" });
  replace(place,
    group(shared("waste"), waste), group(t("province"), province),
    group(shared(atlas.change ? "changes_of_flows" : "modes"), atlas.modes.map((mode) => box(!layers.hiddenModes.has(mode.key), choose(hide(layers.hiddenModes, mode.key)), `m${mode.key}`, bar(mode.color), mode.label)),
      el("p", { class: "key" }, el("span", { class: "line cased" }), shared("dark_edge"))),
    group(shared("layers"),
      box(layers.crossing, change("crossing"), "crossing", shared("crossing_only")),
      box(layers.storage, change("storage"), "storage", bar("#8a8a8a"), shared("storage_layer")),
      box(layers.zones, change("zones"), "zones", shared("zone_layer")),
      atlas.outlets.length > 0 && box(layers.outlets, change("outlets"), "outlets", atlas.kinds.map((kind) => [symbol(kind.symbol, kind.color), kind.label])),
      box(layers.names, change("names"), "names", shared("name_layer"))),
    group(shared("families"), el("div", { class: "families" }, atlas.families.map((family) =>
      box(!layers.hiddenFamilies.has(family.key), choose(hide(layers.hiddenFamilies, family.key)), `f${family.key}`, symbol(family.symbol), family.label)))));
};

/** The legend below the map: rates by colour and number, widths, circles. */
export const showLegend = (place, atlas, shown) => {
  const scale = el("span", { class: "scale", style: { background: `linear-gradient(to right, ${atlas.rate.filter((_, i) => i % 10 === 0).join(",")})` } });
  const moved = shown.flows.reduce((sum, flow) => sum + flow.kt, 0);
  replace(place,
    el("span", { class: "rate-key" }, shared("rate_scale"), el("span", {}, "0"), scale, el("span", {}, "100 %")),
    atlas.modes.map((mode) => el("span", { class: "key" }, bar(mode.color), mode.label)),
    (atlas.edges ?? []).map((edge) => el("span", { class: "key" }, el("span", { class: "edge-key", style: { borderColor: edge.color } }), edge.label)),
    atlas.full?.length > 0 && el("span", { class: "key" }, el("span", { class: "full-key" }), t("full_key")),
    el("span", { class: "key" }, el("span", { class: "width-key" }), shared("width_scale", { amount: amount(shown.widest) })),
    el("span", { class: "key" }, shared("circle_scale", { amount: amount(shown.largest) })),
    el("span", { class: "key" }, shared("shown_moved", { count: shown.flows.length, amount: amount(moved) })),
    el("span", { class: "credit" }, el("b", {}, atlas.footer), " ", atlas.credit));
};
