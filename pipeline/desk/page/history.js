// Undo and redo without limit, across reloads; the caret and the scroll position come back with the text.
// What a step does is on the page before the function returns: whoever types on at once must not meet it half done.

import { dropSteps, keepStep, steps, updateStep } from "./journal.js";
import { inverted } from "./store.js";
import { say } from "./dom.js";

// So many steps stay in memory; older ones are in the journal and come from there when somebody goes back that far.
const [MOST, KEPT] = [400, 200];

export class History {
  constructor(track, sync) {
    this.track = track;
    this.sync = sync;
    this.steps = [];
    this.isShortened = false;
    this.opening = null;
    this.show = () => {};
    this.vouch = () => {};
  }

  async open() {
    this.steps = await steps(this.track.name);
    this.isShortened = false;
  }

  // A person's step: what it changes, and where the caret was.
  take(changes, label, { caret = null, base } = {}) {
    if (!changes.length) { return; }
    this.push({ track: this.track.name, changes, label, caret, isUndone: false });
    this.sync.commit(changes, base);
  }

  // What a person vouches for is a step like any other: `approval` is what was sent, `rows` what it is about.
  takeApproval(approval, rows, label) {
    this.push({ track: this.track.name, changes: [], approval, rows, label, caret: null, isUndone: false });
  }

  // A new step ends what could have been done again.
  push(step) {
    const undone = this.steps.filter((one) => one.isUndone);
    if (undone.length) { this.steps = this.steps.filter((one) => !one.isUndone); }
    this.steps.push(step);
    if (this.steps.length > MOST) {
      this.steps = this.steps.slice(-KEPT);
      this.isShortened = true;
    }
    dropSteps(undone);
    keepStep(step);
  }

  undo() {
    const step = this.steps.findLast((one) => !one.isUndone);
    if (!step && this.isShortened) {
      this.opening ??= this.open().finally(() => { this.opening = null; });
      this.opening.then(() => this.undo());
    } else {
      this.move(step, true);
    }
  }

  redo() {
    this.move(this.steps.find((step) => step.isUndone), false);
  }

  move(step, isUndone) {
    if (!step) {
      say(isUndone ? "Nothing to undo" : "Nothing to redo");
      return;
    }
    step.isUndone = isUndone;
    updateStep(step);
    if (step.approval) {
      this.vouch({ ...step.approval, withdraw: Boolean(step.approval.withdraw) !== isUndone });
    } else {
      this.sync.commit(isUndone ? inverted(step.changes) : step.changes);
    }
    this.show(step);
    say(`${isUndone ? "Undone" : "Done again"}: ${step.label}`);
  }
}
