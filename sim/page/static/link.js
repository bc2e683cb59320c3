// Edits in the address of the page: JSON, deflated, in letters that an address may hold.

const through = async (bytes, stream) => new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());

/** A state as a short text. */
export const pack = async (state) => {
  const bytes = await through(new TextEncoder().encode(JSON.stringify(state)), new CompressionStream("deflate-raw"));
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
};

/** The state of such a text; null when it is none. */
export const unpack = async (text) => {
  try {
    const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(await through(bytes, new DecompressionStream("deflate-raw"))));
  } catch {
    return null;
  }
};

/** What the fragment of an address says: { s: packed state }. */
export const readFragment = () => new URLSearchParams(location.hash.slice(1)).get("s");

/** The address of the page with a state in it. */
export const addressOf = async (state) => `${location.origin}${location.pathname}#s=${await pack(state)}`;

/** Put a state into the address of this page without a step back in its history. */
export const writeFragment = async (state) => {
  const address = state.edits.length ? await addressOf(state) : location.pathname;
  history.replaceState(null, "", address);
};
