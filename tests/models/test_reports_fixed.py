"""A published report does not change: the database refuses it, whoever asks."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core.database import db
from tests.factories.reports import make_report, make_report_draft


def refused(statement: str) -> None:
    with pytest.raises(IntegrityError, match="a published report does not change"):
        db.session.execute(text(statement))
    db.session.rollback()


@pytest.fixture
def published(database) -> int:
    return make_report().id


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE report SET title = 'Anders'",
        "UPDATE report SET facts = facts",
        "UPDATE report SET documents = '{}'",
        "UPDATE report SET version = version + 1",
        "UPDATE report SET state = 'draft', number = NULL, year = NULL, serial = NULL, published_at = NULL",
        "UPDATE report_section SET body = 'Anders'",
        "DELETE FROM report_section",
        "DELETE FROM report",
    ],
)
def test_sql_changes_and_deletes_nothing_of_a_published_report(published, change):
    refused(change)


def test_sql_adds_no_section_to_a_published_report(published):
    columns = "(report_id, position, key, body, drafted, version)"
    refused(f"INSERT INTO report_section {columns} VALUES ({published}, 9, 'other', 'x', '', 1)")  # noqa: S608


def test_a_section_of_a_draft_does_not_move_into_a_published_report(published):
    draft = make_report_draft()

    refused(
        f"UPDATE report_section SET report_id = {published}, key = 'other' "  # noqa: S608
        f"WHERE report_id = {draft.id} AND key = 'summary'"
    )


def test_replacing_is_no_way_around(published):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite replaces rows without deleting them")
    refused("INSERT OR REPLACE INTO report SELECT * FROM report")
    refused("INSERT OR REPLACE INTO report_section SELECT * FROM report_section")


def test_a_draft_is_changed_and_thrown_away(database):
    draft = make_report_draft()

    db.session.execute(text("UPDATE report SET title = 'Anders'"))
    db.session.execute(text("UPDATE report_section SET body = 'Anders'"))
    db.session.delete(draft)
    db.session.commit()

    assert db.session.scalar(text("SELECT count(*) FROM report_section")) == 0


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("title = ''", "title_filled"),
        ("to_on = '2000-01-01'", "days_in_order"),
        (
            "number = 'VR-2026-009', year = 2026, serial = 9, published_at = taken_at",
            "published_has_number",
        ),
        ("serial = 9", "number_whole"),
        ("year = 2026", "number_has_year"),
        ("published_at = '2026-01-01 00:00:00'", "number_has_moment"),
        ("corrects_id = id", "not_after_itself"),
    ],
)
def test_a_half_report_is_refused(database, change, constraint):
    make_report_draft()

    with pytest.raises(IntegrityError, match=f"ck_report_{constraint}"):
        db.session.execute(text(f"UPDATE report SET {change}"))  # noqa: S608
    db.session.rollback()


def test_a_serial_is_positive_and_taken_once_a_year(published):
    make_report_draft()
    change = "state = 'published', number = 'VR-2026-009', published_at = taken_at, year = 2026"

    for serial, constraint in ((0, "ck_report_serial_positive"), (1, "report")):
        with pytest.raises(IntegrityError, match=constraint):
            db.session.execute(
                text(f"UPDATE report SET {change}, serial = {serial} WHERE state = 'draft'")  # noqa: S608
            )
        db.session.rollback()
