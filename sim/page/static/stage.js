// The middle of the page: one map, two maps side by side, or the map of the difference.
import { compare, comparison, isCurrent, nameOfOther, others } from "./comparison.js";
import { button, el, replace, select } from "./dom.js";
import { facts, provinceOf } from "./facts.js";
import { makeCamera } from "./map/camera.js";
import { layers, showLayers, showLegend } from "./map/layers.js";
import { makeMap } from "./map/map.js";
import { pickFlows, sumLegs } from "./map/flows.js";
import { listing } from "./panels/controls.js";
import { showNoPlan } from "./panels/why.js";
import { cancel, outcome, plan } from "./planner.js";
import { show, state, undo } from "./store.js";
import { t } from "./words.js";

const SITES = ["zone", "plant", "outlet"];
const VIEWS = ["map", "side", "difference"];

/** What maps of the same region have in common. */
const shared = ({ ground, towns, rate, wastes, goods_named, kinds, credit, footer }) => ({ ground, towns, rate, wastes, goods_named, kinds, credit, footer });

/** The stage in the page. `parts` are the places of views, stage and what lies under it. */
export const makeStage = (parts, { onSelect, onPoint }) => {
  const maps = el("div", { class: "maps" }), veil = el("div", { class: "veil", hidden: true });
  const panel = el("form", { class: "panel", onsubmit: (event) => event.preventDefault() });
  const fold = el("details", { class: "layers no-print", hidden: true }, el("summary", {}), panel);
  parts.stage.append(maps, fold, veil);
  let camera = null, box = "", shape = "", list = [], shown = null;

  const build = (atlas) => {
    const wanted = state.view === "side" ? "two" : "one";
    if (JSON.stringify(atlas.box) !== box) { box = JSON.stringify(atlas.box); camera = makeCamera(atlas.box); shape = ""; }
    if (`${wanted}${state.lang}` === shape) return;
    shape = `${wanted}${state.lang}`;
    const boxes = Array.from({ length: wanted === "two" ? 2 : 1 }, () => el("div", { class: "map-box" }));
    maps.replaceChildren(...boxes);
    maps.classList.toggle("two", wanted === "two");
    list = boxes.map((place, i) => makeMap(place, camera, { provinceOf, onSelect, onPoint, label: wanted === "two" ? `${t("map_label")} ${"AB"[i]}` : t("map_label") }));
    if (wanted === "two") boxes.forEach((place, i) => place.append(el("p", { class: "map-title" }, el("b", {}, "AB"[i]), " ", i === 0 ? nameOfOther() : t("as_changed"))));
  };

  /** The atlases to draw, in order; empty while the comparison is on its way. */
  const atlases = () => {
    const own = outcome.plan?.atlas;
    if (!own || state.view === "map") return own ? [own] : [];
    if (!isCurrent() || !comparison.told) return [];
    const grounded = (atlas) => atlas && { ...shared(own), ...atlas };
    const told = comparison.told;
    return (state.view === "side" ? [told.atlas_a, told.atlas_b] : [told.difference]).map(grounded).filter(Boolean);
  };
  const common = (drawn) => (drawn.length < 2 ? {} : {
    widest: Math.max(...drawn.flatMap((atlas) => sumLegs(pickFlows(atlas, layers, provinceOf), atlas.legs).map((strand) => strand.kt)), 0),
    largest: Math.max(1e-9, ...drawn.flatMap((atlas) => atlas.zones.map((zone) => zone.kt))),
  });

  const draw = () => {
    const drawn = atlases();
    if (!drawn.length) return;
    build(drawn[0]);
    const scale = common(drawn);
    drawn.forEach((atlas, i) => { shown = list[i].draw(atlas, layers, scale); });
    showLegend(parts.under.firstChild, drawn[0], shown);
    if (fold.open) showLayers(panel, drawn[0], facts.provinces, draw);
    choose();
  };
  const choose = () => {
    const onMap = state.selected && SITES.includes(state.selected.kind);
    list.forEach((map) => map.choose(onMap ? state.selected.kind : null, state.selected?.id, state.view !== "difference"));
  };
  fold.addEventListener("toggle", () => { const drawn = atlases(); if (fold.open && drawn.length) showLayers(panel, drawn[0], facts.provinces, draw); });

  const showTables = () => {
    const place = parts.under.lastChild;
    if (state.view === "map") { replace(place); return; }
    if (comparison.error) { replace(place, el("p", { class: "problem" }, comparison.error.message)); return; }
    if (!comparison.told) { replace(place, el("p", { class: "note" }, t("comparing"))); return; }
    const { inputs, results, sentences } = comparison.told, columns = (what) => [{ title: what }, { title: "A", number: true }, { title: "B", number: true }];
    replace(place, el("p", { class: "note" }, el("b", {}, "A"), ` ${nameOfOther()} · `, el("b", {}, "B"), ` ${t("as_changed")}`),
      sentences.length > 0 && el("details", { open: true, "data-key": "fold-told" }, el("summary", {}, t("moved_otherwise")), el("ul", { class: "told" }, sentences.map((text) => el("li", {}, text)))),
      el("div", { class: "pair" },
      el("div", {}, el("h3", {}, t("inputs_differ")), inputs.length ? listing({ columns: [t("input"), "A", "B"], rows: inputs.map((row) => [row.what, row.a, row.b]) }, t("inputs_differ")) : el("p", {}, t("no_difference"))),
      el("div", {}, el("h3", {}, t("results_differ")), listing({ columns: [...columns(t("figure")), { title: t("difference"), number: true }], rows: results.map((row) => [row.title, row.a, row.b, row.change]) }, t("results_differ")))));
  };

  let viewed = "";
  const showViews = () => {
    const choices = state.view === "map" ? [] : others(), now = JSON.stringify([state.lang, state.view, state.other, choices]);
    if (now === viewed) return;
    viewed = now;
    replace(parts.views,
      el("div", { class: "choice", role: "group", "aria-label": t("view") }, VIEWS.map((view) => button(t(`view_${view}`), () => show({ view }), { "aria-pressed": String(view === state.view), "data-key": `v-${view}` }))),
      state.view !== "map" && [el("span", { class: "note" }, t("with")), select(choices, state.other, (other) => show({ other }), { "aria-label": t("with"), "data-key": "other" })]);
  };

  let phase = "";
  const showVeil = () => {
    const { phase: now, slow } = outcome;
    const stale = now !== "planned";
    maps.classList.toggle("stale", stale);
    if (now === "planned" || (now === "planning" && !slow && outcome.plan) || now === "cut" || now === "refused") { veil.hidden = true; phase = now; return; }
    veil.hidden = false;
    if (now === "none") { if (phase !== "none" || veil.edits !== state.edits) showNoPlan(veil, undo); veil.edits = state.edits; phase = now; return; }
    phase = now;
    replace(veil, el("div", { class: "progress" },
      now === "cancelled"
        ? [el("p", {}, t("cancelled")), el("div", { class: "row" }, button(t("plan_again"), plan, { class: "do" }), button(t("undo_last"), undo))]
        : [el("p", { class: "busy" }, t("being_planned")), el("ul", { class: "steps" }, outcome.steps.map((step) => el("li", {}, step))), button(t("cancel"), cancel, { "data-key": "cancel" })]));
  };

  return {
    /** Show the state: `what` changed is "plan", "view" or "words". */
    show: (what) => {
      fold.firstChild.textContent = t("layers");
      fold.hidden = false;
      showViews();
      showVeil();
      if (outcome.phase !== "planned" && what === "plan") return;
      if (what !== "select") draw(); else choose();
      if (state.view !== "map" && outcome.phase === "planned") { showTables(); if (!isCurrent() || !comparison.told) compare(() => { draw(); showTables(); }); } else if (state.view === "map") showTables();
    },
    point: (wanted) => list.forEach((map) => map.point(wanted)),
    centre: (kind, id) => list.forEach((map) => map.centre(kind, id)),
    /** The middle of the map, in km. */
    middle: () => [camera.x, camera.y],
    /** What is on the stage, for a picture of it: maps with their titles, the legend's parts. */
    seen: () => (list.length && shown ? {
      maps: list.map((map, i) => ({ drawing: map.picture, size: map.size(), title: list.length > 1 ? `${"AB"[i]} ${i === 0 ? nameOfOther() : t("as_changed")}` : "" })),
      atlas: atlases()[0], shown, perKm: camera.scale(...list[0].size()), layers,
      title: state.view === "difference" ? t("difference_of", { a: nameOfOther(), b: t("as_changed") }) : "",
    } : null),
    choose,
  };
};
