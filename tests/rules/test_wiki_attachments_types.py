"""Files are known by their bytes; names only decide what cannot be seen in the bytes."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rendering.policy import IMAGE
from wiki.rules import file_types
from wiki.rules.file_types import TYPES, tidy_name, type_of

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L"
PDF = b"%PDF-1.7\n%\xe2\xe3"
OOXML = '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{}.main+xml"/></Types>'


def packed(*parts: tuple[str, bytes | str], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", how) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return target.getvalue()


def odf(kind: str, *more: tuple[str, bytes | str]) -> bytes:
    return packed(("mimetype", f"application/vnd.oasis.opendocument.{kind}"), ("content.xml", "<x/>"), *more)


def ooxml(kind: str, *more: tuple[str, bytes | str]) -> bytes:
    return packed(("[Content_Types].xml", OOXML.format(kind)), ("word/document.xml", "<x/>"), *more)


KNOWN = [
    (PNG, "x", "png"),
    (JPEG, "x", "jpg"),
    (GIF, "x", "gif"),
    (GIF.replace(b"89", b"87"), "x", "gif"),
    (WEBP, "x", "webp"),
    (PDF, "x", "pdf"),
    (odf("text"), "x", "odt"),
    (odf("spreadsheet"), "x", "ods"),
    (odf("presentation"), "x", "odp"),
    (ooxml("wordprocessingml.document"), "x", "docx"),
    (ooxml("spreadsheetml.sheet"), "x", "xlsx"),
    (b"naam;aantal\nBRP;1\n", "x.csv", "csv"),
    ("﻿kop;één\n".encode(), "x.CSV", "csv"),
    ("Gewone tekst, met één accent.\r\n".encode(), "x.txt", "txt"),
]
REFUSED = {
    "an SVG": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="hit(1)"/>', "x.svg"),
    "an SVG that is named PNG": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="hit(1)"/>', "x.png"),
    "an SVG after an XML line": (b'<?xml version="1.0"?><svg/>', "x.svg"),
    "HTML": (b"<!doctype html><script>hit(1)</script>", "x.html"),
    "HTML that is named PDF": (b"<!doctype html><script>hit(1)</script>", "x.pdf"),
    "HTML before a PDF": (b"<script>hit(1)</script>%PDF-1.7", "x.pdf"),
    "a script": (b"#!/bin/sh\n", "x.sh"),
    "a program": (b"MZ\x90\x00", "x.png"),
    "a program of Linux": (b"\x7fELF", "x.txt"),
    "only the first signs of a PNG": (PNG[:8], "x.png"),
    "a PNG with something before it": (b" " + PNG, "x.png"),
    "another RIFF": (b"RIFF\x1a\x00\x00\x00WAVE", "x.webp"),
    "a TIFF": (b"II*\x00", "x.jpg"),
    "text without an ending": (b"tekst", "x"),
    "text that is named DOCX": (b"tekst", "x.docx"),
    "text with a zero": (b"tekst\x00", "x.txt"),
    "text in another encoding": ("één".encode("latin-1"), "x.txt"),
    "text in two bytes": ("tekst".encode("utf-16"), "x.csv"),
    "an archive": (packed(("a.txt", "x")), "x.zip"),
    "an archive that is named ODT": (packed(("a.txt", "x")), "x.odt"),
    "an archive that says later what it is": (
        packed(("a.txt", "x"), ("mimetype", "application/vnd.oasis.opendocument.text")),
        "x.odt",
    ),
    "a drawing of an office": (odf("graphics"), "x.odt"),
    "a document with a macro": (ooxml("wordprocessingml.document", ("word/vbaProject.bin", b"x")), "x.docx"),
    "a document of two kinds": (
        packed(
            (
                "[Content_Types].xml",
                OOXML.format("wordprocessingml.document") + OOXML.format("spreadsheetml.sheet"),
            )
        ),
        "x.docx",
    ),
    "a document with macros by its kind": (
        packed(("[Content_Types].xml", '"application/vnd.ms-word.document.macroEnabled.main+xml"')),
        "x.docx",
    ),
    "a document that climbs out": (odf("text", ("../../etc/passwd", b"x")), "x.odt"),
    "a document with a path from the root": (odf("text", ("/etc/passwd", b"x")), "x.odt"),
    "a document with a path of Windows": (odf("text", ("C:\\x", b"x")), "x.odt"),
    "a broken archive": (odf("text")[:60], "x.odt"),
    "an archive of nothing": (b"PK\x03\x04", "x.odt"),
    "nothing": (b"", "x.png"),
}


@pytest.mark.parametrize(("content", "name", "ending"), KNOWN)
def test_a_kind_is_found_in_the_content(content, name, ending):
    assert type_of(content, name).endings[0] == ending


@pytest.mark.parametrize(("content", "name", "ending"), KNOWN)
def test_a_wrong_name_changes_nothing_of_what_a_file_is(content, name, ending):
    found = type_of(content, "bedrog.html")

    assert found is None if ending in ("csv", "txt") else found.endings[0] == ending
    assert tidy_name("bedrog.html", type_of(content, name)) == f"bedrog.html.{ending}"


@pytest.mark.parametrize(("content", "name"), REFUSED.values(), ids=REFUSED)
def test_what_is_of_no_known_kind_is_refused(content, name):
    assert type_of(content, name) is None


def test_every_kind_is_tried():
    assert {ending for _content, _name, ending in KNOWN} == {type_.endings[0] for type_ in TYPES}


def test_a_document_that_unpacks_to_too_much_is_refused(monkeypatch):
    bomb = odf("text", ("content2.xml", b"0" * 200_000))
    assert type_of(bomb, "x.odt") is not None

    monkeypatch.setattr(file_types, "LARGEST_UNPACKED", 100_000)
    assert type_of(bomb, "x.odt") is None


def test_a_document_of_too_many_parts_is_refused(monkeypatch):
    monkeypatch.setattr(file_types, "MOST_PARTS", 3)

    assert type_of(odf("text", ("a", b""), ("b", b"")), "x.odt") is None


@pytest.mark.parametrize(
    ("given_name", "tidy"),
    [
        ("kaart.png", "kaart.png"),
        ("Kaart van de gemeente (2).PNG", "Kaart-van-de-gemeente-2.png"),
        ("één ✓.png", "één.png"),
        ("../../etc/passwd", "passwd.png"),
        ("..\\..\\windows\\system.ini", "system.ini.png"),
        ("/etc/passwd.png", "passwd.png"),
        ("C:\\foto.png", "foto.png"),
        (".htaccess", "htaccess.png"),
        ("...", "bestand.png"),
        ("", "bestand.png"),
        (".png", "png.png"),
        ("foto.jpg", "foto.jpg.png"),
        ('"><img src=x onerror=hit(1)>.png', "img-src-x-onerror-hit-1.png"),
        ("a\r\nSet-Cookie: x.png", "a-Set-Cookie-x.png"),
        ("a\x00.png", "a.png"),
        ("gnp.\u202eexe.png", "gnp.-exe.png"),
        ("a..b.png", "a-b.png"),
        ("x" * 300 + ".png", "x" * 100 + ".png"),
    ],
)
def test_a_name_is_made_safe(given_name, tidy):
    assert tidy_name(given_name, file_types.PNG) == tidy


@given(st.text(max_size=300))
def test_no_name_leads_elsewhere_and_each_can_be_shown(name):
    tidy = tidy_name(name, file_types.PNG)

    assert tidy.endswith(".png")
    assert not tidy.startswith((".", "-"))
    assert len(tidy) <= 120
    assert IMAGE.fullmatch(f"/wiki/a/attachments/1/{tidy}")
