// What stands beside the captions: sentences and who read them, the queue, other versions, notes, words.
// It is asked for again a moment after something changed, and never hurries anybody.

import { ask, trackPath } from "./api.js";

const CALM_MS = 900;

export class Beside {
  constructor(app) {
    this.app = app;
    this.tag = "";
    this.rows = new Map();
    this.queue = [];
    this.notes = [];
    this.notesOf = new Map();
    this.readMs = 0;
    this.totalMs = 0;
    this.listeners = new Set();
    this.timer = 0;
    this.isEnded = false;
    this.isLoaded = false;
    this.asking = Promise.resolve();
  }

  // What is done before the first answer is there is asked for again, too.
  async open() {
    this.app.track.subscribe(() => this.later());
    await this.reload();
  }

  end() {
    this.isEnded = true;
    clearTimeout(this.timer);
  }

  later(ms = CALM_MS) {
    clearTimeout(this.timer);
    if (!this.isEnded) { this.timer = setTimeout(() => this.reload().catch(() => this.later(4000)), ms); }
  }

  // One question at a time: an older answer must not come last.
  reload() {
    this.asking = this.asking.catch(() => {}).then(() => (this.isEnded ? undefined : this.ask()));
    return this.asking;
  }

  async ask() {
    const { video, language } = this.app.track;
    const [reading, notes] = await Promise.all([
      ask(trackPath(video, language, `/reading?since=${this.tag}`)), ask(trackPath(video, language, "/notes"))]);
    if (this.isEnded) { return; }
    this.isLoaded = true;
    this.takeNotes(notes, this.takeReading(reading));
  }

  // All of it, or what differs from the state that we know; gives the rows that have something new.
  takeReading(reading) {
    if (reading.isWhole) { this.rows.clear(); }
    for (const [id, row] of Object.entries(reading.rows)) {
      if (row) { this.rows.set(id, row); } else { this.rows.delete(id); }
      if (row?.words) { this.app.words.byRow.set(id, row.words); } else { this.app.words.byRow.delete(id); }
    }
    this.tag = reading.tag;
    this.queue = reading.queue;
    this.readMs = reading.readMs;
    this.totalMs = reading.totalMs;
    if (reading.heard) { this.app.waveform.heard = reading.heard; }
    if (reading.limits) { this.app.limits = reading.limits; }
    this.app.gapMs = reading.gapMs;
    return Object.keys(reading.rows);
  }

  // Listeners hear which rows may look different now.
  takeNotes(notes, changed) {
    const noted = new Set([...this.notes, ...notes].map((note) => note.row));
    this.notes = notes;
    this.notesOf = Map.groupBy(notes, (note) => note.row);
    for (const listener of this.listeners) { listener(new Set([...changed, ...noted])); }
  }

  of(id) {
    return this.rows.get(id)?.sentences ?? [];
  }

  // A correction that waits for a decision.
  waiting(id) {
    return this.rows.get(id)?.waiting;
  }

  isApproved(id) {
    const sentences = this.of(id);
    return sentences.length > 0 && sentences.every((sentence) => sentence.by.length);
  }

  // Why somebody should look at a row, in words; what the row itself says already is left out.
  reasons(id, said = []) {
    const notes = (this.notesOf.get(id) ?? []).map((note) =>
      (note.kind === "clash" ? "somebody else wrote something different here" : `note: ${note.text}`));
    const doubt = this.rows.get(id)?.doubt;
    const reasons = (doubt?.reasons ?? []).filter((reason) => !said.includes(reason));
    const often = reasons.length && doubt.often !== "few" ? [`${doubt.often} of such sentences are wrong`] : [];
    return [...notes, ...reasons, ...often];
  }

  // The rows to read, the most doubtful first; those with an open note come first of all.
  get doubtfulRows() {
    return new Set([...this.doubtful, ...this.queue.flatMap((id) => this.rows.get(id)?.doubt?.rows ?? [])]);
  }

  get doubtful() {
    const noted = this.notes.map((note) => note.row).filter((id) => id && !this.rows.get(id)?.doubt);
    return [...new Set([...noted, ...this.queue])].filter((id) => this.app.track.rows.has(id));
  }
}
