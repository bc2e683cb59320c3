// Names on the map that never pile up: the most important first, each where there is room.

const isWide = (code) => code > 0x2e80;
const PAD = 2, CELL = 64;

/** The width of a text in pixels, close enough to keep names apart. */
export const widthOf = (text, size) => {
  let width = 0;
  for (const letter of text) width += isWide(letter.codePointAt(0)) ? 1.02 : letter === " " ? 0.3 : /[A-Z@MW]/.test(letter) ? 0.68 : 0.54;
  return width * size;
};

/** A sheet that knows which places are taken. */
const makeSheet = () => {
  const cells = new Map();
  const over = (box, act) => {
    for (let i = Math.floor(box[0] / CELL); i <= Math.floor(box[2] / CELL); i += 1) {
      for (let j = Math.floor(box[1] / CELL); j <= Math.floor(box[3] / CELL); j += 1) if (act(`${i},${j}`)) return true;
    }
    return false;
  };
  const hits = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  return {
    isFree: (box) => !over(box, (cell) => (cells.get(cell) ?? []).some((taken) => hits(taken, box))),
    take: (box) => over(box, (cell) => { cells.has(cell) ? cells.get(cell).push(box) : cells.set(cell, [box]); return false; }),
  };
};

const spots = (x, y, width, height, gap) => [
  ["start", x + gap, y, [x + gap - PAD, y - height / 2, x + gap + width + PAD, y + height / 2]],
  ["end", x - gap, y, [x - gap - width - PAD, y - height / 2, x - gap + PAD, y + height / 2]],
  ["middle", x, y - gap - height / 2, [x - width / 2, y - gap - height, x + width / 2, y - gap]],
  ["middle", x, y + gap + height / 2, [x - width / 2, y + gap, x + width / 2, y + gap + height]],
];

/** Place names: [{ key, text, x, y, size, gap, rank, weight, always }] in pixels.
 * Returns those that have room: [{ …, anchor, tx, ty }]. `marks` are boxes that no name may cover. */
export const placeNames = (names, marks, width, height) => {
  const sheet = makeSheet();
  marks.forEach((mark) => sheet.take(mark));
  const inside = (box) => box[0] > 2 && box[1] > 2 && box[2] < width - 2 && box[3] < height - 2;
  const placed = [];
  for (const name of [...names].sort((a, b) => a.rank - b.rank || b.weight - a.weight)) {
    const wide = widthOf(name.text, name.size) * (name.bold ? 1.12 : 1);
    if (name.x < 0 || name.y < 0 || name.x > width || name.y > height) continue;
    const room = name.gap === null
      ? [["middle", name.x, name.y, [name.x - wide / 2, name.y - name.size / 2, name.x + wide / 2, name.y + name.size / 2]]]
      : spots(name.x, name.y, wide, name.size * 1.15, name.gap);
    const found = room.find(([, , , box]) => inside(box) && sheet.isFree(box)) ?? (name.always ? room[0] : null);
    if (!found) continue;
    sheet.take(found[3]);
    placed.push({ ...name, anchor: found[0], tx: found[1], ty: found[2] });
  }
  return placed;
};
