"""A hash of all content, from its bytes alone: knows no table and imports nothing heavy."""

import hashlib
from pathlib import Path

CONTENT = Path(__file__).resolve().parent / "content"
EVERYTHING = "everything"  # the key under which the hash is kept
LOADER = "1"  # counts up when the same content must load differently


def wiki_beside(content: Path) -> Path:
    """Return the folder with the pages of the wiki that go with this content."""
    return content.parent / "wiki"


def digest_of_content(content: Path, *, with_people: bool) -> str:
    """Return a hash of every file and of whether the demo's people go along."""
    written = hashlib.sha256(f"{LOADER} {with_people}".encode())
    for folder, kind in ((content, "*.yaml"), (wiki_beside(content), "*.md")):
        for path in sorted(folder.rglob(kind)):
            written.update(path.relative_to(folder).as_posix().encode())
            written.update(path.read_bytes())
    return written.hexdigest()
