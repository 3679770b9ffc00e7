"""Line breaks of caption files, beside those that people chose."""

from benches.line_breaks import even_break, measure_row, read_choices

_PEOPLE = """\
1
00:00:01,000 --> 00:00:03,000
Five attack ships
converging from the east

2
00:00:03,000 --> 00:00:05,000
- Who is there?
- Nobody.

3
00:00:05,000 --> 00:00:07,000
They will be here in the
morning
"""


def test_only_plain_speech_in_two_lines_is_a_choice(tmp_path):
    """A dialogue has no other place to break."""
    path = tmp_path / "film.en.srt"
    path.write_text(_PEOPLE)
    choices = list(read_choices(path))
    assert [choice.upper[0] for choice in choices] == ["Five", "They"]
    assert choices[0].limit == len("They will be here in the")


def test_a_row_tells_agreement_and_lines_left_hanging(tmp_path):
    """The article at the end of "here in the" is left hanging by its maker, not by us."""
    path = tmp_path / "film.en.srt"
    path.write_text(_PEOPLE)
    language, cues, same, margin, _even, people, ours, _even_hanging = measure_row(list(read_choices(path)), "en")
    assert (language, cues, same, margin) == ("en", "2", "50.0%", "± 69.3")
    assert (people, ours) == ("50.0%", "0.0%")


def test_the_most_even_break_looks_at_lengths_only(tmp_path):
    """What a program without a language would do."""
    path = tmp_path / "film.en.srt"
    path.write_text(_PEOPLE)
    choice = next(read_choices(path))
    assert " ".join(choice.words[: even_break(choice)]) == "Five attack ships"
