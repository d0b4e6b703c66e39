"""The commands that load: what they say, what they leave, and that a second time is quiet."""

import os
import subprocess
import sys

import pytest
from sqlalchemy import delete, func, select

from accounts.models import Person
from core.database import db, today
from core.settings import PROJECT, read_settings
from portfolio.actions.progress_computed import refresh_statuses
from portfolio.models import Assessment, Contribution, Revision, UseCase
from portfolio.models.progress import ComputedStatus, Milestone
from portfolio.rules.terms import PUBLISHED_PHASES, Phase, Size
from seed import cli
from seed.digest import CONTENT
from seed.reading import SeedError
from seed.scale import PRACTICE, generate
from seed.scale_life import MILESTONES
from seed.start import is_ready, newest_migrations


@pytest.fixture
def load(app, database):
    """Run ``seed load`` with arguments and return the outcome."""
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(args=["seed", "load", *arguments])


def test_seed_load_says_what_it_loaded_and_the_second_time_nothing(load):
    first, second = load(), load()
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout.endswith("rows loaded.\n")
    assert second.output == "0 rows loaded.\n"
    assert db.session.scalar(select(func.count(Person.id))) == 0


def test_generated_use_cases_are_whole_and_the_same_number_stays(load, whole_content):
    whole_content(False)
    assert "30 use cases generated." in load("--scale", "30").output
    assert "0 use cases generated." in load("--scale", "30").output
    assert "5 use cases generated." in load("--scale", "35").output

    made = UseCase.code.regexp_match(r"-1\d\d\d$")
    rows = db.session.scalars(select(UseCase).where(made)).all()
    assert len(rows) == 35
    assert len({row.domain_id for row in rows}) == 12
    assert {row.size for row in rows} == set(Size)
    assert {row.version for row in rows} == {1}
    assert all(row.illustrative for row in rows)
    for row in rows:
        chosen = row.phase in PUBLISHED_PHASES
        assert not chosen or row.published_on is not None
        assert row.phase is not Phase.IDEA or row.published_on is None
        assert row.value_low is None or row.value_low <= row.value_high
    ids = [row.id for row in rows]
    for model in (Revision, Assessment):
        assert db.session.scalar(select(func.count(model.id)).where(model.use_case_id.in_(ids))) == 35
    assert (
        db.session.scalar(select(func.count(Contribution.id)).where(Contribution.use_case_id.in_(ids))) >= 35
    )
    of_them = select(func.count(Milestone.id)).where(Milestone.use_case_id.in_(ids))
    assert db.session.scalar(of_them) == 35 * MILESTONES
    followed = select(func.count(ComputedStatus.use_case_id.distinct()))
    assert db.session.scalar(followed.where(ComputedStatus.use_case_id.in_(ids))) >= 10


def test_the_statuses_of_generated_use_cases_are_those_that_the_rules_give(load, whole_content):
    whole_content(False)
    load("--scale", "40")
    ids = list(db.session.scalars(select(UseCase.id).where(UseCase.practice == PRACTICE)))
    db.session.execute(
        delete(ComputedStatus).where(ComputedStatus.use_case_id.in_(ids), ComputedStatus.until.is_not(None))
    )
    kept = _standing(ids)
    assert kept
    refresh_statuses(today(), ids)
    assert _standing(ids) == kept


def _standing(ids):
    rows = db.session.scalars(
        select(ComputedStatus).where(ComputedStatus.use_case_id.in_(ids), ComputedStatus.until.is_(None))
    )
    return {row.use_case_id: (row.status, row.declared, tuple(row.causes), row.reported_on) for row in rows}


def test_generated_use_cases_are_the_same_each_time(whole_content):
    def generated():
        statement = select(UseCase.code, UseCase.title, UseCase.chance, UseCase.value_low, UseCase.phase)
        return db.session.execute(statement.order_by(UseCase.code)).all()

    whole_content(False)
    before = set(generated())
    generate(12)
    first = set(generated()) - before
    assert len(first) == 12
    assert {("IND-1001", "Gegenereerd")} & {(code, title.split()[0]) for code, title, *_ in first}


def test_scale_without_content_is_refused(app, database):
    with pytest.raises(SeedError, match="load the content first"):
        generate(1)


def test_an_error_in_the_content_is_one_line_and_status_1(load, monkeypatch):
    def broken(**_options):
        raise SeedError("organisations.yaml[vng].kind: 'club' is none of these")

    monkeypatch.setattr(cli, "load_content", broken)
    outcome = load()
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == "Error: organisations.yaml[vng].kind: 'club' is none of these\n"


@pytest.mark.parametrize("arguments", [("--scale", "0"), ("--scale", "x"), ("--nonsense",)])
def test_wrong_arguments_end_with_status_2(load, arguments):
    assert load(*arguments).exit_code == 2


def test_the_help_says_what_it_does(app):
    runner = app.test_cli_runner()
    for command in (["seed", "--help"], ["seed", "load", "--help"], ["prepare", "--help"]):
        outcome = runner.invoke(args=command)
        assert outcome.exit_code == 0
        assert "Usage:" in outcome.output


def test_there_is_one_newest_migration():
    assert len(newest_migrations(PROJECT / "migrations")) == 1


def test_the_demo_is_prepared_once_and_ready_ever_after(tmp_path):
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("ROUTEKAART_")},
        "ROUTEKAART_ENV": "demo",
        "ROUTEKAART_DATA_DIR": str(tmp_path),
    }
    settings = read_settings(environ)
    assert not is_ready(settings)

    def start():
        return subprocess.run(
            [sys.executable, "-m", "seed.start"],
            cwd=PROJECT,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )

    first = start()
    assert (first.returncode, first.stdout) == (0, "")
    assert "Setting up the database" in first.stderr
    assert is_ready(settings)
    second = start()
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    other = tmp_path / "content"
    other.mkdir()
    assert not is_ready(settings, content=other)
    assert is_ready(settings, content=CONTENT)
