"""Which of the texts that come back from a translator's own tool are taken: those that change nobody's meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import field

from pipeline.dataclass import dataclass
from pipeline.edits import flat_text
from pipeline.formats import ReturnedUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A text that came back and was not taken."""

    place: str
    """Where it stands in the file that came back."""
    sentence: str
    """What stands in the workspace; empty where there is no such sentence or field."""
    text: str
    """What came back."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What units are: sentences, or fields of title, description and chapters."""

    name: str
    way_out: str
    """How a person takes one out."""
    tidy: Callable[[ReturnedUnit], str]
    """The text of a unit as it can stand in its file."""


@dataclass(slots=True, kw_only=True)
class Choice:
    """What is taken, refused and marked as right of the units of one kind."""

    kind: Kind
    here: Mapping[str, str]
    """What stands in the workspace, by key."""
    sent: Mapping[str, str]
    """What went out, by key; nothing where that is not known any more."""
    unread: Collection[str]
    """Keys of what no person wrote or read."""
    lost: str = ""
    """Why nothing that stands in the workspace is known, where that is so."""
    texts: dict[str, str] = field(default_factory=dict)
    """What is taken, by key."""
    right: set[str] = field(default_factory=set)
    """Keys of what is marked as right and stands as it came back."""
    seen: set[str] = field(default_factory=set)
    refused: list[Refusal] = field(default_factory=list)

    def judge(self, unit: ReturnedUnit) -> None:
        """Take one unit, leave it, or refuse it with a reason."""
        text, here = self.kind.tidy(unit), self.here.get(unit.key)
        sent = self.sent.get(unit.key)
        is_as_sent = sent is not None and _folded(text) == _folded(sent)
        if here is None and is_as_sent:
            return
        is_as_here = here is not None and _folded(text) == _folded(here)
        reason = self._reason(unit.key, text, is_news=not is_as_sent and not is_as_here)
        if reason:
            self.refused.append(Refusal(place=unit.place, sentence=here or "", text=text, reason=reason))
            return
        self.seen.add(unit.key)
        if not is_as_sent and not is_as_here:
            self.texts[unit.key] = text
        elif not is_as_here:
            return
        if unit.is_approved:
            self.right.add(unit.key)

    def _reason(self, key: str, text: str, *, is_news: bool) -> str:
        if key in self.seen:
            return f"this {self.kind.name} came back twice; the first is taken"
        if key not in self.here:
            return self.lost or f"there is no such {self.kind.name} any more: its source changed, or it was taken out"
        if not is_news:
            return ""
        if not text:
            return f"it came back empty; {self.kind.way_out}"
        sent = self.sent.get(key)
        is_touched = key not in self.unread if sent is None else _folded(sent) != _folded(self.here[key])
        return "somebody corrected it here meanwhile, which stays" if is_touched else ""


def _folded(text: str) -> str:
    """A text whose line breaks and doubled spaces do not count; a space between two words does."""
    return flat_text(text.splitlines())
