"""From a medium to a transcript, with an engine that only counts."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from pipeline.errors import ConfigError, EngineError, InputError
from pipeline.media import decode_audio, outline_of
from pipeline.protocols import TranscribeOptions, ignore_progress
from pipeline.settings import TranscriptionSettings
from pipeline.speech import audio_source, transcribing
from pipeline.speech.detector_sound import FRAME
from pipeline.speech.prefetch import fetched_ahead
from pipeline.speech.recogniser import Heard, HeardWord, Otherwise
from pipeline.speech.registry import load_transcriber
from pipeline.speech.transcribing import hear
from pipeline.speech.windows import RATE_HZ
from tests.media_files import silence, tone, write_audio, write_channels, write_streams


class LoudVoice:
    """There is speech where it is loud."""

    def probabilities(self, block) -> Iterator[tuple[float, float]]:
        for frame in block[: len(block) // FRAME * FRAME].reshape(-1, FRAME):
            level = float(np.abs(frame).max())
            yield (0.9 if level > 0.1 else 0.0), level


class CountingRecogniser:
    """Hears one word for every second of a window's sound; what it does not hear is in `deaf_to`."""

    batch_size = 2
    languages = frozenset({"en", "pt", "es"})

    def __init__(self, *, detected=("en",), deaf_once: bool = False, reliable: bool = True) -> None:
        self._detected = detected
        self._deaf = deaf_once
        self._reliable = reliable
        self.decoded: list[tuple[str, str, int]] = []
        self.read: list[int] = []
        self.known: list[list[str]] = []

    def prepare(self):
        pass

    def encode(self, windows, done):
        encoded = SimpleNamespace(windows=tuple(windows))
        for count in range(len(encoded.windows)):
            done(encoded.windows, count + 1)
        return encoded

    def detect(self, encoded):
        return tuple({self._detected[0]: 0.9} for _ in encoded.windows)

    def pick(self, encoded, rows):
        return SimpleNamespace(windows=tuple(encoded.windows[row] for row in rows))

    def decode(self, encoded, language, task, before=(), beam_size=1):
        self.decoded.append((language, task, len(encoded.windows)))
        heard = [self._hear(window) for window in encoded.windows]
        self._deaf = False
        return tuple(heard)

    def read_otherwise(self, encoded, language, task, heard):
        self.read.append(len(encoded.windows))
        self.known = heard
        return ((Otherwise(text="another word", share=0.4), Otherwise(text="some words", share=0.3)),) * len(heard)

    def _hear(self, window) -> Heard:
        number = window.start // RATE_HZ // 60
        language = self._detected[min(number, len(self._detected) - 1)]
        seconds = range(0 if not self._deaf else 10**6, len(window.samples) // RATE_HZ)
        words = tuple(
            HeardWord(text=f" w{second}", start=second * RATE_HZ, end=(second + 1) * RATE_HZ, probability=0.9)
            for second in seconds
        )
        return Heard(words=words, language_probabilities={language: 0.95}, is_reliable=self._reliable)


@pytest.fixture(autouse=True)
def _loud_voice(monkeypatch):
    monkeypatch.setattr(transcribing, "load_voice_activity", LoudVoice)
    monkeypatch.setattr(audio_source, "load_voice_activity", LoudVoice)


def _speech(folder: Path, *parts: tuple[float, float]) -> Path:
    pieces = [np.concatenate([tone(sound), silence(pause)]) for sound, pause in parts]
    return write_audio(folder / "talk.wav", (0.0, np.concatenate(pieces)))


def _hear(recogniser, path: Path, **options):
    return hear(recogniser, path, TranscribeOptions(**options), ignore_progress, engine="counting")


def test_words_arrive_in_order_with_their_times(tmp_path):
    """Ten seconds of speech, ten words, one after the other."""
    transcript = _hear(CountingRecogniser(), _speech(tmp_path, (10, 1)))
    starts = [word.start_ms for word in transcript.words]
    assert len(starts) == pytest.approx(10, abs=1)
    assert starts == sorted(starts)
    assert (transcript.language, transcript.language_probability, transcript.duration_ms) == ("en", 0.9, 11_000)
    assert transcript.notices == ()


def test_the_outline_of_the_sound_comes_with_its_words(tmp_path):
    """Gathered in the pass that decodes; it makes no two transcripts different."""
    media = _speech(tmp_path, (3, 1))
    transcript = _hear(CountingRecogniser(), media)
    assert transcript.outline == outline_of(decode_audio(media))
    assert transcript == replace(transcript, outline=b"")


def test_a_given_language_is_not_detected(tmp_path):
    """What a person says counts, region and all."""
    recogniser = CountingRecogniser(detected=("en",))
    transcript = _hear(recogniser, _speech(tmp_path, (3, 1)), language="pt-BR")
    assert (transcript.language, transcript.language_probability) == ("pt-BR", None)
    assert recogniser.decoded[0][0] == "pt"


def test_translating_gives_english(tmp_path):
    """Whisper's own task `translate` knows one target."""
    recogniser = CountingRecogniser(detected=("pt",))
    assert _hear(recogniser, _speech(tmp_path, (3, 1)), task="translate").language == "en"
    assert recogniser.decoded[0][:2] == ("pt", "translate")


def test_an_unknown_language_is_an_error_that_names_it(tmp_path):
    """The model cannot hear every language that exists."""
    with pytest.raises(EngineError, match="does not know the language 'tlh'"):
        _hear(CountingRecogniser(), _speech(tmp_path, (3, 1)), language="tlh")


def test_silence_gives_a_transcript_without_words(tmp_path):
    """Nobody speaks, and that is not a failure; no language is guessed."""
    transcript = _hear(CountingRecogniser(), _speech(tmp_path, (0, 5)))
    assert (transcript.words, transcript.language, transcript.duration_ms) == ((), "und", 5000)


def test_invented_text_is_no_speech(tmp_path):
    """Music makes Whisper loop; what it then writes is not shown, and where it was is."""
    transcript = _hear(CountingRecogniser(reliable=False), _speech(tmp_path, (5, 1)))
    assert transcript.words == ()
    assert transcript.notices == ("5 s of what may be speech gave no words (at 0:00)",)


def test_another_track_is_heard_where_nobody_speaks_in_the_first(tmp_path):
    """And that is reported."""
    path = write_streams(tmp_path / "two.mkv", [(silence(6.0), "eng"), (tone(6.0), "por")], default=0)
    transcript = _hear(CountingRecogniser(), path)
    assert len(transcript.words) > 4
    assert transcript.notices == (
        "nobody speaks in audio stream 0 (eng); audio stream 1 (por) was transcribed instead",
    )


def test_no_other_track_is_heard_than_a_person_asked_for(tmp_path):
    """`--audio-stream 0` means that one."""
    path = write_streams(tmp_path / "two.mkv", [(silence(6.0), "eng"), (tone(6.0), "por")], default=0)
    assert _hear(CountingRecogniser(), path, audio_stream=0).words == ()


def test_a_channel_alone_is_heard_where_the_channels_cancel(tmp_path):
    """A cable with one side the wrong way round: mixed, nothing is left."""
    path = write_channels(tmp_path / "inverted.wav", [tone(6.0), -tone(6.0)], layout="stereo")
    transcript = _hear(CountingRecogniser(), path)
    assert len(transcript.words) > 4
    assert "channel FL of audio stream 0 was transcribed alone" in transcript.notices[0]
    assert _hear(CountingRecogniser(), path, audio_channel="mix").words == ()
    right = _hear(CountingRecogniser(), path, audio_channel="right")
    assert len(right.words) > 4
    assert right.notices == ()


def test_the_centre_is_heard_alone_where_it_carries_the_voice(tmp_path):
    """Music in the other channels of a film does not disturb; where the centre is empty, all are heard."""
    voice, nothing = tone(6.0), silence(6.0)
    film = write_channels(tmp_path / "film.wav", [nothing, nothing, voice, nothing, nothing, nothing], layout="5.1")
    assert any("only the centre channel was heard" in notice for notice in _hear(CountingRecogniser(), film).notices)
    concert = write_channels(tmp_path / "concert.wav", [voice, voice, nothing, nothing, voice, voice], layout="5.1")
    transcript = _hear(CountingRecogniser(), concert)
    assert len(transcript.words) > 4
    assert transcript.notices == ()


def test_a_channel_that_is_not_there_is_an_error_that_lists_those_that_are(tmp_path):
    """A typo in the settings."""
    with pytest.raises(InputError, match="no audio channel 'middle' in stream 0; its channels: F"):
        _hear(CountingRecogniser(), _speech(tmp_path, (3, 1)), audio_channel="middle")


class UnsureRecogniser(CountingRecogniser):
    """Hears `you` in everything, and is not sure."""

    def _hear(self, window) -> Heard:
        word = HeardWord(text=" you", start=RATE_HZ // 2, end=RATE_HZ, probability=0.17)
        return Heard(words=(word,), language_probabilities={"en": 0.5}, log_probability=-0.7)


def test_a_word_that_is_likely_invented_is_not_shown_in_a_noise_alone(tmp_path):
    """Half a second of hum; in a sentence the same word would be shown."""
    transcript = _hear(UnsureRecogniser(), _speech(tmp_path, (0.5, 3)), language="en")
    assert transcript.words == ()
    assert any("gave no words" in notice for notice in transcript.notices)
    assert len(_hear(UnsureRecogniser(), _speech(tmp_path, (1.5, 3)), language="en").words) == 1


def test_a_change_of_language_is_reported(tmp_path):
    """It is never silently forced: a notice says where, and what."""
    path = _speech(tmp_path, (20, 1), (20, 1), (20, 1), (20, 1))
    transcript = _hear(CountingRecogniser(detected=("en", "es")), path)
    (notice,) = transcript.notices
    assert "sounds like es (95%)" in notice
    assert notice.startswith("at 1:0")


def test_speech_that_got_no_words_is_heard_again(tmp_path):
    """The decoder gave up on the second window at first."""
    recogniser = CountingRecogniser(deaf_once=True)
    transcript = _hear(recogniser, _speech(tmp_path, (8, 0.5), (8, 0.5), (8, 0.5)))
    assert len(transcript.words) > 20
    assert any("transcribed a second time" in notice for notice in transcript.notices)


class DoubtingRecogniser(CountingRecogniser):
    """Says the name of each window, with these probabilities; in context, what it heard before and its own name."""

    def __init__(self, *sure: float, in_context: float = -0.05, loops: tuple[int, ...] = ()) -> None:
        super().__init__()
        self._sure = sure
        self._in_context = in_context
        self._loops = loops
        self.contexts: list[tuple[str, ...]] = []

    def decode(self, encoded, language, task, before=(), beam_size=1):
        if before:
            before = tuple(_bare(text) for text in before)
            self.contexts.append(before)
            return tuple(
                self._say(f"{text}+{_name(one)}", one, self._in_context)
                for text, one in zip(before, encoded.windows, strict=True)
            )
        return tuple(
            self._say(_name(one), one, self._sure[int(_name(one))], is_reliable=int(_name(one)) not in self._loops)
            for one in encoded.windows
        )

    def _say(self, text, window, probability, *, is_reliable=True):
        """The text, and then a sound a second, so that no speech is without a word."""
        fillers = [
            HeardWord(text=" ~", start=second * RATE_HZ, end=(second + 1) * RATE_HZ, probability=0.9)
            for second in range(1, len(window.samples) // RATE_HZ)
        ]
        word = HeardWord(text=text, start=0, end=RATE_HZ, probability=0.9)
        return Heard(
            words=(word, *fillers),
            language_probabilities={"en": 0.95},
            log_probability=probability,
            is_reliable=is_reliable,
        )


def _bare(text: str) -> str:
    return " ".join(word for word in text.split() if word != "~")


def _name(window) -> str:
    return str((window.start // RATE_HZ + 5) // 25)


def _told(recogniser, folder: Path) -> list[str]:
    path = _speech(folder, *[(24, 1)] * 4)
    return [word.text for word in _hear(recogniser, path, language="en").words if word.text != "~"]


def test_a_doubtful_window_is_heard_again_in_the_context_of_the_one_before(tmp_path):
    """By all that was heard at first, also where the engine's batch (of two) has ended in between."""
    recogniser = DoubtingRecogniser(-0.05, -0.3, -0.3, -0.01)
    assert _told(recogniser, tmp_path) == ["0", "0+1", "0 1+2", "3"]
    assert recogniser.contexts == [("0",), ("0 1",)]


class SearchingRecogniser(DoubtingRecogniser):
    """Has other readings of the second window as it hears it."""

    def _say(self, text, window, probability, *, is_reliable=True):
        heard = super()._say(text, window, probability, is_reliable=is_reliable)
        others = (Otherwise(text="one more", share=0.4),) if _name(window) == "1" else None
        return replace(heard, others=others)


def test_an_engine_is_not_asked_for_readings_that_it_has(tmp_path):
    """It would search a second time; of the windows where it has none it is asked."""
    recogniser = SearchingRecogniser(-0.01, -0.05, -0.05, -0.01)
    transcript = _hear(recogniser, _speech(tmp_path, *[(24, 1)] * 4), language="en")
    assert recogniser.read == [1]
    assert recogniser.known[0][0] == "2"
    assert {reading.heard.split()[0] for reading in transcript.readings} == {"1", "2"}
    assert any("one more" in reading.text for reading in transcript.readings)


def test_what_is_less_likely_in_context_is_not_believed(tmp_path):
    """The first hearing stands."""
    assert _told(DoubtingRecogniser(-0.3, -0.3, -0.3, -0.3, in_context=-0.4), tmp_path) == ["0", "1", "2", "3"]


def test_doubtful_windows_are_read_otherwise_and_both_readings_are_kept(tmp_path):
    """All of them, however many; sure ones are not, which saves their time. The words stay as they are."""
    recogniser = DoubtingRecogniser(-0.01, -0.3, -0.01, -0.05, in_context=-0.2)
    transcript = _hear(recogniser, _speech(tmp_path, *[(24, 1)] * 4), language="en")
    assert recogniser.read == [1, 1]
    assert recogniser.known[0][:2] == ["3", " ~"]
    assert {reading.heard.split()[0] for reading in transcript.readings} == {"0+1", "3"}
    assert all(24_000 <= one.start_ms <= one.end_ms for one in transcript.readings)
    assert [word.text for word in transcript.words if word.text != "~"] == ["0", "0+1", "2", "3"]


class PatientRecogniser(DoubtingRecogniser):
    """Hears nothing again before other windows have been read otherwise, or ten seconds later."""

    def __init__(self, *sure: float) -> None:
        super().__init__(*sure)
        self.were_read = threading.Event()
        self.in_time: list[bool] = []

    def decode(self, encoded, language, task, before=(), beam_size=1):
        if before:
            self.in_time.append(self.were_read.wait(timeout=10))
        return super().decode(encoded, language, task, before, beam_size)

    def read_otherwise(self, encoded, language, task, heard):
        self.were_read.set()
        return super().read_otherwise(encoded, language, task, heard)


def test_what_is_sure_is_finished_while_what_is_doubtful_is_heard_again(tmp_path):
    """No processor waits for the other; the words and the readings come in the medium's order all the same."""
    recogniser = PatientRecogniser(-0.05, -0.3, -0.3, -0.05)
    path = _speech(tmp_path, *[(24, 1)] * 4)
    transcript = _hear(recogniser, path, language="en")
    starts = [reading.start_ms for reading in transcript.readings]
    assert recogniser.in_time == [True, True]
    assert [word.text for word in transcript.words if word.text != "~"] == ["0", "0+1", "0 1+2", "3"]
    assert starts == sorted(starts)
    assert len({(start_ms + 1_000) // 25_000 for start_ms in starts}) == 4


def test_a_loop_is_no_context_and_is_heard_again_in_one(tmp_path):
    """It would set on the next window; with the words before it, it may end."""
    recogniser = DoubtingRecogniser(-0.01, -0.01, -0.3, -0.01, loops=(1,))
    assert _told(recogniser, tmp_path) == ["0", "0+1", "0+2", "3"]
    assert recogniser.contexts == [("0",), ("0",)]


def test_progress_never_goes_back_and_ends_at_the_end(tmp_path):
    """In milliseconds of audio."""
    seen = []
    path = _speech(tmp_path, (25, 1), (25, 1), (25, 1), (25, 1), (25, 1))
    hear(CountingRecogniser(), path, TranscribeOptions(), seen.append, engine="counting")
    done = [progress.done for progress in seen]
    assert done == sorted(done)
    assert seen[-1].done == seen[-1].total == 130_000
    assert {progress.unit for progress in seen} == {"ms"}


class PolyglotRecogniser(CountingRecogniser):
    """Is not sure of the language by the sound; its text is likelier in one of them."""

    def __init__(self, *by_window: dict[str, float], fits: str = "pt") -> None:
        super().__init__()
        self._by_window = by_window
        self._fits = fits

    def detect(self, encoded):
        return self._by_window[: len(encoded.windows)]

    def decode(self, encoded, language, task, before=(), beam_size=1):
        self.decoded.append((language, task, len(encoded.windows)))
        return tuple(
            replace(self._hear(window), log_probability=-0.2 if language == self._fits else -0.8)
            for window in encoded.windows
        )


def test_the_likeliest_language_weighs_windows_by_their_speech(tmp_path):
    """A jingle does not decide for a talk."""
    recogniser = PolyglotRecogniser({"es": 0.9, "en": 0.1}, {"es": 0.01, "en": 0.99}, fits="en")
    assert _hear(recogniser, _speech(tmp_path, (5, 8), (28, 1))).language == "en"


def test_a_language_that_is_not_sure_is_compared_by_what_decodes_best(tmp_path):
    """Portuguese verse sounded like Latin; a notice says that it was a guess."""
    recogniser = PolyglotRecogniser({"la": 0.58, "pt": 0.36, "gl": 0.05})
    transcript = _hear(recogniser, _speech(tmp_path, (10, 1)))
    assert transcript.language == "pt"
    assert [language for language, _, _ in recogniser.decoded][:2] == ["la", "pt"]
    assert any("uncertain: taken for pt (36%)" in notice for notice in transcript.notices)


def test_what_is_fetched_ahead_arrives_in_order_and_the_thread_ends():
    """Also when the walk stops early."""
    before = {*threading.enumerate()}  # one that still ends may be among them
    with fetched_ahead(range(1000), ahead=3) as items:
        assert [next(items) for _ in range(5)] == [0, 1, 2, 3, 4]
    assert {*threading.enumerate()} <= before


def test_an_error_in_the_second_thread_arrives_in_the_first():
    """A broken file is reported, not swallowed."""

    def broken():
        yield 1
        raise EngineError(engine="x", reason="broken")

    with pytest.raises(EngineError), fetched_ahead(broken(), ahead=3) as items:
        list(items)


def test_an_unknown_engine_lists_those_there_are():
    """A typo in the settings is an error with the key."""
    with pytest.raises(ConfigError, match=r"transcription\.engine: unknown engine 'vosk'; known: whisper"):
        load_transcriber(TranscriptionSettings(engine="vosk"), Path())


@pytest.mark.parametrize("engine", ["whisper", "faster-whisper", "scripted"])
def test_an_engines_signature_loads_no_model(engine):
    """A build asks it to decide what is current, so it must be cheap."""
    signature = load_transcriber(TranscriptionSettings(engine=engine), Path()).signature
    assert signature.engine == engine
    assert signature.model == "base"
