"""Read the wiki: the index, lists, a page with its links, history and feeds."""

import xml.etree.ElementTree as ET

import pytest

from core.audit import SYSTEM
from core.database import db
from wiki.actions import pages as actions
from wiki.models import Page
from wiki.queries.pages import find_page
from wiki.rules.terms import Category, PageKind


@pytest.fixture
def curator(make_person):
    return make_person("wiki_curator")


def delete(page: Page, by=SYSTEM) -> None:
    page = find_page(page.slug, by)
    actions.delete_page(page, base_revision=page.revision, by=by, reason="dubbel")
    db.session.commit()


def test_the_empty_wiki_says_what_to_do(browser):
    assert "Er staat nog niets" in browser.get("wiki.show_index").text


def test_the_index_counts_by_kind_category_and_domain(browser, make_page, make_domain):
    domain = make_domain(name="Mobiliteit")
    make_page(
        kind=PageKind.FAQ,
        fields={"answer_short": "Ja."},
        categories=(Category.PERSON,),
        domains=(domain.slug,),
    )
    page = browser.get("wiki.show_index")
    assert "Vragen en antwoorden 1" in page.text
    assert "Persoon 1" in page.text
    assert "Mobiliteit 1" in page.text


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("kind=faq", ["Een vraag"]),
        ("category=sensor", ["Een meter"]),
        ("domain=domein", ["Een meter"]),
        ("core=1", ["Een begrip"]),
        ("kind=onzin&page=1", ["Een begrip", "Een meter", "Een vraag"]),
        ("kind=law", []),
    ],
)
def test_a_list_is_filtered(browser, make_page, make_domain, query, titles):
    make_domain(slug="domein")
    make_page(title="Een vraag", kind=PageKind.FAQ, fields={"answer_short": "Ja."})
    make_page(title="Een meter", categories=(Category.SENSOR,), domains=("domein",))
    make_page(title="Een begrip", is_core=True)
    page = browser.get(f"/wiki/?{query}")
    assert [link.text for link in page.select("main .lines li > div > a")] == titles


def test_a_kind_has_an_address_of_its_own(browser):
    assert browser.get("/wiki/kinds/step-plan", expect=302).location == "/wiki/?kind=step_plan"
    browser.get("/wiki/kinds/onzin", expect=404)


def test_a_page_shows_its_text_its_links_and_what_links_to_it(browser, make_page):
    make_page(title="Algemene verordening", slug="avg", body="Zie [[doelbinding]].")
    make_page(
        title="Doelbinding", body="Staat in de [[avg]], de [[avg|wet]] en [[nergens]].", abstract="Een regel."
    )
    page = browser.get("wiki.show_page", slug="doelbinding")
    assert [(a.text, a["href"]) for a in page.select(".prose a")] == [
        ("Algemene verordening", "/wiki/avg"),
        ("wet", "/wiki/avg"),
    ]
    assert page.select_one(".prose .wanted").text == "nergens"
    assert "Verwijst hierheen" in page.text
    assert page.select_one(".lead").text.strip() == "Een regel."


def test_a_writer_is_offered_to_make_a_page_that_is_wanted(browser, make_page, make_person):
    make_page(title="Doelbinding", body="Zie [[nergens]].")
    browser.sign_in(make_person("contributor"))
    page = browser.get("wiki.show_page", slug="doelbinding")
    assert page.select_one(".prose a.missing")["href"] == "/wiki/new?title=nergens"


def test_a_use_case_that_one_may_not_read_looks_like_one_that_is_not_there(browser, make_page, make_use_case):
    hidden = make_use_case(code="SOC-901", title="Een geheim plan", published_on=None)
    make_page(title="Doelbinding", body=f"Zie [[use-case:{hidden.code}]] en [[use-case:SOC-999]].")
    page = browser.get("wiki.show_page", slug="doelbinding")
    assert [span.text for span in page.select(".prose .wanted")] == ["SOC-901", "SOC-999"]
    assert "geheim" not in page.text


def test_a_link_shows_the_present_title_and_a_former_address_leads_on(browser, make_page, change_page):
    target = make_page(title="Oude naam")
    make_page(title="Verwijzer", body="Zie [[Oude naam]].")
    target = change_page(target, title="Nieuwe naam")
    actions.rename_page(find_page("oude-naam", SYSTEM), "nieuwe-naam", base_revision=2, by=SYSTEM)
    db.session.commit()
    link = browser.get("wiki.show_page", slug="verwijzer").select_one(".prose a")
    assert (link.text, link["href"]) == ("Nieuwe naam", "/wiki/nieuwe-naam")
    assert browser.get("/wiki/oude-naam", expect=301).location == "/wiki/nieuwe-naam"
    assert browser.get("/wiki/oude-naam/history", expect=301).location == "/wiki/nieuwe-naam/history"
    assert browser.get(f"/id/page/{target.id}", expect=303).location == "/wiki/nieuwe-naam"


def test_definitions_stand_side_by_side(browser, make_page):
    others = [{"definition": "Twee.", "scope": "Zorg", "source_label": "Zorgwet"}]
    make_page(
        title="Gezin",
        kind=PageKind.TERM,
        fields={"definition": "Een.", "source_label": "CBS", "other_definitions": others},
    )
    page = browser.get("wiki.show_page", slug="gezin")
    assert [article.h3.text for article in page.select(".defs article")] == ["CBS", "Zorgwet"]


def test_a_dataset_shows_its_facts_also_the_ones_that_lack(browser, make_page):
    make_page(title="Adres", kind=PageKind.OBJECT)
    make_page(title="BAG", kind=PageKind.DATASET, fields={"source_holder": "Kadaster", "objects": ["adres"]})
    page = browser.get("wiki.show_page", slug="bag")
    facts = dict(
        zip(
            [dt.text for dt in page.select("dl.facts dt")],
            [dd.text.strip() for dd in page.select("dl.facts dd")],
            strict=True,
        )
    )
    assert facts["Bronhouder"] == "Kadaster"
    assert "Toegang" not in facts
    assert page.select_one("#lacking").text.startswith("Nog niet bekend: Aanspreekpunt, Toegang, ")
    assert facts["Objecten"] == "Adres"
    assert "BAG" in browser.get("wiki.show_page", slug="adres").select_one("table.utrecht-table").text


def test_a_lesson_leads_to_its_use_case_and_is_offered_there(browser, make_page, make_use_case, make_person):
    use_case = make_use_case(code="SOC-900", title="Schulden eerder zien")
    make_page(
        title="Begin klein",
        kind=PageKind.LESSON,
        fields={
            "lesson": "Begin met één wijk.",
            "cause": "Haast.",
            "use_cases": ["SOC-900"],
            "phases": ["pilot"],
        },
    )
    browser.sign_in(make_person())
    page = browser.get("wiki.show_page", slug="begin-klein")
    assert "SOC-900 Schulden eerder zien" in page.text
    assert "Begin met één wijk." in page.text
    assert "Begin klein" in browser.get("portfolio.show_use_case", code=use_case.code).text


def test_a_step_plan_and_a_question_show_their_fields(browser, make_page):
    make_page(
        title="Plan", kind=PageKind.STEP_PLAN, fields={"steps": [{"title": "Eerst dit", "text": "Zo."}]}
    )
    make_page(
        title="Vraag", kind=PageKind.FAQ, fields={"question": "Mag dat?", "answer_short": "Ja, meestal."}
    )
    assert "Eerst dit" in browser.get("wiki.show_page", slug="plan").select_one("main ol").text
    assert "Ja, meestal." in browser.get("wiki.show_page", slug="vraag").select_one("main").text


def test_in_english_titles_are_english_and_the_text_is_marked_as_dutch(browser, make_page):
    make_page(title="Huishouden", title_en="Household", abstract="Nl.", abstract_en="En.", body="Tekst.")
    make_page(title="Alleen Nederlands", body="Zie [[huishouden]].")
    page = browser.get("/wiki/huishouden?lang=en")
    assert page.h1.text == "Household"
    assert page.select_one(".lead").text.strip() == "En."
    assert page.select_one(".prose").find_parent(attrs={"lang": "nl"})
    link = browser.get("/wiki/alleen-nederlands").select_one(".prose a")
    assert link.text == "Household"


def test_a_deleted_page_is_nowhere_but_for_curators(browser, other_browser, make_page, curator):
    page = make_page(title="Geheimzinnig", categories=(Category.SENSOR,))
    make_page(title="Verwijzer", body="[[geheimzinnig]]")
    delete(page, curator)
    browser.get("wiki.show_page", slug="geheimzinnig", expect=404)
    browser.get(f"/id/page/{page.id}", expect=404)
    for path in (
        "/wiki/",
        "/wiki/?category=sensor",
        "/wiki/recent",
        "/wiki/recent.atom",
        "/wiki/orphans",
        "/wiki/wanted",
    ):
        assert "Geheimzinnig" not in browser.get(path).text, path
    for path in ("history", "history/1", "blame", "diff/1..2", "diff"):
        browser.get(f"/wiki/geheimzinnig/{path}", expect=404)
    browser.get("wiki.list_deleted", expect=302)
    other_browser.sign_in(curator)
    assert "is verwijderd" in other_browser.get("wiki.show_page", slug="geheimzinnig").text
    assert "Geheimzinnig" in other_browser.get("wiki.list_deleted").text


def test_recent_changes_are_filtered_and_name_no_one_to_visitors(
    browser, other_browser, make_page, change_page, make_person
):
    person = make_person("contributor", name="Iemand Bekends")
    change_page(make_page(title="Een", by=person), body="nieuw", by=person, summary="bijgewerkt")
    make_page(title="Twee", is_core=True)
    page = browser.get("wiki.list_recent")
    assert [a.text for a in page.select("main .lines li > a")] == ["Twee", "Een", "Een"]
    assert "Iemand" not in page.text
    assert "bijgewerkt" in page.text
    assert len(browser.get("/wiki/recent?change=edited").select("main .lines li")) == 1
    assert len(browser.get("/wiki/recent?core=1").select("main .lines li")) == 1
    other_browser.sign_in(person)
    assert "Iemand Bekends" in other_browser.get("wiki.list_recent").text


def test_the_feed_is_atom_without_names(browser, make_page, make_person):
    make_page(title="A <b> & c", by=make_person("contributor", name="Iemand"), summary="Met ]]> en <script>")
    page = browser.get("wiki.show_feed")
    assert page.response.mimetype == "application/atom+xml"
    feed = ET.fromstring(page.response.get_data(as_text=True))
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.findtext(f"{atom}entry/{atom}title").startswith("A <b> & c")
    assert feed.find(f"{atom}entry/{atom}link").get("href").startswith("http")
    assert "Iemand" not in page.response.get_data(as_text=True)


def test_history_compares_two_chosen_versions(browser, make_page, change_page):
    page = change_page(make_page(title="Eén", body="een\ntwee"), body="een\ndrie", abstract="Kort.")
    history = browser.get("wiki.show_history", slug="een")
    assert [row.text for row in history.select("tbody th a")] == ["versie 2", "versie 1"]
    assert browser.get("/wiki/een/diff?from=2&to=1", expect=303).location == "/wiki/een/diff/1..2"
    diff = browser.get("wiki.show_diff", slug="een", before=1, after=2)
    assert diff.select_one(".line-diff tr.removed .typed").text == "twee"
    assert "Samenvatting" in diff.text
    assert "een" in browser.get("wiki.show_revision", slug="een", number=1).select_one(".prose").text
    assert "versie 2" in browser.get("wiki.show_blame", slug="een").text
    assert page.revision == 2


@pytest.mark.parametrize(
    "path",
    ["history/0", "history/99", "history/99999999999", "diff/0..1", "diff/1..99", "diff/1..x", "history/x"],
)
def test_a_version_that_is_not_there_is_not_found(browser, make_page, path):
    make_page(title="Eén")
    browser.get(f"/wiki/een/{path}", expect=404)


@pytest.mark.parametrize(
    "query", ["from=x&to=y", "", "from=1", "from=1&to=1", "from=99999999999999999999&to=1", "from=²&to=1"]
)
def test_an_odd_choice_of_versions_leads_to_the_last_change(browser, make_page, change_page, query):
    change_page(make_page(title="Eén"), body="x")
    assert browser.get(f"/wiki/een/diff?{query}", expect=303).location == "/wiki/een/diff/1..2"


def test_wanted_and_loose_pages_are_listed(browser, make_page):
    make_page(title="Een", body="[[Gevraagd]] [[twee]]")
    make_page(title="Twee", body="[[gevraagd]]")
    wanted = browser.get("wiki.list_wanted")
    assert "2 pagina's verwijzen hiernaar" in wanted.text
    assert [a.text for a in browser.get("wiki.list_orphans").select("main .lines a")] == ["Een"]


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>",
        "' onmouseover=alert(1) x='",
        '"><img src=x onerror=alert(1)>',
        "{{ 7*7 }}",
        "../../etc/passwd",
        "漢字",
        "%2e%2e%2f",
        "javascript:alert(1)",
    ],
)
def test_a_hostile_title_is_only_words_everywhere(browser, make_page, title):
    target = make_page(title=title, abstract=title, aliases=(title + "2",), summary=title, body=title)
    make_page(title="Verwijzer", body=f"[[{target.slug}]]", summary=title)
    for path in (
        f"/wiki/{target.slug}",
        f"/wiki/{target.slug}/history",
        f"/wiki/{target.slug}/blame",
        "/wiki/verwijzer",
        "/wiki/",
        "/wiki/?page=1",
        "/wiki/recent",
        "/wiki/orphans",
    ):
        page = browser.get(path)
        assert not page.select("main script, main img, main [onmouseover]"), path
        assert "49" not in page.title.text
    shown = browser.get("/wiki/verwijzer").select_one(".prose a")
    assert shown.text == target.title


@pytest.mark.parametrize("pages", [1, 12])
def test_lists_take_as_many_queries_for_many_as_for_one(
    browser, make_page, make_domain, count_queries, pages
):
    domain = make_domain()
    for number in range(pages):
        make_page(
            body=" ".join(f"[[Pagina met nummer {other}]]" for other in range(pages)),
            title=f"Pagina met nummer {number}",
            categories=(Category.PERSON,),
            domains=(domain.slug,),
        )
    for path, most in (
        ("/wiki/?page=1", 6),
        ("/wiki/", 5),
        ("/wiki/recent", 3),
        ("/wiki/orphans", 3),
        ("/wiki/wanted", 3),
        ("/wiki/pagina-met-nummer-0", 12),
        ("/wiki/pagina-met-nummer-0/history", 7),
        ("/wiki/pagina-met-nummer-0/blame", 6),
    ):
        with count_queries() as counter:
            browser.get(path)
        assert len(counter) <= most, (path, counter.statements)


def test_a_use_case_is_offered_lessons_learned_at_something_like_it(
    browser, make_page, make_use_case, make_system_function, make_person
):
    function = make_system_function(code="ORG")
    make_use_case(code="SOC-900", contributions=[function])
    for title, functions, phases in (
        ("Lijkt erop", ["ORG"], []),
        ("Andere fase", ["ORG"], ["finished"]),
        ("Iets anders", ["TAL"], []),
    ):
        fields = {"lesson": "Leer.", "functions": functions, "phases": phases}
        make_page(title=title, kind=PageKind.LESSON, fields=fields)
    browser.sign_in(make_person())
    page = browser.get("portfolio.show_use_case", code="SOC-900")
    assert "Lijkt erop" in page.text
    assert "geleerd bij iets wat hierop lijkt" in page.text
    assert "Iets anders" not in page.text
    assert "Andere fase" not in page.text
