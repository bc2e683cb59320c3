// Requests to the server. A cut line is a LineCut; what the server refuses is a Refused.

export class LineCut extends Error {}

export class Refused extends Error {
  constructor(error, status) {
    super(error.message);
    this.problems = error.problems ?? [];
    this.status = status;
  }
}

const ask = async (url, options) => {
  let answer;
  try {
    answer = await fetch(url, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new LineCut(error.message);
  }
  if (answer.ok) return answer;
  const told = await answer.json().catch(() => ({}));
  throw new Refused(told.error ?? { message: `${answer.status} ${answer.statusText}` }, answer.status);
};

const posted = (body, signal) => ({
  method: "POST", signal, cache: "no-store",
  headers: { "Content-Type": "application/json", "X-Sim": "1" },
  body: JSON.stringify(body),
});

/** Words, start, usual: what is asked by an address alone. */
export const get = async (name, query = {}, signal = undefined) => {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const address = `/api/${name}?${new URLSearchParams(given)}`;
  return (await ask(address, { headers: { "X-Sim": "1" }, cache: "no-store", signal })).json();
};

/** One answer to one question. */
export const post = async (name, body, signal = undefined) => {
  const answer = await (await ask(`/api/${name}`, posted(body, signal))).json();
  if (answer.error) throw new Refused(answer.error, answer.error.status);
  return answer;
};

/** A file: { blob, name }. */
export const download = async (body, signal = undefined) => {
  const answer = await ask("/api/download", posted(body, signal));
  const named = /filename="?([^";]+)"?/.exec(answer.headers.get("Content-Disposition") ?? "");
  return { blob: await answer.blob(), name: named ? named[1] : "download" };
};

/** An answer in steps: `onStep` is called with each line but the last, which is returned. */
export const stream = async (name, body, signal, onStep) => {
  const answer = await ask(`/api/${name}`, posted(body, signal));
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "", last = null;
  const take = (line) => {
    if (!line.trim()) return;
    const item = JSON.parse(line);
    if ("step" in item || "done" in item) onStep(item);
    else last = item;
  };
  for (;;) {
    let part;
    try {
      part = await reader.read();
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new LineCut(error.message);
    }
    if (part.done) break;
    const lines = (rest + part.value).split("\n");
    rest = lines.pop();
    lines.forEach(take);
  }
  take(rest);
  if (!last) throw new LineCut("the answer ended early");
  if (last.error) throw new Refused(last.error, last.error.status);
  return last;
};
