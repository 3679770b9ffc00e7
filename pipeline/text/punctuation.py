"""The marks that end sentences and clauses in the scripts of the world, and those that enclose them."""

from __future__ import annotations

from pipeline.text.markup import drop_tags

FULL_WIDTH_ENDS = "。！？｡"
"""Ends of sentences that carry their own room: no space follows them."""
SENTENCE_ENDS = ".!?…" + FULL_WIDTH_ENDS + "．‥‼⁇⁈⁉\u037e։؟۔।॥።፧፨။។៕།༎"
"""Unicode's `Sentence_Terminal` of the living languages, and the ellipses. The Greek question mark is the
character of its own; the semicolon that is typed for it cannot be told from a semicolon."""
CLAUSE_ENDS = ";:—–；：؛፤፥"
COMMAS = ",，、،፣၊"
OPENERS = "\"'“‘«([{（［｛「『【〔〈《‹„‚¿¡"
CLOSERS = "\"'”’»›)]}）］｝」』】〕〉》"


def sentence_end(text: str) -> str:
    """The mark that ends a text, behind quotes, brackets and tags; empty where no sentence ends.

    >>> sentence_end("«Oui !»"), sentence_end("<i>हाँ।</i>"), sentence_end("no")
    ('!', '।', '')
    """
    mark = drop_tags(text).rstrip().rstrip(CLOSERS).rstrip()[-1:]
    return mark if mark and mark in SENTENCE_ENDS else ""


def ends_sentence(text: str) -> bool:
    """Whether a text ends with the mark of a sentence's end.

    >>> ends_sentence("दो।"), ends_sentence("दो,")
    (True, False)
    """
    return bool(sentence_end(text))
