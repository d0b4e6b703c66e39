"""Which action points are unfinished, how they are numbered, and what spending says."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portfolio.rules.agenda import STEPS, AgendaState, Unfinished, next_code, renumbered, why_unfinished
from portfolio.rules.budget import Amount, BudgetNotValid, spending

SILENT, RUNS_ON = Unfinished.NOT_REPORTED, Unfinished.RUNS_ON


@pytest.mark.parametrize(
    ("is_reported", "first", "last", "why"),
    [
        (True, 2019, 2020, ()),
        (True, 2019, 2021, ()),
        (True, 2019, 2022, (RUNS_ON,)),
        (True, 2019, None, (RUNS_ON,)),
        (True, None, None, (RUNS_ON,)),
        (False, 2019, 2020, (SILENT,)),
        (False, 2022, 2023, (SILENT, RUNS_ON)),
    ],
)
def test_an_action_is_unfinished_without_a_result_or_past_the_last_year(is_reported, first, last, why):
    found = why_unfinished(is_reported=is_reported, year_from=first, year_to=last, last_year=2021)
    assert found == why


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        ([], "2.1"),
        (["2.1", "2.2"], "2.3"),
        (["2.9", "2.10"], "2.11"),
        (["2.3"], "2.4"),
        (["1.7", "12.5"], "2.1"),
        (["2.x", "2", "2.1a", "2.²"], "2.1"),
    ],
)
def test_a_new_code_follows_the_highest_of_its_theme(codes, code):
    assert next_code(2, codes) == code


def test_codes_go_along_when_a_theme_gets_another_number():
    assert renumbered(["1.1", "1.10", "los"], 3) == {"1.1": "3.1", "1.10": "3.10", "los": "los"}


def test_what_was_public_is_never_a_draft_again():
    assert all(AgendaState.DRAFT not in after for after in STEPS.values())


def amounts():
    cents = some.integers(0, 10**9)
    made = some.builds(
        Amount,
        some.sampled_from("abc"),
        some.integers(2019, 2021),
        cents,
        some.booleans(),
        some.none() | cents,
    )
    return some.lists(made, unique_by=lambda one: (one.line, one.year))


@given(amounts())
def test_what_was_not_reported_never_counts_as_nothing_spent(rows):
    found = {one.year: one for one in spending(rows)}
    known = [row for row in rows if row.spent is not None]
    assert found.keys() == {row.year for row in known}
    assert sum(one.reported for one in found.values()) == len(known)
    assert sum(one.spent for one in found.values()) == sum(row.spent for row in known)
    # Money without a report changes no difference.
    assert [one.difference for one in spending(known)] == [one.difference for one in spending(rows)]


def test_negative_spending_is_refused():
    with pytest.raises(BudgetNotValid):
        spending([Amount("a", 2019, 1, True, -1)])
