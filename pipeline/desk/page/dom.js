// Elements, times and sentences for people. Text is always text: nothing here parses markup.

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) { continue; }
    if (key.startsWith("on")) {
      made.addEventListener(key.slice(2), value);
    } else if (key in made && key !== "list" && key !== "role") {
      made[key] = value;
    } else {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...children);
  return made;
}

export function byId(id) {
  return document.getElementById(id);
}

export function button(label, action, properties = {}) {
  return element("button", { type: "button", onclick: action, ...properties }, label);
}

// 65432 → "1:05.4"
export function clock(ms, digits = 1) {
  const seconds = Math.max(0, ms) / 1000;
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((n) => String(n).padStart(2, "0"));
  const hours = Math.floor(whole / 3600);
  const text = hours ? [hours, ...parts].join(":") : parts.join(":").replace(/^0/, "");
  return digits ? `${text}.${String(Math.floor((seconds - whole) * 10 ** digits)).padStart(digits, "0")}` : text;
}

export function hour(date = new Date()) {
  return `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;
}

// One polite voice for everything that a screen reader should hear.
export function say(text) {
  const region = byId("said");
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}

export function newName() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join("");
}

// What of a text can stand in a caption: no spaces at the ends of lines, no empty lines.
export function tidy(text) {
  return text.split("\n").map((line) => line.trim()).filter(Boolean).join("\n");
}

export function plural(count, one, many) {
  return `${count} ${count === 1 ? one : many}`;
}
