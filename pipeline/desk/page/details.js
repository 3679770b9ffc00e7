// Title, description and chapter titles of this language. As everywhere, leaving a field saves it.

import { ask, send, trackPath } from "./api.js";
import { button, byId, element, hour } from "./dom.js";

export class Details {
  constructor(app) {
    this.app = app;
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
    dialog.addEventListener("close", () => {
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
    this.fields = [
      this.field("Title", title, { field: "title" }),
      this.field("Description", description, { field: "description" }),
      ...chapters.map((chapter) => this.field(`Chapter at ${chapter.start}`, chapter, { field: "chapter", startMs: chapter.startMs })),
    ];
    this.body.replaceChildren(...this.fields.map(({ box }) => box), this.general);
    this.showFindings(findings);
  }

  // One text with what it translates above it; `seen` is what the file said when this person last saw it.
  field(label, { text, source }, what) {
    const id = `details-${what.field}-${what.startMs ?? ""}`;
    const { tag, dir } = this.app.language;
    const isLong = what.field === "description";
    const input = element(isLong ? "textarea" : "input", { id, value: text, lang: tag, dir, spellcheck: true, onchange: () => this.save(one) });
    const one = { what, input, seen: text, findings: element("ul", { className: "findings" }), other: element("div") };
    const spoken = this.app.video.languages.find((language) => language.tag === this.app.video.spoken);
    one.box = element("div", { className: "detail" }, element("label", { htmlFor: id }, label),
      source ? element("p", { className: "source-text", lang: spoken?.tag, dir: spoken?.dir }, source) : "",
      input, one.findings, one.other);
    return one;
  }

  async save(one) {
    const after = one.input.value;
    if (after === one.seen) { return; }
    try {
      const answer = await send(this.path, { ...one.what, before: one.seen, after });
      one.seen = after;
      this.status.classList.remove("bad");
      this.status.textContent = `saved ${hour()}`;
      this.showOther(one, answer.other);
      this.showFindings(answer.findings);
    } catch (refused) {
      this.status.classList.add("bad");
      this.status.textContent = `not saved: ${refused.message}`;
    }
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
    const chapters = this.fields.filter(({ what }) => what.field === "chapter");
    for (const [number, one] of chapters.entries()) {
      one.findings.replaceChildren(...findings.filter(({ chapter }) => chapter === number + 1).map(line));
    }
    this.general.replaceChildren(...findings.filter(({ chapter }) => !chapter).map(line));
  }
}
