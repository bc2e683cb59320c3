// A new plant where the planner points: what is usual of its technology is filled in.
import { get } from "../api.js";
import { el, field, replace, select } from "../dom.js";
import { facts, nameOf } from "../facts.js";
import { unproject } from "../map/projection.js";
import { addEdit, state } from "../store.js";
import { plain, scaleOf, t, withUnit } from "../words.js";
import { openDialog } from "./dialogs.js";

const freeId = () => {
  const taken = new Set([...facts.plants.map((row) => row.id), ...state.edits.map((edit) => edit.plant?.id)]);
  let n = 1;
  while (taken.has(`new_plant_${n}`)) n += 1;
  return `new_plant_${n}`;
};

/** Technologies by name, those that the region has before the others. */
const listTechnologies = () => {
  const order = new Intl.Collator(document.documentElement.lang).compare;
  return [...facts.technologies].sort((a, b) => (b.lines > 0) - (a.lines > 0) || order(a.name, b.name)).map((row) => [row.id, row.name]);
};

const input = (value, properties) => el("input", { type: "text", value, ...properties });

/** Whether a place in degrees lies on the map of the region. */
export const isOnMap = ([lon, lat]) => {
  if (!facts.base) return true;
  const [left, right, bottom, top] = facts.base.box;
  const edge = [[left, bottom], [right, bottom], [left, top], [right, top]].map(([x, y]) => unproject(x, y, facts.base.projection));
  const within = (value, at) => value >= Math.min(...edge.map((end) => end[at])) && value <= Math.max(...edge.map((end) => end[at]));
  return within(lon, 0) && within(lat, 1);
};

/** Ask for the plant at a place in degrees, and add it. */
export const askPlant = async ([lon, lat], technology = null, added = () => {}) => {
  const form = { lon: Number(lon.toFixed(5)), lat: Number(lat.toFixed(5)), technology: technology ?? listTechnologies()[0][0] };
  const content = el("form", { class: "stack", onsubmit: (event) => { event.preventDefault(); finish(); } });
  const { close } = openDialog(t("add_plant"), content);
  const scale = scaleOf("kt/yr");
  let usual = {}, asked = Promise.resolve();

  const ask = async (more = {}) => {
    try {
      usual = await get("usual", { technology: form.technology, lon: form.lon, lat: form.lat, scenario: state.scenario, lang: state.lang, ...more });
    } catch (error) {
      usual = { error: error.message };
    }
  };
  /** Costs and markets follow the size and the province that the planner gives. */
  const follow = async () => {
    await ask({ province: form.province, capacity: form.capacity });
    form.market = usual.market ?? null;
    draw();
  };
  /** Province, city, costs and markets follow the place. */
  const move = async () => {
    await ask({ capacity: form.capacity });
    Object.assign(form, { province: usual.province ?? form.province, city: usual.city ?? "", market: usual.market ?? null });
    draw();
  };
  const learn = async () => {
    await ask();
    const row = facts.technologies.find((one) => one.id === form.technology);
    Object.assign(form, {
      capacity: usual.capacity ?? row.usual.capacity ?? 100, availability: usual.availability ?? row.usual.availability ?? 1,
      province: usual.province ?? facts.provinces[0].id, city: usual.city ?? "", recipes: usual.recipes ?? [], left: new Set(),
      market: usual.market ?? null, sells: true, name_en: form.touched ? form.name_en : `New: ${row.name_other && state.lang === "zh" ? row.name_other : row.name}`, name_zh: form.touched ? form.name_zh : `新建${state.lang === "zh" ? row.name : row.name_other || row.name}`,
    });
    draw();
  };

  const number = (name, size = 1) => el("input", { type: "number", min: 0, step: "any", required: true, value: plain(form[name] / size), "data-key": name, onchange: (event) => { form[name] = Number(event.target.value) * size; if (name === "capacity") asked = follow(); } });
  const degrees = (name, most) => el("input", { type: "number", min: -most, max: most, step: "any", required: true, value: form[name], "data-key": name,
    onchange: (event) => { if (event.target.reportValidity()) { form[name] = Number(event.target.value); asked = move(); } } });
  const showMarket = () => {
    const { market } = form, put = (name, size) => el("input", { type: "number", min: 0, step: "any", value: market[name] === null ? "" : plain(market[name] / size), "data-key": `market-${name}`,
      onchange: (event) => { market[name] = event.target.value === "" ? null : Number(event.target.value) * size; } });
    return el("fieldset", {}, el("legend", {}, el("label", { class: "row" }, el("input", { type: "checkbox", checked: form.sells, "data-key": "sells", onchange: (event) => { form.sells = event.target.checked; } }),
      t("with_market", { product: nameOf("materials", market.product) }))),
      field(withUnit(t("price"), t("unit_price")), put("price", 1)), field(withUnit(t("demand_max"), scale.unit), put("max", scale.size)));
  };
  const showRecipes = () => el("fieldset", {}, el("legend", {}, t("recipes")), form.recipes.map((id, i) => el("label", { class: "row" },
    el("input", { type: "checkbox", checked: !form.left.has(id), "data-key": `recipe-${id}`, onchange: (event) => { if (event.target.checked) form.left.delete(id); else form.left.add(id); } }), usual.recipe_names[i])));
  const draw = () => {
    const range = usual.capacity_low < usual.capacity_high ? t("usual_range", { low: plain(usual.capacity_low / scale.size), high: plain(usual.capacity_high / scale.size), unit: scale.unit }) : "";
    replace(content,
      field(t("technology"), select(listTechnologies(), form.technology, (value) => { form.technology = value; asked = learn(); }, { "data-key": "technology" })),
      field(t("plant_name"), input(state.lang === "zh" ? form.name_zh : form.name_en, { required: true, maxlength: 80, "data-key": "name", onchange: (event) => { form.touched = true; form.name_en = form.name_zh = event.target.value; } })),
      field(t("longitude"), degrees("lon", 180)), field(t("latitude"), degrees("lat", 90)), !isOnMap([form.lon, form.lat]) && el("p", { class: "problem" }, t("off_the_map")),
      field(t("province"), select(facts.provinces.map((area) => [area.id, area.name]), form.province, (value) => { form.province = value; form.city = ""; asked = follow(); }, { "data-key": "province" })),
      field(t("city"), select([["", "–"], ...facts.cities.map((area) => [area.id, area.name])], form.city ?? "", (value) => { form.city = value; }, { "data-key": "city" })),
      field(withUnit(t("capacity"), scale.unit), number("capacity", scale.size)), range && el("p", { class: "note" }, range),
      field(withUnit(t("share_run"), "%"), number("availability", 0.01)),
      (usual.notes ?? []).map((note) => el("p", { class: "note" }, note)),
      (usual.markets ?? []).map((market) => el("p", { class: "note" }, market.text ?? t("sells_to", { name: market.name }))),
      form.market && showMarket(), form.recipes.length > 1 && showRecipes(),
      usual.error && el("p", { class: "problem" }, usual.error),
      el("div", { class: "row" }, el("span", { class: "spacer" }), el("button", { type: "submit", class: "do" }, t("add"))));
  };
  let done = false;
  const finish = async () => {
    if (done) return;
    done = true;
    await asked;
    const id = freeId();
    addEdit({ kind: "add_plant", plant: { id, name_en: form.name_en, name_zh: form.name_zh, lon: form.lon, lat: form.lat, province: form.province, ...(form.city ? { city: form.city } : {}) },
      technology: form.technology, capacity: form.capacity, availability: form.availability, ...(form.market && form.sells ? { market: form.market } : {}),
      ...(form.left.size ? { recipes: form.recipes.filter((recipe) => !form.left.has(recipe)) } : {}) });
    close();
    added(id);
  };
  await learn();
  content.querySelector("select")?.focus();
};
