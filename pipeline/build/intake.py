"""What a caption file says when a build begins: judged for damage, tidied, and what there is to say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import SubtitleError
from pipeline.formats import OUT_OF_ORDER, decode_text, summarise_repairs
from pipeline.model import Cue
from pipeline.records import MachineTrack
from pipeline.text import find_mark
from pipeline.workspace import CaptionFile

EMPTIED = "has no text: restore the file as it was, or delete it to have it made again"
"""What is said of a file whose text is gone."""

if TYPE_CHECKING:
    from pipeline.quality import Damage


def take_in(file: CaptionFile, *, language: str, profile: str) -> tuple[tuple[Cue, ...], tuple[str, ...]]:
    """The cues of a file that a person may have changed, in order and with lines that fit.

    Returns:
        The cues, and what was read differently from how it stands or tidied.

    Raises:
        SubtitleError: The file, or a cue of it, cannot be read, or it holds both sides of a merge.
    """
    from pipeline.cues import profile_for
    from pipeline.quality import tidy_cues

    rules = profile_for(language, profile)
    cues, tidied = tidy_cues(file.whole_cues, written=file.content.cues, language=language, profile=rules)
    odd = (repair for repair in file.content.repairs if repair.message != OUT_OF_ORDER)  # tidying says where it went
    repaired = (f"line {line}: {message}" for line, message in summarise_repairs(odd))
    return cues, (*repaired, *tidied)


def damage_of(file: CaptionFile, before: MachineTrack | None) -> Damage | None:
    """What looks like an accident in a file, or None.

    Args:
        file: As it is now.
        before: The record of the last build; None if there is none.

    Raises:
        SubtitleError: It cannot be read.
    """
    from pipeline.quality import find_damage

    if not file.cues or any(find_mark(cue.text) for cue in file.cues):
        return None  # emptied, or an unfinished merge: both are reported for themselves
    text = decode_text(file.data or b"", str(file.path))[0]
    return find_damage(file.cues, text=text, before=before)


def refuse_damage(file: CaptionFile, before: MachineTrack | None, *, command: str) -> None:
    """Stop where a file looks damaged: nothing is built from it, and what was made before stays.

    Args:
        file: As it is now.
        before: The record of the last build; None if there is none.
        command: What confirms that the file is right.

    Raises:
        SubtitleError: It looks damaged; says what was seen, and how to repair or confirm it.
    """
    damage = damage_of(file, before)
    if damage is not None:
        cure = f"{damage.repair}; if it is meant so, run: {command}"
        raise SubtitleError(path=str(file.path), reason=f"{damage.seen}. Nothing is built from it: {cure}")
