"""Terms in a text: the first place of each, in whole words, never inside a link, code or heading; bounded."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rules.glossary import MOST_TERMS, forms_of, mark_terms

FORMS = forms_of(
    [("adres", ["Adres"]), ("avg", ["AVG", "Algemene verordening gegevensbescherming"]), ("api", ["API"])]
)


def marked(html: str, besides: str = "") -> tuple[list[str], list[str]]:
    text, found = mark_terms(html, FORMS, besides)
    return list(re.findall(r'class="term"[^>]*>([^<]*)<', text)), [one.key for one in found]


@pytest.mark.parametrize(
    ("html", "words", "keys"),
    [
        ("<p>Een adres en nog een adres.</p>", ["adres"], ["adres"]),
        ("<p>Adressen en adresboek</p>", [], []),
        (
            "<p>de algemene  verordening\ngegevensbescherming (AVG)</p>",
            ["algemene  verordening\ngegevensbescherming"],
            ["avg"],
        ),
        ("<p>ADRES, de api: goed.</p>", ["ADRES", "api"], ["adres", "api"]),
        ('<p><a href="/x">adres</a> <code>api</code></p><h2>AVG</h2>', [], []),
        ('<p><a href="/x">een <em>adres</em></a> en adres</p>', ["adres"], ["adres"]),
        ('<p title="adres > api">niets</p>', [], []),
        ("<p>R&amp;D en &lt;adres&gt;</p>", ["adres"], ["adres"]),
        ("", [], []),
    ],
)
def test_the_first_place_of_each_term_becomes_a_link(html, words, keys):
    assert marked(html) == (words, keys)


def test_a_page_does_not_explain_itself():
    assert marked("<p>adres en api</p>", besides="adres") == (["api"], ["api"])


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<br>", "<em>", "</em>", "adres", " ", "AVG", "&amp;", "é", ">"])
    )
)
def test_nothing_of_the_text_is_lost(pieces):
    html = "".join(pieces)
    text, _found = mark_terms(html, FORMS)
    assert re.sub(r'<a class="term"[^>]*>([^<]*)</a>', r"\1", text) == html


def test_many_terms_and_a_long_text_stay_within_bounds():
    forms = forms_of((f"t{number}", [f"woord{number} en meer"]) for number in range(20_000))
    html = "<p>" + " ".join(f"woord{number} en meer" for number in range(20_000)) + "</p>"
    started = time.process_time()
    text, found = mark_terms(html, forms)
    assert len(found) == MOST_TERMS
    assert time.process_time() - started < 3
    assert text.count("<a ") == MOST_TERMS
