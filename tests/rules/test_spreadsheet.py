"""The cells of a board's spreadsheet: what they mean, and what to do when they do not fit."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.web.tables import safe_cell
from portfolio.rules.spreadsheet import COLUMNS, SheetNotValid, read_sheet
from portfolio.rules.terms import ContributionLevel, Kind, Phase

MEANT = [
    ("code", " soc-001 ", "SOC-001"),
    ("version", "3", 3),
    ("version", "3.0", 3),
    ("kind", "Use_Case", Kind.USE_CASE),
    ("kind", "", None),
    ("phase", "candidate", Phase.CANDIDATE),
    ("title", "'=SOM(A1)", "=SOM(A1)"),
    ("title", "'s Avonds", "'s Avonds"),
    ("title", "een\x00\x07twee", "eentwee"),
    ("effort_low", "2,5", Decimal("2.5")),
    ("effort_low", "2.5", Decimal("2.5")),
    ("effort_low", "", None),
    ("cost_eur", "€ 250.000", 25_000_000),
    ("cost_eur", "250000,50", 25_000_050),
    ("planned_start", "2026-Q4", 2026 * 4 + 3),
    ("planned_quarters", "4", 4),
    ("other_domains", "energie; sociaal-domein;energie", ("energie", "sociaal-domein")),
    ("contributions", "fds-1:uses; GRK-2:delivers: een recept", (
        ("FDS-1", ContributionLevel.USES, ""), ("GRK-2", ContributionLevel.DELIVERS, "een recept"),
    )),
    ("has_no_risks", "Ja", True),
    ("has_no_risks", "False", False),
    ("as_of", "2026-03-31", date(2026, 3, 31)),
    ("as_of", "31-3-2026", date(2026, 3, 31)),
]  # fmt: skip


@pytest.mark.parametrize(("column", "cell", "meant"), MEANT)
def test_a_cell_says_what_its_writer_meant(column, cell, meant):
    sheet = read_sheet([["title", column], ["Titel", cell]] if column != "title" else [["title"], [cell]])

    assert not sheet.errors
    assert sheet.lines[0].values[column] == meant


WRONG = [
    ("code", "SOC 1", "cell_not_a_code"),
    ("version", "één", "cell_not_a_number"),
    ("version", "1.5", "cell_not_whole"),
    ("version", "-1", "cell_out_of_range"),
    ("version", "9" * 5000, "cell_out_of_range"),
    ("kind", "iets", "cell_unknown_term"),
    ("summary", "x" * 601, "cell_too_long"),
    ("effort_low", "NaN", "cell_not_a_number"),
    ("effort_low", "1e999", "cell_out_of_range"),
    ("effort_low", "-1", "cell_out_of_range"),
    ("cost_eur", "veel", "cell_not_a_number"),
    ("cost_eur", "99999999999", "cell_out_of_range"),
    ("planned_start", "voorjaar", "quarter_not_readable"),
    ("planned_start", "9999-Q1", "quarter_out_of_range"),
    ("planned_quarters", "0", "cell_out_of_range"),
    ("contributions", "FDS-1", "cell_not_a_contribution"),
    ("contributions", "FDS-1:uses;fds-1:delivers:x", "cell_twice_in_list"),
    ("has_no_risks", "misschien", "cell_not_yes_or_no"),
    ("as_of", "31-31-2026", "cell_not_a_day"),
    ("as_of", "morgen", "cell_not_a_day"),
]


@pytest.mark.parametrize(("column", "cell", "code"), WRONG)
def test_what_does_not_fit_is_told_with_its_row_and_column(column, cell, code):
    sheet = read_sheet([["title", column], ["Goed", ""], [], ["Fout", cell]])

    assert [(error.row, error.column, error.code) for error in sheet.errors] == [(4, column, code)]


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ([["titel"], ["x"]], "sheet_unknown_columns"),
        ([["title", "Title"], ["x", "y"]], "sheet_column_twice"),
        ([["summary"], ["x"]], "sheet_without_head"),
        ([[""], ["x"]], "sheet_without_head"),
        ([["title"]], "sheet_without_rows"),
        ([["title"], [""], []], "sheet_without_rows"),
    ],
)
def test_a_head_that_does_not_fit_is_refused(table, code):
    with pytest.raises(SheetNotValid) as refused:
        read_sheet(table)
    assert refused.value.code == code


def test_what_only_the_export_holds_is_left_alone():
    sheet = read_sheet([["title", "value_low", "url"], ["x", "12", "ergens"]])

    assert sheet.columns == ("title",)


@given(st.sampled_from(sorted(COLUMNS)), st.text(max_size=40))
def test_any_text_in_any_cell_is_read_or_told(column, text):
    other = "summary" if column == "title" else "title"

    sheet = read_sheet([[other, column], ["Gevuld", text]])

    assert len(sheet.errors) <= 1


@given(st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=60))
def test_text_that_an_export_guarded_comes_back_as_it_was(text):
    plain = text.strip()
    if not plain or plain.startswith("'"):
        return
    assert read_sheet([["title"], [safe_cell(plain)]]).lines[0].values["title"] == "".join(
        sign for sign in plain if sign.isprintable()
    )
