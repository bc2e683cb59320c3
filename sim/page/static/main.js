// The planner's page: what is changed on the left, the map in the middle, the selected thing on the right.
import { LineCut, get } from "./api.js";
import { showBanner, showBar, standing } from "./bar.js";
import { button, el, replace } from "./dom.js";
import { facts, learn } from "./facts.js";
import { readFragment, unpack } from "./link.js";
import { forgetNames } from "./map/layers.js";
import { unproject } from "./map/projection.js";
import { askPlant } from "./panels/add_plant.js";
import { showBorders } from "./panels/borders.js";
import { showCards } from "./panels/cards.js";
import { showChanges } from "./panels/changes.js";
import { showKept } from "./panels/kept.js";
import { showLimits } from "./panels/limits.js";
import { showSearch } from "./panels/search.js";
import { showThing } from "./panels/thing.js";
import { showWhy } from "./panels/why.js";
import { onOutcome, outcome, plan } from "./planner.js";
import { makeStage } from "./stage.js";
import { lastOpened, onChange, open, redo, show, state, undo } from "./store.js";
import { speak, t } from "./words.js";

const TABS = ["thing", "borders", "limits", "why", "kept"];
const byId = (id) => document.getElementById(id);
const parts = Object.fromEntries(["bar", "banner", "cards", "search", "changes", "views", "stage", "under", "tabs", "panel", "spoken"].map((id) => [id, byId(id)]));
/** Where the columns stand below the map, what was selected has to come into sight. */
const narrow = matchMedia("(max-width: 1180px)");
let technology = null;
parts.under.append(el("div", { class: "legend" }), el("div", { class: "tables" }));

const say = (text) => { if (parts.spoken.textContent !== text) parts.spoken.textContent = text; };

const select = (kind, id) => {
  if (!kind && state.selected === null) return;
  show({ selected: kind ? { kind, id } : null, tab: kind ? "thing" : state.tab });
  parts.panel.scrollTop = 0;
  if (kind && narrow.matches) parts.tabs.scrollIntoView({ block: "nearest" });
};
/** Something found by its name: the map goes there, and the next Tab leads to what can be changed of it. */
const pick = (kind, id) => { select(kind, id); stage.centre(kind, id); parts.panel.focus({ preventScroll: true }); };
const point = (wanted, of = null) => {
  technology = wanted ? of : null;
  document.body.classList.toggle("pointing", wanted);
  if (wanted && state.view !== "map") show({ view: "map" });
  stage.point(wanted);
  say(wanted ? t("point_hint") : "");
  showPointing(wanted);
};
const showPointing = (wanted) => {
  byId("pointing")?.remove();
  if (wanted) parts.stage.append(el("p", { id: "pointing", class: "pointing-note" }, t("point_hint"), " ",
    button(t("give_degrees"), () => placed(...stage.middle()), { "data-key": "give-degrees" }), " ", button(t("cancel"), () => point(false))));
};
const placed = (x, y) => {
  const of = technology;
  point(false);
  askPlant(unproject(x, y, facts.base.projection), of, (id) => select("plant", id));
};
const stage = makeStage(parts, { onSelect: select, onPoint: placed });

const panels = {
  thing: (place) => showThing(place, { onPick: pick, onAdd: (of) => point(true, of) }),
  borders: showBorders, limits: (place) => showLimits(place, { onPick: pick }), why: showWhy, kept: showKept,
};
const showTabs = () => {
  replace(parts.tabs, el("div", { role: "tablist", "aria-label": t("adjust") }, TABS.map((tab) => button(t(`tab_${tab}`), () => show({ tab }), {
    role: "tab", id: `tab-${tab}`, "aria-selected": String(tab === state.tab), "aria-controls": "panel", tabindex: tab === state.tab ? 0 : -1, "data-key": `t-${tab}` }))));
};
parts.tabs.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const tab = TABS[(TABS.indexOf(state.tab) + step + TABS.length) % TABS.length];
  show({ tab });
  byId(`tab-${tab}`).focus();
});
const showPanel = () => {
  parts.panel.setAttribute("role", "tabpanel");
  parts.panel.setAttribute("tabindex", "-1");
  parts.panel.setAttribute("aria-labelledby", `tab-${state.tab}`);
  panels[state.tab](parts.panel);
};
const bar = () => { showBar(parts.bar, { onOpen: begin, onLanguage: (lang) => begin(state.scenario, lang), see: () => stage.seen(), say }); showBanner(parts.banner); };

/** The map and the cards come first; what else tells of a plan comes after the paint. */
const showPlan = () => {
  if (outcome.phase === "planned") showCards(parts.cards);
  stage.show("plan");
  document.body.dataset.phase = outcome.phase;
  document.body.dataset.planned = outcome.phase === "planned" ? outcome.plan.number : "";
  requestAnimationFrame(() => setTimeout(() => { bar(); showChanges(parts.changes); if (outcome.phase !== "planning") showPanel(); tellOutcome(); }));
};
const tellOutcome = () => {
  const rate = outcome.plan?.cards?.[0];
  if (outcome.phase === "planned" && rate) say(`${standing().text}. ${rate.title} ${rate.shown} ${rate.change}`);
  else if (outcome.phase !== "planning" || outcome.slow) say(standing().text);
};

let settled = null, painted = null;
onOutcome(() => {
  const { phase, plan: known } = outcome;
  if (phase === "planned" && known.number === painted) {
    if (outcome.settled !== settled) { settled = outcome.settled; bar(); tellOutcome(); }
    showChanges(parts.changes);
    return;
  }
  painted = phase === "planned" ? known.number : null;
  settled = null;
  showPlan();
});
onChange((what) => {
  if (what === "opened") return;
  if (what === "edits" || what === "elsewhere") { showChanges(parts.changes); showPanel(); return; }
  showTabs(); showPanel(); stage.show("view");
});

/** Whether a field holds something that is not taken up yet: then its own undo is meant. */
const isWriting = (field) => (field.matches("input[type=number]") ? Boolean(field.dataset.dirty) : field.matches("input[type=text], input[type=search]") && field.value !== "");

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("pointing")) point(false);
  if (!(event.ctrlKey || event.metaKey) || isWriting(event.target) || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (key === "z" && !event.shiftKey) { event.preventDefault(); undo(); }
  if ((key === "z" && event.shiftKey) || key === "y") { event.preventDefault(); redo(); }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.matches("input[type=text], input[type=search], select, textarea, dialog *")) { event.preventDefault(); byId("search-field")?.focus(); }
});

const showAll = () => {
  document.title = `${facts.scenario.title || facts.scenario.name} · ${t("title")}`;
  document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
  byId("cards").setAttribute("aria-label", t("cards"));
  byId("left").setAttribute("aria-label", t("changes"));
  byId("middle").setAttribute("aria-label", t("map"));
  byId("right").setAttribute("aria-label", t("adjust"));
  showSearch(parts.search, pick, () => point(true));
  bar(); showChanges(parts.changes); showTabs(); showPanel();
};

/** Begin with a scenario in a language; `edits` where a link gives them. */
async function begin(scenario, lang = state.lang, edits = null) {
  try {
    const same = state.scenario !== "" && scenario === state.scenario;
    const starting = get("start", { scenario, lang });
    starting.catch(() => {});
    speak(await get("words", { lang }));
    const start = await starting;
    learn(start);
    outcome.plan = null; outcome.phase = "planning";
    forgetNames();
    if (same && edits === null) show({ lang });
    else open(start.scenario.file, lang, edits);
    showAll();
    plan();
  } catch (error) {
    if (!(error instanceof LineCut)) { offerOthers(error, scenario, lang, edits); return; }
    replace(parts.banner, el("p", { class: "warning" }, t("line_cut")));
    setTimeout(() => begin(scenario, lang, edits), 2000);
  }
}

/** A scenario that cannot be opened: why, and those that there are; edits of a link go along. */
async function offerOthers(error, scenario, lang, edits) {
  const { scenarios } = await get("scenarios", { lang }).catch(() => ({ scenarios: [] }));
  const others = scenarios.filter((one) => one.file !== scenario), count = edits?.length ?? 0;
  if (facts) bar();
  replace(parts.banner, el("p", { class: "problem" }, error.message, ...(error.problems ?? []).map((one) => el("span", {}, ` · ${one.where}: ${one.what}`))),
    others.length > 0 && el("div", { class: "offers" }, el("p", {}, count ? t("others_with_edits", { count }) : t("others")),
      others.map((one) => button(one.title || one.name, () => begin(one.file, lang, edits), { "data-key": `offer-${one.file}` }))));
  document.body.dataset.phase = "refused";
}

const linked = await unpack(readFragment() ?? "");
const last = lastOpened(), first = document.documentElement.dataset;
const isSame = last && last.scenario && (!first.scenario || last.scenario === first.scenario);
begin(linked?.scenario ?? first.scenario ?? "", linked?.lang ?? (isSame ? last.lang : first.language), Array.isArray(linked?.edits) ? linked.edits : null);
