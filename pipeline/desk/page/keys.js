// From a pressed key to a command, by the keymap and the scope in which the person is.

import { keymaps, names } from "./keymaps.js";
import { button, byId, element } from "./dom.js";

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

export class Keys {
  constructor(app) {
    this.app = app;
    this.use(localStorage.getItem("keymap") ?? "desk");
    this.heard = (event) => this.pressed(event);
    document.addEventListener("keydown", this.heard);
  }

  end() {
    document.removeEventListener("keydown", this.heard);
  }

  use(name) {
    this.name = name in keymaps ? name : "desk";
    localStorage.setItem("keymap", this.name);
    this.table = new Map();
    for (const [scope, key, command] of keymaps[this.name].keys) {
      const place = `${scope} ${key}`;
      if (!this.table.has(place)) { this.table.set(place, command); }
    }
  }

  // Text that an input method is still composing is nobody's command.
  pressed(event) {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) { return; }
    const scope = scopeOf(event.target);
    if (!scope) { return; }
    for (const key of keyNames(event)) {
      const command = this.table.get(`${scope} ${key}`) ?? (scope === "list" ? this.table.get(`page ${key}`) : undefined);
      if (command && this.app.commands[command]?.(event) !== false) {
        if (this.app.commands[command]) { event.preventDefault(); }
        return;
      }
    }
  }

  help() {
    const dialog = element("dialog", { className: "keys", "aria-labelledby": "keys-title" });
    const rows = element("tbody");
    const fill = () => rows.replaceChildren(...keymaps[this.name].keys.filter(([, , command]) => names[command])
      .map(([scope, key, command]) => element("tr", {}, element("td", {}, names[command]),
        element("td", {}, element("kbd", {}, shown(key))), element("td", {}, places[scope]))));
    const choice = element("select", { id: "keymap", onchange: () => { this.use(choice.value); fill(); } },
      ...Object.entries(keymaps).map(([value, { name }]) => element("option", { value, selected: value === this.name }, name)));
    fill();
    dialog.append(
      element("h2", { id: "keys-title" }, "Keys"),
      element("p", {}, element("label", { htmlFor: "keymap" }, "As in "), choice),
      element("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": "List of keys" }, element("table", {},
        element("thead", {}, element("tr", {}, ...["What it does", "Key", "Where"].map((text) => element("th", { scope: "col" }, text)))), rows)),
      button("Close", () => dialog.close()));
    dialog.addEventListener("close", () => dialog.remove());
    byId("desk").append(dialog);
    dialog.showModal();
  }
}

const places = { text: "in a text", list: "on a caption", page: "anywhere" };

function scopeOf(target) {
  if (target.closest("dialog")) { return ""; }
  if (target.matches(".row textarea")) { return "text"; }
  if (target.matches("input:not([type=checkbox]), textarea, select, video")) { return ""; }
  if (target.matches("button, a, summary, input") && !target.closest(".row")) { return target.closest("main") ? "" : ""; }
  if (target.matches(".row button, .row a")) { return ""; }
  return target.closest(".rows") ? "list" : "page";
}

// The names that a key may have in a keymap: with its modifiers; `?` and `+` are what they look like.
function keyNames(event) {
  const mod = isApple ? event.metaKey : event.ctrlKey;
  const parts = [mod && "Mod", event.altKey && "Alt", event.shiftKey && "Shift"].filter(Boolean);
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const found = [[...parts, key].join("+")];
  if (event.code === "Space") { found.push([...parts, "Space"].join("+")); }
  if (event.shiftKey && event.key.length === 1) { found.push([...parts.filter((one) => one !== "Shift"), key].join("+")); }
  if (event.code === "Period" && event.shiftKey) { found.push([...parts, "."].join("+")); }
  return parts.some((part) => part !== "Shift") || !(isApple ? event.ctrlKey : event.metaKey) ? found : [];
}

function shown(key) {
  const names = { " ": "Space", ArrowDown: "↓", ArrowUp: "↑", Mod: isApple ? "⌘" : "Ctrl" };
  return key === "+" ? key : key.split("+").map((part) => names[part] ?? part).join(" + ");
}
