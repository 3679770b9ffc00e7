"use strict";
// The page's own words, in the viewer's language where they are known, else as the page has them (English).
const pageWords = (() => {
  const known = JSON.parse(document.getElementById("strings").textContent);
  const wanted = (navigator.languages ?? [navigator.language]).map((tag) => tag.toLowerCase().split("-")[0]);
  const tag = wanted.find((name) => name in known) ?? "en";
  const words = known[tag];

  const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

  document.documentElement.lang = tag;
  document.documentElement.dir = words.direction;
  for (const [attribute, put] of [
    ["text", (node, text) => { node.textContent = text; }],
    ["label", (node, text) => node.setAttribute("aria-label", text)],
    ["placeholder", (node, text) => { node.placeholder = text; }],
  ]) {
    for (const node of document.querySelectorAll(`[data-${attribute}]`)) { put(node, say(node.dataset[attribute])); }
  }
  // How a language's captions were made and who answers for them.
  function provenance({ origin, engines, percent, approvedBy, reviewedBy }) {
    const made = say({ "speech recognition": "recognised", "machine translation": "translated" }[origin] ?? "written");
    const parts = [engines.length ? say("withEngines", { made, engines: engines.join(", ") }) : made];
    if (approvedBy.length) { parts.push(say("approvedBy", { names: approvedBy.join(", ") })); }
    else if (reviewedBy.length) { parts.push(say("reviewedBy", { percent, names: reviewedBy.join(", ") })); }
    else if (origin !== "person") { parts.push(say("unreviewed", { percent })); }
    return `${parts.join("; ")}.`;
  }

  return { say, provenance, tag, wanted: navigator.languages ?? [] };
})();
