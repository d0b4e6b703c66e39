import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.coverage import (
    Contribution,
    CoverageNotPossible,
    coverage,
    coverage_by_domain,
    gaps,
    single_points,
)
from portfolio.rules.terms import ContributionLevel

USES, EXTENDS, DELIVERS = ContributionLevel
FUNCTIONS = {"FDS": ("FDS-1", "FDS-2"), "TAL": ()}


def rows_of(*contributions):
    return {row.code: row for row in coverage(FUNCTIONS, [Contribution(*one) for one in contributions])}


def test_a_part_counts_for_its_function():
    fds = rows_of(("SOC-001", "FDS-1", DELIVERS), ("SOC-002", "FDS-2", USES))["FDS"]

    assert fds.builders == ("SOC-001",)
    assert fds.uses == ("SOC-002",)
    assert [part.builders for part in fds.parts] == [("SOC-001",), ()]


def test_a_use_case_counts_once_per_function_at_its_strongest():
    fds = rows_of(("SOC-001", "FDS-1", USES), ("SOC-001", "FDS-2", EXTENDS), ("SOC-001", "FDS", USES))["FDS"]

    assert fds.by_level == {USES: (), EXTENDS: ("SOC-001",), DELIVERS: ()}
    assert fds.parts[0].uses == ("SOC-001",)


def test_what_nobody_builds_is_a_gap_and_the_parts_of_a_gap_are_not_named_again():
    rows = rows_of(("SOC-001", "TAL", USES)).values()
    half = rows_of(("SOC-001", "FDS-1", EXTENDS), ("SOC-002", "TAL", DELIVERS)).values()

    assert gaps(rows) == ("FDS", "TAL")
    assert gaps(half) == ("FDS-2",)


def test_what_only_one_builds_is_a_single_point_of_failure():
    rows = rows_of(
        ("SOC-001", "FDS-1", EXTENDS),
        ("SOC-002", "FDS-2", DELIVERS),
        ("SOC-002", "TAL", DELIVERS),
        ("X", "TAL", USES),
    ).values()

    assert single_points(rows) == (("FDS-1", "SOC-001"), ("FDS-2", "SOC-002"), ("TAL", "SOC-002"))


def test_the_rows_follow_the_order_given_even_without_contributions():
    assert list(rows_of()) == ["FDS", "TAL"]


def test_coverage_by_domain_has_a_table_per_domain():
    tables = coverage_by_domain(
        FUNCTIONS,
        [
            Contribution("VEI-001", "FDS", EXTENDS, "veiligheid"),
            Contribution("ENE-001", "TAL", USES, "energie"),
        ],
    )

    assert list(tables) == ["energie", "veiligheid"]
    assert tables["veiligheid"][0].builders == ("VEI-001",)
    assert tables["energie"][0].is_gap


@pytest.mark.parametrize(
    ("functions", "contributions", "code"),
    [
        (FUNCTIONS, [Contribution("SOC-001", "XYZ", USES)], "unknown_function"),
        ({"A": ("P",), "B": ("P",)}, [], "part_twice"),
        ({"A": ("B",), "B": ()}, [], "part_twice"),
    ],
)
def test_functions_that_do_not_fit_are_refused(functions, contributions, code):
    with pytest.raises(CoverageNotPossible) as refusal:
        coverage(functions, contributions)
    assert refusal.value.code == code


contributions = st.lists(
    st.builds(
        Contribution,
        st.sampled_from("ABCD"),
        st.sampled_from(["FDS", "FDS-1", "FDS-2", "TAL"]),
        st.sampled_from(ContributionLevel),
    )
)


@given(contributions)
def test_nobody_counts_twice_and_every_part_is_within_its_function(given_contributions):
    for row in coverage(FUNCTIONS, given_contributions):
        named = [code for codes in row.by_level.values() for code in codes]
        assert len(named) == len(set(named))
        for part in row.parts:
            assert set(part.builders) <= set(row.builders)


@given(contributions, contributions)
def test_more_contributions_never_open_a_gap(some, more):
    assert set(gaps(coverage(FUNCTIONS, some + more))) <= set(gaps(coverage(FUNCTIONS, some))) | {
        "FDS-1",
        "FDS-2",
    }
