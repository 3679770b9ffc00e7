"""What a correction of the spoken language changes in the other languages, before it is made."""

from __future__ import annotations

from pipeline.build import read_reading
from pipeline.desk.rows import Rows
from pipeline.edits import squeeze
from pipeline.languages import autonym
from pipeline.workspace import Workspace


def find_impact(workspace: Workspace, video: str, *, spoken: str, source: str, rows: Rows) -> dict[str, object]:
    """The captions that say a source sentence, and what stands on it in each other language.

    Args:
        workspace: The folder.
        video: The video.
        spoken: Its spoken language.
        source: The sentence, as the translations know it.
        rows: The rows of the spoken language.
    """
    wanted = squeeze(source)
    shown = read_reading(workspace, video, spoken).sentences
    numbers = [number for one in shown if squeeze(one.sentence.text) == wanted for number in one.sentence.cues]
    others = [language for language in workspace.track_languages(video) if language != spoken]
    return {
        "language": spoken,
        "rows": [_row(rows, number) for number in dict.fromkeys(numbers)],
        "others": [effect for language in others for effect in _effects(workspace, video, language, wanted)],
    }


def _row(rows: Rows, number: int) -> dict[str, object]:
    row = rows[number - 1]
    return {"id": row.id, "start": row.cue.start_ms, "end": row.cue.end_ms, "text": row.cue.text}


def _effects(workspace: Workspace, video: str, language: str, wanted: str) -> list[dict[str, object]]:
    """The translations of a sentence: the machine's are made anew, a person's become stale."""
    return [
        {
            "language": language,
            "name": autonym(language) or language,
            "text": one.sentence.text,
            "isPersons": one.is_written,
            "by": list(one.approved_by),
        }
        for one in read_reading(workspace, video, language).sentences
        if squeeze(one.sentence.source) == wanted
    ]
