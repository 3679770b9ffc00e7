"""The table of translation engines, and what they have installed.

A new engine is one file with `edges` and `make_translator`, and one line here.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

from pipeline.errors import ConfigError, EngineError
from pipeline.protocols import Translator
from pipeline.settings import TranslationSettings
from pipeline.translation.routes import Edge

ENGINES = {
    "argos": "pipeline.translation.engines.argos",
    "firefox": "pipeline.translation.engines.firefox",
    "apertium": "pipeline.translation.engines.apertium",
    "scripted": "pipeline.translation.engines.scripted",
}


def installed_edges(settings: TranslationSettings, folder: Path) -> tuple[Edge, ...]:
    """Every pair that can be translated here, engines in the order of the settings.

    Cheap: reads what models say of themselves, loads none. An optional engine that is not installed has
    no edges.

    Args:
        settings: Which engines may be used, and where the project's models lie.
        folder: The workspace.

    Raises:
        ConfigError: The settings name an engine that does not exist.
    """
    found: list[Edge] = []
    for name in settings.engines:
        found += _engine(name).edges(settings, folder)
    return tuple(found)


def load_translator(edge: Edge, settings: TranslationSettings, folder: Path) -> Translator:
    """The translator of one edge; its model is loaded at its first sentence and then kept.

    Keep the translator to keep the model.

    Raises:
        EngineError: The engine does not exist.
    """
    if edge.engine not in ENGINES:
        raise EngineError(engine=edge.engine, reason="is not a translation engine")
    translator: Translator = _engine(edge.engine).make_translator(edge, settings, folder)
    return translator


def _engine(name: str) -> ModuleType:
    if name not in ENGINES:
        known = ", ".join(engine for engine in ENGINES if engine != "scripted")
        raise ConfigError(key="translation.engines", reason=f"{name!r} is not a translation engine; known: {known}")
    return import_module(ENGINES[name])
