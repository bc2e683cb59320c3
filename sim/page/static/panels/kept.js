// States kept under a name: taken up again, compared with, or set as what the cards refer to.
import { button, el, replace, select } from "../dom.js";
import { findKept, forget, freeName, keep, refer, replaceEdits, show, state } from "../store.js";
import { t } from "../words.js";
import { offerStudies } from "./studies.js";

let taken = "";

const keepAs = (name) => { taken = ""; keep(name); };

/** What to do where another state has the name that was given. */
const askWhich = () => {
  const free = freeName(taken);
  return el("div", { class: "item", role: "alert" }, el("p", {}, t("state_taken", { name: taken })),
    el("div", { class: "row" }, button(t("keep_as", { name: free }), () => keepAs(free), { class: "do", "data-key": "keep-free" }),
      button(t("overwrite"), () => keepAs(taken), { "data-key": "keep-over" })));
};

const referenceKey = () => {
  if (!state.reference) return "";
  const text = JSON.stringify(state.reference);
  return state.kept.find((entry) => JSON.stringify(entry.edits) === text)?.name ?? "";
};

/** The panel of kept states in its place. */
export const showKept = (place) => {
  const submit = (given) => {
    if (!given) return;
    const known = findKept(given);
    if (!known || JSON.stringify(known.edits) === JSON.stringify(state.edits)) { keepAs(given); return; }
    taken = given;
    showKept(place);
    place.querySelector("[data-key=keep-free]").focus();
  };
  const name = el("input", { type: "text", maxlength: 60, required: true, "aria-label": t("state_name"), placeholder: t("state_name"), "data-key": "state-name" });
  const form = el("form", { class: "row", onsubmit: (event) => { event.preventDefault(); submit(name.value.trim()); } }, name, el("button", { type: "submit", class: "do" }, t("keep")));
  const entries = state.kept.map((entry) => el("li", { class: "item" }, el("p", {}, el("b", {}, entry.name), " ", el("span", { class: "note" }, t(entry.edits.length === 1 ? "one_edit" : "n_edits", { count: entry.edits.length }))),
    el("div", { class: "row" }, button(t("take_up"), () => replaceEdits(entry.edits)),
      button(t("view_side"), () => show({ view: "side", other: `kept:${entry.name}` })), button(t("view_difference"), () => show({ view: "difference", other: `kept:${entry.name}` })),
      button("✕", () => forget(entry.name), { class: "plain", "aria-label": t("forget", { name: entry.name }), title: t("forget", { name: entry.name }) }))));
  replace(place, el("h2", {}, t("compare")), el("p", { class: "note" }, t("keep_hint")), form, findKept(taken) && askWhich(),
    entries.length > 0 && el("ul", { class: "bare" }, entries),
    el("h3", {}, t("reference")), el("p", { class: "note" }, t("reference_hint")),
    select([["", t("reference_scenario")], ...state.kept.map((entry) => [entry.name, entry.name])], referenceKey(),
      (chosen) => refer(chosen ? state.kept.find((entry) => entry.name === chosen).edits : null), { "aria-label": t("reference"), "data-key": "reference" }),
    el("div", { class: "row" }, button(t("view_side"), () => show({ view: "side", other: "base" })), button(t("view_difference"), () => show({ view: "difference", other: "base" }))),
    el("h3", {}, t("charts")), el("p", { class: "note" }, t("charts_hint")),
    el("div", { class: "row" }, button(t("frontier"), () => offerStudies("frontier")), button(t("sweep"), () => offerStudies("sweep"))));
};
