// Where a map looks, apart from its size in pixels: several maps can share one camera.

const CLOSEST = 60, FARTHEST = 0.7;

/** A camera over a box [left, right, bottom, top] in km. */
export const makeCamera = (box) => {
  const listeners = new Set();
  const [left, right, bottom, top] = box;
  const whole = { x: (left + right) / 2, y: (bottom + top) / 2, zoom: 1 };
  const camera = { ...whole, box };
  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
  let waiting = 0;
  const look = ({ x = camera.x, y = camera.y, zoom = camera.zoom }) => {
    camera.zoom = clamp(zoom, FARTHEST, CLOSEST);
    camera.x = clamp(x, left, right);
    camera.y = clamp(y, bottom, top);
    if (waiting) return;
    waiting = requestAnimationFrame(() => {
      waiting = 0;
      for (const listener of listeners) listener();
    });
  };
  return Object.assign(camera, {
    look,
    reset: () => look(whole),
    watch: (listener) => { listeners.add(listener); return () => listeners.delete(listener); },
    /** Pixels a km on a picture of a size. */
    scale: (width, height) => Math.min(width / (right - left), height / (top - bottom)) * camera.zoom,
    /** Zoom by a factor; the point (x, y) in km stays where it is. */
    zoomAt: (factor, x = camera.x, y = camera.y) => {
      const zoom = clamp(camera.zoom * factor, FARTHEST, CLOSEST), share = camera.zoom / zoom;
      look({ zoom, x: x + (camera.x - x) * share, y: y + (camera.y - y) * share });
    },
  });
};
