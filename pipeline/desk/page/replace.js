// Find and replace; and after a corrected word: the other places where it stands, with context and sound.

import { Elsewhere, applyReplacements, askReplacements, searchEverywhere } from "./everywhere.js";
import { button, byId, element, plural, say } from "./dom.js";
import { isAlone } from "./api.js";
import { cueOf } from "./store.js";
import { openTerm } from "./terms.js";
import { trouble } from "./sync.js";

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

// A place in this track as those that the server finds are told.
function ownPlace(app, { id, index, length }) {
  const row = app.track.rows.get(id);
  return { video: app.track.video, language: app.track.language, dir: app.language.dir, id, likeness: "same",
    cue: cueOf(row), start: index, end: index + length };
}

export class Replace {
  constructor(app) {
    this.app = app;
    this.offered = "";
    this.elsewhere = new Elsewhere();
  }

  // All chosen places of this track as one step.
  apply(places, replacement) {
    const changes = [];
    for (const [id, inRow] of Map.groupBy(places, (place) => place.id)) {
      const row = this.app.track.rows.get(id);
      let { text } = row;
      for (const { start, end } of inRow.toReversed()) { text = text.slice(0, start) + replacement + text.slice(end); }
      if (text.trim() && text !== row.text) { changes.push({ id, before: cueOf(row), after: { ...cueOf(row), text } }); }
    }
    say(`${plural(places.length, "place", "places")} replaced`);
    this.app.edits.take(changes, `${plural(places.length, "place", "places")} replaced`);
  }

  open(wanted = "", replacement = "") {
    const list = () => this.list(dialog, fields);
    const box = (id, checked) => element("input", { id, type: "checkbox", checked, onchange: list });
    const fields = {
      find: element("input", { id: "find", value: wanted, oninput: list }),
      put: element("input", { id: "put", value: replacement }),
      whole: box("whole", true),
      cased: box("cased", Boolean(wanted)),
      wide: box("wide", Boolean(wanted) && !isAlone),
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
        element("label", { hidden: isAlone }, fields.wide, " In all videos and languages, also similar words"),
        element("label", { className: "narrow" }, fields.whole, " Whole words"),
        element("label", { className: "narrow" }, fields.cased, " Capitals as written")),
      fields.count,
      element("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": "Places" }, fields.places),
      element("p", { className: "choices" },
        button("Replace the chosen places", () => this.finish(dialog, fields), { className: "main" }),
        button("Into the glossary…", () => { dialog.close(); openTerm(this.app, fields.put.value); }, { hidden: isAlone }),
        button("Close", () => dialog.close())));
    dialog.addEventListener("close", () => {
      this.elsewhere.stop();
      dialog.remove();
      if (!document.querySelector("dialog[open]")) { this.app.list.go(this.app.list.current); }
    });
    byId("desk").append(dialog);
    dialog.showModal();
    list();
  }

  async list(dialog, fields) {
    const wanted = fields.find.value.trim();
    dialog.classList.toggle("wide", fields.wide.checked);
    let [found, isAll] = [[], true];
    if (fields.wide.checked && wanted) {
      fields.count.textContent = "Looking…";
      try {
        await this.app.sync.settled();
        ({ places: found, isAll } = await searchEverywhere(this.app.track, wanted));
      } catch (refused) {
        fields.count.textContent = refused.message;
        return;
      }
      if (wanted !== fields.find.value.trim() || !fields.wide.checked) { return; } // somebody typed on
    } else {
      const options = { isWhole: fields.whole.checked, isCased: fields.cased.checked };
      found = findPlaces(this.app.track, wanted, options).map((place) => ownPlace(this.app, place));
    }
    dialog.found = found;
    fields.count.textContent = wanted ? `Found in ${plural(found.length, "place", "places")}${isAll ? "" : ", and perhaps in more"}` : "";
    fields.places.replaceChildren(...found.slice(0, LIMIT).flatMap((place, number) => this.place(place, number, found[number - 1])));
  }

  // A place in its context, under the captions that it stands in.
  place(place, number, before) {
    const { text } = place.cue;
    const isSimilar = place.likeness === "similar";
    const isNew = before?.video !== place.video || before?.language !== place.language;
    const isOwn = place.video === this.app.track.video && place.language === this.app.track.language;
    const title = isOwn ? "These captions" : `${place.video === this.app.track.video ? "" : `${place.video} – `}${place.name}`;
    const heading = isNew && (before || !isOwn) ? [element("li", { className: "group" }, element("h3", {}, title))] : [];
    return [...heading, element("li", {},
      element("input", { type: "checkbox", checked: !isSimilar, id: `place-${number}` }),
      element("label", { htmlFor: `place-${number}`, lang: place.language, dir: place.dir },
        text.slice(0, place.start), element("mark", {}, text.slice(place.start, place.end)), text.slice(place.end),
        isSimilar ? element("span", { className: "faint", lang: "en", dir: "ltr" }, " (perhaps the same word)") : ""),
      button("Play", () => this.play(place), { "aria-label": `Play: ${text.slice(place.start, place.end)}` }))];
  }

  play(place) {
    const { player } = this.app;
    if (place.video === this.app.track.video && this.app.video.hasMedia) {
      player.span(place.cue.start - 500, place.cue.end + 500);
    } else {
      this.elsewhere.play(place.video, place.cue);
    }
  }

  async finish(dialog, fields) {
    const boxes = [...fields.places.querySelectorAll("input")];
    const chosen = dialog.found.filter((_, number) => boxes[number]?.checked ?? !fields.wide.checked);
    if (!fields.wide.checked) {
      dialog.close();
      if (chosen.length) { this.apply(chosen, fields.put.value); }
      return;
    }
    const wanted = fields.find.value.trim();
    try {
      const tracks = chosen.length ? await askReplacements(wanted, fields.put.value, chosen) : [];
      dialog.close();
      this.applyAll(tracks, `“${wanted}” replaced`);
    } catch (refused) {
      fields.count.textContent = refused.message;
    }
  }

  async applyAll(tracks, label) {
    try {
      say(`${await applyReplacements(this.app, tracks, label)} corrected`);
    } catch (refused) {
      trouble(`Not corrected everywhere yet: ${refused.message}. What is missing comes when those captions are opened.`);
    }
  }

  // After a corrected word: where else does the wrong one stand? Here at once, elsewhere as soon as it is known.
  async offer(before, after) {
    const [old, now] = changedWords(before, after);
    if (!old || !now) { return; }
    this.offered = `${old} ${now}`;
    const here = findPlaces(this.app.track, old).length;
    this.showOffer(old, now, here, 0);
    try {
      const { places } = await searchEverywhere(this.app.track, old, true);
      const there = places.filter(({ video, language }) => video !== this.app.track.video || language !== this.app.track.language);
      if (there.length && this.offered === `${old} ${now}`) { this.showOffer(old, now, here, there.length); }
    } catch { /* the page by mail, or a server that is away: what stands here is offered */ }
  }

  showOffer(old, now, here, there) {
    const end = () => {
      this.offered = "";
      byId("offer").replaceChildren();
    };
    const where = [here ? plural(here, "other place", "other places") : "",
      there ? `${plural(there, "place", "places")} in other captions` : ""].filter(Boolean).join(" and in ");
    byId("offer").replaceChildren(...(where ? [
      `“${old}” stands in ${where}. `,
      button("Correct it everywhere", () => { end(); this.open(old, now); }), button("No", end),
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
