// Undo and redo without limit, across reloads; the caret and the scroll position come back with the text.

import { dropSteps, keepStep, steps, updateStep } from "./journal.js";
import { inverted } from "./store.js";
import { say } from "./dom.js";

export class History {
  constructor(track, sync) {
    this.track = track;
    this.sync = sync;
    this.steps = [];
    this.show = () => {};
  }

  async open() {
    this.steps = await steps(this.track.name);
  }

  // A person's step: what it changes, and where the caret was.
  async take(changes, label, { caret = null, base } = {}) {
    if (!changes.length) { return; }
    const undone = this.steps.filter((step) => step.isUndone);
    this.steps = this.steps.filter((step) => !step.isUndone);
    const step = { track: this.track.name, changes, label, caret, isUndone: false };
    this.steps.push(step);
    const kept = Promise.all([dropSteps(undone), keepStep(step)]).catch(() => {});
    await Promise.all([this.sync.commit(changes, base), kept]);
  }

  // `before` ends what is being typed, in the turn itself: two quick presses must not find a row half moved.
  undo(before = () => {}) {
    return this.inTurn(() => { before(); return this.move(this.steps.findLast((step) => !step.isUndone), true); });
  }

  redo(before = () => {}) {
    return this.inTurn(() => { before(); return this.move(this.steps.find((step) => step.isUndone), false); });
  }

  inTurn(action) {
    this.turn = (this.turn ?? Promise.resolve()).then(action, action);
    return this.turn;
  }

  async move(step, isUndone) {
    if (!step) {
      say(isUndone ? "Nothing to undo" : "Nothing to redo");
      return;
    }
    step.isUndone = isUndone;
    const changes = isUndone ? inverted(step.changes) : step.changes;
    await Promise.all([updateStep(step).catch(() => {}), this.sync.commit(changes)]);
    this.show(step);
    say(`${isUndone ? "Undone" : "Done again"}: ${step.label}`);
  }
}
