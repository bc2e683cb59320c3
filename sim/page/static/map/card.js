// The card beside the hand: what lies under it, in words.
import { el } from "../dom.js";
import { amount, isNothing, percent, shared, t } from "../words.js";
import { takenFromPlants } from "./flows.js";

const LISTED = 6, GAP = 14;

const tellZone = (zone, atlas) => [
  [zone.name], [shared("hover_generation"), amount(zone.kt)], [shared("hover_rate"), percent(zone.rate)],
  ...zone.wastes.slice(0, LISTED).map((part) => [atlas.materials[part[0]],
    `${amount(part[1])}, ${percent(part[2])}` + (part[3] && !isNothing(part[3]) ? ` · ${shared("hover_unused")} ${amount(part[3])}` : "")]),
];
const tellPlant = (plant, atlas) => [
  [plant.name], [shared("hover_uptake"), amount(plant.kt ?? 0)], ...(plant.built ?? []).map((text) => [text]),
  ...takenFromPlants(atlas, plant.id).slice(0, LISTED).map(([name, kt]) => [t("from_plants", { name }), amount(kt)]),
  ...plant.lines.map(([name, kt, load]) => [name, `${amount(kt ?? 0)} · ${shared("hover_load")} ${percent(load)}`]),
];
const tellOutlet = (outlet) => [
  [outlet.name], [outlet.kind], [shared("hover_taken"), amount(outlet.kt ?? 0)],
  ...outlet.parts.slice(0, LISTED).map(([name, kt]) => [name, amount(kt)]),
];
const tellFlow = (strand, atlas) => {
  const marks = [atlas.modes[strand.t].label];
  if (strand.cross) marks.push(shared("hover_crosses"));
  if (strand.out) marks.push(shared("hover_disposal"));
  const flows = strand.flows.slice(0, LISTED).map((flow) => [`${flow.from} → ${flow.to}`,
    `${atlas.materials[flow.m]} ${amount(flow.kt)} · ${flow.km === null ? shared("hover_no_km") : `${flow.km} km`}`]);
  const more = strand.flows.length - LISTED;
  return [[marks.join(" · ")], ...flows, ...(more > 0 ? [[shared("hover_more", { count: more })]] : []),
    ...(strand.flows.length > 1 ? [[shared("hover_total"), amount(strand.kt)]] : [])];
};

/** What to say of an item under the hand: rows of one or two texts. */
export const tell = (item, atlas) => {
  if (item.kind === "zone") return tellZone(item.data, atlas);
  if (item.kind === "plant") return tellPlant(item.data, atlas);
  if (item.kind === "outlet") return tellOutlet(item.data);
  if (item.kind === "full") return [[item.text]];
  if (item.kind === "port") return [[shared("hover_port"), item.name]];
  return tellFlow(item, atlas);
};

/** A card inside a box that has a place of its own. */
export const makeCard = (box) => {
  const card = el("div", { class: "hover-card", hidden: true, "aria-hidden": "true" });
  box.append(card);
  return {
    show: (rows, x, y) => {
      card.replaceChildren(...rows.map(([name, value], i) => el("p", { class: i === 0 ? "head" : "" }, value === undefined ? name : [el("span", {}, name), el("b", {}, value)])));
      card.hidden = false;
      const { clientWidth: width, clientHeight: height } = box;
      card.style.left = `${x + GAP + card.offsetWidth > width ? Math.max(4, x - GAP - card.offsetWidth) : x + GAP}px`;
      card.style.top = `${Math.max(4, Math.min(y + GAP, height - card.offsetHeight - 4))}px`;
    },
    hide: () => { card.hidden = true; },
  };
};
