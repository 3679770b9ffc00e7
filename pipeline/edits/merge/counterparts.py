"""What the machine wrote in the place of some cues of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.dataclass import dataclass
from pipeline.edits.disjoint_sets import DisjointSets
from pipeline.edits.merge.cue_links import link_cues
from pipeline.model import Cue


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineVersion:
    """Cues of a file, and the machine's of the same content."""

    places: tuple[int, ...]
    """The positions of the file's cues, counted from 0: those asked for, and others that cannot be told apart."""
    cues: tuple[Cue, ...]


def machine_version(cues: Sequence[Cue], machine: Sequence[Cue], places: Iterable[int]) -> MachineVersion:
    """The machine's cues for some cues of a file: those that show the same words, or the same time.

    Args:
        cues: The file.
        machine: What the machine last wrote.
        places: Which cues of the file, counted from 0.
    """
    sets = DisjointSets([*((0, at) for at in range(len(cues))), *((1, at) for at in range(len(machine)))])
    for one, other in link_cues(cues, machine):
        sets.join((0, one), (1, other))
    wanted = {sets.find((0, at)) for at in places}
    nodes = [node for group in sets.members() if sets.find(group[0]) in wanted for node in group]
    return MachineVersion(
        places=tuple(sorted(at for side, at in nodes if side == 0)),
        cues=tuple(machine[at] for at in sorted(at for side, at in nodes if side == 1)),
    )
