"use strict";
// Captions are in the page, not in <track> files: browsers refuse to load those from the disk.
const player = (() => {
  const languages = JSON.parse(document.getElementById("captions-data").textContent);
  const video = document.getElementById("video");
  const shown = document.getElementById("shown");
  const listeners = [];
  let chosen = -1;

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
    track.addEventListener("cuechange", draw);
    return track;
  });

  const buttons = languages.map((language, index) => {
    const name = element("span", { lang: language.tag, dir: "auto" }, language.name);
    const button = element("button", { type: "button" }, name);
    if (language.machine) { button.append(element("span", { className: "badge" }, pageWords.say("machine"))); }
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => choose(index === chosen && isOn(index) ? -1 : index));
    return button;
  });
  const off = element("button", { type: "button" }, pageWords.say("off"));
  off.addEventListener("click", () => choose(-1));
  document.getElementById("languages").append(...buttons, off);

  const isOn = (index) => index >= 0 && tracks[index].mode !== "disabled";

  function choose(index) {
    tracks.forEach((track, at) => { track.mode = at === index ? mode() : "disabled"; });
    buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(at === index)));
    off.setAttribute("aria-pressed", String(index < 0));
    if (index >= 0 && index !== chosen) {
      chosen = index;
      document.getElementById("provenance").textContent = pageWords.provenance(languages[index].made);
      listeners.forEach((listener) => listener());
    }
    draw();
  }

  // On a small picture the browser's own captions are too small to read: they are drawn below it, and natively
  // again when the picture fills the screen.
  const isSmall = () => video.clientWidth > 0 && video.clientWidth < 560 && !document.fullscreenElement;
  const mode = () => (isSmall() ? "hidden" : "showing");

  function draw() {
    const language = languages[chosen];
    const isDrawn = isOn(chosen) && isSmall();
    shown.hidden = !isDrawn;
    if (!isDrawn) { return; }
    shown.lang = language.tag;
    shown.dir = language.dir;
    const lines = [...(tracks[chosen].activeCues ?? [])].map((cue) => cue.getCueAsHTML());
    shown.replaceChildren(...lines.flatMap((line, at) => (at ? [element("br"), line] : [line])));
  }

  function refit() {
    if (isOn(chosen) && tracks[chosen].mode !== mode()) { tracks[chosen].mode = mode(); }
    draw();
  }
  new ResizeObserver(refit).observe(video);
  document.addEventListener("fullscreenchange", refit);

  // The browser's own menu may switch tracks too.
  video.textTracks.addEventListener("change", () => {
    const on = tracks.findIndex((_, at) => isOn(at));
    const pressed = buttons.findIndex((button) => button.getAttribute("aria-pressed") === "true");
    if (on !== pressed) { choose(on); }
  });

  function seek(ms, isPlaying = true) {
    // Half a millisecond later: a time that was rounded down by the player would show the cue before.
    const go = () => { video.currentTime = ms / 1000 + 0.0005; };
    if (video.readyState) { go(); } else { video.addEventListener("loadedmetadata", go, { once: true }); }
    if (isPlaying) { video.play().catch(() => {}); }
  }

  const clock = (ms) => {
    const seconds = Math.floor(ms / 1000);
    const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((n) => String(n).padStart(2, "0"));
    const hours = Math.floor(seconds / 3600);
    return hours ? [hours, ...parts].join(":") : parts.join(":").replace(/^0/, "");
  };

  const trouble = () => { document.getElementById("trouble").hidden = false; };
  video.addEventListener("error", trouble);
  if (video.error) { trouble(); }

  return {
    languages, video, element, choose, seek, clock,
    get chosen() { return chosen; },
    onLanguage: (listener) => listeners.push(listener),
  };
})();
