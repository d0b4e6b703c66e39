"""The start page: figures by the reader's rights, and what waits for them."""

from portfolio.rules.terms import Phase


def test_a_visitor_sees_what_was_published_and_nothing_that_waits(browser, make_use_case, make_criteria):
    make_use_case(title="Gekozen kaart", phase=Phase.PILOT)
    make_use_case(title="Stil idee", phase=Phase.IDEA)
    page = browser.get("/")
    assert "Gekozen kaart" in page.text
    assert "Stil idee" not in page.text
    assert "Wat op u wacht" not in page.text


def test_a_secretary_sees_the_ideas_and_unscored_candidates_of_the_own_domain_only(
    browser, make_use_case, make_person, make_domain
):
    own, other = make_domain(name="Zorg"), make_domain(name="Wegen")
    make_use_case(domain=own, phase=Phase.IDEA)
    make_use_case(domain=own, phase=Phase.CANDIDATE)
    make_use_case(domain=other, phase=Phase.IDEA)
    page = browser.sign_in(make_person("secretary", domain=own)).get("/")
    assert "Zorg: 1 idee om te bekijken" in page.text
    assert "Zorg: 1 kandidaat zonder score" in page.text
    assert "Wegen:" not in page.text


def test_a_contributor_is_reminded_of_an_own_draft(browser, make_use_case, make_person):
    person = make_person("contributor")
    make_use_case(title="Mijn schets", is_draft=True, submitter_id=person.id)
    make_use_case(title="Andermans schets", is_draft=True)
    page = browser.sign_in(person).get("/")
    assert "Mijn schets" in page.text
    assert "Andermans schets" not in page.text


def test_the_start_page_asks_no_more_questions_as_there_is_more(
    browser, make_use_case, make_person, count_queries
):
    browser.sign_in(make_person("contributor"))
    make_use_case(phase=Phase.PILOT)
    browser.get("/")
    with count_queries() as one:
        browser.get("/")
    for _ in range(8):
        make_use_case(phase=Phase.PILOT)
    with count_queries() as many:
        browser.get("/")
    assert len(one) == len(many)


def test_statements_and_addresses_for_machines(browser):
    for path in ("/about", "/method", "/accessibility", "/privacy", "/healthz", "/readyz", "/robots.txt"):
        browser.get(path)
    browser.get("/.well-known/security.txt", expect=404)
    browser.get("/favicon.ico", expect=302)


def test_a_permanent_address_leads_to_the_current_one_for_who_may_read_it(browser, make_use_case):
    published = make_use_case(phase=Phase.PILOT)
    idea = make_use_case(phase=Phase.IDEA)
    page = browser.get(f"/id/use-case/{published.id}", expect=303)
    assert page.location.endswith(f"/use-cases/{published.code}")
    browser.get(f"/id/use-case/{idea.id}", expect=404)
    browser.get("/id/onbekend/1", expect=404)
