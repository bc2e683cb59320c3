// Every table of the plan, on demand.
import { post } from "../api.js";
import { el, replace, select } from "../dom.js";
import { asked } from "../planner.js";
import { t } from "../words.js";
import { listing } from "./controls.js";
import { openDialog } from "./dialogs.js";

/** Show the tables of the plan in a dialog. */
export const offerTables = async () => {
  const place = el("div", {}, el("p", { class: "note" }, t("moment")));
  openDialog(t("tables"), place, { wide: true });
  try {
    const { tables } = await post("detail", asked({ what: "tables" }));
    const body = el("div", {}), find = el("input", { type: "search", "aria-label": t("find_rows"), placeholder: t("find_rows") });
    const show = (key) => {
      const table = tables.find((one) => one.key === key), wanted = find.value.trim().toLowerCase();
      const rows = wanted ? table.rows.filter((row) => row.some((cell) => String(cell?.text ?? cell ?? "").toLowerCase().includes(wanted))) : table.rows;
      replace(body, (table.sentences ?? []).map((text) => el("p", {}, text)), listing({ columns: table.columns, rows }, table.title));
    };
    const choice = select(tables.map((table) => [table.key, table.title]), tables[0].key, show, { "aria-label": t("tables") });
    find.addEventListener("input", () => show(choice.value));
    replace(place, el("div", { class: "row" }, choice, find), body);
    show(tables[0].key);
  } catch (error) {
    replace(place, el("p", { class: "problem" }, error.message));
  }
};
