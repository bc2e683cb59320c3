"use strict";
// Figures, written as in the tables: the report and the planner's page share these writers.
globalThis.writersOf = ({ nothing: NOTHING, scales }) => {
  // A half goes to the even digit, as in the tables.
  const round = (value, digits) => {
    const exact = value.toFixed(digits + 40);
    const kept = exact.slice(0, -40).replace(/\.$/, "");
    const isHalf = /^50*$/.test(exact.slice(-40));
    return isHalf && Number(kept.at(-1)) % 2 === 0 ? kept : value.toFixed(digits);
  };
  const three = (value) => {
    const size = Math.abs(value);
    const digits = size >= 100 || value === 0 ? 0
      : size >= 10 ? 1 : size >= 0.1 ? 2 : 1 - Math.floor(Math.log10(size));
    const text = round(value, digits);
    return digits ? text.replace(/\.?0+$/, "") : Number(text).toLocaleString("en-US");
  };
  const amount = (kt) => {
    const size = Math.abs(kt);
    if (size < NOTHING) return "0 " + scales[0].unit;
    const fitting = scales.filter((scale) => size >= scale.least);
    const scale = fitting.reduce((a, b) => (b.least > a.least ? b : a));
    return three(kt / scale.size) + " " + scale.unit;
  };
  const percent = (value) => (value === null ? "–" : round(value, 1) + " %");
  return { NOTHING, round, three, amount, percent };
};
