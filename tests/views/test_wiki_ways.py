"""Ways into the wiki: the glossary and explained terms, a page per category, questions, the toolbox."""

import pytest

from wiki.rules.terms import Category, PageKind

DEFINED = {"definitions": [{"definition": "Een plek."}]}


@pytest.fixture
def term(make_page):
    return make_page(
        title="Adres", slug="adres", kind=PageKind.TERM, abstract="Wijst naar een plek.", fields=DEFINED
    )


def test_the_glossary_is_by_letter_with_what_each_word_means(browser, term, make_page):
    make_page(title="Écht", kind=PageKind.TERM, fields=DEFINED, aliases=("werkelijk",))
    make_page(title="112", kind=PageKind.OBJECT)
    page = browser.get("/wiki/glossary")
    assert [a.text for a in page.select(".wiki-letters a")] == ["A", "E", "overig"]
    assert {a["href"][1:] for a in page.select(".wiki-letters a")} <= {h["id"] for h in page.select("h2[id]")}
    assert "Wijst naar een plek." in page.text
    assert "werkelijk" in page.text
    browser.get("/wiki/glossary?lang=en")


def test_terms_are_explained_when_a_reader_asks_and_not_otherwise(browser, term, make_page):
    make_page(title="Verhuizen", slug="verhuizen", body="Uw adres wijzigt. Elk adres telt.")
    plain = browser.get("/wiki/verhuizen")
    assert not plain.select("a.term")
    link = next(a["href"] for a in plain.select("aside a") if "begrippen" in a.text)
    page = browser.get(f"/wiki/verhuizen{link}")
    (mark,) = page.select(".prose a.term")
    explanation = page.select_one(mark["href"])
    assert explanation.text == "Adres"
    assert "Wijst naar een plek." in explanation.find_next("dd").text
    assert page.select_one(explanation.find_next("dd").a["href"]) == mark


def test_a_page_without_known_words_says_so(browser, make_page):
    make_page(title="Leeg", slug="leeg", body="Niets bijzonders.")
    assert "geen woorden uit de begrippenlijst" in browser.get("/wiki/leeg?terms=1").text


def test_a_category_shows_what_there_is_and_what_it_lacks(browser, make_page):
    make_page(title="Huis", slug="huis", categories=(Category.LOCATION,), body="[[Tuin]] en [[Straat]]")
    make_page(title="Straat", slug="straat", categories=(Category.LOCATION,))
    make_page(title="Mens", slug="mens", categories=(Category.PERSON,), body="[[Wens]]")
    page = browser.get("/wiki/categories/location")
    text = " ".join(page.main.text.split())
    assert "Gewone pagina's 2" in text
    assert "1 pagina verwijst hierheen" in text
    assert "Tuin" in text
    assert "Mens" not in text
    assert "Wens" not in text
    assert "Nog geen pagina" in browser.get("/wiki/categories/sensor").text
    browser.get("/wiki/categories/maan", expect=404)
    browser.get("/wiki/categories/location?lang=en")


def test_questions_are_shown_with_their_answers_and_can_be_searched(browser, make_page, make_domain):
    make_domain(slug="energie", name="Energie")
    make_page(
        title="Mag dit?", slug="mag", kind=PageKind.FAQ, domains=("energie",),
        fields={"question": "Mag ik data delen?", "answer_short": "Vaak wel."},
    )  # fmt: skip
    make_page(title="Kan dit?", slug="kan", kind=PageKind.FAQ, fields={"answer_short": "Soms niet."})
    page = browser.get("/wiki/faq")
    assert [h.text for h in page.select("main h2")] == ["Energie", "Algemeen"]
    assert "Vaak wel." in page.text
    found = browser.get("/wiki/faq?q=data+vaak")
    assert "Vaak wel." in found.text
    assert "Soms niet." not in found.text
    assert "Geen vraag past" in browser.get("/wiki/faq?q=<b>").text


def test_the_toolbox_is_for_four_types_of_users(browser, make_page):
    fields = {"user_types": ["GRK-1", "GRK-2"], "licence": "EUPL", "used_for": "Kaarten maken."}
    make_page(title="Kaartenmaker", slug="kaartenmaker", kind=PageKind.TOOL, fields=fields)
    make_page(title="Bouwdoos", slug="bouwdoos", kind=PageKind.TOOL)
    assert {"Kaartenmaker", "Bouwdoos"} <= {a.text for a in browser.get("/wiki/toolbox").select("td a, th a")}
    page = browser.get("/wiki/toolbox?type=GRK-1")
    assert "Kaarten maken." in page.text
    assert "Bouwdoos" not in page.main.text
    assert "nog geen hulpmiddel" in browser.get("/wiki/toolbox?type=GRK-4").text
    browser.get("/wiki/toolbox?type=x&lang=en")
    assert "EUPL" in browser.get("/wiki/kaartenmaker").text


@pytest.mark.parametrize(
    "address", ["/wiki/glossary", "/wiki/categories/person", "/wiki/faq", "/wiki/toolbox"]
)
def test_each_takes_as_many_queries_for_many_pages(browser, make_page, make_domain, count_queries, address):
    make_domain(slug="energie", name="Energie")

    def fill(number):
        for kind, fields in (
            (PageKind.TERM, DEFINED), (PageKind.FAQ, {"answer_short": "Ja."}), (PageKind.TOOL, {})
        ):  # fmt: skip
            make_page(
                title=f"{kind} {number}", kind=kind, fields=fields, domains=("energie",),
                categories=(Category.PERSON,), body="[[ergens]] [[term 0]]",
            )  # fmt: skip

    fill(0)
    with count_queries() as one:
        browser.get(address)
    for number in range(1, 4):
        fill(number)
    with count_queries() as many:
        browser.get(address)
    assert len(many) == len(one)
