"""Prepare at start: ``python -m seed.start`` runs ``flask prepare`` only when there is something to do.

Importing the application takes longer than all else at a second start, so this
looks with the standard library alone. In doubt it says no, and the command,
which decides by the database, runs.
"""

import os
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from core.settings import PROJECT, Settings, SettingsError, read_settings
from seed.digest import CONTENT, EVERYTHING, digest_of_content

SQLITE = "sqlite:///"
_REVISION = re.compile(r"^(down_)?revision(?:: [^=]+)? = ['\"](\w+)['\"]", re.MULTILINE)


def is_ready(settings: Settings, migrations: Path = PROJECT / "migrations", content: Path = CONTENT) -> bool:
    """Tell whether the database has the newest migration and, in the demo, the content as it is now."""
    if not settings.database_url.startswith(SQLITE):
        return False
    path = Path(settings.database_url.removeprefix(SQLITE))
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(path, timeout=1)) as connection:
            versions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
            loaded = connection.execute(
                "SELECT content_hash FROM seed_record WHERE key = ?", (EVERYTHING,)
            ).fetchone()
    except sqlite3.Error:
        return False
    if versions != [(head,) for head in newest_migrations(migrations)]:
        return False
    return not settings.is_demo or loaded == (digest_of_content(content, with_people=True),)


def newest_migrations(folder: Path) -> list[str]:
    """Return the migrations that no other follows: one, unless somebody forgot to merge."""
    found = [
        pair for path in folder.glob("versions/*.py") for pair in _REVISION.findall(path.read_text("utf-8"))
    ]
    followed = {name for is_before, name in found if is_before}
    return sorted({name for is_before, name in found if not is_before} - followed)


def main() -> None:
    """Return at once when all is ready, or go on as ``flask prepare``."""
    try:
        settings = read_settings(os.environ)
    except SettingsError as error:
        sys.exit(str(error))
    if not is_ready(settings):
        os.execv(sys.executable, [sys.executable, "-m", "flask", "--app", "app", "prepare"])  # noqa: S606


if __name__ == "__main__":
    main()
