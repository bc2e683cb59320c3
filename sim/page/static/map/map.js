// A map on the page: its picture, hands, hover card, keys, and the buttons for zooming.
import { button, el, svg } from "../dom.js";
import { amount, percent, shared, t } from "../words.js";
import { makeCard, tell } from "./card.js";
import { followHands } from "./gestures.js";
import { makeScene } from "./scene.js";

export const FONT = 'system-ui, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const AHEAD = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const describe = (site) => {
  if (site.kind === "zone") return `${site.data.name}: ${amount(site.kt)}, ${percent(site.rate)}`;
  return `${site.data.name}: ${amount(site.kt)}`;
};

/** A map in `box`. `onSelect(kind, id)` on a click, `onPoint(x, y)` when a place is asked for. */
export const makeMap = (box, camera, { provinceOf, onSelect, onPoint = null, label }) => {
  const picture = svg("svg", { class: "map-svg", role: "application", tabindex: 0, "aria-label": label ?? t("map_label"), "font-family": FONT });
  box.append(picture);
  const scene = makeScene(picture, { provinceOf, describe });
  const card = makeCard(box);
  let size = [box.clientWidth || 600, box.clientHeight || 400], drawn = null, pointing = false;

  let covered = null;
  const look = () => ({ x: camera.x, y: camera.y, scale: camera.scale(...size), width: size[0], height: size[1], covered: covered ?? [] });
  /** The boxes over the map, in its pixels: buttons, the fold of the layers, a title. No name stands below them. */
  const findCovered = () => {
    const frame = box.getBoundingClientRect();
    covered = [...box.querySelectorAll(".map-buttons, .map-title"), ...box.parentElement.parentElement.querySelectorAll(".layers > summary")]
      .map((node) => node.getBoundingClientRect()).filter((found) => found.width > 0)
      .map((found) => [found.left - frame.left, found.top - frame.top, found.right - frame.left, found.bottom - frame.top]);
  };
  const toKm = (px, py) => {
    const { x, y, scale } = look();
    return [x + (px - size[0] / 2) / scale, y - (py - size[1] / 2) / scale];
  };
  const hands = followHands(picture, camera, { toKm, perKm: () => camera.scale(...size) });
  camera.watch(() => { card.hide(); scene.place(look()); });

  const resize = () => {
    size = [box.clientWidth, box.clientHeight];
    if (!size[0] || !size[1]) return;
    picture.setAttribute("viewBox", `0 0 ${size[0]} ${size[1]}`);
    covered = null;
    scene.place(look());
    if (drawn) { findCovered(); scene.place(look()); scene.draw(...drawn); }
  };
  new ResizeObserver(resize).observe(box);

  const itemAt = (target) => {
    const node = target.closest?.("[data-site], [data-hit]");
    return node && picture.contains(node) ? node.item : null;
  };
  picture.addEventListener("pointermove", (event) => {
    const item = event.buttons ? null : itemAt(event.target);
    if (!item) { card.hide(); return; }
    const frame = box.getBoundingClientRect();
    card.show(tell(item, drawn[0]), event.clientX - frame.left, event.clientY - frame.top);
  });
  picture.addEventListener("pointerleave", () => card.hide());
  picture.addEventListener("click", (event) => {
    if (hands.hasMoved()) return;
    const frame = picture.getBoundingClientRect();
    if (pointing) { onPoint(...toKm(event.clientX - frame.left, event.clientY - frame.top)); return; }
    const item = itemAt(event.target);
    if (item?.id) onSelect(item.kind, item.id);
    else if (!item) onSelect(null, null);
  });

  const rove = (key, focus) => {
    const node = scene.nodeOf(key);
    if (!node) return;
    for (const other of picture.querySelectorAll('[data-site][tabindex="0"]')) other.setAttribute("tabindex", "-1");
    node.setAttribute("tabindex", "0");
    if (focus) node.focus({ preventScroll: true });
  };
  const nearest = (from, [dx, dy]) => {
    let best = null, least = Infinity;
    for (const site of scene.sites()) {
      const x = site.px - from.px, y = site.py - from.py, ahead = x * dx + y * dy, aside = Math.abs(x * dy - y * dx);
      const cost = ahead + 2.5 * aside;
      if (ahead > 1 && aside < 2 * ahead && cost < least) { least = cost; best = site; }
    }
    return best;
  };
  picture.addEventListener("keydown", (event) => {
    if (pointing && event.key === "Enter") { event.preventDefault(); onPoint(camera.x, camera.y); return; }
    const site = event.target.dataset?.site && event.target.item;
    if (!site) return;
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); onSelect(site.kind, site.id); return; }
    if (event.key === "Escape") { event.preventDefault(); picture.focus(); return; }
    if (!(event.key in AHEAD)) return;
    event.preventDefault();
    const next = nearest(site, AHEAD[event.key]);
    if (!next) return;
    if (next.px < 0 || next.py < 0 || next.px > size[0] || next.py > size[1]) camera.look({ x: next.x, y: next.y });
    rove(next.key, true);
  });
  picture.addEventListener("focusin", (event) => {
    const item = event.target.item;
    if (item && event.target.matches(":focus-visible")) card.show(tell(item, drawn[0]), item.px, item.py);
  });
  picture.addEventListener("focusout", () => card.hide());

  const zoom = (text, name, act) => button(text, act, { "aria-label": shared(name), title: shared(name) });
  box.append(el("div", { class: "map-buttons no-print" },
    zoom("+", "zoom_in", () => camera.zoomAt(1.6)), zoom("−", "zoom_out", () => camera.zoomAt(1 / 1.6)),
    zoom("⤢", "zoom_all", () => camera.reset())));
  resize();

  return {
    /** Draw; returns what is shown: { flows, strands, widest, largest }. */
    draw: (atlas, layers, scale) => {
      drawn = [atlas, layers, scale];
      if (!covered) findCovered();
      scene.place(look());
      const shown = scene.draw(atlas, layers, scale);
      if (!picture.querySelector('[data-site][tabindex="0"]') && scene.sites().length) rove(scene.sites()[0].key, false);
      return shown;
    },
    /** Mark a site; with `fades` the flows of others step back. */
    choose: (kind, id, fades = true) => {
      scene.choose(kind ? { key: `${kind}:${id}`, id, flows: fades } : null);
      if (kind) rove(`${kind}:${id}`, false);
    },
    /** Wait for a place to be pointed at, or stop waiting. */
    point: (wanted) => { pointing = wanted; box.classList.toggle("pointing", wanted); if (wanted) picture.focus(); },
    /** Bring a site into the middle. */
    centre: (kind, id) => {
      const site = scene.sites().find((one) => one.key === `${kind}:${id}`);
      if (site) camera.look({ x: site.x, y: site.y, zoom: Math.max(camera.zoom, 2.2) });
    },
    picture, size: () => size,
  };
};
