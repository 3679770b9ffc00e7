"""Which way a text gets from one language to another: every installed model is an edge on a map."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum

from pipeline.dataclass import dataclass
from pipeline.languages import written_language
from pipeline.model import EngineSignature

MAX_HOPS = 3
"""Longer relays lose too much of the meaning to be worth showing."""

# Languages so close that translating by rules between them keeps most of the quality
# (measured: English → Portuguese by a neural model → Spanish by rules beats English → Spanish by rules).
_RELATIVES = (
    frozenset("an ast ca co es ext fr frp fur gl it lld mwl oc pt rm ro sc scn vec wa".split()),
    frozenset("da fo is nb nn no sv".split()),
    frozenset("af de fy lb li nds nl".split()),
    frozenset("bg bs cu hr mk sh sl sr".split()),
    frozenset("be cs csb dsb hsb pl ru rue sk szl uk".split()),
    frozenset("az ba crh cv gag kaa kk ky sah tk tr tt ug uz".split()),
    frozenset("bn gu hi mr ne or pa sd ur".split()),
    frozenset("fi et krl olo vep vot".split()),
    frozenset("se sma smj smn".split()),
    frozenset("id jv ms su".split()),
)


class Quality(IntEnum):
    """How good the text of a route can be; a greater one is better."""

    ROUGH = 1
    """Rules between languages that are not related, or Whisper's own translation."""
    DRAFT = 2
    """Rules between close relatives, also after a neural model: to be corrected by a person."""
    NEURAL_IN_STEPS = 3
    """Neural models through another language."""
    NEURAL = 4
    """One neural model."""

    @property
    def label(self) -> str:
        """The word for people and settings: `neural`, `neural in steps`, `draft`, `rough`."""
        return self.name.lower().replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One installed model: what it translates, and how well."""

    source: str
    """BCP-47 tag."""
    target: str
    engine: str
    """Name in the registry of `engines.translators`."""
    model: str
    """The model's name for people, such as `translate-en_pt-1_0`."""
    quality: Quality
    """`NEURAL` for a neural model; for rules, `rule_quality` of its pair."""
    signature: EngineSignature
    location: str = ""
    """Where the engine finds the model again (a folder or a mode's name); not part of any key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One step of a route: a model, and the tags under which its two texts are kept."""

    source: str
    target: str
    edge: Edge


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A way from one language to another.

    The text of every language on the way is a text of its own, that people may correct and that all
    routes through it share.
    """

    hops: tuple[Hop, ...]
    quality: Quality

    @property
    def source(self) -> str:
        return self.hops[0].source

    @property
    def target(self) -> str:
        return self.hops[-1].target

    @property
    def pivots(self) -> tuple[str, ...]:
        """The languages between the two ends, in order."""
        return tuple(hop.target for hop in self.hops[:-1])

    def describe(self) -> str:
        """The route in one line for people: `en → pt (argos) → es (apertium)`."""
        return self.source + "".join(f" → {hop.target} ({hop.edge.engine})" for hop in self.hops)


def rule_quality(source: str, target: str) -> Quality:
    """What a rule-based pair is worth: a draft between relatives, else rough.

    >>> rule_quality("pt", "gl").label, rule_quality("en", "es").label
    ('draft', 'rough')
    """
    return Quality.DRAFT if are_relatives(source, target) else Quality.ROUGH


def are_relatives(source: str, target: str) -> bool:
    """True for languages so close that their speakers read each other's.

    >>> are_relatives("pt-BR", "es"), are_relatives("en", "es")
    (True, False)
    """
    ends = {source.split("-", maxsplit=1)[0], target.split("-", maxsplit=1)[0]}
    return any(ends <= family for family in _RELATIVES)


def best_route(edges: Sequence[Edge], source: str, target: str) -> Route | None:
    """The best way between two languages, or None if there is none.

    The better quality wins, then the exact tag, then the fewer steps, then the order of `edges`. A model
    of the same written language serves too: `pt` for `pt-BR`, but never `zh` for `zh-Hant`.
    """
    best: Route | None = None
    for route in _routes(edges, source):
        if best is not None and route.quality < best.quality:
            break
        if route.target == target:
            return route
        if best is None and written_language(route.target) == written_language(target):
            best = route
    return None if best is None else _with_target(best, target)


def reachable(edges: Sequence[Edge], source: str) -> Mapping[str, Route]:
    """Every language that can be made from `source`, with its best route, by tag, sorted.

    Two tags of one written language (`pt`, `pt-BR`) are both named only if their routes are equally good.
    """
    routes: dict[str, Route] = {}
    best: dict[str, Quality] = {}
    for route in _routes(edges, source):
        written = written_language(route.target)
        if best.setdefault(written, route.quality) == route.quality:
            routes.setdefault(route.target, route)
    return dict(sorted(routes.items()))


def languages_at_or_above(edges: Sequence[Edge], source: str, quality: Quality) -> tuple[str, ...]:
    """What `languages = "all"` means: every language with a route of at least this quality, sorted."""
    return tuple(target for target, route in reachable(edges, source).items() if route.quality >= quality)


def gains(edges: Sequence[Edge], candidates: Iterable[Edge], source: str) -> Mapping[str, tuple[str, ...]]:
    """What installing one more model would add.

    Args:
        edges: The models that are installed.
        candidates: Models that could be installed.
        source: The language from which captions are made.

    Returns:
        For each candidate that helps (`source→target` of the model): the languages that it adds or
        makes better, sorted.
    """
    now = reachable(edges, source)
    found = {}
    for candidate in candidates:
        then = reachable((*edges, candidate), source)
        better = [tag for tag, route in then.items() if tag not in now or route.quality > now[tag].quality]
        if better:
            found[f"{candidate.source}→{candidate.target}"] = tuple(better)
    return found


def parse_quality(text: str) -> Quality:
    """The quality of a label.

    Raises:
        ValueError: If no quality has this label.

    >>> parse_quality("draft") is Quality.DRAFT
    True
    """
    for quality in Quality:
        if quality.label == text.strip().lower().replace("-", " "):
            return quality
    raise ValueError(f"not a quality: {text[:40]!r}; known: {', '.join(quality.label for quality in Quality)}")


def _routes(edges: Sequence[Edge], source: str) -> Iterator[Route]:
    """All routes without a repeated language, the best first."""
    queue: list[tuple[int, int, tuple[int, ...]]] = []
    for index, edge in enumerate(edges):
        if written_language(edge.source) == written_language(source):
            heapq.heappush(queue, _entry(edges, (index,)))
    while queue:
        _, _, path = heapq.heappop(queue)
        yield _route(edges, path, source)
        if len(path) == MAX_HOPS:
            continue
        seen = {written_language(source), *(written_language(edges[index].target) for index in path)}
        for index, edge in enumerate(edges):
            joins = written_language(edge.source) == written_language(edges[path[-1]].target)
            if joins and written_language(edge.target) not in seen:
                heapq.heappush(queue, _entry(edges, (*path, index)))


def _entry(edges: Sequence[Edge], path: tuple[int, ...]) -> tuple[int, int, tuple[int, ...]]:
    """The place of a path in the queue: a longer path is never better, so the search is best-first."""
    return (-_path_quality([edges[index] for index in path]), len(path), path)


def _path_quality(path: Sequence[Edge]) -> Quality:
    worst = min(edge.quality for edge in path)
    return min(worst, Quality.NEURAL_IN_STEPS) if len(path) > 1 else worst


def _route(edges: Sequence[Edge], path: tuple[int, ...], source: str) -> Route:
    steps = [edges[index] for index in path]
    starts = [source, *(edge.target for edge in steps[:-1])]
    hops = tuple(Hop(source=start, target=edge.target, edge=edge) for start, edge in zip(starts, steps, strict=True))
    return Route(hops=hops, quality=_path_quality(steps))


def _with_target(route: Route, target: str) -> Route:
    *first, last = route.hops
    return Route(hops=(*first, Hop(source=last.source, target=target, edge=last.edge)), quality=route.quality)
