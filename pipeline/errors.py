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

An error carries its data as attributes, pickles, and shows itself in one line that names the
place and the cure. Problems in *content* are values, not errors: see `checking` and `merging`.
"""

from __future__ import annotations

import unicodedata
from typing import Any

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

    def __init__(self, **data: Any) -> None:
        self.data = data
        super().__init__(one_line(self.message(**data)))

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.data))

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["data"][name]
        except KeyError:
            raise AttributeError(name) from None

    @staticmethod
    def message(**data: Any) -> str:
        """The one line for a person, from the error's data."""
        return str(data.get("reason", data))


def _rebuild(kind: type[PipelineError], data: dict[str, Any]) -> PipelineError:
    return kind(**data)


class ConfigError(PipelineError):
    """A setting is unknown, of the wrong type or out of range."""

    exit_code = 2

    def __init__(self, *, key: str, reason: str, path: str = "captions.toml") -> None:
        super().__init__(key=key, reason=reason, path=path)

    @staticmethod
    def message(**data: Any) -> str:
        place = f"{data['path']}: {data['key']}" if data["key"] else data["path"]
        return f"{place}: {data['reason']}"


class UsageError(PipelineError):
    """A command was called in a way that cannot work."""

    exit_code = 2

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)


class InputError(PipelineError):
    """A file or folder that we were given is missing, unreadable or of the wrong kind."""

    def __init__(self, *, path: str, reason: str) -> None:
        super().__init__(path=path, reason=reason)

    @staticmethod
    def message(**data: Any) -> str:
        return f"{data['path']}: {data['reason']}"


class NoSpeech(InputError):
    """Nobody speaks in this medium; not a failure, but there is nothing to caption."""

    exit_code = 0

    def __init__(self, *, path: str, reason: str = "nobody speaks in it, so no captions are made") -> None:
        super().__init__(path=path, reason=reason)


class SubtitleError(PipelineError):
    """A caption file cannot be read or written."""

    def __init__(self, *, path: str, reason: str, line: int | None = None) -> None:
        super().__init__(path=path, reason=reason, line=line)

    @staticmethod
    def message(**data: Any) -> str:
        place = data["path"] if data["line"] is None else f"{data['path']}:{data['line']}"
        return f"{place}: {data['reason']}"


class InvalidCue(SubtitleError):
    """A cue cannot be written: no text, no duration, a blank line inside it."""

    def __init__(self, *, path: str, number: int, reason: str) -> None:
        PipelineError.__init__(self, path=path, number=number, reason=reason, line=None)

    @staticmethod
    def message(**data: Any) -> str:
        return f"{data['path']}: cue {data['number']}: {data['reason']}"


class EngineError(PipelineError):
    """An engine (recogniser or translator) failed; raised `from` the foreign error."""

    def __init__(self, *, engine: str, reason: str) -> None:
        super().__init__(engine=engine, reason=reason)

    @staticmethod
    def message(**data: Any) -> str:
        return f"{data['engine']}: {data['reason']}"


class EngineNotInstalled(EngineError):
    """An optional engine is wanted but not installed."""

    def __init__(self, *, engine: str, command: str, reason: str = "is not installed") -> None:
        PipelineError.__init__(self, engine=engine, command=command, reason=reason)

    @staticmethod
    def message(**data: Any) -> str:
        return f"{data['engine']}: {data['reason']}; install it with: {data['command']}"


class LanguagePairMissing(EngineError):
    """No installed model translates from one language to another."""

    def __init__(self, *, source: str, target: str, command: str, engine: str = "translation") -> None:
        PipelineError.__init__(self, engine=engine, source=source, target=target, command=command)

    @staticmethod
    def message(**data: Any) -> str:
        pair = f"{data['source']} to {data['target']}"
        return f"no installed model translates {pair}; install one with: {data['command']}"


class ModelDamaged(EngineError):
    """A model's files are incomplete, corrupt or not what their hash promises."""


class StaleWorkspace(PipelineError):
    """A file changed under us while we worked; nothing was written over it."""

    def __init__(self, *, path: str, reason: str = "changed while the build was running; run it again") -> None:
        super().__init__(path=path, reason=reason)

    @staticmethod
    def message(**data: Any) -> str:
        return f"{data['path']}: {data['reason']}"


class WorkspaceLocked(PipelineError):
    """Another build works in this folder."""

    def __init__(self, *, path: str, holder: str) -> None:
        super().__init__(path=path, holder=holder)

    @staticmethod
    def message(**data: Any) -> str:
        return f"{data['path']}: another build is running ({data['holder']}); wait for it or stop it"
