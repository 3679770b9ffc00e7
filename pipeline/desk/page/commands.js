// The commands that keys and buttons call, on the caption that is current.

import { say } from "./dom.js";

const NUDGE_MS = 50;

export function makeCommands(app) {
  const current = () => {
    app.list.views.get(app.list.current)?.finish();
    return app.list.current;
  };
  const field = () => app.list.views.get(app.list.current)?.field;
  const isText = () => Boolean(app.list.views.get(app.list.current)?.isFocused);
  // A caption that somebody emptied has nothing to join: it goes.
  const joinOrRemove = (step) => (field().value.trim() ? app.edits.join(current(), step) : app.edits.removeTowards(current(), step));
  return {
    help: () => app.keys.help(),
    undo: () => { current(); app.history.undo(); },
    redo: () => { current(); app.history.redo(); },
    leave: () => app.list.go(app.list.current),
    edit: (event) => (event.target.matches(".row") ? app.list.go(app.list.current, { isText: true }) : false),
    down: () => app.list.step(1, isText()),
    up: () => app.list.step(-1, isText()),
    nextText: () => app.list.step(1, true),
    newLine: () => false,
    toggle: () => app.player.toggle(),
    back: () => app.player.seek(app.player.now - 4000),
    playCue: () => app.player.playCue(),
    around: () => app.player.around(),
    lastHalf: () => app.player.lastHalf(),
    previous: () => app.player.previous(),
    loop: () => app.player.loop(),
    faster: () => app.player.faster(1),
    slower: () => app.player.faster(-1),
    seek: () => {
      const row = app.track.rows.get(current());
      app.player.seek(app.words.timeOf(row, field().selectionStart));
    },
    right: () => app.reviewing.right(current()),
    rightUpToHere: () => app.reviewing.right(current(), { isUpTo: true }),
    doubtful: () => { current(); app.reviewing.doubtful(); },
    find: () => { current(); app.replace.open(); },
    source: () => app.source.open(current()),
    note: () => app.notes.write(current()),
    takeMachine: () => app.edits.takeVersion(current(), "machine"),
    startEarlier: () => app.edits.nudge(current(), "start", -NUDGE_MS),
    startLater: () => app.edits.nudge(current(), "start", NUDGE_MS),
    endEarlier: () => app.edits.nudge(current(), "end", -NUDGE_MS),
    endLater: () => app.edits.nudge(current(), "end", NUDGE_MS),
    split: () => { app.edits.split(current(), field().selectionStart); },
    joinNext: () => { app.edits.join(current(), 1); },
    joinAtStart: () => (atEdge(field(), 0) ? void joinOrRemove(-1) : false),
    joinAtEnd: () => (atEdge(field(), field().value.length) ? void joinOrRemove(1) : false),
    wordDown: () => { app.edits.moveWord(current(), 1); },
    wordUp: () => { app.edits.moveWord(current(), -1); },
    add: () => { app.edits.add(current()); },
    remove: () => { app.edits.remove(current()); },
    startHere: () => { app.edits.setTime(current(), "start", app.player.now); },
    endHere: () => { app.edits.setTime(current(), "end", app.player.now); },
    shift: () => {
      const row = app.track.rows.get(current());
      say(`Everything from here on begins at the playhead`);
      app.edits.shiftFrom(row.id, Math.round(app.player.now - row.start));
    },
  };
}

function atEdge(field, offset) {
  return field.selectionStart === field.selectionEnd && field.selectionStart === offset;
}
