"""What rounds do when other things change, and the rounds of the demo."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from accounts.actions import merge_domains
from core.audit import SYSTEM
from core.database import db
from core.errors import Invalid
from portfolio.actions import rounds as actions
from portfolio.actions.round_finals import Final, set_finals, settle_round
from portfolio.models import RankingSnapshot, ScoringRound
from portfolio.queries.rounds import entry_of
from portfolio.rules.agreement import summarise
from portfolio.rules.round_terms import CHANCE, RoundState, Viewpoint
from portfolio.rules.rounds import default_final, needs_reason
from seed.digest import CONTENT
from seed.reading import read_yaml
from seed.rounds import read_rounds
from tests.round_play import Play

NOW = datetime.now(UTC)


def test_the_rounds_of_a_merged_domain_are_numbered_after_those_that_were_there(database):
    first, second = Play(members=1, use_cases=1).open(), Play(members=1, use_cases=1).open()
    source = second.domain
    merge_domains(source, first.domain, version=source.version, on=NOW.date(), by=SYSTEM)
    db.session.commit()
    rounds = db.session.scalars(select(ScoringRound).order_by(ScoringRound.number)).all()
    assert [(row.domain_id, row.series, row.number) for row in rounds] == [
        (first.domain.id, first.domain.code, 1),
        (first.domain.id, first.domain.code, 2),
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"scorers": {999: Viewpoint.POLICY}}, "round_not_in_board"),
        ({"use_case_ids": [999]}, "round_not_candidate"),
        ({"title": "  "}, "missing_title"),
    ],
)
def test_a_plan_of_what_is_not_the_boards_is_refused(database, changes, code):
    play = Play(members=1)
    with pytest.raises(Invalid) as refused:
        actions.create_round(play.domain, play.plan(**changes), by=play.secretary)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"use_case_ids": []}, ["round_without_use_cases"]),
        ({"scorers": {}}, ["round_without_scorers"]),
        ({"deadline": datetime(2020, 1, 1, tzinfo=UTC)}, ["round_deadline_over"]),
    ],
)
def test_a_round_that_cannot_work_does_not_open(database, changes, codes):
    play = Play(members=1).draft(**changes)
    with pytest.raises(Invalid) as refused:
        actions.open_round(play.round(), by=play.secretary, version=None, now=NOW)
    assert [code for _field, code, _params in refused.value.findings] == codes


def test_final_values_are_set_after_the_reveal_and_settled_once(database):
    play = Play(members=3, use_cases=1).open()
    with pytest.raises(Invalid):
        settle_round(play.round(), by=play.secretary, version=None, now=NOW)
    play.score_all([(3, 2, 50)] * 3).reveal()
    round_ = play.round()
    entry = entry_of(round_, play.codes[0])
    wrong = {"criterium-0": Final(9, "x"), "criterium-1": Final(2), CHANCE: Final(60)}
    with pytest.raises(Invalid) as refused:
        set_finals(round_, entry, wrong, by=play.secretary, version=None)
    assert [code for _field, code, _params in refused.value.findings] == [
        "round_value_not_valid",
        "round_reason_missing",
    ]
    db.session.rollback()
    settle_round(play.round(), by=play.secretary, version=None, now=NOW)
    db.session.commit()
    assert db.session.scalars(select(RankingSnapshot.id)).all()
    with pytest.raises(Invalid):
        settle_round(play.round(), by=play.secretary, version=None, now=NOW)
    assert play.round().state is RoundState.SETTLED


def test_the_settled_round_of_the_demo_fits_the_scores_of_its_use_cases():
    told = read_rounds(CONTENT)["settled"]
    for outcome in told["use_cases"]:
        use_case = read_yaml(Path(CONTENT) / "use_cases" / f"{outcome['code']}.yaml")
        scores = use_case["scores"] | {"chance": use_case["chance"]}
        assert outcome["values"].keys() == scores.keys()
        for name, values in outcome["values"].items():
            assert len(values) == len(told["scorers"])
            summary = summarise(value for value in values if value is not None)
            is_chance = name == "chance"
            final = outcome.get("finals", {}).get(name)
            value = final["value"] if final else default_final(summary, is_chance=is_chance)
            assert value == scores[name], (outcome["code"], name)
            assert final or not needs_reason(value, summary, is_chance=is_chance)
