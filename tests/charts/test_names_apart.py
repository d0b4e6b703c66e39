"""Names beside bars and signs: cut at a word, and never so that two rows become one."""

import pytest

from portfolio.charts.looks import apart, short


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("Ministerie van Infrastructuur en Waterstaat", 30, "Ministerie van Infrastructuur…"),
        ("Ministerie van Volksgezondheid, Welzijn en Sport", 30, "Ministerie van…"),
        ("Rijkswaterstaat", 15, "Rijkswaterstaat"),
        ("Onderwijsinspectie", 10, "Onderwijs…"),
    ],
)
def test_a_long_name_is_cut_at_a_word(text, most, cut):
    assert short(text, most) == cut
    assert len(cut) <= most


def test_names_that_would_look_alike_stay_apart():
    names = [
        "Dienst voor alle zaken van het noorden",
        "Dienst voor alle zaken van het zuiden",
        "Kort",
        "Kort",
    ]
    found = apart(names, 20)
    assert found[:2] == names[:2]
    assert len(set(found)) == 4
