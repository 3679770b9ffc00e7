"""Every error that this package raises on purpose.

    PipelineError                 exit code 1
      ConfigError                 exit code 2; dotted key, reason
      UsageError                  exit code 2; a command was called wrongly
      InputError                  a file or folder: missing, unreadable, the wrong kind
        NoSpeech                  nobody speaks in it: no captions are made
      SubtitleError               a caption file: path, line
        InvalidCue                a cue that no caption file can hold, and its number
      EngineError                 an engine failed
        EngineNotInstalled        and the command that installs it
        LanguagePairMissing       no installed model translates this pair, and what to install
        ModelDamaged              a model file is not what it should be
      StaleWorkspace              something changed under us while we worked; nothing was written
      WorkspaceLocked             another build holds the lock
      ClusterLost                 the scheduler of a cluster is gone

An error carries its data as typed attributes, pickles, and shows itself in one line that names the
place and the cure. Problems in *content* are values, not errors: see `checking` and `merging`.
"""

from __future__ import annotations

import unicodedata

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that show the text after them in another order than it has."""


def one_line(text: object) -> str:
    r"""Text for a one-line message: control characters and line ends are shown escaped.

    Joiners and marks that scripts and emoji are written with stay; those that turn text around do not.

    >>> one_line("two\nlines"), one_line("می\u200cخواهم") == "می\u200cخواهم"
    ('two\\nlines', True)
    """
    plain = str(text)
    if plain.isprintable():
        return plain
    return "".join(char if _is_shown(char) else char.encode("unicode_escape").decode() for char in plain)


def _is_shown(char: str) -> bool:
    return char.isprintable() or (char not in _TURNING and unicodedata.category(char) in {"Cf", "Zs"})


class PipelineError(Exception):
    """Base of all errors of this package; `str()` is the line that a person reads."""

    exit_code = 1

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), str(self)), self.__dict__)


def _rebuild(kind: type[PipelineError], message: str) -> PipelineError:
    """Unpickle an error: its attributes follow as the object's state."""
    error = kind.__new__(kind, message)
    PipelineError.__init__(error, message)
    return error


class ConfigError(PipelineError):
    """A setting is unknown, of the wrong type or out of range."""

    exit_code = 2

    def __init__(self, *, key: str, reason: str, path: str = "captions.toml") -> None:
        self.key = key
        """The dotted path of the setting; empty for the whole file."""
        self.reason = reason
        self.path = path
        super().__init__(f"{path}: {key}: {reason}" if key else f"{path}: {reason}")


class UsageError(PipelineError):
    """A command was called in a way that cannot work."""

    exit_code = 2

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class UnknownName(UsageError):
    """A video or a language was named that is not here."""

    def __init__(self, *, name: str, reason: str) -> None:
        self.name = name
        super().__init__(reason=f"{name}: {reason}")


class InputError(PipelineError):
    """A file or folder that we were given is missing, unreadable or of the wrong kind."""

    def __init__(self, *, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


class NoSpeech(InputError):
    """Nobody speaks in this medium; not a failure, but there is nothing to caption."""

    exit_code = 0

    def __init__(self, *, path: str, reason: str = "nobody speaks in it, so no captions are made") -> None:
        super().__init__(path=path, reason=reason)


class SubtitleError(PipelineError):
    """A caption file cannot be read or written."""

    def __init__(self, *, path: str, reason: str, line: int | None = None) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        """Counted from 1; None for the whole file."""
        super().__init__(f"{path}: {reason}" if line is None else f"{path}:{line}: {reason}")


class InvalidCue(SubtitleError):
    """A cue cannot be written: no text, no duration, a blank line inside it."""

    def __init__(self, *, path: str, number: int, reason: str) -> None:
        self.path = path
        self.number = number
        """The cue's number, counted from 1."""
        self.reason = reason
        self.line = None
        PipelineError.__init__(self, f"{path}: cue {number}: {reason}")


class EngineError(PipelineError):
    """An engine (recogniser or translator) failed; raised `from` the foreign error."""

    def __init__(self, *, engine: str, reason: str) -> None:
        self.engine = engine
        self.reason = reason
        super().__init__(f"{engine}: {reason}")


class EngineNotInstalled(EngineError):
    """An optional engine is wanted but not installed."""

    def __init__(self, *, engine: str, command: str, reason: str = "is not installed") -> None:
        self.engine = engine
        self.command = command
        """What installs it."""
        self.reason = reason
        PipelineError.__init__(self, f"{engine}: {reason}; install it with: {command}")


class LanguagePairMissing(EngineError):
    """No installed model translates from one language to another."""

    def __init__(self, *, source: str, target: str, command: str, engine: str = "translation") -> None:
        self.source = source
        self.target = target
        self.engine = engine
        self.command = command
        """What installs a model."""
        self.reason = f"no installed model translates {source} to {target}"
        PipelineError.__init__(self, f"{self.reason}; install one with: {command}")


class ModelDamaged(EngineError):
    """A model's files are incomplete, corrupt or not what their hash promises."""


class StaleWorkspace(PipelineError):
    """A file changed under us while we worked; nothing was written over it."""

    def __init__(self, *, path: str, reason: str = "changed while the build was running; run it again") -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


class WorkspaceLocked(PipelineError):
    """Another build works in this folder."""

    def __init__(self, *, path: str, holder: str) -> None:
        self.path = path
        self.holder = holder
        """Who holds the lock, as it says itself."""
        super().__init__(f"{path}: another build is running ({holder}); wait for it or stop it")


class WorkerBlind(PipelineError):
    """A worker of a cluster cannot read a video that is there for others."""

    def __init__(self, *, worker: str, reason: str) -> None:
        self.worker = worker
        self.reason = reason
        super().__init__(f"{worker}: this worker cannot read {reason}; the workspace must be there under the same path")


class ClusterLost(PipelineError):
    """The scheduler of a cluster is gone, and with it the jobs that were out."""

    def __init__(self, *, address: str) -> None:
        self.address = address
        super().__init__(
            f"{address}: the Dask scheduler is gone; start it and run the same command, which goes on from here"
        )
