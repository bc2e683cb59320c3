// Symbols of plants and outlets: the same drawings as in the report, read from the page's template.

const paths = new Map();

/** The drawing of a symbol, in a box from -10 to 10. */
export const pathOf = (name) => {
  if (!paths.has(name)) {
    const found = document.querySelector(`#symbols [data-symbol="${CSS.escape(name)}"] path`) ??
      document.querySelector("#symbols path");
    paths.set(name, found.getAttribute("d"));
  }
  return paths.get(name);
};
