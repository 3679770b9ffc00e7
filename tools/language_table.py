"""Writes `pipeline/languages/language_data.py`; run it where `langcodes` and `language_data` are installed.

    python tools/language_table.py > pipeline/languages/language_data.py

The library is needed only here: the table is committed, so the pipeline needs no package to know
which languages exist and what they are called.
"""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

import langcodes
import language_data
from langcodes import data_dicts
from language_data.language_lists import CLDR_LANGUAGES
from language_data.name_data import LANGUAGES_WITH_NAME_DATA

HEAD = '''"""Which languages exist, and what they are called. Made by `tools/language_table.py`; do not edit.

Sources: the IANA language subtag registry (public), ISO 639-2 codes and the names of the Unicode
Common Locale Data Repository (Unicode License v3), as packaged in `langcodes` {langcodes} and
`language_data` {language_data} (MIT).
"""

from __future__ import annotations

# fmt: off
'''


def main() -> None:
    """Print the module."""
    versions = {name: importlib.metadata.version(name) for name in ("langcodes", "language_data")}
    records = list(_registry())
    print(HEAD.format(**versions), end="")
    _print_words("LANGUAGES", sorted(_subtags(records, "language")), "Every subtag of a living or written language.")
    _print_words("SCRIPTS", sorted(_subtags(records, "script")), "Four-letter script subtags.")
    _print_words("REGIONS", sorted(_subtags(records, "region")), "Region subtags.")
    _print_map("REPLACED", _replaced(records), "Old or longer codes and the one to use: `iw` is `he`, `por` is `pt`.")
    _print_map("THREE_LETTERS", _three_letters(), "ISO 639-2/T code of each two-letter code.")
    _print_map("SCRIPT_OF", _default_scripts(), "The script that a language is written in unless its tag says so.")
    _print_map("SCRIPT_IN_REGION", _regional_scripts(), "Where the region decides on the script.")
    _print_names()


def _registry() -> list[dict[str, str]]:
    text = (Path(language_data.__file__).parent / "data" / "language-subtag-registry.txt").read_text("utf-8")
    return [dict(re.findall(r"^([A-Za-z-]+): (.*)$", record, re.MULTILINE)) for record in text.split("%%")[1:]]


def _subtags(records: list[dict[str, str]], kind: str) -> set[str]:
    special = {"mul", "und", "mis", "zxx", "art", "ZZ", "AA"}
    return {
        record["Subtag"]
        for record in records
        if record["Type"] == kind
        and ".." not in record["Subtag"]
        and record.get("Scope") not in {"collection", "special", "private-use"}
        and "Deprecated" not in record
        and record["Subtag"] not in special
    }


def _replaced(records: list[dict[str, str]]) -> dict[str, str]:
    replaced = {
        record["Subtag"]: record["Preferred-Value"]
        for record in records
        if record["Type"] == "language" and "Preferred-Value" in record
    }
    for two, three in data_dicts.LANGUAGE_ALPHA3.items():
        replaced[three] = two
    for two, three in data_dicts.LANGUAGE_ALPHA3_BIBLIOGRAPHIC.items():
        replaced[three] = two
    known = _subtags(records, "language")
    return {old: new for old, new in sorted(replaced.items()) if new in known and old not in known - {new}}


def _three_letters() -> dict[str, str]:
    return dict(sorted((two, three) for two, three in data_dicts.LANGUAGE_ALPHA3.items() if len(two) == 2))


def _default_scripts() -> dict[str, str]:
    scripts = {}
    for language in sorted({*CLDR_LANGUAGES, *LANGUAGES_WITH_NAME_DATA, *data_dicts.LANGUAGE_ALPHA3}):
        script = langcodes.Language.get(language).maximize().script
        if script and re.fullmatch(r"[a-z]{2,3}", language) and script != "Latn":
            scripts[language] = script
    return scripts


def _regional_scripts() -> dict[str, str]:
    regions = {}
    for tag in sorted(tag for tag in data_dicts.LIKELY_SUBTAGS if not tag.startswith("und-")):
        if re.fullmatch(r"[a-z]{2,3}-[A-Z]{2}", tag):
            script = langcodes.Language.get(tag).maximize().script
            if script != langcodes.Language.get(tag.split("-")[0]).maximize().script and script:
                regions[tag] = script
    return regions


def _print_words(name: str, words: list[str], comment: str) -> None:
    print(f'\n{name} = frozenset(\n    """')
    line = "    "
    for word in words:
        if len(line) + len(word) > 110:
            print(line.rstrip())
            line = "    "
        line += word + " "
    print(f'{line.rstrip()}\n    """.split()\n)\n"""{comment}"""')


def _print_map(name: str, mapping: dict[str, str], comment: str) -> None:
    print(f'\n{name} = dict(\n    item.split(":")\n    for item in """')
    line = "    "
    for key, value in mapping.items():
        item = f"{key}:{value}"
        if len(line) + len(item) > 110:
            print(line.rstrip())
            line = "    "
        line += item + " "
    print(f'{line.rstrip()}\n    """.split()\n)\n"""{comment}"""')


def _print_names() -> None:
    print("\nNAMES = {")
    tags = {tag for tag in {*LANGUAGES_WITH_NAME_DATA, *CLDR_LANGUAGES} if re.fullmatch(r"[a-z]{2,3}", tag)}
    extra = {"pt-BR", "pt-PT", "zh-Hans", "zh-Hant", "sr-Latn", "es-419", "en-GB", "fr-CA"}
    for tag in sorted({*tags, *data_dicts.LANGUAGE_ALPHA3, *extra}):
        language = langcodes.Language.get(tag)
        english = _plain(language.display_name())
        autonym = _plain(language.autonym())
        if "nknown language" in english or english == tag:
            continue
        own = autonym if autonym != english and "nknown" not in autonym else ""
        print(f'    "{tag}": "{english}|{own[:1].upper() + own[1:]}",')
    print('}\n"""English name and own name (empty where it is the same), of each language that has one."""')


def _plain(name: str) -> str:
    return name.replace('"', "").replace("|", "")


if __name__ == "__main__":
    main()
