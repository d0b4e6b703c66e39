"""From the bytes of a spreadsheet to a table of text: CSV as people save it, or OpenDocument.

A file is somebody else's: its size is bounded before anything is unpacked or
parsed, and its XML may hold no entities.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from portfolio.rules.findings import Refusal

MOST_BYTES = 1024 * 1024
MOST_UNPACKED = 8 * 1024 * 1024
MOST_ROWS = 500
MOST_COLUMNS = 60
Table = list[list[str]]

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, RuntimeError, ValueError)


class FileNotReadable(Refusal):
    """Too large, empty, or no spreadsheet that we can read."""


def read_table(data: bytes) -> Table:
    """Return the first sheet as rows of text, the head first; empty rows stay, so that numbers match.

    What a file is shows in its first bytes, not in its name.
    """
    if len(data) > MOST_BYTES:
        raise FileNotReadable("sheet_too_large", most=MOST_BYTES // 1024 // 1024)
    if not data.strip():
        raise FileNotReadable("sheet_empty")
    table = _of_document(data) if data.startswith(b"PK") else _of_text(data)
    while table and not any(cell.strip() for cell in table[-1]):
        table.pop()
    if not table:
        raise FileNotReadable("sheet_empty")
    if len(table) > MOST_ROWS + 1:
        raise FileNotReadable("sheet_too_many_rows", most=MOST_ROWS)
    if max(len(row) for row in table) > MOST_COLUMNS:
        raise FileNotReadable("sheet_too_many_columns", most=MOST_COLUMNS)
    return table


def _of_text(data: bytes) -> Table:
    text = _decoded(data)
    if "\x00" in text:
        raise FileNotReadable("sheet_not_readable")
    head = text.splitlines()[0]
    separator = max(";,\t", key=head.count)
    try:
        rows = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(row)
            if len(rows) > MOST_ROWS * 4:
                break
    except csv.Error:
        raise FileNotReadable("sheet_not_readable") from None
    return [_without_end(row) for row in rows]


def _decoded(data: bytes) -> str:
    """Read UTF-8, with or without its mark, UTF-16 with its mark, else what Windows writes."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.strip():
            return text
        raise FileNotReadable("sheet_empty")
    raise FileNotReadable("sheet_not_readable")


def _of_document(data: bytes) -> Table:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "content.xml" not in archive.namelist():
                raise FileNotReadable("sheet_kind")
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise FileNotReadable("sheet_too_large", most=MOST_UNPACKED // 1024 // 1024)
            with archive.open("content.xml") as file:
                content = file.read(MOST_UNPACKED + 1)  # what an archive says of its sizes may be a lie
    except FileNotReadable:
        raise
    except _ZIP_ERRORS:
        raise FileNotReadable("sheet_not_readable") from None
    if len(content) > MOST_UNPACKED:
        raise FileNotReadable("sheet_too_large", most=MOST_UNPACKED // 1024 // 1024)
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise FileNotReadable("sheet_not_readable") from None
    sheet = next(root.iter(f"{_TABLE}table"), None)
    if sheet is None:
        raise FileNotReadable("sheet_kind")
    return list(_rows(sheet))


def _rows(sheet: Element) -> Iterator[list[str]]:
    """Yield the rows; a row that stands for many is many, as far as a file may go."""
    total = 0
    for row in sheet.iter(f"{_TABLE}table-row"):
        cells = _cells(row)
        times = _times(row, "number-rows-repeated", MOST_ROWS * 4)
        for _time in range(times):
            if total > MOST_ROWS * 4:
                return
            total += 1
            yield cells


def _cells(row: Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        text = _text_of(cell)
        # The last cell of a row usually stands for the thousand empty ones after it.
        times = _times(cell, "number-columns-repeated", MOST_COLUMNS + 1)
        cells += [text] * times
        if len(cells) > MOST_COLUMNS * 20:
            break
    return _without_end(cells)


def _without_end(cells: list[str]) -> list[str]:
    last = len(cells)
    while last and not cells[last - 1].strip():
        last -= 1
    return cells[:last]


def _times(element: Element, name: str, most: int) -> int:
    written = element.get(f"{_TABLE}{name}", "1")
    return min(int(written), most) if written.isascii() and written.isdigit() and len(written) < 10 else 1


def _text_of(cell: Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind in ("float", "currency", "percentage"):
        return cell.get(f"{_OFFICE}value", "")
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", "").split("T")[0]
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value", "")
    return "\n".join(_paragraph(part) for part in cell if part.tag == f"{_TEXT}p")


def _paragraph(element: Any) -> str:
    """Return the text of a paragraph, with the spaces and line ends that OpenDocument writes as elements."""
    known = {f"{_TEXT}s": " ", f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
    words = []
    for event_of in element.iter():
        if event_of is not element and event_of.tag in known:
            words.append(known[event_of.tag])
        words.append(event_of.text or "")
        if event_of is not element:
            words.append(event_of.tail or "")
    return "".join(words)
