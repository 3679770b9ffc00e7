"""Other readings of a text: which are followed, and where they say the same as the text again."""

from math import log

import pytest
import torch

from pipeline.speech.whisper.branching import Branch, BranchRules, Path, begin_branches

SPELLED = (" the", " cat", " cart", " sat", " on", " mats", ",", " The", " there", "\ufffd", "\ufffd", "<end>")
THE, CAT, CART, SAT, ON, MATS, COMMA, CAPITAL, THERE, PART, OTHER_PART, END = range(len(SPELLED))
RULES = BranchRules(opening=[], eot=END, suppressed=[], spell=SPELLED.__getitem__, most=3)


def begun(text: list[int], *after: dict[int, float], rules: BranchRules = RULES) -> list[tuple[int, list[int]]]:
    """The branches of a text, with the probabilities of what may come at each place; the rest is impossible."""
    logits = torch.full((len(text) + 1, len(SPELLED)), -30.0)
    for place, probabilities in enumerate(after):
        for token, probability in probabilities.items():
            logits[place, token] = log(probability)
    return [(branch.start, branch.tokens) for branch, is_going in begin_branches(logits, text, rules)[1] if is_going]


def test_likely_tokens_are_followed_the_likeliest_first():
    """What the text has is none of them, and one in twenty is too little."""
    found = begun([THE, CAT], {THE: 0.95, THERE: 0.05}, {CAT: 0.6, CART: 0.25, SAT: 0.15}, {END: 0.7, ON: 0.3})
    assert found == [(2, [ON]), (1, [CART]), (1, [SAT])]


def test_a_window_has_no_more_branches_than_it_may():
    """The likeliest of all its places."""
    after = [{CAT: 0.45, CART: 0.3, SAT: 0.15, ON: 0.1}, {SAT: 0.6, ON: 0.4}, {END: 1.0}]
    assert begun([CAT, SAT], *after) == [(1, [ON]), (0, [CART]), (0, [SAT])]


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ([THE], [{THE: 0.5, CAPITAL: 0.5}]),
        ([CAT], [{CAT: 0.5, COMMA: 0.5}]),
        ([COMMA, CAT], [{COMMA: 0.5, CAT: 0.5}]),
    ],
    ids=["capital", "mark put in", "mark left out"],
)
def test_what_nobody_can_hear_is_not_followed(text, after):
    """It would cost the time of what matters."""
    assert begun(text, *after) == []


def test_parts_of_characters_are_told_apart():
    """Alone they all read the same."""
    assert begun([PART], {PART: 0.6, OTHER_PART: 0.4}) == [(0, [OTHER_PART])]


def grown(start: int, *tokens: int) -> tuple[Branch, bool]:
    """A branch of "the cat sat on the mats", each token of both half as likely as it could be; whether it goes on."""
    path = Path([THE, CAT, SAT, ON, THE, MATS], [log(0.5)] * 7)
    branch, is_going = Branch(start), True
    for token in tokens:
        is_going = path.lengthen(branch, token, log(0.5), eot=END)
    return branch, is_going


@pytest.mark.parametrize(
    ("start", "tokens", "end", "likelier"),
    [
        (1, [CART, SAT, ON], 4, 1.0),
        (1, [CART, COMMA, SAT, ON], 4, 0.5),
        (1, [SAT, ON], 4, 2.0),
        (1, [THERE, CAT, SAT], 3, 0.5),
        (5, [CAT, END], 6, 1.0),
        (6, [ON, END], 6, 0.5),
        (4, [END], 6, 4.0),
    ],
    ids=["other word", "longer", "left out", "put in", "last word", "goes on", "ends early"],
)
def test_a_branch_ends_where_it_says_the_same_again(start, tokens, end, likelier):
    """How likely it is counts up to there, against what the text has in the same place."""
    branch, is_going = grown(start, *tokens)
    assert (branch.end, is_going) == (end, False)
    assert branch.likelier == pytest.approx(log(likelier))


@pytest.mark.parametrize(
    ("start", "tokens", "is_going"),
    [(1, [CART, SAT], True), (4, [CAT, SAT], True), (0, [END], False)],
    ids=["one token may be chance", "what was said before", "ends far too early"],
)
def test_what_does_not_come_back_is_no_reading(start, tokens, is_going):
    """It goes on, or it has lost its way."""
    branch, goes_on = grown(start, *tokens)
    assert (branch.end, goes_on) == (None, is_going)


def test_a_branch_comes_back_as_near_as_it_can():
    """Where the text says the same twice, what has as many tokens is meant."""
    path = Path([THE, CAT, SAT, ON, CAT, SAT, ON], [log(0.5)] * 8)
    branch = Branch(0)
    for token in (THERE, MATS, MATS, CAT, SAT):
        path.lengthen(branch, token, log(0.5), eot=END)
    assert branch.end == 6
    branch = Branch(0)
    for token in (THERE, CAT, SAT):
        path.lengthen(branch, token, log(0.5), eot=END)
    assert branch.end == 3


def test_the_text_with_a_branch_is_whole():
    """What the branch ends with is the text's own."""
    branch, _ = grown(1, CART, SAT, ON)
    assert branch.instead([THE, CAT, SAT, ON, THE, MATS]) == [THE, CART, SAT, ON, THE, MATS]
