"""Finding things: what is found, in which order, by whom, and what happens without an index."""

import pytest
from sqlalchemy import select

from core.audit import SYSTEM, record
from core.database import db, today
from portfolio.actions.precondition_sharing import share_precondition
from portfolio.models import Precondition, UseCase
from portfolio.rules.terms import Phase, PreconditionKind
from search import writing
from search.analysis import fold, stem
from search.querying import understand


@pytest.fixture
def index(app, database):
    """Bring the index up to date with what the test made."""

    def renew() -> None:
        writing.rebuild()

    yield renew
    import shutil

    shutil.rmtree(app.config["SETTINGS"].data_dir / "search-index", ignore_errors=True)


def titles(page):
    return [hit.text.strip() for hit in page.select(".hits h2")]


def test_a_visitor_finds_a_use_case_by_another_form_of_its_words(browser, make_use_case, index):
    make_use_case(title="Armoedekaarten voor gemeenten", phase=Phase.PILOT)
    index()
    assert titles(browser.get("/search?q=gemeente")) == ["Armoedekaarten voor gemeenten"]


@pytest.mark.parametrize("words", ["café", "cafe", "CAFÉ"])
def test_accents_and_capitals_make_no_difference(browser, make_use_case, index, words):
    make_use_case(title="Toezicht op het café", phase=Phase.PILOT)
    index()
    assert len(titles(browser.get("search.show_results", q=words))) == 1


def test_the_title_counts_more_than_the_summary_and_that_more_than_the_text(browser, make_use_case, index):
    make_use_case(title="Een", challenge="Over water.", phase=Phase.PILOT)
    make_use_case(title="Twee", summary="Over water.", phase=Phase.PILOT)
    make_use_case(title="Water", phase=Phase.PILOT)
    index()
    assert titles(browser.get("/search?q=water")) == ["Water", "Twee", "Een"]


def test_the_thing_that_is_called_so_comes_first(browser, make_use_case, index):
    make_use_case(title="Kwaliteit van open data en open data overal", phase=Phase.PILOT)
    make_use_case(title="Open data", phase=Phase.PILOT)
    index()
    assert titles(browser.get('/search?q="open data"'))[0] == "Open data"
    assert titles(browser.get("/search?q=open data"))[0] == "Open data"


def test_an_idea_is_neither_found_nor_counted_by_who_is_not_signed_in(
    browser, make_use_case, make_person, index
):
    make_use_case(title="Geheime vondst", phase=Phase.IDEA)
    make_use_case(title="Open vondst", phase=Phase.PILOT)
    index()
    page = browser.get("/search?q=vondst")
    assert titles(page) == ["Open vondst"]
    assert "1 resultaat" in page.text
    assert "2" not in "".join(count.text for count in page.select(".filters .n"))
    assert len(titles(browser.sign_in(make_person()).get("/search?q=vondst"))) == 2


def test_a_draft_is_found_only_by_its_submitter_and_its_board(
    browser, make_use_case, make_person, make_domain, index
):
    domain, other = make_domain(), make_domain()
    submitter = make_person("contributor")
    make_use_case(title="Ruwe schets", domain=domain, is_draft=True, submitter_id=submitter.id)
    index()
    for person, expected in (
        (submitter, 1),
        (make_person("secretary", domain=domain), 1),
        (make_person("secretary", domain=other), 0),
        (make_person("contributor"), 0),
        (make_person("programme_manager"), 1),
        (make_person("administrator"), 0),
    ):
        browser.client.delete_cookie("routekaart")
        assert len(titles(browser.sign_in(person).get("/search?q=schets"))) == expected


def test_a_shared_precondition_is_found_by_who_may_read_a_use_case_that_waits_for_it(
    browser, other_browser, make_use_case, make_person, index
):
    waits, other = make_use_case(phase=Phase.CANDIDATE), make_use_case(phase=Phase.CANDIDATE)
    for one in (waits, other):
        db.session.add(Precondition(use_case_id=one.id, kind=PreconditionKind.LEGAL, text="Koppelwet"))
    db.session.flush()
    first, second = db.session.scalars(select(Precondition).order_by(Precondition.id))
    share_precondition(first, same=[second], by=SYSTEM)
    db.session.commit()
    index()
    assert titles(browser.get("/search?q=koppelwet")) == []
    other_browser.sign_in(make_person())
    assert titles(other_browser.get("/search?q=koppelwet")) == ["Koppelwet"]
    published = db.session.get_one(UseCase, other.id)
    published.published_on, published.phase = today(), Phase.SELECTED
    record("use_case.moved", published, by=SYSTEM)
    db.session.commit()
    writing.drain()
    assert titles(browser.get("/search?q=koppelwet")) == ["Koppelwet"]


def test_what_may_no_longer_be_read_is_not_shown_before_the_index_knows(browser, make_use_case, index):
    use_case = make_use_case(title="Ingetrokken", phase=Phase.PILOT)
    index()
    use_case.published_on = None
    db.session.commit()
    assert titles(browser.get("/search?q=ingetrokken")) == []


def test_all_words_come_first_and_else_some_which_is_said(browser, make_use_case, index):
    make_use_case(title="Schulden en zorg", phase=Phase.PILOT)
    make_use_case(title="Alleen schulden", phase=Phase.PILOT)
    index()
    assert titles(browser.get("/search?q=schulden zorg")) == ["Schulden en zorg"]
    page = browser.get("/search?q=schulden vliegtuig")
    assert len(titles(page)) == 2
    assert "een deel ervan" in page.text


def test_a_misspelt_word_gets_a_suggestion_only_from_what_one_may_read(browser, make_use_case, index):
    make_use_case(title="Ondermijning in beeld", phase=Phase.PILOT)
    make_use_case(title="Bodemdaling", phase=Phase.IDEA)
    index()
    assert "ondermijning" in browser.get("/search?q=ondermijnign").select_one("main").text
    assert "bodemdaling" not in browser.get("/search?q=bodemdalign").select_one("main").text.lower()


def test_a_phrase_and_a_beginning_of_a_word(browser, make_use_case, index):
    make_use_case(title="Kaart van werkende armen", phase=Phase.PILOT)
    make_use_case(title="Armen die werkende zijn", phase=Phase.PILOT)
    index()
    assert titles(browser.get('/search?q="werkende armen"')) == ["Kaart van werkende armen"]
    assert len(titles(browser.get("/search?q=werk*"))) == 2


def test_a_change_is_found_after_the_writer_has_passed(browser, make_use_case, index):
    use_case = make_use_case(title="Oude naam", phase=Phase.PILOT)
    index()
    use_case.title = "Nieuwe kop"
    record("use_case.edited", use_case, by=SYSTEM)
    db.session.commit()
    assert writing.drain() == 1
    assert titles(browser.get("/search?q=kop")) == ["Nieuwe kop"]
    assert titles(browser.get("/search?q=oude")) == []
    assert writing.status()["waiting"] == 0


def test_without_an_index_the_page_says_so_and_the_writer_makes_one(browser, make_use_case, index):
    make_use_case(title="Water", phase=Phase.PILOT)
    assert "werkt even niet" in browser.get("/search?q=water").text
    writing.drain()
    assert titles(browser.get("/search?q=water")) == ["Water"]


def test_a_broken_index_is_built_anew(app, browser, make_use_case, index):
    use_case = make_use_case(title="Water", phase=Phase.PILOT)
    index()
    for file in (app.config["SETTINGS"].data_dir / "search-index").glob("index-*/*"):
        file.unlink()
    record("use_case.edited", use_case, by=SYSTEM)
    db.session.commit()
    writing.drain()
    assert titles(browser.get("/search?q=water")) == ["Water"]


@pytest.mark.parametrize(
    "words",
    [
        '"',
        '""',
        "*",
        "a*",
        "((",
        "AND OR NOT",
        "[",
        "~",
        "title:x",
        "\x00",
        "é" * 400,
        '"een',
        "a" * 5000,
        "'; drop",
    ],
)
def test_odd_queries_are_answered(browser, make_use_case, index, words):
    make_use_case(phase=Phase.PILOT)
    index()
    browser.get("search.show_results", q=words)


def test_filters_narrow_down_and_their_counts_ignore_their_own_choice(
    browser, make_use_case, make_domain, index
):
    one, two = make_domain(), make_domain()
    make_use_case(title="Water een", domain=one, phase=Phase.PILOT)
    make_use_case(title="Water twee", domain=two, phase=Phase.PILOT)
    index()
    page = browser.get(f"/search?q=water&domain={one.slug}")
    assert titles(page) == ["Water een"]
    boxes = page.select(f"input[name=domain][value={two.slug}]")
    assert "1" in boxes[0].find_parent("label").text


def test_the_number_of_queries_does_not_grow_with_the_hits(browser, make_use_case, index, count_queries):
    make_use_case(title="Water 0", phase=Phase.PILOT)
    index()
    with count_queries() as one:
        browser.get("/search?q=water")
    for number in range(12):
        make_use_case(title=f"Water {number}", phase=Phase.PILOT)
    index()
    with count_queries() as many:
        browser.get("/search?q=water")
    assert len(one) == len(many)


@pytest.mark.parametrize(
    ("one", "other"),
    [("gemeenten", "gemeente"), ("registraties", "registratie"), ("huizen", "huis"), ("begrippen", "begrip")],
)
def test_common_plurals_meet_in_one_stem(one, other):
    assert stem(one) == stem(other)


def test_folding_drops_accents_and_capitals():
    assert fold("Coördinatie É") == "coordinatie e"


def test_a_query_is_understood():
    asked = understand('de "werkende armen" water* schuld')
    assert (asked.words, asked.phrases, asked.prefixes) == (("schuld",), (("werkende", "armen"),), ("water",))
