"""What a build asks of translation models: each model once a language, for all videos, and only what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.build.executors import Request
from pipeline.build.inputs import TranslatedInput, TranslateInput, cut_options
from pipeline.build.keys import memory_key
from pipeline.build.planned import TrackPlan, VideoPlan
from pipeline.build.sources import EffectiveSource, spoken_source, translated_source, translations_in
from pipeline.dataclass import dataclass
from pipeline.errors import StaleWorkspace
from pipeline.model import Translation
from pipeline.records import MemoryEntry
from pipeline.translation import NO_GLOSSARY, GlossaryFinder, Hop, TranslationMemory
from pipeline.workspace import Config, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A track that is to be translated, with its source."""

    track: TrackPlan
    hop: Hop
    source: EffectiveSource
    known: dict[str, Translation]
    """What earlier builds translated under the same key, and what people wrote elsewhere, by source sentence."""
    terms: GlossaryFinder = NO_GLOSSARY


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Request[TranslateInput]):
    """The sentences of some tracks that one model is asked for; its record has those that nobody knows, each once."""

    hop: Hop
    works: tuple[Work, ...]

    @property
    def file_sha256(self) -> str:
        """Of the first track's caption file; empty if there is none."""
        file = self.works[0].track.file
        return "" if file is None else file.sha256

    def answers(self, translations: tuple[Translation, ...]) -> dict[str, Translation]:
        """The new translations by source sentence."""
        return dict(zip(self.record.texts, translations, strict=True))


def questions(works: Iterable[Work], config: Config, *, by_video: bool = False) -> list[Question]:
    """A question for each model, pair of languages and what the glossary says; first those to which all is known.

    Args:
        works: The tracks that are to be translated.
        config: The settings.
        by_video: Whether each video is asked for by itself, where others answer at the same time.
    """
    groups: dict[tuple[Hop, GlossaryFinder, str], list[Work]] = {}
    for work in works:
        groups.setdefault((work.hop, work.terms, work.track.video if by_video else ""), []).append(work)
    asked = [_question(hop, tuple(some), config) for (hop, _, _), some in groups.items()]
    return sorted(asked, key=lambda question: bool(question.record.texts))


def effective_source(workspace: Workspace, plan: VideoPlan, language: str) -> EffectiveSource:
    """What others are made from: the machine's words as people corrected them.

    Raises:
        StaleWorkspace: Somebody removed the machine's record of it meanwhile.
        PipelineError: The record, the caption file or the transcript cannot be read.
    """
    track, machine = plan.track(language), workspace.load_machine(plan.video, language)
    if track is None or track.file is None or machine is None:
        raise StaleWorkspace(path=str(workspace.machine_path(plan.video, language)))
    cues = track.file.whole_cues if track.file.exists else machine.cues
    if track.hop is None:
        return spoken_source(workspace.read_recording(plan.video), machine, cues)
    return translated_source(effective_source(workspace, plan, track.origin), machine, cues)


def make_work(
    workspace: Workspace,
    track: TrackPlan,
    source: EffectiveSource,
    *,
    terms: GlossaryFinder = NO_GLOSSARY,
    memory: TranslationMemory | None = None,
) -> Work:
    """A track that is to be translated from this source, with what is known of its sentences.

    What an earlier build made stays where the glossary says the same of it; for other sentences stands what a
    person wrote or approved for the very same sentence in another video.

    Raises:
        InputError: The machine's record of it cannot be read.
    """
    assert track.hop is not None
    previous = workspace.load_machine(track.video, track.language)
    is_known = previous is not None and previous.head.memory_key == memory_key(track.hop)
    made = translations_in(previous) if previous is not None and is_known else {}
    known = {text: one for text, one in made.items() if one.terms == terms.key_of(text)}
    for sentence in source.sentences if memory else ():
        entry = _remembered(memory, sentence.text, track)
        if entry is not None and sentence.text not in known:
            known[sentence.text] = Translation(
                text=entry.text, terms=terms.key_of(sentence.text), memory=entry.describe()
            )
    return Work(track=track, hop=track.hop, source=source, known=known, terms=terms)


def translated_input(work: Work, plan: VideoPlan, answers: Mapping[str, Translation], profile: str) -> TranslatedInput:
    """All that the captions of a work depend on, besides people's edits."""
    track, head, origin = work.track, plan.recording.head, plan.track(work.track.origin)
    assert head is not None
    signatures = origin.head.signatures if origin is not None and origin.head is not None else ()
    return TranslatedInput(
        language=track.language,
        origin=track.origin,
        options=cut_options(track.language, head.frame_rate, head.media_duration_ms),
        profile=profile,
        sentences=work.source.sentences,
        retiming=work.source.retiming,
        translations=tuple(_translation(work, answers, sentence.text) for sentence in work.source.sentences),
        signatures=(*signatures, work.hop.edge.signature),
        key=track.key,
        memory_key=memory_key(work.hop),
        formatted=work.source.formatted,
    )


def _question(hop: Hop, works: tuple[Work, ...], config: Config) -> Question:
    # What one video knows does not answer for another: which videos are asked for together must not show.
    missing = dict.fromkeys(
        sentence.text for work in works for sentence in work.source.sentences if sentence.text not in work.known
    )
    record = TranslateInput(
        hop=hop, texts=tuple(missing), settings=config.translation, folder=config.folder, terms=works[0].terms
    )
    return Question(record=record, hop=hop, works=works)


def _translation(work: Work, answers: Mapping[str, Translation], text: str) -> Translation:
    known = work.known.get(text)
    return answers[text] if known is None else known


def _remembered(memory: TranslationMemory | None, text: str, track: TrackPlan) -> MemoryEntry | None:
    """What people wrote for a sentence in other videos: in this one it stands in the file already."""
    if not memory or track.hop is None:
        return None
    return memory.exact(text, track.hop.source, track.language, besides=track.video)
