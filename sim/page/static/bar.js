// The bar at the top: which scenario this is, how its plan stands, and what can be done with it.
import { button, el, replace } from "./dom.js";
import { outcome } from "./planner.js";
import { copyLink, offerFiles, openScenario, saveScenario, scenarioChoice } from "./panels/files.js";
import { offerTables } from "./panels/tables.js";
import { state } from "./store.js";
import { t } from "./words.js";

/** The state of the plan in words: { text, kind }. */
export const standing = () => {
  const { phase, settled, slow } = outcome;
  if (phase === "planned") {
    if (!settled) return { text: t("optimal"), kind: "good" };
    if (settled.failed) return { text: `${t("optimal")} · ${settled.failed}`, kind: "good" };
    return settled.passed ? { text: t("optimal_verified", { count: settled.verified }), kind: "good" } : { text: t("not_verified"), kind: "bad" };
  }
  const kind = phase === "planning" ? "busy" : "bad";
  return { text: t(phase === "planning" && slow ? "being_planned_slow" : `phase_${phase}`), kind };
};

/** The bar in its place. */
export const showBar = (place, { onOpen, onLanguage, see, say }) => {
  const { text, kind } = standing(), other = state.lang === "zh" ? "en" : "zh";
  replace(place, el("h1", {}, t("title")), scenarioChoice(onOpen), el("span", { class: `badge ${kind}`, id: "status" }, text), el("span", { class: "spacer" }),
    el("div", { class: "tools no-print", role: "group", "aria-label": t("tools") },
      button(t("open"), () => openScenario(onOpen), { "data-key": "open" }), button(t("save_as"), saveScenario, { "data-key": "save" }),
      button(t("tables"), offerTables, { "data-key": "tables" }), button(t("download"), () => offerFiles(see), { "data-key": "files" }), button(t("link"), () => copyLink(say), { "data-key": "link" }),
      button(other === "zh" ? "中文" : "English", () => onLanguage(other), { lang: other === "zh" ? "zh-CN" : "en", "data-key": "lang" })));
};

/** What stands across the page when something is wrong: a cut line, a refusal. */
export const showBanner = (place) => {
  const { phase, error } = outcome;
  if (phase === "cut") replace(place, el("p", { class: "warning" }, t("line_cut")));
  else if (phase === "refused") replace(place, el("p", { class: "problem" }, error.message, ...error.problems.filter((one) => !state.edits.some((edit) => edit.id === one.where)).map((one) => el("span", {}, ` · ${one.where}: ${one.what}${one.hint ? ` – ${one.hint}` : ""}`))));
  else replace(place);
};
