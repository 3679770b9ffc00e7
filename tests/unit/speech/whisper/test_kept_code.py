"""Compiled code that cannot be kept, or read again, ends with the cure: with numba's own files, really damaged."""

from __future__ import annotations

import importlib.util
import resource
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from whisper.model import ModelDimensions, Whisper

from pipeline.errors import EngineError
from pipeline.speech.whisper import kernels
from pipeline.speech.whisper.inference import FastDecoder, _kept_code
from pipeline.speech.whisper.packing import is_packable


def load_small(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A small function in the place of a large one, kept as ours are: beside its file. Each call is another run."""
    source = folder / "kept_small.py"
    if not source.exists():
        source.write_text("def double(a, b=0, c=0, d=0, e=0):\n    return a + a\n")
    spec = importlib.util.spec_from_file_location(source.stem, source)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, source.stem, module)  # else all that it can see is kept with it
    spec.loader.exec_module(module)
    monkeypatch.setattr(kernels, "read_token", kernels._kept(module.double))
    return kernels.read_token


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    return lambda: load_small(tmp_path, monkeypatch)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def blank(path: Path) -> None:
    """As a file system leaves what was not on the disk when the power went."""
    path.write_bytes(bytes(len(path.read_bytes())))


@pytest.mark.parametrize("damage", [truncate, empty, blank])
@pytest.mark.parametrize("kind", ["nbi", "nbc"])
def test_damage_in_what_is_kept_names_the_folder_that_is_to_be_deleted(
    tmp_path: Path, load: Callable[[], Any], kind: str, damage: Callable[[Path], None]
) -> None:
    """The index or the code itself; without the folder all is made again."""
    folder = tmp_path / "__pycache__"
    assert load()(1) == 2
    (file,) = folder.glob(f"*.{kind}")
    damage(file)
    with pytest.raises(EngineError, match=f"delete {folder}$"), _kept_code():
        load()(1)
    shutil.rmtree(folder)
    assert load()(1) == 2


def test_a_full_disk_names_the_cure(load: Callable[[], Any]) -> None:
    """Nothing can be written here, as where no room is left."""
    double = load()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with pytest.raises(EngineError, match="make room on the disk"), _kept_code():
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
            double(1)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_what_has_nothing_to_do_with_what_is_kept_stays_what_it_is() -> None:
    with pytest.raises(ZeroDivisionError), _kept_code():
        _ = 1 / 0


def test_a_decoder_reads_what_is_kept_when_it_is_made(tmp_path: Path, load: Callable[[], Any]) -> None:
    """Before anything is heard, and not in the middle of it."""
    model = Whisper(ModelDimensions(80, 4, 64, 1, 1, 2_048, 16, 64, 1, 1))
    for weight in model.parameters():
        weight.data = weight.data.half().float()
        weight.requires_grad_(False)
    if not is_packable(model.decoder.token_embedding.weight):
        pytest.skip("this processor has no products with packed weights")
    assert load()(1) == 2
    (index,) = (tmp_path / "__pycache__").glob("*.nbi")
    truncate(index)
    load()
    with pytest.raises(EngineError, match="compiled code cannot be kept"), torch.inference_mode():
        FastDecoder(model)
