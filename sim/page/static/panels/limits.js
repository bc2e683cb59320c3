// Limits on the whole: caps and floors on figures, the price of carbon, prices and demand of markets.
import { button, el, replace, select } from "../dom.js";
import { facts, lastEdit } from "../facts.js";
import { outcome } from "../planner.js";
import { addEdit, onChange, removeEdit, state } from "../store.js";
import { plain, t } from "../words.js";
import { nameOfEdit } from "./changes.js";
import { numberControl } from "./controls.js";
import { offerTarget } from "./target.js";

const FIRST = ["net_cost", "utilization_rate", "net_co2", "transport_work"];
const draft = { metric: "net_cost", way: "cap", province: "", at: "" };

onChange((what) => { if (what === "opened") Object.assign(draft, { province: "", at: "" }); });

const unitOf = (metric) => metric.shown_unit || metric.unit;
const order = (metric) => (FIRST.includes(metric.name) ? FIRST.indexOf(metric.name) : FIRST.length);

const addLimit = (metric) => {
  if (draft.at === "") return;
  const at = Number((Number(draft.at) * metric.size).toPrecision(12));
  addEdit({ kind: "limit", [draft.way]: metric.name, at, ...(draft.province && metric.scopes.includes("province") ? { province: draft.province } : {}) });
};

/** Where a figure stands now, for one who has to say how far it may go. */
const nowAt = (metric) => {
  const card = outcome.phase === "planned" && !draft.province && outcome.plan.cards.find((one) => one.id === metric.name);
  return card && el("p", { class: "note" }, t("now_at", { value: card.shown }));
};

const form = (redraw) => {
  const metrics = [...facts.metrics].sort((a, b) => order(a) - order(b));
  const metric = metrics.find((one) => one.name === draft.metric) ?? metrics[0];
  const set = (name) => (value) => { draft[name] = value; redraw(); };
  const ways = [["cap", t("at_most")], ["floor", t("at_least")]].filter(([way]) => !metric.one_way || (metric.better === "high") === (way === "floor"));
  if (!ways.some(([way]) => way === draft.way)) draft.way = ways[0][0];
  return el("form", { class: "stack", onsubmit: (event) => { event.preventDefault(); addLimit(metric); } },
    select(metrics.map((one) => [one.name, one.title]), metric.name, (name) => { draft.at = ""; set("metric")(name); }, { "aria-label": t("figure"), "data-key": "metric" }),
    metric.scopes.includes("province") && select([["", t("whole_region")], ...facts.provinces.map((area) => [area.id, area.name])], draft.province, set("province"), { "aria-label": t("province"), "data-key": "scope" }),
    el("div", { class: "row" }, select(ways, draft.way, set("way"), { "aria-label": t("way"), "data-key": "way" }),
      el("input", { type: "number", step: "any", value: draft.at, "aria-label": `${t("amount")} (${unitOf(metric)})`, "data-key": "at", oninput: (event) => { draft.at = event.target.value; } }),
      el("span", { class: "unit" }, unitOf(metric)), el("button", { type: "submit", class: "do", "data-key": "add-limit" }, t("add"))), nowAt(metric));
};

const parse = (text) => Number.parseFloat(text ?? "") || 0;

const ofScenario = () => facts.limits.map((limit) => {
  const off = state.edits.find((edit) => edit.kind === "limit_off" && edit.position === limit.position);
  return el("li", { class: off?.on ? "off" : null }, el("span", {}, limit.text),
    button(off ? t("put_back") : t("take_away"), () => (off ? removeEdit(off.id) : addEdit({ kind: "limit_off", position: limit.position })), { class: "link" }));
});
const ofPlanner = () => state.edits.filter((edit) => edit.kind === "limit").map((edit) =>
  el("li", { class: edit.on ? null : "off" }, el("span", {}, nameOfEdit(edit)), button(t("take_away"), () => removeEdit(edit.id), { class: "link" })));

const showMarkets = (onPick) => el("details", { "data-key": "fold-markets" }, el("summary", {}, t("markets")),
  el("ul", { class: "bare" }, facts.markets.map((market) => el("li", {}, button(market.name, () => onPick("market", market.id), { class: "link" }),
    el("span", { class: "note" }, market.price === null ? "" : `${plain(market.price)} ${t("unit_price")}`)))));

/** The panel in its place. */
export const showLimits = (place, { onPick }) => {
  const redraw = () => showLimits(place, { onPick });
  const carbon = lastEdit((edit) => edit.kind === "carbon_price")?.value, base = parse(facts.carbon_price);
  const listed = [...ofScenario(), ...ofPlanner()];
  replace(place, el("h2", {}, t("limits")),
    listed.length ? el("ul", { class: "bare limits" }, listed) : el("p", { class: "note" }, t("no_limits")),
    el("h3", {}, t("add_limit")), form(redraw),
    el("h3", {}, t("carbon_price")),
    numberControl({ label: t("carbon_price"), value: carbon ?? base, base, scale: { unit: t("unit_carbon"), size: 1 }, most: 300, key: "carbon", onset: (value) => addEdit({ kind: "carbon_price", value }) }),
    el("h3", {}, t("prices_and_demand")), showMarkets(onPick),
    el("h3", {}, t("target_question")), el("p", { class: "note" }, t("target_hint")), button(`${t("target_find")} …`, offerTarget, { "data-key": "ask-target" }));
};
