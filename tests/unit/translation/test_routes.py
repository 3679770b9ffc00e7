"""Every installed model is an edge; the best way between two languages is found."""

import pickle

import pytest

from pipeline.model import EngineSignature
from pipeline.translation.routes import (
    Edge,
    Quality,
    best_route,
    gains,
    languages_at_or_above,
    parse_quality,
    reachable,
    rule_quality,
)


def edge(pair: str, *, engine: str = "argos") -> Edge:
    """An edge from a text like `en>pt`; rules if the engine is apertium."""
    source, target = pair.split(">")
    quality = rule_quality(source, target) if engine == "apertium" else Quality.NEURAL
    signature = EngineSignature(engine=engine, engine_version="1", model=pair)
    return Edge(source=source, target=target, engine=engine, model=pair, quality=quality, signature=signature)


def described(edges: list[Edge], source: str, target: str) -> str:
    route = best_route(edges, source, target)
    return "no way" if route is None else f"{route.describe()}: {route.quality.label}"


def test_one_neural_model_is_the_best_way() -> None:
    edges = [edge("en>es", engine="apertium"), edge("en>fr"), edge("fr>es"), edge("en>es")]
    assert described(edges, "en", "es") == "en → es (argos): neural"


def test_two_neural_models_beat_rules() -> None:
    edges = [edge("pt>es", engine="apertium"), edge("pt>en"), edge("en>es")]
    assert described(edges, "pt", "es") == "pt → en (argos) → es (argos): neural in steps"


def test_a_relay_between_relatives_beats_a_distant_rule_based_pair() -> None:
    """Measured: 49 against 44 chrF for English to Spanish."""
    edges = [edge("en>es", engine="apertium"), edge("en>pt"), edge("pt>es", engine="apertium")]
    assert described(edges, "en", "es") == "en → pt (argos) → es (apertium): draft"


def test_the_first_hop_names_the_pivot_whose_text_is_shared() -> None:
    route = best_route([edge("en>pt"), edge("pt>gl", engine="apertium")], "en", "gl")
    assert route is not None
    assert [(hop.source, hop.target) for hop in route.hops] == [("en", "pt"), ("pt", "gl")]
    assert route.pivots == ("pt",)
    assert [hop.edge.model for hop in route.hops] == ["en>pt", "pt>gl"]


def test_of_equal_ways_the_preferred_engine_comes_first() -> None:
    edges = [edge("en>pt"), edge("en>pt", engine="firefox")]
    assert described(edges, "en", "pt") == "en → pt (argos): neural"
    assert described(edges[::-1], "en", "pt") == "en → pt (firefox): neural"


def test_a_pair_without_a_route_is_none() -> None:
    assert best_route([edge("en>pt")], "pt", "en") is None
    assert best_route([], "en", "pt") is None


def test_a_regional_tag_is_served_by_its_language_but_another_script_is_not() -> None:
    assert described([edge("en>pt")], "en-US", "pt-BR") == "en-US → pt-BR (argos): neural"
    assert described([edge("en>zh")], "en", "zh-Hant") == "no way"
    assert described([edge("en>zh-Hant")], "en", "zh-TW") == "en → zh-TW (argos): neural"


def test_a_model_of_exactly_the_region_is_preferred() -> None:
    edges = [edge("en>pt"), edge("en>pt-BR", engine="firefox")]
    assert described(edges, "en", "pt-BR") == "en → pt-BR (firefox): neural"


def test_a_worse_way_to_the_exact_region_is_not_taken() -> None:
    edges = [edge("en>pt"), edge("en>ca", engine="apertium"), edge("ca>pt-BR", engine="apertium")]
    assert described(edges, "en", "pt-BR") == "en → pt-BR (argos): neural"
    assert list(reachable(edges, "en")) == ["ca", "pt"]


def test_routes_have_at_most_three_hops_and_no_circles() -> None:
    edges = [edge("en>fr"), edge("fr>de"), edge("de>pl"), edge("pl>uk"), edge("fr>en")]
    assert list(reachable(edges, "en")) == ["de", "fr", "pl"]


def test_all_means_every_language_at_or_above_a_quality() -> None:
    edges = [edge("en>pt"), edge("pt>gl", engine="apertium"), edge("en>eo", engine="apertium")]
    assert languages_at_or_above(edges, "en", Quality.ROUGH) == ("eo", "gl", "pt")
    assert languages_at_or_above(edges, "en", Quality.DRAFT) == ("gl", "pt")
    assert languages_at_or_above(edges, "en", Quality.NEURAL) == ("pt",)


def test_what_one_more_model_would_add_is_known() -> None:
    edges = [edge("en>pt"), edge("pt>es", engine="apertium"), edge("es>ast", engine="apertium")]
    found = gains(edges, [edge("en>es"), edge("en>pt"), edge("fr>de")], "en")
    assert found == {"en→es": ("es",)}


def test_quality_labels_are_read_back() -> None:
    assert [parse_quality(quality.label) for quality in Quality] == list(Quality)
    assert parse_quality("Neural-in-steps") is Quality.NEURAL_IN_STEPS
    with pytest.raises(ValueError, match="known: rough, draft, neural in steps, neural"):
        parse_quality("perfect")


def test_a_route_travels_between_processes() -> None:
    route = best_route([edge("en>pt")], "en", "pt")
    assert pickle.loads(pickle.dumps(route)) == route


def test_a_hundred_packages_are_searched_quickly() -> None:
    """Argos's whole index is 96 pairs through English; the search must not try all paths for each target."""
    codes = "ar az ca cs da de el eo es et fa fi fr ga he hi hu id it ja ko lt lv ms nb nl pl pt ro ru sk sl sq".split()
    edges = [edge(f"en>{code}") for code in codes] + [edge(f"{code}>en") for code in codes]
    routes = reachable(edges, "de")
    assert len(routes) == len(codes)
    assert routes["fr"].pivots == ("en",)
