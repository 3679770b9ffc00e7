"""Names of the glossary in a transcript: what stands in the place of words that were misheard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.edits.near_forms import NearForm
from pipeline.edits.script_choices import Reading, ScriptChoices
from pipeline.edits.script_places import Place, ScriptAlignment, ScriptWord
from pipeline.edits.script_times import replaced_words
from pipeline.model import Transcript, Word
from pipeline.records import NamePlace


def put_names(transcript: Transcript, places: Sequence[NamePlace]) -> Transcript:
    """The transcript with each name in the place of the words that were recognised there.

    What was read otherwise there a second time is settled.

    Args:
        transcript: As it was recognised.
        places: In order, without overlap; of this transcript.
    """
    if not places:
        return transcript
    words: list[Word] = []
    at = 0
    for place in places:
        words += (*transcript.words[at : place.first], *place.words)
        at = place.end
    spans = [(place.words[0].start_ms, place.words[-1].end_ms) for place in places]
    readings = (
        one
        for one in transcript.readings
        if not any(one.start_ms < end_ms and start_ms < one.end_ms for start_ms, end_ms in spans)
    )
    return replace(transcript, words=(*words, *transcript.words[at:]), readings=tuple(readings))


def name_choices(transcript: Transcript, forms: Sequence[NearForm]) -> ScriptChoices:
    """The places that resemble a name as open ones: the sound decides between the words and the name.

    Args:
        transcript: As it was recognised.
        forms: Its places that resemble a name.
    """
    script: list[ScriptWord] = []
    places: list[Place] = []
    at = 0
    for form in (*forms, None):
        end = len(transcript.words) if form is None else form.first
        for number in range(at, end):
            places.append(_place(script, (number, number + 1), is_same=True))
            word = transcript.words[number]
            script.append(ScriptWord(text=word.text, space_before=word.space_before))
        if form is not None:
            name = [ScriptWord(text=text) for text in form.text.split()]
            name[0] = replace(name[0], space_before=transcript.words[form.first].space_before)
            places.append(_place(script, (form.first, form.end), count=len(name)))
            script += name
            at = form.end
    alignment = ScriptAlignment(script=tuple(script), heard=transcript.words, places=tuple(places), said=1.0)
    readings = tuple(Reading.HEARD if place.is_same else Reading.OPEN for place in places)
    numbers = (number for number, place in enumerate(places) if not place.is_same)
    names = {number: form.name for number, form in zip(numbers, forms, strict=True)}
    return ScriptChoices(alignment=alignment, readings=readings, names=names)


def name_places(
    choices: ScriptChoices, forms: Iterable[NearForm], chosen: Iterable[int], forced: Mapping[int, Sequence[Word]]
) -> tuple[NamePlace, ...]:
    """The names that are said, with the times of their words.

    Args:
        choices: As `name_choices` gave them.
        forms: From which they were made.
        chosen: The open places where the sound supports the name.
        forced: Their words with their times in the medium; without, they share their place's time.
    """
    wanted = {*chosen}
    numbers = (number for number, place in enumerate(choices.alignment.places) if not place.is_same)
    found = []
    for number, form in zip(numbers, forms, strict=True):
        if number in wanted:
            said = replaced_words(choices.alignment, number, forced.get(number, ()))
            words = _within(choices.alignment.heard[form.first : form.end], said)
            place = NamePlace(first=form.first, end=form.end, name=form.name, heard=form.heard, words=words)
            found.append(place)
    return tuple(found)


def _within(heard: Sequence[Word], words: Iterable[Word]) -> tuple[Word, ...]:
    """Words no earlier and no later than what was recognised there: those around them have their own times."""
    start_ms, end_ms = heard[0].start_ms, max(word.end_ms for word in heard)

    def inside(time_ms: int) -> int:
        return min(max(time_ms, start_ms), end_ms)

    return tuple(replace(word, start_ms=inside(word.start_ms), end_ms=inside(word.end_ms)) for word in words)


def _place(script: Sequence[ScriptWord], heard: tuple[int, int], *, count: int = 1, is_same: bool = False) -> Place:
    return Place(script=(len(script), len(script) + count), heard=heard, is_same=is_same)
