"""Links as numbers before rendering, as addresses after it."""

import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rules.links import find_links
from wiki.rules.placeholders import Shown, fill_links, mark_links


@pytest.mark.parametrize(
    ("source", "marked"),
    [
        ("Zie [[avg]].", "Zie [avg](ref:0)."),
        ("[[a]] en [[b|woorden]]", "[a](ref:0) en [woorden](ref:1)"),
        ("[[use-case:SOC-001]]", "[SOC\\-001](ref:0)"),
        ("[[les_een*]]", "[les\\_een\\*](ref:0)"),
        ("`[[avg]]` en [[avg]]", "`[[avg]]` en [avg](ref:0)"),
        ("[[avg|een | twee]]", "[een &#124; twee](ref:0)"),
        ("Niets.", "Niets."),
    ],
)
def test_a_link_becomes_its_number(source, marked):
    assert mark_links(source) == marked


@pytest.mark.parametrize(
    ("html", "shown", "filled"),
    [
        ('<a href="ref:0">avg</a>', [Shown(url="/wiki/avg")], '<a href="/wiki/avg">avg</a>'),
        (
            '<a href="ref:0" rel="x">avg</a>',
            [Shown(url="/u", title="De <AVG>")],
            '<a href="/u">De &lt;AVG&gt;</a>',
        ),
        (
            '<a href="ref:0">a</a>',
            [Shown(url="/u", title="T", is_dutch=True)],
            '<a href="/u" lang="nl">T</a>',
        ),
        ('<a href="ref:0">avg</a>', [None], '<span class="wanted">avg</span>'),
        ('<a href="ref:0">avg</a>', [Shown()], '<span class="wanted">avg</span>'),
        (
            '<a href="ref:0">avg</a>',
            [Shown(create_url="/wiki/new?title=avg&x", create_words="maak")],
            '<span class="wanted">avg</span> '
            '<a class="missing" href="/wiki/new?title=avg&amp;x" rel="nofollow">maak</a>',
        ),
        ('<a href="ref:7">avg</a>', [Shown(url="/u")], '<span class="wanted">avg</span>'),
        ('<a title="x" href="ref:0">avg</a>', [Shown(url="/u")], '<a href="/u">avg</a>'),
        ('<a href="https://x.nl">x</a>', [], '<a href="https://x.nl">x</a>'),
        ("&lt;a href=&quot;ref:0&quot;&gt;", [Shown(url="/u")], "&lt;a href=&quot;ref:0&quot;&gt;"),
    ],
)
def test_a_number_becomes_what_this_reader_may_see(html, shown, filled):
    assert fill_links(html, shown) == filled


def test_a_link_keeps_the_words_of_its_writer_with_their_markup():
    html = '<p><a href="ref:0">een <em>woord</em></a></p>'
    assert fill_links(html, [Shown(url="/u")]) == '<p><a href="/u">een <em>woord</em></a></p>'


@given(st.text(alphabet="ab[]|`\\:-* \n", max_size=60))
def test_as_many_numbers_come_as_there_are_links(source):
    marked = mark_links(source)
    numbers = [int(number) for number in re.findall(r"\]\(ref:(\d+)\)", marked)]
    assert numbers == list(range(len(find_links(source))))


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_title_or_address_breaks_out_of_its_place(title, url):
    filled = fill_links('<a href="ref:0">x</a>', [Shown(url=url or "/", title=title or "x")])
    assert filled.count("<") == 2
    assert unescape(filled.split(">")[1].split("<")[0]) == (title or "x") or ">" in title
    assert escape(title or "x") in filled
