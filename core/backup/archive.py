"""The backup file: a zip with a manifest of checksums, the database and the attachments."""

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from core.backup import databases
from core.backup.databases import BackupError
from core.settings import Settings

FORMAT = 1
ATTACHMENTS = "attachments"
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class Summary:
    """What a backup holds."""

    made_at: str
    database: str
    files: int
    bytes: int


def create(settings: Settings, target: Path) -> Summary:
    """Make a backup of the running application in ``target`` and verify it; never half a file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        copy = Path(folder) / "database"
        databases.dump(settings.database_url, copy)
        unfinished = Path(folder) / "backup.zip"
        _pack(unfinished, copy, settings)
        unfinished.chmod(0o600)  # it holds people and the hashes of their passwords
        summary = verify(settings, unfinished)
        unfinished.replace(target)
    return summary


def verify(settings: Settings, source: Path) -> Summary:
    """Check every checksum and the database inside; raise BackupError when anything is wrong."""
    with _unpacked(source) as (folder, manifest):
        databases.check(_url_for(manifest, settings), folder / "database")
        return Summary(
            manifest["made_at"],
            manifest["database"],
            len(manifest["files"]),
            sum((folder / name).stat().st_size for name in manifest["files"]),
        )


def restore(settings: Settings, source: Path) -> Summary:
    """Put a backup back, after keeping a copy of what is there now beside the database."""
    summary = verify(settings, source)
    if summary.database != _kind(settings):
        raise BackupError(
            f"the backup holds a {summary.database} database, and this site uses {_kind(settings)}"
        )
    if not databases.is_empty(settings.database_url):
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        create(settings, settings.data_dir / "before-restore" / f"{stamp}.zip")
    with _unpacked(source) as (folder, _manifest):
        databases.load(settings.database_url, folder / "database")
        databases.end_sessions(settings.database_url)
        attachments = settings.data_dir / ATTACHMENTS
        if (folder / ATTACHMENTS).is_dir():
            shutil.copytree(folder / ATTACHMENTS, attachments, dirs_exist_ok=True)
    # Caches of another state: they are made again.
    shutil.rmtree(settings.data_dir / "search-index", ignore_errors=True)
    return summary


def _kind(settings: Settings) -> str:
    return "sqlite" if settings.database_url.startswith("sqlite") else "postgresql"


def _url_for(manifest: dict[str, Any], settings: Settings) -> str:
    return settings.database_url if manifest["database"] == _kind(settings) else f"{manifest['database']}://"


def _pack(target: Path, copy: Path, settings: Settings) -> None:
    attachments = settings.data_dir / ATTACHMENTS
    found = sorted(path for path in attachments.rglob("*") if path.is_file()) if attachments.is_dir() else []
    files = {"database": copy} | {
        f"{ATTACHMENTS}/{path.relative_to(attachments).as_posix()}": path for path in found
    }
    manifest = {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": _kind(settings),
        "files": {name: _checksum(path) for name, path in files.items()},
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", json.dumps(manifest, indent=1))
        for name, path in files.items():
            archive.write(path, name)


@contextmanager
def _unpacked(source: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield a folder with the files, after checking names and checksums, and the manifest."""
    if not source.is_file():
        raise BackupError(f"{source} is not there")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            with zipfile.ZipFile(source) as archive:
                manifest = json.loads(archive.read("manifest.json"))
                if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
                    raise ValueError("no manifest")
                _check_names(archive, manifest)
                archive.extractall(folder)
        except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
            raise BackupError(f"{source.name} is not a whole backup of Routekaart") from error
        for file, checksum in manifest["files"].items():
            if _checksum(folder / file) != checksum:
                raise BackupError(f"{file} in the backup has changed since it was made")
        yield folder, manifest


def _check_names(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    if manifest.get("format") != FORMAT:
        raise BackupError("the backup was made by a newer version of Routekaart")
    names = set(archive.namelist())
    if names != {"manifest.json", *manifest["files"]}:
        raise BackupError("the files in the backup are not those of its manifest")
    if any(PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts for name in names):
        raise BackupError("the backup holds a file with an unsafe name")


def _checksum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
