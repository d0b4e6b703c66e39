"""The index on disk: its fields, where it lives, and how it is switched."""

import json
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.analysis import Token, Tokenizer
from whoosh.fields import ID, KEYWORD, STORED, TEXT, Schema

from search.analysis import is_stop, stem, words
from search.registry import SearchDocument

VERSION = 5
CURRENT = "current"
BODY_KEPT = 20_000
NEVER = "9999-12-31"


class StemTokenizer(Tokenizer):
    """Gives Whoosh our terms: the exact form, and the stem at the same position."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StemTokenizer) and other.language == self.language

    def __hash__(self) -> int:
        return hash(self.language)

    def __call__(self, value: str, positions: bool = False, **_options: Any) -> Iterator[Any]:
        token = Token(positions=positions, boosts=False)
        token.stopped = False
        for place, word in enumerate(words(value)):
            token.boost = 1.0
            token.pos = place
            token.text = word
            yield token
            if not is_stop(word, self.language):
                token.text = stem(word, self.language)
                yield token


def make_schema() -> Schema:
    """Return the fields of the index."""
    dutch, english = StemTokenizer("nl"), StemTokenizer("en")
    return Schema(
        key=ID(unique=True, stored=True, sortable=True),
        type=ID(stored=True),
        kind=ID(stored=True),
        categories=KEYWORD(commas=True),
        domains=KEYWORD(commas=True),
        access=KEYWORD(commas=True),
        stale_from=ID(sortable=True),
        title=TEXT(analyzer=dutch, phrase=True),
        alias=TEXT(analyzer=dutch, phrase=False),
        abstract=TEXT(analyzer=dutch, phrase=True),
        body=TEXT(analyzer=dutch, phrase=True),
        english=TEXT(analyzer=english, phrase=True),
        names=KEYWORD(commas=True),
        all=KEYWORD(),
        words=KEYWORD(),
        kept=STORED(),
    )


def fields_of(document: SearchDocument) -> dict[str, Any]:
    """Return what the index takes of a document."""
    english = f"{document.title_en}\n{document.abstract_en}"
    aliases = " \n".join(document.aliases)
    dutch = f"{document.title}\n{aliases}\n{document.abstract}\n{document.body}"
    everything = {*_all_terms(dutch, "nl"), *_all_terms(english, "en")}
    spelled = {word for word in words(f"{document.title} {aliases} {document.abstract}") if not is_stop(word)}
    names = {" ".join(words(name)) for name in (document.title, document.title_en, *document.aliases)}
    # An empty value would be a term of its own, and so a line among the filters.
    sorts: dict[str, Any] = {"kind": document.kind} if document.kind else {}
    return {
        **sorts,
        # Every document has one, because the engine wants the column in each part of the index.
        "stale_from": document.stale_from.isoformat() if document.stale_from else NEVER,
        "key": document.key,
        "type": document.type,
        "categories": ",".join(document.categories),
        "domains": ",".join(document.domains),
        "access": ",".join(sorted(document.access)),
        "title": document.title,
        "alias": aliases,
        "abstract": document.abstract,
        "body": document.body,
        "english": english,
        "names": ",".join(sorted(names)),
        "all": " ".join(sorted(everything)),
        "words": " ".join(sorted(spelled)),
        "kept": {
            "reference": document.reference,
            "aliases": list(document.aliases),
            "abstract": document.abstract,
            "body": document.body[:BODY_KEPT],
        },
    }


def _all_terms(text: str, language: str) -> Iterator[str]:
    for word in words(text):
        yield word
        if not is_stop(word, language):
            yield stem(word, language)


def current_folder(root: Path) -> Path | None:
    """Return the folder of the index in use, or None when there is none of this version."""
    try:
        pointer = json.loads((root / CURRENT).read_text())
    except (OSError, ValueError):
        return None
    folder = root / str(pointer.get("folder", ""))
    return folder if pointer.get("version") == VERSION and folder.is_dir() else None


def new_folder(root: Path) -> Path:
    """Make an empty index beside the one in use; return its folder."""
    folder = root / f"index-{uuid.uuid4().hex[:12]}"
    folder.mkdir(parents=True)
    index.create_in(str(folder), make_schema())
    return folder


def switch_to(root: Path, folder: Path) -> None:
    """Let every reader use ``folder`` from now on: one rename, so never half."""
    pointer = root / f"{CURRENT}.{uuid.uuid4().hex[:8]}"
    pointer.write_text(json.dumps({"folder": folder.name, "version": VERSION}))
    os.replace(pointer, root / CURRENT)


def remove_others(root: Path, keep: Path) -> None:
    """Remove indexes that are no longer used; open files stay readable until closed."""
    for folder in root.glob("index-*"):
        if folder != keep:
            shutil.rmtree(folder, ignore_errors=True)
