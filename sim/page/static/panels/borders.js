// Who may send what where: a matrix of pairs of provinces, by class of waste and purpose.
import { button, el, replace, select } from "../dom.js";
import { facts } from "../facts.js";
import { addEdit, onChange, state } from "../store.js";
import { scaleOf, t } from "../words.js";

const view = { class: "general", purpose: "utilization", from: null, to: null };
const ANY = "any";
const SIGNS = { open: "○", filing: "◔", approval: "◑", closed: "●" };
const WIDER = { general: [ANY], general_I: [ANY, "general"], general_II: [ANY, "general"], hazardous: [ANY], any: [] };

onChange((what) => { if (what === "opened") view.from = view.to = null; });

const covers = (rule, from, to) =>
  (rule.from === ANY || rule.from === from) && (rule.to === ANY || rule.to === to) &&
  (rule.class === view.class || WIDER[view.class].includes(rule.class)) &&
  (rule.purpose === ANY || rule.purpose === view.purpose) && !rule.material;

/** The rule that holds for a pair: the last that matches. `changed` where an edit made it. */
export const ruleOf = (from, to) => {
  const edit = state.edits.findLast((one) => one.on && one.kind === "border" && covers(one, from, to));
  if (edit) return { ...edit, changed: true };
  return facts.borders.findLast((rule) => covers(rule, from, to)) ?? { rule: "open", quota: null, surcharge: null };
};

const areas = () => [...facts.provinces, { id: ANY, name: t("any_province") }];
const wordOf = (list, id) => list.find((entry) => entry.id === id)?.name ?? id;

const cell = (from, to, redraw) => {
  if (from.id === to.id && from.id !== ANY) return el("td", { class: "own" }, "–");
  const rule = ruleOf(from.id, to.id), word = wordOf(facts.rules, rule.rule);
  const quota = rule.quota === null || rule.quota === undefined ? "" : `≤ ${Number((rule.quota / scaleOf("kt/yr").size).toPrecision(4))}`;
  const chosen = view.from === from.id && view.to === to.id;
  return el("td", { class: `rule ${rule.rule}${rule.changed ? " changed" : ""}` },
    button([el("span", { "aria-hidden": "true" }, SIGNS[rule.rule]), ` ${word}`, quota && el("small", {}, ` ${quota}`)], () => { view.from = from.id; view.to = to.id; redraw(); },
      { "aria-pressed": String(chosen), "aria-label": `${from.name} → ${to.name}: ${word} ${quota}`, "data-key": `b-${from.id}-${to.id}` }));
};

const matrix = (redraw) => el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("borders") },
  el("table", { class: "borders" }, el("caption", {}, t("borders")),
    el("thead", {}, el("tr", {}, el("th", { scope: "col", class: "plain" }, t("from_to")), areas().map((to) => el("th", { scope: "col", class: "plain" }, to.name)))),
    el("tbody", {}, areas().map((from) => el("tr", {}, el("th", { scope: "row", class: "plain" }, from.name), areas().map((to) => cell(from, to, redraw)))))));

const form = () => {
  const { from, to } = view, rule = ruleOf(from, to), scale = scaleOf("kt/yr");
  const names = (id) => areas().find((area) => area.id === id)?.name;
  const put = (change) => {
    const wanted = { rule: rule.rule, quota: rule.quota ?? undefined, surcharge: rule.surcharge || undefined, ...change };
    if (wanted.rule === "closed") wanted.quota = wanted.surcharge = undefined;  // nothing crosses: neither amount nor cost
    addEdit({ kind: "border", from, to, class: view.class, purpose: view.purpose, ...wanted });
  };
  const number = (value, give, key, label) => el("input", { type: "number", min: 0, step: "any", value: value ?? "", "aria-label": label, "data-key": key,
    onchange: (event) => give(event.target.value === "" ? undefined : Number(event.target.value)) });
  return el("div", { class: "rule-form" }, el("h3", {}, `${names(from)} → ${names(to)}`),
    el("div", { class: "choice", role: "group", "aria-label": t("rule") }, facts.rules.map((one) => button([el("span", { "aria-hidden": "true" }, SIGNS[one.id]), ` ${one.name}`], () => put({ rule: one.id }), { "aria-pressed": String(one.id === rule.rule), "data-key": `r-${one.id}` }))),
    el("label", { class: "field" }, el("span", {}, t("quota")), number(rule.quota === null || rule.quota === undefined ? "" : rule.quota / scale.size, (value) => put({ quota: value === undefined ? undefined : value * scale.size }), "quota", `${t("quota")} (${scale.unit})`), scale.unit),
    el("label", { class: "field" }, el("span", {}, t("surcharge")), number(rule.surcharge, (value) => put({ surcharge: value }), "surcharge", `${t("surcharge")} (${t("unit_price")})`), t("unit_price")));
};

/** The matrix in its place. */
export const showBorders = (place) => {
  const redraw = () => showBorders(place);
  const set = (name) => (value) => { view[name] = value; redraw(); };
  const listed = (rows) => rows.map((row) => [row.id, row.name]);
  replace(place, el("h2", {}, t("borders")), el("p", { class: "note" }, t("borders_hint")),
    el("div", { class: "row" }, select(listed(facts.classes), view.class, set("class"), { "aria-label": t("class"), "data-key": "class" }),
      select(listed(facts.purposes), view.purpose, set("purpose"), { "aria-label": t("purpose"), "data-key": "purpose" })),
    matrix(redraw), view.from !== null && form());
};
