"""What a scorer does with his own sheet: keep a draft, hand in, take back, declare an interest."""

import pytest

from core.database import db
from portfolio.models import UseCase
from portfolio.queries.round_scores import own_sheets
from portfolio.queries.rounds import get_scorer
from tests.round_play import Play


@pytest.fixture
def play(database):
    return Play(members=3).open()


@pytest.fixture
def scorer(browser, play):
    return browser.sign_in(play.members[0])


def sheet_of(play, member=0, use_case=0):
    """Return what a member filled in."""
    person = play.members[member]
    return own_sheets(get_scorer(play.round(), person), person).get(play.use_cases[use_case].id)


def test_an_unfinished_sheet_is_kept_as_it_is(scorer, play):
    address = play.address(f"/score/{play.codes[0]}")
    scorer.submit(scorer.get(address), to=address, step="save", **{"level_criterium-0": "4"})
    page = scorer.get(address)
    assert page.select_one("[name=level_criterium-0][checked]")["value"] == "4"
    assert page.select_one("[name=level_criterium-1][checked]")["value"] == ""
    assert sheet_of(play).is_done is False
    assert "bezig" in scorer.get(play.address("/score")).text


def test_done_asks_an_answer_to_each_question_and_unknown_is_one(scorer, play):
    address = play.address(f"/score/{play.codes[0]}")
    answers = {"level_criterium-0": "unknown", "level_criterium-1": "2"}
    refused = scorer.submit(scorer.get(address), to=address, step="done", expect=422, **answers)
    assert refused.select_one("[name=level_criterium-1][checked]")["value"] == "2"
    scorer.submit(scorer.get(address), to=address, step="done", level__chance="unknown", **answers)
    assert sheet_of(play).is_done
    assert sheet_of(play).scores["criterium-0"].is_unknown


@pytest.mark.parametrize(
    "answers", [{"level_criterium-0": "6"}, {"level__chance": "52"}, {"level_criterium-1": "x"}]
)
def test_an_answer_that_is_not_offered_is_refused(scorer, play, answers):
    address = play.address(f"/score/{play.codes[0]}")
    scorer.submit(scorer.get(address), to=address, step="save", expect=422, **answers)
    assert sheet_of(play) is None


def test_two_windows_do_not_overwrite_each_other(scorer, play):
    address = play.address(f"/score/{play.codes[0]}")
    page = scorer.get(address)
    scorer.submit(page, to=address, step="save", comment="Eerst dit")
    conflict = scorer.submit(page, to=address, step="save", comment="Toen dat", expect=409)
    assert "Eerst dit" in conflict.text
    assert "Toen dat" in conflict.text
    assert sheet_of(play).comment == "Eerst dit"


def test_handing_in_waits_for_the_last_use_case_and_can_be_taken_back(scorer, play):
    sheet = play.address("/score")
    play.score(0)
    assert "nog 1 use case" in scorer.submit(scorer.get(sheet), to=sheet, step="submit", expect=422).text
    play.score(0, use_case=1)
    page = scorer.get(sheet)
    scorer.submit(page, to=sheet, step="submit")
    scorer.submit(page, to=sheet, step="submit", expect=409)
    address = play.address(f"/score/{play.codes[0]}")
    refused = scorer.submit(scorer.get(address), to=address, step="save", expect=422)
    assert "Neem uw scores eerst terug" in refused.text
    scorer.submit(scorer.get(sheet), to=sheet, step="reopen")
    scorer.submit(scorer.get(address), to=address, step="done", **{"level_criterium-0": "5"})
    assert sheet_of(play).scores["criterium-0"].value == 5


def test_who_has_an_interest_scores_not_and_sees_no_outcome_of_it(scorer, play):
    play.score(0)
    address = play.address(f"/score/{play.codes[0]}/interest")
    scorer.submit(scorer.get(address), to=address, expect=422)
    scorer.submit(scorer.get(address), to=address, kind="supplier")
    assert sheet_of(play) is None
    score = play.address(f"/score/{play.codes[0]}")
    assert scorer.get(score, expect=302).location.endswith("/interest")
    play.score(0, use_case=1)
    for member in (1, 2):
        for use_case in (0, 1):
            play.score(member, use_case=use_case)
    play.hand_in()
    play.reveal()
    results = scorer.get(play.address("/results"))
    assert not results.select(f"[id={play.codes[0]}]")
    assert results.select(f"[id={play.codes[1]}]")
    for form in ("csv", "json"):
        text = scorer.get(play.address(f"/results.{form}")).response.get_data(as_text=True)
        assert play.codes[0] not in text
        assert play.codes[1] in text


def test_an_interest_declared_by_mistake_is_withdrawn(scorer, play):
    address = play.address(f"/score/{play.codes[0]}/interest")
    scorer.submit(scorer.get(address), to=address, kind="other")
    scorer.submit(scorer.get(address), to=address)
    assert scorer.get(play.address(f"/score/{play.codes[0]}")).select("[name=level_criterium-0]")


def test_the_owner_of_a_use_case_is_left_out_from_the_start(browser, database):
    play = Play(members=3)
    db.session.get(UseCase, play.use_cases[0].id).owner_id = play.members[0].id
    db.session.commit()
    play.open()
    browser.sign_in(play.members[0])
    address = play.address(f"/score/{play.codes[0]}/interest")
    assert "volgt uit de use case" in browser.get(address).text
    assert "kunt het hier niet intrekken" in browser.post(address, data={}, expect=422).text


def test_only_who_is_named_in_the_round_has_a_sheet(browser, play, make_person):
    outsider = Play(members=1).members[0]
    browser.sign_in(outsider).get(play.address("/score"), expect=404)
    browser.post("/logout")
    browser.sign_in(play.secretary).get(play.address("/score"), expect=403)
