// All captions of a track, one below the other. The browser itself skips what is not on the screen
// (content-visibility), so that its search and screen readers find everything.

import { element } from "./dom.js";
import { RowView } from "./row.js";

const FIRST = 40;
const CHUNK = 120;

export class ListView {
  constructor(app, place) {
    this.app = app;
    this.views = new Map();
    this.box = element("ol", { className: "rows", lang: app.language.tag });
    this.place = place;
    this.current = null;
    this.filter = null;
    this.decorators = [];
  }

  // The first rows at once, the others when the browser has time.
  async open() {
    this.place.append(this.box);
    this.app.track.subscribe((event) => this.update(event));
    this.append(0, FIRST);
    for (let from = FIRST; from < this.app.track.order.length; from += CHUNK) {
      await new Promise((done) => { setTimeout(done); });
      if (!this.box.isConnected) { return; }
      this.append(from, from + CHUNK);
    }
    this.arrange();
    if (!this.current && this.app.track.order.length) { this.setCurrent(this.app.track.order[0]); }
  }

  append(from, to) {
    this.box.append(...this.app.track.order.slice(from, to).map((id) => this.view(id).box));
  }

  view(id) {
    let view = this.views.get(id);
    if (!view) {
      view = new RowView(id, this.app);
      this.views.set(id, view);
      for (const decorate of this.decorators) { decorate(view); }
      view.box.hidden = this.filter !== null && !this.filter.has(id);
    }
    return view;
  }

  update({ changed, isReordered }) {
    this.steadily(() => {
      if (isReordered) { this.arrange(); }
      for (const id of changed) {
        const view = this.views.get(id);
        view?.show();
        if (view) { for (const decorate of this.decorators) { decorate(view); } }
      }
    });
  }

  // Put every row where it belongs; rows that stand right are not touched.
  arrange() {
    const { order } = this.app.track;
    const wanted = new Set(order);
    for (const [id, view] of this.views) {
      if (!wanted.has(id)) {
        view.box.remove();
        this.views.delete(id);
      }
    }
    let after = null;
    for (const id of order) {
      const { box } = this.view(id);
      const next = after ? after.nextSibling : this.box.firstChild;
      if (next !== box) { this.box.insertBefore(box, next); }
      after = box;
    }
    if (!wanted.has(this.current)) { this.setCurrent(order[0] ?? null); }
  }

  // What others do never moves the row that one works on.
  steadily(work) {
    const box = this.views.get(this.current)?.box;
    // At the top of the page, with nobody at work, nothing has to be held.
    const isWatched = scrollY > 0 || this.box.contains(document.activeElement);
    const before = isWatched && box?.isConnected ? box.getBoundingClientRect().top : null;
    work();
    if (before === null) { return; }
    // Rows that were never on the screen have a guessed height until the browser has drawn them.
    const hold = (frames) => {
      if (box.isConnected) { scrollBy(0, box.getBoundingClientRect().top - before); }
      if (frames) { requestAnimationFrame(() => hold(frames - 1)); }
    };
    hold(2);
  }

  setCurrent(id) {
    if (id === this.current) { return; }
    this.views.get(this.current)?.setCurrent(false);
    this.current = id;
    this.views.get(id)?.setCurrent(true);
    this.app.currentChanged?.(id);
  }

  // Go to a row: its field, or the row itself.
  go(id, { isText = false, caret = null } = {}) {
    const view = id && this.app.track.rows.has(id) ? this.view(id) : null;
    if (!view) { return; }
    view.box.hidden = false;
    this.setCurrent(id);
    const target = isText ? view.field : view.box;
    view.box.scrollIntoView({ block: "nearest" });
    target.focus({ preventScroll: true });
    if (isText && caret) { view.field.setSelectionRange(caret.start, caret.end); }
  }

  step(by, isText) {
    let place = this.app.track.placeOf(this.current);
    do { place += by; } while (this.app.track.at(place) && this.view(this.app.track.order[place]).box.hidden);
    const row = this.app.track.at(place);
    if (row) { this.go(row.id, { isText }); }
  }

  // Only these rows; null shows all.
  show(ids) {
    this.filter = ids;
    for (const [id, view] of this.views) { view.box.hidden = ids !== null && !ids.has(id) && id !== this.current; }
  }

  // Everything that is typed becomes an operation now.
  finish() {
    for (const view of this.views.values()) { view.finish(); }
  }
}
