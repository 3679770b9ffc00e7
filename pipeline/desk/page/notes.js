// Notes on captions: written here, kept beside the captions, never shown to viewers.

import { askName } from "./person.js";
import { button, byId, element, say } from "./dom.js";
import { send, trackPath } from "./api.js";
import { trouble } from "./sync.js";

export class Notes {
  constructor(app) {
    this.app = app;
  }

  get path() {
    return trackPath(this.app.track.video, this.app.track.language, "/notes");
  }

  async close(id) {
    await this.send({ close: id }, "Done with the note");
  }

  async send(value, done) {
    try {
      await send(this.path, value);
      this.app.beside.later(0);
      say(done);
    } catch (refused) {
      trouble(refused.message);
    }
  }

  async write(id) {
    const by = await askName();
    if (!by) { return; }
    const field = element("textarea", { id: "note", rows: 3, maxLength: 2000 });
    const dialog = element("dialog", { "aria-labelledby": "note-title" });
    const keep = async () => {
      dialog.close();
      if (field.value.trim()) { await this.send({ row: id, text: field.value, by }, "Note kept"); }
    };
    dialog.append(
      element("h2", { id: "note-title" }, "A note on this caption"),
      element("p", {}, element("label", { htmlFor: "note" }, "For those who work on these captions; viewers never see it.")),
      field,
      element("p", { className: "choices" }, button("Keep the note", keep, { className: "main" }), button("Cancel", () => dialog.close())));
    dialog.addEventListener("close", () => {
      dialog.remove();
      this.app.list.go(id);
    });
    byId("desk").append(dialog);
    dialog.showModal();
  }
}
