"""`captions review`: what a person should read first."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from shlex import quote

from pipeline.build import FieldItem, TrackQueue, find_queues, gather_memory
from pipeline.commands.console import Console
from pipeline.edits import percent
from pipeline.files import read_bytes, write_output
from pipeline.quality import PageFile, QueueItem, describe_frequency, find_cue_lines, make_review_page, spread_items
from pipeline.text import counted
from pipeline.timing import format_clock, format_timestamp
from pipeline.workspace import Workspace, find_workspace, load_config, path_as_typed

EXAMPLES = """
captions review
captions review social-credit --language pt --limit 10
captions review --next
captions review --html review.html
captions review --json
"""
_LIMIT = 15


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("videos", nargs="*", metavar="VIDEO", help="names of videos; all if none")
    parser.add_argument("--language", metavar="TAG", help="only this language")
    parser.add_argument("--limit", type=_count, default=_LIMIT, metavar="N", help=f"at most so many ({_LIMIT}; 0: all)")
    parser.add_argument("--next", action="store_true", help="show only the first, with all that is known of it")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page that plays the video at each place")
    parser.add_argument("--json", action="store_true", help="print the lists as JSON, file by file, whole")


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"not a number from 0 on: {text!r}")
    return int(text)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Rank and show; 1 when a file cannot be read (the others are still shown)."""
    folder = find_workspace(Path.cwd())
    workspace, profile = Workspace(folder), load_config(folder).cues.profile
    videos = [workspace.find_video(name)[0] for name in arguments.videos] or workspace.videos()
    queues, errors = find_queues(workspace, profile, videos, arguments.language)
    for error in errors:
        console.fail(f"captions: {error}")
    if arguments.html is not None:
        write_output(arguments.html, _page(workspace, queues, arguments.html.resolve().parent).encode())
        console.tell(f"{arguments.html}: open it in a browser")
    elif arguments.json:
        console.json([_value(queue, folder) for queue in queues])
    elif arguments.next:
        _print_next(workspace, queues, console)
    else:
        _print(queues, arguments.limit or None, arguments.language, console)
    return int(bool(errors))


def _value(queue: TrackQueue, folder: Path) -> dict[str, object]:
    return {
        "video": queue.video,
        "language": queue.language,
        "path": str(queue.path.relative_to(folder)),
        "cues": queue.cues,
        "sentences": len(queue.reading.sentences),
        "read_ms": queue.reading.read_ms,
        "total_ms": queue.reading.total_ms,
        "reviewed_share": round(queue.reading.share, 4),
        "offers": [asdict(offer) for offer in queue.offers],
        "items": [{**asdict(item), "value": round(item.value, 4)} for item in queue.items],
        "fields": [asdict(field) for field in queue.fields],
    }


def _ranked(queues: Sequence[TrackQueue]) -> list[tuple[TrackQueue, QueueItem]]:
    """The items of all files in one list; within a file in its own order."""
    if len(queues) == 1:
        return [(queues[0], item) for item in queues[0].items]
    owners = {id(item): queue for queue in queues for item in queue.items}
    return [(owners[id(item)], item) for item in spread_items(item for queue in queues for item in queue.items)]


def _print(queues: Sequence[TrackQueue], limit: int | None, language: str | None, console: Console) -> None:
    """A line for each file, then one table of what to read first; the suggestions are people's text, below it."""
    for queue in queues:
        console.data(f"{path_as_typed(queue.path)}: {_counted(queue)}")
    ranked = _ranked(queues)
    shown = ranked[:limit]
    fields = [(queue, field) for queue in queues for field in queue.fields]
    if shown or fields:
        headers = ("file", "cue", "time", "wrong", "why", "text")
        rows = [_field_row(queue, field) for queue, field in fields]
        console.table(headers, [*rows, *(_row(queue, item) for queue, item in shown)])
    for queue, field in fields:
        if field.suggestion:
            console.data(
                f"{queue.video} {queue.language} {field.name}: the machine would write “{_flat(field.suggestion)}”"
            )
    for queue, item in shown:
        if item.suggestion:
            place = f"{queue.video} {queue.language} cue {item.cue_number}"
            console.data(f"{place}: {_whose(item)} “{_flat(item.suggestion)}”")
    _tell_offers(queues, console)
    if len(shown) < len(ranked):
        console.tell(f"and {len(ranked) - len(shown)} more; --limit 0 shows all, --next the first with its context")
    if not queues:
        wanted = f" in {language}" if language else ""
        console.tell(f"no captions{wanted} here yet; run: captions build")


def _tell_offers(queues: Sequence[TrackQueue], console: Console) -> None:
    """What was corrected in one place, and stands in others as it was."""
    for queue in queues:
        for offer in queue.offers:
            places = f"{offer.places} more place{'s say' if offer.places > 1 else ' says'}"
            console.tell(
                f"{queue.video} cue {offer.cue_number}: “{offer.old}” became “{offer.new}”; {places} “{offer.old}”: "
                f"captions replace {quote(offer.old)} {quote(offer.new)}"
            )


def _counted(queue: TrackQueue) -> str:
    share = percent(queue.reading.share)
    read = f" ({format_clock(queue.reading.read_ms)} of {format_clock(queue.reading.total_ms)} read)" if share else ""
    fields = f", and {len(queue.fields)} of title, description and chapters" if queue.fields else ""
    if not queue.items:
        return f"nothing speaks against any of its {counted(len(queue.reading.sentences), 'sentence')}{fields}{read}"
    return f"read {len(queue.items)} of {counted(len(queue.reading.sentences), 'sentence')} first{fields}{read}"


def _whose(item: QueueItem) -> str:
    return "a person wrote" if item.is_remembered else "the machine would write"


def _field_row(queue: TrackQueue, field: FieldItem) -> tuple[str, ...]:
    """Title, description or a chapter, in the place of a cue."""
    return (f"{queue.video} {queue.language}", field.name, "", "", "; ".join(field.reasons), _flat(field.text))


def _row(queue: TrackQueue, item: QueueItem) -> tuple[str, ...]:
    return (
        f"{queue.video} {queue.language}",
        str(item.cue_number),
        format_timestamp(item.start_ms, separator=","),
        describe_frequency(item.probability),
        "; ".join(item.reasons),
        _flat(item.text),
    )


def _print_next(workspace: Workspace, queues: Sequence[TrackQueue], console: Console) -> None:
    _tell_offers(queues, console)
    ranked = _ranked(queues)
    fields = [(queue, field) for queue in queues for field in queue.fields]
    if fields and not ranked:
        for line in _describe_field(workspace, *fields[0]):
            console.data(line)
        return
    if not ranked:
        console.tell("nothing is left to read first")
        return
    queue, item = ranked[0]
    for line in _describe(queue, item):
        console.data(line)
    head = workspace.load_head(queue.video, queue.language)
    if head is not None and head.origin and item.source:
        for match in gather_memory(workspace).near(item.source, head.origin, queue.language):
            if match.entry.text != item.text:
                where = f"{match.likeness:.0%} alike; {match.entry.describe()}"
                console.data(f"  similar  “{match.entry.source}” → “{match.entry.text}” ({where})")


def _describe_field(workspace: Workspace, queue: TrackQueue, field: FieldItem) -> Iterator[str]:
    """A field with all that is known of it, and what to do about it."""
    yield f"{path_as_typed(workspace.details_path(queue.video, queue.language))}  {field.name}"
    for name, text in (("source ", field.source), ("text   ", field.text), ("machine", field.suggestion)):
        if text:
            yield f"  {name}  {_flat(text)}"
    for reason in field.reasons:
        yield f"  why      {reason}"
    command = f"captions accept {quote(queue.video)} {queue.language} --field {quote(field.name)}"
    yield f"  Correct it in the file, or, if it is right: {command}"


def _describe(queue: TrackQueue, item: QueueItem) -> Iterator[str]:
    """One item with all that is known of it, and what to do about it."""
    lines = find_cue_lines(read_bytes(queue.path), range(queue.cues))
    place = f":{lines[item.cue_number - 1] + 1}" if lines else ""
    yield f"{path_as_typed(queue.path)}{place}  {format_clock(item.start_ms)}–{format_clock(item.end_ms)}"
    if item.source:
        yield f"  source   {item.source}"
    yield f"  text     {_flat(item.text)}"
    if item.suggestion:
        yield f"  {'memory ' if item.is_remembered else 'machine'}  {_flat(item.suggestion)}"
    if item.second_reading:
        yield f"  heard    {item.second_reading}"
    for reason in item.reasons:
        yield f"  why      {reason}"
    yield f"  {describe_frequency(item.probability)} of such sentences are wrong"
    if item.places:
        yield f"  also in cues {', '.join(map(str, item.places))}"
    cues = f"{item.cues[0]}-{item.cues[-1]}" if len(item.cues) > 1 else str(item.cues[0])
    command = f"captions approve {quote(queue.video)} {queue.language} --cues {cues} --by NAME"
    yield f"  Correct it in the file, or, if it is right: {command}"


def _page(workspace: Workspace, queues: Sequence[TrackQueue], folder: Path) -> str:
    media = workspace.media_files()
    files = [
        PageFile(
            video=queue.video,
            language=queue.language,
            media=media.get(queue.video),
            items=queue.items,
            sentences=len(queue.reading.sentences),
        )
        for queue in queues
    ]
    return make_review_page(files, folder=folder)


def _flat(text: str) -> str:
    return " ".join(text.split())
