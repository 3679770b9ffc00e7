"""The standards report: what is wrong with a track, as a list of findings.

*error* makes a file unfit (overlap, empty, no duration, too many lines, line too long, shown too long,
markup, untranslated, speech without captions); *warning* makes it hard to read (too fast, too short, gap, two
speakers at once); *style* is a matter of craft (a line that ends on an article).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from fractions import Fraction

from pipeline.cues import SLOWEST_FRAME_RATE, Profile, is_bad_break
from pipeline.dataclass import dataclass
from pipeline.languages import english_name
from pipeline.model import Cue, Track
from pipeline.quality.coverage import LONGEST_GAP_MS, missing_stretches
from pipeline.quality.findings import ERROR, SEVERITIES, STYLE, WARNING, Finding, Severity
from pipeline.quality.untranslated import spoken_texts, text_key
from pipeline.text import (
    FORMATTING,
    count_cells,
    counted,
    drop_formatting,
    find_mark,
    find_markup,
    has_unspaced,
    reading_cells,
)
from pipeline.timing import MS_PER_SECOND, format_clock

_ROUNDING_MS = 1
"""Two frames of 24 a second are 83.3 ms: other programs write 83 where we write 84."""
_PLACE = re.compile(r"\\an?(\d{1,2})")
_SPEAKER = re.compile(r"\s*(?:[-–—‐]\s*\S|\[?[^\W\d_][^.:?!\n]{0,30}\]?:\s)")
"""A dash or a name before what somebody says."""
_CREDIT = re.compile(
    r"(?:sub(?:titl|titul)\w*|caption\w*|legend\w*|untertitel\w*|sous-titr\w*|sottotitol\w*|transcri\w*|translat\w*|"
    r"traduz\w*|tradu\w*|sync\w*)\s+(?:&\s+\w+\s+)?(?:by|por|par|von|da|di|de|im auftrag)\b|amara\.org|opensubtitles|"
    r"addic7ed|subscene|made with\b|created (?:with|by)\b|downloaded from\b|www\.\S+\.(?:com|org|net)\s*$",
    re.IGNORECASE,
)
"""Who made or hosts a file, as tools and sites write it into the first or last cue."""
_CREDIT_CUES = 2
"""Further inside, the same words are what somebody says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One cue with its surroundings."""

    number: int
    cue: Cue
    previous: Cue | None
    profile: Profile
    frame_rate: Fraction
    gap_ms: int
    close_ms: int
    """The gap that the profile asks for at this frame rate, and the longest that is closed to it."""
    language: str

    def finding(self, severity: Severity, rule: str, message: str, *measured: float) -> Finding:
        value, limit = (*measured, None, None)[:2]
        return Finding(
            severity=severity,
            rule=rule,
            cue_number=self.number,
            start_ms=self.cue.start_ms,
            message=message,
            value=value,
            limit=limit,
        )


def check_track(
    track: Track,
    *,
    profile: Profile,
    frame_rate: Fraction = Fraction(25),
    source: Track | None = None,
    duration_ms: int | None = None,
) -> tuple[Finding, ...]:
    """Everything that is wrong with a track, in order of its cues, the worst of each cue first.

    Args:
        track: The cues as they stand in the file.
        profile: The limits of its language.
        frame_rate: Frames a second of the video, for gaps.
        source: The track of the spoken language, to find what was left untranslated.
        duration_ms: Length of the medium, to find cues after its end.
    """
    limits = check_limits(track, profile=profile, frame_rate=frame_rate, source=source, duration_ms=duration_ms)
    style = (
        finding
        for case in _cases(track, profile, frame_rate)
        for finding in (*_check_breaks(case, track), *_check_credit(case, len(track.cues)))
    )
    return _in_order([*limits, *style])


def check_limits(
    track: Track,
    *,
    profile: Profile,
    frame_rate: Fraction = Fraction(25),
    source: Track | None = None,
    duration_ms: int | None = None,
) -> tuple[Finding, ...]:
    """The errors and warnings of `check_track`, in half of the time."""
    spoken = spoken_texts(track, source)
    findings: list[Finding] = []
    for case in _cases(track, profile, frame_rate):
        findings += [*_check_text(case), *_check_time(case), *_check_reading(case)]
        if text_key(case.cue.text) in spoken:
            findings.append(case.finding(ERROR, "untranslated", "is the same text as in the spoken language"))
        if duration_ms is not None and (late_ms := case.cue.end_ms - duration_ms) > 0:
            message = f"ends {_seconds(late_ms)} after the end of the video"
            findings.append(case.finding(WARNING, "after-end", message, case.cue.end_ms / 1_000, duration_ms / 1_000))
    return _in_order([*findings, *_check_coverage(track, source)])


def _check_coverage(track: Track, source: Track | None) -> Iterator[Finding]:
    """Speech that the source captions and this track does not, at the cue before it."""
    if source is None or source.language == track.language:
        return
    starts = sorted(cue.start_ms for cue in track.cues)
    other = english_name(source.language)
    for stretch in missing_stretches(track, source):
        begin, end = format_clock(stretch.start_ms), format_clock(stretch.end_ms)
        spoken_s = (stretch.end_ms - stretch.start_ms) / MS_PER_SECOND
        cues = f"{stretch.cues} captions" if stretch.cues > 1 else "a caption"
        yield Finding(
            severity=ERROR,
            rule="missing",
            cue_number=max(1, bisect_right(starts, stretch.start_ms)),
            start_ms=stretch.start_ms,
            message=f"has no captions from {begin} to {end}, where {other} has {cues}: is the file cut off?",
            value=spoken_s,
            limit=LONGEST_GAP_MS / MS_PER_SECOND,
        )


def _cases(track: Track, profile: Profile, frame_rate: Fraction) -> Iterator[_Case]:
    gap_ms, close_ms = profile.gap_ms(frame_rate), profile.close_ms(frame_rate)
    previous: Cue | None = None
    for number, cue in enumerate(track.cues, start=1):
        yield _Case(
            number=number,
            cue=cue,
            previous=previous,
            profile=profile,
            frame_rate=frame_rate,
            gap_ms=gap_ms,
            close_ms=close_ms,
            language=track.language,
        )
        previous = cue


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: (one.cue_number, SEVERITIES.index(one.severity))))


def _check_text(case: _Case) -> Iterator[Finding]:
    cue, profile = case.cue, case.profile
    if not cue.text.strip():
        yield case.finding(ERROR, "empty", "has no text")
        return
    if len(cue.lines) > profile.max_lines:
        message = f"has {counted(len(cue.lines), 'line')}, at most {profile.max_lines}"
        yield case.finding(ERROR, "lines", message, len(cue.lines), profile.max_lines)
    if any(not line.strip() for line in cue.lines):
        yield case.finding(ERROR, "empty", "has an empty line")
    longest = max(_cells(line, profile) for line in cue.lines)
    if longest > profile.line_cells:
        message = f"has a line of {longest:g} characters, at most {profile.line_cells}"
        yield case.finding(ERROR, "line-length", message, longest, profile.line_cells)
    leak = find_markup(cue.text) or find_mark(cue.text)
    if leak is None:
        return
    if FORMATTING.fullmatch(leak):
        yield case.finding(WARNING, "markup", f"has formatting that does not open and close: {leak[:40]}")
    else:
        yield case.finding(ERROR, "markup", f"shows markup: {leak[:40]}")


def _check_time(case: _Case) -> Iterator[Finding]:
    cue, profile, previous = case.cue, case.profile, case.previous
    shown = cue.duration_ms
    if shown <= 0:
        yield case.finding(ERROR, "duration", f"lasts {_seconds(shown)}", shown / MS_PER_SECOND, 0)
    elif shown > profile.max_ms:
        message = f"lasts {_seconds(shown)}, at most {_seconds(profile.max_ms)}"
        yield case.finding(ERROR, "too-long", message, shown / MS_PER_SECOND, profile.max_ms / MS_PER_SECOND)
    elif shown < profile.min_ms:
        message = f"lasts {_seconds(shown)}, at least {_seconds(profile.min_ms)}"
        yield case.finding(WARNING, "too-short", message, shown / MS_PER_SECOND, profile.min_ms / MS_PER_SECOND)
    if previous is None:
        return
    gap = cue.start_ms - previous.end_ms
    if gap < 0:
        message = f"starts {_seconds(-gap)} before the previous cue ends"
        if are_two_speakers(previous, cue):
            yield case.finding(WARNING, "overlap", f"{message}, as two speakers do", -gap / MS_PER_SECOND, 0)
        else:
            yield case.finding(ERROR, "overlap", message, -gap / MS_PER_SECOND, 0)
        return
    if _is_bad_gap(gap, case):
        frames = round(float(gap * max(case.frame_rate, SLOWEST_FRAME_RATE) / MS_PER_SECOND), 2)
        message = f"starts {frames:g} frames after the previous cue: make it {profile.gap_frames} (or over "
        message += f"{profile.close_frames})"
        yield case.finding(WARNING, "gap", message, frames, profile.gap_frames)


def are_two_speakers(previous: Cue, cue: Cue) -> bool:
    """Whether an overlap is wanted: at two places of the picture, two named speakers, or at the very same time."""
    if _place(previous) != _place(cue) or (previous.start_ms, previous.end_ms) == (cue.start_ms, cue.end_ms):
        return previous.text != cue.text
    return all(_SPEAKER.match(drop_formatting(one.text)) for one in (previous, cue))


def _place(cue: Cue) -> str:
    match = _PLACE.search(cue.text) if "{" in cue.text else None
    return match[1] if match else cue.settings


def _is_bad_gap(gap_ms: int, case: _Case) -> bool:
    """True for a gap that the cutter would widen or close: its own milliseconds, not whole frames."""
    return abs(gap_ms - case.gap_ms) > _ROUNDING_MS and gap_ms <= case.close_ms


def _check_reading(case: _Case) -> Iterator[Finding]:
    cue, profile = case.cue, case.profile
    if cue.duration_ms <= 0 or not cue.text.strip():
        return
    lines = tuple(drop_formatting(cue.text).split("\n"))
    cells = reading_cells(lines, half_width=profile.half_width)
    if cue.duration_ms < profile.reading_ms(cells):
        speed = cells * MS_PER_SECOND / cue.duration_ms
        message = f"reads at {speed:.1f} characters a second, at most {profile.speed_cps:g}"
        yield case.finding(WARNING, "too-fast", message, round(speed, 2), profile.speed_cps)


def _check_breaks(case: _Case, track: Track) -> Iterator[Finding]:
    """Bad ends of the cue's lines, and of the cue itself where the next one goes on."""
    lines = [line.split() for line in drop_formatting(case.cue.text).split("\n")]
    following = track.cues[case.number].text.split() if case.number < len(track.cues) else []
    for index, words in enumerate(lines):
        after = lines[index + 1] if index + 1 < len(lines) else following
        if words and after and not has_unspaced(words[-1]) and is_bad_break(words[-1], after[0], case.language):
            what = "a line" if index + 1 < len(lines) else "the cue"
            yield case.finding(STYLE, "bad-break", f"{what} ends between {words[-1]!r} and {after[0]!r}")


def without_italics(line: str) -> str:
    """A line as it is counted: formatting takes no room."""
    return drop_formatting(line)


def _check_credit(case: _Case, count: int) -> Iterator[Finding]:
    is_outermost = case.number <= _CREDIT_CUES or case.number > count - _CREDIT_CUES
    if is_outermost and _CREDIT.search(drop_formatting(case.cue.text)):
        yield case.finding(STYLE, "credit", "looks like a credit line of a tool or site: delete it if nobody says it")


def _cells(line: str, profile: Profile) -> float:
    return count_cells(drop_formatting(line), half_width=profile.half_width)


def _seconds(duration_ms: int) -> str:
    return f"{duration_ms / MS_PER_SECOND:.2f} s"
