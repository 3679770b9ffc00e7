// Talking to the desk's server on this machine.

const client = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16)).join("");

// The page from the disk, which is alone, has another module in this one's place.
export const isAlone = false;

export class Refused extends Error {
  constructor(status, reason, kind) {
    super(reason);
    this.status = status;
    this.kind = kind;
  }
}

export function clientName() {
  return client;
}

export async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", ...options });
  } catch {
    throw new Refused(0, "the desk does not answer; is it still open in the terminal?", "Offline");
  }
  if (response.ok) { return response.json(); }
  const text = await response.text();
  let reason = text;
  let kind = "";
  try { ({ reason, kind } = JSON.parse(text)); } catch { /* plain text */ }
  throw new Refused(response.status, reason, kind);
}

export function send(path, value, headers = {}) {
  const body = JSON.stringify(value);
  return ask(path, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", "desk-client": client, ...headers },
    // So that an edit that was finished by closing the page still arrives; the browser allows 64 kB.
    keepalive: body.length < 60_000,
  });
}

export function trackPath(video, language, rest = "") {
  return `api/tracks/${encodeURIComponent(video)}/${encodeURIComponent(language)}${rest}`;
}

export function mediaAddress(video) {
  return `media/${encodeURIComponent(video)}`;
}

// The type, as `canPlayType` takes it, of the sound that a video has; empty if it has none.
export async function soundKind(video) {
  return (await ask(`api/sound/${encodeURIComponent(video)}/kind`)).kind;
}

// The sound alone of a video that this browser cannot play, once the server has it.
export async function soundAddress(video) {
  await ask(`api/sound/${encodeURIComponent(video)}`);
  return `sound/${encodeURIComponent(video)}`;
}

// The outline of a video's sound as signed bytes; null if it has none.
export async function peaksOf(video) {
  const response = await fetch(`peaks/${encodeURIComponent(video)}`);
  return response.ok ? new Int8Array(await response.arrayBuffer()) : null;
}

// What the page from the disk shows besides: nothing here.
export function extraTools() {
  return [];
}

// One stream for the whole page; the browser opens it again by itself and names the last event it saw.
export function listen(hear, changedState) {
  const source = new EventSource("events");
  source.addEventListener("message", (message) => hear(JSON.parse(message.data)));
  source.addEventListener("open", () => changedState(true));
  source.addEventListener("error", () => {
    changedState(false);
    if (source.readyState === EventSource.CLOSED) { setTimeout(() => listen(hear, changedState), 2000); }
  });
}
