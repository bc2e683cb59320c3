// Flows: what is switched on is summed over each stretch of road, rail or river.

const WIDEST = 11, THINNEST = 1.2, OUT_COLOR = "#8a8a8a";

/** Flows that the layers let through. `provinceOf` maps the id of a place to its province. */
export const pickFlows = (atlas, layers, provinceOf) => {
  const goods = new Set(atlas.goods);
  const { waste, province } = layers;
  return atlas.flows.filter((flow) =>
    !layers.hiddenModes.has(atlas.modes[flow.t].key) &&
    (waste === null ? !goods.has(flow.m) : atlas.materials[flow.m] === waste) &&
    (!layers.crossing || flow.cross) && (layers.storage || !flow.out) &&
    (!province || provinceOf(flow.from_id) === province || provinceOf(flow.to_id) === province));
};

/** What a plant takes in of other plants, residues and products: [[name, kt], …], the most first. */
export const takenFromPlants = (atlas, id) => {
  const zones = new Set(atlas.zones.map((zone) => zone.id)), sums = new Map();
  for (const flow of atlas.flows) if (flow.to_id === id && !zones.has(flow.from_id)) sums.set(flow.m, (sums.get(flow.m) ?? 0) + flow.kt);
  return [...sums].map(([m, kt]) => [atlas.materials[m], kt]).sort((a, b) => b[1] - a[1]);
};

/** Stretches with the flows on them, keyed by their course, mode and kind. */
export const sumLegs = (flows, legs) => {
  const strands = new Map();
  for (const flow of flows) {
    for (const number of flow.legs) {
      const leg = legs[number], last = leg.x.length - 1;
      const key = [leg.x[0], leg.y[0], leg.x[last], leg.y[last], leg.x[last >> 1], last, flow.t, flow.cross, flow.out].join();
      let strand = strands.get(key);
      if (!strand) strands.set(key, (strand = { key, leg, number, t: flow.t, cross: flow.cross, out: flow.out, kt: 0, flows: [] }));
      strand.kt += flow.kt;
      strand.flows.push(flow);
    }
  }
  return [...strands.values()];
};

/** Give each strand colour, width, and the place and turn of its arrowhead; the widest first. */
export const styleStrands = (strands, atlas, widest) => {
  const perKt = widest > 0 ? WIDEST / widest : 0;
  const under = new Map();
  for (const strand of strands) if (strand.leg.river && !strand.cross) under.set(`${strand.number}|${strand.t}`, strand.kt);
  for (const strand of strands) {
    const { leg, cross, out } = strand, mode = atlas.modes[strand.t];
    const inner = cross && leg.river ? under.get(`${strand.number}|${strand.t}`) ?? 0 : 0;
    strand.width = Math.max(THINNEST, Math.round((strand.kt + inner) * perKt * 2) / 2);
    strand.color = out && !atlas.change ? OUT_COLOR : cross ? mode.color : mode.pale;
    const last = leg.x.length - 1, at = Math.max(1, Math.round(last * 0.62));
    strand.head = leg.head
      ? { x: leg.x[at], y: leg.y[at], turn: (Math.atan2(leg.x[at] - leg.x[at - 1], leg.y[at] - leg.y[at - 1]) * 180) / Math.PI }
      : null;
  }
  return strands.sort((a, b) => b.width - a.width || (a.key < b.key ? -1 : 1));
};
