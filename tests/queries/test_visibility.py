"""Who may read which use case and which scores: one table, and every way out of the application."""

import csv
import io
import json
import zipfile
from datetime import date

import pytest
from sqlalchemy import select

from accounts.models import Person
from accounts.rules.terms import Role
from core.audit import SYSTEM
from core.database import db, utc_now
from portfolio.actions.use_cases import edit_use_case, propose_use_case, score_use_case
from portfolio.exports.use_cases import BOARD_COLUMNS
from portfolio.models import Assessment, UseCase, team_member
from portfolio.queries.use_cases import Filters, facet_counts, get_use_case, list_use_cases
from portfolio.queries.visibility import is_readable, may_see_scores
from portfolio.rules.terms import Phase

SECRETS = ("Geheime reden", "Geheim risico", "35 %", "schaalt op bij succes")
EVERYONE = {
    *("visitor", "reader", "contributor", "board", "other board", "secretary", "other secretary"),
    *("owner", "team", "submitter", "programme", "curator", "administrator"),
}
SIGNED_IN = EVERYONE - {"visitor"}
AT_WORK = {"board", "secretary", "owner", "team", "programme"}
READABLE = {
    "draft": AT_WORK | {"submitter"},
    "idea": SIGNED_IN,
    "candidate": SIGNED_IN,
    "selected": EVERYONE,
    "merged": set(),
}


@pytest.fixture
def people(make_person, make_domain):
    """Return a person for each word of EVERYONE, and the domain that the roles are about."""
    domain, other = make_domain(), make_domain()
    found = {
        "visitor": None,
        "reader": make_person(),
        "contributor": make_person(Role.CONTRIBUTOR),
        "board": make_person(Role.BOARD_MEMBER, domain=domain),
        "other board": make_person(Role.BOARD_MEMBER, domain=other),
        "secretary": make_person(Role.SECRETARY, domain=domain),
        "other secretary": make_person(Role.SECRETARY, domain=other),
        "owner": make_person(Role.CONTRIBUTOR),
        "team": make_person(Role.CONTRIBUTOR),
        "submitter": make_person(Role.CONTRIBUTOR),
        "programme": make_person(Role.PROGRAMME_MANAGER),
        "curator": make_person(Role.WIKI_CURATOR),
        "administrator": make_person(Role.ADMINISTRATOR),
    }
    return domain, found


def who_may(condition, use_case: UseCase, people) -> set[str]:
    """Return for whom ``condition`` holds on this use case; people are loaded anew, as a request does."""
    allowed = set()
    for name, person in people.items():
        reader = db.session.get(Person, person.id) if person else None
        statement = select(UseCase.id).where(UseCase.id == use_case.id, condition(reader))
        if db.session.scalar(statement) is not None:
            allowed.add(name)
    return allowed


def related(use_case: UseCase, people) -> UseCase:
    use_case.owner_id = people["owner"].id
    use_case.submitter_id = people["submitter"].id
    member = {"use_case_id": use_case.id, "person_id": people["team"].id}
    db.session.execute(team_member.insert().values(member))
    db.session.commit()
    return use_case


@pytest.mark.parametrize("status", READABLE)
def test_a_use_case_is_read_by_whom_its_status_allows(status, people, make_use_case):
    domain, known = people
    phase = {"candidate": Phase.CANDIDATE, "selected": Phase.SELECTED}.get(status, Phase.IDEA)
    use_case = related(make_use_case(domain=domain, phase=phase, is_draft=status == "draft"), known)
    if status == "merged":
        use_case.merged_into_id = make_use_case(domain=domain).id
        db.session.commit()

    assert who_may(is_readable, use_case, known) == READABLE[status]


@pytest.mark.parametrize(("published_on", "allowed"), [(None, AT_WORK), (date(2026, 3, 1), EVERYONE)])
def test_scores_are_for_the_board_until_they_are_published(published_on, allowed, people, make_use_case):
    domain, known = people
    use_case = related(make_use_case(domain=domain, phase=Phase.SELECTED), known)
    db.session.add(
        Assessment(use_case_id=use_case.id, assessed_at=utc_now(), published_on=published_on, scores=[])
    )
    db.session.commit()

    assert who_may(may_see_scores, use_case, known) == allowed


@pytest.fixture
def secret(people, make_criteria, make_organisation):
    """Return a candidate whose every board-only value is there, with its domain and people."""
    domain, known = people
    make_criteria(2)
    use_case = propose_use_case(
        domain,
        {
            "title": "Een kandidaat",
            "partners": [
                {"organisation_id": make_organisation().id, "role": "doet mee", "commitment": "yes"}
            ],
            "risks": [{"text": "Geheim risico", "likelihood": "high", "impact": "high"}],
        },
        by=SYSTEM,
    )
    use_case.phase = Phase.CANDIDATE
    db.session.commit()
    use_case = db.session.scalars(select(UseCase)).one()
    code = use_case.code
    use_case = get_use_case(code, known["secretary"])
    reasons = {"criterium-0": "Geheime reden"}
    score_use_case(use_case, levels={"criterium-0": 3}, reasons=reasons, chance=35, by=known["secretary"])
    db.session.commit()
    return code, known


def test_the_page_hides_scores_risks_and_commitments(secret, browser):
    code, known = secret
    page = browser.sign_in(known["other secretary"]).get(f"/use-cases/{code}")

    assert "niet openbaar" in page.text
    assert [word for word in SECRETS if word in page.text] == []


def test_the_page_shows_them_to_the_board(secret, browser):
    code, known = secret
    text = browser.sign_in(known["board"]).get(f"/use-cases/{code}").text.replace("\u00a0", " ")

    assert [word for word in SECRETS if word not in text] == []


def test_the_list_hides_them(secret, browser):
    code, known = secret
    row = browser.sign_in(known["reader"]).get("/use-cases/").select_one("tbody tr")

    assert code in row.text
    assert row.text.count("niet openbaar") == 2
    assert row.select(".mini") == []


@pytest.mark.parametrize(("name", "value", "chance"), [("reader", None, None), ("board", 30, 35)])
def test_exports_hide_them(secret, browser, name, value, chance):
    _code, known = secret
    browser.sign_in(known[name])

    (told,) = json.loads(browser.get("/use-cases.json").response.data)["use_cases"]
    sheet = browser.get("/use-cases.csv").response.get_data(as_text=True).removeprefix("\ufeff")
    (line,) = csv.DictReader(io.StringIO(sheet))
    ods = (
        zipfile.ZipFile(io.BytesIO(browser.get("/use-cases.ods").response.data)).read("content.xml").decode()
    )

    assert (told["value_low"], told["chance"]) == (value, chance)
    assert (told["scored"], told["criteria"]) == ((1, 2) if value else (None, None))
    assert [line[column] for column in BOARD_COLUMNS] == (["30", "80", "1", "2", "35"] if value else [""] * 5)
    assert (">35<" in ods) is (value is not None)


@pytest.mark.parametrize("sort", ["value", "-value", "chance", "-chance"])
def test_the_order_of_a_list_tells_nothing_of_hidden_scores(sort, people, make_use_case):
    domain, known = people
    for chance, value in ((35, 40), (90, 80), (10, 20)):
        make_use_case(domain=domain, phase=Phase.SELECTED, chance=chance, value_low=value, value_high=value)
    reader = db.session.get(Person, known["other board"].id)

    codes = [row.code for row in list_use_cases(reader, Filters(sort=sort))]

    assert codes == sorted(codes)


def test_counts_know_nothing_of_what_may_not_be_read(people, make_use_case):
    domain, known = people
    make_use_case(domain=domain, is_draft=True)
    make_use_case(domain=domain)
    make_use_case(domain=domain, phase=Phase.SELECTED)

    by_reader = {
        name: facet_counts(known[name] and db.session.get(Person, known[name].id), Filters())["domain"]
        for name in ("visitor", "reader", "other secretary", "secretary")
    }

    assert by_reader == {
        "visitor": {domain.slug: 1},
        "reader": {domain.slug: 2},
        "other secretary": {domain.slug: 2},
        "secretary": {domain.slug: 3},
    }


@pytest.mark.parametrize(
    ("name", "status"),
    [("visitor", 404), ("reader", 404), ("other secretary", 404), ("secretary", 200), ("submitter", 200)],
)
@pytest.mark.parametrize("below", ["", "/history"])
def test_a_draft_is_not_there_for_others(name, status, below, people, make_use_case, browser):
    domain, known = people
    use_case = related(make_use_case(domain=domain, is_draft=True), known)
    code = use_case.code
    if known[name]:
        browser.sign_in(known[name])

    browser.get(f"/use-cases/{code}{below}", expect=status)


def test_a_page_does_not_name_a_dependency_that_may_not_be_read(people, make_use_case, browser):
    domain, known = people
    hidden = make_use_case(domain=domain, is_draft=True, title="Nog in de la")
    shown = make_use_case(domain=domain, phase=Phase.SELECTED)
    code = shown.code
    shown = get_use_case(code, known["secretary"])
    needs = [{"needs_id": hidden.id, "reason": "eerst dit"}]
    edit_use_case(shown, {"dependencies": needs}, by=known["secretary"], version=shown.version)
    db.session.commit()
    secretary = known["secretary"].email

    for below in ("", "/history"):
        text = browser.get(f"/use-cases/{code}{below}").text
        assert "Nog in de la" not in text
        assert "eerst dit" not in text
    browser.sign_in(secretary)
    assert "Nog in de la" in browser.get(f"/use-cases/{code}").text
