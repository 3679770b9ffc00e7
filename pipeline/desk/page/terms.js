// A word for the glossary: what it is called from now on, or that it is never translated.

import { button, byId, element, say } from "./dom.js";
import { send } from "./api.js";

export function openTerm(app, word) {
  const { video, language } = app;
  const isSpoken = language.tag === video.spoken;
  const spoken = video.languages.find(({ tag }) => tag === video.spoken);
  const others = isSpoken ? video.languages.filter(({ tag }) => tag !== video.spoken) : [language];
  const source = element("input", { id: "term", value: isSpoken ? word : "", lang: spoken?.tag, dir: "auto" });
  const target = element("input", { id: "translation", value: isSpoken ? "" : word, dir: "auto" });
  const into = element("select", { id: "into" }, ...others.map(({ tag, name }) => element("option", { value: tag }, name)));
  const kept = element("input", { type: "checkbox", id: "kept", checked: isSpoken, onchange: () => show() });
  const translation = element("div", { className: "fields" },
    element("label", { htmlFor: "into" }, "Language"), into, element("label", { htmlFor: "translation" }, "Translation"), target);
  const show = () => { translation.hidden = kept.checked; };
  const reason = element("p", { role: "alert", className: "refused" });
  const dialog = element("dialog", { "aria-labelledby": "term-title" });
  const add = async () => {
    try {
      const value = { source: source.value, keep: kept.checked, language: into.value, translation: target.value };
      const { added } = await send("api/glossary", value);
      dialog.close();
      say(added ? `“${source.value}” is in the glossary` : `The glossary has “${source.value}” already`);
    } catch (refused) {
      reason.textContent = refused.message;
    }
  };
  dialog.append(
    element("h2", { id: "term-title" }, "Into the glossary"),
    element("p", {}, "From the next build on, every video has it this way."),
    element("div", { className: "fields" }, element("label", { htmlFor: "term" }, `In ${spoken?.name ?? "the spoken language"}`), source),
    element("p", {}, element("label", {}, kept, " A name: it stays as it is in all languages")),
    translation, reason,
    element("p", { className: "choices" }, button("Add it", add, { className: "main" }), button("Close", () => dialog.close())));
  dialog.addEventListener("close", () => {
    dialog.remove();
    app.list.go(app.list.current);
  });
  show();
  byId("desk").append(dialog);
  dialog.showModal();
  (source.value ? target : source).focus();
}
