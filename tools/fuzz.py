"""Mutants of our own sample files through every reader: `make fuzz`. Bounded, and the same for the same seed.

Three things must hold: no exception that is not one of ours; no input of under a megabyte takes more than two seconds;
what we write of a mutant we read again, and a second pass changes no time, text or place of a cue.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from pipeline.errors import PipelineError
from pipeline.formats import FORMAT_NAMES, Losses, convert_captions, parse_transcript
from pipeline.formats.convert import read_captions
from pipeline.formats.glossary_table import terms_from_table
from pipeline.formats.glossary_toml import terms_from_toml
from pipeline.formats.machine_json import (
    approvals_from_json,
    recording_from_json,
    recording_head_from_json,
    track_from_json,
    track_head_from_json,
)
from pipeline.formats.po import units_from_po
from pipeline.formats.sheet import units_from_csv, units_from_xlsx
from pipeline.formats.tbx import terms_from_tbx
from pipeline.formats.tmx import entries_from_tmx
from pipeline.formats.xliff import units_from_xliff
from pipeline.workspace import load_config

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "tests" / "cases" / "fuzz"
SEED = 20_261_128
SLOWEST_SECONDS = 2.0
WRITABLE = tuple(name for name in FORMAT_NAMES if name != "txt")

TOKENS = (
    *(b"-->", b"\n\n", b"\r", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"<i>", b"</i>", b"<v Ann>", b"{\\an8}", b"&amp;"),
    *(b"&#x110000;", b"WEBVTT\n", b"NOTE ", b"STYLE\n", b"99:99:99,999", b"-1", b"9" * 400, b"1e999999", b"[" * 300),
    *(b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"]]>", b"<!--", b"<!DOCTYPE x>", b"null", b"{}", b"[]", b'"', b"\\"),
    *(b"=cmd()", b'xml:lang="x"', b"\xe2\x80\xa8", b"\x1b[31m", b"true", b"-0", b"1e5", b"\t", b"%s", b"../"),
)


@dataclass(frozen=True, slots=True)
class Target:
    """A reader, and a file that it reads."""

    name: str
    sample: bytes
    read: Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Failure:
    """A mutant that broke a promise."""

    target: str
    number: int
    reason: str


def main(arguments: list[str] | None = None) -> int:
    """Run the mutants, say what broke; 1 if anything did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args(arguments)
    began = time.monotonic()
    failures = list(fuzz(options.mutants, options.seed))
    for failure in failures[:50]:
        print(f"{failure.target} mutant {failure.number}: {failure.reason}")
    print(f"{options.mutants} mutants, seed {options.seed}, {time.monotonic() - began:.0f} s: {len(failures)} failures")
    return int(bool(failures))


def fuzz(mutants: int, seed: int) -> Iterator[Failure]:
    """Every reader in turn, a mutant each."""
    logging.disable(logging.CRITICAL)  # ttconv logs each attribute that it does not know
    known = targets()
    seen: Counter[str] = Counter()
    for number in range(mutants):
        target = known[number % len(known)]
        mutant = mutate(target.sample, Random(seed * 1_000_003 + number))
        reason = try_reader(target, mutant)
        if reason and seen[reason[:60]] < 3:
            seen[reason[:60]] += 1
            yield Failure(target.name, number, reason)


def try_reader(target: Target, data: bytes) -> str:
    """What is wrong with how a reader takes a file; empty if nothing is."""
    began = time.monotonic()
    try:
        target.read(data)
    except PipelineError as error:
        if "\n" in str(error):
            return f"an error of more than one line: {error!r}"
    except Exception as error:  # noqa: BLE001  # this is what we are looking for
        return f"{type(error).__name__}: {error}"[:200]
    seconds = time.monotonic() - began
    return f"took {seconds:.1f} s" if seconds > SLOWEST_SECONDS else ""


def mutate(sample: bytes, random: Random) -> bytes:
    """A few changes of a file, as damage and malice make them."""
    data = bytearray(sample)
    for _ in range(random.choice((1, 1, 1, 2, 2, 4, 8))):
        at = random.randrange(len(data) + 1)
        length = min(random.choice((1, 1, 2, 8, 64, 400)), len(data) - at)
        kind = random.randrange(7)
        if kind == 0:
            del data[at : at + length]
        elif kind == 1:
            data[at:at] = random.choice(TOKENS)
        elif kind == 2:
            data[at : at + length] = random.randbytes(length)
        elif kind == 3:
            data[at:at] = data[at : at + length] * random.choice((1, 2, 50))
        elif kind == 4:
            del data[at:]
        elif kind == 5:
            other = random.randrange(len(data) + 1)
            data[at:at] = data[other : other + length]
        elif at < len(data):
            data[at] ^= 1 << random.randrange(8)
        if not data:
            data = bytearray(b"1")
    return bytes(data[:900_000])


def targets() -> list[Target]:
    """Every reader of files that come from volunteers, other tools, strangers' clones and other programs."""
    srt = (ROOT / "subtitles/social-credit/social-credit.pt.srt").read_bytes()[:1_500] + _sample("tricky.srt")
    captions = {
        "srt": srt,
        "vtt": _sample("tricky.vtt"),
        "ttml": _sample("tricky.ttml"),
        "sbv": _sample("tricky.sbv"),
        "ass": _sample("tricky.ass"),
    }
    machine = ROOT / "subtitles" / "social-credit" / "machine"
    track, recording = ((machine / name).read_bytes()[:6_000] for name in ("pt.json", "transcript.json"))
    found = [Target(name, data, _captions_reader(name)) for name, data in captions.items()]
    found += [
        Target("track", _whole(machine / "pt.json"), lambda data: track_from_json(data, path="pt.json")),
        Target("track head", track, lambda data: track_head_from_json(data, path="pt.json")),
        Target("recording", _whole(machine / "transcript.json"), lambda d: recording_from_json(d, path="t.json")),
        Target("recording head", recording, lambda data: recording_head_from_json(data, path="t.json")),
        Target("transcript", _sample("whisper.json"), lambda data: parse_transcript(data, path="t.json")),
        Target("approvals", _sample("approvals.json"), lambda data: approvals_from_json(data, path="approvals.json")),
        Target("settings", (ROOT / "captions.toml").read_bytes(), _read_settings),
        Target("glossary", _sample("glossary.toml"), lambda data: terms_from_toml(data, path="glossary.toml")),
        Target("terms", _sample("terms.tsv"), lambda d: terms_from_table(d, path="t.tsv", source="en", target="pt")),
        Target("tbx", _sample("terms.tbx"), lambda data: terms_from_tbx(data, path="t.tbx", source="en")),
        Target("tmx", _sample("memory.tmx"), lambda data: entries_from_tmx(data, path="m.tmx")),
        Target("po", _sample("talk.po"), lambda data: units_from_po(data, path="talk.po")),
        Target("xliff", _sample("talk.xliff"), lambda data: units_from_xliff(data, path="talk.xliff")),
        Target("csv", _sample("talk.csv"), lambda data: units_from_csv(data, path="talk.csv")),
        Target("xlsx", _sample("talk.xlsx"), lambda data: units_from_xlsx(data, path="talk.xlsx")),
    ]
    return [target for target in found if target.sample]


def _captions_reader(name: str) -> Callable[[bytes], object]:
    def read(data: bytes) -> None:
        for target in WRITABLE:
            first = convert_captions(data, source=f"x.pt.{name}", target=f"y.pt.{target}").data
            again = convert_captions(first, source=f"y.pt.{target}", target=f"z.pt.{target}").data
            if _shown(first, target) != _shown(again, target):
                raise AssertionError(f"a second pass changes the cues of the {target} file")

    return read


def _shown(data: bytes, target: str) -> list[tuple[int, int, str, object]]:
    """What a viewer sees of a file: times, text and place of each cue; a file without cues shows nothing."""
    if target == "srt" and not data.strip():
        return []
    cues = read_captions(data, path=f"x.pt.{target}", losses=Losses()).document.cues
    return [(cue.start_ms, cue.end_ms, cue.plain, cue.placement) for cue in cues]


def _read_settings(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "captions.toml").write_bytes(data)
        load_config(Path(folder))


def _sample(name: str) -> bytes:
    path = SAMPLES / name
    return path.read_bytes() if path.is_file() else b""


def _whole(path: Path) -> bytes:
    return path.read_bytes()


if __name__ == "__main__":
    sys.exit(main())
