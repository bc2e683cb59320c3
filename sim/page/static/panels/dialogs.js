// Dialogs of the page: one at a time, closed by Escape, the focus goes back where it was.
import { button, el } from "../dom.js";
import { t } from "../words.js";

/** Open a dialog with a title and content; returns { close, body }. */
export const openDialog = (title, content, { wide = false } = {}) => {
  const before = document.activeElement, key = before?.dataset.key;
  /** What had the focus, or what was drawn in its place; else the panel. */
  const back = () => (before?.isConnected && before !== document.body ? before : (key && document.querySelector(`[data-key="${CSS.escape(key)}"]`)) || document.getElementById("panel"));
  const body = el("div", { class: "dialog-body" }, content);
  const dialog = el("dialog", { class: wide ? "wide" : null, "aria-labelledby": "dialog-title" },
    el("div", { class: "row head" }, el("h2", { id: "dialog-title" }, title), el("span", { class: "spacer" }), button("✕", () => dialog.close(), { class: "plain", "aria-label": t("close") })), body);
  dialog.addEventListener("close", () => { dialog.remove(); back()?.focus({ preventScroll: true }); });
  document.getElementById("dialogs").append(dialog);
  dialog.showModal();
  body.querySelector("input, select, button")?.focus();
  return { close: () => dialog.close(), body, dialog };
};

const SHOWN_MS = 4000;

/** Say for a few seconds, for all to see, that something was done; `say` tells those who listen. */
export const notice = (text) => {
  document.querySelector(".notice")?.remove();
  const shown = el("p", { class: "notice no-print", "aria-hidden": "true" }, text);
  document.body.append(shown);
  setTimeout(() => shown.remove(), SHOWN_MS);
};

/** Give a file to the reader. */
export const giveFile = (blob, name) => {
  const address = URL.createObjectURL(blob);
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
};
