"""An upgrade rehearsed: a database of the first release, with content, brought to the newest migration."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
FIRST = "0001"


def flask(data_dir: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the application on a data folder of its own."""
    environ = os.environ | {"ROUTEKAART_ENV": "test", "ROUTEKAART_DATA_DIR": str(data_dir)}
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *words],
        cwd=PROJECT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def old_site(tmp_path: Path) -> Path:
    """A data folder as the first release left it, with a person, a domain and a use case."""
    made = flask(tmp_path, "db", "upgrade", FIRST)
    assert made.returncode == 0, made.stderr
    moment = "'2026-01-01 00:00:00'"
    with closing(sqlite3.connect(tmp_path / "routekaart.sqlite3")) as database:
        database.executescript(
            f"""
            INSERT INTO person (id, email, name, language, is_enabled, is_demo, version, created_at, updated_at)
            VALUES (1, 'a@voorbeeld.nl', 'Voorbeeld', 'nl', 1, 0, 1, {moment}, {moment});
            INSERT INTO domain (id, slug, code, name, name_en, ambition, ambition_en, is_own_adjustment, mix_tolerance,
              small_effort_limit, small_organisations_limit, illustrative, sources, version, created_at, updated_at)
            VALUES (1, 'zorg', 'ZRG', 'Zorg', 'Care', '', '', 0, 10, 6, 3, '[]', '[]', 1, {moment}, {moment});
            INSERT INTO use_case (id, code, kind, domain_id, title, title_en, summary, summary_en, challenge,
              intended_result, description, practice, dpia, iama, algorithm_register, is_draft, phase,
              has_no_preconditions, has_no_risks, size_reason, organisations, scored, criteria, illustrative, version,
              created_at, updated_at)
            VALUES (1, 'ZRG-001', 'use_case', 1, 'Oud maar goed', '', '', '', '', '', '', '', '', '', '', 0, 'idea',
              0, 0, '', 0, 0, 0, '[]', 3, {moment}, {moment});
            UPDATE use_case SET chance = 70, published_on = '2026-02-01', illustrative = '["chance"]';
            """
        )
        database.commit()
    return tmp_path


def test_nothing_of_the_first_release_is_lost_on_the_way_to_the_newest(old_site):
    upgraded = flask(old_site, "db", "upgrade")

    assert upgraded.returncode == 0, upgraded.stderr
    with closing(sqlite3.connect(old_site / "routekaart.sqlite3")) as database:
        assert database.execute("SELECT code, title, version FROM use_case").fetchall() == [
            ("ZRG-001", "Oud maar goed", 3)
        ]
        kept = "SELECT chance, selected_on, is_later, is_illustrative FROM selection_chance"
        assert database.execute(kept).fetchall() == [(70, "2026-02-01", 1, 1)]
        assert database.execute("SELECT email FROM person").fetchall() == [("a@voorbeeld.nl",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_upgrade_can_be_rehearsed_on_a_backup(old_site, tmp_path_factory):
    flask(old_site, "db", "upgrade")
    made = flask(old_site, "backup", "create", str(old_site / "copy.zip"))
    assert made.returncode == 0, made.stderr
    rehearsal = tmp_path_factory.mktemp("rehearsal")

    restored = flask(rehearsal, "backup", "restore", "--yes", str(old_site / "copy.zip"))
    checked = flask(rehearsal, "db", "upgrade")

    assert restored.returncode == checked.returncode == 0, restored.stderr + checked.stderr
    with closing(sqlite3.connect(rehearsal / "routekaart.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM use_case").fetchone() == (1,)
