import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rules.links import find_links, rewrite_links, targets
from wiki.rules.prose import MASK, masked


def found(text, types=None):
    return [(link.type, link.key, link.label) for link in find_links(text, types)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Zie [[Basisregistratie]].", [(None, "Basisregistratie", None)]),
        ("Zie [[brt|de topografie]].", [(None, "brt", "de topografie")]),
        ("[[ brt | de topografie ]]", [(None, "brt", "de topografie")]),
        ("[[use-case:SOC-003]]", [("use-case", "SOC-003", None)]),
        ("[[system-function:FDS-1|opening]]", [("system-function", "FDS-1", "opening")]),
        ("[[a]][[b]] [[c]]", [(None, "a", None), (None, "b", None), (None, "c", None)]),
        ("[[Let op: dit is een titel]]", [(None, "Let op: dit is een titel", None)]),
        ("[[wet: een toelichting]]", [(None, "wet: een toelichting", None)]),
        ("[[https://voorbeeld.nl]]", [(None, "https://voorbeeld.nl", None)]),
        ("[[a|]]", [(None, "a", None)]),
        ("[[a|b|c]]", [(None, "a", "b|c")]),
        ("[[Ünïcode €]]", [(None, "Ünïcode €", None)]),
        ("[[]] [[ ]] [[|woorden]]", []),
        ("[[over\nde regel]]", []),
        ("[[niet dicht] ]", []),
        ("[[a[b]]", []),
        ("[[[a]]]", [(None, "a", None)]),
        (r"\[[geen link]]", []),
        ("[gewoon](https://voorbeeld.nl)", []),
        ("[[" + "a" * 201 + "]]", []),
    ],
)
def test_links_are_found(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`[[code]]` en [[a]]", ["a"]),
        ("``[[co`de]]`` [[a]]", ["a"]),
        ("een ` los teken en [[a]]", ["a"]),
        ("` over\nde regel [[code]] `", []),
        ("` los\n\n[[a]] ` los", ["a"]),
        ("- ` los\n- [[a]] ` los", ["a"]),
        (r"\`[[a]]\`", ["a"]),
        (r"\``[[code]]`", []),
        ("[[`code`]] [[a|met `code`]]", ["a"]),
        ("```\n[[code]]\n```\n[[a]]", ["a"]),
        ("```python\n[[code]]\n````\n[[a]]", ["a"]),
        ("````\n```\n[[code]]\n````\n[[a]]", ["a"]),
        ("~~~\n[[code]]\n```\n[[code]]\n~~~\n[[a]]", ["a"]),
        ("```\n[[a]] in een blok dat niet dicht gaat", ["a"]),
        ("- punt\n    ```\n    [[code]]\n    ```\n- [[a]]", ["a"]),
        ("> ```\n> [[code]]\n> ```\n[[a]]", ["a"]),
        ("```\r\n[[code]]\r\n```\r\n[[a]]", ["a"]),
        ("```een regel``` [[a]]", ["a"]),
        ("```een regel``` [[a]]\n\ntekst\n```", ["a"]),
    ],
)
def test_what_stands_in_code_is_no_link(text, expected):
    assert [link.key for link in find_links(text)] == expected


def test_with_known_types_another_prefix_is_part_of_the_title():
    text = "[[use-case:SOC-001]] [[avg:artikel 9]]"

    assert found(text, {"use-case"}) == [("use-case", "SOC-001", None), (None, "avg:artikel 9", None)]


def test_a_link_knows_where_it_stands():
    text = "Eerst\n\nzie [[a|b]] dan"
    (link,) = find_links(text)

    assert link.line == 3
    assert text[link.start : link.end] == "[[a|b]]"
    assert link.words == "b"


def test_targets_are_named_once():
    assert targets(find_links("[[b]] [[a|x]] [[b|y]] [[use-case:b]]")) == [
        (None, "b"),
        (None, "a"),
        ("use-case", "b"),
    ]


def test_links_are_rewritten_and_code_is_left_alone():
    text = "`[[a]]` [[a]] en [[use-case:SOC-001|dit]]"

    assert rewrite_links(text, lambda link: f"<{link.words}>") == "`[[a]]` <a> en <dit>"


pieces = st.sampled_from(
    ["[[a]]", "[[b|c]]", "`", "``", "```", "~~~", "\n", "\n\n", "\\", "x", " ", "> ", "- ", "\r\n"]
)
texts = st.lists(pieces, max_size=30).map("".join)


@given(texts)
def test_masking_keeps_length_lines_and_everything_that_is_prose(text):
    mask = masked(text)

    assert len(mask) == len(text)
    assert all(here in (there, MASK) for here, there in zip(mask, text, strict=True))
    assert [n for n, sign in enumerate(mask) if sign in "\r\n"] == [
        n for n, sign in enumerate(text) if sign in "\r\n"
    ]


@given(texts)
def test_masking_twice_is_masking_once(text):
    assert masked(masked(text)) == masked(text)


@given(texts)
def test_rewriting_each_link_as_itself_gives_the_text_back(text):
    assert rewrite_links(text, lambda link: text[link.start : link.end]) == text


@given(st.text(st.sampled_from("ab `~\n[]|\\:"), max_size=80))
def test_links_never_overlap_and_stand_on_one_line(text):
    end = 0
    for link in find_links(text):
        assert link.start >= end
        assert "\n" not in text[link.start : link.end]
        assert text[link.start : link.start + 2] == "[["
        end = link.end
