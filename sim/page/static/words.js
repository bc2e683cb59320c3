// Sentences and figures of the page, in the language of the reader; the server holds them all.
import "./figures.js";

let words = {};
let writers = globalThis.writersOf({ nothing: 5e-7, scales: [{ size: 1, unit: "kt/yr", least: 0 }] });
let scales = {};

/** Take the words of a language: the answer of /api/words. */
export const speak = (answer) => {
  words = answer.words;
  scales = answer.scales;
  writers = globalThis.writersOf(answer.amounts);
};

const say = (key, values) => (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** Words of the page, with values filled in. */
export const t = (key, values = {}) => say(`page_${key}`, values);

/** Words that the report shows too. */
export const shared = (key, values = {}) => say(`report_${key}`, values);

/** A title with its unit, in the brackets of the language. */
export const withUnit = (title, unit) => shared("with_unit", { title, unit });

export const amount = (kt) => writers.amount(kt);
export const percent = (value) => writers.percent(value);
export const three = (value) => writers.three(value);
export const isNothing = (kt) => Math.abs(kt) < writers.NOTHING;

/** Unit and size of a canonical unit in the language: { unit, size }. */
export const scaleOf = (unit) => scales[unit] ?? { unit, size: 1 };

/** A number for a field: no more digits than the field needs, no thousands. */
export const plain = (value) => (value === null || value === undefined ? "" : String(Number(value.toPrecision(8))));
