// Elements, made from names, properties and children. Text is text: nothing here reads markup.

const SVG = "http://www.w3.org/2000/svg";

const apply = (node, properties) => {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(node.style, value);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "value" && "value" in node) node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
};

const fill = (node, children) => {
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
};

/** An element of the page: el("button", { class: "plain", onclick }, "text", other). */
export const el = (tag, properties = {}, ...children) => {
  const node = document.createElement(tag);
  fill(node, children);
  apply(node, properties);
  return node;
};

/** An element of a drawing. */
export const svg = (tag, properties = {}, ...children) => {
  const node = document.createElementNS(SVG, tag);
  apply(node, properties);
  return fill(node, children);
};

// What is being typed is not lost when the panel around it is drawn anew.
document.addEventListener("input", (event) => { if (event.target.dataset.key) event.target.dataset.dirty = "yes"; }, true);
document.addEventListener("change", (event) => { delete event.target.dataset.dirty; }, true);
// A part that was drawn anew with what was typed has heard of no change: it hears of it before it counts.
let drawing = false;
const settle = (node) => node.dispatchEvent(new Event("change", { bubbles: true }));
document.addEventListener("focusout", (event) => { if (event.target.dataset?.dirty && !drawing) settle(event.target); }, true);
document.addEventListener("submit", (event) => event.target.querySelectorAll("[data-dirty]").forEach(settle), true);

// To ask an element how far it is scrolled has the whole page laid out: those that are not are not asked.
const scrolled = new WeakSet();
document.addEventListener("scroll", ({ target }) => { if (target.scrollTop) scrolled.add(target); else scrolled.delete(target); }, true);

/** Put other children into an element; focus stays on the part that carries the same data-key, folds stay open or closed. */
export const replace = (node, ...children) => {
  const held = node.contains(document.activeElement) ? document.activeElement : null;
  const key = held?.dataset.key;
  const caret = held && "selectionStart" in held ? held.selectionStart : null;
  const draft = held?.dataset.dirty ? held.value : null;
  const top = scrolled.has(node) ? node.scrollTop : 0;
  const folds = new Map([...node.querySelectorAll("details[data-key]")].map((fold) => [fold.dataset.key, fold.open]));
  drawing = true;
  node.replaceChildren();
  drawing = false;
  fill(node, children);
  for (const fold of node.querySelectorAll("details[data-key]")) if (folds.has(fold.dataset.key)) fold.open = folds.get(fold.dataset.key);
  if (top) node.scrollTop = top;
  if (!key) return;
  const again = node.querySelector(`[data-key="${CSS.escape(key)}"]`);
  again?.focus({ preventScroll: true });
  if (again && draft !== null) { again.value = draft; again.dataset.dirty = "yes"; }
  if (again && caret !== null && again.type !== "number") again.setSelectionRange?.(caret, caret);
};

/** A button with its words. */
export const button = (text, onclick, properties = {}) => el("button", { type: "button", onclick, ...properties }, text);

/** A choice of one of several: [[value, text], …]. */
export const select = (choices, value, onchange, properties = {}) => {
  const node = el("select", { onchange: () => onchange(node.value), ...properties },
    choices.map(([key, text]) => el("option", { value: key }, text)));
  node.value = value;
  return node;
};

/** A field with its label before it. */
export const field = (label, control, properties = {}) => el("label", { class: "field", ...properties }, el("span", {}, label), control);

/** Run once the hand has been quiet for so many milliseconds. */
export const settled = (wait, act) => {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...values), wait);
  };
};
