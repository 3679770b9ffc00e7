"""Apertium: rule-based translation between close relatives, by the program that is installed.

One pipeline of its programs runs for each pair, in null-flush mode: a sentence and a NUL go in, its
translation and a NUL come out, so one sentence is always one answer, whatever stands in it.
"""

from __future__ import annotations

import hashlib
import os
import re
import select
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import field
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.errors import EngineError, EngineNotInstalled
from pipeline.languages import from_engine_code
from pipeline.model import EngineSignature, Translation
from pipeline.protocols import Progress, ProgressSink
from pipeline.settings import TranslationSettings
from pipeline.text import SENTENCE_ENDS
from pipeline.translation.clauses import join_clauses, split_clauses
from pipeline.translation.routes import Edge, rule_quality

INSTALL_COMMAND = "apt install apertium"
MAX_SENTENCE_CHARS = 2_000
"""A part must fit into the pipes' buffers (64 kB), also when every character of it is escaped."""
ANSWER_SECONDS = 60.0
"""A sentence takes about a millisecond; a pipeline that is silent for so long hangs."""

_PAIR = re.compile(r"(?P<source>[a-z]{2,3})-(?P<target>[a-z]{2,3}(?:_[A-Z]{2})?)")
_DATA_FILE = re.compile(r"'(/[^']+)'")
_PROTECTED = re.compile(r"</?[A-Za-z][^<>]{0,40}>|-->|https?://\S*[\w/]|www\.\S*[\w/]|\S+@\S+\.\w+")
_SPECIAL = re.compile(r"([\\\[\]{}^$/@<>])")
_SUPERBLANK = re.compile(r"(?<!\\)((?:\\\\)*)[\[\]]")
_ENDS = frozenset(SENTENCE_ENDS + ":;")
_END_BLANK = "[][\n]"
"""What Apertium's own formatter writes at the end of a text; it makes the tagger finish the sentence."""


def edges(settings: TranslationSettings, folder: Path) -> tuple[Edge, ...]:
    """One edge for each pair that the installed program lists; none if it is not installed."""
    program = shutil.which("apertium")
    if program is None:
        return ()
    found: dict[tuple[str, str], Edge] = {}
    for mode in _modes(data_directory(program)):
        edge = _edge(mode)
        if edge is not None:
            found.setdefault((edge.source, edge.target), edge)
    return tuple(found.values())


def data_directory(program: str) -> Path:
    """Where the program looks for its pairs: its own variable, else `share/apertium` beside its `bin`."""
    own = os.environ.get("APERTIUM_DATADIR")
    return Path(own) if own else Path(program).resolve().parent.parent / "share" / "apertium"


def make_translator(edge: Edge, settings: TranslationSettings, folder: Path) -> ApertiumTranslator:
    """Registry factory; the pipeline is started at the first sentence."""
    return ApertiumTranslator(edge=edge)


@dataclass(frozen=True, kw_only=True)
class ApertiumTranslator:
    """Translates sentences by one running pipeline, which ends with this object."""

    edge: Edge
    _pipeline: list[_Pipeline] = field(default_factory=list, repr=False, compare=False)

    @property
    def signature(self) -> EngineSignature:
        return self.edge.signature

    def translate(self, sentences: Sequence[str], progress: ProgressSink) -> tuple[Translation, ...]:
        """Translate one sentence after the other.

        Raises:
            EngineNotInstalled: The program is not installed.
            EngineError: The pipeline died or hangs; the next call starts a new one.
        """
        if not self._pipeline:
            self._pipeline.append(_Pipeline(self.edge))
        step = f"translate to {self.edge.target}"
        translations = []
        try:
            for number, sentence in enumerate(sentences, start=1):
                translations.append(self._translate_one(sentence))
                progress(Progress(step=step, done=number, total=len(sentences), unit="sentences"))
        except EngineError:
            self._pipeline.pop().close()
            raise
        return tuple(translations)

    def _translate_one(self, sentence: str) -> Translation:
        clauses = split_clauses(sentence, limit=MAX_SENTENCE_CHARS, measure=len)
        parts = [Translation(text=self._pipeline[0].translate(clause.text)) for clause in clauses]
        return join_clauses(clauses, parts, target=self.edge.target)


class _Pipeline:
    """The running programs of one pair."""

    def __init__(self, edge: Edge) -> None:
        self._mode = edge.model
        script = _pipeline_script(Path(edge.location))
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        # The mode's `$1` and `$2`: no marks at unknown words, nothing special for the tagger.
        self._process = subprocess.Popen(  # noqa: S603  # the script of an installed pair, as root installed it
            ["bash", "-c", script, edge.model, "-n", ""],  # noqa: S607
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            bufsize=0,
        )

    def __del__(self) -> None:
        self.close()

    def translate(self, text: str) -> str:
        """Send one text and wait for its answer."""
        if not text:
            return ""
        has_end = text[-1] in _ENDS
        stream = to_stream(text) + ("" if has_end else ".") + _END_BLANK
        answer = self._exchange(stream.encode() + b"\0").decode("utf-8", errors="replace")
        plain = from_stream(answer.removesuffix(_END_BLANK)).strip()
        return plain if has_end else plain.removesuffix(".").rstrip()

    def close(self) -> None:
        """End the programs: they stop when their input does."""
        process = getattr(self, "_process", None)
        if process is None or process.stdin is None or process.stdin.closed:
            return
        process.stdin.close()
        process.stdout.close()
        try:
            process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _exchange(self, data: bytes) -> bytes:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(data)
        except OSError as error:
            raise EngineError(engine="apertium", reason=f"{self._mode} died while translating") from error
        answer = bytearray()
        until = time.monotonic() + ANSWER_SECONDS
        while not answer.endswith(b"\0"):
            ready, _, _ = select.select([self._process.stdout], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                raise EngineError(engine="apertium", reason=f"{self._mode} gave no answer in {ANSWER_SECONDS:.0f} s")
            chunk = os.read(self._process.stdout.fileno(), 65_536)
            if not chunk:
                raise EngineError(engine="apertium", reason=f"{self._mode} died while translating")
            answer += chunk
        return bytes(answer[:-1])


def to_stream(text: str) -> str:
    r"""Write a text in Apertium's stream format: specials escaped, markup and addresses as blanks.

    >>> to_stream("2^3 is <b>8</b>")
    '2\\^3 is [\\<b\\>]8[\\<\\/b\\>]'
    """
    parts = []
    end = 0
    for match in _PROTECTED.finditer(text):
        parts += [_escape(text[end : match.start()]), f"[{_escape(match.group())}]"]
        end = match.end()
    return "".join((*parts, _escape(text[end:])))


def from_stream(stream: str) -> str:
    r"""The text of a stream; the inverse of `to_stream`.

    >>> from_stream('2\\^3 is [\\<b\\>]8')
    '2^3 is <b>8'
    """
    return re.sub(r"\\(.)", r"\1", _SUPERBLANK.sub(r"\1", stream))


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _modes(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted((folder / "modes").glob("*.mode"))
    except OSError:
        return


def _edge(mode: Path) -> Edge | None:
    pair = _PAIR.fullmatch(mode.stem)
    if pair is None:
        return None
    try:
        source, target = (from_engine_code(pair[side], "apertium") for side in ("source", "target"))
    except ValueError:
        return None
    return Edge(
        source=source,
        target=target,
        engine="apertium",
        model=mode.stem,
        quality=rule_quality(source, target),
        signature=EngineSignature(
            engine="apertium",
            engine_version="3",
            model=mode.stem,
            model_version=_fingerprint(mode),
            licence="GPL-2.0-or-later",
        ),
        location=str(mode),
    )


def _fingerprint(mode: Path) -> str:
    """Short hash of the pair's pipeline and of the sizes of its data: a new version of the data changes it."""
    text = mode.read_text("utf-8", errors="replace")
    sizes = [str(_size(Path(name))) for name in _DATA_FILE.findall(text)]
    return hashlib.sha256("\n".join((text, *sizes)).encode()).hexdigest()[:12]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _pipeline_script(mode: Path) -> str:
    """The shell pipeline of a mode with null flush in all its programs, as Apertium's own tool writes it."""
    tool = shutil.which("apertium-wblank-mode")
    if tool is None or shutil.which("bash") is None:
        raise EngineNotInstalled(engine="apertium", command=INSTALL_COMMAND)
    try:
        command = [tool, "-z", str(mode)]
        done = subprocess.run(command, capture_output=True, check=True, timeout=ANSWER_SECONDS)  # noqa: S603  # as above
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineError(engine="apertium", reason=f"{mode.stem} cannot be started: {error}") from error
    return done.stdout.decode("utf-8")
