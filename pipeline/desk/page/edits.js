// What a person can do to captions besides typing: each becomes changes of rows, and one step for undo.

import { newName, say, tidy } from "./dom.js";
import { cueOf, sameCue } from "./store.js";

const SHORTEST_MS = 500;

export class Edits {
  constructor(app) {
    this.app = app;
  }

  get track() {
    return this.app.track;
  }

  // On the page before the function returns, with the caret where it belongs: whoever types on at once, on a slow
  // machine too, types in the right place.
  take(changes, label, caret = null) {
    this.app.history.take(changes, label, { caret });
    for (const { id } of changes) { this.app.list.views.get(id)?.adopt(); }
  }

  remove(id, label = "a caption taken out") {
    const row = this.track.rows.get(id);
    const previous = this.track.neighbour(id, -1);
    const next = this.track.neighbour(id, 1) ?? previous;
    const wasCurrent = this.app.list.current === id;
    this.take([{ id, before: cueOf(row), after: null, previous: previous?.id ?? null }], label);
    if (wasCurrent && next) { this.app.list.setCurrent(next.id); }
    say("Caption taken out; undo brings it back");
  }

  // Take an emptied caption out and write on in its neighbour, where the two touched.
  removeTowards(id, step) {
    const neighbour = this.track.neighbour(id, step);
    if (!neighbour) { return; }
    this.remove(id, "an emptied caption");
    const at = step < 0 ? neighbour.text.length : 0;
    this.app.list.go(neighbour.id, { isText: true, caret: { start: at, end: at } });
  }

  add(afterId) {
    const row = this.track.rows.get(afterId);
    const next = this.track.neighbour(afterId, 1);
    const gap = this.app.gapMs;
    const start = row.end + gap;
    const end = Math.min(start + 2000, next ? next.start - gap : Infinity);
    if (end - start < SHORTEST_MS) {
      say("There is no room for a caption here; shorten one of its neighbours first");
      return;
    }
    const id = newName();
    this.take([{ id, before: null, after: { start, end, text: "…" }, previous: afterId }], "a new caption");
    this.app.list.go(id, { isText: true, caret: { start: 0, end: 1 } });
  }

  // Two captions from one, at a place in its text; the second begins when its first word is said.
  split(id, offset) {
    const row = this.track.rows.get(id);
    const [first, second] = [tidy(row.text.slice(0, offset)), tidy(row.text.slice(offset))];
    if (!first || !second) {
      say("Put the caret between two words to split there");
      return;
    }
    const gap = this.app.gapMs;
    const wanted = this.app.words.timeAt(row, offset);
    const at = Math.round(Math.max(row.start + gap + 100, Math.min(row.end - 100, wanted)));
    const newId = newName();
    this.take([
      { id, before: cueOf(row), after: { start: row.start, end: at - gap, text: first } },
      { id: newId, before: null, after: { start: at, end: row.end, text: second }, previous: id },
    ], "a split", { id, start: offset, end: offset });
    this.app.list.go(newId, { isText: true, caret: { start: 0, end: 0 } });
  }

  join(id, step) {
    const [one, two] = step > 0 ? [this.track.rows.get(id), this.track.neighbour(id, 1)]
      : [this.track.neighbour(id, -1), this.track.rows.get(id)];
    if (!one || !two) { return; }
    const glue = this.app.language.isUnspaced ? "" : "\n";
    const after = { start: one.start, end: Math.max(one.end, two.end), text: one.text + glue + two.text };
    this.take([
      { id: one.id, before: cueOf(one), after },
      { id: two.id, before: cueOf(two), after: null, previous: one.id },
    ], "a join");
    const caret = one.text.length + glue.length;
    this.app.list.go(one.id, { isText: true, caret: { start: caret, end: caret } });
  }

  // The last word to the next caption, or the first one to the previous; the border moves with it.
  moveWord(id, step) {
    const row = this.track.rows.get(id);
    const other = this.track.neighbour(id, step);
    const words = row.text.split(/(\s+)/);
    if (!other || words.length < 3) { return; }
    const gap = this.app.gapMs;
    const [mine, word] = step > 0 ? [words.slice(0, -2).join(""), words.at(-1)] : [words.slice(2).join(""), words[0]];
    const offset = step > 0 ? row.text.length - word.length : row.text.length - mine.length;
    const border = Math.round(this.app.words.timeAt(row, offset));
    const own = step > 0 ? { start: row.start, end: border - gap, text: mine } : { start: border, end: row.end, text: mine };
    const its = step > 0 ? { start: border, end: other.end, text: `${word} ${other.text}` }
      : { start: other.start, end: border - gap, text: `${other.text} ${word}` };
    if (own.end - own.start < 100 || its.end - its.start < 100) { return; }
    this.take([
      { id, before: cueOf(row), after: own }, { id: other.id, before: cueOf(other), after: its },
    ], "a moved word");
  }

  // Start or end, never over a neighbour that it did not touch before.
  setTime(id, edge, ms) {
    const row = this.track.rows.get(id);
    const after = { ...cueOf(row), [edge]: Math.round(ms) };
    if (after.end - after.start < 100) {
      say("A caption cannot end before it starts");
      return;
    }
    this.take([{ id, before: cueOf(row), after }], edge === "start" ? "a new start" : "a new end");
  }

  nudge(id, edge, byMs) {
    this.setTime(id, edge, Math.max(0, this.track.rows.get(id)[edge] + byMs));
  }

  shiftFrom(id, byMs) {
    const rows = this.track.order.slice(this.track.placeOf(id)).map((one) => this.track.rows.get(one));
    if (rows[0].start + byMs < 0) { return; }
    const changes = rows.map((row) => ({
      id: row.id, before: cueOf(row), after: { start: row.start + byMs, end: row.end + byMs, text: row.text },
    }));
    this.take(changes, `a shift of ${(byMs / 1000).toFixed(2)} s from here on`);
  }

  setText(id, text, label) {
    const row = this.track.rows.get(id);
    if (row && tidy(text) && tidy(text) !== row.text) {
      this.take([{ id, before: cueOf(row), after: { ...cueOf(row), text: tidy(text) } }], label);
    }
  }

  // A whole sentence as the machine wrote it, or as it was approved; its captions follow.
  takeVersion(id, kind) {
    const { beside } = this.app;
    const sentence = beside.of(id).find((one) => one[kind].length);
    if (!sentence) {
      say("There is no other version of this caption");
      return;
    }
    if (sentence.rows.some((row) => beside.of(row).length > 1)) {
      say("This caption shows parts of several sentences; correct it by hand");
      return;
    }
    const rows = sentence.rows.map((row) => this.track.rows.get(row)).filter(Boolean);
    const cues = kind === "machine" ? sentence.machine.map(([start, end, text]) => ({ start, end, text }))
      : poured(sentence.approved, rows.map(cueOf));
    this.take(versionChanges(rows, cues), kind === "machine" ? "back to the machine's text" : "back to the approved text");
  }

  // The whole sentence of a caption as it was heard a second time; its captions share the words out.
  takeReading(id, text) {
    const sentence = this.app.beside.of(id)[0];
    const rows = (sentence?.rows ?? [id]).map((row) => this.track.rows.get(row)).filter(Boolean);
    this.take(versionChanges(rows, poured(text, rows.map(cueOf))), "the second reading");
  }
}

// The changes that make some cues of some rows: row by row, what is left over is added or taken out.
function versionChanges(rows, cues) {
  const changes = [];
  let previous = null;
  for (let place = 0; place < Math.max(rows.length, cues.length); place += 1) {
    const row = rows[place];
    const id = row?.id ?? newName();
    changes.push({ id, before: cueOf(row), after: cues[place] ?? null, previous });
    if (cues[place]) { previous = id; }
  }
  return changes.filter(({ before, after }) => !before || !after || !sameCue(before, after));
}

// A text in the captions that are there, shared out by how much each of them holds now.
function poured(text, cues) {
  const words = text.split(/\s+/);
  const total = cues.reduce((sum, cue) => sum + cue.text.length, 0);
  let [from, passed] = [0, 0];
  return cues.map((cue, place) => {
    passed += cue.text.length;
    const until = place === cues.length - 1 ? words.length : Math.max(from + 1, Math.round(words.length * passed / total));
    const part = words.slice(from, until);
    from = until;
    return { ...cue, text: part.join(" ") };
  }).filter((cue) => cue.text);
}
