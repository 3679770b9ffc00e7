// Takes the place of api.js in the page that goes by mail: it answers itself, from what the page holds, and
// keeps every edit in the browser until it is saved as a small file. Nothing here talks to anybody.

import { button } from "./dom.js";

const held = JSON.parse(document.getElementById("held").textContent);
const kept = `captions-desk ${held.track.revision}`;
const state = JSON.parse(localStorage.getItem(kept) ?? "null") ?? { rows: held.track.rows, approvals: [], notes: [] };

export class Refused extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

// Whether there is nothing but this one track: no other captions, no glossary.
export const isAlone = true;

export function clientName() {
  return "offline";
}

export function trackPath(video, language, rest = "") {
  return `track${rest}`;
}

export async function ask(path) {
  if (path === "api/workspace") { return [held.video]; }
  if (path.includes("/reading")) { return reading(); }
  if (path.endsWith("/notes")) { return state.notes.filter((note) => note.isOpen); }
  if (path.includes("/places")) { throw new Refused(404, "Other captions are where the whole folder is"); }
  if (path.startsWith("api/impact")) { throw new Refused(404, "The source is corrected where the whole folder is"); }
  return whole();
}

export async function send(path, value) {
  if (path.endsWith("/approvals")) {
    state.approvals.push({ by: value.by, texts: Object.values(value.seen), rows: Object.keys(value.seen) });
  } else if (path.endsWith("/notes")) {
    takeNote(value);
  } else {
    for (const change of value.changes) { apply(change); }
  }
  localStorage.setItem(kept, JSON.stringify(state));
  return whole();
}

export function mediaAddress() {
  return held.sound ? URL.createObjectURL(new Blob([bytes(held.sound)], { type: held.soundType })) : "";
}

// The sound that is in the page is one that browsers play.
export async function soundKind() {
  return "";
}

export async function soundAddress() {
  throw new Refused(404, "there is no other sound in this page");
}

export async function peaksOf() {
  return held.peaks ? new Int8Array(bytes(held.peaks).buffer) : null;
}

export function listen() {}

export function extraTools() {
  return [button("Save my edits as a file", save, { className: "main" })];
}

function whole() {
  return { revision: held.track.revision, rows: state.rows, order: state.rows.map(({ id }) => id), whole: true };
}

function reading() {
  const approved = new Map(state.approvals.flatMap(({ by, rows }) => rows.map((id) => [id, by])));
  const signed = (sentence) => (sentence.rows.every((id) => approved.has(id))
    ? { ...sentence, by: [approved.get(sentence.rows[0])] } : sentence);
  const rows = Object.fromEntries(Object.entries(held.reading.rows).map(([id, row]) =>
    [id, { ...row, sentences: row.sentences?.map(signed), doubt: approved.has(id) ? undefined : row.doubt }]));
  return { ...held.reading, rows, queue: held.reading.queue.filter((id) => !approved.has(id)) };
}

// The checks are in the program: what they say of a corrected caption is known when it has come back.
function apply({ id, after, previous }) {
  const place = state.rows.findIndex((row) => row.id === id);
  const row = after && { ...after, id, lines: [], findings: [] };
  if (!after) {
    if (place >= 0) { state.rows.splice(place, 1); }
  } else if (place >= 0) {
    state.rows[place] = row;
  } else {
    state.rows.splice(state.rows.findIndex((one) => one.id === previous) + 1, 0, row);
  }
}

function takeNote({ close, row, text, by }) {
  if (close) {
    state.notes = state.notes.map((note) => (note.id === close ? { ...note, isOpen: false } : note));
  } else {
    const on = state.rows.find(({ id }) => id === row);
    state.notes.push({ id: crypto.randomUUID(), row, kind: "note", text, by, isOpen: true, on: on.text, start: on.start });
  }
}

function save() {
  const value = {
    schema_version: 1,
    kind: "captions-desk-edits",
    video: held.video.name,
    language: held.language,
    base: held.track.rows.map(cue),
    edited: state.rows.map(cue),
    approvals: state.approvals.map(({ by, texts }) => ({ by, texts })),
    notes: state.notes.filter((note) => note.isOpen).map(({ text, by, on, start }) => ({ text, by, on, start })),
  };
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(value, null, 1)], { type: "application/json" }));
  link.download = `${held.video.name}.${held.language}.edits.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function cue({ start, end, text }) {
  return [start, end, text];
}

function bytes(base64) {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}
