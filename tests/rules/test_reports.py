"""What a report holds and for whom: sections, periods, numbers, what moved between two takes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.report_document import (
    Document,
    Drawing,
    Figure,
    Grid,
    Part,
    Section,
    Words,
    from_plain,
    paragraphs,
    to_plain,
)
from portfolio.rules.reports import (
    Audience,
    FigureChange,
    Period,
    SectionKey,
    changed_figures,
    half_year_before,
    is_number,
    month_ends,
    number_of,
    sections_for,
)

TODAY = date(2026, 11, 22)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize("audience", list(Audience))
def test_every_audience_reads_what_was_not_reported(audience):
    read = sections_for(audience)

    assert {SectionKey.SUMMARY, SectionKey.UNREPORTED, SectionKey.ACCOUNT} <= set(read)
    assert list(read) == [key for key in SectionKey if key in read]


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        (date(2026, 1, 1), date(2026, 6, 30), []),
        (TODAY, TODAY, []),
        (date(2026, 6, 30), date(2026, 1, 1), [("to_on", "report_days_in_order")]),
        (date(2026, 1, 1), date(2026, 11, 23), [("to_on", "report_in_future")]),
        (date(2020, 1, 1), date(2026, 1, 1), [("from_on", "report_too_long")]),
    ],
)
def test_a_period_ends_after_it_began_and_not_in_the_future(first, last, wrong):
    assert Period(first, last).wrong(TODAY) == wrong


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 7, 1), date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 12, 31), date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2025, 7, 1), date(2025, 12, 31)),
    ],
)
def test_a_report_begins_with_the_last_whole_half_of_a_year(today, first, last):
    assert half_year_before(today) == Period(first, last)


@given(days, st.integers(0, 1098))
def test_the_points_of_a_period_begin_before_it_end_with_it_and_are_few(first, length):
    period = Period(first, date.fromordinal(first.toordinal() + length))

    points = month_ends(period)

    assert points[0] == period.before and points[-1] == period.last
    assert points == sorted(set(points)) and len(points) <= 13


def test_a_number_tells_year_and_serial():
    assert number_of(2026, 1) == "VR-2026-001"
    assert is_number("VR-2026-001") and is_number("VR-2026-1234")
    assert not any(
        is_number(text) for text in ("vr-2026-001", "VR-2026-1", "VR-2026-001x", "", "SOC-2026-001")
    )


def test_what_moved_between_two_takes_is_named_by_domain_and_figure():
    old = {
        "total": {"running": 2, "is_illustrative": False},
        "domains": [{"slug": "a", "running": 2}, {"slug": "b", "running": 0}],
    }
    new = {
        "total": {"running": 3, "is_illustrative": True},
        "domains": [{"slug": "a", "running": 3}, {"slug": "c", "running": 1}],
    }

    assert changed_figures(old, new) == [
        FigureChange("", "running", 2, 3),
        FigureChange("a", "running", 2, 3),
        FigureChange("b", "running", 0, None),
        FigureChange("c", "running", None, 1),
    ]
    assert changed_figures(new, new) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Een.\n\nTwee.", [("p", ["Een."]), ("p", ["Twee."])]),
        ("Een\nloopt door.", [("p", ["Een loopt door."])]),
        ("Let op:\n- een\n- twee", [("p", ["Let op:"]), ("ul", ["een", "twee"])]),
        ("* een\r\n\r\n- twee", [("ul", ["een"]), ("ul", ["twee"])]),
        ("<b>geen</b> opmaak", [("p", ["<b>geen</b> opmaak"])]),
    ],
)
def test_prose_is_paragraphs_and_points_and_nothing_else(text, expected):
    assert paragraphs(text) == expected


def test_a_document_comes_back_from_plain_values_as_it_was():
    drawing = Drawing("d", "Titel", "Wat er staat", 640, 10, [{"tag": "rect", "attributes": {"x": "1"}}])
    grid = Grid("Tabel", ["A", "B"], [False, True], [[Words("a"), Words("1", True, "use-case:X", "sub")]], 3)
    section = Section(
        "summary", "Kop", ["Zin"], "Tekst", [Figure("Naam", "1", "sub", True)], [Part("Deel", grid=grid)]
    )
    whole = Document("Titel", "nl", "Boven", [("Periode", "x")], ["Let op"], [section])
    other = Document("Titel", "en", "Boven", sections=[Section("s", "K", parts=[Part(drawing=drawing)])])

    assert from_plain(to_plain(whole)) == whole
    assert from_plain(to_plain(other)).drawings == [drawing]


def test_made_up_words_carry_their_sign_and_missing_ones_do_not():
    assert Words("24", True).marked == "24°"
    assert Words("", True).marked == ""
    assert Words("24", True, sub="van 30").whole == "24° (van 30)"
