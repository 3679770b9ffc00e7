"""The keys of everything that is made: hashes of all that a result depends on.

Nothing else decides whether a stage runs; above all no modification time does.
"""

from __future__ import annotations

from pipeline.cues import CUTTING_VERSION
from pipeline.edits import MERGE_VERSION
from pipeline.model import Details, EngineSignature, Word
from pipeline.protocols import TranscribeOptions
from pipeline.records import NamePlace, digest
from pipeline.settings import CueSettings
from pipeline.speech import TRANSCRIBING_VERSION
from pipeline.translation import NO_GLOSSARY, PLACING_VERSION, TRANSLATING_VERSION, GlossaryFinder, Hop

SCRIPT_VERSION = 3
"""Of how a script is brought to what was recognised: raised with every change of what comes out."""
NAMES_VERSION = 1
"""Of how names of the glossary are looked for: raised with every change of what comes out."""
DETAILS_VERSION = 1
"""Of how title, description and chapters are made and merged: raised with every change of what comes out."""
_IMPORTED = "imported-"


def recording_key(media_sha256: str, signature: EngineSignature, options: TranscribeOptions) -> str:
    """What a transcript depends on."""
    return digest("transcribe", TRANSCRIBING_VERSION, media_sha256, signature, options)


def scripted_key(heard_key: str, script_sha256: str) -> str:
    """What a transcript depends on that a script was brought to."""
    return digest("scripted", SCRIPT_VERSION, heard_key, script_sha256)


def names_key(recording_sha256: str, names: tuple[str, ...]) -> str:
    """What the places of names in a transcript depend on.

    Args:
        recording_sha256: Of the transcript, which says by whom it was recognised.
        names: Those that something in it resembles.
    """
    return digest("names", NAMES_VERSION, recording_sha256, names)


def imported_key(words: tuple[Word, ...], language: str) -> str:
    """Of a transcript that was made from captions: it depends on nothing else, and no recogniser replaces it."""
    return f"{_IMPORTED}{digest('imported', words, language)}"


def is_imported(key: str) -> bool:
    """Whether a transcript was made from captions that somebody imported."""
    return key.startswith(_IMPORTED)


def spoken_key(recording_sha256: str, cues: CueSettings, names: tuple[NamePlace, ...] = ()) -> str:
    """What the captions in the spoken language depend on, besides people's edits.

    Args:
        recording_sha256: Of the transcript.
        cues: How captions are cut.
        names: What stands in the place of words that were recognised.
    """
    return digest("spoken", CUTTING_VERSION, MERGE_VERSION, recording_sha256, cues, *names)


def heard_key(recording_sha256: str, cues: CueSettings) -> str:
    """What English captions depend on that Whisper itself translated."""
    return digest("heard", CUTTING_VERSION, MERGE_VERSION, recording_sha256, cues)


def translated_key(
    origin_key: str, origin_sha256: str, hop: Hop, cues: CueSettings, terms: GlossaryFinder = NO_GLOSSARY
) -> str:
    """What the captions in another language depend on.

    Args:
        origin_key: Of the track that is translated.
        origin_sha256: Of its caption file as it is now, a person's corrections included.
        hop: The model, and the two languages.
        cues: How captions are cut.
        terms: What the glossary says for this video and pair.
    """
    glossary = [terms.rules] if terms.rules else []
    versions = (CUTTING_VERSION, MERGE_VERSION, PLACING_VERSION, TRANSLATING_VERSION)
    return digest("translated", versions, origin_key, origin_sha256, memory_key(hop), cues, *glossary)


def details_key(source: Details, hop: Hop | None = None, terms: GlossaryFinder = NO_GLOSSARY) -> str:
    """What title, description and chapters in one language depend on, besides people's edits.

    Args:
        source: What they are made from, as people left it.
        hop: The model, and the two languages; None in the spoken language.
        terms: What the glossary says for this video and pair.
    """
    glossary = [terms.rules] if terms.rules else []
    return digest("details", DETAILS_VERSION, source, memory_key(hop) if hop else "", *glossary)


def memory_key(hop: Hop) -> str:
    """What a sentence's translation depends on besides the sentence.

    What else changes the text (beam size, for engines that have one) is in the edge's signature.
    """
    return digest(TRANSLATING_VERSION, hop.edge.source, hop.edge.target, hop.edge.signature)
