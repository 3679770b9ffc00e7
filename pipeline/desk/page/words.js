// When each word of a caption is said: for splitting, moving and seeking by word.

export class Words {
  constructor() {
    this.byRow = new Map();
  }

  // Offsets and times of a row's words as the server counts them, or by their share of the caption.
  of(row) {
    const known = this.byRow.get(row.id);
    if (known && known.text === row.text && known.start === row.start && known.end === row.end) { return known.words; }
    const length = Math.max(1, row.text.length);
    const words = [];
    for (const { index, 0: word } of row.text.matchAll(/\S+/g)) {
      const at = (offset) => row.start + (row.end - row.start) * offset / length;
      words.push([index, at(index), at(index + word.length)]);
    }
    return words;
  }

  // When the word at an offset begins, or the next one if the offset is behind a word.
  timeAt(row, offset) {
    const words = this.of(row);
    const next = words.find(([index]) => index >= offset);
    return next ? next[1] : row.end;
  }

  // When the word is said that an offset lies in.
  timeOf(row, offset) {
    const word = this.of(row).findLast(([index]) => index <= offset);
    return word ? word[1] : row.start;
  }
}
