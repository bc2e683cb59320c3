// A target as a question: the cheapest way there, its progress, its answer, and the button that goes it.
import { stream } from "../api.js";
import { button, el, field, replace, select } from "../dom.js";
import { facts } from "../facts.js";
import { asked, outcome } from "../planner.js";
import { addEdits, onChange, state } from "../store.js";
import { t } from "../words.js";
import { listing } from "./controls.js";
import { openDialog } from "./dialogs.js";
import { drawChart } from "./studies.js";

const FIRST = ["utilization_rate", "net_utilized", "unused", "net_co2"], MONIES = ["net_cost", "investment"], STEP = 5;
const given = { metric: FIRST[0], at: "", minimize: MONIES[0], up_to: 100 };

onChange((what) => { if (what === "opened") given.at = ""; });

const metrics = () => [...FIRST.map((name) => facts.metrics.find((one) => one.name === name)).filter(Boolean), ...facts.metrics.filter((one) => !FIRST.includes(one.name) && !MONIES.includes(one.name))];
const monies = () => MONIES.map((name) => [name, facts.monies[name]]);
/** Whether the scenario or its changes say what may be built. */
const saysItself = () => facts.may_build || state.edits.some((edit) => edit.on && edit.kind === "expand");
const cardOf = (metric) => outcome.plan?.cards.find((one) => one.id === metric.name);

/** A round number a little better than what the plan reaches. */
const propose = (metric) => {
  const now = cardOf(metric)?.value;
  if (now === undefined || now === null) return "";
  const shown = now / metric.size, size = metric.unit === "" ? STEP : Math.max(1, 10 ** Math.floor(Math.log10(Math.abs(shown) || 1)) / 2);
  return metric.better === "high" ? Math.min(Math.floor(shown / size + 1) * size, metric.unit === "" ? 100 : Infinity) : Math.ceil(shown / size - 1) * size;
};

const fields = (redraw) => {
  const metric = metrics().find((one) => one.name === given.metric) ?? metrics()[0], now = cardOf(metric);
  if (given.at === "") given.at = propose(metric);
  const number = (name, properties) => el("input", { type: "number", step: "any", value: given[name], required: true, onchange: (event) => { given[name] = event.target.value; }, ...properties });
  return [field(t("figure"), select(metrics().map((one) => [one.name, one.title]), metric.name, (name) => { Object.assign(given, { metric: name, at: "" }); redraw(); }, { "data-key": "target-metric" })),
    field(`${t(metric.better === "high" ? "at_least" : "at_most")} (${metric.shown_unit || "%"})`, number("at", { "data-key": "target-at" })),
    now && el("p", { class: "note" }, t("now_at", { value: now.shown })),
    field(t("target_money"), select(monies(), given.minimize, (name) => { given.minimize = name; }, { "data-key": "target-money" })),
    saysItself() ? el("p", { class: "note" }, t("target_own")) : field(t("target_grow"), number("up_to", { min: 1, max: 1000, "data-key": "target-grow" }))];
};

const showAnswer = (answer, close) => [
  el("ul", { class: "told" }, answer.sentences.map((sentence) => el("li", {}, sentence))),
  answer.edits.length > 0 && el("div", { class: "row" }, button(t("target_do"), () => { addEdits(answer.edits); close(); }, { class: "do", "data-key": "target-do" }), el("span", { class: "note" }, t("target_do_hint", { count: answer.edits.length }))),
  answer.rows.length > 0 && listing(answer, t("builds")), listing(answer.plans, t("target_worth")), drawChart(answer)];

/** Ask which target, find the way, and offer to go it. */
export const offerTarget = () => {
  const said = el("div", { "aria-live": "polite" });
  let asking = null;
  const run = async () => {
    asking?.abort();
    const own = (asking = new AbortController()), bar = el("progress", {}), text = el("p", { class: "note" }, t("study_runs"));
    bar.setAttribute("aria-label", t("study_runs"));
    replace(said, el("div", { class: "row" }, bar, button(t("cancel"), () => own.abort())), text);
    const metric = metrics().find((one) => one.name === given.metric), at = Number((Number(given.at) * metric.size).toPrecision(12));
    try {
      const told = await stream("study", asked({ kind: "target", options: { ...given, at, up_to: saysItself() ? undefined : Number(given.up_to) } }), own.signal, (step) => {
        if (step.of) { bar.max = step.of; bar.value = step.done; }
        if (step.text) text.textContent = step.text;
      });
      if (told.no_plan) replace(said, el("p", { class: "problem" }, told.no_plan.text));
      else replace(said, showAnswer(told.study, () => dialog.close()));
    } catch (error) {
      const gone = error.name === "AbortError";
      replace(said, el("p", { class: gone ? "note" : "problem" }, gone ? t("study_cancelled") : error.message), (error.problems ?? []).map((one) => el("p", { class: "problem" }, one.what, one.hint && ` – ${one.hint}`)));
    }
  };
  const place = el("div", { class: "fields" }), draw = () => replace(place, fields(draw));
  draw();
  const { dialog } = openDialog(t("target_question"), [el("form", { class: "stack", onsubmit: (event) => { event.preventDefault(); run(); } }, el("p", { class: "note" }, t("target_hint")), place,
    el("div", { class: "row" }, el("span", { class: "spacer" }), el("button", { type: "submit", class: "do", "data-key": "target-find" }, t("target_find")))), said], { wide: true });
  dialog.addEventListener("close", () => asking?.abort());
};
