"""Fixtures for every test: one application, a fresh database each time, a browser that reviews."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy import event, text

from app import create_app
from core.database import db
from core.settings import read_settings
from seed.loader import load_content
from tests import factories
from tests.browser import Browser
from tests.collecting import pytest_collection_modifyitems as pytest_collection_modifyitems
from tests.collecting import pytest_make_parametrize_id as pytest_make_parametrize_id
from tests.emptying import EMPTY_POSTGRES

POSTGRES = os.environ.get("ROUTEKAART_TEST_POSTGRES", "")
if POSTGRES:
    # With several test processes each has a database of its own: …/test_one, …/test_two.
    _worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    POSTGRES += {"0": "_one", "1": "_two"}.get(_worker, f"_{_worker}")


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the database, in memory where the machine has one."""
    memory = Path("/dev/shm")  # noqa: S108
    if memory.is_dir() and os.access(memory, os.W_OK):
        folder = memory / f"routekaart-test-{os.getpid()}"
        folder.mkdir(exist_ok=True)
        return folder
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def app(data_dir: Path) -> Iterator[Flask]:
    """The application with an empty, migrated database and a template copy of it."""
    environ = {"ROUTEKAART_ENV": "test", "ROUTEKAART_DATA_DIR": str(data_dir)}
    if POSTGRES:
        environ["ROUTEKAART_DATABASE_URL"] = POSTGRES
    app = create_app(read_settings(environ))
    with app.app_context():
        if POSTGRES:
            db.session.execute(text("DROP SCHEMA public CASCADE"))
            db.session.execute(text("CREATE SCHEMA public"))
            db.session.commit()
        upgrade()
        db.session.remove()
        db.engine.dispose()
    if not POSTGRES:
        shutil.copy(data_dir / "routekaart.sqlite3", data_dir / "template.sqlite3")
    yield app
    with app.app_context():
        db.engine.dispose()
    if data_dir.is_relative_to("/dev/shm"):  # noqa: S108
        shutil.rmtree(data_dir)


@pytest.fixture
def database(app: Flask, data_dir: Path) -> Iterator[None]:
    """An empty database, inside an application context."""
    with app.app_context():
        _empty(data_dir)
        yield
        db.session.rollback()
        db.session.remove()
        if not POSTGRES:  # whose connection knows all tables by now
            db.engine.dispose()


def _empty(data_dir: Path) -> None:
    db.session.remove()
    if POSTGRES:
        db.session.execute(text(EMPTY_POSTGRES))
        db.session.commit()
        return
    db.engine.dispose()
    for suffix in ("-wal", "-shm"):
        (data_dir / f"routekaart.sqlite3{suffix}").unlink(missing_ok=True)
    shutil.copy(data_dir / "template.sqlite3", data_dir / "routekaart.sqlite3")


@pytest.fixture
def whole_content(database: None, data_dir: Path) -> Callable[[bool], None]:
    """Fill the database with all content, with people or without: loaded once, then copied."""

    def fill(with_people: bool) -> None:
        kept = data_dir / f"whole-{with_people}.sqlite3"
        if POSTGRES or not kept.exists():
            load_content(with_people=with_people)
        db.session.remove()
        if POSTGRES:
            return
        db.engine.dispose()  # the last connection writes its log into the file
        one, other = data_dir / "routekaart.sqlite3", kept
        shutil.copy(other, one) if kept.exists() else shutil.copy(one, other)

    return fill


@pytest.fixture
def browser(app: Flask, database: None) -> Browser:
    """A visitor who is not signed in and who reviews every page."""
    return Browser(app)


@pytest.fixture
def other_browser(app: Flask, database: None) -> Browser:
    """A second visitor, for two people at once."""
    return Browser(app)


@pytest.fixture
def in_dutch(app: Flask) -> Iterator[None]:
    """A request context, for what reads the language or makes addresses."""
    with app.test_request_context("/"):
        yield


class Counter(list[str]):
    """The statements sent to the database."""

    @property
    def statements(self) -> list[str]:
        return self


@pytest.fixture
def count_queries(database: None):
    """Count statements: ``with count_queries() as counter: …; len(counter)``."""

    @contextmanager
    def counting() -> Iterator[Counter]:
        counter = Counter()
        # Count what it takes to make the pages, not to find them kept.
        current_app.extensions["page_cache"].store.clear()
        current_app.extensions["kept_reads"].clear()

        def note(_conn, _cursor, statement, *_rest) -> None:
            if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")):
                counter.statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield counter
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return counting


def _factory(name: str):
    @pytest.fixture(name=name)
    def fixture(database: None):
        return getattr(factories, name)

    return fixture


for _name in factories.__all__:
    globals()[_name] = _factory(_name)
