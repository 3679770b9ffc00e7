"""Every model file is known by its SHA-256 from its first use on, and refused if it changes later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import ModelDamaged
from pipeline.files import read_bytes, write_atomic


def check_or_record(records: Path, key: str, hashes: Mapping[str, str], *, engine: str, cure: str) -> None:
    """Check files against the hashes of their first use; at first use, write them down.

    Args:
        records: Folder of the records, one small file a model.
        key: What tells this version of the model from others.
        hashes: The SHA-256 of each file of the model, by its name.
        engine: Whose model it is, for the message.
        cure: The command that gets a good copy.

    Raises:
        ModelDamaged: A file is not what it was.
        InputError: A file cannot be read, or the record not written.
    """
    record = records / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"
    if not record.is_file():
        value = {"schema_version": 1, "model": key, "sha256": dict(hashes)}
        write_atomic(record, (json.dumps(value, indent=2) + "\n").encode())
        return
    known = _known_hashes(record)
    for name, digest in hashes.items():
        if known.get(name, digest) != digest:
            reason = f"{name} of {key} has changed since its first use; get it again with: {cure}"
            raise ModelDamaged(engine=engine, reason=reason)


def forget(records: Path, key: str) -> None:
    """Drop the record of a model that was removed or replaced on purpose."""
    (records / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json").unlink(missing_ok=True)


def _known_hashes(record: Path) -> dict[str, str]:
    try:
        value = json.loads(read_bytes(record))
        return {str(name): str(digest) for name, digest in value["sha256"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        # A record that cannot be read proves nothing; the next removal or install writes a new one.
        return {}
