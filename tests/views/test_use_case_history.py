"""The history of a use case: what each reader may know of it, and what differs between two versions."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.rules.terms import Role
from core.audit import SYSTEM
from core.database import db
from portfolio.actions.use_cases import edit_use_case, propose_use_case, score_use_case
from portfolio.queries.use_cases import get_use_case
from portfolio.rules.terms import Phase


@pytest.fixture
def saved(make_domain, make_criteria, make_person, make_organisation):
    """Return a code saved five times (draft, idea, scored, published, edited) and the people about it."""
    domain = make_domain()
    make_criteria(1)
    secretary = make_person(Role.SECRETARY, domain=domain, name="De secretaris")
    owner = make_person(Role.CONTRIBUTOR, name="Wie eraan werkt")
    code = propose_use_case(domain, {"title": "Werktitel", "is_draft": True}, by=SYSTEM).code
    db.session.commit()

    def save(note="", **values):
        use_case = get_use_case(code, secretary)
        edit_use_case(use_case, values, by=secretary, version=use_case.version, note=note)
        db.session.commit()

    save(title="Een idee", is_draft=False, challenge="Een oud probleem in de wijk", owner_id=owner.id)
    use_case = get_use_case(code, secretary)
    score_use_case(
        use_case, levels={"criterium-0": 4}, reasons={"criterium-0": "Scherp"}, chance=35, by=secretary
    )
    db.session.commit()
    use_case = get_use_case(code, secretary)
    use_case.phase, use_case.published_on = Phase.SELECTED, date(2026, 3, 1)
    risks = [{"text": "Het lukt niet", "likelihood": "high", "impact": "low"}]
    edit_use_case(use_case, {"risks": risks, "cost_cents": 100_00}, by=secretary, note="Risico erbij")
    db.session.commit()
    save(
        note="Na overleg",
        title="De titel",
        challenge="Een nieuw probleem in de wijk",
        government_role="execution",
        effort_likely=Decimal("2.5"),
        planned_start=2027 * 4,
        planned_quarters=3,
        partners=[{"organisation_id": make_organisation(name="Het CAK").id, "role": "levert"}],
        preconditions=[{"kind": "legal", "is_hard": True, "text": "Grondslag", "state": "open"}],
    )
    people = {
        "visitor": None,
        "reader": make_person(),
        "other": make_person(Role.SECRETARY, domain=make_domain()),
    }
    return code, people | {"secretary": secretary, "owner": owner}


def versions(page) -> int:
    return len(page.select("form[aria-label] tbody tr"))


def differences(page) -> dict[str, tuple[str, str]]:
    """Return (before, after) by the name of the part."""
    return {
        row.th.text: tuple(cell.text.strip() for cell in row.select("td"))
        for row in page.select(".diff tbody tr")
    }


@pytest.mark.parametrize(
    ("name", "shown"), [("visitor", 2), ("reader", 3), ("other", 3), ("secretary", 5), ("owner", 5)]
)
def test_a_reader_sees_only_versions_that_were_there_for_him(name, shown, saved, browser):
    code, people = saved
    if people[name]:
        browser.sign_in(people[name])
    page = browser.get(f"/use-cases/{code}/history")

    assert versions(page) == shown
    assert f"{shown} versies" in page.text


@pytest.mark.parametrize("name", ["visitor", "reader", "other"])
def test_what_was_never_public_is_not_in_any_difference(name, saved, browser):
    code, people = saved
    if people[name]:
        browser.sign_in(people[name])
    numbers = [
        int(field["value"]) for field in browser.get(f"/use-cases/{code}/history").select("[name=from]")
    ]
    for first in numbers:
        for last in numbers:
            text = browser.get(f"/use-cases/{code}/history?from={first}&to={last}").text
            for secret in ("Werktitel", "Scherp", "35\u00a0%", "Het lukt niet", "Slagingskans", "Risico"):
                assert secret not in text, (first, last, secret)
            assert name != "visitor" or "Wie eraan werkt" not in text


def test_a_version_that_one_may_not_see_is_not_found(saved, browser):
    code, _people = saved
    for number in (1, 2, 3, 99):
        browser.get(f"/use-cases/{code}/history?from={number}&to=5", expect=404)


@pytest.mark.parametrize("number", ["x", "-1", "1.5", "²", "9" * 30])
def test_something_else_than_a_number_is_refused(number, saved, browser):
    code, _people = saved
    browser.get(f"/use-cases/{code}/history?from={number}", expect=400)


def test_the_board_sees_what_changed_in_scores_and_risks(saved, browser):
    code, people = saved
    found = differences(browser.sign_in(people["secretary"]).get(f"/use-cases/{code}/history?from=2&to=4"))

    assert found["Slagingskans"] == ("–", "35\u00a0%")
    assert found["Score Criterium 0"] == ("–", "niveau: 4; reden: Scherp")
    assert found["Risico ‘Het lukt niet’"] == ("–", "tekst: Het lukt niet; kans: hoog; gevolg: laag")


def test_published_scores_show_from_the_moment_of_publication(saved, browser):
    code, people = saved
    use_case = get_use_case(code, people["secretary"])
    use_case.assessment.published_on = date(2026, 3, 1)
    db.session.commit()
    secret = browser.sign_in(people["reader"])

    assert "Score Criterium 0" in differences(secret.get(f"/use-cases/{code}/history?from=2&to=4"))
    assert "Score Criterium 0" not in differences(secret.get(f"/use-cases/{code}/history?from=4&to=5"))


def test_each_field_and_value_is_in_words(saved, browser):
    code, _people = saved
    page = browser.get(f"/use-cases/{code}/history?from=5&to=4")

    expected = {
        "Titel": ("Een idee", "De titel"),
        "Opgave": ("Een oud probleem in de wijk", "Een nieuw probleem in de wijk"),
        "Rol van de overheid": ("–", "uitvoering"),
        "Inspanning, waarschijnlijk": ("–", "2,5"),
        "Gepland vanaf": ("–", "2027-Q1"),
        "Gepland aantal kwartalen": ("–", "3"),
        "Maat": ("–", "klein"),
        "Deelnemer ‘Het CAK’": ("–", "rol: levert"),
        "Randvoorwaarde ‘Grondslag’": ("–", "tekst: Grondslag; soort: juridisch; hard: ja; stand: open"),
    }
    assert differences(page) == expected
    assert [mark.text.strip() for mark in page.select(".diff td del")][1:2] == ["oud"]
    assert [mark.text.strip() for mark in page.select(".diff td ins")][1:2] == ["nieuw"]


def test_the_newest_save_is_compared_with_the_one_before(saved, browser):
    code, _people = saved
    page = browser.get(f"/use-cases/{code}/history")

    assert "Titel" in differences(page)
    assert page.select_one("[name=from][checked]")["value"] == "4"
    assert page.select_one("[name=to][checked]")["value"] == "5"


def test_a_version_is_equal_to_itself(saved, browser):
    code, _people = saved
    assert "Deze twee versies zijn gelijk." in browser.get(f"/use-cases/{code}/history?from=5&to=5").text


def test_a_note_about_what_is_hidden_is_hidden_too(saved, browser):
    code, people = saved
    assert "Risico erbij" not in browser.get(f"/use-cases/{code}/history").text
    page = browser.sign_in(people["secretary"]).get(f"/use-cases/{code}/history")
    assert "Risico erbij" in page.text
    assert "Na overleg" in page.text
    assert "De secretaris" in page.text


def test_a_row_that_changed_is_told_value_by_value(browser, make_domain, make_person, make_system_function):
    domain, function = make_domain(), make_system_function(code="FDS-9")
    secretary = make_person(Role.SECRETARY, domain=domain)
    first = {"contributions": [{"function_id": function.id, "level": "uses", "deliverable": ""}]}
    code = propose_use_case(domain, {"title": "Iets", **first}, by=SYSTEM).code
    db.session.commit()
    use_case = get_use_case(code, secretary)
    then = {"contributions": [{"function_id": function.id, "level": "delivers", "deliverable": "Een recept"}]}
    edit_use_case(use_case, then, by=secretary, version=use_case.version)
    db.session.commit()

    found = differences(browser.sign_in(secretary).get(f"/use-cases/{code}/history"))

    assert found == {
        "Systeemfunctie ‘FDS-9’, niveau": ("gebruikt", "levert"),
        "Systeemfunctie ‘FDS-9’, laat na": ("–", "Een recept"),
    }


def test_a_longer_history_asks_the_database_no_more_questions(saved, browser, count_queries):
    code, people = saved
    browser.get(f"/use-cases/{code}/history")
    with count_queries() as five:
        browser.get(f"/use-cases/{code}/history")
    secretary = people["secretary"]
    for place in range(30):
        use_case = get_use_case(code, secretary)
        edit_use_case(use_case, {"title": f"Titel {place}"}, by=secretary, version=use_case.version)
        db.session.commit()
    with count_queries() as more:
        page = browser.get(f"/use-cases/{code}/history")

    assert len(more) == len(five)
    assert versions(page) == 25
    assert page.select(".pagination [rel=next]")
