// Lakes, rivers, lines of provinces and names of places below and between the flows.
import { svg } from "../dom.js";

/** A path through points; null breaks it. */
export const pathOfPoints = (x, y, close = false) => {
  let text = "", begins = true;
  for (let i = 0; i < x.length; i += 1) {
    if (x[i] === null) { begins = true; if (close) text += "Z"; continue; }
    text += `${begins ? "M" : "L"}${x[i]} ${-y[i]}`;
    begins = false;
  }
  return text;
};

const DASHES = { dashdot: "7 3 1.5 3", dash: "6 3", dot: "1.5 3" };

/** The elements of the ground, in km; `ground` is what the report draws too. */
export const drawGround = (ground) => ground.filter((part) => part.mode === "lines").map((part) => svg("path", {
  d: pathOfPoints(part.x, part.y, part.fill === "toself"),
  fill: part.fill === "toself" ? part.fillcolor : "none",
  stroke: part.line.width ? part.line.color : "none", "stroke-width": part.line.width || null,
  "stroke-dasharray": DASHES[part.line.dash] ?? null,
  "stroke-linejoin": "round", "vector-effect": "non-scaling-stroke",
}));

/** Names of the ground: [{ text, x, y, size, color, marker, rank }]. */
export const listNames = (ground, towns) => {
  const named = (part, rank, marker) => part.text.map((text, i) => ({
    text, x: part.x[i], y: part.y[i], size: part.textfont.size, color: part.textfont.color, rank, marker,
  }));
  const provinces = ground.filter((part) => part.text).flatMap((part) => named(part, 0, null));
  return [...provinces, ...towns.flatMap((part, i) => named(part, i + 1, part.marker))];
};
