// Brings operations to the server, one after the other, and says in words how that stands.

import { forget, keep, unanswered } from "./journal.js";
import { ask, send, trackPath } from "./api.js";
import { byId, button, hour } from "./dom.js";
import { makeOperation } from "./store.js";

const PATIENCE_MS = [500, 1000, 2000, 5000];

export class Sync {
  constructor(track) {
    this.track = track;
    this.isSending = false;
    this.failures = 0;
    this.timer = 0;
    this.isEnded = false;
  }

  async open() {
    this.track.take(await ask(trackPath(this.track.video, this.track.language)));
    for (const operation of await unanswered(this.track.name)) { this.track.add(operation); }
    this.push();
  }

  // A finished edit: onto the page, into the journal and on its way at once, since the page may be closing.
  commit(changes, base) {
    const operation = makeOperation(this.track, changes, base);
    this.track.add(operation);
    tell("saving…");
    keep(operation);
    this.push();
  }

  // When everything that was done so far is on the server.
  async settled() {
    while (this.track.pending.length && !this.isEnded) {
      this.push();
      await new Promise((done) => { setTimeout(done, 50); });
    }
  }

  async refresh(revision = "") {
    if (revision && revision === this.track.revision) { return; }
    if (this.isSending || this.track.pending.length) { return; }
    try {
      const since = encodeURIComponent(this.track.revision);
      this.track.take(await ask(trackPath(this.track.video, this.track.language, `?since=${since}`)));
    } catch (refused) {
      this.complain(refused);
    }
  }

  async push() {
    if (this.isSending || this.isEnded) { return; }
    this.isSending = true;
    clearTimeout(this.timer);
    try {
      while (this.track.pending.length) { await this.deliver(this.track.pending[0]); }
      this.failures = 0;
    } catch (refused) {
      this.complain(refused);
    } finally {
      this.isSending = false;
    }
  }

  async deliver(operation, more = {}) {
    const headers = { "if-match": `"${this.track.revision}"`, "idempotency-key": operation.key };
    const path = trackPath(this.track.video, this.track.language);
    let answer;
    try {
      answer = await send(path, { base: operation.base, changes: operation.changes, ...more }, headers);
    } catch (refused) {
      if (refused.status !== 422 && refused.status !== 400) { throw refused; }
      // The server will never take it: the page must not show as kept what is not.
      this.track.drop(operation);
      await forget(operation);
      tell(`not saved: ${refused.message}`, true);
      return;
    }
    this.track.acknowledge(operation, answer);
    await forget(operation);
    trouble("");
    tell(`saved ${hour()}`);
  }

  complain(refused) {
    const waiting = this.track.pending.length;
    if (waiting) { tell(`not saved: ${refused.message}`, true); }
    if (refused.status === 410) {
      trouble(`${refused.message} – it was moved or deleted outside. Your edits are kept here.`,
        button("Write it again", () => this.restore()));
    } else {
      trouble(refused.message);
    }
    this.timer = setTimeout(() => (waiting ? this.push() : this.refresh()), this.patience());
  }

  patience() {
    this.failures += 1;
    return PATIENCE_MS[Math.min(this.failures, PATIENCE_MS.length) - 1];
  }

  async restore() {
    const operation = this.track.pending[0];
    const place = this.track.at(0);
    const same = { start: place.start, end: place.end, text: place.text };
    try {
      if (operation) {
        await this.deliver(operation, { restore: true });
        this.push();
      } else {
        const again = makeOperation(this.track, [{ id: place.id, before: same, after: same }]);
        await this.deliver(again, { restore: true });
      }
    } catch (refused) {
      this.complain(refused);
    }
  }

  end() {
    this.isEnded = true;
    clearTimeout(this.timer);
  }
}

function tell(text, isBad = false) {
  const place = byId("saved");
  if (place.textContent !== text) { place.textContent = text; }
  place.classList.toggle("bad", isBad);
}

export function trouble(text, ...more) {
  const place = byId("trouble");
  place.replaceChildren(...(text ? [text, " ", ...more] : []));
  place.hidden = !text;
}
