"""The index writer is killed in the middle, again and again: the index ends equal to the database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
TIMES = 10

# One process loads the application; what it forks does the work in a process of its own, and is killed.
KILLS = """
import os, signal, sys, time
from flask_migrate import upgrade
from accounts.models import Domain
from app import create_app
from core.audit import SYSTEM
from core.database import db
from portfolio.actions.use_cases import propose_use_case
from portfolio.models import UseCase
from search import schema, writing
from whoosh import index


def fill():
    upgrade()
    domain = Domain(slug="zorg", code="ZRG", name="Zorg")
    db.session.add(domain)
    for number in range(120):
        propose_use_case(domain, {"title": f"Nummer {number}"}, by=SYSTEM)
    db.session.commit()


def drain():
    writing.BATCH = 6
    while writing.drain():
        pass


def compare():
    drain()
    searcher = index.open_dir(str(schema.current_folder(writing.index_root()))).searcher()
    indexed = sorted(fields["key"] for fields in searcher.all_stored_fields())
    expected = sorted(f"use-case:{id_}" for (id_,) in db.session.query(UseCase.id))
    print("equal" if indexed == expected else f"{len(indexed)} indexed, {len(expected)} in the database")


def begin(work):
    reading, writing_end = os.pipe()
    child = os.fork()
    if child:
        os.close(writing_end)
        assert os.read(reading, 1) == b"!", "it did not begin"
        os.close(reading)
        return child
    with app.app_context():
        os.write(writing_end, b"!")
        work()
    sys.stdout.flush()
    os._exit(0)


def end(child):
    status = os.waitpid(child, 0)[1]
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


app = create_app()
assert end(begin(fill)) == 0
killed = 0
for time_ in range(int(sys.argv[1])):
    child = begin(drain)
    time.sleep(0.03 * time_)
    os.kill(child, signal.SIGKILL)
    killed += end(child) == -signal.SIGKILL
print(killed, "killed")
sys.stdout.flush()
assert end(begin(compare)) == 0
"""


@pytest.mark.skipif(
    bool(os.environ.get("ROUTEKAART_TEST_POSTGRES")), reason="the index does not depend on the database"
)
def test_the_index_equals_the_database_after_ten_kills(tmp_path):
    environ = os.environ | {"ROUTEKAART_ENV": "test", "ROUTEKAART_DATA_DIR": str(tmp_path)}
    answer = subprocess.run(
        [sys.executable, "-c", KILLS, str(TIMES)],
        cwd=PROJECT,
        env=environ,
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
        check=True,
    )
    assert answer.stdout.splitlines() == [f"{TIMES} killed", "equal"]
