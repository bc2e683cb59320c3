// The comparison with another state: asked when it is looked at, dropped when the edits move on.
import { post } from "./api.js";
import { facts } from "./facts.js";
import { asked } from "./planner.js";
import { state } from "./store.js";
import { t } from "./words.js";

export const comparison = { told: null, error: null, edits: null, other: null, lang: null };
let asking = null;

/** What can be compared with: [[key, text], …]. */
export const others = () => [["base", t("as_in_scenario", { scenario: facts.scenario.title || facts.scenario.name })], ...state.kept.map((entry) => [`kept:${entry.name}`, entry.name])];
export const nameOfOther = () => others().find(([key]) => key === state.other)?.[1] ?? others()[0][1];

/** The edits of the state that is compared with. */
export const editsOfOther = () => state.kept.find((entry) => `kept:${entry.name}` === state.other)?.edits ?? [];

/** Whether what is known is about the edits as they stand. */
export const isCurrent = () => comparison.edits === state.edits && comparison.other === state.other && comparison.lang === state.lang;

/** Ask for the comparison; `done` is called when it is there or has failed. */
export const compare = async (done) => {
  if (isCurrent()) { done(); return; }
  asking?.abort();
  const own = (asking = new AbortController());
  const now = { edits: state.edits, other: state.other, lang: state.lang };
  Object.assign(comparison, { told: null, error: null, ...now });
  try {
    const told = await post("compare", asked({ edits: undefined, a: editsOfOther(), b: state.edits }), own.signal);
    if (own === asking) Object.assign(comparison, { told });
  } catch (error) {
    if (error.name === "AbortError" || own !== asking) return;
    Object.assign(comparison, { error });
  }
  if (own === asking) done();
};
