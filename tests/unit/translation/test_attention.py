"""From attention to character offsets."""

from pipeline.translation.attention import align_by_attention, locate_tokens


def test_tokens_are_found_in_order() -> None:
    assert locate_tokens("a b a b", ["a", " b", " a", " b"]) == (0, 2, 4, 6)


def test_a_token_that_was_normalised_away_starts_where_the_last_one_ended() -> None:
    assert locate_tokens("ﬁne day", ["fi", "ne", "day"]) == (0, 1, 4)


def test_empty_tokens_and_texts_have_offsets() -> None:
    assert locate_tokens("", ["a"]) == (0,)
    assert locate_tokens("a", ["", "a", ""]) == (0, 0, 0)


def test_offsets_never_leave_the_text_nor_fall() -> None:
    text = "one two"
    offsets = locate_tokens(text, ["two", "one", "xyz"])
    assert all(0 <= offset < len(text) for offset in offsets)
    assert list(offsets) == sorted(offsets)


def test_the_strongest_source_token_is_taken() -> None:
    attention = [[0.1, 0.8, 0.1], [0.7, 0.2, 0.1]]
    assert align_by_attention(attention, [0, 4], [0, 5, 9]) == ((0, 5), (4, 0))


def test_weights_of_tokens_that_the_model_added_are_not_looked_at() -> None:
    assert align_by_attention([[0.2, 0.1, 0.7]], [0], [0, 5]) == ((0, 0),)


def test_a_weak_far_jump_is_noise_and_a_strong_one_is_a_reordering() -> None:
    def row(place: int, weight: float) -> list[float]:
        rest = (1 - weight) / 19
        return [weight if index == place else rest for index in range(20)]

    places = [0, 1, 2, 3, 4]
    sources = list(range(20))
    weak = [row(0, 0.9), row(1, 0.9), row(19, 0.3), row(3, 0.9), row(4, 0.9)]
    strong = [*weak[:2], row(19, 0.9), *weak[3:]]
    assert align_by_attention(weak, places, sources)[2] == (2, 3)
    assert align_by_attention(strong, places, sources)[2] == (2, 19)


def test_nothing_to_align_gives_nothing() -> None:
    assert align_by_attention([], [], []) == ()
    assert align_by_attention([[1.0]], [0], []) == ()
