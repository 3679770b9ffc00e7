"""The review sheet, for people without a translator's tool: CSV or XLSX. Formulas stay text, in both directions."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence

from pipeline.errors import InputError
from pipeline.formats.encodings import decode_text
from pipeline.formats.exchange import ExportFile, ReturnedFile, ReturnedUnit, UnitState

COLUMNS = ("key", "time", "source", "machine", "translation", "note", "ok", "why", "file")
"""`time` is the name of a field, which has no time; `note` and `ok` are the reader's; `why` says why to read it, and
its terms."""
_WIDTHS = (16, 9, 50, 50, 50, 30, 6, 30, 24)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_YES = frozenset({"x", "ok", "yes", "y", "1", "true", "✓", "✔", "sim", "sí", "si", "oui", "ja"})
_LARGEST = 50 << 20


def units_to_csv(file: ExportFile) -> str:
    """A file as CSV with a byte order mark, which Excel needs to read UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_guarded(cell) for cell in row] for row in _rows(file))
    return "\ufeff" + out.getvalue()


def units_to_xlsx(file: ExportFile) -> bytes:
    """A file as a workbook; cells are texts, whatever they begin with."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "captions"
    for number, row in enumerate([COLUMNS, *_rows(file)], start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(row=number, column=column)
            cell.value = _legal(text)
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.quotePrefix = text.startswith(_FORMULA)
            if number == 1:
                cell.font = Font(bold=True)
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions["ABCDEFGHI"[column - 1]].width = width
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def units_from_csv(data: bytes, *, path: str) -> ReturnedFile:
    """Read such a sheet, whatever the program that saved it made the separator.

    Raises:
        InputError: It has no columns `key` and `translation`.
    """
    text, _, _ = decode_text(data, path)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise InputError(path=path, reason=f"is no table: {error}") from error
    return _from_rows(([_unguarded(cell) for cell in row] for row in rows), path)


def units_from_xlsx(data: bytes, *, path: str) -> ReturnedFile:
    """Read the first sheet of a workbook; a formula that somebody typed counts as the text that it is.

    Raises:
        InputError: It is no workbook, or has no columns `key` and `translation`.
    """
    from openpyxl import load_workbook

    _check_archive(data, path)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        rows = [
            ["" if value is None else str(value) for value in row]
            for row in book.worksheets[0].iter_rows(values_only=True)
        ]
    except Exception as error:  # a damaged workbook fails in many ways
        raise InputError(path=path, reason=f"is no workbook that can be read ({type(error).__name__})") from error
    return _from_rows(iter(rows), path)


def _rows(file: ExportFile) -> Iterator[tuple[str, ...]]:
    name = f"{file.video} {file.language} {file.base[:12]}"
    for unit in file.units:
        ok = "x" if unit.state is UnitState.APPROVED else ""
        why = "; ".join(unit.comments)
        yield (unit.key, unit.place, unit.source, unit.machine, unit.text, "", ok, why, name)


def _from_rows(rows: Iterator[Sequence[str]], path: str) -> ReturnedFile:
    header = [cell.strip().casefold().lstrip("\ufeff") for cell in next(rows, ())]
    if not {"key", "translation"} <= set(header):
        raise InputError(
            path=path, reason="has no columns “key” and “translation”: is it our sheet, with its first row?"
        )
    found: list[ReturnedUnit] = []
    told: list[str] = []
    name = ""
    for number, row in enumerate(rows, start=2):
        cells = dict(zip(header, row, strict=False))
        if not any(cell.strip() for cell in row):
            continue
        if not cells.get("key", "").strip():
            told.append(
                f"row {number}: has no key, so its sentence is not known: “{cells.get('translation', '')[:60]}”"
            )
            continue
        name = name or cells.get("file", "")
        found.append(
            ReturnedUnit(
                key=cells["key"].strip(),
                source=cells.get("source", ""),
                text=cells.get("translation", ""),
                is_approved=cells.get("ok", "").strip().casefold() in _YES,
                note=cells.get("note", "").strip(),
                place=f"row {number}",
            )
        )
    video, language, base = (*name.rsplit(" ", 2), "", "", "")[:3] if name.count(" ") >= 2 else ("", "", "")
    return ReturnedFile(video=video, language=language, base=base, units=tuple(found), told=tuple(told))


def _guarded(cell: str) -> str:
    """A cell that a spreadsheet takes for text: an apostrophe before what it would calculate."""
    return f"'{cell}" if cell.startswith((*_FORMULA, "'")) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA, "'")) else cell


def _legal(text: str) -> str:
    return "".join(char for char in text if char in "\n\t" or ord(char) >= 32)


def _check_archive(data: bytes, path: str) -> None:
    """No archive that unpacks to much more than a sheet can be."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(item.file_size for item in archive.infolist())
    except zipfile.BadZipFile as error:
        raise InputError(path=path, reason="is no workbook (.xlsx)") from error
    if size > _LARGEST:
        raise InputError(path=path, reason=f"unpacks to more than {_LARGEST >> 20} MB: no review sheet is so large")
