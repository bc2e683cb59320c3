// Charts on demand: what one figure costs in another, and what comes of a number that moves.
import { stream } from "../api.js";
import { button, el, field, replace, select } from "../dom.js";
import { facts } from "../facts.js";
import { asked } from "../planner.js";
import { t } from "../words.js";
import { listing } from "./controls.js";
import { onChange } from "../store.js";
import { openDialog } from "./dialogs.js";
import { askedOf, fieldsOfSweep, firstSweep } from "./sweep.js";

const options = {
  frontier: { x: "net_cost", y: "utilization_rate", points: 7 },
  sweep: firstSweep(),
};

onChange((what) => { if (what === "opened") options.sweep = firstSweep(); });

/** A picture that is higher than wide has several charts: it keeps its size and is scrolled. */
const markTall = ({ target }) => target.classList.toggle("tall", target.naturalHeight > target.naturalWidth);

export const drawChart = (told) => {
  if (!told.svg) return null;
  return el("img", { alt: t("chart"), onload: markTall, src: URL.createObjectURL(new Blob([told.svg], { type: "image/svg+xml" })) });
};

const number = (given, name, properties) => el("input", { type: "number", step: "any", value: given[name], onchange: (event) => { given[name] = Number(event.target.value); }, ...properties });

const fields = (kind, given, redraw) => {
  if (kind === "sweep") return fieldsOfSweep(given, number, redraw);
  const metrics = facts.metrics.filter((metric) => !metric.one_way).map((metric) => [metric.name, metric.title]);
  const set = (name) => (value) => { given[name] = value; };
  return [field(t("figure_wanted"), select(metrics, given.y, set("y"))), field(t("figure_given_up"), select(metrics, given.x, set("x"))), field(t("point_count"), number(given, "points", { min: 3, max: 25, step: 1 }))];
};

/** Ask for a study, show its progress, and its chart with the numbers. */
export const offerStudies = (kind) => {
  const given = options[kind], said = el("div", { "aria-live": "polite" });
  let asking = null;
  const run = async () => {
    asking?.abort();
    const own = (asking = new AbortController()), bar = el("progress", { max: 1 }), text = el("p", { class: "note" }, t("study_runs"));
    bar.setAttribute("aria-label", t("study_runs"));
    replace(said, el("div", { class: "row" }, bar, button(t("cancel"), () => own.abort())), text);
    try {
      const told = await stream("study", asked({ kind, options: kind === "sweep" ? askedOf(given) : given }), own.signal, (step) => {
        if (step.of) { bar.max = step.of; bar.value = step.done; text.textContent = t("study_progress", step); } else if (step.text) text.textContent = step.text;
      });
      if (told.no_plan) { replace(said, el("p", { class: "problem" }, told.no_plan.text)); return; }
      const answer = told.study ?? told;
      replace(said, (answer.sentences ?? []).map((sentence) => el("p", {}, sentence)), drawChart(answer), answer.rows?.length > 0 && listing(answer, t(kind)));
    } catch (error) {
      replace(said, el("p", { class: error.name === "AbortError" ? "note" : "problem" }, error.name === "AbortError" ? t("study_cancelled") : error.message));
    }
  };
  const numbers = el("div", { class: "fields" }), draw = () => replace(numbers, fields(kind, given, draw));
  draw();
  const { dialog } = openDialog(t(kind), [el("form", { class: "stack", onsubmit: (event) => { event.preventDefault(); run(); } }, el("p", { class: "note" }, t(`${kind}_hint`)), numbers, el("div", { class: "row" }, el("span", { class: "spacer" }), el("button", { type: "submit", class: "do" }, t("draw_chart")))), said], { wide: true });
  dialog.addEventListener("close", () => asking?.abort());
};
