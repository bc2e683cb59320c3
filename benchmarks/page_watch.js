// Put into the page before its own scripts: when the hand acted, when the plan was on the screen.
(() => {
  const watch = { acted: 0, from: 0, finished: null };
  window.watch = watch;
  for (const type of ["click", "keydown"]) {
    addEventListener(type, (event) => { if (event.isTrusted) watch.acted = event.timeStamp; }, true);
  }
  const outcome = () => document.body?.dataset.phase ?? "";

  /** Begin to wait: the next outcome that is no longer being planned ends it. */
  watch.begin = () => {
    performance.clearResourceTimings();
    watch.acted = 0;
    watch.from = performance.now();
    let planning = false;
    watch.finished = new Promise((done, fail) => {
      setTimeout(() => fail(new Error("no outcome")), 120000);
      const observer = new MutationObserver(() => {
        if (outcome() === "planning") { planning = true; return; }
        if (!planning) return;
        observer.disconnect();
        const drawn = performance.now();
        requestAnimationFrame(() => requestAnimationFrame(() => done({ phase: outcome(), drawn, painted: performance.now() })));
      });
      observer.observe(document.body, { attributes: true, attributeFilter: ["data-phase", "data-planned"] });
    });
  };

  /** Act by the store of the page, as a control does; false where that changes nothing. */
  watch.act = (edit) => {
    const before = watch.store.state.edits;
    watch.acted = performance.now();
    watch.store.addEdit(edit);
    return watch.store.state.edits !== before;
  };
  watch.undo = () => { watch.acted = performance.now(); watch.store.undo(); };
  watch.clear = () => { watch.acted = performance.now(); watch.store.replaceEdits([]); };

  /** What came of it: milliseconds from the hand on. */
  watch.tell = async () => {
    const { phase, drawn, painted } = await watch.finished;
    const asked = () => performance.getEntriesByType("resource").filter((entry) => entry.name.endsWith("/api/plan")).at(-1);
    while (!asked()) await new Promise((done) => setTimeout(done, 5));
    const request = asked(), { plan, shown } = watch.planner.outcome;
    const at = watch.acted || watch.from, since = (time) => time - at;
    return {
      phase, edits: watch.store.state.edits.length, asked: since(request.startTime), answered: since(phase === "planned" ? shown : request.responseEnd),
      drawn: since(drawn), painted: since(painted), size: request.decodedBodySize,
      seconds: phase === "planned" ? plan.seconds : null,
    };
  };

  watch.open = async () => {
    watch.store = await import("/static/store.js");
    watch.planner = await import("/static/planner.js");
  };
})();
