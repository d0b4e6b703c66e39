"""Tables out: CSV that a spreadsheet opens without running it, ODS, and JSON.

A cell that begins like a formula gets an apostrophe, as spreadsheets read it as
text then. Source: the usual advice against formula injection.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Response

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CELL = str | int | float | Decimal | date | datetime | bool | None


def safe_cell(value: CELL) -> str:
    """Return the text of one cell, made harmless for a spreadsheet."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, Decimal)):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def csv_text(head: Sequence[str], rows: Iterable[Sequence[CELL]]) -> str:
    """Return CSV with a header line, comma separated, as RFC 4180 writes it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence[CELL]]) -> Response:
    """Answer with a CSV file, with the byte order mark that Excel needs to read UTF-8."""
    return _download("\ufeff" + csv_text(head, rows), "text/csv; charset=utf-8", f"{name}.csv")


def json_response(data: Any) -> Response:
    """Answer with JSON; dates as ISO, decimals as numbers."""
    return Response(json.dumps(data, default=_json_value, ensure_ascii=False), mimetype="application/json")


def _json_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form here")


def ods_response(name: str, head: Sequence[str], rows: Iterable[Sequence[CELL]]) -> Response:
    """Answer with an OpenDocument spreadsheet of one sheet."""
    return _download(
        ods_bytes(name, head, rows), "application/vnd.oasis.opendocument.spreadsheet", f"{name}.ods"
    )


def ods_bytes(name: str, head: Sequence[str], rows: Iterable[Sequence[CELL]]) -> bytes:
    """Return an OpenDocument spreadsheet; numbers stay numbers, dates dates."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name=name)
    for row in [head, *rows]:
        line = TableRow()
        for value in row:
            cell = TableCell(**_ods_type(value))
            for paragraph in _ods_text(value).split("\n"):
                cell.addElement(P(text=paragraph))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def _ods_text(value: CELL) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _ods_type(value: CELL) -> dict[str, str]:
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return {"valuetype": "float", "value": str(value)}
    if isinstance(value, date):
        return {"valuetype": "date", "datevalue": value.isoformat()}
    return {"valuetype": "string"}


def _download(body: str | bytes, content_type: str, name: str) -> Response:
    response = Response(body, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
