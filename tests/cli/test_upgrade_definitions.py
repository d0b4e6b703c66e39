"""The upgrade that gives terms their definitions as rows keeps every word, and can be undone."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.test_upgrade import flask
from wiki.rules.definitions import modern
from wiki.rules.terms import PageKind

OLD = {
    "definition": "Een.",
    "source_label": "CBS",
    "other_definitions": [{"definition": "Twee.", "scope": "Zorg"}, {"definition": "Een."}],
}
MOMENT = "2026-01-01 00:00:00"


def rows(folder: Path, statement: str) -> list[tuple]:
    with closing(sqlite3.connect(folder / "routekaart.sqlite3")) as database:
        return database.execute(statement).fetchall()


def test_terms_datasets_and_addresses_go_along_and_back(tmp_path):
    assert flask(tmp_path, "db", "upgrade", "0010").returncode == 0
    page = """INSERT INTO page (id, slug, title, title_en, abstract, abstract_en, body, kind, aliases,
        is_core, fields, sources, revision, changed_at, changed_by_label, version, created_at, updated_at)
        VALUES (?, ?, ?, '', '', '', '', ?, '[]', 0, ?, '[]', 4, ?, '', 7, ?, ?)"""
    with closing(sqlite3.connect(tmp_path / "routekaart.sqlite3")) as database:
        for id_, slug, kind, fields in (
            (1, "gezin", "term", OLD),
            (2, "path", "dataset", {"keys": "Nummer (BSN); adres"}),
            (3, "leeg", "term", {}),
        ):
            values = (id_, slug, slug.title(), kind, json.dumps(fields), MOMENT, MOMENT, MOMENT)
            database.execute(page, values)
        database.commit()

    upgraded = flask(tmp_path, "db", "upgrade", "0011")

    assert upgraded.returncode == 0, upgraded.stderr
    fields = json.loads(rows(tmp_path, "SELECT fields FROM page WHERE id = 1")[0][0])
    assert fields == modern(PageKind.TERM, OLD)
    keys = [row["key"] for row in fields["definitions"]]
    assert rows(tmp_path, "SELECT key, version FROM definition ORDER BY position") == [(k, 1) for k in keys]
    assert {row[0] for row in rows(tmp_path, "SELECT revision FROM definition_version")} == {4}
    assert {row[0] for row in rows(tmp_path, "SELECT name FROM page_key")} == {"nummer", "bsn", "adres"}
    assert rows(tmp_path, "SELECT slug, version FROM page WHERE id = 2") == [("path-page", 7)]

    undone = flask(tmp_path, "db", "downgrade", "0010")

    assert undone.returncode == 0, undone.stderr
    assert json.loads(rows(tmp_path, "SELECT fields FROM page WHERE id = 1")[0][0]) == OLD
