// Drawings that are changed rather than drawn again: one element a key.

/** Bring the children of a group in line with items, in their order. */
export const keyed = (group) => {
  const known = new Map();
  return (items, make, update) => {
    const seen = new Set();
    let at = group.firstChild;
    for (const item of items) {
      seen.add(item.key);
      let node = known.get(item.key);
      if (!node) known.set(item.key, (node = make(item)));
      node.item = item;
      update(node, item);
      if (node === at) at = at.nextSibling;
      else group.insertBefore(node, at);
    }
    for (const [key, node] of known) {
      if (seen.has(key)) continue;
      node.remove();
      known.delete(key);
    }
    return known;
  };
};

/** Set attributes that differ; what is null is taken away. */
export const set = (node, attributes) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) { node.removeAttribute(name); continue; }
    const text = String(value);
    if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }
};
