// In and out: save as a scenario, open one, downloads, a picture of the map, a link with the edits.
import { Refused, download, post } from "../api.js";
import { button, el, field, replace, select } from "../dom.js";
import { facts, nameOf } from "../facts.js";
import { addressOf } from "../link.js";
import { drawPicture } from "../map/picture.js";
import { asked, outcome } from "../planner.js";
import { addEdits, state } from "../store.js";
import { t } from "../words.js";
import { giveFile, notice, openDialog } from "./dialogs.js";

const KINDS = ["report", "excel", "csv", "geojson", "yaml"];

const problems = (error) => [el("p", { class: "problem", role: "alert" }, error.message),
  (error.problems ?? []).map((one) => el("p", { class: "problem" }, `${one.where}: ${one.what}`, one.hint && ` – ${one.hint}`))];

/** Save the edits as a scenario of the project. */
export const saveScenario = () => {
  const said = el("div", {}), name = el("input", { type: "text", required: true, pattern: "[A-Za-z0-9][A-Za-z0-9_.\\-]{0,79}", title: t("name_hint"), value: `${facts.scenario.name}-2`, "data-key": "file" });
  const title = el("input", { type: "text", maxlength: 120, value: "" });
  const send = async (overwrite) => {
    replace(said, el("p", { class: "note" }, t("saving")));
    try {
      const saved = await post("save", asked({ name: name.value, title: title.value, overwrite }));
      replace(said, el("p", { class: "good" }, t("saved", { file: saved.file })), el("p", {}, t("run_it"), " ", el("code", {}, `sim run ${saved.file}`)));
    } catch (error) {
      if (error instanceof Refused && error.status === 409) replace(said, problems(error), button(t("overwrite"), () => send(error.problems.some((one) => one.code === "foreign") ? "any" : "own"), { class: "do" }));
      else replace(said, problems(error));
    }
  };
  const form = el("form", { class: "stack", onsubmit: (event) => { event.preventDefault(); send(false); } },
    field(t("file_name"), name), field(t("scenario_title"), title), el("p", { class: "note" }, t("save_hint", { scenario: facts.scenario.file })),
    el("div", { class: "row" }, el("span", { class: "spacer" }), el("button", { type: "submit", class: "do" }, t("save"))), said);
  openDialog(t("save_as"), form);
};

/** Open a scenario of the project, or a YAML file. */
export const openScenario = (onOpen) => {
  const said = el("div", {});
  const file = el("input", { type: "file", accept: ".yaml,.yml", "aria-label": t("yaml_file") });
  let text = "";
  const read = async () => {
    try {
      text = await file.files[0].text();
      const opened = await post("open", { scenario: state.scenario, lang: state.lang, text });
      dialog.close();
      if (opened.scenario && opened.scenario !== state.scenario) onOpen(opened.scenario, state.lang, opened.edits);
      else addEdits(opened.edits);
    } catch (error) {
      replace(said, problems(error));
    }
  };
  file.addEventListener("change", () => { if (file.files.length) read(); });
  const dialog = openDialog(t("open"), [
    el("h3", {}, t("of_the_project")),
    el("ul", { class: "bare scenarios" }, facts.scenarios.map((one) => el("li", {}, button(one.title || one.name, () => { dialog.close(); onOpen(one.file); }, { class: "link", "aria-current": one.file === state.scenario ? "true" : null }), el("code", {}, one.file)))),
    el("h3", {}, t("yaml_file")), el("p", { class: "note" }, t("yaml_hint")), file, said]);
};

/** What stands above a picture: the scenario, its changes and figures, what of it is shown. */
const headOf = ({ title, layers }) => {
  const on = state.edits.filter((edit) => edit.on).length, name = facts.scenario.title || facts.scenario.name;
  const cards = outcome.plan.cards.slice(0, 3).map((card) => `${card.title} ${card.shown}${card.change ? t("share_changed", { change: card.change }) : ""}`);
  const shown = [layers.waste, layers.province && nameOf("provinces", layers.province)].filter(Boolean);
  return { title: name, lang: document.documentElement.lang,
    lines: [title, on ? t(on === 1 ? "one_change" : "n_changes", { count: on, scenario: name }) : "", cards.join(" · "), shown.length > 0 && t("shown_alone", { what: shown.join(" · ") })] };
};

/** The map as it is seen, as SVG or PNG. */
const givePicture = async (seen, kind) => {
  const drawn = drawPicture(seen, headOf(seen)), name = `${facts.scenario.name}-map`;
  const blob = new Blob([new XMLSerializer().serializeToString(drawn)], { type: "image/svg+xml" });
  if (kind === "svg") { giveFile(blob, `${name}.svg`); return; }
  const address = URL.createObjectURL(blob), image = new Image(), times = 2;
  image.src = address;
  await image.decode();
  const canvas = el("canvas", { width: image.width * times, height: image.height * times });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  canvas.toBlob((png) => giveFile(png, `${name}.png`), "image/png");
};

/** Downloads of the plan, and the map as seen. */
export const offerFiles = (see) => {
  const said = el("div", { role: "status" });
  const ask = async (what) => {
    replace(said, el("p", { class: "note" }, t("making_file")));
    try {
      const { blob, name } = await download(asked({ what }));
      giveFile(blob, name);
      replace(said, el("p", { class: "good" }, t("file_given", { name })));
    } catch (error) {
      replace(said, problems(error));
    }
  };
  const current = outcome.phase === "planned";
  openDialog(t("download"), [!current && el("p", { class: "problem" }, t("no_current_plan")),
    el("ul", { class: "bare files" }, KINDS.map((kind) => el("li", {}, button(t(`file_${kind}`), () => ask(kind), { disabled: !current && kind !== "yaml" }), el("span", { class: "note" }, t(`file_${kind}_note`)))),
      ["svg", "png"].map((kind) => el("li", {}, button(t(`picture_${kind}`), () => givePicture(see(), kind), { disabled: !current || !see() }), el("span", { class: "note" }, t("picture_note"))))), said]);
};

/** Copy a link that carries the edits; where the clipboard is closed, show it. */
export const copyLink = async (say) => {
  const address = await addressOf({ scenario: state.scenario, lang: state.lang, edits: state.edits });
  try {
    await navigator.clipboard.writeText(address);
    say(t("link_copied"));
    notice(t("link_copied"));
  } catch {
    const shown = el("input", { type: "text", readonly: true, value: address, "aria-label": t("link") });
    openDialog(t("link"), shown);
    shown.select();
  }
};

/** A choice of the scenarios of the project. */
export const scenarioChoice = (onOpen) => select(facts.scenarios.map((one) => [one.file, one.title || one.name]), state.scenario, onOpen, { id: "scenario", "aria-label": t("scenario"), "data-key": "scenario" });
