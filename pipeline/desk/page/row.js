// One caption: its time, what it translates, a plain text field, its figures and findings.

import { button, clock, element, plural, tidy } from "./dom.js";
import { cueOf, sameCue } from "./store.js";
import { figuresOf } from "./figures.js";

const PAUSE_MS = 600;

export class RowView {
  constructor(id, app) {
    this.id = id;
    this.app = app;
    this.seen = null;
    this.timer = 0;
    this.isComposing = false;
    this.field = element("textarea", {
      rows: 1, spellcheck: true, lang: app.language.tag, dir: app.language.dir, tabIndex: -1,
      onfocus: () => this.focused(), onblur: () => this.left(), oninput: () => this.typed(),
      oncompositionstart: () => { this.isComposing = true; }, oncompositionend: () => this.composed(),
      ondblclick: () => this.app.commands.seek(),
    });
    this.time = button("", () => app.player.playFrom(this.id), { className: "time", tabIndex: -1 });
    this.source = element("div", { className: "source" });
    this.extra = element("div", { className: "extra" });
    this.actions = null;
    this.figures = element("p", { className: "figures" });
    this.findings = element("ul", { className: "findings" });
    this.box = element("li", { className: "row", tabIndex: -1 },
      this.time, element("div", { className: "text" }, this.source, this.field, this.figures, this.findings, this.extra));
    this.box.dataset.id = id;
    this.show(true);
  }

  get row() {
    return this.app.track.rows.get(this.id);
  }

  get isFocused() {
    return document.activeElement === this.field;
  }

  // Whether the field holds what no operation carries yet.
  get isDirty() {
    return this.seen !== null && tidy(this.field.value) !== this.seen.text;
  }

  // Nothing that comes from outside touches a field in which somebody writes.
  show(isNew = false) {
    const row = this.row;
    if (!row) { return; }
    this.look();
    this.time.textContent = clock(row.start);
    this.time.setAttribute("aria-label", `Play from ${clock(row.start)}`);
    this.field.setAttribute("aria-label", `Caption at ${clock(row.start)}`);
    if (isNew || (!this.isFocused && this.field.value !== row.text)) {
      this.field.value = row.text;
      this.fit();
    }
    this.showFigures(row);
  }

  showFigures(row) {
    if (row === this.shownRow) { return; }
    this.shownRow = row;
    this.count();
    this.findings.replaceChildren(...row.findings.map(([severity, , message]) =>
      element("li", { className: severity }, severity === "error" ? element("b", {}, "Error: ") : "", message)));
    this.box.classList.toggle("has-error", row.findings.some(([severity]) => severity === "error"));
  }

  // The program's own figures, or those of what stands in the field now, which nobody has checked yet.
  count() {
    const { row } = this;
    const { limits } = this.app;
    const isChecked = row.lines.length && !this.isDirty;
    const figures = isChecked || !limits ? row : figuresOf({ ...row, text: tidy(this.field.value) }, limits);
    this.figures.replaceChildren(...(figures.lines.length ? [
      element("span", { title: "characters in each line" }, figures.lines.map((cells) => Math.ceil(cells)).join(" · ")),
      element("span", { title: "characters a second" }, `${figures.speed.toFixed(1)}/s`),
      element("span", {}, `${((row.end - row.start) / 1000).toFixed(1)} s`),
      element("span", {}, `fits up to ${plural(figures.room, "character", "characters")}`),
    ] : []));
  }

  fit() {
    const lines = this.field.value.split("\n").length;
    if (this.field.rows !== lines) { this.field.rows = lines; }
  }

  // The last revision in which the row was what this person sees: a merge starts from there.
  look() {
    if (this.seen && this.row && sameCue(this.row, this.seen)) { this.revision = this.app.track.revision; }
  }

  focused() {
    this.seen = cueOf(this.row);
    this.look();
    this.app.list.setCurrent(this.id);
  }

  // What an input method is still composing is no text yet: it is counted, but nothing is saved and the video waits.
  typed() {
    this.fit();
    if (this.row) { this.count(); }
    this.app.player.typing(this.isComposing);
    clearTimeout(this.timer);
    if (!this.isComposing) { this.timer = setTimeout(() => this.finish(), PAUSE_MS); }
  }

  composed() {
    this.isComposing = false;
    this.typed();
  }

  left() {
    const isEmpty = this.seen && !tidy(this.field.value);
    this.finish();
    if (isEmpty && this.row) { this.app.edits.remove(this.id, "an emptied caption"); }
    this.seen = null;
    this.show();
  }

  // An edit is finished by a pause, by leaving the field, by hiding the page.
  finish() {
    clearTimeout(this.timer);
    if (!this.isDirty || !this.row) { return; }
    const text = tidy(this.field.value);
    if (!text) { return; }
    this.look();
    const before = this.seen;
    this.seen = { ...before, text };
    const caret = { id: this.id, start: this.field.selectionStart, end: this.field.selectionEnd };
    this.app.history.take([{ id: this.id, before, after: this.seen }], "text", { caret, base: this.revision });
    this.app.replace.offer(before.text, text);
  }

  // A verb of ours changed the row under its own field: the person asked for it, so the field follows.
  adopt(caret = null) {
    const row = this.row;
    if (!row) { return; }
    this.field.value = row.text;
    this.fit();
    this.seen = this.isFocused ? cueOf(row) : null;
    if (caret !== null) { this.field.setSelectionRange(caret, caret); }
  }

  setCurrent(isCurrent) {
    this.box.classList.toggle("current", isCurrent);
    this.box.tabIndex = isCurrent ? 0 : -1;
    this.field.tabIndex = isCurrent ? 0 : -1;
    this.time.tabIndex = isCurrent ? 0 : -1;
    if (isCurrent) { this.box.setAttribute("aria-current", "true"); } else { this.box.removeAttribute("aria-current"); }
    this.actions?.remove();
    this.actions = isCurrent ? this.makeActions() : null;
    if (this.actions) { this.extra.before(this.actions); }
  }

  makeActions() {
    const { commands } = this.app;
    const action = (label, command, properties = {}) => button(label, (event) => commands[command](event), properties);
    return element("div", { className: "actions", role: "group", "aria-label": "This caption" },
      action("Right, next", "right", { className: "main" }), action("Right up to here", "rightUpToHere"),
      ...[["Source", "source"], ["Note", "note"], ["Split", "split"], ["Join", "joinNext"], ["New", "add"], ["Delete", "remove"]]
        .map(([label, command]) => action(label, command, { className: "quiet" })));
  }
}
