from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.adoption import Adoption, AdoptionNotValid, Total, adoption, latest
from portfolio.rules.budget import Amount, BudgetNotValid, totals, totals_by_line
from portfolio.rules.risks import DEFAULT_MATRIX, ORDER, MatrixNotValid, rate, read_matrix, worst
from portfolio.rules.terms import Grade
from portfolio.rules.urgency import Urgency, UrgencyNotValid, active

LOW, MEDIUM, HIGH = ORDER


@pytest.mark.parametrize(
    ("likelihood", "impact", "rating"),
    [
        (LOW, LOW, LOW),
        (LOW, MEDIUM, LOW),
        (LOW, HIGH, MEDIUM),
        (MEDIUM, LOW, LOW),
        (MEDIUM, MEDIUM, MEDIUM),
        (MEDIUM, HIGH, HIGH),
        (HIGH, LOW, MEDIUM),
        (HIGH, MEDIUM, HIGH),
        (HIGH, HIGH, HIGH),
        (None, HIGH, None),
        (HIGH, None, None),
    ],
)
def test_a_rating_is_looked_up(likelihood, impact, rating):
    assert rate(likelihood, impact) == rating


def test_the_worst_rating_that_is_known_counts():
    assert worst([LOW, None, HIGH, MEDIUM]) is HIGH
    assert worst([None]) is None
    assert worst([]) is None


def test_a_board_may_bring_its_own_matrix():
    strict = read_matrix({a: dict.fromkeys(Grade, "high") for a in Grade})

    assert rate(LOW, LOW, strict) is HIGH


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({}, "matrix_cell_missing_or_unknown"),
        ({a: dict.fromkeys(Grade, "severe") for a in Grade}, "matrix_cell_missing_or_unknown"),
        ({"low": {"low": "low"}}, "matrix_cell_missing_or_unknown"),
        ({a: {b: "high" if a == b == "low" else "low" for b in Grade} for a in Grade}, "matrix_not_rising"),
    ],
)
def test_a_matrix_that_makes_no_sense_is_refused(cells, code):
    with pytest.raises(MatrixNotValid) as refusal:
        read_matrix(cells)
    assert refusal.value.code == code


def test_the_default_matrix_passes_its_own_check():
    words = {a.value: {b.value: DEFAULT_MATRIX[a][b].value for b in ORDER} for a in ORDER}

    assert read_matrix(words) == DEFAULT_MATRIX


@given(st.lists(st.sampled_from(Grade), min_size=9, max_size=9))
def test_any_matrix_that_is_accepted_never_rates_a_worse_risk_lower(ratings):
    cells = {a: {b: ratings[3 * x + y] for y, b in enumerate(ORDER)} for x, a in enumerate(ORDER)}
    try:
        matrix = read_matrix(cells)
    except MatrixNotValid:
        return
    for (a, b), (c, d) in product(product(range(3), repeat=2), repeat=2):
        if a <= c and b <= d:
            assert ORDER.index(matrix[ORDER[a]][ORDER[b]]) <= ORDER.index(matrix[ORDER[c]][ORDER[d]])


def adopted(on, n, total=352):
    return Adoption(on, n, total, date(2021, 1, 1))


def test_adoption_is_n_of_the_n_that_held_on_that_day():
    counts = [Total(date(2021, 1, 1), 352), Total(date(2019, 1, 1), 355), Total(date(2023, 1, 1), 342)]

    assert adoption(date(2019, 2, 1), 80, counts) == Adoption(date(2019, 2, 1), 80, 355, date(2019, 1, 1))
    assert adoption(date(2021, 1, 1), 88, counts).total == 352
    assert adoption(date(2018, 1, 1), 1, counts).total_on == date(2019, 1, 1)
    assert adoption(date(2019, 2, 1), 80, []) is None


def test_a_share_is_a_percentage():
    assert adopted(date(2021, 1, 1), 88).share == Decimal(25)


@pytest.mark.parametrize(
    ("n", "total", "code"),
    [
        (353, 352, "adopted_more_than_there_are"),
        (-1, 352, "adoption_not_positive"),
        (0, 0, "adoption_not_positive"),
    ],
)
def test_impossible_adoption_is_refused(n, total, code):
    with pytest.raises(AdoptionNotValid) as refusal:
        adopted(date(2021, 1, 1), n, total)
    assert refusal.value.code == code


def test_the_latest_figure_counts_and_of_two_on_one_day_the_later_given():
    figures = [adopted(date(2021, 5, 1), 9), adopted(date(2020, 5, 1), 3), adopted(date(2021, 5, 1), 10)]

    assert latest(figures).adopted == 10
    assert latest(figures, date(2021, 4, 30)).adopted == 3
    assert latest(figures, date(2019, 1, 1)) is None
    assert latest([]) is None


@pytest.mark.parametrize(
    ("on", "slugs"),
    [
        (date(2019, 12, 31), []),
        (date(2020, 1, 1), ["pandemic"]),
        (date(2021, 10, 1), ["pandemic", "fraud", "housing"]),
        (date(2023, 3, 1), ["pandemic", "fraud", "housing"]),
        (date(2023, 3, 2), ["fraud", "housing"]),
    ],
)
def test_urgent_is_from_a_day_up_to_and_including_a_day(on, slugs):
    challenges = [
        Urgency("housing", date(2021, 10, 1)),
        Urgency("fraud", date(2021, 10, 1)),
        Urgency("pandemic", date(2020, 1, 1), date(2023, 3, 1)),
    ]

    assert [challenge.slug for challenge in active(challenges, on)] == slugs


def test_urgency_that_ends_before_it_begins_is_refused():
    with pytest.raises(UrgencyNotValid):
        Urgency("fraud", date(2021, 10, 1), date(2021, 9, 30))


AGENDA = {
    "data-dialogue": (150, 150, 150),
    "vision-and-research": (100, 100, 100),
    "learning-centre": (700, 700, 700),
    "labs": (500, 500, 500),
    "data-system": (550, 500, 500),
    "training": (300, 350, 350),
    "advisory-board": (50, 75, 100),
    "pilots": (200, 200, 200),
}
AMOUNTS = [
    Amount(line, 2019 + place, keuro * 100_000, is_reserved=place == 0)
    for line, amounts in AGENDA.items()
    for place, keuro in enumerate(amounts)
]


def test_the_budget_of_the_data_agenda_adds_up_and_only_its_first_year_is_reserved():
    years = totals(AMOUNTS)

    assert [(year.year, year.total // 100_000) for year in years] == [
        (2019, 2550),
        (2020, 2575),
        (2021, 2600),
    ]
    assert [year.is_all_reserved for year in years] == [True, False, False]
    assert years[1].reserved == 0
    assert totals_by_line(AMOUNTS)["advisory-board"] == 225 * 100_000


@pytest.mark.parametrize(
    ("amounts", "code"),
    [
        ([Amount("labs", 2019, -1, True)], "amount_negative"),
        ([Amount("labs", 2019, 1, True), Amount("labs", 2019, 2, False)], "amount_twice"),
    ],
)
def test_a_budget_that_makes_no_sense_is_refused(amounts, code):
    with pytest.raises(BudgetNotValid) as refusal:
        totals(amounts)
    assert refusal.value.code == code


def test_no_budget_has_no_years():
    assert totals([]) == ()


@given(
    st.lists(
        st.builds(
            Amount, st.sampled_from("abc"), st.integers(2019, 2022), st.integers(0, 10**9), st.booleans()
        ),
        unique_by=lambda amount: (amount.line, amount.year),
    )
)
def test_years_and_lines_add_up_to_the_same(amounts):
    assert sum(year.total for year in totals(amounts)) == sum(totals_by_line(amounts).values())
