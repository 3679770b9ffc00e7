// What is shown with a caption besides its text: its source, why it should be read, other versions, notes.

import { button, element } from "./dom.js";
import { personName } from "./person.js";
import { shownDiff } from "./diff.js";

export class Panels {
  constructor(app) {
    this.app = app;
  }

  open() {
    const decorate = (view) => this.decorate(view);
    this.app.list.decorators.push(decorate);
    this.app.beside.listeners.add((changed) => this.app.list.steadily(() => {
      for (const id of changed) {
        const view = this.app.list.views.get(id);
        if (view) { decorate(view); }
      }
    }));
    for (const view of this.app.list.views.values()) { decorate(view); }
  }

  decorate(view) {
    if (!view.row) { return; }
    const { beside, track } = this.app;
    const isApproved = beside.isApproved(view.id);
    view.box.classList.toggle("approved", isApproved);
    const sentences = beside.of(view.id);
    // Rows are decorated often and change seldom: what is the same stays.
    const stamp = JSON.stringify([sentences, beside.waiting(view.id), beside.reasons(view.id), beside.notesOf.get(view.id),
      beside.rows.get(view.id)?.doubt?.secondReading, track.rows.get(view.id)?.text]);
    if (stamp === view.stamp) { return; }
    view.stamp = stamp;
    const opened = new Set([...view.extra.querySelectorAll("details[open]")].map(({ dataset }) => dataset.kind));
    view.source.replaceChildren(...sentences.filter(({ isFirst, source }) => isFirst && source).map((one) => this.source(one)));
    view.extra.replaceChildren(...[
      ...this.reasons(view), ...this.secondReading(view), ...this.clashes(view), ...this.waiting(view), ...this.versions(view, sentences, opened),
      ...this.approval(view, sentences, isApproved),
    ]);
  }

  source(sentence) {
    const spoken = this.app.video.languages.find(({ tag }) => tag === this.app.video.spoken);
    return element("p", { lang: spoken?.tag, dir: spoken?.dir, title: "What is said; c corrects it" }, sentence.source);
  }

  reasons(view) {
    const said = view.row.findings.map(([, , message]) => message);
    const reasons = this.app.beside.reasons(view.id, said);
    return reasons.length ? [element("p", { className: "reasons" }, reasons.join(" · "))] : [];
  }

  // What the recogniser understood when it listened once more: both side by side, and one button to take the other.
  secondReading(view) {
    const doubt = this.app.beside.rows.get(view.id)?.doubt;
    if (!doubt?.secondReading) { return []; }
    const said = (this.app.beside.of(view.id)[0]?.text ?? view.row.text).replace(/\s+/g, " ");
    const column = (title, text) => element("div", {}, element("b", {}, title), text);
    return [element("div", { className: "panel second-reading" },
      element("div", { className: "beside" }, column("Understood", this.text(said)),
        column("Also heard", element("blockquote", {}, shownDiff(said, doubt.secondReading, this.app.language)))),
      element("p", { className: "choices" },
        button("Listen", () => { this.app.list.setCurrent(view.id); this.app.player.around(); }),
        button("Take the second", () => this.app.edits.takeReading(view.id, doubt.secondReading))))];
  }

  approval(view, sentences, isApproved) {
    if (!isApproved) { return []; }
    const names = [...new Set(sentences.flatMap(({ by }) => by))];
    const isMine = names.includes(personName());
    return [element("p", { className: "by" }, element("span", {}, `✓ ${names.join(", ")}`),
      isMine ? button("Take back", () => this.app.reviewing.withdraw(view.id), { className: "quiet" }) : "")];
  }

  // Two people wrote in the same place: both texts are on the screen until somebody decides.
  clashes(view) {
    return (this.app.beside.notesOf.get(view.id) ?? []).map((note) => {
      const closing = button("Done", () => this.app.notes.close(note.id));
      if (note.kind === "note") {
        return element("div", { className: "panel note" }, element("p", {}, element("b", {}, `${note.by}: `), note.text), closing);
      }
      const choices = note.text
        ? [button("Take this", () => this.take(view.id, note.text, note.id)), button("Keep mine", () => this.app.notes.close(note.id))]
        : [closing];
      return element("div", { className: "panel clash" },
        element("p", {}, element("b", {}, note.text ? "Somebody else wrote here" : "Somebody else changed this caption while it was taken out")),
        note.text ? this.text(note.text) : "", element("p", { className: "choices" }, ...choices));
    });
  }

  // A correction whose source, or the machine's text, changed since.
  waiting(view) {
    const edit = this.app.beside.waiting(view.id);
    if (!edit) { return []; }
    const isStale = edit.state === "stale";
    return [element("div", { className: "panel waiting" },
      element("p", {}, element("b", {}, isStale ? "What is said here has changed" : "The machine would now write something else")),
      isStale ? shownDiff(edit.basis, edit.basisNow, this.spoken()) : "",
      this.text(edit.suggestion, "The machine suggests"),
      element("p", { className: "choices" },
        button("Take this", () => this.take(view.id, edit.suggestion)),
        button("Mine is right", () => this.app.reviewing.right(view.id))))];
  }

  // The difference to the machine's text and to the last approved one.
  versions(view, sentences, opened) {
    return sentences.filter(({ isFirst }) => isFirst).flatMap((sentence) => [
      ...this.version(view, sentence, sentence.machine.map(([, , text]) => text).join(" "), "machine"),
      ...this.version(view, sentence, sentence.approved, "approved"),
    ]).map((version) => Object.assign(version, { open: opened.has(version.dataset.kind) }));
  }

  version(view, sentence, text, kind) {
    if (!text) { return []; }
    const made = element("details", { className: "version" },
      element("summary", {}, kind === "machine" ? "The machine wrote" : "Approved before"),
      shownDiff(text.replace(/\s+/g, " "), sentence.text, this.app.language),
      button("Take it back", () => this.app.edits.takeVersion(view.id, kind)));
    made.dataset.kind = kind;
    return [made];
  }

  take(id, text, noteId = null) {
    this.app.edits.setText(id, text, "another version");
    if (noteId) { this.app.notes.close(noteId); }
  }

  text(text, title = "") {
    return element("blockquote", { lang: this.app.language.tag, dir: this.app.language.dir, title }, text);
  }

  spoken() {
    const found = this.app.video.languages.find(({ tag }) => tag === this.app.video.spoken);
    return { lang: found?.tag ?? "", dir: found?.dir ?? "ltr" };
  }
}
