// What differs between two texts, by words (by characters where a script has no spaces).

import { element } from "./dom.js";

export function wordDiff(old, now) {
  const [one, two] = [tokens(old), tokens(now)];
  const lengths = Array.from({ length: one.length + 1 }, () => new Uint16Array(two.length + 1));
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = two.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = one[i] === two[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const parts = [];
  const put = (kind, token) => {
    if (parts.at(-1)?.kind === kind) { parts.at(-1).tokens.push(token); } else { parts.push({ kind, tokens: [token] }); }
  };
  let [i, j] = [0, 0];
  while (i < one.length || j < two.length) {
    if (i < one.length && j < two.length && one[i] === two[j]) {
      put("same", two[j]);
      i += 1;
      j += 1;
    } else if (j >= two.length || (i < one.length && lengths[i + 1][j] >= lengths[i][j + 1])) {
      put("old", one[i]);
      i += 1;
    } else {
      put("new", two[j]);
      j += 1;
    }
  }
  return parts;
}

function tokens(text) {
  return text.includes(" ") ? text.split(/\s+/).filter(Boolean) : [...text];
}

// The old text with what is gone struck out and what is new marked: `del` and `ins` are read aloud as such.
export function shownDiff(old, now, { lang, dir }) {
  const glue = `${old} ${now}`.trim().includes(" ") ? " " : "";
  const names = { same: "span", old: "del", new: "ins" };
  const parts = wordDiff(old, now).flatMap(({ kind, tokens: words }, place) =>
    [place ? glue : "", element(names[kind], {}, words.join(glue))]);
  return element("p", { className: "diff", lang, dir }, ...parts);
}
