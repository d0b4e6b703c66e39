"""Criteria of before versions become version 1 of the default, and go back to what they were."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade

from app import create_app
from core.database import db
from core.settings import read_settings

BEFORE, AFTER = "0004", "0005"
MOMENT = "'2026-01-01 00:00:00'"
CONTENT = f"""
INSERT INTO domain (id, slug, code, name, name_en, ambition, ambition_en, is_own_adjustment, mix_tolerance,
  small_effort_limit, small_organisations_limit, illustrative, sources, version, created_at,
  updated_at)
VALUES (1, 'zorg', 'ZRG', 'Zorg', 'Care', '', '', 0, 10, 6, 3, '[]', '[]', 1, {MOMENT}, {MOMENT});
INSERT INTO use_case (id, code, kind, domain_id, title, title_en, summary, summary_en, challenge,
  intended_result, description, practice, dpia, iama, algorithm_register, is_draft, phase,
  has_no_preconditions,
  has_no_risks, size_reason, organisations, scored, criteria, illustrative, version, created_at,
  updated_at)
VALUES (1, 'ZRG-001', 'use_case', 1, 'Oud', '', '', '', '', '', '', '', '', '', '', 0, 'idea', 0, 0,
  '', 0, 1, 2, '[]', 3, {MOMENT}, {MOMENT});
INSERT INTO criterion (id, code, name, name_en, help, help_en, weight, position, version, created_at,
  updated_at)
VALUES (7, 'dienst', 'Dienst', 'Service', 'Hulp', 'Help', 7500, 0, 2, {MOMENT}, {MOMENT}),
       (9, 'beleid', 'Beleid', '', '', '', 2500, 1, 1, {MOMENT}, {MOMENT});
INSERT INTO anchor (id, criterion_id, level, text, text_en)
VALUES (1, 7, 0, 'Niets', 'Nothing'), (2, 7, 5, 'Alles', '');
INSERT INTO assessment (id, use_case_id, assessed_at, model_version, is_illustrative, version, created_at,
  updated_at)
VALUES (1, 1, {MOMENT}, 'value-1/abc', 0, 1, {MOMENT}, {MOMENT});
INSERT INTO score (id, assessment_id, criterion_id, level, reason) VALUES (1, 1, 7, 4, 'Daarom');
"""


@pytest.fixture
def old_site(tmp_path: Path) -> Iterator[Path]:
    """A data folder with criteria as they were before versions, with its application at hand."""
    app = create_app(read_settings({"ROUTEKAART_ENV": "test", "ROUTEKAART_DATA_DIR": str(tmp_path)}))
    with app.app_context():
        upgrade(revision=BEFORE)
        with closing(sqlite3.connect(tmp_path / "routekaart.sqlite3")) as database:
            database.executescript(CONTENT)
            database.commit()
        yield tmp_path
        db.session.remove()
        db.engine.dispose()


def ask(data_dir: Path, statement: str) -> list[tuple]:
    with closing(sqlite3.connect(data_dir / "routekaart.sqlite3")) as database:
        return database.execute(statement).fetchall()


def test_criteria_become_version_one_and_come_back_on_the_way_down(old_site):
    upgrade(revision=AFTER)

    assert ask(old_site, "SELECT domain_id, number, method FROM scoring_model") == [(None, 1, "swing")]
    items = "SELECT criterion_id, position, weight, points, name, name_en, help FROM scoring_model_item"
    assert ask(old_site, items) == [
        (7, 0, 7500, 100, "Dienst", "Service", "Hulp"),
        (9, 1, 2500, 33, "Beleid", "", ""),
    ]
    assert ask(old_site, "SELECT level, text, text_en FROM scoring_model_anchor") == [
        (0, "Niets", "Nothing"),
        (5, "Alles", ""),
    ]
    assert ask(old_site, "SELECT assessment.model_id, score.level FROM assessment JOIN score") == [(1, 4)]
    assert ask(old_site, "PRAGMA foreign_key_check") == []
    triggers = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_refuses_%'"
    assert ask(old_site, triggers) == [(8,)]

    downgrade(revision=BEFORE)

    assert ask(old_site, "SELECT id, name, weight, position FROM criterion") == [
        (7, "Dienst", 7500, 0),
        (9, "Beleid", 2500, 1),
    ]
    assert ask(old_site, "SELECT criterion_id, level, text FROM anchor") == [(7, 0, "Niets"), (7, 5, "Alles")]
    assert ask(old_site, "SELECT level, reason FROM score") == [(4, "Daarom")]
    assert ask(old_site, "PRAGMA foreign_key_check") == []
