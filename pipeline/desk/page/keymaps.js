// Which key does what: data alone. Scopes: `text` in a caption's field, `list` on a caption outside of it
// (single letters are free there), `page` anywhere outside of fields. `Mod` is Ctrl, on Apple's machines Cmd.

const common = [
  ["page", "?", "help"],
  ["page", "Mod+z", "undo"],
  ["page", "Mod+Shift+z", "redo"],
  ["page", "Mod+y", "redo"],
  ["text", "Mod+z", "undo"],
  ["text", "Mod+Shift+z", "redo"],
  ["text", "Mod+y", "redo"],
  ["text", "Escape", "leave"],
  ["list", "Enter", "edit"],
  ["list", "ArrowDown", "down"],
  ["list", "ArrowUp", "up"],
  ["list", "Delete", "remove"],
  ["list", " ", "toggle"],
  ["page", " ", "toggle"],
  ["text", "Alt+ArrowDown", "down"],
  ["text", "Alt+ArrowUp", "up"],
  ["text", "Alt+Enter", "seek"],
  ["text", "Backspace", "joinAtStart"],
  ["text", "Delete", "joinAtEnd"],
];

const desk = [
  ["text", "Mod+Enter", "right"],
  ["list", "r", "right"],
  ["list", "u", "rightUpToHere"],
  ["list", "n", "doubtful"],
  ["text", "Mod+Shift+Enter", "doubtful"],
  ["page", "n", "doubtful"],
  ["text", "Mod+.", "playCue"],
  ["list", "p", "playCue"],
  ["text", "Mod+,", "around"],
  ["list", ",", "around"],
  ["list", ".", "lastHalf"],
  ["text", "Mod+Shift+.", "lastHalf"],
  ["list", "b", "previous"],
  ["list", "l", "loop"],
  ["text", "Mod+Space", "toggle"],
  ["list", "+", "faster"],
  ["list", "-", "slower"],
  ["text", "Shift+Enter", "split"],
  ["list", "j", "joinNext"],
  ["text", "Alt+Shift+ArrowDown", "wordDown"],
  ["text", "Alt+Shift+ArrowUp", "wordUp"],
  ["list", "a", "add"],
  ["list", "[", "startHere"],
  ["list", "]", "endHere"],
  ["text", "Mod+[", "startHere"],
  ["text", "Mod+]", "endHere"],
  ["list", "Shift+ArrowLeft", "startEarlier"],
  ["list", "Shift+ArrowRight", "startLater"],
  ["list", "Mod+ArrowLeft", "endEarlier"],
  ["list", "Mod+ArrowRight", "endLater"],
  ["list", "s", "shift"],
  ["list", "f", "find"],
  ["list", "c", "source"],
  ["list", "m", "takeMachine"],
  ["list", "t", "note"],
];

// The editor of Amara: the tabulator plays, arrows walk.
const amara = [
  ["text", "Tab", "toggle"],
  ["list", "Tab", "toggle"],
  ["text", "Shift+Tab", "back"],
  ["list", "Shift+Tab", "back"],
  ["text", "Enter", "nextText"],
  ["text", "Shift+Enter", "newLine"],
  ["text", "Mod+Enter", "right"],
  ["list", "n", "doubtful"],
  ["list", "r", "right"],
  ["list", "u", "rightUpToHere"],
  ["text", "Mod+Shift+Enter", "split"],
];

// Subtitle Edit.
const subtitleEdit = [
  ["text", "Mod+Space", "toggle"],
  ["text", "F9", "startHere"],
  ["list", "F9", "startHere"],
  ["text", "F10", "endHere"],
  ["list", "F10", "endHere"],
  ["text", "Alt+F9", "playCue"],
  ["list", "Alt+F9", "playCue"],
  ["text", "Mod+Shift+v", "split"],
  ["list", "Mod+Shift+m", "joinNext"],
  ["text", "Mod+Shift+m", "joinNext"],
  ["list", "Insert", "add"],
  ["text", "Mod+Enter", "right"],
  ["list", "n", "doubtful"],
  ["list", "r", "right"],
  ["list", "u", "rightUpToHere"],
];

export const keymaps = {
  desk: { name: "Desk", keys: [...desk, ...common] },
  amara: { name: "Amara", keys: [...amara, ...common] },
  subtitleEdit: { name: "Subtitle Edit", keys: [...subtitleEdit, ...common] },
};

// What each command is called in the help.
export const names = {
  right: "This is right, next", rightUpToHere: "All is right up to here", doubtful: "Next doubtful caption",
  toggle: "Play or pause", playCue: "Play this caption", around: "Play half a second around it",
  lastHalf: "Play its last half second", previous: "Previous caption, and play it", loop: "Loop this caption",
  faster: "Faster", slower: "Slower", back: "Four seconds back", seek: "Go to this word in the video",
  edit: "Write in the caption", leave: "Leave the text", up: "Caption above", down: "Caption below",
  nextText: "Write in the next caption", newLine: "New line", split: "Split at the caret", joinNext: "Join with the next",
  joinAtStart: "At the start: join with the previous", joinAtEnd: "At the end: join with the next",
  wordDown: "Last word to the next caption", wordUp: "First word to the previous caption", add: "New caption after this one",
  remove: "Take the caption out", startHere: "Start at the playhead", endHere: "End at the playhead",
  startEarlier: "Start a little earlier", startLater: "Start a little later", endEarlier: "End a little earlier",
  endLater: "End a little later", shift: "Move this and all that follow to the playhead", find: "Find and replace", undo: "Undo", redo: "Do again", help: "Show the keys",
  source: "Correct the source", takeMachine: "Take the machine's text", note: "Note on this caption",
};
