"""Two people at the desk, with lost answers, restarts and an editor outside: nothing acknowledged is lost."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.desk.changes import Change
from pipeline.desk.desk import Desk
from pipeline.desk.requests import ChangeRequest
from pipeline.desk.tracks import Answer, IllegalChange, OpenTrack
from pipeline.formats import format_srt, parse_srt
from pipeline.model import Cue
from pipeline.workspace import Workspace

VIDEO, LANGUAGE = "talk", "en"
WORDS = "the train went over a long bridge and nobody said that it was late again today".split()


@dataclass
class Client:
    """What a page knows: the rows as it last heard of them, and the request that it has no answer to."""

    name: str
    rows: dict[str, Cue] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    revision: str = ""
    waiting: ChangeRequest | None = None

    def take(self, answer: Answer) -> None:
        if answer.is_whole:
            self.rows.clear()
        for row in answer.rows:
            start, end = row["start"], row["end"]
            assert isinstance(start, int) and isinstance(end, int)
            self.rows[str(row["id"])] = Cue(start_ms=start, end_ms=end, text=str(row["text"]))
        self.order = list(answer.order) if answer.order is not None else self.order
        self.rows = {name: self.rows[name] for name in self.order}
        self.revision = answer.revision


class World:
    """One workspace, its desk, two clients, and the marks that were written and acknowledged."""

    def __init__(self, random: Random, folder: Path) -> None:
        self.random, self.workspace = random, Workspace(folder)
        self.path = self.workspace.track_path(VIDEO, LANGUAGE)
        self.path.parent.mkdir(parents=True)
        cues = [Cue(start_ms=at * 3_000, end_ms=at * 3_000 + 2_800, text=self.sentence()) for at in range(8)]
        self.path.write_text(format_srt(cues), encoding="utf-8")
        self.desk = Desk(self.workspace)
        self.clients = [Client("ana"), Client("ben")]
        self.marks = count(1)
        self.acknowledged: set[str] = set()
        self.replaced: set[str] = set()
        for client in self.clients:
            client.take(self.track.answer())

    @property
    def track(self) -> OpenTrack:
        return self.desk.track(VIDEO, LANGUAGE)

    def sentence(self) -> str:
        return " ".join(self.random.choice(WORDS) for _ in range(self.random.randint(3, 7)))

    def step(self) -> None:
        client = self.random.choice(self.clients)
        act = self.random.choice(
            [self.edit] * 3
            + [self.split, self.join, self.move, self.delete, self.add]
            + [self.refresh, self.restart, self.outside]
        )
        if act in {self.restart, self.outside}:
            act(client)
        elif client.waiting is not None:
            self.send(client, client.waiting)  # one request at a time: the one without an answer goes first
        elif client.order:
            act(client)

    # ---- what people do

    def edit(self, client: Client) -> None:
        name = self.random.choice(client.order)
        cue = client.rows[name]
        words = cue.text.split()
        words[self.random.randrange(len(words))] = f"mark{next(self.marks)}x"
        self.send(client, self.request(client, [self.change(client, name, " ".join(words))]))

    def split(self, client: Client) -> None:
        name = self.random.choice(client.order)
        cue, words = client.rows[name], client.rows[name].text.split()
        if len(words) < 2 or cue.duration_ms < 400:
            return
        middle = (cue.start_ms + cue.end_ms) // 2
        at = self.random.randint(1, len(words) - 1)
        first = Cue(start_ms=cue.start_ms, end_ms=middle, text=" ".join(words[:at]))
        second = Cue(start_ms=middle, end_ms=cue.end_ms, text=" ".join(words[at:]))
        new = f"{client.name}{next(self.marks)}"
        changes = [Change(id=name, before=cue, after=first), Change(id=new, before=None, after=second, previous=name)]
        self.send(client, self.request(client, changes))

    def join(self, client: Client) -> None:
        at = self.random.randrange(len(client.order))
        if at + 1 >= len(client.order):
            return
        one, two = client.order[at], client.order[at + 1]
        first, second = client.rows[one], client.rows[two]
        end_ms = max(first.end_ms, second.end_ms)
        both = Cue(start_ms=first.start_ms, end_ms=end_ms, text=f"{first.text} {second.text}")
        changes = [
            Change(id=one, before=first, after=both),
            Change(id=two, before=second, after=None, previous=one),
        ]
        self.send(client, self.request(client, changes))

    def move(self, client: Client) -> None:
        name = self.random.choice(client.order)
        cue = client.rows[name]
        by = self.random.choice((-100, 100))
        if cue.start_ms + by >= 0:
            self.send(client, self.request(client, [Change(id=name, before=cue, after=cue.moved(by))]))

    def delete(self, client: Client) -> None:
        if len(client.order) > 4:
            name = self.random.choice(client.order)
            self.send(client, self.request(client, [Change(id=name, before=client.rows[name], after=None)]))

    def add(self, client: Client) -> None:
        name = self.random.choice(client.order)
        end_ms = client.rows[name].end_ms
        cue = Cue(start_ms=end_ms, end_ms=end_ms + 150, text=f"mark{next(self.marks)}x")
        new = f"{client.name}{next(self.marks)}"
        self.send(client, self.request(client, [Change(id=new, before=None, after=cue, previous=name)]))

    def refresh(self, client: Client) -> None:
        client.take(self.track.answer(client.revision))

    # ---- what else happens

    def restart(self, _: Client) -> None:
        if self.random.random() < 0.3:
            shutil.rmtree(self.workspace.cache_folder, ignore_errors=True)
        self.desk = Desk(self.workspace)

    def outside(self, _: Client) -> None:
        """An editor adds a caption at the end."""
        cues = list(parse_srt(self.path.read_bytes(), path="talk.en.srt").cues)
        last_ms = max(cue.end_ms for cue in cues)
        mark = f"mark{next(self.marks)}x"
        cues.append(Cue(start_ms=last_ms + 100, end_ms=last_ms + 2_000, text=f"{mark} {self.sentence()}"))
        self.path.write_text(format_srt(cues), encoding="utf-8")
        self.acknowledged.add(mark)

    # ---- the wire

    def change(self, client: Client, name: str, text: str) -> Change:
        cue = client.rows[name]
        return Change(id=name, before=cue, after=Cue(start_ms=cue.start_ms, end_ms=cue.end_ms, text=text))

    def request(self, client: Client, changes: list[Change]) -> ChangeRequest:
        return ChangeRequest(
            key=f"{client.name}{next(self.marks)}",
            since=client.revision,
            base=client.revision,
            client=client.name,
            changes=tuple(changes),
        )

    def send(self, client: Client, request: ChangeRequest) -> None:
        client.waiting = request
        if self.random.random() < 0.15:
            return  # it never arrived
        try:
            answer = self.desk.change(VIDEO, LANGUAGE, request)
        except IllegalChange:
            client.waiting = None
            return
        # What its person saw and took out is meant to be gone.
        before, after = ([getattr(change, side) for change in request.changes] for side in ("before", "after"))
        self.replaced |= marks_of(before) - marks_of(after)
        if self.random.random() < 0.2:
            return  # the answer never arrived
        client.waiting = None
        client.take(answer)
        self.acknowledged |= marks_of([change.after for change in request.changes])

    def check(self) -> None:
        text = self.path.read_text(encoding="utf-8")
        notes = self.desk.notes.path(VIDEO)
        kept = text + (notes.read_text(encoding="utf-8") if notes.exists() else "")
        assert self.acknowledged - self.replaced <= set(marks_in(kept))
        cues = parse_srt(self.path.read_bytes(), path="talk.en.srt").cues
        assert all(cue.text.strip() and cue.end_ms > cue.start_ms for cue in cues)


def marks_of(cues: list[Cue | None]) -> set[str]:
    return {mark for cue in cues if cue is not None for mark in marks_in(cue.text)}


def marks_in(text: str) -> list[str]:
    return [word for word in text.replace("\\n", " ").replace('"', " ").split() if word.startswith("mark")]


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_every_acknowledged_edit_is_in_the_file_or_beside_it(seed: int) -> None:
    """Whatever two people, lost answers, restarts and an editor outside do to each other."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Random(seed), Path(folder))
        for _ in range(25):
            world.step()
            world.check()


@settings(max_examples=25, deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_one_person_alone_never_clashes_with_herself(seed: int) -> None:
    """Second edits on first ones, lost answers and restarts included."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Random(seed), Path(folder))
        world.clients = world.clients[:1]
        for _ in range(25):
            world.step()
        assert not world.desk.notes.path(VIDEO).exists()
