// Wheel, drag, pinch and keys on a map: they move its camera.

const STEP = 0.15, KEY_ZOOM = 1.5, WHEEL = 0.0016, STILL_PX = 4;

/** Let hands move `camera` over `picture`; `toKm` turns a place in pixels into km. */
export const followHands = (picture, camera, { toKm, perKm }) => {
  const fingers = new Map();
  let moved = 0;
  const place = (event) => {
    const frame = picture.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  };

  picture.addEventListener("wheel", (event) => {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 30 : event.deltaMode === 2 ? 300 : 1;
    const turn = Math.max(-240, Math.min(240, event.deltaY * lines));
    camera.zoomAt(Math.exp(-turn * WHEEL * (event.ctrlKey ? 4 : 1)), ...toKm(...place(event)));
  }, { passive: false });

  picture.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    fingers.set(event.pointerId, place(event));
    if (fingers.size === 1) moved = 0;
  });
  picture.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = place(event);
    moved += Math.abs(now[0] - before[0]) + Math.abs(now[1] - before[1]);
    if (moved < STILL_PX && fingers.size === 1) return;
    if (!picture.hasPointerCapture(event.pointerId)) picture.setPointerCapture(event.pointerId);
    if (fingers.size === 2) pinch(event.pointerId, before, now);
    else drag(before, now);
    fingers.set(event.pointerId, now);
  });
  const lift = (event) => { fingers.delete(event.pointerId); };
  picture.addEventListener("pointerup", lift);
  picture.addEventListener("pointercancel", lift);

  const drag = (before, now) => {
    const scale = perKm();
    camera.look({ x: camera.x - (now[0] - before[0]) / scale, y: camera.y + (now[1] - before[1]) / scale });
  };
  const pinch = (id, before, now) => {
    const [, other] = [...fingers].find(([key]) => key !== id);
    const apart = (at) => Math.hypot(at[0] - other[0], at[1] - other[1]) || 1;
    camera.zoomAt(apart(now) / apart(before), ...toKm((now[0] + other[0]) / 2, (now[1] + other[1]) / 2));
  };

  const span = (share) => (share * (camera.box[1] - camera.box[0])) / camera.zoom;
  const keys = {
    "+": () => camera.zoomAt(KEY_ZOOM), "=": () => camera.zoomAt(KEY_ZOOM), "-": () => camera.zoomAt(1 / KEY_ZOOM),
    0: () => camera.reset(),
    ArrowLeft: () => camera.look({ x: camera.x - span(STEP) }), ArrowRight: () => camera.look({ x: camera.x + span(STEP) }),
    ArrowUp: () => camera.look({ y: camera.y + span(STEP) }), ArrowDown: () => camera.look({ y: camera.y - span(STEP) }),
  };
  picture.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
    if (event.target !== picture && event.key.startsWith("Arrow")) return;
    event.preventDefault();
    keys[event.key]();
  });
  /** Whether the last press moved the map: then its click selects nothing. */
  return { hasMoved: () => moved >= STILL_PX };
};
