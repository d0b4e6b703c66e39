"""A scoring round from draft to scores, as the secretary and the members go through it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core.audit import AuditEvent
from core.database import db
from core.links import waiting_for
from portfolio.models import Assessment, RoundReminder, Score, UseCase
from portfolio.queries.use_cases import get_use_case
from portfolio.round_jobs import close_rounds, remind_scorers
from portfolio.rules.round_terms import RoundState, Viewpoint
from portfolio.rules.terms import Phase
from tests.round_play import Play


@pytest.fixture
def play(database):
    return Play()


def plan_of(play, **changes):
    """Return the form of a round as a secretary fills it in."""
    day = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    data = {
        "title": "Voorjaar",
        "use_cases": [str(use_case.id) for use_case in play.use_cases],
        "day": day,
        "at": "17:00",
    }
    for place, member in enumerate(play.members):
        data[f"scorer_{member.id}"] = list(Viewpoint)[place].value
    return data | changes


def test_a_round_goes_from_draft_to_scores_by_its_pages(browser, other_browser, play):
    rounds = f"/domains/{play.domain.slug}/rounds/"
    browser.sign_in(play.secretary)
    assert "nog geen scoringsronde" in browser.get(rounds).text
    browser.post(rounds + "new", data=plan_of(play))
    play.number = 1
    assert "concept" in browser.get(play.address()).text
    browser.submit(browser.get(play.address("/open")), to=play.address("/open"))

    for place, member in enumerate(play.members):
        other_browser.sign_in(member)
        for code in play.codes:
            address = play.address(f"/score/{code}")
            page = other_browser.get(address)
            answers = {"level_criterium-0": str(place), "level_criterium-1": "3", "level__chance": "50"}
            other_browser.submit(page, to=address, step="done", comment="Wat ik vind", **answers)
        sheet = play.address("/score")
        other_browser.submit(other_browser.get(sheet), to=sheet, step="submit")
        other_browser.post("/logout")

    browser.submit(browser.get(play.address("/reveal")), to=play.address("/reveal"))
    results = browser.get(play.address("/results"))
    assert "1,5" in results.text
    assert "Wat ik vind" in results.text
    finals = play.address(f"/finals/{play.codes[0]}")
    refused = browser.submit(browser.get(finals), to=finals, expect=422, **{"level_criterium-0": "4"})
    assert "wijkt" in refused.text
    reason = {"level_criterium-0": "4", "reason_criterium-0": "De wijk wacht er al jaren op."}
    browser.submit(browser.get(finals), to=finals, **reason)
    browser.submit(browser.get(play.address("/finals")), to=play.address("/finals"))

    first, second = (get_use_case(code, play.secretary) for code in play.codes)
    levels = {score.criterion.code: (score.level, score.reason) for score in first.assessment.scores}
    assert levels["criterium-0"] == (4, "De wijk wacht er al jaren op.")
    assert levels["criterium-1"] == (3, "De middelste score van scoringsronde 1.")
    assert (first.chance, second.chance) == (50, 50)
    assert second.assessment.scores[0].level == 1
    assert first.assessment.round_id == play.round().id
    assert first.value_low is not None
    assert play.round().state is RoundState.SETTLED
    assert "De wijk wacht er al jaren op." in browser.get(play.address("/results")).text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Geef een titel"),
        ({"day": ""}, "Kies een dag"),
        ({"at": "25:99"}, "17:00"),
        ({"day": "9999-12-31"}, "2199"),
        ({"use_cases": ["999999"]}, ""),
    ],
)
def test_a_plan_that_is_not_right_comes_back_as_it_was_typed(browser, play, changes, words):
    browser.sign_in(play.secretary)
    page = browser.post(f"/domains/{play.domain.slug}/rounds/new", data=plan_of(play, **changes), expect=422)
    assert words in page.text
    assert page.select_one("[name=title]")["value"] == changes.get("title", "Voorjaar")


def test_only_candidates_of_the_domain_are_offered(browser, play, make_use_case):
    make_use_case(domain=play.domain, phase=Phase.IDEA, title="Nog een idee")
    make_use_case(phase=Phase.CANDIDATE, title="Van een ander")
    make_use_case(domain=play.domain, phase=Phase.CANDIDATE, is_draft=True, title="Een schets")
    page = browser.sign_in(play.secretary).get(f"/domains/{play.domain.slug}/rounds/new")
    offered = {box["value"] for box in page.select("[name=use_cases]")}
    assert offered == {str(use_case.id) for use_case in play.use_cases}


def test_a_draft_is_the_secretarys_and_an_open_round_cannot_be_changed(browser, other_browser, play):
    play.draft()
    other_browser.sign_in(play.members[0]).get(play.address(), expect=404)
    browser.sign_in(play.secretary)
    page = browser.get(play.address("/edit"))
    browser.submit(page, to=play.address("/edit"), title="Anders")
    assert play.round().title == "Anders"
    stale = browser.submit(page, to=play.address("/edit"), title="Nog anders", expect=409)
    assert "Anders" in stale.text
    play.open()
    assert browser.get(play.address("/edit"), expect=302).location.endswith(play.address())


def test_a_round_opens_only_with_use_cases_that_are_still_candidates(browser, play):
    play.draft()
    db.session.get(UseCase, play.use_cases[0].id).phase = Phase.PARKED
    db.session.commit()
    browser.sign_in(play.secretary)
    page = browser.submit(browser.get(play.address("/open")), to=play.address("/open"), expect=422)
    assert "geen kandidaat" in page.text
    assert play.round().state is RoundState.DRAFT


def test_the_criteria_are_frozen_when_the_round_opens(browser, play, make_criteria):
    play.open()
    make_criteria(3)
    page = browser.sign_in(play.members[0]).get(play.address(f"/score/{play.codes[0]}"))
    assert page.select("[name=level_criterium-1]")
    assert not page.select("[name=level_criterium-2]")
    assert play.round().scoring_model_id is not None


def test_more_time_has_a_reason_that_the_board_reads(browser, other_browser, play):
    play.open()
    play.pass_deadline()
    browser.sign_in(play.secretary)
    address = play.address("/deadline")
    later = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()
    assert "waarom" in browser.submit(browser.get(address), to=address, day=later, expect=422).text
    browser.submit(browser.get(address), to=address, day="2020-01-01", reason="Vakantie", expect=422)
    browser.submit(browser.get(address), to=address, day=later, reason="Twee leden zijn ziek.")
    assert "Twee leden zijn ziek." in other_browser.sign_in(play.members[0]).get(play.address()).text
    assert "/score" in str(other_browser.get(play.address()))
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "scoring_round.extended")).one()
    assert event.data["reason"] == "Twee leden zijn ziek."


def test_a_round_is_broken_off_with_a_reason(browser, play):
    play.open()
    play.score(0)
    browser.sign_in(play.secretary)
    address = play.address("/cancel")
    browser.submit(browser.get(address), to=address, expect=422)
    browser.submit(browser.get(address), to=address, reason="De minister trok het plan in.")
    assert "De minister trok het plan in." in browser.get(play.address()).text
    browser.get(play.address("/results"), expect=404)
    browser.submit(browser.get(address), to=address, reason="Nog eens", expect=422)


def test_who_speaks_for_what_is_the_secretarys_and_for_nobody_after_the_reveal(browser, other_browser, play):
    play.open()
    names = [member.name for member in play.members]
    shown = browser.sign_in(play.secretary).get(play.address()).text
    assert all(name in shown for name in names)
    other_browser.sign_in(play.members[0])
    seen = other_browser.get(play.address()).select_one("main").text
    assert not [name for name in names if name in seen]
    play.score_all().reveal()
    for reader in (browser, other_browser):
        for address in (play.address(), play.address("/results")):
            page = reader.get(address).select_one("main")
            assert not [name for name in names if name in str(page)]


def test_a_second_round_shows_own_scores_and_the_medians_of_the_first(browser, other_browser, play):
    play.open().score_all([(0, 3, 10), (2, 3, 40), (4, 3, 50), (5, 3, 60)]).reveal()
    first = play.number
    browser.sign_in(play.secretary)
    page = browser.get(play.address("/second"))
    later = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    browser.submit(page, to=play.address("/second"), day=later, use_cases=str(play.use_cases[0].id))
    browser.submit(page, to=play.address("/second"), day=later, expect=422)
    play.number = first + 1
    browser.submit(browser.get(play.address("/open")), to=play.address("/open"))
    sheet = other_browser.sign_in(play.members[0]).get(play.address(f"/score/{play.codes[0]}"))
    assert "u gaf 0; de mediaan was 3." in sheet.text
    play.use_cases = play.use_cases[:1]
    play.score_all([(2, 3, 40)] * 4).reveal()
    results = browser.get(play.address("/results"))
    assert "Eerste ronde" in results.text
    # What went on to the second round is settled there.
    play.number = first
    finals = browser.get(play.address("/finals")).text
    assert play.codes[0] not in finals
    browser.get(play.address(f"/finals/{play.codes[0]}"))


def test_the_round_waits_for_scorers_and_then_for_the_secretary(play, in_dutch):
    play.open()
    member, secretary = play.members[0], play.secretary
    assert "2 use cases te scoren" in waiting_for(member)[0].title
    assert not [item for item in waiting_for(secretary) if "rounds" in item.url]
    play.score_all()
    assert waiting_for(member) == []
    assert [item.note for item in waiting_for(secretary) if "rounds" in item.url] == [
        "de uitslag kan worden onthuld"
    ]
    play.reveal()
    assert [item.note for item in waiting_for(secretary) if "rounds" in item.url] == [
        "stel de eindwaarden vast"
    ]


def test_reminders_go_out_once_and_only_to_who_has_yet_to_score(play):
    now = datetime.now(UTC)
    play.open(deadline=now + timedelta(days=2, hours=20))
    for use_case in (0, 1):
        play.score(0, use_case=use_case)
    play.hand_in(0)
    assert remind_scorers() == 3
    db.session.commit()
    assert remind_scorers() == 0
    play.round().deadline = now + timedelta(hours=20)
    db.session.commit()
    assert remind_scorers() == 3
    db.session.commit()
    assert {row.days_before for row in db.session.scalars(select(RoundReminder))} == {3, 1}


def test_the_worker_closes_a_round_at_its_deadline(browser, play):
    play.open()
    assert close_rounds() == 0
    play.pass_deadline()
    sheet = play.address(f"/score/{play.codes[0]}")
    browser.sign_in(play.members[0])
    answers = {"version": "0", "level_criterium-0": "3"}
    assert "neemt geen scores" in browser.post(sheet, data=answers, expect=422).text
    assert close_rounds() == 1
    db.session.commit()
    assert play.round().state is RoundState.CLOSED
    assert close_rounds() == 0


def test_scores_of_a_running_use_case_keep_the_round_they_come_from(play):
    play.open().score_all().reveal()
    assert db.session.scalars(select(Assessment.round_id)).all() == []
    assert db.session.scalars(select(Score.id)).all() == []


def test_pages_take_as_many_statements_for_one_use_case_as_for_six(browser, count_queries):
    counts = {}
    for total in (1, 6):
        play = Play(members=3, use_cases=total).open().score_all().reveal()
        browser.sign_in(play.secretary)
        for page in ("", "/results", "/finals"):
            browser.get(play.address(page))
            with count_queries() as counter:
                browser.get(play.address(page))
            counts.setdefault(page, []).append(len(counter))
        browser.post("/logout")
    assert all(one == six for one, six in counts.values()), counts
    assert max(max(pair) for pair in counts.values()) <= 30
