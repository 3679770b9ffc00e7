// Title, description and chapters of this language. As everywhere, leaving a field saves it.

import { ask, send, trackPath } from "./api.js";
import { button, byId, clock, element, hour } from "./dom.js";

export class Details {
  constructor(app) {
    this.app = app;
    this.waiting = Promise.resolve();
  }

  get path() {
    return trackPath(this.app.track.video, this.app.track.language, "/details");
  }

  async open() {
    this.status = element("p", { role: "status", className: "faint" });
    this.body = element("div", { className: "scroll details", tabIndex: 0, role: "region", "aria-label": "Title, description and chapters" });
    const dialog = element("dialog", { className: "wide-dialog", "aria-labelledby": "details-title" });
    dialog.append(
      element("h2", { id: "details-title" }, "Title, description and chapters"), this.body,
      element("p", { className: "choices" }, button("Done", () => dialog.close(), { className: "main" }), this.status));
    const following = new AbortController();
    for (const kind of ["timeupdate", "seeked", "play", "pause"]) {
      this.app.player.video.addEventListener(kind, () => this.showTime(), { signal: following.signal });
    }
    dialog.addEventListener("close", () => {
      following.abort();
      dialog.remove();
      this.app.list.go(this.app.list.current);
    });
    byId("desk").append(dialog);
    dialog.showModal();
    try {
      this.show(await ask(this.path));
    } catch (refused) {
      this.status.textContent = refused.message;
    }
  }

  show({ title, description, chapters, findings }) {
    this.general = element("ul", { className: "findings" });
    this.texts = [
      this.field("Title", title, { field: "title" }),
      this.field("Description", description, { field: "description" }),
    ];
    this.chapters = chapters.map((chapter) => this.chapter(chapter));
    this.body.replaceChildren(...this.texts.map(({ box }) => box), ...this.chapters.map(({ box }) => box), this.general);
    this.showTime();
    this.showFindings(findings);
  }

  // One text with what it translates above it; `seen` is what the file said when this person last saw it.
  field(label, { text, source }, what) {
    const id = `details-${what.field}-${what.startMs ?? ""}`;
    const { tag, dir } = this.app.language;
    const spoken = this.app.video.languages.find((language) => language.tag === this.app.video.spoken);
    const input = element(what.field === "description" ? "textarea" : "input", { id, value: text, onchange: () => this.save(one),
      ...(what.field === "start" ? { dir: "ltr", autocomplete: "off" } : { lang: tag, dir, spellcheck: true }) });
    const one = { what, input, seen: text, findings: element("ul", { className: "findings" }), other: element("div") };
    one.box = element("div", { className: "detail" }, element("label", { htmlFor: id }, label),
      source ? element("p", { className: "source-text", lang: spoken?.tag, dir: spoken?.dir }, source) : "",
      input, one.findings, one.other);
    return one;
  }

  // What a chapter is called, and where it begins, which is also its name for the program.
  chapter({ startMs, start: begins, text, source }) {
    const title = this.field("Chapter title", { text, source }, { field: "chapter", startMs });
    const start = this.field("Begins at", { text: begins }, { field: "start", startMs });
    const one = { title, start, place: button("", () => this.takeTime(start)), play: button("", () => this.listen(start.what.startMs)) };
    if (this.app.video.hasMedia) { start.input.after(one.play, one.place); }
    start.box.classList.add("start");
    one.box = element("div", { className: "chapter", role: "group", "aria-label": `Chapter at ${begins}` }, start.box, title.box);
    return one;
  }

  // The buttons say where the video is and whether it runs.
  showTime() {
    const { now, video } = this.app.player;
    for (const { place, play } of this.chapters ?? []) {
      place.textContent = `Set to ${clock(now)}`;
      play.textContent = video.paused ? "Play from here" : "Pause";
    }
  }

  listen(startMs) {
    const { player } = this.app;
    if (!player.video.paused) {
      player.pause();
    } else {
      player.seek(startMs);
      player.play();
    }
  }

  takeTime(start) {
    start.input.value = clock(this.app.player.now);
    return this.save(start);
  }

  // One after the other: a chapter that is being moved has another start afterwards.
  save(one) {
    this.waiting = this.waiting.then(() => this.send(one));
    return this.waiting;
  }

  async send(one) {
    const after = one.input.value;
    if (after === one.seen) { return; }
    try {
      const answer = await send(this.path, { ...one.what, before: one.seen, after });
      one.seen = after;
      this.status.classList.remove("bad");
      this.status.textContent = `saved ${hour()}`;
      if (one.what.field === "start") { this.moved(one, answer); }
      this.showOther(one, answer.other);
      this.showFindings(answer.findings);
    } catch (refused) {
      this.status.classList.add("bad");
      this.status.textContent = `not saved: ${refused.message}`;
    }
  }

  // A chapter that begins elsewhere stands where it belongs; nobody's caret is lost by that.
  moved(start, { startMs, chapters }) {
    const one = this.chapters.find((chapter) => chapter.start === start);
    const text = chapters.find((chapter) => chapter.startMs === startMs)?.start ?? start.seen;
    for (const field of [one.start, one.title]) { field.what.startMs = startMs; }
    if (start.input.value === start.seen) { start.input.value = text; }
    start.seen = text;
    one.box.setAttribute("aria-label", `Chapter at ${text}`);
    const before = this.chapters.map(({ box }) => box);
    this.chapters.sort((first, second) => first.start.what.startMs - second.start.what.startMs);
    if (this.chapters.every(({ box }, place) => box === before[place])) { return; }
    const focused = document.activeElement;
    this.general.before(...this.chapters.map(({ box }) => box));
    if (one.box.parentElement.contains(focused)) { focused.focus(); }
  }

  // What somebody else wrote in the same field meanwhile is not lost.
  showOther(one, other) {
    const take = () => {
      one.input.value = other;
      one.other.replaceChildren();
      this.save(one);
    };
    one.other.replaceChildren(...(other ? [element("div", { className: "panel clash" },
      element("p", {}, element("b", {}, "Somebody else wrote here")), element("blockquote", { lang: this.app.language.tag, dir: this.app.language.dir }, other),
      element("p", { className: "choices" }, button("Take this", take), button("Keep mine", () => one.other.replaceChildren())))] : []));
  }

  showFindings(findings) {
    const line = ({ severity, message }) => element("li", { className: severity },
      severity === "error" ? element("b", {}, "Error: ") : "", message);
    for (const [number, one] of this.chapters.entries()) {
      one.start.findings.replaceChildren(...findings.filter(({ chapter }) => chapter === number + 1).map(line));
    }
    this.general.replaceChildren(...findings.filter(({ chapter }) => !chapter).map(line));
  }
}
