// Why the plan is as it is: what each limit is worth, best first, each with a button to do it.
import { post } from "../api.js";
import { button, el, replace } from "../dom.js";
import { asked, outcome, whenSettled } from "../planner.js";
import { addEdits, state } from "../store.js";
import { t } from "../words.js";
import { showItem } from "./thing.js";

let hidesPlaceholders = false, asking = null, known = { edits: null, lang: "", told: null };

const list = (place, told, redraw) => {
  const items = (told.items ?? []).filter((item) => !hidesPlaceholders || !item.placeholder);
  const placeholders = (told.items ?? []).filter((item) => item.placeholder).length;
  replace(place, el("h2", {}, t("worth")), el("p", { class: "note" }, t("worth_hint")),
    placeholders > 0 && el("label", { class: "row" }, el("input", { type: "checkbox", checked: hidesPlaceholders, "data-key": "hide-p", onchange: (event) => { hidesPlaceholders = event.target.checked; redraw(); } }), t("hide_placeholders", { count: placeholders })),
    items.length ? el("ol", { class: "items" }, items.map((item) => el("li", {}, showItem(item)))) : el("p", {}, t("worth_nothing")));
};

/** The ranked list in its place; asked of the server when the plan is there. */
export const showWhy = async (place) => {
  const redraw = () => showWhy(place);
  if (outcome.phase !== "planned") { replace(place, el("h2", {}, t("worth")), el("p", { class: "note" }, outcome.phase === "planning" ? t("being_planned") : t("no_current_plan"))); return; }
  if (known.edits === state.edits && known.lang === state.lang) { list(place, known.told, redraw); return; }
  asking?.abort();
  asking = new AbortController();
  replace(place, el("h2", {}, t("worth")), el("p", { class: "note" }, t("moment")));
  const edits = state.edits, lang = state.lang, own = asking;
  if (!(await whenSettled()) || own.signal.aborted) return;
  try {
    const told = await post("detail", asked({ what: "limits" }), own.signal);
    known = { edits, lang, told };
    if (state.tab === "why" && state.edits === edits) list(place, told, redraw);
  } catch (error) {
    if (error.name !== "AbortError") replace(place, el("h2", {}, t("worth")), el("p", { class: "problem" }, error.message));
  }
};

/** No plan: the reason in words, and the ways out as buttons. */
export const showNoPlan = async (place, undo) => {
  const ways = el("div", { class: "ways" }, el("p", { class: "note" }, t("looking_for_ways")));
  replace(place, el("div", { class: "no-plan", role: "group", "aria-label": t("no_plan") }, el("h2", {}, t("no_plan")), el("p", {}, outcome.noPlan.text), ways,
    button(t("undo_last"), undo, { class: "wide" })));
  const edits = state.edits;
  try {
    const told = await post("explain", asked());
    if (edits !== state.edits) return;
    replace(ways, told.text && told.text !== outcome.noPlan.text && el("p", {}, told.text),
      told.ways.length > 0 && el("h3", {}, t("ways_out")),
      told.ways.map((way) => el("div", { class: "item" }, el("p", {}, way.text), way.steps.length > 0 && el("ul", { class: "told" }, way.steps.map((step) => el("li", {}, step))), way.edits.length > 0 && button(t("do_this"), () => addEdits(way.edits), { class: "do" }))),
      told.conflict.length > 0 && el("details", {}, el("summary", {}, t("conflict")), el("ul", {}, told.conflict.map((entry) => el("li", {}, entry.text)))));
  } catch (error) {
    if (edits === state.edits) replace(ways, el("p", { class: "problem" }, error.message));
  }
};
