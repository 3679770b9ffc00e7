"""The jobs of a build: plain functions of one picklable record each.

`transcribe` and `translate` use an engine; `make_spoken` and `make_translated` are pure: they chain
the stages for one track and merge what the machine made with what people did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from threading import Lock

from pipeline.build.script import ScriptInput, apply_script
from pipeline.cues import (
    Cut,
    CutOptions,
    KnownCuts,
    Repair,
    cut_cues,
    profile_for,
    repair_words,
    source_sentences,
    split_sentences,
)
from pipeline.edits import Retiming, TrackOutput, cues_at, find_retiming, retime_words, undo_retiming, update_track
from pipeline.model import Cue, EngineSignature, Sentence, Translation, Word
from pipeline.protocols import Progress, ProgressSink, TranscribeOptions, Transcriber, Translator
from pipeline.records import MachineTrack, Recording, SentenceRecord, TrackHead
from pipeline.settings import TranscriptionSettings, TranslationSettings
from pipeline.text import drop_tags
from pipeline.translation import (
    NO_GLOSSARY,
    Edge,
    GlossaryFinder,
    Hop,
    carry_formatting,
    place_translations,
    time_translation,
    translate_units,
)

_LOADING = Lock()
"""Jobs may run in threads; one model serves regional variants too (`pt` and `pt-BR`), one job after the other."""
DEFAULT_FRAME_RATE = Fraction(25)
"""Of a medium without pictures; a gap of two frames is then 80 ms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscribeInput:
    """All that the transcription of one video depends on."""

    video: str
    media: Path
    media_sha256: str
    key: str
    settings: TranscriptionSettings
    folder: Path
    options: TranscribeOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedInput:
    """What was recognised in one video, and the script that is brought to it."""

    heard: Recording
    script: ScriptInput
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslateInput:
    """Sentences of any number of videos for one model."""

    hop: Hop
    texts: tuple[str, ...]
    settings: TranslationSettings
    folder: Path
    terms: GlossaryFinder = NO_GLOSSARY


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenInput:
    """All that the captions in the spoken language depend on."""

    recording: Recording
    profile: str
    key: str
    previous: MachineTrack | None = None
    edited: tuple[Cue, ...] | None = None
    """What the caption file says now; None if there is none."""
    origin: Recording | None = None
    """The speech itself, where the recording is Whisper's translation of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedInput:
    """All that the captions in one other language depend on."""

    language: str
    origin: str
    options: CutOptions
    profile: str
    sentences: tuple[Sentence, ...]
    """The effective sentences of the origin."""
    retiming: Retiming
    """By how much the origin's captions were shifted or stretched as a whole; not yet in the sentences' times."""
    translations: tuple[Translation, ...]
    signatures: tuple[EngineSignature, ...]
    key: str
    memory_key: str
    formatted: tuple[Cue, ...] = ()
    """The cues that the sentences were read from, where any has formatting."""
    cuts: Mapping[str, Cut] = field(default_factory=dict)
    """How the last build cut the sentences; only so that it need not be searched for again."""
    previous: MachineTrack | None = None
    edited: tuple[Cue, ...] | None = None


TrackInput = SpokenInput | TranslatedInput
JobRecord = TranscribeInput | ScriptedInput | TranslateInput | TrackInput


def media_of(record: JobRecord) -> Path | None:
    """The video that a job reads; None if it reads none."""
    if isinstance(record, TranscribeInput):
        return record.media
    return record.script.media if isinstance(record, ScriptedInput) else None


def with_threads(record: JobRecord, threads: int) -> JobRecord:
    """The same job with so many threads, unless the settings say how many; its result is the same."""
    if isinstance(record, ScriptedInput):
        settings = record.script.settings
        own = replace(settings, threads=settings.threads or threads)
        return replace(record, script=replace(record.script, settings=own))
    if isinstance(record, TranscribeInput):
        return replace(record, settings=replace(record.settings, threads=record.settings.threads or threads))
    if isinstance(record, TranslateInput):
        return replace(record, settings=replace(record.settings, threads=record.settings.threads or threads))
    return record


def transcribe(record: TranscribeInput, progress: ProgressSink) -> Recording:
    """Transcribe one video.

    Raises:
        InputError: It is no readable medium with audio.
        EngineError: The recogniser failed.

    Where nobody speaks the transcript has no words, so that this is known the next time.
    """
    from pipeline.media import choose_stream, probe

    info = probe(record.media)
    stream = choose_stream(info, record.options.audio_stream, path=record.media)

    def named(value: Progress) -> None:
        progress(replace(value, step=f"transcribe {record.video}"))

    # What a video sets for itself comes with the options: it is no reason to load a second model.
    settings = replace(record.settings, language="", audio_stream=-1, audio_channel="")
    with _LOADING:
        transcriber = _transcriber(settings, record.folder)
    transcript = transcriber.transcribe(record.media, record.options, named)
    return Recording(
        key=record.key,
        media_sha256=record.media_sha256,
        media_duration_ms=max(info.duration_ms, transcript.duration_ms),
        frame_rate=info.frame_rate,
        audio_start_ms=stream.start_ms,
        signature=transcriber.signature,
        transcript=transcript,
    )


def bring_script(record: ScriptedInput, progress: ProgressSink) -> Recording:
    """Bring a script to what was recognised in its video.

    Raises:
        InputError: The medium cannot be read any more.
        EngineError: The recogniser failed.
    """

    def named(value: Progress) -> None:
        progress(replace(value, step=f"script of {record.script.media.stem}"))

    transcript = apply_script(record.script, record.heard.transcript, named)
    return replace(record.heard, key=record.key, transcript=transcript)


def translate(record: TranslateInput, progress: ProgressSink) -> tuple[Translation, ...]:
    """Translate sentences of any number of videos in one call; without any, no model is loaded.

    Raises:
        EngineError: The translator failed.
    """
    if not record.texts:
        return ()

    def named(value: Progress) -> None:
        progress(replace(value, step=f"translate {record.hop.source} to {record.hop.target}"))

    with _LOADING:
        translator, turn = _translator(record.hop.edge, record.settings, record.folder)
    with turn:
        made = translate_units(
            record.texts,
            translator=translator,
            source=record.hop.source,
            target=record.hop.target,
            terms=record.terms,
            progress=named,
        )
    return tuple(replace(one, terms=record.terms.key_of(text)) for text, one in zip(record.texts, made, strict=True))


def make_track(record: TrackInput, progress: ProgressSink) -> TrackOutput:
    """Make the captions of one language."""
    return make_spoken(record) if isinstance(record, SpokenInput) else make_translated(record)


def make_spoken(record: SpokenInput) -> TrackOutput:
    """Cut what was heard into cues and merge them with what people made of them."""
    language = record.recording.transcript.language
    words, repairs = _machine_words(record.recording)
    sentences = split_sentences(words, language=language)
    profile = profile_for(language, record.profile)
    options = cut_options(language, record.recording.frame_rate, record.recording.media_duration_ms)
    new = cut_cues(sentences, profile=profile, options=options)
    basis = {sentence.id: sentence.text for sentence in sentences}
    recordings = (record.recording,) if record.origin is None else (record.origin, record.recording)
    head = TrackHead(
        language=language,
        origin="" if record.origin is None else record.origin.transcript.language,
        key=record.key,
        written="",
        signatures=tuple(recording.signature for recording in recordings),
        memory_key="",
    )
    machine = MachineTrack(
        head=head,
        sentences=tuple(SentenceRecord(id=sentence.id, source="", text=sentence.text) for sentence in sentences),
        cues=new,
    )
    output = update_track(machine, basis, record.previous, record.edited)
    return replace(output, notices=(*(str(repair) for repair in repairs), *output.notices))


def make_translated(record: TranslatedInput) -> TrackOutput:
    """Place translated sentences where they are spoken and merge them with what people made of them."""
    profile = profile_for(record.language, record.profile)
    known = KnownCuts(earlier=record.cuts)
    placed = place_translations(
        record.sentences, record.translations, profile=profile, options=record.options, known=known
    )
    placed = carry_formatting(record.formatted, record.sentences, record.translations, placed)
    # Placed first and moved then: at other times the same words would be cut a little differently.
    new = cues_at(placed, record.retiming)
    pairs = list(zip(record.sentences, record.translations, strict=True))
    head = TrackHead(
        language=record.language,
        origin=record.origin,
        key=record.key,
        written="",
        signatures=record.signatures,
        memory_key=record.memory_key,
    )
    machine = MachineTrack(
        head=head,
        sentences=tuple(_record_of(sentence, translation) for sentence, translation in pairs),
        cues=new,
    )
    basis = {sentence.id: sentence.text for sentence in record.sentences}
    return replace(update_track(machine, basis, record.previous, record.edited), cuts=known.used)


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveSource:
    """What others are made from: the machine's words as people corrected and retimed them."""

    sentences: tuple[Sentence, ...]
    retiming: Retiming
    """By how much the whole track was shifted or stretched; the sentences have the times from before it."""
    formatted: tuple[Cue, ...] = ()
    """The cues with the times from before it, where any has formatting that a translation takes over."""


def spoken_source(recording: Recording, machine: MachineTrack, cues: tuple[Cue, ...]) -> EffectiveSource:
    """The effective source: what the caption file says, with the times of the words that were heard."""
    words, _ = _machine_words(recording)
    retiming = find_retiming(machine.cues, cues)
    shown = undo_retiming(cues, retiming, machine.cues)
    retimed = retime_words(shown, words, machine=machine.cues, is_own=machine.head.is_own)
    sentences = source_sentences(retimed, shown, language=recording.transcript.language)
    return EffectiveSource(sentences=sentences, retiming=retiming, formatted=_formatted(shown))


def translated_source(origin: EffectiveSource, machine: MachineTrack, cues: tuple[Cue, ...]) -> EffectiveSource:
    """The effective source of a relay that starts from a translated track."""
    known = translations_in(machine)
    remembered = [sentence for sentence in origin.sentences if sentence.text in known]
    placed = [time_translation(sentence, known[sentence.text]) for sentence in remembered]
    words = tuple(word for sentence in placed if sentence is not None for word in sentence.words)
    own = find_retiming(machine.cues, cues)
    made = cues_at(machine.cues, origin.retiming.inverse())
    shown = undo_retiming(cues, origin.retiming.then(own), made)
    retimed = retime_words(shown, words, machine=made, is_own=machine.head.is_own)
    sentences = source_sentences(retimed, shown, language=machine.head.language)
    return EffectiveSource(sentences=sentences, retiming=origin.retiming.then(own), formatted=_formatted(shown))


def _formatted(cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
    return cues if any(drop_tags(cue.text) != cue.text for cue in cues) else ()


def translations_in(machine: MachineTrack) -> dict[str, Translation]:
    """The translations that a track remembers, by source sentence."""
    return {
        sentence.source: Translation(
            text=sentence.text,
            score=sentence.score,
            alignment=sentence.alignment,
            faults=sentence.faults,
            disagreement=sentence.disagreement,
            terms=sentence.terms,
            memory=sentence.memory,
        )
        for sentence in machine.sentences
    }


def cut_options(language: str, frame_rate: Fraction | None, duration_ms: int) -> CutOptions:
    """What cutting must know about the medium; 0 for a length that is not known."""
    rate = frame_rate or DEFAULT_FRAME_RATE
    return CutOptions(language=language, frame_rate=rate, limit_ms=duration_ms or None)


@lru_cache(maxsize=4)
def _transcriber(settings: TranscriptionSettings, folder: Path) -> Transcriber:
    """One loaded model a process, whichever executor runs the jobs."""
    from pipeline.speech import load_transcriber

    return load_transcriber(settings, folder)


@lru_cache(maxsize=8)
def _translator(edge: Edge, settings: TranslationSettings, folder: Path) -> tuple[Translator, Lock]:
    """A translator, whose model is loaded at its first sentence, and whose turn it is to use it."""
    from pipeline.translation.engines import load_translator

    return load_translator(edge, settings, folder), Lock()


def _machine_words(recording: Recording) -> tuple[tuple[Word, ...], tuple[Repair, ...]]:
    return _repaired(recording.transcript.words, recording.transcript.language)


@lru_cache(maxsize=2)
def _repaired(words: tuple[Word, ...], language: str) -> tuple[tuple[Word, ...], tuple[Repair, ...]]:
    """Of one video they are needed for its own captions, and for what is translated from them."""
    return repair_words(words, language=language)


def _record_of(sentence: Sentence, translation: Translation) -> SentenceRecord:
    return SentenceRecord(
        id=sentence.id,
        source=sentence.text,
        text=translation.text,
        score=translation.score,
        alignment=translation.alignment,
        faults=translation.faults,
        disagreement=translation.disagreement,
        terms=translation.terms,
        memory=translation.memory,
    )
