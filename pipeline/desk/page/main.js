// Opens what the address names: the videos of this folder, or one track on the desk.

import { Beside } from "./beside.js";
import { Details } from "./details.js";
import { Edits } from "./edits.js";
import { History } from "./history.js";
import { Keys } from "./keys.js";
import { ListView } from "./list.js";
import { Notes } from "./notes.js";
import { Panels } from "./panels.js";
import { Player } from "./player.js";
import { Replace } from "./replace.js";
import { Reviewing } from "./reviewing.js";
import { Second } from "./second.js";
import { Source } from "./source.js";
import { Sync, trouble } from "./sync.js";
import { Track } from "./store.js";
import { Waveform } from "./waveform.js";
import { Words } from "./words.js";
import { Refused, ask, clientName, extraTools, isAlone, listen, mediaAddress } from "./api.js";
import { button, byId, element, say } from "./dom.js";
import { makeCommands } from "./commands.js";

let app = null;

async function openAddress() {
  const [video, language] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  close();
  try {
    const videos = await ask("api/workspace");
    const isOnly = videos.length === 1 && videos[0].languages.length === 1;
    const found = isOnly ? videos[0] : videos.find(({ name }) => name === video);
    const chosen = found?.languages.find(({ tag }) => tag === language) ?? found?.languages[0];
    if (chosen) { await openTrack(found, chosen); } else { showVideos(videos); }
  } catch (refused) {
    trouble(refused.message);
    if (!(refused instanceof Refused)) { throw refused; }
  }
}

function close() {
  app?.keys.end();
  app?.sync.end();
  app?.beside.end();
  app?.waveform.end();
  app?.player.end();
  app = null;
  for (const id of ["watching", "captions", "languages", "tools", "progress", "saved", "offer"]) { byId(id).replaceChildren(); }
  byId("watching").className = "";
  trouble("");
}

function showVideos(videos) {
  byId("title").textContent = "Captions";
  document.title = "Captions desk";
  document.body.classList.add("choosing");
  const items = videos.filter(({ languages }) => languages.length).map(({ name, languages, spoken }) => element("li", {},
    element("h2", {}, name),
    element("p", { className: "links" }, ...languages.map((language) =>
      element("a", { href: address(name, language.tag), lang: language.tag, dir: language.dir }, language.name))),
    spoken ? element("p", { className: "faint" }, `spoken: ${languages.find(({ tag }) => tag === spoken)?.name ?? spoken}`) : ""));
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
  byId("languages").querySelector("[aria-current]").scrollIntoView({ block: "nearest", inline: "center" });
  const track = new Track(video.name, language.tag);
  const sync = new Sync(track);
  const opened = {
    track, sync, video, language, gapMs: 80, limits: null, words: new Words(), mediaAddress: mediaAddress(video.name),
  };
  app = opened;
  opened.history = new History(track, sync);
  opened.edits = new Edits(opened);
  opened.beside = new Beside(opened);
  opened.reviewing = new Reviewing(opened);
  opened.notes = new Notes(opened);
  opened.replace = new Replace(opened);
  opened.source = new Source(opened);
  opened.second = new Second(opened);
  opened.panels = new Panels(opened);
  opened.details = new Details(opened);
  opened.commands = makeCommands(opened);
  opened.keys = new Keys(opened);
  opened.player = new Player(opened, byId("watching"));
  opened.waveform = new Waveform(opened, byId("watching"));
  opened.list = new ListView(opened, byId("captions"));
  opened.currentChanged = (id) => showCurrent(opened, track.rows.get(id));
  opened.history.show = (step) => showStep(opened, step);
  opened.history.vouch = (approval) => opened.reviewing.deliver(approval);
  await Promise.all([sync.open(), opened.history.open()]);
  if (app !== opened) { return; }
  opened.player.open();
  opened.player.listeners.add((now, row) => showPlaying(opened, row));
  opened.second.open(byId("watching").querySelector(".transport"));
  opened.waveform.open();
  byId("tools").append(...extraTools(opened),
    ...(language.hasDetails && !isAlone ? [button("Title", () => opened.details.open(), { title: "Title, description and chapters" })] : []),
    button("Find", () => opened.replace.open()),
    button("Undo", () => opened.commands.undo()), button("Keys", () => opened.keys.help(), { className: "keyboard" }));
  byId("saved").textContent ||= "all is saved";
  await opened.list.open();
  opened.panels.open();
  opened.reviewing.open(byId("tools"));
  opened.beside.open().catch((refused) => trouble(refused.message));
}

// The picture and the sound of the caption that somebody goes to, unless the video is running.
function showCurrent(opened, row) {
  opened.waveform.show(row);
  const { player } = opened;
  if (row && player.video.paused && !player.wasPlaying && !(row.start <= player.now && player.now < row.end)) {
    player.seek(row.start);
  }
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
  const id = step.caret?.id ?? step.changes[0]?.id ?? step.rows[0];
  if (opened.track.rows.has(id)) { opened.list.go(id, { isText: Boolean(step.caret), caret: step.caret }); }
}

function hear(event) {
  if (!app) { return; }
  const isMine = event.video === app.video.name && event.language === app.language.tag;
  if (event.kind === "track" && isMine && event.client !== clientName()) { app.sync.refresh(event.revision); }
  if (event.kind === "track" && event.video === app.video.name && event.language === app.second.language) { app.second.load(); }
  if (event.kind === "reading" && isMine) { app.beside.later(100); }
  if (event.kind === "notes" && event.video === app.video.name) { app.beside.later(100); }
  if (event.kind === "gone" && isMine) { app.sync.complain({ status: 410, message: "The caption file is gone" }); }
  if (event.kind === "unreadable" && isMine) { trouble(event.reason); }
  if (event.kind === "reset" || event.kind === "hello") { app.sync.push().then(() => app?.sync.refresh()); }
}

// What sticks below the bar, and what is scrolled to, has to know how high it is: it wraps where there is little room.
new ResizeObserver(() => document.documentElement.style.setProperty("--bar", `${byId("bar").offsetHeight}px`)).observe(byId("bar"));
addEventListener("hashchange", openAddress);
document.addEventListener("visibilitychange", () => { if (document.hidden) { app?.list.finish(); } });
addEventListener("pagehide", () => { app?.list.finish(); });
listen(hear, (isOpen) => { if (!isOpen) { say("The desk does not answer"); } });
openAddress();
