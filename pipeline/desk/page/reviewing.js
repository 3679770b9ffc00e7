// "This is right, next", "all is right up to here", the next doubtful caption, and the list of these alone.

import { askName, personName } from "./person.js";
import { byId, button, newName, plural, say } from "./dom.js";
import { forget, keep, unanswered } from "./journal.js";
import { send, trackPath } from "./api.js";
import { trouble } from "./sync.js";

const AGAIN_MS = 3000;

export class Reviewing {
  constructor(app) {
    this.app = app;
    this.passed = new Set();
    this.isFiltered = false;
    this.waiting = Promise.resolve();
  }

  open(place) {
    this.filter = button("To read first", () => this.toggle(), { "aria-pressed": "false", id: "filter" });
    this.next = button("Next doubtful", () => this.doubtful(), { className: "main", id: "next" });
    place.prepend(this.next, this.filter);
    this.app.beside.listeners.add(() => this.show());
    this.show();
    unanswered(this.journalName).then((all) => { for (const kept of all) { this.queueUp(kept); } }).catch(() => {});
  }

  show() {
    const { beside } = this.app;
    const count = beside.doubtful.length;
    this.filter.textContent = beside.isLoaded ? `To read first: ${count}` : "To read first";
    this.next.disabled = !count;
    const minutes = (ms) => (ms / 60_000 < 10 ? (ms / 60_000).toFixed(1) : String(Math.round(ms / 60_000)));
    byId("progress").textContent = beside.totalMs ? `${minutes(beside.readMs)} of ${minutes(beside.totalMs)} minutes read` : "";
    if (this.isFiltered) { this.app.list.show(beside.doubtfulRows); }
  }

  toggle() {
    this.isFiltered = !this.isFiltered;
    this.filter.setAttribute("aria-pressed", String(this.isFiltered));
    this.app.list.show(this.isFiltered ? this.app.beside.doubtfulRows : null);
    say(this.isFiltered ? `${plural(this.app.beside.doubtful.length, "caption", "captions")} to read first` : "All captions");
  }

  // The one key that matters: the most doubtful caption that was not looked at yet, with its reason.
  doubtful() {
    const found = this.app.beside.doubtful;
    if (!found.length) {
      say("Nothing speaks against any caption");
      return;
    }
    if (found.every((id) => this.passed.has(id))) { this.passed.clear(); }
    const id = found.find((one) => !this.passed.has(one) && one !== this.app.list.current) ?? found[0];
    this.passed.add(id);
    this.app.list.go(id, { isText: true });
    this.app.list.view(id).box.scrollIntoView({ block: "center" });
    say(`${this.app.beside.reasons(id).join("; ")}. ${this.app.track.rows.get(id).text}`);
    this.app.player.around();
  }

  async right(id, { isUpTo = false } = {}) {
    this.app.list.views.get(id)?.finish();
    const by = await askName();
    if (!by) { return; }
    const { track, list } = this.app;
    const rows = isUpTo ? track.order.slice(0, track.placeOf(id) + 1) : this.rowsOf(id);
    const seen = Object.fromEntries(rows.map((row) => [row, track.rows.get(row).text]));
    const approval = { by, last: id, upTo: isUpTo, seen };
    this.deliver(approval);
    // Undo takes back what is new in it: what this person had read before stays read.
    const fresh = rows.filter((row) => !this.isReadBy(row, by));
    if (fresh.length) {
      this.app.history.takeApproval({ ...approval, rows: fresh }, [id], isUpTo ? "right up to here" : "this is right");
    }
    for (const row of rows) { this.passed.add(row); }
    const last = rows.map((row) => track.placeOf(row)).reduce((one, other) => Math.max(one, other), 0);
    const wasText = list.views.get(list.current)?.isFocused;
    this.goOn(last, wasText);
  }

  isReadBy(row, name) {
    const sentences = this.app.beside.of(row);
    return sentences.length > 0 && sentences.every(({ by }) => by.includes(name));
  }

  rowsOf(id) {
    const rows = this.app.beside.of(id).flatMap((sentence) => sentence.rows);
    return [...new Set([id, ...rows])].filter((row) => this.app.track.rows.has(row));
  }

  goOn(place, isText) {
    const { track, list } = this.app;
    const rest = this.isFiltered
      ? this.app.beside.doubtful.filter((id) => !this.passed.has(id)) : track.order.slice(place + 1);
    if (rest.length) {
      list.go(rest[0], { isText });
      this.app.player.playCue();
    } else {
      say("That was the last one");
    }
  }

  // One after the other, after the texts themselves; while a build runs they wait, in the journal, too.
  deliver(approval) {
    const kept = { track: this.journalName, key: newName(), approval };
    keep(kept);
    this.queueUp(kept);
  }

  get journalName() {
    return `${this.app.track.name} approvals`;
  }

  queueUp(kept) {
    const { track, sync } = this.app;
    const attempt = async () => {
      await sync.settled();
      try {
        await send(trackPath(track.video, track.language, "/approvals"), kept.approval);
        await forget(kept);
        this.app.beside.later(0);
        say(kept.approval.withdraw ? "Taken back" : "Noted as right");
      } catch (refused) {
        if (refused.status === 0 || refused.status >= 500) {
          trouble(`Not noted yet: ${refused.message}`);
          setTimeout(() => { this.waiting = this.waiting.then(attempt); }, AGAIN_MS);
        } else {
          trouble(`Not noted as right: ${refused.message}`);
          await forget(kept);
        }
      }
    };
    this.waiting = this.waiting.then(attempt);
  }

  withdraw(id) {
    const rows = this.rowsOf(id);
    const seen = Object.fromEntries(rows.map((row) => [row, this.app.track.rows.get(row).text]));
    const approval = { by: personName(), last: id, upTo: false, seen, withdraw: true };
    this.deliver(approval);
    this.app.history.takeApproval(approval, [id], "taken back");
  }
}
