// Edits to plan: the newest counts, late answers are dropped, nothing stale passes as current.
import { LineCut, post, stream } from "./api.js";
import { onChange, state } from "./store.js";

const SLOW_MS = 300, QUIET_MS = 1000, WAITS = [1000, 2000, 4000, 5000];
const listeners = new Set();
let number = 0, running = null, quiet = 0, again = 0, cuts = 0;

/** What is known of the plan. `phase`: planning | planned | none | refused | cancelled | cut. */
export const outcome = { phase: "planning", plan: null, noPlan: null, error: null, steps: [], slow: false, settled: null, edits: null, told: null, shown: 0 };

export const onOutcome = (listener) => listeners.add(listener);
const tell = (change) => {
  Object.assign(outcome, change);
  for (const listener of listeners) listener(outcome);
};

/** The body of a request about the edits as they stand. */
export const asked = (more = {}) => ({ scenario: state.scenario, lang: state.lang, edits: state.edits, ...more });

/** What the page has of the map: an answer leaves it out. */
const known = () => ({ box: outcome.plan?.atlas?.box ?? null, has: outcome.plan?.map ?? null });

/** Plan the edits as they stand. */
export const plan = async () => {
  running?.abort();
  clearTimeout(quiet); clearTimeout(again);
  const own = new AbortController(), mine = ++number, edits = state.edits;
  running = own;
  const isLate = () => mine !== number;
  const body = asked({ number: mine, reference: state.reference, ...known(), first: true }), before = outcome.plan?.atlas;
  // The question goes out before the page says that it waits: what that takes is waited for anyway.
  const answering = stream("plan", body, own.signal, (step) => {
    if (isLate()) return;
    if (step.plan) receive(step.plan, edits, before);
    else if (step.edits) tell({ told: step.edits });
    else if (step.text) tell({ steps: [...outcome.steps, step.text] });
  });
  tell({ phase: "planning", steps: [], slow: false, settled: null, error: null, told: null });
  const slow = setTimeout(() => { if (mine === number) tell({ slow: true }); }, SLOW_MS);
  try {
    const answer = await answering;
    if (isLate()) return;
    cuts = 0;
    if (answer.no_plan) tell({ phase: "none", noPlan: answer.no_plan, edits });
    else learnMore(answer.plan);
  } catch (error) {
    if (isLate() || error.name === "AbortError") return;
    if (error instanceof LineCut) wait();
    else tell({ phase: "refused", error });
  } finally {
    clearTimeout(slow);
  }
};

/** A map of one that is here and what is new: entries that stay are told by their numbers. */
export const patched = (before, changes) => ({ ...before, ...Object.fromEntries(Object.entries(changes).map(([name, part]) =>
  [name, Array.isArray(part) && Array.isArray(before[name]) ? part.map((entry) => (typeof entry === "number" && typeof before[name][entry] === "object" ? before[name][entry] : entry)) : part])) });

const receive = (found, edits, before) => {
  const own = found.changes ? patched(before, found.changes) : found.atlas;
  const atlas = own && { ...(before ? { ground: before.ground, towns: before.towns, rate: before.rate } : {}), ...own };
  tell({ phase: "planned", plan: { ...found, atlas }, noPlan: null, edits, slow: false, shown: performance.now() });
};

/** What is told of a plan that is painted already. */
const learnMore = (found) => {
  tell({ plan: { ...outcome.plan, ...found } });
  quiet = setTimeout(settle, QUIET_MS);
};

const wait = () => {
  tell({ phase: "cut", slow: false });
  again = setTimeout(plan, WAITS[Math.min(cuts++, WAITS.length - 1)]);
};

const settle = async () => {
  const mine = number;
  try {
    const settled = await post("settle", asked(), running.signal);
    if (mine === number) tell({ settled });
    await learnEffects(mine);
  } catch (error) {
    if (mine !== number || error.name === "AbortError") return;
    if (error instanceof LineCut) wait();
    else tell({ settled: { failed: error.message } });
  }
};

/** Wait until the plan is settled; false where it is another by then. What leans on a settled plan is asked after. */
export const whenSettled = () => new Promise((resolve) => {
  const mine = number;
  const look = () => {
    const over = mine !== number || !["planned", "planning"].includes(outcome.phase);
    if (!over && !outcome.settled) return;
    listeners.delete(look);
    resolve(!over);
  };
  listeners.add(look);
  look();
});

/** Ask which edits made a difference, where the server did not know yet; why the others did not. */
const learnEffects = async (mine) => {
  if (mine !== number || !outcome.plan.edits.some((edit) => edit.did === null)) return;
  const { edits } = await post("effects", asked(), running.signal);
  if (mine === number) tell({ plan: { ...outcome.plan, edits } });
};

/** Give up what is being planned; the edits stay. */
export const cancel = () => {
  number += 1;
  running?.abort();
  tell({ phase: "cancelled", slow: false });
};

onChange((what) => { if (what === "edits") plan(); });
