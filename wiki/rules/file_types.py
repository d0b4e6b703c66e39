"""What kind of file some bytes are, by the bytes; a name proves nothing.

Images that browsers show safely, and documents that offices exchange. No SVG and no
HTML: they carry script. Archives are opened no further than needed to know them.
"""

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO

LARGEST = 10 * 1024 * 1024  # bytes
LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes, of what is packed in a document
MOST_PARTS = 5000  # files in one document
LONGEST_NAME = 100
_ODF = "application/vnd.oasis.opendocument."
_OOXML = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file: its media type and the endings that its name may have, the usual one first."""

    media_type: str
    endings: tuple[str, ...]

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")


PNG = FileType("image/png", ("png",))
JPEG = FileType("image/jpeg", ("jpg", "jpeg"))
GIF = FileType("image/gif", ("gif",))
WEBP = FileType("image/webp", ("webp",))
PDF = FileType("application/pdf", ("pdf",))
ODT = FileType(f"{_ODF}text", ("odt",))
ODS = FileType(f"{_ODF}spreadsheet", ("ods",))
ODP = FileType(f"{_ODF}presentation", ("odp",))
DOCX = FileType(f"{_OOXML}wordprocessingml.document", ("docx",))
XLSX = FileType(f"{_OOXML}spreadsheetml.sheet", ("xlsx",))
CSV = FileType("text/csv", ("csv",))
TXT = FileType("text/plain", ("txt",))
TYPES = (PNG, JPEG, GIF, WEBP, PDF, ODT, ODS, ODP, DOCX, XLSX, CSV, TXT)

_BY_ODF = {type_.media_type.encode(): type_ for type_ in (ODT, ODS, ODP)}
_BY_OOXML = {f"{type_.media_type}.main+xml".encode(): type_ for type_ in (DOCX, XLSX)}
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def type_of(content: bytes, name: str) -> FileType | None:
    """Return what ``content`` is, or None when it is nothing that may be attached.

    Text cannot be told by its bytes: it must also be named as .txt or .csv.
    """
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _type_of_archive(content)
    return _type_of_text(content, name)


def _type_of_text(content: bytes, name: str) -> FileType | None:
    ending = name.rpartition(".")[2].lower()
    if ending not in ("txt", "csv") or _CONTROL.search(content):
        return None
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return CSV if ending == "csv" else TXT


def _type_of_archive(content: bytes) -> FileType | None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or not all(map(_is_harmless, parts)):
                return None
            if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                return None
            if parts and parts[0].filename == "mimetype":
                return _BY_ODF.get(_read(archive, parts[0], 100).strip())
            kinds = [part for part in parts if part.filename == "[Content_Types].xml"]
            return _type_by_contents(_read(archive, kinds[0], 1_000_000)) if len(kinds) == 1 else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return None


def _type_by_contents(listed: bytes) -> FileType | None:
    found = [type_ for mark, type_ in _BY_OOXML.items() if b'"' + mark + b'"' in listed]
    return found[0] if len(found) == 1 else None


def _is_harmless(part: zipfile.ZipInfo) -> bool:
    """Whether a part is readable, stays in its folder, and is no program."""
    names = part.filename.replace("\\", "/").split("/")
    is_inside = not part.filename.startswith(("/", "\\")) and ".." not in names and ":" not in names[0]
    return is_inside and not part.flag_bits & 0x1 and "vbaproject" not in names[-1].lower()


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    """Return at most ``most`` bytes of a part, whatever its header says of its size."""
    with archive.open(part) as stream:
        return stream.read(most)


def tidy_name(name: str, type_: FileType) -> str:
    """Return a name that is safe in a folder, an address, a header and in Markdown.

    Letters of any script, digits, dashes and points; the ending is that of the content.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem, _point, ending = last.rpartition(".")
    if ending.lower() not in type_.endings or not stem:
        stem, ending = last, type_.endings[0]
    stem = re.sub(r"[^\w.-]+", "-", stem)
    stem = re.sub(r"-{2,}|\.{2,}", "-", stem).strip("-._")[:LONGEST_NAME].rstrip("-._")
    return f"{stem or 'bestand'}.{ending.lower()}"
