"""Nobody learns anything of another's scores before the reveal: not by a page, a number, a file or the trail.

Beside looking for words, this compares: when what others filled in changes, in
value and in number, not one byte of what a reader gets may differ.
"""

import re
from datetime import UTC, datetime

import pytest
from flask import current_app
from sqlalchemy import select

from accounts.rules.terms import Layer, Role
from app import create_app
from core.audit import AuditEvent
from core.database import db
from core.errors import NotFound
from core.settings import read_settings
from portfolio.actions.round_finals import settle_round
from portfolio.models import Assessment
from portfolio.queries.round_scores import earlier_sheets, own_sheets, reveal, whole_reveal
from portfolio.queries.rounds import get_scorer
from search import writing
from tests.browser import Browser
from tests.filled import readable
from tests.round_play import SECRET, Play

WATCHERS = ("secretary", "scorer", "member", "programme", "administrator", "visitor")
_MOMENTS = re.compile(r"\d{1,2} \w+ 20\d\d, \d\d:\d\d")


@pytest.fixture
def play(database):
    return Play(members=5, layers=(Layer.MUNICIPAL,) * 4 + (Layer.NATIONAL,))


@pytest.fixture
def readers(app, play, make_person):
    """A browser for each kind of reader; ``member`` sits in the board and was not asked to score."""
    people = {
        "secretary": play.secretary,
        "scorer": play.members[0],
        "member": make_person(Role.BOARD_MEMBER, domain=play.domain),
        "programme": make_person(Role.PROGRAMME_MANAGER),
        "administrator": make_person(Role.ADMINISTRATOR),
        "visitor": None,
    }
    found = {}
    for name, person in people.items():
        found[name] = Browser(app)
        if person:
            found[name].sign_in(person)
    return found


def addresses(play):
    """Return every surface that could give a score away."""
    code, other = play.codes
    rounds = [play.address(rest) for rest in ("", "/score", f"/score/{code}", f"/score/{other}", "/results")]
    rounds += [
        play.address(f"/score/{code}/interest"),
        play.address("/results.csv"),
        play.address("/results.json"),
    ]
    rounds += [
        play.address(f"/{step}") for step in ("edit", "open", "reveal", "deadline", "cancel", "second")
    ]
    rounds += [
        play.address("/finals"),
        play.address(f"/finals/{code}"),
        f"/domains/{play.domain.slug}/rounds/",
    ]
    domain = f"/domains/{play.domain.slug}"
    pages = ["/", "/domains/", domain, f"{domain}/portfolio", f"{domain}/portfolio.csv", f"{domain}/roadmap"]
    pages += [f"/use-cases/{code}", f"/use-cases/{code}/history", f"/use-cases/{code}/assessment"]
    pages += [f"/use-cases/{code}/score", "/use-cases/?sort=value", "/use-cases.csv", "/use-cases.json"]
    pages += [
        f"/search?q={SECRET}",
        "/search?q=ronde",
        "/progress/",
        "/progress/value-chance.json",
        "/account/",
    ]
    pages += ["/admin/audit", "/admin/audit?object=scoring_round", "/admin/audit?object=blind_sheet"]
    pages += [f"/admin/domains/{play.domain.slug}/merge", "/notifications", "/decisions/"]
    pages += [f"/id/{kind}/1" for kind in ("use-case", "scoring-round", "blind-sheet", "round")]
    return [*rounds, *pages]


def look(readers, where):
    """Return what each reader gets at each address, without the moment of reading and the words he typed."""
    db.session.rollback()
    writing.rebuild()
    current_app.extensions["page_cache"].store.clear()
    return {
        (name, address): _MOMENTS.sub("…", readable(browser._open(address, method="GET"))).replace(
            SECRET if "?q=" in address else "\0", "…"
        )
        for name, browser in readers.items()
        for address in where
    }


def test_what_others_score_changes_not_one_byte_before_the_reveal(play, readers):
    play.open()
    play.score(1)
    play.score(2, is_done=False)
    where = addresses(play)
    before = look(readers, where)
    play.score(1, (5, 0, 95), comment="Heel iets anders")
    play.score(1, (5, None, 5), use_case=1)
    play.score(2, (0, 0, 0))
    play.score(2, (4, 4, 90), use_case=1, is_done=False)
    after = look(readers, where)
    assert [key for key in before if before[key] != after[key]] == []
    words = (SECRET, "Heel iets anders")
    assert [key for key, text in after.items() if any(word in text for word in words)] == []


def test_there_is_no_outcome_before_the_reveal_whoever_asks(play, readers):
    play.open()
    play.score(1)
    play.pass_deadline()
    for name, browser in readers.items():
        for rest in ("/results", "/results.csv", "/results.json", "/finals"):
            page = browser._open(play.address(rest), method="GET")
            assert page.status_code in (302, 403, 404), (name, rest)


def test_even_in_the_code_there_is_no_way_to_an_outcome_before_the_reveal(play):
    play.open()
    play.score(1)
    for ask in (whole_reveal, lambda round_: reveal(round_, play.secretary)):
        with pytest.raises(NotFound):
            ask(play.round())
    # Somebody else's place gives nothing, whoever asks.
    theirs = get_scorer(play.round(), play.members[1])
    for reader in (play.secretary, play.members[0]):
        assert own_sheets(theirs, reader) == {}
        assert earlier_sheets(play.round(), reader) == {}
    assert own_sheets(theirs, play.members[1])


def test_the_secretary_sees_who_is_done_and_no_more(play, readers):
    play.open()
    for use_case in (0, 1):
        play.score(1, use_case=use_case)
    assert "nog niet" in readers["secretary"].get(play.address()).text
    rows = [row.text for row in readers["secretary"].get(play.address()).select("tbody tr")]
    assert not [row for row in rows if "ja" in row.split()]
    play.hand_in(1)
    rows = [row.text for row in readers["secretary"].get(play.address()).select("tbody tr")]
    assert [play.members[1].name in row for row in rows if "ja" in row.split()] == [True]
    refused = readers["secretary"].post(
        play.address("/reveal"), data={"version": str(play.round().version)}, expect=422
    )
    assert "Onthullen kan na het uiterste moment" in refused.text


def test_pages_take_as_many_statements_whatever_others_scored(play, readers, count_queries):
    play.open()
    play.score(1)
    pages = [(readers["secretary"], play.address())]
    pages += [(readers["scorer"], play.address(rest)) for rest in ("", "/score", f"/score/{play.codes[0]}")]

    def counts():
        found = []
        for browser, address in pages:
            browser.get(address)
            with count_queries() as counter:
                browser.get(address)
            found.append(len(counter))
        return found

    before = counts()
    for member in (1, 2, 3, 4):
        for use_case in (0, 1):
            play.score(member, use_case=use_case)
    assert counts() == before


def test_the_trail_of_scoring_names_no_use_case_and_no_value(play):
    play.open()
    for member in range(5):
        for use_case in (0, 1):
            play.score(member, (4, 1, 35), use_case=use_case)
    play.hand_in()
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.verb.like("scoring_round.%"))).all()
    scored = [event for event in events if event.verb.endswith(("begun", "handed_in"))]
    assert len(scored) == 10, "one when somebody begins and one when he hands in, none for a save between"
    for event in scored:
        assert event.data == {}
        assert event.object_label == play.round().label
        assert event.object_id == play.round().id


def test_a_conflict_shows_only_ones_own_texts(play, readers):
    play.open()
    play.score(1, comment="Van een ander")
    address = play.address(f"/score/{play.codes[0]}")
    page = readers["scorer"].get(address)
    readers["scorer"].submit(page, to=address, step="save", comment="Van mij")
    conflict = readers["scorer"].submit(page, to=address, step="save", comment="Ook van mij", expect=409)
    assert "Van een ander" not in conflict.text
    assert "Van mij" in conflict.text


def test_an_export_at_the_command_line_holds_nothing_of_it(app, play, tmp_path):
    play.open()
    play.score(1)
    target = tmp_path / "alles.csv"
    result = app.test_cli_runner().invoke(args=["export", "use-cases", str(target)])
    written = target.read_text() if target.exists() else ""
    assert SECRET not in result.output + written
    assert SECRET not in result.stderr


def test_the_log_of_a_crash_holds_no_values_outside_the_tests(tmp_path):
    for environment in ("demo", "production"):
        settings = {"ROUTEKAART_ENV": environment, "ROUTEKAART_DATA_DIR": str(tmp_path)}
        settings["ROUTEKAART_SECRET_KEY"] = "x" * 40
        other = create_app(read_settings(settings))
        assert other.config["SQLALCHEMY_ENGINE_OPTIONS"]["hide_parameters"] is True


def test_a_group_of_fewer_than_three_is_heard_and_has_no_figures(play, readers):
    play.open().score_all([(1, 3, 10), (2, 3, 20), (3, 3, 30), (4, None, 40), (5, None, 90)]).reveal()
    outcome = readers["member"].get(play.address("/results")).select_one(f"[id={play.codes[0]}]")
    first = outcome.select("tbody tr")[0].text
    assert "3" in first
    assert "Rijk: gehoord" in " ".join(first.split())
    assert "gemeente: 2,5 (n\u00a04)" in " ".join(first.split(" ")).replace("\n", " ")
    rows = readers["member"].get(play.address("/results.json")).response.json["results"]
    by_group = {
        row["group"]: row
        for row in rows
        if row["criterion"] == "criterium-0" and row["use_case"] == play.codes[0]
    }
    assert by_group["layer:municipal"]["median"] == 2.5
    assert by_group["layer:national"]["standing"] == "heard"
    assert by_group["layer:national"]["median"] is by_group["layer:national"]["n"] is None
    assert all(row["median"] is None for name, row in by_group.items() if name.startswith("viewpoint:"))
    unknown = next(row for row in rows if row["criterion"] == "criterium-1" and row["group"] == "all")
    assert unknown["n"] == 3


def test_with_two_scores_the_whole_is_only_heard_and_comments_stand_with_their_viewpoint(play, readers):
    play.open()
    for member in (0, 1):
        play.score(member)
    play.pass_deadline()
    play.reveal()
    page = readers["secretary"].get(play.address("/results"))
    section = page.select_one(f"[id={play.codes[0]}]")
    assert "gehoord" in section.text
    assert not re.search(r"mediaan \d", section.text)
    comments = [line.text for line in section.select("li")]
    assert len([line for line in comments if SECRET in line]) == 8
    assert all("technologie" in line or "privacy" in line for line in comments)
    assert not [person for person in play.members if person.name in str(page.select_one("main"))]


def test_a_draft_that_was_never_called_done_does_not_count(play):
    play.open()
    for member in range(4):
        play.score(member, (2, 2, 50), is_done=member != 3)
    play.pass_deadline()
    play.reveal()
    item = whole_reveal(play.round()).outcomes[play.use_cases[0].id].item("criterium-0")
    assert item.summary.n == 3


def test_after_the_reveal_it_is_the_boards_until_the_decision_is_published(play, readers):
    play.open().score_all().reveal()
    settle_round(play.round(), by=play.secretary, version=None, now=datetime.now(UTC))
    db.session.commit()
    others = [readers[name] for name in ("programme", "administrator", "visitor")]
    for browser in others:
        assert browser._open(play.address("/results"), method="GET").status_code in (302, 404)
        browser.get(play.address("/results.csv"), expect=404)
    first = select(Assessment).where(Assessment.use_case_id == play.use_cases[0].id)
    db.session.scalars(first).one().published_on = datetime.now(UTC).date()
    db.session.commit()
    for browser in others:
        found = browser.get(play.address("/results.json")).response.json
        assert {row["use_case"] for row in found["results"]} == {play.codes[0]}
        assert {row["group"] for row in found["results"]} == {"all"}
        assert "agreement" not in found
        assert SECRET not in browser.get(play.address("/results.csv")).response.get_data(as_text=True)


def test_a_round_that_is_broken_off_keeps_nothing_of_what_was_filled_in(play, readers):
    play.open()
    play.score(1)
    address = play.address("/cancel")
    readers["secretary"].submit(readers["secretary"].get(address), to=address, reason="Te vroeg")
    place = get_scorer(play.round(), play.members[1])
    assert own_sheets(place, play.members[1]) == {}
