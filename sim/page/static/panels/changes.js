// What the planner changed: each edit can be switched off, renamed and undone by itself.
import { button, el, replace } from "../dom.js";
import { facts, find } from "../facts.js";
import { outcome } from "../planner.js";
import { answerElsewhere, canRedo, canUndo, changeEdit, redo, removeEdit, replaceEdits, state, undo } from "../store.js";
import { t } from "../words.js";

const told = new Map();
let renaming = null;

const learn = () => {
  for (const list of [outcome.told, outcome.plan?.edits, outcome.settled?.edits]) for (const edit of list ?? []) told.set(edit.id, edit);
};

/** What an edit is about, until the server has said it in a sentence. */
const hint = (edit) => {
  const line = find("lines", edit.line);
  const about = (state.lang === "zh" ? edit.plant?.name_zh : edit.plant?.name_en) || find("plants", line?.plant ?? edit.plant)?.name || find("markets", edit.market)?.name || find("zones", edit.zone)?.name || find("technologies", edit.technology)?.name;
  return [t(`kind_${edit.kind}`), about].filter(Boolean).join(" · ");
};

/** What an edit is called: the planner's name, or the sentence of the server. */
export const nameOfEdit = (edit) => edit.name || told.get(edit.id)?.text || hint(edit);

const problemsOf = (edit) => (outcome.error?.problems ?? []).filter((problem) => problem.where === edit.id);

const writeName = (edit, redraw) => {
  const done = (name) => { renaming = null; if (name !== edit.name) changeEdit(edit.id, { name: name.trim().slice(0, 120) }); else redraw(); };
  const input = el("input", { type: "text", value: edit.name || nameOfEdit(edit), maxlength: 120, class: "rename", "aria-label": t("rename"), "data-key": `name-${edit.id}` });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") done(input.value);
    if (event.key === "Escape") { event.stopPropagation(); done(edit.name); }
  });
  input.addEventListener("blur", () => { if (renaming === edit.id) done(input.value); });
  requestAnimationFrame(() => { input.focus(); input.select(); });
  return input;
};

const showEdit = (edit, redraw) => {
  const known = told.get(edit.id), name = nameOfEdit(edit), problems = problemsOf(edit);
  const isCurrent = outcome.phase === "planned" && outcome.edits === state.edits;
  const idle = isCurrent && edit.on && known?.did === false;
  return el("li", { class: `edit${edit.on ? "" : " off"}${problems.length ? " wrong" : ""}`, data: { edit: edit.id } },
    el("input", { type: "checkbox", checked: edit.on, "aria-label": t("switch_edit", { name }), title: t(edit.on ? "edit_is_on" : "edit_is_off"), "data-key": `on-${edit.id}`, onchange: (event) => changeEdit(edit.id, { on: event.target.checked }) }),
    el("div", { class: "edit-words" },
      renaming === edit.id ? writeName(edit, redraw) : el("p", { class: "edit-name" }, name),
      edit.name && known && el("p", { class: "note" }, known.text),
      idle && el("p", { class: "note idle" }, known.why || t("did_nothing")),
      problems.map((problem) => el("p", { class: "problem" }, problem.what, problem.hint && ` – ${problem.hint}`))),
    el("div", { class: "edit-buttons no-print" },
      button("✎", () => { renaming = edit.id; redraw(); }, { class: "plain", "aria-label": t("rename_edit", { name }), title: t("rename"), "data-key": `re-${edit.id}` }),
      button("✕", () => removeEdit(edit.id), { class: "plain", "aria-label": t("undo_edit", { name }), title: t("undo_one"), "data-key": `rm-${edit.id}` })));
};

/** The list in its place. */
export const showChanges = (place) => {
  learn();
  const redraw = () => showChanges(place);
  const on = state.edits.filter((edit) => edit.on).length;
  const count = state.edits.length ? t(on === 1 ? "one_change" : "n_changes", { count: on, scenario: facts.scenario.title || facts.scenario.name }) : t("no_changes", { scenario: facts.scenario.title || facts.scenario.name });
  replace(place,
    el("div", { class: "row head" }, el("h2", {}, t("changes")),
      el("span", { class: "spacer" }),
      button("↶", undo, { class: "plain no-print", disabled: !canUndo(), "aria-label": t("undo"), title: `${t("undo")} (Ctrl+Z)`, "data-key": "undo" }),
      button("↷", redo, { class: "plain no-print", disabled: !canRedo(), "aria-label": t("redo"), title: `${t("redo")} (Ctrl+Shift+Z)`, "data-key": "redo" })),
    showElsewhere(),
    el("p", { class: "note", id: "count" }, count),
    state.edits.length ? el("ol", { class: "edits" }, state.edits.map((edit) => showEdit(edit, redraw))) : el("p", { class: "hint no-print" }, t("begin_hint")),
    state.edits.length > 1 && button(t("undo_all"), () => replaceEdits([]), { class: "link no-print", "data-key": "undo-all" }),
    showFull(), showMoved());
};

const showFull = () => {
  const full = outcome.phase === "planned" ? outcome.plan?.atlas?.full ?? [] : [];
  return full.length > 0 && el("details", { class: "moved", open: true, "data-key": "fold-full" }, el("summary", {}, t("full_links")), el("ul", { class: "bare" }, full.map((link) => el("li", {}, el("span", {}, link.text)))));
};

/** That another tab of this browser changes the same scenario. */
const showElsewhere = () => state.elsewhere && el("div", { class: "elsewhere no-print", role: "alert" }, el("p", {}, t("elsewhere", { count: state.elsewhere.length })),
  el("div", { class: "row" }, button(t("take_over"), () => answerElsewhere(true), { "data-key": "take-over" }), button(t("keep_mine"), () => answerElsewhere(false), { "data-key": "keep-mine" })));

const showMoved = () => {
  const changed = outcome.plan?.changed ?? [];
  if (!changed.length || outcome.phase !== "planned") return null;
  return el("details", { class: "moved", open: true, "data-key": "fold-moved" }, el("summary", {}, t("moved")),
    el("ul", { class: "bare" }, changed.slice(0, 6).map((line) => el("li", {}, el("span", {}, line.name), el("b", { class: line.change.startsWith("+") ? "up" : "down" }, line.change)))));
};
