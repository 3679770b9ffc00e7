"""Alignment of texts, and links between cues."""

import pytest

from pipeline.edits.merge.cue_links import link_cues
from pipeline.model import Cue
from pipeline.text.alignment import Tokens, align_tokens, lift_pairs
from pipeline.text.markup import drop_tags
from pipeline.text.tokens import match_key, split_atoms


def tokens(text: str, *, step_ms: int = 100, start_ms: int = 0) -> Tokens:
    keys = tuple(text.split())
    return Tokens(keys=keys, times_ms=tuple(start_ms + step_ms * at for at in range(len(keys))))


def cues(*texts: str) -> tuple[Cue, ...]:
    return tuple(Cue(start_ms=1_000 * at, end_ms=1_000 * at + 900, text=text) for at, text in enumerate(texts))


@pytest.mark.parametrize("text", ["a b", "  a\n b", "東京タワー high", "สวัสดี", "नमस्ते दुनिया", "<i>a</i> - b"])
def test_atoms_are_the_whole_text(text):
    """Nothing is lost but white space at the end."""
    assert "".join(space + atom for space, atom in split_atoms(text)) == text


def test_keys_ignore_case_punctuation_and_tags_but_not_the_only_character():
    """ "—" is still something."""
    assert match_key("“Hello,”") == match_key("<b>hello</b>") == "hello"
    assert match_key("—") == "—"
    assert match_key("किया") != match_key("के")


def test_only_tags_are_markup():
    """A person may write about mathematics."""
    assert drop_tags("{\\an8}a < b and <font color=red>c</font> > d") == "a < b and c > d"


def test_equal_candidates_are_told_apart_by_time():
    """Five times the same; the third is missing."""
    left = tokens("yes yes yes yes yes", step_ms=1_000)
    right = Tokens(keys=("yes",) * 4, times_ms=(0, 1_000, 3_000, 4_000))
    assert align_tokens(left, right) == ((0, 0), (1, 1), (3, 2), (4, 3))


def test_a_shift_of_everything_does_not_confuse_equal_candidates():
    """Ten seconds later, and the words between the anchors are still the same ones."""
    left = tokens("intro yes yes yes outro")
    right = Tokens(keys=("intro", "yes", "yes", "outro"), times_ms=(10_000, 10_100, 10_300, 10_400))
    assert align_tokens(left, right) == ((0, 0), (1, 1), (3, 2), (4, 3))


def test_matches_in_a_row_are_preferred():
    """ "the cat sat" stays together although another "the" comes first."""
    assert align_tokens(tokens("the cat sat", start_ms=0), tokens("the dog the cat sat")) == ((0, 2), (1, 3), (2, 4))


def test_tokens_need_a_time_each():
    """A caller's mistake is told at once."""
    with pytest.raises(ValueError, match="2 keys but 1 times"):
        Tokens(keys=("a", "b"), times_ms=(0,))


def test_the_longest_rising_chain_leaves_out_what_crosses():
    """The ground of every anchor."""
    assert lift_pairs([(0, 3), (1, 0), (2, 1), (3, 2)]) == [(1, 0), (2, 1), (3, 2)]
    assert lift_pairs([]) == []


def test_splits_joins_and_shifted_boundaries_are_links():
    """A cue can have several partners."""
    assert link_cues(cues("a b c d"), cues("a b", "c d")) == ((0, 0), (0, 1))
    assert link_cues(cues("a b", "c d"), cues("a b c d")) == ((0, 0), (1, 0))
    assert link_cues(cues("a b c d e", "f g h"), cues("a b c d", "e f g h")) == ((0, 0), (0, 1), (1, 1))


def test_a_lone_common_word_links_nothing():
    """ "the" occurs everywhere."""
    left = cues("first one is untouched here", "but the old words were these seven")
    right = cues("first one is untouched here", "completely different", "say something else about the big new city")
    assert (1, 2) not in link_cues(left, right)


def test_a_moved_scene_is_linked_across_the_others():
    """Words decide, not the order."""
    scene = ("in this scene people talk about points", "some lose them for unpaid loans")
    rest = ("one more thing to say about it", "and then another thing to say", "which brings us to the very end")
    assert link_cues(cues(*scene, *rest), cues(*rest, *scene)) == ((0, 3), (1, 4), (2, 0), (3, 1), (4, 2))


def test_cues_without_a_common_word_are_linked_by_their_time():
    """A whole text was rewritten; it is still the second cue."""
    assert link_cues(cues("same a", "old", "same b"), cues("same a", "rewritten", "same b")) == ((0, 0), (1, 1), (2, 2))


def test_empty_cues_and_empty_tracks_are_no_special_case():
    """Files have them."""
    assert link_cues((), cues("a")) == ()
    assert link_cues(cues("", "a"), cues("", "a", "")) == ((0, 0), (1, 1))


def test_a_copy_that_was_taken_out_of_repeated_text_is_told_by_time() -> None:
    """Equal beginnings are taken as they are only while their times agree."""
    verse = [f"word{number}" for number in range(100)]
    times = tuple(range(0, 300 * 400, 400))
    whole = Tokens(keys=tuple(verse * 3), times_ms=times)
    without_second = Tokens(keys=tuple(verse * 2), times_ms=(*times[:100], *times[200:]))
    pairs = align_tokens(whole, without_second)
    assert pairs == (*((n, n) for n in range(100)), *((n, n - 100) for n in range(200, 300)))


def test_one_changed_word_between_long_equal_sides_is_the_only_one_without_partner() -> None:
    words = [f"w{number % 37}" for number in range(2_000)]
    changed = [*words[:1_000], "other", *words[1_001:]]
    times = tuple(range(0, 2_000 * 300, 300))
    pairs = align_tokens(Tokens(keys=tuple(words), times_ms=times), Tokens(keys=tuple(changed), times_ms=times))
    assert pairs == tuple((n, n) for n in range(2_000) if n != 1_000)
