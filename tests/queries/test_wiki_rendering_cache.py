"""Rendered texts are kept by the hash of their source and their renderer; keeping never fails a reader."""

from datetime import timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from core.database import db, reading, utc_now, writing
from wiki import markup
from wiki.actions import rendered as keeping
from wiki.actions.rendered import forget_old_html, keep_html
from wiki.models import RenderedHtml
from wiki.rendering import fingerprint, pool
from wiki.rendering.process import TooHard


class Renderer:
    """Stands in for the pool: counts what it is asked, and fails on request."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.failure: Exception | None = None

    def render(self, source: str) -> dict:
        self.asked.append(source)
        if self.failure:
            raise self.failure
        return {"html": f"<p>{source}</p>", "toc": [[2, "s-kop", "Kop"]]}

    def render_all(self, sources: list[str]) -> list[dict]:
        return [self.render(source) for source in sources]


@pytest.fixture
def renderer(database, in_dutch, monkeypatch):
    stand_in = Renderer()
    monkeypatch.setattr(markup, "the_pool", lambda: stand_in)
    with writing():
        yield stand_in


def kept() -> int:
    total = db.session.scalar(select(func.count()).select_from(RenderedHtml))
    db.session.rollback()
    return total


def as_a_reader(source: str, **how) -> markup.Rendered:
    with reading():
        answer = markup.html_of(source, **how)
        db.session.rollback()  # a request that reads ends so
    return answer


def test_a_text_is_rendered_once(renderer):
    first, second = as_a_reader("tekst"), as_a_reader("tekst")

    assert first == second
    assert first.html == "<p>tekst</p>"
    assert first.toc == [(2, "s-kop", "Kop")]
    assert renderer.asked == ["tekst"]


def test_a_preview_is_not_kept_but_uses_what_is(renderer):
    as_a_reader("nieuw", keep=False)
    assert kept() == 0

    as_a_reader("tekst")
    as_a_reader("tekst", keep=False)
    assert renderer.asked == ["nieuw", "tekst"]


def test_a_request_that_writes_keeps_it_in_its_own_transaction(renderer):
    markup.html_of("tekst")
    db.session.rollback()
    assert kept() == 0

    markup.html_of("tekst")
    db.session.commit()
    assert kept() == 1


def test_a_text_that_is_too_hard_is_tried_again_later_and_not_before(renderer, monkeypatch):
    renderer.failure = TooHard("-24")
    assert "niet opmaken" in as_a_reader("[[[").notice
    assert "niet opmaken" in as_a_reader("[[[").notice
    assert renderer.asked == ["[[["]

    monkeypatch.setattr(markup, "TRY_AGAIN_AFTER", timedelta(0))
    renderer.failure = None
    assert as_a_reader("[[[").notice is None


def test_a_renderer_that_was_away_leaves_nothing_behind(renderer):
    renderer.failure = pool.Busy()

    assert "nu even niet" in as_a_reader("tekst").notice
    assert kept() == 0


def test_another_renderer_makes_its_own(renderer, monkeypatch):
    as_a_reader("tekst")
    monkeypatch.setattr(fingerprint, "renderer", lambda: "f" * 16)
    as_a_reader("tekst")

    assert renderer.asked == ["tekst", "tekst"]


def test_what_another_renderer_made_and_what_is_old_is_forgotten(renderer):
    old = utc_now() - timedelta(days=91)
    row = {"html": "", "toc": [], "notice": None}
    keep_html(
        [
            {"key": "a" * 64, "renderer": "nu", "made_at": utc_now(), **row},
            {"key": "b" * 64, "renderer": "toen", "made_at": utc_now(), **row},
            {"key": "c" * 64, "renderer": "nu", "made_at": old, **row},
        ]
    )

    assert forget_old_html("nu") == 2
    assert db.session.scalars(select(RenderedHtml.key)).all() == ["a" * 64]


def test_a_reader_waits_for_no_writer(renderer, monkeypatch):
    monkeypatch.setattr(keeping, "PATIENCE", 1)
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has one writer")
    with db.engine.begin():  # somebody writes, and takes long
        answer = as_a_reader("tekst")

    assert answer.html == "<p>tekst</p>"
    assert kept() == 0


def test_a_database_that_takes_nothing_fails_no_reader(renderer):
    def refuse(_connection, _cursor, statement, *_rest):
        if statement.startswith("INSERT"):
            raise OperationalError(statement, None, Exception("disk full"))

    event.listen(db.engine, "before_cursor_execute", refuse)
    try:
        assert as_a_reader("tekst").html == "<p>tekst</p>"
        assert markup.html_of("ander").html == "<p>ander</p>"
        db.session.rollback()
    finally:
        event.remove(db.engine, "before_cursor_execute", refuse)
    assert kept() == 0


def test_many_texts_are_warmed_once_and_in_batches(renderer, monkeypatch):
    monkeypatch.setattr(markup, "BATCH", 10)
    texts = [f"tekst {number}" for number in range(25)]

    assert list(markup.warm([*texts, "tekst 1"])) == [10, 20, 25]
    assert list(markup.warm(texts)) == [10, 20, 25]
    assert renderer.asked == texts
    assert kept() == 25


def test_warming_within_a_transaction_is_refused(renderer):
    db.session.scalar(select(1))

    with pytest.raises(RuntimeError, match="commit"):
        list(markup.warm(["x"]))


def test_showing_a_kept_text_takes_one_query(renderer, count_queries):
    as_a_reader("tekst")

    with count_queries() as counter:
        as_a_reader("tekst")
    assert len(counter) == 1


def test_the_renderer_is_named_by_its_code_and_libraries():
    assert len(fingerprint.renderer()) == 16
    assert fingerprint.key_of("a") != fingerprint.key_of("b")
