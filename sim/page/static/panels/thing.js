// The selected thing: its facts, and what can be changed about it.
import { post } from "../api.js";
import { button, el, replace } from "../dom.js";
import { addedPlant, facts, find, givenOf, lastEdit, linesOf, nameOf } from "../facts.js";
import { asked, outcome, whenSettled } from "../planner.js";
import { addEdit, addEdits, changeEdit, removeEdit, state } from "../store.js";
import { takenFromPlants } from "../map/flows.js";
import { amount, isNothing, percent, scaleOf, t } from "../words.js";
import { listing, numberControl, shareControl } from "./controls.js";
import { scopesOf, scopesOfTechnology, showForAll, showLine } from "./lines.js";

const atlasOf = (kind, id) => outcome.plan?.atlas?.[kind]?.find((one) => one.id === id);
const price = () => ({ unit: t("unit_price"), size: 1 });
const head = (name, other, ...notes) => el("div", { class: "thing-head" }, el("h2", {}, name),
  other && el("p", { class: "note", lang: state.lang === "zh" ? "en" : "zh-CN" }, other), el("p", { class: "note" }, notes.filter(Boolean).join(" · ")));

/** What a plant takes in of anything: waste of zones, and what other plants send it. */
const takenBy = (id, drawn) => {
  const others = drawn ? takenFromPlants(outcome.plan.atlas, id) : [], kt = drawn?.kt ?? 0;
  return [others.length > 0 && isNothing(kt) ? el("p", {}, t("takes_no_waste")) : el("p", {}, t("takes_in", { amount: amount(kt) })),
    others.length > 0 && el("ul", { class: "bare" }, others.map(([name, sent]) => el("li", {}, t("from_plants", { name }), el("b", {}, amount(sent)))))];
};

const showPlant = (id) => {
  const plant = find("plants", id), drawn = atlasOf("plants", id);
  if (!plant) return showAdded(id);
  const lines = linesOf(id), run = (line) => drawn?.lines.find((entry) => entry[0] === line.name);
  return [head(plant.name, plant.name_other, plant.province_name, plant.city_name, plant.owner),
    takenBy(id, drawn),
    lines.map((line) => showLine(line, run(line))), lines.length > 0 && showForAll(scopesOf(lines[0]), id)];
};

const showAdded = (id) => {
  const plant = addedPlant(id), drawn = atlasOf("plants", id);
  if (!plant) return [el("p", {}, t("not_here"))];
  const { edit } = plant;
  return [head(plant.name, "", nameOf("provinces", plant.province), nameOf("technologies", edit.technology)),
    takenBy(id, drawn), drawn && el("p", { class: "note" }, t("runs_at", { load: percent(drawn.lines[0]?.[2] ?? null) })),
    numberControl({ label: t("capacity"), value: edit.capacity, base: null, scale: scaleOf("kt/yr"), key: `new-${edit.id}`,
      onset: (capacity) => changeEdit(edit.id, { capacity }) }),
    shareControl({ label: t("share_run"), value: edit.availability ?? 1, base: null, key: `new-run-${edit.id}`,
      onset: (availability) => changeEdit(edit.id, { availability }) }),
    button(t("remove_plant"), () => removeEdit(edit.id), { class: "wide" })];
};

const generated = (zone, part) => {
  const given = givenOf("generation", zone.id)[part.material];
  if (given !== undefined) return given;
  let value = part.amount;
  for (const edit of state.edits) {
    if (!edit.on || edit.kind !== "generation") continue;
    if (edit.zone && edit.zone !== zone.id) continue;
    if (edit.material && edit.material !== part.material) continue;
    if (edit.province && edit.province !== zone.province) continue;
    value = edit.value ?? value * edit.factor;
  }
  return value;
};

const showZone = (id) => {
  const zone = find("zones", id), drawn = atlasOf("zones", id);
  if (!zone) return [el("p", {}, t("not_here"))];
  const ledger = el("div", { id: "ledger" }, el("p", { class: "note" }, t("moment")));
  tellLedger(id, ledger);
  return [head(zone.name, zone.name_other, zone.province_name, zone.city_name, zone.owner),
    drawn && el("p", {}, t("zone_now", { amount: amount(drawn.kt), rate: percent(drawn.rate) })),
    el("h3", {}, t("why_unused")), ledger,
    el("h3", {}, t("generation")),
    zone.generation.map((part) => numberControl({
      label: nameOf("materials", part.material), value: generated(zone, part), base: part.amount, scale: scaleOf("kt/yr"), key: `gen-${id}-${part.material}`,
      onset: (value) => addEdit({ kind: "generation", zone: id, material: part.material, value }) }))];
};

let asking = null;
const tellLedger = async (id, place) => {
  asking?.abort();
  const own = (asking = new AbortController());
  if (outcome.phase !== "planned" && outcome.phase !== "planning") { replace(place, el("p", { class: "note" }, t("no_current_plan"))); return; }
  if (outcome.phase !== "planned" || !(await whenSettled()) || own.signal.aborted) return;
  try {
    const told = await post("detail", asked({ what: `zone:${id}` }), own.signal);
    replace(place, (told.sentences ?? []).map((text) => el("p", {}, text)),
      told.rows?.length > 0 && listing(told, t("why_unused")), (told.items ?? []).map((item) => showItem(item)));
  } catch (error) {
    if (error.name !== "AbortError") replace(place, el("p", { class: "note" }, error.message));
  }
};

/** A sentence with its button "do this": { text, note, edit | edits, assumed }. */
export const showItem = (item) => {
  const edits = item.edits ?? (item.edit ? [item.edit] : []);
  return el("div", { class: `item${item.placeholder ? " placeholder" : ""}` },
    el("p", {}, item.placeholder && el("span", { class: "mark" }, t("placeholder")), item.text), item.note && el("p", { class: "note" }, item.note),
    edits.length > 0 && button(item.action || t("do_this"), () => addEdits(edits), { class: "do" }));
};

const showMarket = (id) => {
  const market = find("markets", id), given = givenOf("markets", id);
  const set = (kind, field) => lastEdit((edit) => edit.kind === kind && edit.market === id && edit[field] !== undefined)?.[field];
  const put = (field) => (value) => addEdit({ kind: "demand", market: id, ...pick("max"), ...pick("min"), [field]: value });
  const pick = (field) => (set("demand", field) === undefined ? {} : { [field]: set("demand", field) });
  return [head(market.name, market.name_other, market.product_name, market.area_name),
    numberControl({ label: t("demand_max"), value: given.max ?? set("demand", "max") ?? market.max, base: market.max, scale: scaleOf("kt/yr"), key: `max-${id}`, onset: put("max") }),
    numberControl({ label: t("demand_min"), value: given.min ?? set("demand", "min") ?? market.min ?? 0, base: market.min ?? 0, scale: scaleOf("kt/yr"), most: market.max, key: `min-${id}`, onset: put("min") }),
    numberControl({ label: t("price"), value: given.price ?? set("price", "value") ?? market.price ?? 0, base: market.price, scale: price(), key: `price-${id}`, onset: (value) => addEdit({ kind: "price", market: id, value }) })];
};

const showTechnology = (id, onPick, onAdd) => {
  const row = find("technologies", id), lines = facts.lines.filter((line) => line.technology === id);
  return [head(row.name, row.name_other, t("n_lines", { count: lines.length })), showForAll(scopesOfTechnology(id), id),
    button(t("add_plant_of", { name: row.name }), () => onAdd(id), { class: "wide" }),
    el("ul", { class: "bare" }, lines.map((line) => el("li", {}, button(nameOf("plants", line.plant), () => onPick("plant", line.plant), { class: "link" }), el("span", { class: "note" }, amount(line.capacity)))))];
};

const showMaterial = (id, onPick) => {
  const row = find("materials", id), zones = facts.zones.filter((zone) => zone.generation.some((part) => part.material === id));
  const before = lastEdit((edit) => edit.kind === "generation" && edit.material === id && !edit.zone && !edit.province);
  return [head(row.name, row.name_other),
    zones.length > 0 && numberControl({ label: t("generation_all"), value: before?.factor ?? 1, base: 1, scale: { unit: "%", size: 0.01 }, most: 2, key: `fac-${id}`, onset: (factor) => addEdit({ kind: "generation", material: id, factor }) }),
    el("ul", { class: "bare" }, zones.map((zone) => el("li", {}, button(zone.name, () => onPick("zone", zone.id), { class: "link" }), el("span", { class: "note" }, amount(zone.generation.find((part) => part.material === id).amount)))))];
};

const showOutlet = (id) => {
  if (find("markets", id)) return showMarket(id);
  const drawn = atlasOf("outlets", id);
  return [head(drawn?.name ?? id, "", drawn?.kind), drawn && el("p", {}, t("takes_in", { amount: amount(drawn.kt ?? 0) })),
    el("ul", { class: "bare" }, (drawn?.parts ?? []).map(([name, kt]) => el("li", {}, name, el("b", {}, amount(kt)))))];
};

/** The panel of the selected thing. */
export const showThing = (place, { onPick, onAdd }) => {
  const { kind, id } = state.selected ?? {};
  const shows = { plant: showPlant, zone: showZone, market: showMarket, technology: (one) => showTechnology(one, onPick, onAdd), material: (one) => showMaterial(one, onPick), outlet: showOutlet };
  replace(place, kind ? shows[kind](id) : showNothing(onPick));
};

const showNothing = (onPick) => {
  const zones = [...(outcome.plan?.atlas?.zones ?? [])].map((zone) => ({ ...zone, unused: zone.wastes.reduce((sum, part) => sum + (part[3] ?? 0), 0) }))
    .sort((a, b) => b.unused - a.unused).slice(0, 8).filter((zone) => zone.unused > 0);
  return [el("h2", {}, facts.scenario.title || facts.scenario.name), el("p", { class: "note" }, facts.scenario.description),
    el("h3", {}, t("objective")), el("ol", {}, (outcome.plan?.objective ?? facts.scenario.objective).map((text) => el("li", {}, text))),
    zones.length > 0 && el("h3", {}, t("most_unused")), el("ul", { class: "bare" }, zones.map((zone) => el("li", {}, button(zone.name, () => onPick("zone", zone.id), { class: "link" }), el("b", {}, amount(zone.unused))))),
    el("p", { class: "hint" }, t("select_hint"))];
};
