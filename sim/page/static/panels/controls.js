// Controls for one number: field with its unit, slider, steps of ten per cent by button and key.
import { button, el } from "../dom.js";
import { plain, t } from "../words.js";

const TENTH = 0.1;

/** A number with unit: `value` and `base` in canonical units, null without a bound; `scale` { unit, size } as shown.
 * `onset(value)` is called with the canonical value when the hand has done. */
export const numberControl = ({ label, value, base, scale, most = null, onset, key, slider = true }) => {
  const size = scale.size, shown = (canonical) => (canonical === null ? "" : plain(canonical / size));
  const top = most ?? (Math.max(base ?? 0, value ?? 0, size) * 2);
  const field = el("input", { type: "number", min: 0, step: "any", value: shown(value), "aria-label": `${label} (${scale.unit})`, "data-key": `${key}-n`, inputmode: "decimal", placeholder: value === null ? t("no_bound") : null });
  const range = el("input", { type: "range", min: 0, max: top / size, step: top / size / 200, value: shown(value ?? top), "aria-label": `${label} (${scale.unit})`, "data-key": `${key}-s`, tabindex: 0 });
  const give = (canonical) => {
    if (!Number.isFinite(canonical) || canonical < 0) { field.setAttribute("aria-invalid", "true"); return; }
    field.removeAttribute("aria-invalid");
    onset(Number(canonical.toPrecision(10)));
  };
  const nudge = (share) => give(Number(Math.max(0, Number(field.value) * size + share * (base || value || size)).toPrecision(4)));
  field.addEventListener("change", () => {
    if (field.value === "") { field.value = shown(value); return; }  // an emptied field says nothing: it is not a zero
    give(Number(field.value) * size);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "PageUp" || event.key === "PageDown") { event.preventDefault(); nudge(event.key === "PageUp" ? TENTH : -TENTH); }
  });
  range.addEventListener("input", () => { field.value = plain(Number(range.value)); });
  range.addEventListener("change", () => give(Number(range.value) * size));
  const changed = base !== null && base !== undefined && Math.abs(base - value) > 1e-9 * Math.max(1, base);
  return el("div", { class: `number${changed ? " changed" : ""}`, role: "group", "aria-label": label },
    el("div", { class: "number-head" }, el("span", { class: "number-label" }, label),
      changed && el("span", { class: "was" }, t("was", { value: `${shown(base)} ${scale.unit}` }))),
    el("div", { class: "number-row" },
      button("−10 %", () => nudge(-TENTH), { class: "step", "data-key": `${key}-d`, "aria-label": `${label} −10 %`, title: t("step_key", { key: "PgDn" }) }), field,
      el("span", { class: "unit" }, scale.unit),
      button("+10 %", () => nudge(TENTH), { class: "step", "data-key": `${key}-u`, "aria-label": `${label} +10 %`, title: t("step_key", { key: "PgUp" }) })),
    slider && range);
};

/** One of a few, as buttons: [[key, text], …]. */
export const choice = (label, options, value, onset, key) => el("div", { class: "choice", role: "group", "aria-label": label },
  options.map(([option, text]) => button(text, () => onset(option), { "aria-pressed": String(option === value), "data-key": `${key}-${option}` })));

/** A share in per cent. */
export const shareControl = ({ label, value, base, onset, key }) =>
  numberControl({ label, value, base, scale: { unit: "%", size: 0.01 }, most: 1, onset: (share) => onset(Math.min(1, share)), key });

/** A table of the server: { columns: [{title, number}], rows: [[text | {text, value}]] }. */
export const listing = ({ columns, rows }, caption) => el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
  el("table", {}, el("caption", {}, caption),
    el("thead", {}, el("tr", {}, columns.map((column) => el("th", { scope: "col", class: column.number ? "num plain" : "plain" }, column.title ?? column)))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, i) => el("td", { class: columns[i]?.number ? "num" : null }, cell?.text ?? cell ?? "")))))));
