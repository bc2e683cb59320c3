// Lines of a plant: off, as is or expanded, capacity, share run, and the same for all their like.
import { button, el, select } from "../dom.js";
import { facts, find, lineNow } from "../facts.js";
import { addEdit, findEdit, onChange, removeEdit, replaceEdits, state } from "../store.js";
import { percent, scaleOf, t } from "../words.js";
import { choice, numberControl, shareControl } from "./controls.js";

const EXPANDED = 1.2;

/** Take away the edits of one line: it is as in the scenario again. */
const leaveAsIs = (line) => replaceEdits(state.edits.filter((edit) => edit.line !== line.id));

const modeOf = (line, now) => {
  if (!now.on) return line.on ? "off" : "as_is";
  if (!line.on) return "on";
  return now.capacity > line.capacity * (1 + 1e-9) ? "expanded" : Math.abs(now.capacity - line.capacity) < 1e-9 ? "as_is" : "";
};

const setMode = (line) => (mode) => {
  if (mode === "as_is") { leaveAsIs(line); return; }
  if (mode === "off" || mode === "on") { addEdit({ kind: "switch", line: line.id, to: mode }); return; }
  const others = state.edits.filter((edit) => !(edit.kind === "switch" && edit.line === line.id));
  if (others.length !== state.edits.length) replaceEdits(others);
  addEdit({ kind: "capacity", line: line.id, value: line.capacity * EXPANDED });
};

/** Let the plan build at a line; nothing: the edit goes. */
const letBuild = (line, up_to) => {
  const known = findEdit({ kind: "expand", line: line.id });
  if (up_to > 0) addEdit({ kind: "expand", line: line.id, up_to }); else if (known) removeEdit(known.id);
};

/** What the plan may build on top of the line, for what that costs. */
const showRoom = (line) => {
  const up_to = findEdit({ kind: "expand", line: line.id })?.up_to ?? 0;
  return el("details", { "data-key": `fold-build-${line.id}`, open: up_to > 0 }, el("summary", {}, t("let_build")), el("p", { class: "note" }, t("let_build_hint")),
    numberControl({ label: t("may_build"), value: up_to, base: 0, most: line.capacity, scale: scaleOf("kt/yr"), key: `build-${line.id}`, onset: (value) => letBuild(line, value) }));
};

const badge = (line) => {
  const isPlaceholder = line.status === "placeholder";
  if (!isPlaceholder && line.confidence !== "assumed") return null;
  return el("span", { class: "mark", title: t("assumed_hint") }, t(isPlaceholder ? "placeholder" : "assumed"));
};

/** The controls of one line; `run` is [name, kt taken in, load in per cent] of the plan. */
export const showLine = (line, run) => {
  const now = lineNow(line), options = line.on ? ["off", "as_is", "expanded"] : ["as_is", "on"];
  const words = (mode) => (mode === "as_is" && !line.on ? t("mode_left_out") : t(`mode_${mode}`));
  return el("section", { class: "line-controls", "aria-label": line.name, data: { line: line.id } },
    el("h3", {}, line.name, badge(line)),
    el("p", { class: "note" }, [line.status_name, run && now.on ? t("runs_at", { load: percent(run[2]) }) : null].filter(Boolean).join(" · ")),
    choice(t("line_mode"), options.map((mode) => [mode, words(mode)]), modeOf(line, now), setMode(line), `mode-${line.id}`),
    numberControl({ label: t("capacity"), value: now.capacity, base: line.capacity, scale: scaleOf("kt/yr"), key: `cap-${line.id}`,
      onset: (value) => addEdit({ kind: "capacity", line: line.id, value }) }),
    shareControl({ label: t("share_run"), value: now.availability, base: line.availability, key: `load-${line.id}`,
      onset: (value) => addEdit({ kind: "load", line: line.id, value }) }),
    showRoom(line));
};

const picked = new Map();
onChange((what) => { if (what === "opened") picked.clear(); });

/** The same for all lines of a technology, of a province, or of both; what was chosen last stays chosen. */
export const showForAll = (scopes, key) => {
  let chosen = scopes[picked.get(key)] ?? scopes[0];
  const scale = (step) => {
    const before = findEdit({ kind: "capacity_scale", ...chosen.where });
    const factor = step ? Number(((before?.on ? before.factor : 1) + step).toFixed(4)) : 1;
    addEdit({ kind: "capacity_scale", ...chosen.where, factor: Math.max(0, factor) });
  };
  const run = el("input", { type: "number", min: 0, max: 100, step: "any", "aria-label": `${t("share_run")} (%)`, "data-key": `all-run-${key}` });
  return el("details", { class: "for-all", "data-key": `fold-${key}` }, el("summary", {}, t("for_all")),
    select(scopes.map((scope, i) => [String(i), scope.text]), String(scopes.indexOf(chosen)), (i) => { picked.set(key, Number(i)); chosen = scopes[Number(i)]; }, { "aria-label": t("for_all"), "data-key": `all-${key}` }),
    el("div", { class: "row" }, [-0.1, 0.1, 0.2].map((step) => button(`${step < 0 ? "−" : "+"}${Math.abs(step * 100)} %`, () => scale(step), { class: "step", "aria-label": `${t("capacity")} ${step * 100} %` })),
      button(t("mode_off"), () => addEdit({ kind: "switch", ...chosen.where, to: "off" })),
      button(t("mode_on"), () => addEdit({ kind: "switch", ...chosen.where, to: "on" }))),
    el("div", { class: "row" }, el("label", { class: "field" }, el("span", {}, t("share_run")), run, "%"),
      button(t("set"), () => { if (run.value !== "") addEdit({ kind: "load", ...chosen.where, value: Math.min(1, Number(run.value) / 100) }); })));
};

/** The groups that a line belongs to. */
export const scopesOf = (line) => {
  const plant = find("plants", line.plant);
  return scopesOfTechnology(line.technology, plant?.province).concat(plant ? [
    { where: { province: plant.province }, text: t("all_lines_of", { name: plant.province_name }) },
    { where: { plant: plant.id }, text: t("all_lines_of", { name: plant.name }) }] : []);
};

/** A technology everywhere and in each province; `first` comes first. */
export const scopesOfTechnology = (technology, first = null) => {
  const name = find("technologies", technology)?.name ?? technology;
  const provinces = [...facts.provinces].sort((a, b) => (b.id === first) - (a.id === first));
  return [{ where: { technology }, text: t("all_of", { name }) },
    ...provinces.map((area) => ({ where: { technology, province: area.id }, text: t("all_of_in", { name, area: area.name }) }))];
};
