// Opens what the address names: the videos of this folder, or one track on the desk.

import { Edits } from "./edits.js";
import { History } from "./history.js";
import { Keys } from "./keys.js";
import { ListView } from "./list.js";
import { Player } from "./player.js";
import { Sync, trouble } from "./sync.js";
import { Track } from "./store.js";
import { Words } from "./words.js";
import { ask, clientName, listen } from "./api.js";
import { button, byId, element, say } from "./dom.js";
import { makeCommands } from "./commands.js";

let app = null;

async function openAddress() {
  const [video, language] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  close();
  try {
    const videos = await ask("api/workspace");
    const found = videos.find(({ name }) => name === video);
    const chosen = found?.languages.find(({ tag }) => tag === language) ?? found?.languages[0];
    if (chosen) { await openTrack(found, chosen); } else { showVideos(videos); }
  } catch (refused) {
    trouble(refused.message);
  }
}

function close() {
  app?.keys.end();
  app?.sync.end();
  app?.player.video.remove();
  app = null;
  for (const id of ["watching", "captions", "languages", "tools", "progress", "saved"]) { byId(id).replaceChildren(); }
  trouble("");
}

function showVideos(videos) {
  byId("title").textContent = "Captions";
  document.title = "Captions desk";
  document.body.classList.add("choosing");
  const items = videos.filter(({ languages }) => languages.length).map(({ name, languages }) => element("li", {},
    element("h2", {}, name),
    element("p", { className: "links" }, ...languages.map((language) =>
      element("a", { href: address(name, language.tag), lang: language.tag, dir: language.dir }, language.name)))));
  byId("captions").append(items.length ? element("ul", { className: "videos" }, ...items)
    : element("p", { className: "nothing" }, "No captions here yet. Put a video into media/ and run: make"));
}

function address(video, language) {
  return `#/${encodeURIComponent(video)}/${encodeURIComponent(language)}`;
}

async function openTrack(video, language) {
  document.body.classList.remove("choosing");
  byId("title").replaceChildren(element("a", { href: "#/", title: "All videos" }, "Captions"), ` ${video.name}`);
  document.title = `${video.name} – ${language.name}`;
  byId("languages").append(...video.languages.map((one) => element("a", {
    href: address(video.name, one.tag), lang: one.tag, dir: one.dir, "aria-current": one === language ? "page" : null,
  }, one.name)));
  const track = new Track(video.name, language.tag);
  const sync = new Sync(track);
  const opened = {
    track, sync, video, language, gapMs: 80, words: new Words(), mediaAddress: `media/${encodeURIComponent(video.name)}`,
  };
  app = opened;
  opened.history = new History(track, sync);
  opened.edits = new Edits(opened);
  opened.commands = makeCommands(opened);
  opened.keys = new Keys(opened);
  opened.player = new Player(opened, byId("watching"));
  opened.list = new ListView(opened, byId("captions"));
  opened.history.show = (step) => showStep(opened, step);
  await Promise.all([sync.open(), opened.history.open()]);
  if (app !== opened) { return; }
  opened.player.open();
  opened.player.listeners.add((now, row) => showPlaying(opened, row));
  byId("tools").append(
    button("Undo", () => opened.history.undo()), button("Keys", () => opened.keys.help()));
  await opened.list.open();
}

// The row that is being spoken is marked; it is scrolled to only while nobody works in the list.
function showPlaying(opened, row) {
  if (opened.playing === row?.id) { return; }
  opened.list.views.get(opened.playing)?.box.classList.remove("playing");
  opened.playing = row?.id;
  const box = opened.list.views.get(row?.id)?.box;
  box?.classList.add("playing");
  const isWorking = document.activeElement?.closest?.(".rows");
  if (box && opened.player.follow.checked && !isWorking && !opened.player.video.paused) {
    box.scrollIntoView({ block: "center" });
  }
}

function showStep(opened, step) {
  for (const { id } of step.changes) { opened.list.views.get(id)?.adopt(); }
  const id = step.caret?.id ?? step.changes[0].id;
  if (opened.track.rows.has(id)) { opened.list.go(id, { isText: Boolean(step.caret), caret: step.caret }); }
}

function hear(event) {
  if (!app) { return; }
  const isMine = event.video === app.video.name && event.language === app.language.tag;
  if (event.kind === "track" && isMine && event.client !== clientName()) { app.sync.refresh(event.revision); }
  if (event.kind === "gone" && isMine) { app.sync.complain({ status: 410, message: "The caption file is gone" }); }
  if (event.kind === "unreadable" && isMine) { trouble(event.reason); }
  if (event.kind === "reset" || event.kind === "hello") { app.sync.push().then(() => app?.sync.refresh()); }
}

addEventListener("hashchange", openAddress);
document.addEventListener("visibilitychange", () => { if (document.hidden) { app?.list.finish(); } });
addEventListener("pagehide", () => { app?.list.finish(); });
listen(hear, (isOpen) => { if (!isOpen) { say("The desk does not answer"); } });
openAddress();
