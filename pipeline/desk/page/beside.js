// What stands beside the captions: sentences and who read them, the queue, other versions, notes, words.
// It is asked for again a moment after something changed, and never hurries anybody.

import { ask, trackPath } from "./api.js";

const CALM_MS = 900;

export class Beside {
  constructor(app) {
    this.app = app;
    this.sentences = new Map();
    this.queue = [];
    this.doubts = new Map();
    this.waiting = {};
    this.notes = [];
    this.notesOf = new Map();
    this.readMs = 0;
    this.totalMs = 0;
    this.listeners = new Set();
    this.timer = 0;
    this.isEnded = false;
    this.isLoaded = false;
  }

  async open() {
    await this.reload();
    this.app.track.subscribe(() => this.later());
  }

  end() {
    this.isEnded = true;
    clearTimeout(this.timer);
  }

  later(ms = CALM_MS) {
    clearTimeout(this.timer);
    if (!this.isEnded) { this.timer = setTimeout(() => this.reload().catch(() => this.later(4000)), ms); }
  }

  async reload() {
    const { video, language } = this.app.track;
    const [reading, notes] = await Promise.all([
      ask(trackPath(video, language, "/reading")), ask(trackPath(video, language, "/notes"))]);
    if (this.isEnded) { return; }
    this.sentences.clear();
    for (const sentence of reading.sentences) {
      sentence.rows.forEach((id, place) => {
        const known = this.sentences.get(id) ?? [];
        this.sentences.set(id, [...known, { ...sentence, isFirst: place === 0 }]);
      });
    }
    this.isLoaded = true;
    this.queue = reading.queue;
    this.doubts = new Map(reading.queue.map((item) => [item.row, item]));
    this.waiting = reading.waiting;
    this.readMs = reading.readMs;
    this.totalMs = reading.totalMs;
    this.app.words.byRow = new Map(Object.entries(reading.words));
    this.app.waveform.heard = reading.heard;
    this.app.gapMs = reading.gapMs;
    this.takeNotes(notes);
  }

  takeNotes(notes) {
    this.notes = notes;
    this.notesOf = Map.groupBy(notes, (note) => note.row);
    for (const listener of this.listeners) { listener(); }
  }

  of(id) {
    return this.sentences.get(id) ?? [];
  }

  isApproved(id) {
    const sentences = this.of(id);
    return sentences.length > 0 && sentences.every((sentence) => sentence.by.length);
  }

  // Why somebody should look at a row, in words; what the row itself says already is left out.
  reasons(id, said = []) {
    const notes = (this.notesOf.get(id) ?? []).map((note) =>
      (note.kind === "clash" ? "somebody else wrote something different here" : `note: ${note.text}`));
    const doubt = this.doubts.get(id);
    const reasons = (doubt?.reasons ?? []).filter((reason) => !said.includes(reason));
    const often = reasons.length && doubt.often !== "few" ? [`${doubt.often} of such sentences are wrong`] : [];
    return [...notes, ...reasons, ...often];
  }

  // The rows to read, the most doubtful first; those with an open note come first of all.
  get doubtfulRows() {
    return new Set([...this.doubtful, ...this.queue.flatMap((item) => item.rows)]);
  }

  get doubtful() {
    const noted = this.notes.map((note) => note.row).filter((id) => id && !this.doubts.has(id));
    return [...new Set([...noted, ...this.queue.map((item) => item.row)])].filter((id) => this.app.track.rows.has(id));
  }
}
