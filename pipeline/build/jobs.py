"""The jobs of a build: plain functions of one picklable record each.

`transcribe` and `translate` use an engine; `make_spoken` and `make_translated` are pure: they chain
the stages for one track and merge what the machine made with what people did.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock

from pipeline.build.inputs import (
    NamesInput,
    ScriptedInput,
    SpokenInput,
    TrackInput,
    TranscribeInput,
    TranslatedInput,
    TranslateInput,
    cut_options,
)
from pipeline.build.sources import machine_words
from pipeline.cues import KnownCuts, cut_timed, profile_for, split_sentences
from pipeline.edits import TrackOutput, cues_at, update_track
from pipeline.model import Sentence, Translation
from pipeline.protocols import LoadableTranslator, Progress, ProgressSink, Transcriber, Translator
from pipeline.records import MachineTrack, NamesRecord, Recording, SentenceRecord, TrackHead
from pipeline.settings import TranscriptionSettings, TranslationSettings
from pipeline.translation import Edge, carry_formatting, place_translations, translate_units

_LOADING = Lock()
"""Jobs may run in threads; one model serves regional variants too (`pt` and `pt-BR`), one job after the other."""


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
    from pipeline.build.script import apply_script

    def named(value: Progress) -> None:
        progress(replace(value, step=f"script of {record.script.sound.media.stem}"))

    transcript = apply_script(record.script, record.heard.transcript, named)
    return replace(record.heard, key=record.key, transcript=transcript)


def hear_names(record: NamesInput, progress: ProgressSink) -> NamesRecord:
    """Put names in the place of what resembles them, where the sound supports it.

    Raises:
        InputError: The medium cannot be read any more.
        EngineError: The recogniser failed.
    """
    from pipeline.build.script import ask_sound
    from pipeline.edits import find_near_forms, name_choices, name_places

    def named(value: Progress) -> None:
        progress(replace(value, step=f"names in {record.sound.media.stem}"))

    transcript = record.recording.transcript
    forms = find_near_forms(transcript.words, record.names)
    choices = name_choices(transcript, forms)
    chosen, forced = ask_sound(choices, record.sound, transcript.language, named)
    return NamesRecord(
        key=record.key,
        transcript_sha256=record.transcript_sha256,
        names=record.names,
        places=name_places(choices, forms, chosen, forced),
    )


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


def load_ahead(record: TranslateInput, progress: ProgressSink) -> None:
    """Load the model that will be asked, so that it is ready when the sentences are known.

    Raises:
        EngineError: It cannot be loaded; who asks it is told the same.
    """
    with _LOADING:
        translator, turn = _translator(record.hop.edge, record.settings, record.folder)
    with turn:
        if isinstance(translator, LoadableTranslator):
            translator.load()


def make_track(record: TrackInput, progress: ProgressSink) -> TrackOutput:
    """Make the captions of one language."""
    return make_spoken(record) if isinstance(record, SpokenInput) else make_translated(record)


def make_spoken(record: SpokenInput) -> TrackOutput:
    """Cut what was heard into cues and merge them with what people made of them."""
    language = record.recording.transcript.language
    words, repairs = machine_words(record.recording)
    sentences = split_sentences(words, language=language)
    profile = profile_for(language, record.profile)
    options = cut_options(language, record.recording.frame_rate, record.recording.media_duration_ms)
    known = KnownCuts(earlier=record.cuts)
    new = cut_timed(sentences, profile=profile, options=options, borrows_for_speed=False, known=known)
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
    notices = (*(str(repair) for repair in repairs), *output.notices)
    return replace(output, notices=notices, cuts=known.kept(len(sentences)))


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
    return replace(update_track(machine, basis, record.previous, record.edited), cuts=known.kept(len(record.sentences)))


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
