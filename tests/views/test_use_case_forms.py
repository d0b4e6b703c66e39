"""Propose and edit a use case: what people type arrives, stays, and never overwrites unseen work."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from accounts.rules.terms import Role
from core.database import db
from portfolio.models import Dependency, Partner, Precondition, Revision, Risk, UseCase
from portfolio.queries.use_cases import get_use_case
from portfolio.rules.terms import Commitment, Grade, Phase, PreconditionKind


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def secretary(make_person, domain):
    return make_person(Role.SECRETARY, domain=domain)


def loaded(use_case, reader) -> UseCase:
    db.session.expire_all()
    return get_use_case(use_case.code, reader)


def test_a_contributor_proposes_an_idea_in_a_few_fields(browser, make_person, domain):
    person = make_person(Role.CONTRIBUTOR)
    page = browser.sign_in(person).get("portfolio.new_use_case")

    browser.submit(
        page,
        to="portfolio.new_use_case",
        domain_id=domain.id,
        title="Vroeg helpen bij schulden",
        challenge="Mensen komen te laat in beeld.",
        save="propose",
    )

    use_case = db.session.scalar(select(UseCase))
    assert (use_case.code, use_case.phase, use_case.is_draft) == (f"{domain.code}-001", Phase.IDEA, False)
    assert use_case.submitter_id == person.id


def test_a_draft_needs_no_challenge_yet_and_a_proposal_does(browser, make_person, domain):
    browser.sign_in(make_person(Role.CONTRIBUTOR))
    data = {"domain_id": domain.id, "title": "Alleen een titel"}

    refused = browser.post("portfolio.new_use_case", data={**data, "save": "propose"}, expect=422)
    browser.post("portfolio.new_use_case", data={**data, "save": "draft"})

    assert "Schrijf de opgave op" in refused.select_one("[data-error-summary]").text
    assert refused.select_one("#title")["value"] == "Alleen een titel"
    assert db.session.scalar(select(UseCase)).is_draft


def test_who_reads_only_may_not_propose_and_a_visitor_signs_in_first(browser, make_person):
    assert "/login" in browser.get("portfolio.new_use_case", expect=302).location
    browser.sign_in(make_person())
    browser.get("portfolio.new_use_case", expect=403)
    browser.post("portfolio.new_use_case", data={"title": "x"}, expect=403)
    assert db.session.scalar(select(UseCase)) is None


def test_the_secretary_of_another_domain_may_not_edit(browser, make_person, make_domain, make_use_case):
    use_case = make_use_case(phase=Phase.SELECTED)
    browser.sign_in(make_person(Role.SECRETARY, domain=make_domain()))

    browser.get("portfolio.edit_use_case", code=use_case.code, expect=403)
    browser.post("portfolio.edit_use_case", code=use_case.code, data={"title": "Anders"}, expect=403)


def test_a_draft_of_another_does_not_exist_for_a_stranger(browser, make_person, make_use_case):
    use_case = make_use_case(is_draft=True)
    browser.sign_in(make_person(Role.CONTRIBUTOR))

    browser.get("portfolio.edit_use_case", code=use_case.code, expect=404)


def test_every_field_is_saved_and_comes_back(
    browser, domain, secretary, make_use_case, make_organisation, make_person, make_system_function
):
    use_case, other = make_use_case(domain=domain), make_use_case(domain=domain)
    organisation, person, function = make_organisation(), make_person(), make_system_function()
    page = browser.sign_in(secretary).get("portfolio.edit_use_case", code=use_case.code)
    typed = {
        "title": "Nieuwe titel",
        "effort_low": "1,5",
        "effort_likely": "2.25",
        "effort_high": "8",
        "cost": "€ 250.000",
        "planned_start": "Q1 2027",
        "planned_quarters": "3",
        "owner_organisation": organisation.name.upper(),
        "owner": person.name,
        "team-0-name": person.name,
        "partners-0-organisation": organisation.name,
        "partners-0-role": "Levert gegevens",
        "partners-0-commitment": "yes",
        "preconditions-0-text": "Een grondslag",
        "preconditions-0-kind": "legal",
        "preconditions-0-is_hard": "y",
        "preconditions-0-state": "open",
        "preconditions-0-due_on": "2027-03-31",
        "preconditions-0-owner": person.name,
        "risks-0-text": "Te weinig mensen",
        "risks-0-likelihood": "high",
        "risks-0-impact": "low",
        "dependencies-0-code": other.code.lower(),
        "dependencies-0-reason": "Eerst de bron",
        "contributions-0-function_id": function.id,
        "contributions-0-level": "extends",
        "contributions-0-deliverable": "Een begrip",
        "benefits-0-text": "Minder wachten",
        "benefits-0-baseline": "12",
        "benefits-0-target": "7,5",
        "adoptions-0-kind": "municipality",
        "adoptions-0-adopted": "2",
        "adoptions-0-total": "342",
        "adoptions-0-as_of": "2026-01-01",
        "datasets-0-name": "Een register",
        "datasets-0-holder": organisation.name,
        "sources-0-source": "004",
        "size_override": "ambitious",
        "size_reason": "Veel partijen",
        "note": "Aangevuld",
    }

    browser.submit(page, to=f"/use-cases/{use_case.code}/edit", **typed)

    saved = loaded(use_case, secretary)
    assert (saved.title, saved.cost_cents, saved.planned_start) == ("Nieuwe titel", 25_000_000, 2027 * 4)
    assert (saved.effort_low, saved.effort_likely) == (Decimal("1.5"), Decimal("2.25"))
    assert (saved.owner_organisation_id, saved.owner_id) == (organisation.id, person.id)
    assert [row.commitment for row in saved.partners] == [Commitment.YES]
    assert (saved.preconditions[0].kind, saved.preconditions[0].due_on) == (
        PreconditionKind.LEGAL,
        date(2027, 3, 31),
    )
    assert saved.preconditions[0].is_hard
    assert saved.risks[0].likelihood is Grade.HIGH
    assert saved.dependencies[0].needs_id == other.id
    assert saved.size == "ambitious"
    assert db.session.scalars(select(Revision.note)).all() == ["Aangevuld"]
    again = browser.get("portfolio.edit_use_case", code=use_case.code)
    for name, value in typed.items():
        if name in ("note", "owner_organisation", "effort_likely", "cost", "dependencies-0-code"):
            continue
        field = again.select_one(f'[name="{name}"]')
        shown = (
            field.select_one("[selected]")["value"]
            if field.name == "select"
            else field.get("value", field.text.strip())
        )
        assert shown == str(value), name


def test_saving_what_was_not_touched_makes_no_version_and_keeps_marks(
    browser, domain, secretary, make_use_case
):
    use_case = make_use_case(domain=domain, challenge="Een opgave.\n\n", illustrative=["effort", "challenge"])
    page = browser.sign_in(secretary).get("portfolio.edit_use_case", code=use_case.code)

    assert "Verzonnen" in page.select_one("#effort_low-hint").text
    browser.submit(page, to=f"/use-cases/{use_case.code}/edit")

    saved = loaded(use_case, secretary)
    assert saved.version == 1
    assert saved.illustrative == ["effort", "challenge"]


def test_who_changes_a_made_up_value_takes_its_mark_away(browser, domain, secretary, make_use_case):
    use_case = make_use_case(domain=domain, illustrative=["effort", "practice"])
    page = browser.sign_in(secretary).get("portfolio.edit_use_case", code=use_case.code)

    browser.submit(page, to=f"/use-cases/{use_case.code}/edit", effort_high="9")

    assert loaded(use_case, secretary).illustrative == ["practice"]


def test_a_button_adds_and_removes_a_row_and_keeps_what_was_typed(browser, domain, secretary, make_use_case):
    use_case = make_use_case(domain=domain)
    address = f"/use-cases/{use_case.code}/edit"
    page = browser.sign_in(secretary).get(address)

    page = browser.submit(page, to=address, add="sources", title="Half getypt", expect=200)
    page = browser.submit(page, to=address, add="sources", expect=200, **{"sources-0-source": "Eerste"})
    assert page.select_one("#title")["value"] == "Half getypt"
    page = browser.submit(page, to=address, remove="sources-0", expect=200, **{"sources-1-source": "Tweede"})
    assert [field["value"] for field in page.select('[name$="-source"]')] == ["Tweede"]
    assert loaded(use_case, secretary).title != "Half getypt"
    browser.submit(page, to=address)

    assert [row.source for row in loaded(use_case, secretary).sources] == ["Tweede"]


def test_emptying_a_row_removes_it(browser, domain, secretary, make_use_case, make_organisation):
    use_case = make_use_case(domain=domain)
    db.session.add(Partner(use_case_id=use_case.id, organisation_id=make_organisation().id, role="Doet mee"))
    db.session.commit()
    page = browser.sign_in(secretary).get("portfolio.edit_use_case", code=use_case.code)

    browser.submit(
        page,
        to=f"/use-cases/{use_case.code}/edit",
        **{"partners-0-organisation": "", "partners-0-role": "", "partners-0-role_en": ""},
    )

    assert loaded(use_case, secretary).partners == []


def test_a_stale_save_shows_both_texts_and_a_second_save_is_knowing(
    browser, other_browser, domain, secretary, make_person, make_use_case
):
    use_case = make_use_case(domain=domain)
    address = f"/use-cases/{use_case.code}/edit"
    mine = browser.sign_in(secretary).get(address)
    theirs = other_browser.sign_in(make_person(Role.SECRETARY, domain=domain)).get(address)

    other_browser.submit(theirs, to=address, title="Hun titel", **{"sources-0-source": "Hun bron"})
    page = browser.submit(mine, to=address, title="Mijn titel", expect=409)

    conflict = page.select_one("#conflict").text
    assert "Mijn titel" in conflict
    assert "Hun titel" in conflict
    assert "Hun bron" in conflict
    assert page.select_one("#title")["value"] == "Mijn titel"
    assert loaded(use_case, secretary).title == "Hun titel"
    browser.submit(page, to=address)
    assert loaded(use_case, secretary).title == "Mijn titel"


def test_who_submitted_an_idea_edits_it_without_seeing_what_is_for_the_board(
    browser, domain, make_person, make_use_case, make_organisation
):
    person = make_person(Role.CONTRIBUTOR)
    use_case = make_use_case(domain=domain, submitter_id=person.id)
    db.session.add_all(
        [
            Risk(use_case_id=use_case.id, text="Geheim risico", likelihood=Grade.LOW, impact=Grade.LOW),
            Partner(
                use_case_id=use_case.id, organisation_id=make_organisation().id, commitment=Commitment.NO
            ),
        ]
    )
    db.session.commit()
    page = browser.sign_in(person).get("portfolio.edit_use_case", code=use_case.code)

    assert "Geheim risico" not in page.text
    for name in ("risks", "owner", "size_override", "partners-0-commitment", "domain_id"):
        assert not page.select(f'[name^="{name}"]:not([name^="owner_organisation"])'), name
    browser.submit(
        page,
        to=f"/use-cases/{use_case.code}/edit",
        title="Mijn idee",
        owner=person.name,
        size_override="small",
        size_reason="x",
        **{"risks-0-text": "Ander risico", "partners-0-commitment": "yes"},
    )

    saved = loaded(use_case, person)
    assert (saved.title, saved.owner_id, saved.size_override) == ("Mijn idee", None, None)
    assert [risk.text for risk in saved.risks] == ["Geheim risico"]
    assert [partner.commitment for partner in saved.partners] == [Commitment.NO]


def test_what_it_needs_but_its_owner_may_not_know_of_is_kept_and_not_shown(
    browser, make_person, make_use_case, make_domain
):
    owner = make_person()
    hidden = make_use_case(is_draft=True, domain=make_domain())
    use_case = make_use_case(owner_id=owner.id)
    db.session.add(Dependency(use_case_id=use_case.id, needs_id=hidden.id))
    db.session.commit()
    page = browser.sign_in(owner).get("portfolio.edit_use_case", code=use_case.code)

    assert hidden.code not in page.text
    browser.submit(page, to=f"/use-cases/{use_case.code}/edit", title="Anders")

    assert [row.needs_id for row in loaded(use_case, owner).dependencies] == [hidden.id]


def test_a_draft_is_proposed_from_its_edit_page(browser, make_person, make_use_case):
    person = make_person(Role.CONTRIBUTOR)
    use_case = make_use_case(is_draft=True, submitter_id=person.id)
    page = browser.sign_in(person).get("portfolio.edit_use_case", code=use_case.code)

    browser.submit(page, to=f"/use-cases/{use_case.code}/edit", save="propose")

    assert not loaded(use_case, person).is_draft


def test_a_secretary_hands_an_idea_on_to_another_domain_and_keeps_a_candidate(
    browser, domain, secretary, make_domain, make_use_case
):
    idea, candidate = make_use_case(domain=domain), make_use_case(domain=domain, phase=Phase.CANDIDATE)
    other = make_domain()
    page = browser.sign_in(secretary).get("portfolio.edit_use_case", code=idea.code)

    browser.submit(page, to=f"/use-cases/{idea.code}/edit", domain_id=other.id)
    page = browser.get("portfolio.edit_use_case", code=candidate.code)

    assert loaded(idea, secretary).domain_id == other.id
    assert not page.select("#domain_id")


def test_the_form_asks_a_fixed_number_of_queries(
    browser, count_queries, domain, secretary, make_use_case, make_organisation
):
    few, many = make_use_case(domain=domain), make_use_case(domain=domain)
    for place in range(8):
        db.session.add(Partner(use_case_id=many.id, organisation_id=make_organisation().id))
        db.session.add(Precondition(use_case_id=many.id, text=f"Nummer {place}", kind=PreconditionKind.LEGAL))
    db.session.add(Partner(use_case_id=few.id, organisation_id=make_organisation().id))
    db.session.add(Precondition(use_case_id=few.id, text="Eén", kind=PreconditionKind.LEGAL))
    db.session.commit()
    browser.sign_in(secretary)
    browser.get("portfolio.edit_use_case", code=few.code)

    with count_queries() as one:
        browser.get("portfolio.edit_use_case", code=few.code)
    with count_queries() as eight:
        browser.get("portfolio.edit_use_case", code=many.code)

    assert len(one) == len(eight)
