// The figures of a caption, counted as the program counts them (quality/measuring): at once, while half a word is still
// being composed, and where no program is at hand.

// What players understand in SubRip's text.
const FORMATTING = new RegExp([
  "<\\/?(?:[ibus]|font)(?:\\s[^<>\\n]{0,200})?\\s?>",
  "\\{(?:\\\\(?:an?\\d|[ibus]\\d*|q\\d|fs\\d+|[1-4]?c(?:&H[\\da-f]+&?)?|(?:pos|move|org|fade?|i?clip|t)\\([^{}()\\n]*\\)) ?)+\\}",
].join("|"), "gi");
const JOINER = "\u2060";
const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

// `limits`: lineCells, maxLines, speedCps and, where narrow letters count half, `wide`: the code points at which wide
// ones begin and end.
export function figuresOf({ text, start, end }, limits) {
  const lines = text.split("\n").map((line) => cellsOf(line.replace(FORMATTING, "").replaceAll(`<${JOINER}`, "<"), limits.wide));
  const cells = lines.reduce((sum, one) => sum + one, limits.wide ? 0 : lines.length - 1);
  const ms = Math.max(0, end - start);
  return {
    lines,
    speed: ms ? Math.round(cells * 100_000 / ms) / 100 : 0,
    room: Math.min(limits.maxLines * limits.lineCells, Math.floor(ms * limits.speedCps / 1000)),
  };
}

function cellsOf(line, wide) {
  let cells = 0;
  for (const { segment } of graphemes.segment(line)) {
    if (/^\p{Cf}$/u.test(segment)) { continue; } // a mark of direction or a joiner alone shows nothing
    cells += !wide || [...segment].some((char) => isWide(char.codePointAt(0), wide)) ? 1 : 0.5;
  }
  return cells;
}

// Between an even and the next odd place of the list letters are wide.
function isWide(point, wide) {
  let [low, high] = [0, wide.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (wide[middle] <= point) { low = middle + 1; } else { high = middle; }
  }
  return low % 2 === 1;
}
