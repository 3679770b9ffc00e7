// One track as the page knows it: what the server answered, and above it what has no answer yet.

import { newName } from "./dom.js";

export function cueOf(row) {
  return row ? { start: row.start, end: row.end, text: row.text } : null;
}

export function sameCue(one, other) {
  return one.start === other.start && one.end === other.end && one.text === other.text;
}

export class Track {
  constructor(video, language) {
    this.video = video;
    this.language = language;
    this.name = `${video}/${language}`;
    this.revision = "";
    this.answered = new Map();
    this.answeredOrder = [];
    this.pending = [];
    this.rows = new Map();
    this.order = [];
    this.listeners = new Set();
  }

  subscribe(listener) {
    this.listeners.add(listener);
  }

  at(place) {
    return this.rows.get(this.order[place]);
  }

  placeOf(id) {
    return this.order.indexOf(id);
  }

  neighbour(id, step) {
    return this.at(this.placeOf(id) + step);
  }

  // The first row that ends after a time, by its place: rows stand in the order of their times.
  firstAfter(ms) {
    let [low, high] = [0, this.order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at(middle).end <= ms) { low = middle + 1; } else { high = middle; }
    }
    return low;
  }

  // The row that is shown at a time.
  rowAt(ms) {
    const row = this.at(this.firstAfter(ms));
    return row && row.start <= ms ? row : null;
  }

  // The server's state, or what differs from the one that we know.
  take(answer) {
    if (answer.whole) { this.answered.clear(); }
    for (const row of answer.rows) { this.answered.set(row.id, row); }
    if (answer.order) {
      this.answeredOrder = answer.order;
      const known = new Set(answer.order);
      for (const id of this.answered.keys()) { if (!known.has(id)) { this.answered.delete(id); } }
    }
    this.revision = answer.revision;
    this.rebuild();
  }

  // An operation that has its answer, together with that answer.
  acknowledge(operation, answer) {
    this.pending = this.pending.filter((one) => one !== operation);
    this.take(answer);
  }

  add(operation) {
    this.pending.push(operation);
    this.rebuild();
  }

  drop(operation) {
    this.pending = this.pending.filter((one) => one !== operation);
    this.rebuild();
  }

  // Lay the operations without an answer over the server's rows, and tell who shows them what differs.
  rebuild() {
    const rows = new Map(this.answered);
    let order = this.answeredOrder;
    if (this.pending.some((operation) => operation.changes.some((change) => !change.before || !change.after))) {
      order = [...order];
    }
    for (const operation of this.pending) {
      for (const change of operation.changes) { lay(change, rows, order); }
    }
    const changed = [];
    for (const [id, row] of rows) { if (this.rows.get(id) !== row) { changed.push(id); } }
    const isReordered = order.length !== this.order.length || order.some((id, place) => id !== this.order[place]);
    this.rows = rows;
    this.order = order;
    if (changed.length || isReordered) {
      for (const listener of this.listeners) { listener({ changed, isReordered }); }
    }
  }
}

function lay(change, rows, order) {
  const { id, before, after } = change;
  const row = rows.get(id);
  if (!after) {
    if (row && order.includes(id)) { order.splice(order.indexOf(id), 1); }
    rows.delete(id);
  } else if (row) {
    // Only what the person changed: another's new time of the same row stays.
    const wanted = { ...row };
    for (const field of ["start", "end", "text"]) {
      if (!before || before[field] !== after[field]) { wanted[field] = after[field]; }
    }
    if (!sameCue(wanted, row)) { rows.set(id, { ...wanted, lines: [] }); } // whose figures are another caption's
  } else if (!before) {
    rows.set(id, { id, ...after, lines: [], findings: [] });
    order.splice(change.previous ? order.indexOf(change.previous) + 1 : 0, 0, id);
  }
}

// `base` is the revision in which its person saw what it changes.
export function makeOperation(track, changes, base = track.revision) {
  return { track: track.name, key: newName(), base, changes };
}

// What takes a change back: the same with its ends swapped, the last first.
export function inverted(changes) {
  return changes.toReversed().map(({ id, before, after, previous }) => ({ id, before: after, after: before, previous }));
}
