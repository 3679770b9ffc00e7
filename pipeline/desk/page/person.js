// Who is at the desk: asked once, when somebody first vouches for a sentence or writes a note.

import { button, byId, element } from "./dom.js";

const KEY = "person";

export function personName() {
  return localStorage.getItem(KEY) ?? "";
}

// The name, or an empty text if the person closed the question.
export function askName() {
  return personName() ? Promise.resolve(personName()) : question();
}

export function question() {
  return new Promise((resolve) => {
    const field = element("input", { id: "person", value: personName(), maxLength: 100, autocomplete: "name" });
    const dialog = element("dialog", { "aria-labelledby": "person-title" });
    const take = () => {
      const name = field.value.split(/\s+/).filter(Boolean).join(" ");
      if (name) { localStorage.setItem(KEY, name); }
      dialog.close(name);
    };
    dialog.append(
      element("h2", { id: "person-title" }, "Who is reading?"),
      element("p", {}, element("label", { htmlFor: "person" },
        "Your name stands beside what you say is right, so that others know who read it.")),
      field,
      element("p", { className: "choices" }, button("Go on", take, { className: "main" }), button("Not now", () => dialog.close(""))));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) { return; }
      event.preventDefault(); // or the button that gets the focus back would be pressed with it
      take();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
    byId("desk").append(dialog);
    dialog.showModal();
  });
}
