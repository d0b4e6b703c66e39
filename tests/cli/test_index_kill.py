"""The index writer is killed in the middle, again and again: the index ends equal to the database."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
TIMES = 10

SETUP = """
from app import create_app
from core.audit import SYSTEM
from core.database import db
from accounts.models import Domain
from portfolio.actions.use_cases import propose_use_case
with create_app().app_context():
    domain = db.session.query(Domain).first() or Domain(slug="zorg", code="ZRG", name="Zorg")
    db.session.add(domain)
    for number in range(120):
        propose_use_case(domain, {"title": f"Nummer {number}"}, by=SYSTEM)
    db.session.commit()
"""
DRAIN = """
from app import create_app
from search import writing
writing.BATCH = 6
with create_app().app_context():
    print("begin", flush=True)
    while writing.drain():
        pass
"""
COMPARE = """
from app import create_app
from core.database import db
from portfolio.models import UseCase
from search import schema, writing
from whoosh import index
with create_app().app_context():
    while writing.drain():
        pass
    searcher = index.open_dir(str(schema.current_folder(writing.index_root()))).searcher()
    indexed = sorted(fields["key"] for fields in searcher.all_stored_fields())
    expected = sorted(f"use-case:{id_}" for (id_,) in db.session.query(UseCase.id))
    print("equal" if indexed == expected else f"{len(indexed)} indexed, {len(expected)} in the database")
"""


def python(code: str, data_dir: Path, **options) -> subprocess.Popen[str]:
    """Run a piece of Python on a data folder of its own."""
    environ = os.environ | {"ROUTEKAART_ENV": "test", "ROUTEKAART_DATA_DIR": str(data_dir)}
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=PROJECT, env=environ, stdout=subprocess.PIPE, text=True, **options
    )


def finish(process: subprocess.Popen[str]) -> str:
    """Wait until it ends well; return what it printed."""
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return out.strip()


@pytest.mark.skipif(
    bool(os.environ.get("ROUTEKAART_TEST_POSTGRES")), reason="the index does not depend on the database"
)
def test_the_index_equals_the_database_after_ten_kills(tmp_path):
    environ = os.environ | {"ROUTEKAART_ENV": "test", "ROUTEKAART_DATA_DIR": str(tmp_path)}
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "db", "upgrade"], cwd=PROJECT, env=environ, check=True
    )
    finish(python(SETUP, tmp_path))
    for round_ in range(TIMES):
        writer = python(DRAIN, tmp_path)
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == "begin"
        time.sleep(0.03 * round_)
        writer.send_signal(signal.SIGKILL)
        writer.communicate(timeout=30)

    assert finish(python(COMPARE, tmp_path)) == "equal"
