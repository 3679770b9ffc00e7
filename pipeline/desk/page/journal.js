// What must survive a reload, a crash, a restart: operations without an answer, and the steps for undo.
// The file on the server is the copy; this is only what is on its way there.

const DATABASE = "captions-desk";
// A browser may close a page before its database has written. What is on its way there stands here meanwhile.
const BRIDGE = "captions-desk operation ";
let opened = null;
let last = 0;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      const made = request.result;
      made.createObjectStore("operations", { keyPath: "number", autoIncrement: true }).createIndex("track", "track");
      made.createObjectStore("steps", { keyPath: "number", autoIncrement: true }).createIndex("track", "track");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function run(store, mode, work, durability = "relaxed") {
  const transaction = (await database()).transaction(store, mode, { durability });
  const request = work(transaction.objectStore(store));
  // At once: a transaction that waits for its page is given up when the page closes.
  if (mode === "readwrite") { transaction.commit(); }
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

function all(store, track) {
  return run(store, "readonly", (table) => table.index("track").getAll(track));
}

// Rising in the order of what a person does, also across pages and reloads.
function nextNumber() {
  last = Math.max(last + 1, Date.now() * 1000 + Math.floor(Math.random() * 1000));
  return last;
}

// ---- operations: { track, key, changes }. Where the browser gives no database, the edit goes on its way all the same.

export function keep(operation) {
  operation.number = nextNumber();
  try { localStorage.setItem(BRIDGE + operation.key, JSON.stringify(operation)); } catch { /* full: the database has room */ }
  const kept = run("operations", "readwrite", (table) => table.add(operation), "strict");
  return kept.then(() => localStorage.removeItem(BRIDGE + operation.key), () => {});
}

export function forget(operation) {
  localStorage.removeItem(BRIDGE + operation.key);
  return run("operations", "readwrite", (table) => table.delete(operation.number)).catch(() => {});
}

export async function unanswered(track) {
  const stored = await all("operations", track).catch(() => []);
  const known = new Set(stored.map(({ key }) => key));
  const bridged = Object.keys(localStorage).filter((name) => name.startsWith(BRIDGE))
    .map((name) => JSON.parse(localStorage.getItem(name)))
    .filter((operation) => operation?.track === track && !known.has(operation.key));
  return [...stored, ...bridged].sort((one, other) => one.number - other.number);
}

// ---- steps: { track, changes, label, caret, isUndone }, and `approval` and `rows` where somebody vouched for some

export function keepStep(step) {
  step.number = nextNumber();
  return run("steps", "readwrite", (table) => table.add(step)).catch(() => {});
}

export function updateStep(step) {
  return run("steps", "readwrite", (table) => table.put(step)).catch(() => {});
}

export function dropSteps(steps) {
  if (!steps.length) { return Promise.resolve(); }
  return run("steps", "readwrite", (table) => {
    for (const step of steps) { table.delete(step.number); }
  }).catch(() => {});
}

export function steps(track) {
  return all("steps", track).catch(() => []);
}
