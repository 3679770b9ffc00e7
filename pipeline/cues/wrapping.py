"""A person's text broken into lines, or a cue split, at the best places: no word and no formatting is changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.cues.break_opportunities import Pieces, make_pieces
from pipeline.cues.profiles import Profile
from pipeline.cues.segmentation import break_lines, cut_pieces
from pipeline.model import Cue, Sentence, Word
from pipeline.text import FORMATTING, count_cells, drop_formatting, has_unspaced

_SPEAKER = re.compile(r"\s*[-–—‐]\s*\S")


def fits(text: str, profile: Profile) -> bool:
    """Whether a text, as it is broken, keeps within a profile's lines."""
    lines = drop_formatting(text).split("\n")
    return len(lines) <= profile.max_lines and all(
        count_cells(line, half_width=profile.half_width) <= profile.line_cells for line in lines
    )


def wrap_text(text: str, *, language: str, profile: Profile) -> str | None:
    """The text with its line breaks at the best places, or None where it fits no cue.

    Line breaks that fit stay as they are. Lines of two speakers are not joined.

    Args:
        text: A cue's text with its formatting.
        language: BCP-47 tag.
        profile: The limits of the language.
    """
    if fits(text, profile):
        return text
    lines = text.split("\n")
    if len(_speakers(lines)) > 1:
        return None
    pieces = _pieces(text, 0, 1_000, language, profile)
    if not len(pieces):
        return text
    breaks = break_lines(pieces, profile=profile)
    return None if breaks is None else _cut(text, [(_width(pieces, at), "\n") for at in breaks])


def wrap_changed(before: Sequence[Cue], after: Sequence[Cue], *, language: str, profile: Profile) -> tuple[Cue, ...]:
    """Cues of which words were replaced, with new line breaks where the lines got too long.

    What did not fit before stays as somebody broke it, and so does what fits no cue.

    Args:
        before: The cues.
        after: The same cues with other words.
        language: BCP-47 tag.
        profile: The limits of the language.
    """
    return tuple(_wrapped(old, new, language, profile) for old, new in zip(before, after, strict=True))


def _wrapped(old: Cue, new: Cue, language: str, profile: Profile) -> Cue:
    if new.text == old.text or fits(new.text, profile) or not fits(old.text, profile):
        return new
    return replace(new, text=wrap_text(new.text, language=language, profile=profile) or new.text)


def split_cue(cue: Cue, *, language: str, profile: Profile, gap_ms: int) -> tuple[Cue, ...]:
    """A cue that cannot fit, as several; their times are shared in proportion to their text.

    Args:
        cue: Its text is longer than a cue may be.
        language: BCP-47 tag.
        profile: The limits of the language.
        gap_ms: What stays free between two of the new cues.
    """
    lines = cue.text.split("\n")
    speakers = _speakers(lines)
    if len(speakers) > 1:
        texts = ["\n".join(lines[a:b]) for a, b in zip(speakers, [*speakers[1:], len(lines)], strict=True)]
        parts = _share_time(cue, _close_spans(texts), gap_ms)
        return tuple(part for one in parts for part in _split_plain(one, language, profile, gap_ms))
    return _split_plain(cue, language, profile, gap_ms)


def _speakers(lines: Sequence[str]) -> list[int]:
    """The lines at which somebody begins to speak, where more than one does; the first line counts."""
    starts = [number for number, line in enumerate(lines) if _SPEAKER.match(drop_formatting(line))]
    return sorted({0, *starts}) if len(starts) > 1 else []


def _split_plain(cue: Cue, language: str, profile: Profile, gap_ms: int) -> tuple[Cue, ...]:
    wrapped = wrap_text(cue.text, language=language, profile=profile)
    if wrapped is not None:
        return (Cue(start_ms=cue.start_ms, end_ms=cue.end_ms, text=wrapped, settings=cue.settings),)
    pieces = _pieces(cue.text, cue.start_ms, cue.end_ms, language, profile)
    cuts = cut_pieces(pieces, first=0, last=len(pieces), profile=profile, gap_ms=gap_ms)
    marks = [(_width(pieces, at), "\n") for cut in cuts for at in cut.line_starts]
    marks += [(_width(pieces, cut.first), "\0") for cut in cuts[1:]]
    texts = _cut(cue.text, sorted(marks)).split("\0")
    return _share_time(cue, _close_spans(texts), gap_ms)


def _pieces(text: str, start_ms: int, end_ms: int, language: str, profile: Profile) -> Pieces:
    """The text's words as if they were spoken evenly."""
    lines = drop_formatting(text).split("\n")
    total = max(1, sum(len(word) for line in lines for word in line.split()))
    words: list[Word] = []
    done = 0
    for line in lines:
        for number, word in enumerate(line.split()):
            times = [start_ms + (end_ms - start_ms) * count // total for count in (done, done + len(word))]
            is_joined = number == 0 and bool(words) and has_unspaced(words[-1].text[-1]) and has_unspaced(word[0])
            done += len(word)
            words.append(Word(text=word, start_ms=times[0], end_ms=times[1], space_before=not is_joined))
    if not words:
        return Pieces()
    return make_pieces([Sentence(id="1", words=tuple(words))], language=language, profile=profile)


def _width(pieces: Pieces, count: int) -> int:
    """How many characters, white space left out, the first pieces have."""
    return sum(len("".join(text.split())) for text in pieces.texts[:count])


def _cut(text: str, marks: Sequence[tuple[int, str]]) -> str:
    """The text with marks in place of its white space: each stands where so many characters have passed."""
    waiting = dict(marks)
    parts: list[str] = []
    passed, gap = 0, ""
    for is_code, part in _atoms(text):
        if part.isspace():
            gap = gap or " "
        elif is_code:
            parts.append(part)
        else:
            if passed in waiting:
                parts.insert(_before_codes(parts), waiting[passed])
            elif gap:
                parts.insert(_before_codes(parts), _joint(text, gap, parts, part))
            gap = ""
            parts.append(part)
            passed += 1
    return "".join(parts)


def _joint(text: str, gap: str, parts: Sequence[str], following: str) -> str:
    """What takes the place of a former line break or space."""
    before = next((part for part in reversed(parts) if len(part) == 1), "")
    is_unspaced = before and has_unspaced(before) and has_unspaced(following) and "\n" in text
    return "" if is_unspaced else gap


def _before_codes(parts: Sequence[str]) -> int:
    """The place behind the last character: tags that open there belong to what follows."""
    at = len(parts)
    while at and len(parts[at - 1]) > 1 and not parts[at - 1].startswith("</"):
        at -= 1
    return at


def _atoms(text: str) -> list[tuple[bool, str]]:
    """Single characters and whole codes, each with whether it is a code."""
    atoms: list[tuple[bool, str]] = []
    position = 0
    for match in FORMATTING.finditer(text):
        atoms += [(False, char) for char in text[position : match.start()]]
        atoms.append((True, match.group()))
        position = match.end()
    return atoms + [(False, char) for char in text[position:]]


def _close_spans(texts: Sequence[str]) -> list[str]:
    """The same texts, each with its own tags closed and those of the text before opened again."""
    closed: list[str] = []
    is_open: list[re.Match[str]] = []
    place = ""
    for text in texts:
        head = place + "".join(match.group() for match in is_open)
        for match in FORMATTING.finditer(text):
            if match["code"]:
                place = match.group() if "\\an" in match.group() else place
            elif not match["close"]:
                is_open.append(match)
            elif is_open:
                is_open.pop()
        tail = "".join(f"</{match['name']}>" for match in reversed(is_open))
        closed.append(f"{head if closed else ''}{text.strip()}{tail}")
    return closed


def _share_time(cue: Cue, texts: Sequence[str], gap_ms: int) -> tuple[Cue, ...]:
    """One cue a text, in proportion to what each shows."""
    weights = [max(1, len("".join(drop_formatting(text).split()))) for text in texts]
    total, passed = sum(weights), 0
    bounds = [cue.start_ms]
    for weight in weights:
        passed += weight
        bounds.append(cue.start_ms + cue.duration_ms * passed // total)
    gap_ms = min(gap_ms, max(0, cue.duration_ms // (4 * len(texts))))
    ends = [*(bound - gap_ms for bound in bounds[1:-1]), cue.end_ms]
    return tuple(
        Cue(start_ms=start, end_ms=end, text=text, settings=cue.settings)
        for start, end, text in zip(bounds, ends, texts, strict=False)
    )
