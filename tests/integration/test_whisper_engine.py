"""The real recognisers on half a minute of the demonstration."""

from dataclasses import replace
from itertools import pairwise
from math import inf
from pathlib import Path

import numpy as np
import pytest

from benches.measures import TimedWord, measure, normalised, read_truth, word_error_rate
from pipeline.formats.transcript_json import format_transcript
from pipeline.media.reading import decode_audio
from pipeline.model import Transcript
from pipeline.protocols import TranscribeOptions, ignore_progress
from pipeline.settings import TranscriptionSettings
from pipeline.speech.registry import load_transcriber
from tests.media_files import silence, write_audio

pytestmark = [
    pytest.mark.engines,
    # The engines' own libraries warn about each other; that is theirs to mend.
    pytest.mark.filterwarnings("ignore"),
]

DEMO = Path(__file__).parents[2] / "media" / "social-credit.mp4"
SECONDS = 29.2
"""A pause of the narration lies here."""


@pytest.fixture(scope="module")
def part(tmp_path_factory) -> Path:
    samples = np.concatenate(list(decode_audio(DEMO)))[: round(SECONDS * 16_000)]
    path = tmp_path_factory.mktemp("part") / "part.wav"
    return write_audio(path, (0.0, (samples * 32767).astype(np.int16)))


@pytest.fixture(scope="module")
def transcribers():
    return {
        name: load_transcriber(TranscriptionSettings(engine=name), Path()) for name in ("whisper", "faster-whisper")
    }


@pytest.fixture(scope="module")
def original():
    """openai-whisper's own model; ours gives up the weights that it has packed."""
    from pipeline.speech.whisper.weights import load_whisper

    return load_whisper("base", device="cpu")


@pytest.fixture(scope="module")
def transcripts(part, transcribers) -> dict[str, Transcript]:
    return {
        name: transcriber.transcribe(part, TranscribeOptions(), ignore_progress)
        for name, transcriber in transcribers.items()
    }


def _truth() -> tuple[TimedWord, ...]:
    return tuple(word for word in read_truth(DEMO.with_suffix(".words.json")) if word.end_ms < SECONDS * 1000)


def _timed(transcript: Transcript) -> list[TimedWord]:
    return [TimedWord(word.text, word.start_ms, word.end_ms) for word in transcript.words]


def _text(transcript: Transcript) -> str:
    return " ".join(word.text for word in transcript.words)


def _spectrogram(window):
    """As openai-whisper makes it: padded to half a minute."""
    import torch
    from whisper.audio import log_mel_spectrogram, pad_or_trim

    return log_mel_spectrogram(pad_or_trim(torch.from_numpy(window.samples)))


@pytest.mark.parametrize("engine", ["whisper", "faster-whisper"])
def test_words_and_times_are_those_of_the_narration(transcripts, engine):
    """Few errors, every second covered, and word starts within a tenth of a second on average."""
    quality = measure(_timed(transcripts[engine]), _truth())
    assert quality.word_error_rate < 0.06
    assert quality.coverage > 0.97
    assert quality.start_error_ms < 90
    assert quality.start_error_p90_ms < 180


@pytest.mark.parametrize("engine", ["whisper", "faster-whisper"])
def test_a_transcript_keeps_its_promises(transcripts, engine):
    """Language with probability, words in order, none longer than two seconds, none in the lead-in's silence."""
    transcript = transcripts[engine]
    assert transcript.language == "en"
    assert (transcript.language_probability or 0) > 0.9
    assert transcript.duration_ms == pytest.approx(SECONDS * 1000, abs=1)
    assert all(before.start_ms <= after.start_ms for before, after in pairwise(transcript.words))
    assert all(word.end_ms - word.start_ms <= 2000 for word in transcript.words)
    assert transcript.words[0].start_ms >= 600
    assert all(0 < (word.probability or 0) <= 1 for word in transcript.words)


def test_both_engines_give_the_same_transcript(transcripts):
    """Same weights, same windows: at most one word in a hundred differs."""
    assert word_error_rate(*map(_text, transcripts.values())) <= 0.015


def test_the_same_sound_gives_the_same_bytes(part, transcribers, transcripts):
    """A rebuild must not change a word."""
    again = transcribers["whisper"].transcribe(part, TranscribeOptions(), ignore_progress)
    assert format_transcript(again) == format_transcript(transcripts["whisper"])


@pytest.fixture(scope="module")
def murmured(tmp_path_factory) -> Path:
    """The narration under noise, so that much of it is doubtful."""
    samples = np.concatenate(list(decode_audio(DEMO)))[: round(SECONDS * 16_000)]
    noise = np.random.default_rng(16).normal(0, 0.5 * float(np.sqrt(np.mean(np.square(samples)))), len(samples))
    path = tmp_path_factory.mktemp("murmured") / "part.wav"
    return write_audio(path, (0.0, ((samples + noise).clip(-1, 1) * 32767).astype(np.int16)))


@pytest.mark.parametrize("engine", ["whisper", "faster-whisper"])
def test_doubtful_speech_has_other_readings_and_always_the_same(murmured, transcribers, engine):
    """Each stands for exactly the words at its time, and says something else."""
    options = TranscribeOptions(language="en")
    once, again = (transcribers[engine].transcribe(murmured, options, ignore_progress) for _ in range(2))
    assert once.readings
    assert once.readings == again.readings
    for reading in once.readings:
        words = [word for word in once.words if reading.start_ms <= (word.start_ms + word.end_ms) // 2 < reading.end_ms]
        assert reading.heard.split() == [part for word in words for part in word.text.split()]
        assert normalised(reading.text) != normalised(reading.heard)
        assert 0.1 <= reading.share <= 1


@pytest.fixture(scope="module")
def looping(transcribers):
    """A window of the narration in which CTranslate2, told that it is Portuguese, goes round in circles."""
    from pipeline.speech.voice_activity import load_voice_activity
    from pipeline.speech.windows import cut_windows

    windows = [*cut_windows(decode_audio(DEMO), load_voice_activity())]
    return transcribers["faster-whisper"]._recogniser.encode(windows[2:3], lambda windows, count: None)


def test_a_loop_is_searched_for_otherwise_and_always_the_same(transcribers, looping):
    """Chance could not be repeated. Where there is another text to fall back to, the loop is told as one."""
    recogniser = transcribers["faster-whisper"]._recogniser
    (alone,) = recogniser.decode(looping, "pt", "transcribe", ("",), 5)
    assert not alone.is_reliable
    once, again = (recogniser.decode(looping, "pt", "transcribe", (), 5)[0] for _ in range(2))
    assert once.is_reliable
    assert once == again


def test_other_readings_are_those_that_the_search_ended_with(transcribers, looping):
    """CTranslate2 need not search a second time; one hypothesis ends with nothing else."""
    recogniser = transcribers["faster-whisper"]._recogniser
    (searched,) = recogniser.decode(looping, "en", "transcribe", (), 5)
    (asked,) = recogniser.read_otherwise(looping, "en", "transcribe", [[]])
    assert searched.others == asked
    assert len(asked) == 5
    assert sum(one.share for one in asked) == pytest.approx(1)
    (greedy,) = recogniser.decode(looping, "en", "transcribe")
    assert greedy.others is None


def test_a_short_window_costs_what_it_holds(transcribers, looping):
    """Not half a minute; a very short one keeps some silence, without which it is heard several times over."""
    from pipeline.speech.windows import part_of

    (window,) = looping.windows
    recogniser = transcribers["faster-whisper"]._recogniser
    short = part_of(window, window.spans[:1])
    half = part_of(window, window.spans[: len(window.spans) // 2 + 1])
    encoded = recogniser.encode([short, half], lambda windows, count: None)
    positions = [output.shape[1] for output in encoded.outputs]
    assert len(short.samples) < 9 * 16_000 < len(half.samples)
    assert positions[0] == 500
    assert positions[1] == pytest.approx(len(half.samples) / 320 + 50, abs=1)


def test_branches_are_as_likely_as_whole_texts_that_are_read_with_them(murmured, transcribers):
    """Several windows with several branches each, which share what was read of their texts: the same numbers."""
    import torch

    from pipeline.speech.voice_activity import load_voice_activity
    from pipeline.speech.whisper.branching import BranchRules, find_branches
    from pipeline.speech.windows import cut_windows, part_of

    recogniser = transcribers["whisper"]._recogniser
    (window,) = cut_windows(decode_audio(murmured), load_voice_activity())
    middle = len(window.spans) // 2
    parts = [window, part_of(window, window.spans[:middle]), part_of(window, window.spans[middle:])]
    encoded = recogniser.encode(parts, lambda windows, count: None)
    decoder = recogniser._decoder
    tokenizer = decoder.tokenizer("en", "transcribe")
    texts = [tokenizer.encode(f" {heard.text}") for heard in recogniser.decode(encoded, "en", "transcribe")]
    opening = [*tokenizer.sot_sequence_including_notimestamps]
    rules = BranchRules(
        opening=opening, eot=tokenizer.eot, suppressed=(), spell=lambda token: tokenizer.decode([token]), most=16
    )
    with torch.inference_mode():
        found = find_branches(decoder.fast, decoder.fast.recall(encoded.sounds), texts, rules)
        assert all(found)
        for row, (text, branches) in enumerate(zip(texts, found, strict=True)):
            memory = decoder.fast.recall(encoded.sounds[row : row + 1])
            for branch in branches:
                whole = [*opening, *branch.instead(text), tokenizer.eot]
                logs = decoder.fast.force(torch.tensor([whole]), memory)[0][0]
                begin = len(opening) + branch.start - 1
                count = len(branch.tokens) + (branch.end == len(text) and len(whole) == begin + len(branch.tokens) + 2)
                assert branch.log_probability == pytest.approx(float(logs[begin : begin + count].sum()), abs=0.02)


def test_music_without_speech_is_no_speech(tmp_path, transcribers):
    """A melody of plain tones: nobody speaks, and nothing is invented."""
    times = np.arange(round(0.5 * 16_000)) / 16_000
    notes = [np.sin(2 * np.pi * hertz * times) * np.hanning(len(times)) for hertz in (262, 330, 392, 523) * 5]
    path = write_audio(tmp_path / "music.wav", (0.0, (np.concatenate(notes) * 12_000).astype(np.int16)))
    assert transcribers["whisper"].transcribe(path, TranscribeOptions(), ignore_progress).words == ()


def test_noise_and_silence_are_no_speech(tmp_path, transcribers):
    """Rain, and then nothing."""
    noise = np.random.default_rng(7).normal(0, 1500, 10 * 16_000).astype(np.int16)
    path = write_audio(tmp_path / "rain.wav", (0.0, np.concatenate([noise, silence(5)])))
    assert transcribers["whisper"].transcribe(path, TranscribeOptions(), ignore_progress).words == ()


@pytest.mark.parametrize("seconds", [3, 9, 20])
def test_merged_padding_is_looked_at_as_all_of_it_would_be(part, transcribers, monkeypatch, seconds, original):
    """The encoder's own numbers where nothing is merged; with merged padding next to the same, for a fraction."""
    import torch

    from pipeline.speech.whisper import encoder
    from pipeline.speech.windows import Piece, Window

    recogniser = transcribers["whisper"]._recogniser
    samples = np.concatenate(list(decode_audio(part)))[: seconds * 16_000]
    window = Window(samples, (Piece(0, len(samples), 0),), ())
    merged, exact = [], []
    for several, together in ((merged, 4), (exact, 1)):
        monkeypatch.setattr(encoder, "_MERGED", together)
        several.append(recogniser.encode([window], lambda windows, count: None))
        with torch.inference_mode():
            several.append(recogniser._encoder.encode(torch.from_numpy(samples)))
    with torch.inference_mode():
        whole = original.encoder(_spectrogram(window)[None])
    torch.testing.assert_close(exact[1].values, whole, atol=1e-3, rtol=1e-3)
    assert merged[1].weights.exp().sum() == pytest.approx(1500, abs=0.1)
    assert merged[1].values.shape[1] < seconds * 50 + 30 + (1500 - seconds * 50) // 4
    one, other = (recogniser.decode(encoded, "en", "transcribe")[0] for encoded in (merged[0], exact[0]))
    assert one.text == other.text
    assert one.log_probability == pytest.approx(other.log_probability, abs=0.01)
    moved = [abs(word.start - its.start) for word, its in zip(one.words, other.words, strict=True)]
    assert sorted(moved)[-2] <= 640  # the last word is cut off in its middle


def test_the_fast_decoder_computes_what_whispers_own_does(part, transcribers, original):
    """openai-whisper's own decoding of the same windows gives the same tokens."""
    import torch
    import whisper

    from pipeline.speech.voice_activity import load_voice_activity
    from pipeline.speech.windows import cut_windows

    recogniser = transcribers["whisper"]._recogniser
    windows = cut_windows(decode_audio(part), load_voice_activity())
    encoded = recogniser.encode(windows, lambda windows, count: None)
    ours = recogniser.decode(encoded, "en", "transcribe")
    options = whisper.DecodingOptions(language="en", without_timestamps=True, fp16=False)
    with torch.inference_mode():
        own = whisper.decode(original, torch.stack([_spectrogram(one) for one in encoded.windows]), options)
    assert ["".join(word.text for word in one.words).strip() for one in ours] == [one.text for one in own]


def test_the_beam_search_finds_what_whispers_own_finds(part, transcribers, original):
    """openai-whisper's own beam of five on the same window: the same text, as likely."""
    import torch
    import whisper

    from pipeline.speech.voice_activity import load_voice_activity
    from pipeline.speech.windows import cut_windows

    recogniser = transcribers["whisper"]._recogniser
    window = next(cut_windows(decode_audio(part), load_voice_activity()))
    encoded = recogniser.encode([window], lambda windows, count: None)
    (ours,) = recogniser.decode(encoded, "en", "transcribe", (), 5)
    options = whisper.DecodingOptions(language="en", without_timestamps=True, fp16=False, beam_size=5)
    with torch.inference_mode():
        own = whisper.decode(original, _spectrogram(window), options)
    assert "".join(word.text for word in ours.words).strip() == own.text
    assert ours.log_probability == pytest.approx(own.avg_logprob, abs=0.01)


USUAL = (
    ("fr", "Les enfants jouent dans le jardin.", "Les enfants jouent en le jardin."),
    ("es", "La sustitución de una persona por otra.", "La susidción de una persona por otra."),
    ("de", "Ich habe den Film gesehen.", "Ich habe dem Film gesehen."),
)
"""A text that people say, and one that only sounds like it, in languages that Whisper knows less well than English."""


def test_what_people_say_is_more_usual_than_what_only_sounds_like_it(transcribers):
    """Without any sound: whole words, and words that agree."""
    import torch

    from pipeline.speech.whisper.usual import usual_texts

    decoder = transcribers["whisper"]._recogniser._decoder
    for language, usual, other in USUAL:
        tokenizer = decoder.tokenizer(language, "transcribe")
        *texts, spelt = (tokenizer.encode(f" {text}") for text in (usual, other, usual.lower().replace(".", "!")))
        with torch.inference_mode():
            one, another, same = usual_texts(decoder.fast, decoder.silence(), tokenizer, [*texts, spelt])
            whole = decoder.fast.force(_rows(tokenizer, texts), decoder.silence())[0]
        assert one > another, usual
        assert same == -inf
        lengths = [len(tokenizer.sot_sequence_including_notimestamps) + len(text) for text in texts]
        alone = [float(row[:length].sum()) for row, length in zip(whole, lengths, strict=True)]
        assert one - another == pytest.approx(alone[0] - alone[1], abs=1)  # but for the last tokens


def test_ctranslate2_finds_a_text_about_as_usual(transcribers, original):
    """Its alignment tells how likely a given text is, here beside openai-whisper's own decoder in silence."""
    from faster_whisper.tokenizer import Tokenizer

    recogniser = transcribers["faster-whisper"]._recogniser
    for language, usual, other in USUAL:
        tokenizer = Tokenizer(recogniser._model.hf_tokenizer, True, task="transcribe", language=language)
        *texts, spelt = (tokenizer.encode(f" {text}") for text in (usual, other, usual.lower().replace(".", "!")))
        one, another, same = recogniser._silence.usual_texts(tokenizer, [*texts, spelt])
        truth = [_in_silence(original, language, text) for text in texts]
        assert one > another, usual
        assert same == -inf
        assert one - another == pytest.approx(truth[0] - truth[1], abs=4)  # bytes, less silence, and nothing of the end


def _in_silence(model, language: str, text: list[int]) -> float:
    import torch
    from whisper.audio import N_SAMPLES, log_mel_spectrogram
    from whisper.tokenizer import get_tokenizer

    opening = get_tokenizer(True, language=language, task="transcribe").sot_sequence_including_notimestamps
    with torch.inference_mode():
        silence = model.embed_audio(log_mel_spectrogram(torch.zeros(N_SAMPLES))[None])
        logs = model.logits(torch.tensor([[*opening, *text]]), silence)[0].log_softmax(dim=-1)
    return float(sum(logs[len(opening) - 1 + place, token] for place, token in enumerate(text)))


def _rows(tokenizer, texts):
    import torch

    longest = max(map(len, texts)) + 1
    opening = tokenizer.sot_sequence_including_notimestamps
    return torch.tensor([[*opening, *text, *[tokenizer.eot] * (longest - len(text))] for text in texts])


@pytest.mark.parametrize("engine", ["whisper", "faster-whisper"])
def test_context_is_given_as_whisper_gives_it(part, transcribers, original, engine):
    """Each window's own text before it, though all are decoded in step: openai-whisper's own text for each."""
    import torch
    import whisper

    from pipeline.speech.voice_activity import load_voice_activity
    from pipeline.speech.windows import cut_windows, part_of

    def encoded_by(name):
        recogniser = transcribers[name]._recogniser
        windows = cut_windows(decode_audio(part), load_voice_activity())
        (window,) = windows
        pauses = [right.start - left.end for left, right in pairwise(window.spans)]
        count = pauses.index(max(pauses)) + 1
        halves = [part_of(window, window.spans[:count]), part_of(window, window.spans[count:])]
        encoded = recogniser.encode(iter([halves[0], *halves]), lambda windows, count: None)
        return recogniser, recogniser.pick(encoded, [1, 2])

    recogniser, encoded = encoded_by(engine)
    before = ("It is a score, a ranking, and a blacklist.", "china, in lower case, without any stop")
    ours = recogniser.decode(encoded, "en", "transcribe", before)
    reference, known = encoded_by("whisper")
    own = []
    for number, text in enumerate(before):
        tokens = reference._decoder.tokenizer("en", "transcribe").encode(" " + text)[-9:]
        options = whisper.DecodingOptions(language="en", without_timestamps=True, fp16=False, prompt=tokens)
        with torch.inference_mode():
            own.append(whisper.decode(original, _spectrogram(known.windows[number]), options))
    # 8-bit weights round; which word it is, they seldom change.
    assert [normalised(one.text) for one in ours] == [normalised(one.text) for one in own]
    assert [one.log_probability for one in ours] == pytest.approx([one.avg_logprob for one in own], abs=0.03)
    assert all(one.words[0].start < 2 * 16_000 for one in ours)
    mixed = recogniser.decode(encoded, "en", "transcribe", ("", before[1]))
    alone = recogniser.decode(recogniser.pick(encoded, [0]), "en", "transcribe")
    assert [one.text for one in mixed] == [alone[0].text, ours[1].text]


def test_a_text_that_reaches_whispers_limit_has_words(part, transcribers, monkeypatch):
    """A loop that never ends: its last token was never looked at, and must not be asked for."""
    from pipeline.speech.voice_activity import load_voice_activity
    from pipeline.speech.whisper import decoding
    from pipeline.speech.windows import cut_windows

    recogniser = transcribers["whisper"]._recogniser
    encoded = recogniser.encode(cut_windows(decode_audio(part), load_voice_activity()), lambda windows, count: None)
    usual = decoding.Decoder._rules

    def never_end(self, *about):
        rules = usual(self, *about)
        return replace(rules, suppressed=[*rules.suppressed, rules.eot])

    monkeypatch.setattr(decoding.Decoder, "_rules", never_end)
    (heard,) = recogniser.decode(recogniser.pick(encoded, [0]), "en", "transcribe", ("Before.",))
    assert len(heard.words) > 50


def test_loading_draws_no_start_values():
    """They would be overwritten at once, and cost a second at each start."""
    import torch

    from pipeline.speech.whisper.weights import load_whisper

    before = torch.get_rng_state()
    load_whisper("base", device="cpu")
    assert torch.equal(torch.get_rng_state(), before)


def test_a_checkpoint_is_assembled_once_and_checked(tmp_path, monkeypatch):
    """Damage in the cache is found by its hash and mended; a read-only cache only costs time."""
    from pipeline.speech.whisper import weights

    monkeypatch.setenv("CAPTIONS_HOME", str(tmp_path))
    path, data = weights.base_checkpoint()
    assert path.read_bytes() == data
    path.write_bytes(data[:1000])
    assert weights.base_checkpoint()[1] == data
    assert path.read_bytes() == data
    monkeypatch.setenv("CAPTIONS_HOME", "/proc/nowhere")
    assert len(weights.base_checkpoint()[1]) == len(data)
    assert weights.base_folder() is None


def test_a_command_ends_in_one_line_where_what_is_kept_is_damaged(part, tmp_path, monkeypatch, capsys):
    """With the cure: the decoder, here a small one, is made beside the first sound, and its error comes through."""
    from whisper.model import ModelDimensions, Whisper

    from pipeline.cli import main
    from pipeline.speech.whisper import engine
    from tests.unit.speech.whisper.test_kept_code import load_small

    load_small(tmp_path, monkeypatch)(1)
    (index,) = (tmp_path / "__pycache__").glob("*.nbi")
    index.write_bytes(index.read_bytes()[:-10])
    load_small(tmp_path, monkeypatch)
    model = Whisper(ModelDimensions(80, 1_500, 128, 2, 1, 51_865, 448, 128, 2, 1))
    for weight in model.parameters():
        weight.data = weight.data.half().float()
    monkeypatch.setattr(engine, "load_whisper", lambda name, device: model)
    assert main(["transcribe", str(part), "-o", str(tmp_path / "a.json")]) == 1
    (line,) = (one for one in capsys.readouterr().err.splitlines() if one.startswith("captions: "))
    assert line.startswith("captions: whisper: compiled code cannot be kept (")
    assert line.endswith(f"delete {tmp_path / '__pycache__'}")
    assert not (tmp_path / "a.json").exists()
