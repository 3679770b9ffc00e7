"use strict";
// Captions are in the page, not in <track> files: browsers refuse to load those from the disk.
(() => {
  const languages = JSON.parse(document.getElementById("captions-data").textContent);
  const byId = (id) => document.getElementById(id);
  const video = byId("video");
  const search = byId("search");
  let chosen = -1;
  let current = -1;
  let rows = [];

  const clock = (ms) => {
    const seconds = Math.floor(ms / 1000);
    const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((n) => String(n).padStart(2, "0"));
    const hours = Math.floor(seconds / 3600);
    return hours ? [hours, ...parts].join(":") : parts.join(":").replace(/^0/, "");
  };

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const tracks = languages.map((language) => {
    const track = video.addTextTrack(language.kind, language.label, language.tag);
    for (const [start, end, vtt, settings] of language.cues) {
      const cue = new VTTCue(start / 1000, end / 1000, vtt);
      if (settings.top) { cue.line = 0; }
      if (settings.middle) { cue.snapToLines = false; cue.line = 50; }
      if (settings.align) { cue.align = settings.align; }
      track.addCue(cue);
    }
    track.mode = "disabled";
    return track;
  });

  // ---- languages

  const buttons = languages.map((language, index) => {
    const button = element("button", { type: "button" }, element("span", { lang: language.tag, dir: "auto" }, language.name));
    if (language.machine) { button.append(element("span", { className: "badge" }, "machine")); }
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => choose(index === chosen && tracks[index].mode === "showing" ? -1 : index));
    return button;
  });
  const off = element("button", { type: "button" }, "Off");
  off.addEventListener("click", () => choose(-1));
  byId("languages").append(...buttons, off);

  function choose(index) {
    tracks.forEach((track, at) => { track.mode = at === index ? "showing" : "disabled"; });
    buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(at === index)));
    off.setAttribute("aria-pressed", String(index < 0));
    if (index >= 0 && index !== chosen) {
      chosen = index;
      byId("provenance").textContent = languages[index].provenance;
      show();
    }
  }

  // The browser's own menu may switch tracks too.
  video.textTracks.addEventListener("change", () => {
    const showing = tracks.findIndex((track) => track.mode === "showing");
    const pressed = buttons.findIndex((button) => button.getAttribute("aria-pressed") === "true");
    if (showing !== pressed) { choose(showing); }
  });

  // ---- transcript

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // Folded text and, for each of its characters, where it came from: accents must not hide a match.
  function foldWithPlaces(text) {
    let folded = "";
    const places = [];
    let at = 0;
    for (const char of text) {
      const plain = fold(char);
      for (let i = 0; i < plain.length; i += 1) { places.push(at); }
      folded += plain;
      at += char.length;
    }
    places.push(text.length);
    return [folded, places];
  }

  function marked(text, wanted) {
    if (!wanted) { return [text]; }
    const [folded, places] = foldWithPlaces(text);
    const pieces = [];
    let from = 0;
    for (let hit = folded.indexOf(wanted); hit >= 0; hit = folded.indexOf(wanted, hit + wanted.length)) {
      const end = places[hit + wanted.length];
      pieces.push(text.slice(from, places[hit]), element("mark", {}, text.slice(places[hit], end)));
      from = end;
    }
    return pieces.length ? [...pieces, text.slice(from)] : null;
  }

  function show() {
    const language = languages[chosen];
    const wanted = fold(search.value.trim());
    const list = element("ol", { lang: language.tag, dir: language.dir });
    rows = [];
    current = -1;
    let hits = 0;
    for (const [start, end, , , plain] of language.cues) {
      const pieces = marked(plain, wanted);
      if (!pieces) { rows.push({ start, end, button: null }); continue; }
      hits += 1;
      const button = element("button", { type: "button", className: "cue" },
        element("time", {}, clock(start)), element("span", { dir: "auto" }, ...pieces));
      button.addEventListener("click", () => seek(start));
      rows.push({ start, end, button });
      list.append(element("li", {}, button));
    }
    byId("transcript").replaceChildren(hits ? list : element("p", { className: "nothing" }, "Nothing found."));
    byId("count").textContent = wanted ? `${hits} of ${language.cues.length} captions` : "";
    follow();
  }

  function seek(ms) {
    // Half a millisecond later: a time that was rounded down by the player would show the cue before.
    video.currentTime = ms / 1000 + 0.0005;
    video.play().catch(() => {});
  }

  function follow() {
    const ms = video.currentTime * 1000;
    const now = rows.findIndex((row) => row.start <= ms && ms < row.end);
    if (now === current) { return; }
    if (rows[current]?.button) { rows[current].button.removeAttribute("aria-current"); }
    current = now;
    const button = rows[now]?.button;
    if (!button) { return; }
    button.setAttribute("aria-current", "true");
    const box = byId("transcript");
    if (byId("follow").checked && !box.contains(document.activeElement)) {
      box.scrollTop = button.offsetTop - box.offsetTop - box.clientHeight / 2 + button.clientHeight / 2;
    }
  }

  search.addEventListener("input", show);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { byId("transcript").querySelector("button")?.focus(); }
    if (event.key === "Escape") { search.value = ""; show(); }
  });
  byId("transcript").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) { return; }
    const all = [...byId("transcript").querySelectorAll("button")];
    const next = all[all.indexOf(document.activeElement) + step];
    if (next) { event.preventDefault(); next.focus(); }
  });
  video.addEventListener("timeupdate", follow);
  video.addEventListener("seeked", follow);
  video.addEventListener("error", () => { byId("trouble").hidden = false; });
  if (video.error) { byId("trouble").hidden = false; }
  if (languages.length) { choose(0); } else { byId("transcript").append(element("p", { className: "nothing" }, "No captions.")); }
})();
