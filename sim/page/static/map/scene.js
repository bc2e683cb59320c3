// The drawing of a map: ground, flows, places and names, as SVG that stands by itself.
import { svg } from "../dom.js";
import { isNothing, t } from "../words.js";
import { pickFlows, styleStrands, sumLegs } from "./flows.js";
import { drawGround, listNames, pathOfPoints } from "./ground.js";
import { keyed, set } from "./keyed.js";
import { placeNames } from "./labels.js";
import { pathOf } from "./symbols.js";

const PAPER = "#f7f6f1", INK = "#22252a", CASING = "#1d1f24", CHOSEN = "#dd8a2e", FULL = "#b3125a";
const CIRCLE = 23, DOT = 3, SYMBOL = 0.62, NAME_SIZE = 11.5;
const FAINT = 0.28;

const layer = (name, parent) => {
  const group = svg("g", { "data-layer": name });
  parent.append(group);
  return group;
};

/** A scene inside `root`, an <svg>. Returns draw, place, choose. */
export const makeScene = (root, { provinceOf, describe }) => {
  const paper = svg("rect", { fill: PAPER, width: "100%", height: "100%" });
  const world = svg("g", {});
  root.append(paper, world);
  const ground = layer("ground", world);
  const lines = ["casings", "across", "within", "hits", "full"].map((name) => layer(name, world));
  const [heads, towns, ports, sites, ring, names] = ["heads", "towns", "ports", "sites", "ring", "names"].map((name) => layer(name, root));
  const update = {
    casings: keyed(lines[0]), across: keyed(lines[1]), within: keyed(lines[2]), hits: keyed(lines[3]), full: keyed(lines[4]),
    heads: keyed(heads), towns: keyed(towns), ports: keyed(ports), sites: keyed(sites), names: keyed(names),
  };
  let drawn = null, nodes = new Map(), look = null, chosen = null, groundOf = null;

  const stroke = (width, color) => (node, strand) => set(node, {
    "stroke-width": strand.width + width, stroke: color ?? strand.color, opacity: isOff(strand) ? FAINT : null,
  });
  const line = (strand) => svg("path", {
    d: pathOfPoints(strand.leg.x, strand.leg.y), fill: "none",
    "stroke-linejoin": "round", "vector-effect": "non-scaling-stroke",
  });
  const isOff = (strand) => chosen !== null && chosen.flows &&
    !strand.flows.some((flow) => flow.from_id === chosen.id || flow.to_id === chosen.id);

  const drawFlows = (strands) => {
    const across = strands.filter((strand) => strand.cross), within = strands.filter((strand) => !strand.cross);
    update.casings(across, line, stroke(1.8, CASING));
    update.across(across, line, stroke(0));
    update.within(within, line, stroke(0));
    update.hits(strands, (strand) => set2(line(strand), { stroke: "transparent", "data-hit": "flow" }),
      (node, strand) => set(node, { "stroke-width": Math.max(12, strand.width + 4) }));
    update.heads(strands.filter((strand) => strand.head), () => svg("path", { d: "M0-6 5 5H-5Z", stroke: "#ffffff", "stroke-width": 0.7 }),
      (node, strand) => set(node, { fill: strand.color, opacity: isOff(strand) ? FAINT : null }));
  };
  const set2 = (node, attributes) => { set(node, attributes); return node; };

  const listSites = (atlas, layers, largest, small) => {
    const wasteOf = (zone) => (layers.waste === null ? [null, zone.kt, zone.rate] : zone.wastes.find((part) => atlas.materials[part[0]] === layers.waste) ?? [null, 0, null]);
    const isIn = (item) => !layers.province || provinceOf(item.id) === layers.province;
    const zones = !layers.zones ? [] : atlas.zones.filter(isIn).map((zone) => {
      const [, kt, rate] = wasteOf(zone);
      return { key: `zone:${zone.id}`, kind: "zone", id: zone.id, data: zone, x: zone.x, y: zone.y, kt, rate, dx: 0,
        radius: Math.max(DOT, small * CIRCLE * Math.sqrt(kt / largest)) };
    }).filter((zone) => zone.kt > 0);
    const plants = atlas.plants.filter((plant) => isIn(plant) && plant.families.some((n) => !layers.hiddenFamilies.has(atlas.families[n].key)))
      .map((plant) => ({ key: `plant:${plant.id}`, kind: "plant", id: plant.id, data: plant, x: plant.x, y: plant.y, kt: plant.kt ?? 0, dx: 0, radius: 7 * small }));
    const outlets = !layers.outlets ? [] : atlas.outlets.map((outlet) => ({
      key: `outlet:${outlet.id}`, kind: "outlet", id: outlet.id, data: outlet, x: outlet.x, y: outlet.y, kt: outlet.kt ?? 0, dx: outlet.shift * small, radius: 7 * small }));
    return [...zones, ...plants, ...outlets];
  };
  const makeSite = (site) => {
    const node = svg("g", { role: "button", tabindex: -1, "data-site": site.key });
    node.append(svg(site.kind === "zone" ? "circle" : "path", { "stroke-linejoin": "round" }));
    return node;
  };
  const styleSite = (small, rate) => (node, site) => {
    const mark = node.firstChild, data = site.data, idle = site.kind === "plant" ? !data.lines.some((line) => line[2] > 0) : site.kt === null || isNothing(site.kt);
    if (site.kind === "zone") {
      set(mark, { r: site.radius.toFixed(1), stroke: "#ffffff", "stroke-width": 1, "fill-opacity": 0.93,
        fill: site.rate === null ? "#cccccc" : rate[Math.round(Math.min(100, Math.max(0, site.rate)))] });
    } else {
      const fill = site.kind === "plant" ? data.color : idle ? "#ffffff" : data.color;
      set(mark, { d: pathOf(data.symbol), transform: `scale(${(SYMBOL * small).toFixed(3)})`, fill,
        stroke: data.edge ?? (site.kind === "outlet" && idle ? data.color : INK), "stroke-width": data.edge ? 4 : 1.8, opacity: site.kind === "plant" && idle ? 0.45 : null });
    }
    set(node, { "aria-label": describe(site) });
  };

  /** Links that carry all they can: a dashed line between their ends, under the hand told in words. */
  const drawFull = (links) => {
    const placed = links.filter((link) => link.x).map((link) => ({ ...link, kind: "full", key: `full:${link.text}` }));
    update.full(placed, (link) => svg("path", { d: pathOfPoints(link.x, link.y), fill: "none", "vector-effect": "non-scaling-stroke", stroke: FULL, "stroke-width": 3.2, "stroke-dasharray": "7 4", "data-hit": "full" }), () => {});
  };

  const drawTowns = (list) => {
    update.towns(list.filter((town) => town.marker).map((town) => ({ ...town, key: `${town.text}${town.x}` })),
      (town) => svg("circle", { r: 2.4, fill: town.marker.color, stroke: town.color, "stroke-width": 1.2 }), () => {});
  };

  /** Draw an atlas as the layers want it; `scale` gives widest and largest of several maps. */
  const draw = (atlas, layers, scale = {}) => {
    const small = look.width < 1050 ? Math.min(1, Math.max(0.6, look.width / 950)) : Math.min(2.2, look.width / 1050);
    const flows = pickFlows(atlas, layers, provinceOf), strands = sumLegs(flows, atlas.legs);
    const widest = scale.widest ?? Math.max(0, ...strands.map((strand) => strand.kt));
    const largest = scale.largest ?? Math.max(1e-9, ...atlas.zones.map((zone) => zone.kt));
    styleStrands(strands, atlas, widest);
    if (groundOf !== atlas.ground) {
      ground.replaceChildren(...drawGround(atlas.ground));
      groundOf = atlas.ground;
    }
    drawFlows(strands);
    drawFull(atlas.full ?? []);
    const places = listNames(atlas.ground, atlas.towns);
    drawTowns(places);
    update.ports(atlas.ports.x.map((x, i) => ({ key: `port:${atlas.ports.name[i]}`, kind: "port", x, y: atlas.ports.y[i], name: atlas.ports.name[i] })),
      () => svg("rect", { x: -3, y: -3, width: 6, height: 6, fill: "#2166c4", stroke: "#ffffff", "stroke-width": 1, "data-hit": "port" }), () => {});
    const listed = listSites(atlas, layers, largest, small);
    nodes = update.sites(listed, makeSite, styleSite(small, atlas.rate));
    drawn = { atlas, layers, strands, places, sites: listed, small };
    place();
    return { flows, strands, widest, largest };
  };

  const at = (x, y) => [look.width / 2 + (x - look.x) * look.scale, look.height / 2 - (y - look.y) * look.scale];
  const move = (node, x, y, more = "") => set(node, { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})${more}` });

  /** Put everything where the camera wants it: { x, y, scale, width, height }. */
  const place = (next = look) => {
    look = next;
    if (!drawn) return;
    const [ox, oy] = at(0, 0);
    set(world, { transform: `translate(${ox.toFixed(2)} ${oy.toFixed(2)}) scale(${look.scale.toFixed(5)})` });
    for (const node of heads.children) {
      const { head, width } = node.item;
      move(node, ...at(head.x, head.y), ` rotate(${head.turn.toFixed(0)}) scale(${(drawn.small * (0.55 + width * 0.1)).toFixed(2)})`);
    }
    for (const group of [towns, ports]) for (const node of group.children) move(node, ...at(node.item.x, node.item.y));
    for (const site of drawn.sites) { [site.px, site.py] = at(site.x, site.y); site.px += site.dx; move(nodes.get(site.key), site.px, site.py); }
    drawRing();
    writeNames();
  };

  const drawRing = () => {
    const site = chosen && drawn.sites.find((one) => one.key === chosen.key);
    ring.replaceChildren(...(site ? [svg("circle", { cx: site.px, cy: site.py, r: site.radius + 5, fill: "none", stroke: CHOSEN, "stroke-width": 3 })] : []));
  };

  const writeNames = () => {
    const { layers, places, sites: listed, small } = drawn;
    const grounds = places.map((town) => {
      const [x, y] = at(town.x, town.y);
      return { key: `g:${town.text}:${town.x}`, text: town.text, x, y, size: town.size * (town.rank ? 0.92 : 1) * Math.max(1, small), color: town.color, rank: town.rank === 0 ? 4 : town.rank,
        weight: 0, gap: town.marker ? 6 : null, bold: town.rank === 1 };
    });
    const named = listed.filter((site) => layers.names || site.key === chosen?.key).map((site) => ({
      key: `s:${site.key}`, text: site.data.name, x: site.px, y: site.py, size: NAME_SIZE * Math.max(1, small), gap: site.radius + 4,
      color: site.kind === "zone" ? INK : "#4a4e55", rank: site.key === chosen?.key ? 0 : 3, weight: site.kt, always: site.key === chosen?.key,
    }));
    const marks = listed.map((site) => [site.px - site.radius, site.py - site.radius, site.px + site.radius, site.py + site.radius]);
    marks.push(...look.covered);
    const placed = placeNames([...grounds, ...named], marks, look.width, look.height);
    update.names(placed, () => svg("text", { "paint-order": "stroke", stroke: PAPER, "stroke-width": 3, "stroke-linejoin": "round", "dominant-baseline": "central" }),
      (node, name) => {
        if (node.textContent !== name.text) node.textContent = name.text;
        set(node, { x: name.tx.toFixed(1), y: name.ty.toFixed(1), "text-anchor": name.anchor, fill: name.color, "font-size": name.size, "font-weight": name.bold ? 600 : null });
      });
  };

  /** Mark a site: { key, id, flows } or null; flows of others fade. */
  const choose = (what) => {
    chosen = what;
    if (!drawn) return;
    drawFlows(drawn.strands);
    place();
  };

  return { draw, place, choose, sites: () => drawn?.sites ?? [], nodeOf: (key) => nodes.get(key), title: () => t("map_label") };
};
