// A second language over the picture, at its top, for those who know both.

import { Refused, ask, trackPath } from "./api.js";
import { element } from "./dom.js";
import { toVtt } from "./player.js";
import { trouble } from "./sync.js";

const KEY = "second-language";

export class Second {
  constructor(app) {
    this.app = app;
    this.track = null;
    this.language = "";
  }

  open(place) {
    const others = this.app.video.languages.filter(({ tag }) => tag !== this.app.language.tag);
    if (!others.length) { return; }
    const wanted = localStorage.getItem(KEY) ?? "";
    const choice = element("select", { "aria-label": "Second language over the video", onchange: () => this.choose(choice.value) },
      element("option", { value: "" }, "One language"),
      ...others.map(({ tag, name }) => element("option", { value: tag, selected: tag === wanted }, `+ ${name}`)));
    place.append(choice);
    this.choose(choice.value);
  }

  async choose(tag) {
    this.language = tag;
    localStorage.setItem(KEY, tag);
    if (this.track) { this.track.mode = "disabled"; }
    this.track = null;
    if (!tag) { return; }
    this.track = this.app.player.video.addTextTrack("captions", tag, tag);
    this.track.mode = "showing";
    await this.load();
  }

  async load() {
    const { track } = this;
    if (!track) { return; }
    try {
      const { rows } = await ask(trackPath(this.app.video.name, this.language));
      for (const cue of [...track.cues]) { track.removeCue(cue); }
      for (const { start, end, text } of rows) {
        const cue = new VTTCue(start / 1000, end / 1000, toVtt(text));
        cue.line = 0;
        track.addCue(cue);
      }
    } catch (refused) {
      if (!(refused instanceof Refused)) { throw refused; }
      trouble(refused.message);
    }
  }
}
