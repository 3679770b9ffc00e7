// Correct what is said, from the translation: the spoken language's captions, and what that will change.

import { commitElsewhere } from "./everywhere.js";
import { ask } from "./api.js";
import { button, byId, element, say, tidy } from "./dom.js";
import { trouble } from "./sync.js";

export class Source {
  constructor(app) {
    this.app = app;
  }

  async open(id) {
    const sentence = this.app.beside.of(id).find(({ source }) => source);
    if (!sentence) {
      say("Nobody knows what this caption translates");
      return;
    }
    const video = encodeURIComponent(this.app.video.name);
    try {
      const impact = await ask(`api/impact/${video}?source=${encodeURIComponent(sentence.source)}`);
      this.show(id, impact);
    } catch (refused) {
      trouble(refused.message);
    }
  }

  show(id, { language, rows, others }) {
    const spoken = this.app.video.languages.find(({ tag }) => tag === language);
    const fields = rows.map((row, number) => element("textarea", {
      id: `source-${number}`, value: row.text, rows: row.text.split("\n").length, lang: language, dir: spoken?.dir, spellcheck: true,
    }));
    const dialog = element("dialog", { className: "source-dialog", "aria-labelledby": "source-title" });
    const keep = async () => {
      dialog.close();
      await this.send(language, rows, fields.map((field) => tidy(field.value)));
    };
    dialog.append(
      element("h2", { id: "source-title" }, `What is said (${spoken?.name ?? language})`),
      ...(rows.length ? fields.map((field, number) => element("p", {},
        element("label", { htmlFor: field.id, className: "unseen" }, `Caption ${number + 1}`), field))
        : [element("p", {}, "The sentence was corrected already, and this translation is from before. The next build brings it up to date.")]),
      element("h3", {}, "What that changes"),
      element("ul", {}, ...others.map((other) => this.effect(other))),
      element("p", { className: "choices" },
        rows.length ? button("Save the correction", keep, { className: "main" }) : "", button("Close", () => dialog.close())));
    dialog.addEventListener("close", () => {
      dialog.remove();
      this.app.list.go(id);
    });
    byId("desk").append(dialog);
    dialog.showModal();
  }

  effect({ name, language, text, isPersons, by }) {
    const what = isPersons || by.length ? "a person's text stays and is marked as stale" : "is translated again by the next build";
    return element("li", {}, element("b", {}, `${name}: `), what, element("p", { lang: language, dir: "auto", className: "faint" }, text));
  }

  async send(language, rows, texts) {
    const changes = rows.flatMap(({ id, start, end, text }, number) => (texts[number] && texts[number] !== text
      ? [{ id, before: { start, end, text }, after: { start, end, text: texts[number] } }] : []));
    if (!changes.length) { return; }
    try {
      await commitElsewhere(this.app.video.name, language, changes, "the source corrected");
      say("The source is corrected; the next build brings it to all languages");
    } catch (refused) {
      trouble(`The source was not corrected yet: ${refused.message}`);
    }
  }
}
