// The video with its captions over it, as viewers see them.

import { soundAddress, soundKind } from "./api.js";
import { SideSound } from "./side_sound.js";
import { button, element, say } from "./dom.js";

const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2];
const RESUME_MS = 1000;

export class Player {
  constructor(app, place) {
    this.app = app;
    this.video = element("video", { controls: true, preload: "metadata", playsInline: true });
    this.note = element("p", { className: "playing-note", role: "status", hidden: true });
    this.track = this.video.addTextTrack("captions", app.language.name, app.language.tag);
    this.track.mode = "showing";
    this.cues = new Map();
    this.stopAt = null;
    this.isLooping = false;
    this.isWatched = false;
    this.pausesForTyping = localStorage.getItem("pauses-for-typing") !== "no";
    this.timer = 0;
    this.wasPlaying = false;
    this.place = place;
    this.listeners = new Set();
  }

  open() {
    this.rate = element("button", { type: "button", className: "rate", title: "Speed",
      onclick: () => this.faster(1, true) }, "1×");
    this.follow = element("input", { type: "checkbox", checked: true, id: "follow" });
    const pausing = element("input", { type: "checkbox", checked: this.pausesForTyping, id: "pausing",
      onchange: () => this.setPausing(pausing.checked) });
    this.place.append(
      element("div", { className: "screen" }, this.video),
      this.note,
      element("div", { className: "transport", role: "group", "aria-label": "Playback" },
        button("Play caption", () => this.playCue(), { className: "main" }),
        button("±½ s", () => this.around(), { title: "Half a second around the caption" }),
        button("End", () => this.lastHalf(), { title: "Its last half second", className: "more" }),
        button("Previous", () => this.previous(), { className: "more" }),
        button("Loop", () => this.loop(), { "aria-pressed": "false", id: "loop", className: "more" }),
        this.rate,
        element("label", { className: "more" }, this.follow, " Follow"),
        element("label", { className: "more" }, pausing, " Pause while typing")));
    this.fill();
    this.app.track.subscribe((event) => this.update(event));
    this.video.addEventListener("timeupdate", () => this.moved());
    this.video.addEventListener("play", () => this.watchEnd());
    this.video.addEventListener("seeked", () => this.moved());
    this.video.addEventListener("error", () => this.fallBack());
    this.video.preservesPitch = true;
    if (this.app.video.hasMedia) {
      this.video.src = this.app.mediaAddress;
      this.hearBeside().catch(() => {}); // a desk that is away says so elsewhere
    } else {
      this.place.classList.add("no-video");
      this.tell("The video is not in this folder; the captions can be corrected without it.");
    }
  }

  tell(text) {
    this.note.textContent = text;
    this.note.hidden = !text;
  }

  end() {
    this.beside?.end();
    this.video.remove();
  }

  // A browser that does not know the codec of the sound plays the picture in silence, and reports nothing.
  async hearBeside() {
    const { name } = this.app.video;
    const kind = await soundKind(name);
    if (!kind || this.isSoundOnly || this.video.canPlayType(kind)) { return; }
    this.tell("This browser cannot play the sound of this video. It is being prepared…");
    try {
      const address = await soundAddress(name);
      if (this.isSoundOnly || !this.video.isConnected) { return; }
      this.beside = new SideSound(this.video, address);
      this.tell("");
    } catch (refused) {
      this.tell(`This browser cannot play the sound of this video: ${refused.message}`);
    }
  }

  // Containers and codecs that this browser does not know: the sound is what one corrects by.
  async fallBack() {
    if (this.isSoundOnly || this.video.error?.code === MediaError.MEDIA_ERR_NETWORK) { return; }
    this.isSoundOnly = true;
    this.beside?.end();
    this.tell("This browser cannot show this video. Its sound is being prepared…");
    try {
      this.video.src = await soundAddress(this.app.video.name);
      this.place.classList.add("sound-only");
      this.tell("This browser cannot show this video; you hear its sound.");
    } catch (refused) {
      this.tell(`This browser cannot play this video: ${refused.message}`);
    }
  }

  get now() {
    return this.video.currentTime * 1000;
  }

  fill() {
    for (const id of this.app.track.order) { this.put(this.app.track.rows.get(id)); }
  }

  update({ changed, isReordered }) {
    for (const id of changed) { this.put(this.app.track.rows.get(id)); }
    if (isReordered) {
      for (const [id, cue] of this.cues) {
        if (!this.app.track.rows.has(id)) {
          this.track.removeCue(cue);
          this.cues.delete(id);
        }
      }
    }
  }

  put(row) {
    const known = this.cues.get(row.id);
    const text = toVtt(row.text);
    const [start, end] = [row.start / 1000, row.end / 1000];
    if (known && known.text === text && known.startTime === start && known.endTime === end) { return; }
    if (known) { this.track.removeCue(known); }
    const cue = new VTTCue(start, end, text);
    if (/^\{\\an[789]\}/.test(row.text)) { cue.line = 0; }
    this.track.addCue(cue);
    this.cues.set(row.id, cue);
  }

  moved() {
    this.stopInTime();
    const row = this.rowAt(this.now);
    for (const listener of this.listeners) { listener(this.now, row); }
  }

  // With every picture: the browser's own events come four times a second, in the middle of the next word.
  watchEnd() {
    if (this.isWatched || this.stopAt === null || this.video.paused) { return; }
    this.isWatched = true;
    requestAnimationFrame(() => {
      this.isWatched = false;
      this.stopInTime();
      this.watchEnd();
    });
  }

  // A machine that is busy notices the end late: the video goes back to it, so that its caption stays on the picture.
  stopInTime() {
    if (this.stopAt === null || this.video.paused || this.video.seeking || this.now < this.stopAt - 20) { return; }
    if (this.isLooping) {
      this.video.currentTime = this.loopFrom / 1000 + 0.0005;
    } else {
      const end = this.stopAt;
      this.pause();
      this.video.currentTime = (end - 1) / 1000;
    }
  }

  rowAt(ms) {
    return this.app.track.rowAt(ms);
  }

  seek(ms) {
    // Half a millisecond later: a time that was rounded down by the player would show the cue before.
    this.stopAt = null;
    this.video.currentTime = Math.max(0, ms) / 1000 + 0.0005;
  }

  playFrom(id) {
    this.app.list.setCurrent(id);
    this.seek(this.app.track.rows.get(id).start);
    this.play();
  }

  play() {
    this.wasPlaying = false;
    this.video.play().catch(() => {});
  }

  pause() {
    this.stopAt = null;
    this.video.pause();
  }

  toggle() {
    if (this.video.paused) { this.play(); } else { this.pause(); }
  }

  span(from, to) {
    this.seek(from);
    this.loopFrom = from;
    this.stopAt = to;
    this.play();
    this.watchEnd();
  }

  get cue() {
    return this.app.track.rows.get(this.app.list.current);
  }

  playCue() { if (this.cue) { this.span(this.cue.start, this.cue.end); } }

  around() { if (this.cue) { this.span(this.cue.start - 500, this.cue.end + 500); } }

  lastHalf() { if (this.cue) { this.span(Math.max(this.cue.start, this.cue.end - 500), this.cue.end); } }

  previous() {
    this.app.list.step(-1, this.app.list.views.get(this.app.list.current)?.isFocused);
    this.playCue();
  }

  loop() {
    this.isLooping = !this.isLooping;
    document.getElementById("loop").setAttribute("aria-pressed", String(this.isLooping));
    if (this.isLooping) { this.playCue(); }
  }

  faster(step, isRound = false) {
    let at = RATES.indexOf(this.video.playbackRate) + step;
    if (isRound) { at %= RATES.length; }
    this.video.playbackRate = RATES[Math.max(0, Math.min(RATES.length - 1, at))];
    this.rate.textContent = `${this.video.playbackRate}×`;
    say(`Speed ${this.rate.textContent}`);
  }

  setPausing(isOn) {
    this.pausesForTyping = isOn;
    localStorage.setItem("pauses-for-typing", isOn ? "yes" : "no");
  }

  // Whoever types cannot watch: the video waits, and goes on a second earlier after a pause of a second.
  typing(isComposing = false) {
    if (!this.pausesForTyping) { return; }
    if (!this.video.paused) {
      this.wasPlaying = true;
      this.video.pause();
    }
    clearTimeout(this.timer);
    if (!isComposing) { this.timer = setTimeout(() => this.resume(), RESUME_MS); }
  }

  resume() {
    if (!this.wasPlaying) { return; }
    this.wasPlaying = false;
    this.video.currentTime = Math.max(0, this.video.currentTime - 1);
    this.video.play().catch(() => {});
  }
}

// Captions are text; of markup only the italics, bold and underlines that players draw are drawn here.
export function toVtt(text) {
  const plain = text.replace(/\{\\an\d\}/g, "").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return plain.replace(/&lt;(\/?[ibu])&gt;/g, "<$1>");
}
