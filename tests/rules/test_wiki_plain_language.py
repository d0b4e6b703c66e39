"""Hints for plain Dutch, on real sentences: what is said of them, and of what nothing is said."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rules.plain_language import LONGEST_SENTENCE, MOST, check_plain

LONG = "Wij " + "en ".join(["schrijven "] * 26) + "door."


def said(body: str) -> list[tuple[str, int]]:
    return [(hint.code, hint.line) for hint in check_plain(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("De gemeente beslist binnen acht weken.", []),
        ("Er wordt door de gemeente een besluit genomen.", [("plain_passive", 1)]),
        ("De gegevens werden gisteren gewist.", [("plain_passive", 1)]),
        ("Het wordt koud. Wij hebben gegevens gewist.", []),
        ("Dit wordt gemeenten een zorg.", []),
        ("Goed.\n\nU kunt tevens bellen.", [("plain_hard_word", 3)]),
        ("Tevens en tevens en TEVENS.", [("plain_hard_word", 1)]),
        ("Regels met betrekking tot data.", [("plain_hard_word", 1)]),
        (LONG, [("plain_long_sentence", 1)]),
        (f"```\n{LONG}\n```", []),
        (f"> {LONG}", []),
        (f"| {LONG} | tevens |", []),
        ("`tevens` is een woord.", []),
        ("- een\n- twee\n" * 30, []),
        ("Zie art. 9 en bijv. dit. " * 3, []),
        ("", []),
    ],
)
def test_each_sentence_gets_the_hint_it_deserves(body, expected):
    assert said(body) == expected


def test_a_hint_says_what_to_do():
    (hint,) = check_plain("Wij doen dit middels een brief.")
    assert hint.params == {"word": "middels", "better": "met"}
    (hint,) = check_plain(LONG)
    assert hint.params["words"] > LONGEST_SENTENCE == hint.params["most"]


def test_a_sentence_over_two_lines_is_one_and_list_items_are_not():
    half = "woord " * 15
    assert said(f"{half}\n{half}.") == [("plain_long_sentence", 1)]
    assert said(f"- {half}\n- {half}") == []


@given(st.text(max_size=300))
def test_any_text_gets_an_answer_within_bounds(body):
    found = check_plain(body)
    assert len(found) <= MOST
    assert all(1 <= hint.line <= body.count("\n") + 1 for hint in found)


@pytest.mark.parametrize(
    "body", ["wordt " * 60_000, "a" * 400_000, "wordt gea" * 30_000, "[[" * 100_000, "x.\n" * 100_000]
)
def test_odd_texts_are_not_slow(body):
    started = time.process_time()
    check_plain(body)
    assert time.process_time() - started < 2
