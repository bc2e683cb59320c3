// What a sweep varies: a capacity, a share run, waste, demand, a price, a limit or the price of carbon.
import { field, select } from "../dom.js";
import { facts, linesOf, nameOf } from "../facts.js";
import { state } from "../store.js";
import { t } from "../words.js";
import { nameOfEdit } from "./changes.js";

const ENDS = { load: [0.5, 1], carbon_price: [0, 200] }, FACTORS = [0.8, 1.2];
const named = (kind, rows, text = (row) => row.name) => rows.map((row) => [`${kind}:${row.id}`, text(row)]);
const selected = (kind) => (state.selected?.kind === kind ? state.selected.id : null);

const plants = () => {
  const technologies = facts.technologies.filter((row) => row.lines > 0), plant = selected("plant");
  return [...(plant && linesOf(plant).length ? [[`plant:${plant}`, t("all_lines_of", { name: nameOf("plants", plant) })]] : []),
    ...named("technology", technologies, (row) => t("all_of", { name: row.name })), ...named("province", facts.provinces, (row) => t("all_lines_of", row))];
};
const wastes = () => {
  const zone = selected("zone"), arising = new Set(facts.zones.flatMap((one) => one.generation.map((part) => part.material)));
  return [...(zone ? [[`zone:${zone}`, nameOf("zones", zone)]] : []), ...named("material", facts.materials.filter((row) => arising.has(row.id))), ...named("province", facts.provinces)];
};
const markets = (column) => named("market", facts.markets.filter((row) => row[column] !== null));

/** The limits as the server counts them: those of the scenario that still stand, then those added. */
const limits = () => {
  const off = new Set(state.edits.filter((edit) => edit.on && edit.kind === "limit_off" && (edit.at ?? null) === null).map((edit) => edit.position));
  const texts = [...facts.limits.filter((limit) => !off.has(limit.position)).map((limit) => limit.text), ...state.edits.filter((edit) => edit.on && edit.kind === "limit").map(nameOfEdit)];
  return texts.map((text, i) => [`limit:${i}`, text]);
};
const SUBJECTS = { capacity: plants, load: plants, generation: wastes, demand: () => markets("max"), price: () => markets("price"), limit: limits, carbon_price: () => null };

/** What the form says at first. */
export const firstSweep = () => ({ vary: "capacity", of: "", from: FACTORS[0], to: FACTORS[1], points: 5 });

/** The fields of the form; `number(given, name, properties)` makes one for a number. */
export const fieldsOfSweep = (given, number, redraw) => {
  const kinds = Object.keys(SUBJECTS).filter((kind) => SUBJECTS[kind]()?.length !== 0), subjects = SUBJECTS[given.vary]() ?? [];
  if (!subjects.some(([key]) => key === given.of)) given.of = subjects[0]?.[0] ?? "";
  const turn = (kind) => { [given.from, given.to] = ENDS[kind] ?? FACTORS; given.vary = kind; redraw(); };
  const [from, to] = given.vary === "carbon_price" ? ["from_price", "to_price"] : ["from_factor", "to_factor"];
  return [field(t("varies"), select(kinds.map((kind) => [kind, t(`kind_${kind}`)]), given.vary, turn, { "data-key": "vary" })),
    subjects.length > 0 && field(t("vary_of"), select(subjects, given.of, (key) => { given.of = key; }, { "data-key": "vary-of" })),
    field(t(from), number(given, "from", { min: 0, "data-key": "vary-from" })), field(t(to), number(given, "to", { min: 0, "data-key": "vary-to" })), field(t("point_count"), number(given, "points", { min: 2, max: 25, step: 1 }))];
};

/** The options of the study that the server is asked for. */
export const askedOf = ({ of, ...given }) => {
  const [kind, id] = [of.slice(0, of.indexOf(":")), of.slice(of.indexOf(":") + 1)];
  return of ? { ...given, [kind]: kind === "limit" ? Number(id) : id } : given;
};
