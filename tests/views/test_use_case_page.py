"""The page of a use case: what it tells, what it offers to whom, and where an old address goes."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from accounts.rules.terms import OrganisationKind, Role
from core.audit import SYSTEM
from core.database import db, utc_now
from core.links import Offer, Reference, permanent_address, register_offers, resolve_many
from portfolio.actions.use_cases import merge_use_cases, propose_use_case, score_use_case
from portfolio.models import Assessment, ChanceAnchor, OrganisationCount, UseCase
from portfolio.queries.use_cases import get_use_case
from portfolio.rules.terms import Phase, Size


@pytest.fixture
def full(make_domain, make_criteria, make_system_function, make_organisation, make_person, make_use_case):
    """Return a published use case with everything in it, its domain and its secretary."""
    domain = make_domain(name="Sociaal domein")
    secretary = make_person(Role.SECRETARY, domain=domain)
    make_criteria(2)
    db.session.add_all(
        [
            ChanceAnchor(percent=75, text="Waarschijnlijk"),
            OrganisationCount(kind=OrganisationKind.MUNICIPALITY, total=352, as_of=date(2021, 10, 1)),
        ]
    )
    function = make_system_function(code="FDS-3", name="Toegangssysteem")
    needed = make_use_case(domain=domain, phase=Phase.PILOT, title="Eerst het recept")
    cak = make_organisation(name="Het CAK")
    values = {
        "title": "Schulden eerder zien",
        "title_en": "See debts earlier",
        "summary": "De gemeente hoort het eerder.",
        "challenge": "Mensen zijn niet in beeld.\n\nDat duurt te lang.",
        "intended_result": "Eerder hulp.",
        "description": "In 2018 begon een proef.",
        "practice": "Schuldhulpverleners vroegen erom.",
        "data_level": "execution",
        "personal_data": "special",
        "as_of": date(2019, 2, 1),
        "owner_organisation_id": cak.id,
        "effort_low": Decimal(4),
        "effort_likely": Decimal("5.5"),
        "effort_high": Decimal(8),
        "cost_cents": 6_000_000,
        "planned_start": 2026 * 4 + 3,
        "planned_quarters": 2,
        "size_override": "ambitious",
        "size_reason": "Veel gemeenten doen mee.",
        "illustrative": ["effort", "scores"],
        "partners": [
            {"organisation_id": make_organisation(name="VNG").id, "role": "helpt", "commitment": "yes"}
        ],
        "preconditions": [{"kind": "legal", "is_hard": True, "text": "Er is een grondslag", "state": "open"}],
        "risks": [{"text": "Adressen kloppen niet", "likelihood": "high", "impact": "medium"}],
        "dependencies": [{"needs_id": needed.id, "reason": "gebruikt het recept"}],
        "contributions": [
            {"function_id": function.id, "level": "delivers", "deliverable": "Een aansluitrecept"}
        ],
        "benefits": [{"text": "Minder brieven", "indicator": "klachten", "is_disbenefit": True}],
        "adoptions": [
            {"kind": "municipality", "adopted": 80, "as_of": date(2019, 2, 1), "source": "004, §2"}
        ],
        "datasets": [{"name": "Achterstanden", "holder_id": cak.id}],
        "sources": [{"source": "004", "passage": "hoofdstuk 2"}],
    }
    code = propose_use_case(domain, values, by=SYSTEM).code
    db.session.commit()
    use_case = get_use_case(code, secretary)
    levels = {"criterium-0": 4}
    score_use_case(use_case, levels=levels, reasons={}, chance=80, by=SYSTEM, is_illustrative=True)
    use_case.phase, use_case.published_on = Phase.SELECTED, date(2026, 3, 12)
    use_case.assessment.published_on = date(2026, 3, 12)
    db.session.commit()
    return code, domain, secretary


TOLD = [
    *(
        "Mensen zijn niet in beeld.",
        "Eerder hulp.",
        "In 2018 begon een proef.",
        "Schuldhulpverleners vroegen erom.",
    ),
    "Bron: Data Agenda Overheid, februari 2019, hoofdstuk 2. Stand van die bron: 1 februari 2019.",
    "Tussen 40 en 90 van 100. Van de 2 onderdelen zijn er 1 gescoord",
    *("Niveau 4", "weegt 50 %", "nog niet gescoord"),
    *("80 %", "Lijkt het meest op: Waarschijnlijk", "5,5 persoonsmaanden (laag 4, hoog 8)", "€ 60.000"),
    "Q4 2026 tot en met Q1 2027 (2 kwartalen)",
    "Het databoord koos ambitieus. Volgens de rekenregel klein: 5,5 persoonsmaanden",
    "Veel gemeenten doen mee.",
    *("Er is een grondslag", "juridisch", "hard"),
    *("Adressen kloppen niet", "Minder brieven", "nadeel"),
    "In gebruik bij 80 van 352 gemeenten (23 %), stand 1 februari 2019.",
    *("Eerst het recept", "gebruikt het recept", "Een aansluitrecept", "Toegangssysteem"),
    *("Het CAK", "VNG", "schaalt op bij succes: ja", "Achterstanden", "bijzondere persoonsgegevens"),
    "Dit vraagt een zwaardere toets",
]


@pytest.mark.parametrize("words", TOLD)
def test_the_page_tells_the_whole_story(words, full, browser):
    code, _domain, _secretary = full
    text = " ".join(browser.get(f"/use-cases/{code}").select_one("main").text.split())

    assert words in text.replace("\u00a0", " ").replace("\u2060", "")


def test_a_risk_is_rated_from_the_matrix(full, browser):
    code, _domain, _secretary = full
    row = next(
        row
        for row in browser.get(f"/use-cases/{code}").select("tbody tr")
        if "Adressen kloppen niet" in row.text
    )

    assert [cell.text.strip() for cell in row.select("td")][:3] == ["hoog", "midden", "hoog"]


def test_illustrative_values_are_marked_and_others_are_not(full, browser):
    code, _domain, _secretary = full
    page = browser.get(f"/use-cases/{code}")
    facts = {name.text: value for name, value in zip(page.select("dt"), page.select("dd"), strict=True)}

    assert facts["Inspanning"].select(".degree")
    assert not facts["Kosten, hele looptijd"].select(".degree")
    headings = {heading.text.split()[0]: heading for heading in page.select("h2")}
    assert headings["Waarde"].select(".degree")


def test_what_needs_this_one_first_stands_on_its_page_too(full, browser):
    code, _domain, _secretary = full
    needed = db.session.scalars(select(UseCase.code).where(UseCase.title == "Eerst het recept")).one()

    assert "Schulden eerder zien" in browser.get(f"/use-cases/{needed}").select_one("main").text


def test_an_english_page_marks_what_is_only_in_dutch(full, browser):
    code, _domain, _secretary = full
    page = browser.get(f"/use-cases/{code}?lang=en")

    assert page.h1.text == "See debts earlier"
    assert page.select_one(".lead [lang=nl]").text == "De gemeente hoort het eerder."
    assert page.find("p", string="Eerder hulp.")["lang"] == "nl"
    assert not browser.get(f"/use-cases/{code}?lang=nl").select("main [lang]")


def test_an_empty_use_case_says_what_is_not_known(browser, make_use_case, make_person):
    code = make_use_case(
        challenge="", intended_result="", effort_low=None, effort_likely=None, effort_high=None
    ).code
    page = browser.sign_in(make_person()).get(f"/use-cases/{code}")

    assert "Nog niet beschreven." in page.text
    assert "Nog geen deelnemers." in page.text


@pytest.mark.parametrize(
    ("phase", "heading", "present", "absent"),
    [
        (Phase.IDEA, "kandidaat", ["De opgave"], ["Een eigenaar", "Belangstelling"]),
        (
            Phase.CANDIDATE,
            "geselecteerd",
            ["De opgave"],
            ["Een systeemfunctie", "Een besluit van het databoord"],
        ),
    ],
)
def test_a_checklist_says_what_is_missing_to_who_may_edit(
    phase, heading, present, absent, browser, make_use_case, make_domain, make_person
):
    domain = make_domain()
    code = make_use_case(domain=domain, phase=phase).code
    secretary = make_person(Role.SECRETARY, domain=domain)
    page = browser.sign_in(secretary).get(f"/use-cases/{code}")

    section = page.select_one("#checklist").find_parent("section")
    lines = [" ".join(line.text.split()) for line in section.select("li")]
    assert heading in section.h2.text
    for words in present:
        assert any(line.startswith(f"Is er: {words}") for line in lines), lines
    for words in absent:
        assert any(line.startswith(f"Ontbreekt: {words}") for line in lines), lines


def test_a_checklist_is_not_for_readers_nor_for_another_domain(
    browser, make_use_case, make_person, make_domain
):
    code = make_use_case(phase=Phase.SELECTED).code
    other = make_person(Role.SECRETARY, domain=make_domain())

    assert not browser.get(f"/use-cases/{code}").select("#checklist")
    assert not browser.sign_in(other).get(f"/use-cases/{code}").select("#checklist, .title .btns a")


def test_the_submitter_of_an_idea_is_not_told_about_risks(browser, make_use_case, make_person):
    submitter = make_person(Role.CONTRIBUTOR)
    code = make_use_case(submitter_id=submitter.id).code
    page = browser.sign_in(submitter).get(f"/use-cases/{code}")

    assert page.select("#checklist")
    assert "risico" not in page.select_one("#checklist").find_parent("section").text


def test_lessons_of_other_features_are_offered(full, browser, monkeypatch):
    code, _domain, _secretary = full
    monkeypatch.setattr("core.links._offers", [])
    register_offers(lambda about, _reader: [Offer(f"Les bij {about.key}", "/wiki/les", "Begin met de wet.")])

    page = browser.get(f"/use-cases/{code}")

    assert page.select_one("a[href='/wiki/les']").text == f"Les bij {code}"


ADDRESSES = [
    "/use-cases/XXX-999",
    "/use-cases/%00",
    "/use-cases/a%27b",
    "/use-cases/" + "A" * 300,
    "/use-cases/é",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("below", ["", "/history"])
def test_an_address_that_is_not_there_is_not_found(address, below, browser):
    browser.get(f"{address}{below}", expect=404)


def test_a_code_in_small_letters_goes_to_the_real_address(browser, make_use_case):
    code = make_use_case(phase=Phase.PILOT).code

    assert browser.get(f"/use-cases/{code.lower()}", expect=301).location == f"/use-cases/{code}"


@pytest.fixture
def merged(make_domain, make_use_case, make_person):
    """Return the codes of two, the first of which goes on as the second, and the first one's id."""
    domain = make_domain()
    old, new = (make_use_case(domain=domain, phase=Phase.PILOT, title=title) for title in ("Oud", "Nieuw"))
    codes, old_id = (old.code, new.code), old.id
    secretary = make_person(Role.SECRETARY, domain=domain)
    loaded = [get_use_case(code, secretary) for code in codes]
    merge_use_cases(*loaded, by=secretary, reason="Hetzelfde")
    db.session.commit()
    return *codes, old_id


def test_a_merged_code_goes_on_to_where_it_was_merged(merged, browser):
    old, new, old_id = merged

    assert browser.get(f"/use-cases/{old}", expect=301).location == f"/use-cases/{new}"
    assert browser.get(f"/use-cases/{old}/history", expect=301).location == f"/use-cases/{new}/history"
    assert browser.get(f"/id/use-case/{old_id}", expect=303).location == f"/use-cases/{new}"


def test_a_link_to_an_old_code_shows_the_new_title(merged, in_dutch, count_queries):
    old, new, old_id = merged
    references = [Reference("use-case", key) for key in (old, new, "XXX-1")]
    with count_queries() as counter:
        found = resolve_many(references, None)

    assert [entry and entry.title for entry in found.values()] == ["Nieuw", "Nieuw", None]
    assert len(counter) == 1
    assert permanent_address("use-case", old_id, None) == f"/use-cases/{new}"


def test_a_link_to_what_may_not_be_read_shows_nothing(make_use_case, in_dutch):
    hidden = make_use_case(is_draft=True)

    reference = Reference("use-case", hidden.code)
    assert resolve_many([reference], None) == {reference: None}
    assert permanent_address("use-case", hidden.id, None) is None


def test_a_fuller_use_case_asks_the_database_no_more_questions(
    browser, count_queries, make_domain, make_use_case, make_system_function
):
    domain = make_domain()
    one, many = (
        make_use_case(
            domain=domain,
            phase=Phase.PILOT,
            size=Size.SMALL,
            contributions=[make_system_function() for _place in range(total)],
        ).code
        for total in (1, 8)
    )
    browser.get(f"/use-cases/{one}")
    with count_queries() as few:
        browser.get(f"/use-cases/{one}")
    with count_queries() as more:
        browser.get(f"/use-cases/{many}")

    assert len(more) == len(few) <= 26


def test_a_scored_use_case_is_drawn_beside_the_others_of_its_domain(browser, make_use_case):
    scored = make_use_case(phase=Phase.PILOT, value_low=Decimal(50), value_high=Decimal(50), chance=60)
    db.session.add(
        Assessment(use_case_id=scored.id, assessed_at=utc_now(), published_on=date(2026, 1, 1), scores=[])
    )
    db.session.commit()
    hidden = make_use_case(phase=Phase.PILOT, value_low=Decimal(50), value_high=Decimal(50), chance=60)

    assert browser.get(f"/use-cases/{scored.code}").select("[data-figure-url]")
    assert not browser.get(f"/use-cases/{hidden.code}").select("[data-figure-url]")
