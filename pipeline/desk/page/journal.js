// What must survive a reload, a crash, a restart: operations without an answer, and the steps for undo.
// The file on the server is the copy; this is only what is on its way there.

const DATABASE = "captions-desk";
let opened = null;

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

async function run(store, mode, work) {
  const transaction = (await database()).transaction(store, mode, { durability: "strict" });
  const request = work(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

function all(store, track) {
  return run(store, "readonly", (table) => table.index("track").getAll(track));
}

// ---- operations: { track, key, changes }

export async function keep(operation) {
  operation.number = await run("operations", "readwrite", (table) => table.add({ ...operation }));
}

export function forget(operation) {
  return run("operations", "readwrite", (table) => table.delete(operation.number));
}

export function unanswered(track) {
  return all("operations", track);
}

// ---- steps: { track, changes, caret, scroll, isUndone }

export async function keepStep(step) {
  step.number = await run("steps", "readwrite", (table) => table.add({ ...step }));
}

export function updateStep(step) {
  return run("steps", "readwrite", (table) => table.put({ ...step }));
}

export function dropSteps(steps) {
  return run("steps", "readwrite", (table) => {
    let last = null;
    for (const step of steps) { last = table.delete(step.number); }
    return last;
  });
}

export function steps(track) {
  return all("steps", track);
}
