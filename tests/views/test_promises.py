"""A walk over every address as every kind of reader: nobody sees what is not theirs, reading writes nothing.

Beside looking for words, the walk compares: when all that a reader may not see is
changed, in value and in number, not one byte of what the reader gets may differ.
So counts, orders, sums and suggestions are covered too.
"""

import re
import shutil

import pytest
from sqlalchemy import event

from accounts.permissions import Permission
from core.database import db
from tests.conftest import _empty
from tests.filled import AT_WORK, BOARD_WORDS, READERS, SIGNED_IN, TITLES, UNAPPROVED, Filled, readable

WRITES = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM)\s+[\"`]?(\w+)", re.IGNORECASE)
PROPOSED = re.compile(r'<(details|p) class="[^"]*\bproposed\b[^"]*".*?</\1>', re.DOTALL)
# A rendered text may be kept when it is first read; it holds nothing new.
MAY_BE_WRITTEN = {"rendered_html"}
# One of each kind of right that gives no sight of what another board has not published.
COMPARED = ("anonymous", "other_secretary", "administrator")
CONTRIBUTE = SIGNED_IN - {"reader", "administrator"}
ALLOWED = {
    Permission.ACCOUNT_OWN: SIGNED_IN,
    Permission.USE_CASE_PROPOSE: CONTRIBUTE,
    Permission.WIKI_WRITE: CONTRIBUTE,
    Permission.WIKI_CURATE: {"curator"},
    Permission.USE_CASE_EDIT: {"secretary"},
    Permission.USE_CASE_PLAN: {"secretary"},
    Permission.USE_CASE_READ_DRAFT: {"board", "secretary", "programme"},
    Permission.USE_CASE_SCORE: {"secretary"},
    Permission.USE_CASE_MERGE: {"secretary"},
    Permission.USE_CASE_IMPORT: {"secretary", "other_secretary"},
    Permission.CAPACITY_EDIT: {"secretary", "programme"},
    Permission.PRECONDITION_SHARE: {"secretary", "programme"},
    Permission.FRAMEWORK_EDIT: {"secretary"},
    Permission.ROUND_READ: {"board", "secretary"},
    Permission.ROUND_OPEN: {"secretary"},
    Permission.ROUND_SCORE: {"board"},
    Permission.SCORING_MODEL_EDIT: {"secretary"},
    Permission.SCENARIO_EDIT: {"secretary"},
    Permission.SCENARIO_OVERRIDE: {"board", "secretary"},
    Permission.AGENDA_EDIT: {"programme"},
    Permission.REPORT_WRITE: {"programme"},
    Permission.SYSTEM_FUNCTION_EDIT: {"programme"},
    Permission.CHALLENGE_EDIT: {"programme"},
    Permission.ORGANISATION_COUNT_EDIT: {"programme"},
    Permission.ADOPTION_REPORT: {"contributor"},
    Permission.ADMIN: {"administrator"},
}


@pytest.fixture(scope="module")
def walk(app, data_dir):
    """Open every address as every reader, change what is hidden, and open them again."""
    with app.app_context():
        _empty(data_dir)
        filled = Filled(app)
        filled.index()
        addresses, lists = filled.addresses(), filled.lists()
        written: list[tuple[str, str, str]] = []
        first = {
            name: visit(filled, name, [*addresses, *lists] if name in COMPARED else addresses, written)
            for name in READERS
        }
        filled.change_secrets()
        second = {name: visit(filled, name, [*addresses, *lists], written) for name in COMPARED}
        filled.hide_from_visitors()
        third = visit(filled, "anonymous", [*addresses, *lists], written)
        yield filled, first, second, third, written
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()
    shutil.rmtree(app.config["SETTINGS"].data_dir / "search-index", ignore_errors=True)


def visit(filled, name, addresses, written) -> dict[str, str]:
    """Return what ``name`` reads at each address; note in ``written`` what the reading wrote."""
    seen = {}

    def note(_connection, _cursor, statement, *_rest) -> None:
        found = WRITES.match(statement)
        if found and found[2] not in MAY_BE_WRITTEN:
            written.append((name, address, found[0]))

    db.session.rollback()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        for address in addresses:
            response = filled.browsers[name]._open(address, method="GET")
            assert response.status_code < 500, (name, address)
            seen[address] = readable(response)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return seen


def without_question(address: str, text: str) -> str:
    """Return the text of a page without the words that the reader typed himself."""
    asked = re.findall(r"[?&](?:q|body|from|to)=([^&]*)", address)
    for words in asked:
        text = re.sub(re.escape(words), "…", text, flags=re.IGNORECASE)
    return text


@pytest.mark.parametrize("name", READERS)
def test_nobody_reads_a_word_of_what_is_not_published_for_them(walk, name):
    _filled, first, *_rest = walk
    words = [word for word, readers in TITLES.values() if name not in readers]
    words += [] if name in AT_WORK else BOARD_WORDS
    leaks = [
        (address, word)
        for address, text in first[name].items()
        for word in words
        if word.casefold() in without_question(address, text).casefold()
    ]
    assert leaks == []


def test_who_has_the_right_does_read_them(walk):
    _filled, first, *_rest = walk
    everything = "".join(first["secretary"].values())
    assert [
        word for word in (*BOARD_WORDS, *(word for word, _ in TITLES.values())) if word not in everything
    ] == []


@pytest.mark.parametrize("name", COMPARED)
def test_what_is_hidden_changes_nothing_of_what_is_shown(walk, name):
    _filled, first, second, *_rest = walk
    found = differing(first[name], second[name])
    assert not found, "\n".join(found)


def test_what_is_for_who_is_signed_in_changes_nothing_for_a_visitor(walk):
    _filled, first, _second, third, _written = walk
    found = differing(first["anonymous"], third)
    assert not found, "\n".join(found)


def differing(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Return the addresses whose answers differ, with the first difference."""
    changed = [address for address in before if before[address] != after[address]]
    return [f"{address}: {difference(before[address], after[address])}" for address in changed]


def difference(one: str, other: str) -> str:
    place = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return f"{one[max(0, place - 80) : place + 80]!r} became {other[max(0, place - 80) : place + 80]!r}"


def test_reading_writes_nothing(walk):
    *_rest, written = walk
    assert written == []


def test_every_form_refuses_who_lacks_the_right(walk):
    filled = walk[0]
    let_in = []
    for rule in filled.app.url_map.iter_rules():
        permission = getattr(filled.app.view_functions[rule.endpoint], "permission", "public")
        if "POST" not in rule.methods or permission == "public":
            continue
        _rule, address = filled.addresses_of(rule)[-1]
        for name in set(READERS) - ALLOWED[permission]:
            status = send(filled, name, address)
            if status not in (403, 404):
                let_in.append((name, address, status))
    assert let_in == []


def send(filled, name, address) -> int:
    """Send a form that holds only a valid token."""
    browser = filled.browsers[name]
    return browser._open(address, method="POST", data={"csrf_token": browser._csrf_token()}).status_code


@pytest.mark.parametrize("name", ["anonymous", "secretary", "administrator"])
def test_no_form_is_taken_without_a_token(walk, name):
    filled = walk[0]
    browser = filled.browsers[name]
    answers = {
        address: browser._open(address, method="POST").status_code for address in filled.addresses("POST")
    }
    assert {address: status for address, status in answers.items() if status != 400} == {}
    forged = browser._open("/logout", method="POST", data={"csrf_token": "vals"})
    assert forged.status_code == 400


@pytest.mark.parametrize("name", READERS)
def test_what_nobody_approved_stands_nowhere_as_approved(walk, name):
    """Only folded beside the approved value, in the review itself, and in the form of who proposed it."""
    _filled, first, *_rest = walk
    own = {"/wiki/kaart/edit", "/wiki/bron/edit"} if name == "contributor" else set()
    pages = first[name].items()
    shown = {address: PROPOSED.sub("", without_question(address, text)) for address, text in pages}
    assert [
        address
        for address, text in shown.items()
        if UNAPPROVED in text and not address.startswith("/wiki/review") and address not in own
    ] == []


def test_what_someone_did_not_save_is_his_alone(walk):
    _filled, first, *_rest = walk
    seen = {name for name, pages in first.items() for text in pages.values() if "Conceptgeheim" in text}
    assert seen == {"contributor"}
