"use strict";
// The page's own words, in the viewer's language where they are known, else as the page has them (English).
const pageWords = (() => {
  const known = JSON.parse(document.getElementById("strings").textContent);
  const wanted = (navigator.languages ?? [navigator.language]).map((tag) => tag.toLowerCase().split("-")[0]);
  const tag = wanted.find((name) => name in known) ?? "en";
  const words = known[tag];

  const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

  document.documentElement.lang = tag;
  for (const [attribute, put] of [
    ["text", (node, text) => { node.textContent = text; }],
    ["label", (node, text) => node.setAttribute("aria-label", text)],
    ["placeholder", (node, text) => { node.placeholder = text; }],
  ]) {
    for (const node of document.querySelectorAll(`[data-${attribute}]`)) { put(node, say(node.dataset[attribute])); }
  }
  return { say, tag, wanted: navigator.languages ?? [] };
})();
