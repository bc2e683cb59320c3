// What the planner has: the scenario, the edits, kept states. The server keeps nothing of it.
import { writeFragment } from "./link.js";
import { settled } from "./dom.js";

const MOST_UNDONE = 200;
const listeners = new Set();
let undone = [], redone = [], highest = 0;

/** The state of the page. `edits` is replaced, never changed in place. */
export const state = {
  scenario: "", lang: "en", edits: [], kept: [], reference: null, selected: null,
  view: "map", other: "base", tab: "thing", elsewhere: null,
};

export const onChange = (listener) => listeners.add(listener);
const tell = (what) => { for (const listener of listeners) listener(what); };

const shelf = () => `sim-page:${state.scenario}`;
const save = settled(120, () => {
  try {
    localStorage.setItem(shelf(), JSON.stringify({ edits: state.edits, kept: state.kept, reference: state.reference }));
    localStorage.setItem("sim-page", JSON.stringify({ scenario: state.scenario, lang: state.lang }));
  } catch { /* a full or closed store: the address holds the edits */ }
  writeFragment({ scenario: state.scenario, lang: state.lang, edits: state.edits });
});

const read = (key) => {
  try { return JSON.parse(localStorage.getItem(key) ?? "null"); } catch { return null; }
};

/** What was open last: { scenario, lang } or null. */
export const lastOpened = () => read("sim-page");

const number = (id) => Number(/^e(\d+)$/.exec(id)?.[1] ?? 0);
const count = () => { highest = Math.max(0, highest, ...state.edits.map((edit) => number(edit.id))); };
const listKept = (kept) => (Array.isArray(kept) ? kept.filter((entry) => typeof entry?.name === "string" && isList(entry.edits)) : []);
const isList = (value) => Array.isArray(value) && value.every((edit) => edit && typeof edit.id === "string" && typeof edit.kind === "string");

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Begin with a scenario: its edits of last time, or those given; then one undo leads back to those of last time. */
export const open = (scenario, lang, given = null) => {
  const known = read(`sim-page:${scenario}`) ?? {};
  Object.assign(state, {
    scenario, lang, selected: null, elsewhere: null, other: "base",
    edits: isList(given) ? given : isList(known.edits) ? known.edits : [],
    kept: listKept(known.kept),
    reference: isList(known.reference) ? known.reference : null,
  });
  undone = isList(given) && isList(known.edits) && known.edits.length && !same(given, known.edits) ? [known.edits] : [];
  redone = [];
  count();
  save();
  tell("opened");
};

const put = (edits) => {
  undone = [...undone.slice(-MOST_UNDONE), state.edits];
  redone = [];
  state.edits = edits;
  count();
  save();
  tell("edits");
};

/** What an edit is about, without what it says of it. */
const subject = ({ id, on, name, value, factor, rule, quota, surcharge, at, min, max, to, up_to, stages, ...rest }) => {
  const about = rest.kind === "border" ? { ...rest, to } : rest;
  return JSON.stringify(Object.entries(about).sort());
};

/** Add an edit; one about the same thing takes the place of the earlier one. */
export const addEdit = (edit) => {
  const before = state.edits.find((other) => subject(other) === subject(edit));
  if (before && same({ ...before, id: 0, on: true, name: "" }, { ...edit, id: 0, on: true, name: "" })) return;
  addEdits([edit]);
};

/** Add edits in one step; one that `replaces` another takes its place and its name. */
export const addEdits = (edits) => {
  let list = state.edits;
  for (const { replaces, ...edit } of edits) {
    const before = list.find((other) => other.id === replaces || subject(other) === subject(edit));
    const made = { on: true, name: "", ...edit, id: before?.id ?? `e${++highest}`, ...(before ? { name: before.name } : {}) };
    list = before ? list.map((other) => (other === before ? made : other)) : [...list, made];
  }
  put(list);
};
export const changeEdit = (id, change) => put(state.edits.map((edit) => (edit.id === id ? { ...edit, ...change } : edit)));
export const removeEdit = (id) => put(state.edits.filter((edit) => edit.id !== id));
export const replaceEdits = (edits) => { if (!same(edits, state.edits)) put(edits); };

/** The edit about a subject, as given to addEdit without its value; null without one. */
export const findEdit = (edit) => state.edits.find((other) => subject(other) === subject({ id: "", ...edit })) ?? null;

export const canUndo = () => undone.length > 0;
export const canRedo = () => redone.length > 0;

const step = (from, to) => {
  if (!from.length) return;
  to.push(state.edits);
  state.edits = from.pop();
  save();
  tell("edits");
};
export const undo = () => step(undone, redone);
export const redo = () => step(redone, undone);

/** The state of a name; undefined without one. */
export const findKept = (name) => state.kept.find((entry) => entry.name === name);

/** A name like another that no state has yet: "plan 2". */
export const freeName = (name) => {
  let n = 2;
  while (findKept(`${name} ${n}`)) n += 1;
  return `${name} ${n}`;
};

/** Keep the edits under a name, in the place of the state that has it. */
export const keep = (name) => {
  state.kept = [...state.kept.filter((entry) => entry.name !== name), { name, edits: state.edits }];
  save();
  tell("kept");
};
export const forget = (name) => { state.kept = state.kept.filter((entry) => entry.name !== name); save(); tell("kept"); };
export const refer = (edits) => { state.reference = edits; save(); tell("edits"); };

/** Take over the edits of another tab, or leave them to it; one undo brings one's own back. */
export const answerElsewhere = (takes) => {
  const { elsewhere } = state;
  state.elsewhere = null;
  if (takes) replaceEdits(elsewhere); else tell("elsewhere");
};

// Tabs of one browser have a store in common: what another one writes there is told, never taken unasked.
addEventListener("storage", (event) => {
  if (!state.scenario || event.key !== shelf() || event.newValue === null) return;
  const written = read(shelf()) ?? {};
  state.kept = listKept(written.kept);
  state.elsewhere = isList(written.edits) && !same(written.edits, state.edits) ? written.edits : null;
  tell("elsewhere");
});

/** Set anything of the view: selected, view, other, tab, lang. */
export const show = (change) => { Object.assign(state, change); save(); tell("view"); };
