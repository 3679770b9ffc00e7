"""The machine's files: what goes in comes out, and nothing hostile comes through."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.formats.machine_json import (
    approvals_from_json,
    approvals_to_json,
    recording_from_json,
    recording_head_from_json,
    recording_to_json,
    track_from_json,
    track_head_from_json,
    track_to_json,
)
from pipeline.model import Cue, EngineSignature
from pipeline.records import Approval, Edit, MachineTrack, Recording, RecordingHead, SentenceRecord, TrackHead
from tests.builders import transcript

SIGNATURE = EngineSignature(engine="argos", engine_version="1.11", model="en_pt", settings=(("beam", "4"),))
TEXT = st.text(max_size=20)
TIME = st.integers(min_value=0, max_value=10**9)

EDITS = st.builds(
    Edit,
    text=TEXT,
    basis=TEXT,
    basis_now=TEXT,
    machine=TEXT,
    suggestion=TEXT,
    state=st.sampled_from(["edited", "retimed", "stale", "conflict"]),
    start_ms=TIME,
)
SENTENCES = st.builds(
    SentenceRecord,
    id=TEXT,
    source=TEXT,
    text=TEXT,
    score=st.none() | st.floats(min_value=-9, max_value=0),
    alignment=st.none() | st.lists(st.tuples(TIME, TIME), min_size=1, max_size=3).map(tuple),
    faults=st.lists(st.text(min_size=1), max_size=2).map(tuple),
    disagreement=st.none() | st.floats(min_value=0, max_value=1),
)
CUES = st.builds(Cue, start_ms=TIME, end_ms=TIME, text=TEXT, sentence_ids=st.lists(TEXT, max_size=2).map(tuple))
HEADS = st.builds(
    TrackHead,
    language=st.sampled_from(["pt", "zh-Hant"]),
    origin=st.sampled_from(["", "en"]),
    key=TEXT,
    written=TEXT,
    signatures=st.just((SIGNATURE,)),
    memory_key=TEXT,
    edits=st.lists(EDITS, max_size=2).map(tuple),
    deleted=TIME,
)
TRACKS = st.builds(
    MachineTrack,
    head=HEADS,
    sentences=st.lists(SENTENCES, max_size=3).map(tuple),
    cues=st.lists(CUES, max_size=3).map(tuple),
)
EMPTY_HEAD = TrackHead(language="pt", origin="en", key="k", written="w", signatures=(), memory_key="m")


@given(TRACKS)
def test_a_track_survives_the_round_trip(track: MachineTrack) -> None:
    """Every field is drawn."""
    data = track_to_json(track)
    assert track_from_json(data, path="pt.json") == track
    assert track_head_from_json(data, path="pt.json") == track.head


def test_a_recording_survives_the_round_trip() -> None:
    """The transcript and what it was made from."""
    recording = Recording(
        key="k",
        media_sha256="s",
        media_duration_ms=9_000,
        frame_rate=Fraction(30_000, 1_001),
        audio_start_ms=21,
        signature=SIGNATURE,
        transcript=transcript(),
    )
    data = recording_to_json(recording)
    assert recording_from_json(data, path="transcript.json") == recording
    head = RecordingHead(
        key="k",
        language="en",
        media_sha256="s",
        has_speech=True,
        media_duration_ms=9_000,
        frame_rate=Fraction(30_000, 1_001),
    )
    assert recording_head_from_json(data, path="transcript.json") == head
    assert len(data.splitlines()) > len(recording.transcript.words), "a word a line"


def test_approvals_survive_the_round_trip() -> None:
    """Names may be in any script."""
    approvals = (Approval(language="pt", by="Ana «Lima» 李", date="2026-01-31", text_sha256="ab"),)
    assert approvals_from_json(approvals_to_json(approvals), path="approvals.json") == approvals


def test_a_small_change_is_a_small_diff() -> None:
    """One changed sentence changes one line."""
    rows = [SentenceRecord(id=f"s{number}", source=f"Text {number}.", text="Texto.") for number in range(50)]
    before = MachineTrack(head=EMPTY_HEAD, sentences=tuple(rows), cues=())
    rows[20] = SentenceRecord(id="s20", source="Another.", text="Outro.")
    after = MachineTrack(head=EMPTY_HEAD, sentences=tuple(rows), cues=())
    pairs = zip(track_to_json(before).splitlines(), track_to_json(after).splitlines(), strict=True)
    assert sum(old != new for old, new in pairs) == 1


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"<<<<<<< HEAD",
        b"[]",
        b"{}",
        b"null",
        b'{"schema_version": 99}',
        b"[" * 100_000,
        b"\xff\xfe",
        pytest.param({"cues": [[1, 2, 3, []]]}, id="text-is-a-number"),
        pytest.param({"cues": [["0", 2, "x", []]]}, id="time-is-a-text"),
        pytest.param({"cues": [[0, 2]]}, id="row-too-short"),
        pytest.param({"sentences": 5}, id="list-is-a-number"),
        pytest.param({"edits": [{}]}, id="missing-keys"),
        pytest.param({"key": None}, id="key-is-null"),
    ],
)
def test_a_damaged_file_is_one_line_with_the_cure(damage: bytes | dict[str, object]) -> None:
    """Merge markers, wrong types and worse: never a traceback, always what to do."""
    if isinstance(damage, dict):
        track = MachineTrack(head=EMPTY_HEAD, sentences=(), cues=())
        damage = json.dumps({**json.loads(track_to_json(track)), **damage}).encode()
    with pytest.raises(InputError) as caught:
        track_from_json(damage, path="pt.json")
    assert str(caught.value).startswith("pt.json: ")
    assert "restore it, for example from git, or delete it and build again" in str(caught.value)
