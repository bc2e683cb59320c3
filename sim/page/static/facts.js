// The scenario as its file states it, looked up by id, and its numbers under the edits.
import { outcome } from "./planner.js";
import { state } from "./store.js";

const maps = {};
/** The answer of /api/start. */
export let facts = null;

const index = (rows) => new Map(rows.map((row) => [row.id, row]));

/** Take the facts of a scenario. */
export const learn = (start) => {
  facts = start;
  for (const table of ["plants", "zones", "lines", "markets", "technologies", "materials", "provinces"]) maps[table] = index(start[table]);
  maps.arising = new Set(start.zones.flatMap((zone) => zone.generation.map((part) => part.material)));
  maps.linesOf = new Map();
  for (const line of start.lines) maps.linesOf.set(line.plant, [...(maps.linesOf.get(line.plant) ?? []), line]);
};

/** A row by table and id; undefined without one. */
export const find = (table, id) => maps[table]?.get(id);
export const nameOf = (table, id) => find(table, id)?.name ?? id;
export const linesOf = (plant) => maps.linesOf.get(plant) ?? [];
export const provinceOf = (id) => (find("zones", id) ?? find("plants", id) ?? addedPlant(id))?.province ?? null;

/** A plant that an edit adds, as if it stood in the tables. */
export const addedPlant = (id) => {
  const edit = state.edits.find((one) => one.kind === "add_plant" && (one.plant.id === id || one.id === id));
  return edit ? { ...edit.plant, name: state.lang === "zh" ? edit.plant.name_zh : edit.plant.name_en, edit } : null;
};

const matches = (edit, line) => {
  const plant = find("plants", line.plant);
  return (!edit.line || edit.line === line.id) && (!edit.technology || edit.technology === line.technology) &&
    (!edit.province || edit.province === plant?.province) && (!edit.plant || edit.plant === line.plant);
};

/** What the plan of the edits as they stand says of a row, where keys of a file are among them; {} else. */
export const givenOf = (table, id) => (outcome.phase === "planned" && outcome.edits === state.edits && outcome.plan.given?.[table]?.[id]) || {};

/** Capacity, share run and switch of a line after the edits that are on. */
export const lineNow = (line) => {
  const given = givenOf("lines", line.id);
  if (given.capacity !== undefined) return given;
  const now = { capacity: line.capacity, availability: line.availability, on: line.on };
  let stopped = false;
  for (const edit of state.edits) {
    if (!edit.on || !matches(edit, line)) continue;
    if (edit.kind === "capacity") now.capacity = edit.value;
    if (edit.kind === "capacity_scale") now.capacity *= edit.factor;
    if (edit.kind === "load") { now.availability = edit.value; now.on ||= stopped; stopped = false; }
    if (edit.kind === "switch") { now.on = edit.to === "on"; stopped = edit.to === "off" && (stopped || line.on); }
  }
  return now;
};

/** The last edit that is on and answers a question; undefined without one. */
export const lastEdit = (test) => state.edits.findLast((edit) => edit.on && test(edit));

const folded = (text) => (text ?? "").toLowerCase().replace(/[\s·,，()（）\-–]/g, "");
const KINDS = [["plants", "plant"], ["zones", "zone"], ["technologies", "technology"], ["markets", "market"], ["materials", "material"]];

/** Things whose name, in either language, holds a text: [{ kind, id, name, other, note }]. */
export const search = (text, most = 12) => {
  const wanted = folded(text);
  if (!wanted) return [];
  const found = [];
  for (const [table, kind] of KINDS) {
    for (const row of facts[table]) {
      if (kind === "material" && !maps.arising.has(row.id)) continue;
      const at = [row.name, row.name_other, row.id, row.owner].map((name) => folded(name).indexOf(wanted)).filter((place) => place >= 0);
      if (at.length) found.push({ kind, id: row.id, name: row.name, other: row.name_other, note: row.city_name ?? row.area_name ?? "", at: Math.min(...at) });
    }
  }
  return found.sort((a, b) => a.at - b.at || a.name.length - b.name.length).slice(0, most);
};
