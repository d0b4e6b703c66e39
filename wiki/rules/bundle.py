"""Pages with their attachments as one archive and back: the same pages give the same bytes.

``pages/<slug>.md`` and ``attachments/<slug>/<name>``. Reading is bounded in number
and size, whatever an archive says of itself.
"""

import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import IO

from wiki.rules.page_file import MOST_BYTES, PageFile, Unreadable, read_page, write_page

MOST_ENTRIES = 60_000
LARGEST = 20 * 1024 * 1024  # of one attachment
_TIME = (1980, 1, 1, 0, 0, 0)
Finder = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What cannot be read, by the name of its file; codes as of Unreadable."""

    name: str
    code: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What an archive or file holds; ``content`` returns the bytes of an attachment by ``slug/name``."""

    pages: tuple[PageFile, ...]
    troubles: tuple[Trouble, ...]
    content: Finder


def write_bundle(
    target: IO[bytes], pages: Iterable[PageFile], content_of: Callable[[str], bytes | None]
) -> int:
    """Write an archive of ``pages``, given by slug; ``content_of`` finds bytes by sha256. Return how many."""
    total = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for page in pages:
            _add(archive, f"pages/{page.slug}.md", write_page(page).encode("utf-8", "surrogatepass"))
            for file in page.files:
                content = content_of(file.sha256)
                if content is not None:
                    _add(archive, f"attachments/{page.slug}/{file.name}", content)
            total += 1
    return total


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.create_system = 3
    archive.writestr(info, content)


def read_bundle(content: bytes, most_bytes: int) -> Bundle:
    """Return what an archive, or one file of a page, holds; raises Unreadable when it is neither.

    Codes beside those of pages: bundle_malformed, bundle_large, bundle_empty, page_file_twice.
    """
    if not content.startswith(b"PK"):
        return Bundle((_one_page(content),), (), lambda _name: None)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable("bundle_malformed") from error
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > most_bytes:
        raise Unreadable("bundle_large")
    pages: dict[str, PageFile] = {}
    troubles: list[Trouble] = []
    for entry in sorted(entries, key=lambda entry: entry.filename):
        if not (entry.filename.startswith("pages/") and entry.filename.endswith(".md")):
            continue
        try:
            page = _one_page(_bytes_of(archive, entry, MOST_BYTES))
            if page.slug in pages:
                raise Unreadable("page_file_twice", slug=page.slug)
            pages[page.slug] = page
        except Unreadable as error:
            troubles.append(Trouble(entry.filename, error.code, dict(error.params)))
    if not pages and not troubles:
        raise Unreadable("bundle_empty")
    names = {entry.filename: entry for entry in entries}

    def find(name: str) -> bytes | None:
        entry = names.get(f"attachments/{name}")
        try:
            return None if entry is None else _bytes_of(archive, entry, LARGEST)
        except Unreadable:
            return None

    return Bundle(tuple(pages.values()), tuple(troubles), find)


def _one_page(content: bytes) -> PageFile:
    try:
        return read_page(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Unreadable("page_file_no_head") from error


def _bytes_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """Return the bytes of one entry, never more than ``most``, whatever its size is said to be."""
    if entry.file_size > most or entry.flag_bits & 0x1:
        raise Unreadable("page_file_large")
    try:
        with archive.open(entry) as file:
            content = file.read(most + 1)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Unreadable("bundle_malformed") from error
    except Exception as error:  # zlib.error and the like: a damaged entry
        raise Unreadable("bundle_malformed") from error
    if len(content) > most:
        raise Unreadable("page_file_large")
    return content
