"""The desk as one file that goes by mail: text, sound and outline inside, opened from the disk without a server."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path

from pipeline.desk.api import answer_to_json
from pipeline.desk.desk import Desk
from pipeline.desk.peaks import find_peaks
from pipeline.desk.sound import SOUND_TYPE, encode_sound
from pipeline.errors import InputError
from pipeline.workspace import Workspace

_IMPORT = re.compile(r'^import \{ ([^}]*) \} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?:async )?(?:function|class|const) (\w+)", re.MULTILINE)
_REPLACED = {"api.js": "offline.js"}
"""What answers in the place of the server."""


def export_page(workspace: Workspace, video: str, language: str) -> str:
    """The page of one track.

    Raises:
        PipelineError: There is no such track, or it cannot be read.
    """
    files = {
        file.name: file.read_text("utf-8")
        for file in resources.files("pipeline.desk.page").iterdir()
        if file.name.endswith((".js", ".css", ".html", ".svg"))
    }
    script = bundle_modules(files, "main.js")
    held = _script_safe(_held(Desk(workspace), video, language))
    policy = (
        f"default-src 'none'; script-src 'sha256-{_digest(script)}'; style-src 'sha256-{_digest(files['desk.css'])}'; "
        "media-src blob:; img-src data:; base-uri 'none'; form-action 'none'"
    )
    icon = "data:image/svg+xml;base64," + base64.b64encode(files["icon.svg"].encode()).decode()
    page = files["index.html"]
    for old, new in (
        (
            '<meta charset="utf-8">',
            '<meta charset="utf-8">\n  ' + f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        ),
        ('href="page/icon.svg"', f'href="{icon}"'),
        ('<link rel="stylesheet" href="page/desk.css">', f"<style>{files['desk.css']}</style>"),
        ('  <script type="module" src="page/main.js"></script>\n', ""),
        (
            "</body>",
            f'<script type="application/json" id="held">{held}</script>\n'
            f'<script type="module">{script}</script>\n</body>',
        ),
    ):
        assert old in page, old
        page = page.replace(old, new, 1)
    return page


def bundle_modules(files: Mapping[str, str], entry: str) -> str:
    r"""Our modules as one: each is a function that gives what it exports, in the order in which they need each other.

    >>> files = {"a.js": 'import { b } from "./b.js";\nb();\n', "b.js": "export function b() {}\n"}
    >>> print(bundle_modules(files, "a.js").strip())
    const $b = (() => {
    function b() {}
    return { b };
    })();
    const $a = (() => {
    const { b } = $b;
    b();
    return {  };
    })();
    """
    return "".join(_module(name, files[name]) for name in _in_order(files, entry, ()))


def _in_order(files: Mapping[str, str], name: str, above: tuple[str, ...]) -> Iterable[str]:
    """A module after all that it needs, each once."""
    if name in above:
        raise ValueError(f"modules need each other in a circle: {' → '.join((*above, name))}")
    found: dict[str, None] = {}
    for _, needed in _IMPORT.findall(files[name]):
        found.update(dict.fromkeys(_in_order(files, _REPLACED.get(needed, needed), (*above, name))))
    return (*found, name)


def _module(name: str, text: str) -> str:
    exported = ", ".join(_EXPORT.findall(text))
    body = _IMPORT.sub(lambda match: f"const {{ {_aliased(match[1])} }} = {_variable(match[2])};\n", text)
    body = re.sub(r"^export ", "", body, flags=re.MULTILINE)
    return f"const {_variable(name)} = (() => {{\n{body}return {{ {exported} }};\n}})();\n"


def _variable(name: str) -> str:
    return "$" + _REPLACED.get(name, name).removesuffix(".js").replace("-", "_")


def _aliased(names: str) -> str:
    return names.replace(" as ", ": ")


def _held(desk: Desk, video: str, language: str) -> dict[str, object]:
    track = desk.track(video, language)
    described = next(one for one in desk.overview() if one["name"] == video)
    tags = described["languages"]
    assert isinstance(tags, list)
    held: dict[str, object] = {
        "video": {**described, "languages": [one for one in tags if one["tag"] == language]},
        "language": language,
        "track": answer_to_json(track.answer()),
        "reading": desk.reading(video, language),
    }
    try:
        media = desk.media(video)
    except InputError:
        return held  # captions without their video: the page has the text alone
    sound = base64.b64encode(encode_sound(media)).decode()
    peaks = base64.b64encode(find_peaks(media)).decode()
    return {**held, "sound": sound, "soundType": SOUND_TYPE, "peaks": peaks}


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _script_safe(value: object) -> str:
    """JSON that cannot end the element that it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def write_page(workspace: Workspace, video: str, language: str, path: Path) -> None:
    """Write the page of one track to a file.

    Raises:
        PipelineError: It cannot be made or written.
    """
    from pipeline.files import write_output

    write_output(path, export_page(workspace, video, language).encode())
