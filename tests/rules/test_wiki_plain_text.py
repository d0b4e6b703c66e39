"""Words without signs."""

import pytest

from wiki.rules.plain_text import plain_text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("## Kop\n\nEen **vet** woord", "Kop Een vet woord"),
        ("Zie [[Doelbinding]] en [[bag|de BAG]]", "Zie Doelbinding en de BAG"),
        ("[[use-case:SOC-003]]", "SOC-003"),
        ("[hier](https://voorbeeld.nl) en ![kaart](/k.png)", "hier en kaart"),
        ("- een\n- twee", "een twee"),
        ("| a | b |\n|---|---|", "a b"),
        ("e-mail en 2019-2021", "e-mail en 2019-2021"),
    ],
)
def test_only_the_words_remain(source, expected):
    assert plain_text(source).rstrip("- ") == expected


@pytest.mark.parametrize(
    "source", ["[" * 200_000, "[[" * 100_000, "![" * 100_000, "*" * 500_000, "- " * 100_000]
)
def test_hostile_texts_end_soon(source):
    assert len(plain_text(source)) <= len(source)
