// The figures at the top, each with its difference to the reference.
import { el, replace } from "../dom.js";
import { outcome } from "../planner.js";
import { t } from "../words.js";

const isTold = (card) => card.change !== "";

const changeOf = (card) => {
  if (!isTold(card)) return el("p", { class: "change same" }, card.note || t("unchanged"));
  const sign = card.change_value > 0 ? "▲" : "▼", unit = ` ${card.shown.split(" ").slice(1).join(" ")}`;
  const change = card.unit !== "" && card.change.endsWith(unit) ? card.change.slice(0, -unit.length) : card.change;
  const word = card.better === null ? "" : t(card.better ? "better" : "worse");
  return el("p", { class: `change ${card.better === null ? "" : card.better ? "up" : "down"}`, title: [card.change, card.note, word].filter(Boolean).join(" · ") },
    el("span", { class: "pct" }, el("span", { "aria-hidden": "true" }, sign), ` ${change}`), card.change_pct && el("wbr"), card.change_pct && el("span", { class: "pct" }, t("share_changed", { change: card.change_pct })), el("span", { class: "unseen" }, ` ${word}`));
};

export const showCards = (place) => {
  const cards = outcome.plan?.cards ?? [];
  replace(place, cards.map((card, i) => {
    const [number, unit] = [card.shown.split(" ", 1)[0], card.shown.split(" ").slice(1).join(" ")];
    return el("div", { class: `card${i === 0 ? " first" : ""}`, data: { kpi: card.id, value: card.value ?? "" } },
      el("h2", { title: card.title }, card.title), el("p", { class: "figure" }, number, unit && [" ", el("span", { class: "unit" }, unit)]), changeOf(card));
  }));
};
