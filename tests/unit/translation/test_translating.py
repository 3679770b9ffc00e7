"""The translating stage, with engines that behave well, badly and not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from pipeline.errors import EngineError
from pipeline.model import EngineSignature, Translation
from pipeline.protocols import Progress, ProgressSink
from pipeline.translation import faults
from pipeline.translation.translating import translate_sentences


class Engine:
    """Translates by a function, and remembers what it was asked."""

    def __init__(self, function: Callable[[str], str]) -> None:
        self.function = function
        self.calls: list[tuple[str, ...]] = []

    @property
    def signature(self) -> EngineSignature:
        return EngineSignature(engine="fake", engine_version="1", model="fake")

    def translate(self, sentences: Sequence[str], progress: ProgressSink) -> tuple[Translation, ...]:
        self.calls.append(tuple(sentences))
        progress(Progress(step="fake", done=len(sentences), total=len(sentences), unit="sentences"))
        return tuple(self._one(sentence) for sentence in sentences)

    def _one(self, sentence: str) -> Translation:
        text = self.function(sentence)
        places = [index for index in range(len(text)) if index == 0 or text[index - 1] == " "]
        return Translation(text=text, score=-0.5, alignment=tuple((place, place) for place in places))


class SecondEngine(Engine):
    """One that can also translate in another way."""

    def __init__(self, function: Callable[[str], str], second: Callable[[str], str]) -> None:
        super().__init__(function)
        self.second = second
        self.again: list[str] = []

    def translate_differently(self, sentences: Sequence[str], progress: ProgressSink) -> tuple[Translation, ...]:
        self.again += sentences
        return tuple(Translation(text=self.second(sentence)) for sentence in sentences)


def texts(results: tuple[Translation, ...]) -> list[str]:
    return [result.text for result in results]


def test_equal_sentences_are_translated_once_in_one_call_and_order_is_kept() -> None:
    engine = Engine(str.upper)
    results = translate_sentences(["b b", "a a", "b  b", "c c"], translator=engine)
    assert texts(results) == ["B B", "A A", "B B", "C C"]
    assert engine.calls == [("b b", "a a", "c c")]


def test_empty_in_is_empty_out_and_loads_no_engine() -> None:
    engine = Engine(str.upper)
    assert texts(translate_sentences(["", " \n", "\u200b"], translator=engine)) == ["", "", ""]
    assert translate_sentences([], translator=engine) == ()
    assert engine.calls == []


def test_what_has_no_letters_is_kept_as_it_is() -> None:
    engine = Engine(str.upper)
    given = ["😀", "1,000", "-->", "♪ ♪", "10:30", "…"]
    assert texts(translate_sentences(given, translator=engine)) == given
    assert engine.calls == []


@pytest.mark.parametrize(
    "text",
    [
        "word " * 1_000,
        "A" * 5_000,
        "so 😀 good 👩\u200d🚀!",
        "مرحبا بالعالم",
        "\u202ehello\u202c \x00there\x1b",
        "<i>hello</i> <b>you</b>",
        "a_b_c and C:\\path\\n",
    ],
)
def test_hostile_text_gives_one_clean_line(text: str) -> None:
    (result,) = translate_sentences([text], translator=Engine(str.upper), source="en", target="pt")
    assert result.text
    assert all(char.isprintable() or char == "\u200d" for char in result.text)
    assert result.alignment is not None
    assert all(0 <= ours < len(result.text) and 0 <= theirs < len(text) for ours, theirs in result.alignment)


def test_the_alignment_points_into_the_text_as_it_was_given() -> None:
    (result,) = translate_sentences(["\x00 one\n  two"], translator=Engine(str.upper))
    assert result.text == "ONE TWO"
    assert result.alignment == ((0, 2), (4, 8))


def test_a_fault_is_repaired_by_another_search() -> None:
    engine = SecondEngine(lambda text: "pre-" * 20, lambda text: "um bom texto")
    (result,) = translate_sentences(["one good text"], translator=engine, source="en", target="pt")
    assert (result.text, result.faults) == ("um bom texto", ())
    assert engine.again == ["one good text"]


def test_only_faulty_sentences_are_tried_again() -> None:
    engine = SecondEngine(lambda text: "" if "bad" in text else "bom", lambda text: "ruim")
    results = translate_sentences(["a bad one", "a good one"], translator=engine, source="en", target="pt")
    assert texts(results) == ["ruim", "bom"]
    assert engine.again == ["a bad one"]


def test_a_fault_is_repaired_clause_by_clause() -> None:
    """A model that drops the end of long sentences translates their parts."""
    long = "The first part of it is here, and the second part of it is there, and the third part is nowhere at all."
    engine = Engine(lambda text: "X" if len(text) > 70 else text.swapcase())
    (result,) = translate_sentences([long], translator=engine)
    assert result.text.count("PART") == 3
    assert result.faults == ()
    assert len(engine.calls) == 2


def test_of_two_bad_tries_the_less_bad_one_is_kept_with_its_faults() -> None:
    engine = SecondEngine(lambda text: "", lambda text: "foram milhões de bilhetes")
    (result,) = translate_sentences(["there were 27 million tickets"], translator=engine, source="en", target="pt")
    assert result.text == "foram milhões de bilhetes"
    assert result.faults == (f"{faults.NUMBERS}: 27 million",)


def test_text_never_becomes_nothing() -> None:
    """Where the engine gives nothing, the source stands and says so."""
    (result,) = translate_sentences(["♪ Hello <i>there</i>"], translator=Engine(lambda text: " "))
    assert result.text == "♪ Hello <i>there</i>"
    assert result.faults == (faults.EMPTY, faults.UNTRANSLATED)


def test_a_tag_that_cannot_be_placed_is_a_fault() -> None:
    engine = SecondEngine(str.upper, str.upper)
    engine._one = lambda sentence: Translation(text=sentence.upper())  # type: ignore[method-assign]
    (result,) = translate_sentences(["the <i>quick</i> fox"], translator=engine)
    assert (result.text, result.faults) == ("THE QUICK FOX", (faults.MARKUP,))


def test_an_engine_that_gives_another_number_of_sentences_is_refused() -> None:
    class Short(Engine):
        def translate(self, sentences: Sequence[str], progress: ProgressSink) -> tuple[Translation, ...]:
            return super().translate(sentences, progress)[1:]

    with pytest.raises(EngineError, match="fake: gave 1 sentence for 2"):
        translate_sentences(["one", "two"], translator=Short(str.upper))


def test_progress_is_told_in_sentences() -> None:
    seen: list[Progress] = []
    translate_sentences(["one", "two", "one"], translator=Engine(str.upper), progress=seen.append)
    assert [(item.done, item.total, item.unit) for item in seen] == [(2, 2, "sentences")]
