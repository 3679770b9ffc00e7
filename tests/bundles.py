"""Small real bundles for tests: a few seconds of H.264 and AAC, and captions in three languages."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from pipeline.delivery.bundle import BundleInput, BundleLanguage, BundleOptions, Manifest, make_bundle
from pipeline.model import Chapter, Cue, Details, EngineSignature
from pipeline.protocols import ignore_progress

WHISPER = EngineSignature(engine="whisper", engine_version="1", model="base", licence="MIT")
ARGOS = EngineSignature(engine="argos", engine_version="2", model="en_pt", model_version="1.9", licence="CC0")

ENGLISH = (
    Cue(start_ms=200, end_ms=1_100, text="Hello, <i>world</i>."),
    Cue(start_ms=1_200, end_ms=2_000, text="Fish & chips,\n1 < 2 --> yes."),
    Cue(start_ms=2_000, end_ms=2_900, text="{\\an8}Up here."),
)
PORTUGUESE = (
    Cue(start_ms=200, end_ms=1_100, text="Olá, <i>mundo</i>."),
    Cue(start_ms=1_200, end_ms=2_900, text="Peixe e batatas."),
)
ARABIC = (Cue(start_ms=200, end_ms=2_900, text="مرحبا بالعالم"),)

HOSTILE = '</script><script>alert("1")</script> --> \'x\' & {{title}} [y](z) "q" #EXTM3U'
"""A title of a chapter that is markup in every format."""
DETAILS = {
    "en": Details(
        "Signs & <shadows>",
        'Javascript: "quotes" <script>alert(1)</script>\n]]> & more',
        (Chapter(0, "Beginning"), Chapter(1.2, HOSTILE)),
    ),
    "pt": Details(
        "Sinais & <sombras>",
        "Primeira linha.\n\nSegunda <b>linha</b>.",
        (Chapter(0, "Início"), Chapter(1.2, "Fim")),
    ),
    "ar": Details("إشارات", "وصف"),
}


def write_video(path: Path, *, seconds: float = 3.0, rate: int = 10, codec: str = "libx264", start_s: int = 0) -> Path:
    """A moving picture with a tone, with B pictures and a key picture each second, as real encoders make them."""
    with av.open(f"file:{path}", "w") as file:
        picture = file.add_stream(codec, rate=rate)
        picture.width, picture.height, picture.pix_fmt = 64, 36, "yuv420p"
        picture.gop_size = rate
        sound = file.add_stream("aac" if codec == "libx264" else "libopus", rate=48_000, layout="mono")
        sound.metadata["language"] = "eng"
        for number in range(round(seconds * rate)):
            image = np.full((36, 64, 3), (number * 7) % 255, dtype=np.uint8)
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts, frame.time_base = number + start_s * rate, Fraction(1, rate)
            file.mux(picture.encode(frame))
        file.mux(picture.encode(None))
        samples = (np.sin(np.arange(round(seconds * 48_000)) / 20) * 8_000).astype(np.int16)
        for at in range(0, len(samples), 960):
            block = av.AudioFrame.from_ndarray(samples[None, at : at + 960], format="s16", layout="mono")
            block.rate, block.pts, block.time_base = 48_000, at + start_s * 48_000, Fraction(1, 48_000)
            file.mux(sound.encode(block))
        file.mux(sound.encode(None))
    return path


def language(tag: str = "pt", cues: tuple[Cue, ...] = PORTUGUESE, **changes: object) -> BundleLanguage:
    """A machine-translated language."""
    values: dict[str, object] = {
        "tag": tag,
        "title": "",
        "cues": cues,
        "is_source": False,
        "origin": "machine translation",
        "reviewed_share": 0.25,
        "engines": (ARGOS,),
        "key": "k1",
        "findings": {"warning": 1},
    }
    return BundleLanguage(**(values | changes))  # type: ignore[arg-type]


def source_language(**changes: object) -> BundleLanguage:
    """The spoken language, approved."""
    values: dict[str, object] = {
        "tag": "en",
        "cues": ENGLISH,
        "is_source": True,
        "origin": "speech recognition",
        "reviewed_share": 1.0,
        "engines": (WHISPER,),
        "approved_by": ("Ana",),
    }
    return language(**(values | changes))  # type: ignore[arg-type]


def make_bundle_input(media: Path, *languages: BundleLanguage, video: str = "talk", **changes: object) -> BundleInput:
    """What `make_bundle` takes, for three seconds of video."""
    chosen = languages or (language(), source_language(), language("ar", ARABIC))
    values: dict[str, object] = {"video": video, "media": media, "duration_ms": 3_000, "audio_start_ms": 0}
    return BundleInput(languages=chosen, **(values | changes))  # type: ignore[arg-type]


def bundle(source: BundleInput, out: Path, **options: object) -> Manifest:
    """Make a bundle."""
    return make_bundle(source, out, BundleOptions(**options), ignore_progress)  # type: ignore[arg-type]


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def reseal(folder: Path, name: str) -> None:
    """Make the records agree with a changed file, as a careful liar would."""
    data = (folder / name).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    manifest = json.loads((folder / "manifest.json").read_text())
    for file in manifest["files"]:
        if file["path"] == name:
            file["sha256"], file["bytes"] = digest, len(data)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    sums = dict(reversed(line.split("  ", 1)) for line in (folder / "SHA256SUMS").read_text().splitlines())
    sums[name] = digest
    sums["manifest.json"] = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    (folder / "SHA256SUMS").write_text("".join(f"{value}  {key}\n" for key, value in sums.items()))
