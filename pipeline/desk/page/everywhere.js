// A word in all captions of the folder: where it stands, and changes in captions that are not open here.

import { forget, keep, keepStep } from "./journal.js";
import { ask, mediaAddress, send, trackPath } from "./api.js";
import { newName, plural } from "./dom.js";

const AROUND_S = 0.5;

// `isExact`: only as it is written, which is found at once.
export function searchEverywhere(track, wanted, isExact = false) {
  const query = `?find=${encodeURIComponent(wanted)}${isExact ? "&exact=1" : ""}`;
  return ask(trackPath(track.video, track.language, `/places${query}`));
}

// The changes that replace places which `searchEverywhere` found, by track.
export async function askReplacements(wanted, replacement, places) {
  const { tracks } = await send("api/replacements", { find: wanted, put: replacement, places });
  return tracks.filter(({ changes }) => changes.length);
}

// One step of undo in each track, those of the open one at once; gives in words how many captions changed.
export async function applyReplacements(app, tracks, label) {
  const isOpen = ({ video, language }) => video === app.track.video && language === app.track.language;
  for (const { changes } of tracks.filter(isOpen)) {
    app.edits.take(changes.filter(({ id }) => app.track.rows.has(id)), label);
  }
  // All of them into the journal at once, whatever becomes of one.
  const sent = await Promise.allSettled(tracks.filter((one) => !isOpen(one)).map(({ video, language, changes }) =>
    commitElsewhere(video, language, changes, label)));
  const failed = sent.find(({ status }) => status === "rejected");
  if (failed) { throw failed.reason; }
  return plural(tracks.reduce((sum, { changes }) => sum + changes.length, 0), "caption", "captions");
}

// Changes of a track that is not open here. In the journal first: what does not arrive now does when it is opened.
export async function commitElsewhere(video, language, changes, label) {
  const operation = { track: `${video}/${language}`, key: newName(), base: "", changes };
  keep(operation);
  keepStep({ track: operation.track, changes, label, caret: null, isUndone: false });
  await send(trackPath(video, language), { changes }, { "idempotency-key": operation.key });
  await forget(operation);
}

// The sound of captions of any video, one at a time.
export class Elsewhere {
  constructor() {
    this.sound = null;
  }

  play(video, { start, end }) {
    this.stop();
    const sound = new Audio(mediaAddress(video));
    sound.currentTime = Math.max(0, start / 1000 - AROUND_S);
    sound.addEventListener("timeupdate", () => { if (sound.currentTime > end / 1000 + AROUND_S) { sound.pause(); } });
    sound.play().catch(() => {});
    this.sound = sound;
  }

  stop() {
    this.sound?.pause();
    this.sound = null;
  }
}
