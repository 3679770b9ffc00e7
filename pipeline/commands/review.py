"""`captions review`: what a person should read first."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.build import check_captions, surroundings_in
from pipeline.commands.console import Console
from pipeline.cues import repair_words
from pipeline.edits import judge_track
from pipeline.errors import PipelineError
from pipeline.model import Word
from pipeline.quality import ReviewItem, Witnesses, check_limits, rank_cues
from pipeline.records import Recording
from pipeline.timing import format_timestamp
from pipeline.workspace import Workspace, find_workspace, load_config, path_as_typed

EXAMPLES = """
captions review
captions review social-credit --language pt --limit 10
captions review --json
"""
_LIMIT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Review:
    """The list of one caption file."""

    video: str
    language: str
    path: Path
    cues: int
    items: tuple[ReviewItem, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("videos", nargs="*", metavar="VIDEO", help="names of videos; all if none")
    parser.add_argument("--language", metavar="TAG", help="only this language")
    parser.add_argument(
        "--limit", type=int, default=_LIMIT, metavar="N", help=f"cues a file at most ({_LIMIT}; 0: all)"
    )
    parser.add_argument("--json", action="store_true", help="print the lists as JSON, whole")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Rank and show; 1 when a file cannot be read (the others are still shown)."""
    folder = find_workspace(Path.cwd())
    workspace, profile = Workspace(folder), load_config(folder).cues.profile
    videos = [workspace.find_video(name)[0] for name in arguments.videos] or workspace.videos()
    reviews, has_failed = [], False
    for video in videos:
        for language in workspace.track_languages(video):
            if arguments.language in {None, language}:
                try:
                    reviews.append(_review(workspace, video, language, profile))
                except PipelineError as error:
                    console.fail(f"captions: {error}")
                    has_failed = True
    if arguments.json:
        console.json([{**asdict(one), "path": str(one.path.relative_to(folder))} for one in reviews])
    else:
        _print(reviews, arguments.limit or None, console)
    return int(has_failed)


def _review(workspace: Workspace, video: str, language: str, profile: str) -> _Review:
    file = workspace.caption_file(video, language)
    around = surroundings_in(workspace, video, profile)
    machine = workspace.load_machine(video, language)
    reading = judge_track(workspace.load_approvals(video), language, file.cues, machine)
    witnesses = Witnesses(
        machine=machine,
        words=_heard_words(workspace.load_recording(video) if language == around.spoken else None, language),
        findings=check_captions(language, file.cues, around, check_limits),
        approved=reading.approved_cues,
    )
    items = rank_cues(file.cues, witnesses)
    return _Review(video=video, language=language, path=file.path, cues=len(file.cues), items=items)


def _heard_words(recording: Recording | None, language: str) -> tuple[Word, ...]:
    """The words of the track in the spoken language, as they were cut into cues."""
    if recording is None or recording.transcript.language != language:
        return ()
    return repair_words(recording.transcript.words, language=language)[0]


def _print(reviews: list[_Review], limit: int | None, console: Console) -> None:
    """A heading and a table for each file; the suggestions are people's text, below it."""
    for review in reviews:
        console.data(f"{path_as_typed(review.path)}: {_counted(review)}")
        shown = review.items[:limit]
        if shown:
            console.table(("cue", "time", "why", "text"), [_row(item) for item in shown])
        for line in _suggestions(shown):
            console.data(line)
        if len(shown) < len(review.items):
            console.tell(f"and {len(review.items) - len(shown)} more; --limit 0 shows all")
    if not reviews:
        console.tell("no captions here yet; run: captions build")


def _counted(review: _Review) -> str:
    if not review.items:
        return f"nothing speaks against any of its {review.cues} cues"
    return f"read {len(review.items)} of {review.cues} cues first"


def _row(item: ReviewItem) -> tuple[str, ...]:
    return (
        str(item.cue_number),
        format_timestamp(item.start_ms, separator=","),
        "; ".join(item.reasons),
        " ".join(item.text.split()),
    )


def _suggestions(items: Sequence[ReviewItem]) -> Iterator[str]:
    for item in items:
        if item.suggestion:
            yield f"cue {item.cue_number}: the machine would write “{' '.join(item.suggestion.split())}”"
