// The search field: plants, zones, technologies, markets and materials by Chinese or English name.
import { button, el, replace } from "../dom.js";
import { search } from "../facts.js";
import { t } from "../words.js";

/** The field in its place; `onPick(kind, id)` when something is chosen, `onAdd()` for a new plant. */
export const showSearch = (place, onPick, onAdd) => {
  const list = el("ul", { id: "found", role: "listbox", "aria-label": t("found"), hidden: true });
  const input = el("input", {
    type: "search", id: "search-field", role: "combobox", autocomplete: "off", placeholder: t("search_hint"), "aria-label": t("search"),
    "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list",
  });
  let found = [], at = -1;
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const mark = () => {
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) { input.setAttribute("aria-activedescendant", `found-${at}`); list.children[at].scrollIntoView({ block: "nearest" }); }
  };
  const pick = (item) => { close(); input.value = ""; onPick(item.kind, item.id); };
  const look = () => {
    found = search(input.value);
    at = found.length ? 0 : -1;
    const options = found.map((item, i) => el("li", { role: "option", id: `found-${i}`, onpointerdown: (event) => { event.preventDefault(); pick(item); } },
      el("span", { class: "kind" }, t(`thing_${item.kind}`)), el("span", {}, item.name, el("small", {}, ` ${[item.other, item.note].filter(Boolean).join(" · ")}`))));
    replace(list, options.length ? options : el("li", { class: "note", role: "option", "aria-disabled": "true" }, t("found_nothing")));
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark();
  };
  input.addEventListener("input", look);
  input.addEventListener("focus", () => { if (input.value.trim()) look(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (found.length) at = (at + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      mark();
    } else if (event.key === "Enter" && at >= 0 && !list.hidden) pick(found[at]);
    else if (event.key === "Escape") close();
  });
  replace(place, el("div", { class: "search-box" }, input, list), button(t("add_plant"), onAdd, { id: "add-plant", class: "wide" }));
};
