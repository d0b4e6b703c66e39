"""Bytes of a spreadsheet: what people and programs save is read, what is hostile is refused in time."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.web.tables import ods_bytes
from portfolio.rules.sheet_files import MOST_BYTES, MOST_ROWS, FileNotReadable, read_table

ROWS = [["code", "title"], ["", "Café"]]
CONTENT = """<?xml version="1.0"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
  <table:table>{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""
CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'


def ods(content: str, name: str = "content.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        "code,title\r\n,Café\r\n".encode(),
        "\ufeffcode;title\n;Café\n\n;\n".encode(),
        "code\ttitle\n\tCafé".encode(),
        "code;title\n;Café".encode("cp1252"),
        "code;title\n;Café".encode("utf-16"),
        ods_bytes("x", ROWS[0], ROWS[1:]),
    ],
)
def test_what_people_save_reads_the_same(data):
    assert read_table(data) == ROWS


def test_a_cell_keeps_its_lines_and_quotes():
    assert read_table(b'title\n"een ""twee""\nen drie"\n')[1] == ['een "twee"\nen drie']
    assert read_table(ods_bytes("x", ["title"], [["een\ntwee"]]))[1] == ["een\ntwee"]


def test_numbers_and_days_come_as_they_are_stored():
    cells = (
        '<table:table-cell office:value-type="float" office:value="2.5"><text:p>2,5</text:p>'
        "</table:table-cell>"
        '<table:table-cell office:value-type="date" office:date-value="2026-03-31T00:00:00"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell table:number-columns-repeated="16000"/>'
    )
    content = CONTENT.format(rows=f"<table:table-row>{cells}</table:table-row>")
    assert read_table(ods(content)) == [["2.5", "2026-03-31", "true"]]


def test_rows_that_stand_for_many_keep_the_numbers_right():
    rows = (
        f"<table:table-row>{CELL.format('title')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        f"<table:table-row>{CELL.format('a')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    )
    assert read_table(ods(CONTENT.format(rows=rows))) == [["title"], [], [], [], ["a"]]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
HOSTILE = [
    (b"", "sheet_empty"),
    (b" \n ", "sheet_empty"),
    ("\ufeff".encode(), "sheet_empty"),
    (b"\xff\xfe", "sheet_empty"),
    (b"\xff\xfe\x00", "sheet_not_readable"),
    (b"title\nx\x00y", "sheet_not_readable"),
    (b"\x81\x8d\x8f", "sheet_not_readable"),
    (b"x" * (MOST_BYTES + 1), "sheet_too_large"),
    (b'title\n"' + b"x" * 200_000 + b'"', "sheet_not_readable"),
    (b"title\n" + b"x\n" * (MOST_ROWS + 1), "sheet_too_many_rows"),
    (b"title" + b";" * 3 + b"x;" * 80, "sheet_too_many_columns"),
    (b"PK\x03\x04 and then nothing", "sheet_not_readable"),
    (ods("x", name="xl/workbook.xml"), "sheet_kind"),
    (ods("not xml"), "sheet_not_readable"),
    (ods("<a/>"), "sheet_kind"),
    (ods(CONTENT.format(rows="")), "sheet_empty"),
    (ods(BOMB + "<x>&b;</x>"), "sheet_not_readable"),
    (ods("<a>" + "x" * 9_000_000 + "</a>"), "sheet_too_large"),
]


@pytest.mark.parametrize(
    ("data", "code"), HOSTILE, ids=lambda value: value if isinstance(value, str) else None
)
def test_what_we_cannot_read_is_refused_with_a_reason(data, code):
    with pytest.raises(FileNotReadable) as refused:
        read_table(data)
    assert refused.value.code == code


def test_an_archive_that_lies_about_its_size_is_refused():
    data = bytearray(ods("<a>" + "x" * 9_000_000 + "</a>"))
    real = (9_000_007).to_bytes(4, "little")
    place = bytes(data).rfind(real)
    while place >= 0:
        data[place : place + 4] = (10).to_bytes(4, "little")
        place = bytes(data).rfind(real)
    with pytest.raises(FileNotReadable):
        read_table(bytes(data))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    for start in (b"", b"PK\x03\x04"):
        try:
            table = read_table(start + data)
        except FileNotReadable:
            continue
        assert all(isinstance(cell, str) for row in table for cell in row)


@pytest.mark.parametrize("sign", [b",", b";", b"\n", b'"', b",\n"])
def test_a_file_of_nothing_but_signs_is_refused_at_once(sign):
    with pytest.raises(FileNotReadable):
        read_table(sign * (1_000_000 // len(sign)))
