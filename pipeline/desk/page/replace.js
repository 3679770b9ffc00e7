// Find and replace; and after a corrected word: the other places where it stands, with context and sound.

import { button, byId, element, plural, say } from "./dom.js";
import { cueOf } from "./store.js";

const LIMIT = 300;

// Every place of a word or phrase: whole words only, where its script has words.
export function findPlaces(track, wanted, { isWhole = true, isCased = true } = {}) {
  if (!wanted) { return []; }
  const escaped = wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
  const around = (edge, char) => (isWhole && /[\p{L}\p{N}]/u.test(char) ? edge : "");
  const pattern = new RegExp(around("(?<![\\p{L}\\p{N}])", wanted[0]) + escaped + around("(?![\\p{L}\\p{N}])", wanted.at(-1)),
    isCased ? "gu" : "giu");
  const found = [];
  for (const id of track.order) {
    const { text } = track.rows.get(id);
    for (const match of text.matchAll(pattern)) { found.push({ id, index: match.index, length: match[0].length }); }
  }
  return found;
}

export class Replace {
  constructor(app) {
    this.app = app;
  }

  // All chosen places as one step.
  apply(places, replacement) {
    const changes = [];
    for (const [id, inRow] of Map.groupBy(places, (place) => place.id)) {
      const row = this.app.track.rows.get(id);
      let { text } = row;
      for (const { index, length } of inRow.toReversed()) { text = text.slice(0, index) + replacement + text.slice(index + length); }
      if (text.trim() && text !== row.text) { changes.push({ id, before: cueOf(row), after: { ...cueOf(row), text } }); }
    }
    say(`${plural(places.length, "place", "places")} replaced`);
    return this.app.edits.take(changes, `${plural(places.length, "place", "places")} replaced`);
  }

  open(wanted = "", replacement = "") {
    const fields = {
      find: element("input", { id: "find", value: wanted, oninput: () => this.list(dialog, fields) }),
      put: element("input", { id: "put", value: replacement }),
      whole: element("input", { id: "whole", type: "checkbox", checked: true, onchange: () => this.list(dialog, fields) }),
      cased: element("input", { id: "cased", type: "checkbox", checked: Boolean(wanted), onchange: () => this.list(dialog, fields) }),
      places: element("ol", { className: "places" }),
      count: element("p", { role: "status" }),
    };
    const dialog = element("dialog", { className: "replace", "aria-labelledby": "replace-title" });
    dialog.append(
      element("h2", { id: "replace-title" }, wanted ? "Correct it everywhere" : "Find and replace"),
      element("div", { className: "fields" },
        element("label", { htmlFor: "find" }, "Find"), fields.find,
        element("label", { htmlFor: "put" }, "Replace with"), fields.put),
      element("p", { className: "choices" },
        element("label", {}, fields.whole, " Whole words"), element("label", {}, fields.cased, " Capitals as written")),
      fields.count,
      element("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": "Places" }, fields.places),
      element("p", { className: "choices" },
        button("Replace the chosen places", () => this.finish(dialog, fields), { className: "main" }), button("Close", () => dialog.close())));
    dialog.addEventListener("close", () => {
      dialog.remove();
      this.app.list.go(this.app.list.current);
    });
    byId("desk").append(dialog);
    dialog.showModal();
    this.list(dialog, fields);
  }

  list(dialog, fields) {
    const options = { isWhole: fields.whole.checked, isCased: fields.cased.checked };
    const found = findPlaces(this.app.track, fields.find.value, options);
    dialog.found = found;
    fields.count.textContent = fields.find.value ? `Found in ${plural(found.length, "place", "places")}` : "";
    fields.places.replaceChildren(...found.slice(0, LIMIT).map((place, number) => this.place(place, number)));
  }

  place({ id, index, length }, number) {
    const { text } = this.app.track.rows.get(id);
    const { tag, dir } = this.app.language;
    return element("li", {},
      element("input", { type: "checkbox", checked: true, id: `place-${number}` }),
      element("label", { htmlFor: `place-${number}`, lang: tag, dir },
        text.slice(0, index), element("mark", {}, text.slice(index, index + length)), text.slice(index + length)),
      button("Play", () => { this.app.list.setCurrent(id); this.app.player.around(); }));
  }

  finish(dialog, fields) {
    const boxes = [...fields.places.querySelectorAll("input")];
    const chosen = dialog.found.filter((_, number) => boxes[number]?.checked ?? true);
    dialog.close();
    if (chosen.length) { this.apply(chosen, fields.put.value); }
  }

  // After a corrected word: where else does the wrong one stand?
  offer(before, after) {
    const [old, now] = changedWords(before, after);
    if (!old || !now) { return; }
    const others = findPlaces(this.app.track, old);
    byId("offer").replaceChildren(...(others.length ? [
      `“${old}” stands in ${plural(others.length, "other place", "other places")}. `,
      button("Correct it everywhere", () => { byId("offer").replaceChildren(); this.open(old, now); }),
      button("No", () => byId("offer").replaceChildren()),
    ] : []));
  }
}

// The words that a correction replaced, without the punctuation around them; empty if more than three words differ.
export function changedWords(before, after) {
  const [old, now] = [before.split(/\s+/), after.split(/\s+/)];
  let first = 0;
  while (first < Math.min(old.length, now.length) && old[first] === now[first]) { first += 1; }
  let last = 0;
  while (last < Math.min(old.length, now.length) - first && old.at(-1 - last) === now.at(-1 - last)) { last += 1; }
  const middle = (words) => words.slice(first, words.length - last);
  const bare = (words) => words.join(" ").replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  if (middle(old).length > 3 || middle(now).length > 3) { return ["", ""]; }
  const [one, two] = [bare(middle(old)), bare(middle(now))];
  return one.length > 2 && one !== two ? [one, two] : ["", ""];
}
