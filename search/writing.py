"""The one writer: drains the outbox into the index, and rebuilds it beside the live one.

A file lock makes it one, whatever processes run. A crash between the index's
commit and the outbox's leaves rows that are simply done again. While the index is
written the database is only read, so that nobody who saves waits for it.
"""

import fcntl
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import delete, func, select
from whoosh import index

from core.database import db, reading
from core.web.log import logger
from search import schema
from search.models import SearchOutbox
from search.registry import SearchDocument, source_of, sources

BATCH = 500
CATCH_UP = "catch-up"


def index_root() -> Path:
    """Return the folder that holds the indexes."""
    root: Path = current_app.config["SETTINGS"].data_dir / "search-index"
    root.mkdir(parents=True, exist_ok=True)
    return root


@contextmanager
def _locked(name: str, *, waits: bool) -> Iterator[bool]:
    with (index_root() / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def drain() -> int:
    """Bring the index up to date with the outbox; return how many things were renewed.

    Does nothing when another process is writing. Without a sound index it builds one.
    """
    with reading():
        is_empty = db.session.scalar(select(SearchOutbox.id).limit(1)) is None
        db.session.rollback()
    if is_empty and schema.current_folder(index_root()):
        return 0
    with _locked("writer", waits=False) as is_mine:
        if not is_mine:
            return 0
        folder = schema.current_folder(index_root())
        if folder is not None:
            try:
                return _drain_into(folder)
            except Exception as error:
                db.session.rollback()
                logger.error("index is broken and is built anew", exc_info=error)
    rebuild()
    return 1


def _drain_into(folder: Path) -> int:
    with reading():
        rows = db.session.execute(
            select(SearchOutbox.id, SearchOutbox.type, SearchOutbox.object_id)
            .order_by(SearchOutbox.id)
            .limit(BATCH)
        ).all()
        things = list(dict.fromkeys((type_, object_id) for _row, type_, object_id in rows))
        if things:
            _write(folder, things)
        db.session.rollback()
    if not things:
        return 0
    if (index_root() / "rebuilding.lock").exists():
        with (index_root() / CATCH_UP).open("a") as file:
            file.writelines(f"{type_} {id_}\n" for type_, id_ in things)
    db.session.execute(delete(SearchOutbox).where(SearchOutbox.id.in_([row.id for row in rows])))
    db.session.commit()
    return len(things)


def _write(folder: Path, things: Sequence[tuple[str, int]]) -> None:
    """Renew these things in one commit; what is gone is removed."""
    documents = _documents(things)
    writer = index.open_dir(str(folder)).writer(limitmb=64)
    try:
        for type_, id_ in things:
            document = documents.get((type_, id_))
            if document is None:
                writer.delete_by_term("key", f"{type_}:{id_}")
            else:
                writer.update_document(**schema.fields_of(document))
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _documents(things: Sequence[tuple[str, int]]) -> dict[tuple[str, int], SearchDocument]:
    by_type: dict[str, list[int]] = {}
    for type_, id_ in things:
        by_type.setdefault(type_, []).append(id_)
    return {
        (type_, document.id): document
        for type_, ids in by_type.items()
        if (source := source_of(type_)) is not None
        for document in source.documents(ids)
    }


def rebuild(progress: Callable[[int, int], None] | None = None) -> int:
    """Build an index beside the live one and switch; return how many things it holds.

    The live index keeps answering and keeps being drained; what is renewed
    meanwhile is noted and done again in the new one before the switch.
    """
    root = index_root()
    with _locked("rebuilding", waits=True), reading():
        (root / CATCH_UP).unlink(missing_ok=True)
        folder = schema.new_folder(root)
        try:
            total = _fill(folder, progress)
            with _locked("writer", waits=True):
                _catch_up(folder)
                schema.switch_to(root, folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        finally:
            (root / CATCH_UP).unlink(missing_ok=True)
            (root / "rebuilding.lock").unlink(missing_ok=True)
        schema.remove_others(root, folder)
    return total


def _fill(folder: Path, progress: Callable[[int, int], None] | None) -> int:
    work = [(source, list(source.ids())) for source in sources()]
    total = sum(len(ids) for _source, ids in work)
    db.session.rollback()
    writer = index.open_dir(str(folder)).writer(limitmb=256)
    done = 0
    for source, ids in work:
        for start in range(0, len(ids), BATCH):
            for document in source.documents(ids[start : start + BATCH]):
                writer.add_document(**schema.fields_of(document))
            # Let go of the read transaction, so that a long rebuild holds up nobody.
            db.session.rollback()
            done += len(ids[start : start + BATCH])
            if progress:
                progress(done, total)
    writer.commit(optimize=True)
    return total


def _catch_up(folder: Path) -> None:
    """Do in the new index what was done in the old one since the rebuild began."""
    log = index_root() / CATCH_UP
    if log.exists():
        lines = dict.fromkeys(log.read_text().splitlines())
        _write(folder, [(type_, int(id_)) for type_, id_ in (line.split(" ") for line in lines)])


def status() -> dict[str, Any]:
    """Return where the index stands: documents, size in bytes, what waits."""
    root = index_root()
    folder = schema.current_folder(root)
    waiting = db.session.scalar(select(func.count(SearchOutbox.id)))
    if folder is None:
        return {"state": "missing", "documents": 0, "bytes": 0, "waiting": waiting}
    try:
        documents = index.open_dir(str(folder)).doc_count()
    except Exception:
        return {"state": "broken", "documents": 0, "bytes": 0, "waiting": waiting}
    size = sum(path.stat().st_size for path in folder.iterdir())
    return {"state": "ready", "documents": documents, "bytes": size, "waiting": waiting}
