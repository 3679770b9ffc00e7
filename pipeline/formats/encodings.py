"""From a file's bytes to its text: Unicode with and without marks, and the code pages of before.

Bytes that a code page does not define prove that the file is not in it. Then the other code pages of the
language are tried; where none fits, the file is refused: nothing is deleted, and nothing is guessed in silence.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import PurePath

from pipeline.errors import SubtitleError
from pipeline.formats.repairs import Repair

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What Windows editors of each language wrote before Unicode.
_LEGACY = {
    **dict.fromkeys(("be", "bg", "kk", "mk", "mn", "ru", "sr", "uk"), "cp1251"),
    **dict.fromkeys(("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl", "sq"), "cp1250"),
    **dict.fromkeys(("ar", "fa", "ur"), "cp1256"),
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
    **{"el": "cp1253", "tr": "cp1254", "az": "cp1254", "he": "cp1255", "vi": "cp1258", "th": "cp874"},
    **{"ja": "cp932", "ko": "cp949", "zh": "gb18030", "zh-hant": "cp950", "zh-tw": "cp950", "zh-hk": "cp950"},
}
WESTERN = "cp1252"
# What else was written in the same languages: Unix, DOS and old Macintoshes.
_ALTERNATIVES = {
    "cp1251": ("koi8_u", "cp866", "iso8859_5", "mac_cyrillic"),
    "cp1250": ("iso8859_2", "cp852", "mac_latin2"),
    "cp1252": ("mac_roman", "cp850"),
    "cp1253": ("iso8859_7", "cp737", "mac_greek"),
    "cp1254": ("iso8859_9", "cp857", "mac_turkish"),
    "cp1255": ("iso8859_8", "cp862"),
    "cp1256": ("iso8859_6", "cp864"),
    "cp1257": ("iso8859_13", "cp775"),
    "cp932": ("euc_jp",),
    "cp950": ("big5hkscs", "gb18030"),
    "gb18030": ("cp950",),
}
_FOREIGN = re.compile("[\udc80-\udcff]")
_WESTERN_SHARE = 0.4
"""No Western language writes so many of its letters with accents: this is another script."""
_ODD_SHARE = 0.1
"""Of all characters beyond ASCII, so many out of place show a wrong code page."""
_INSIDE_WORDS = "’·‧"
_HINT = "say its language (--language, or in its name: talk.ru.srt) or save it as UTF-8"


def decode_text(data: bytes, path: str, language: str = "") -> tuple[str, str, list[Repair]]:
    """The text of a file, the name of its encoding, and what was odd about it.

    Args:
        data: The whole file.
        path: Its name; a language in it (`talk.ru.srt`) tells which code page to expect.
        language: BCP-47 tag that outranks the name's; empty if not known.

    Raises:
        SubtitleError: No encoding fits.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            repair = Repair(line=1, message=f"byte order mark of {encoding.upper()} removed")
            text, broken = _decode_marked(data[len(mark) :], encoding, path, language)
            return text, encoding, [repair, *broken]
    if wide := _wide_encoding(data):
        text, broken = _decode_wide(data, wide)
        return text, wide, [Repair(line=1, message=f"read as {wide.upper()} without a byte order mark"), *broken]
    return _decode_narrow(data, path, language)


def legacy_encoding(path: str, language: str = "") -> str:
    """The encoding to expect in a file that is not Unicode, from its language or the one in its name.

    >>> legacy_encoding("talk.ru.srt"), legacy_encoding("talk.srt"), legacy_encoding("talk.srt", "el")
    ('cp1251', 'cp1252', 'cp1253')
    """
    tag = (language or _language_in(path)).lower()
    return _LEGACY.get(tag) or _LEGACY.get(tag.split("-")[0], WESTERN)


def _language_in(path: str) -> str:
    return PurePath(PurePath(path).stem).suffix.removeprefix(".")


def _decode_narrow(data: bytes, path: str, language: str) -> tuple[str, str, list[Repair]]:
    """UTF-8 if it is, UTF-8 with a few foreign bytes if it mostly is, else an old code page."""
    text = data.decode("utf-8", "surrogateescape")
    foreign = len(_FOREIGN.findall(text))
    if not foreign:
        return text, "utf-8", []
    whole = len(re.findall("[^\x00-\x7f\udc80-\udcff]", text))
    if whole > foreign or (whole and _is_cut(data)):
        mended, repairs = _mend_utf8(text, data, path, language)
        return mended, "utf-8", repairs
    encoding, text = _decode_legacy(data, path, language)
    return text, encoding, [Repair(line=1, message=f"not UTF-8; read as {encoding}")]


def _decode_legacy(data: bytes, path: str, language: str) -> tuple[str, str]:
    """The code page that the language's editors wrote, or another of that language that fits better.

    Raises:
        SubtitleError: None fits.
    """
    expected = legacy_encoding(path, language)
    is_known = bool(language or _has_language(path))
    read = {name: text for name in (expected, *_ALTERNATIVES.get(expected, ())) if (text := _strictly(data, name))}
    if is_known and read:
        best = min(read, key=lambda name: _oddness(read[name]))  # of equals the expected one, which is first
    elif expected in read and _oddness(read[expected]) <= _ODD_SHARE:
        best = expected
    else:
        reason = f"is not UTF-8, and not {expected} either: it holds bytes or words that {expected} has not"
        raise SubtitleError(path=path, reason=f"{reason}; {_HINT}")
    if expected == WESTERN and _accented_share(read[best]) > _WESTERN_SHARE:
        raise SubtitleError(path=path, reason=f"is not UTF-8, and as {best} it makes no Western text; {_HINT}")
    return best, read[best]


def _has_language(path: str) -> bool:
    """Whether a name says a language: two or three letters, perhaps with a region."""
    return re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", _language_in(path)) is not None


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _oddness(text: str) -> float:
    """The share of characters beyond ASCII that stand where no language writes them.

    Such are control characters, symbols inside words, and capitals after small letters.
    """
    beyond = sum(char > "\x7f" for char in text)
    if not beyond:
        return 0.0
    odd = sum("\x7f" <= char <= "\x9f" for char in text)
    for left, right, following in zip(text, text[1:], text[2:] + " ", strict=False):
        if left > "\x7f" or right > "\x7f":
            is_capital_inside = left.islower() and right.isupper()
            odd += is_capital_inside or (left.isalpha() and _is_no_letter(right, following))
    return odd / beyond


def _is_no_letter(char: str, following: str) -> bool:
    """Whether a character behind a letter is none that stands there; an apostrophe may stand inside a word."""
    if char <= "\x7f" or char in _INSIDE_WORDS:
        return False
    kind = unicodedata.category(char)
    return kind in {"So", "Sc", "No", "Sm"} or (kind in {"Pi", "Pf", "Po", "Ps"} and following.isalpha())


def _accented_share(text: str) -> float:
    letters = [char for char in text if char.isalpha()]
    return sum(char > "\x7f" for char in letters) / len(letters) if letters else 0.0


def _decode_marked(data: bytes, encoding: str, path: str, language: str) -> tuple[str, list[Repair]]:
    if encoding != "utf-8":
        return _decode_wide(data, encoding)
    text = data.decode("utf-8", "surrogateescape")
    return _mend_utf8(text, data, path, language) if _FOREIGN.search(text) else (text, [])


def _decode_wide(data: bytes, encoding: str) -> tuple[str, list[Repair]]:
    """Decode wide characters; half ones at the end or in the middle become U+FFFD and are reported."""
    text = data.decode(encoding, "replace")
    whole = data.decode(encoding, "ignore")
    lost = len(text) - len(whole)
    return text, [Repair(line=1, message=f"{lost} damaged characters shown as \ufffd")] if lost else []


def _mend_utf8(text: str, data: bytes, path: str, language: str) -> tuple[str, list[Repair]]:
    """Single bytes among UTF-8 are of the language's code page, or damage that is shown as such."""
    encoding = legacy_encoding(path, language)
    if encoding not in _ALTERNATIVES or encoding in ("cp932", "cp950", "gb18030"):
        encoding = WESTERN
    repairs = []
    if _is_cut(data):
        text = _FOREIGN.sub("", text[-3:]) if len(text) < 3 else text[:-3] + _FOREIGN.sub("", text[-3:])
        repairs.append(Repair(line=text.count("\n") + 1, message="the file ends inside a character: it is cut off"))
    page = {0xDC00 + byte: _strictly(bytes([byte]), encoding) or "\ufffd" for byte in range(0x80, 0x100)}
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if bytes_here := _FOREIGN.findall(line):
            is_defined = all(page[ord(byte)] != "\ufffd" for byte in bytes_here)
            message = f"bytes that are not UTF-8 read as {encoding}"
            repairs.append(Repair(line=number, message=message if is_defined else "damaged characters shown as \ufffd"))
    return text.translate(page), repairs


def _is_cut(data: bytes) -> bool:
    """Whether the bytes end inside a UTF-8 character."""
    tail = data[-3:]
    start = max((at for at, byte in enumerate(tail) if byte >= 0xC0), default=None)
    if start is None:
        return False
    try:
        tail[start:].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return False


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without its mark shows as many NULs on one side: caption files are full of ASCII."""
    sample = data[:4096]
    if len(sample) < 8 or sample.count(0) * 4 < len(sample):
        return ""
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else ""
