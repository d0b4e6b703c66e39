"""Read a board's spreadsheet in: seen first, then all or nothing, and never over what one did not see."""

import io
import re
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from accounts.rules.terms import Role
from core.database import db
from core.web.tables import csv_text, ods_bytes
from portfolio.models import Contribution, Revision, UseCase
from portfolio.queries.use_case_sheet import cells_of
from portfolio.queries.use_cases import get_use_case
from portfolio.rules.spreadsheet import COLUMNS
from portfolio.rules.terms import ContributionLevel, Phase


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def secretary(make_person, domain):
    return make_person(Role.SECRETARY, domain=domain)


def upload(browser, content, *, name="bord.csv", expect=200):
    data = content.encode() if isinstance(content, str) else content
    return browser.post("portfolio.import_use_cases", data={"file": (io.BytesIO(data), name)}, expect=expect)


def confirm(browser, page, expect=302):
    return browser.submit(page, to="portfolio.import_use_cases", expect=expect)


def total() -> int:
    return db.session.scalar(select(func.count(UseCase.id)))


def wrong(page) -> str:
    return " ".join(page.select_one("#wrong").find_parent("section").text.split())


def test_new_ideas_are_shown_first_and_then_read_in(browser, domain, secretary, make_organisation):
    organisation = make_organisation()
    browser.sign_in(secretary)

    page = upload(
        browser,
        "title;challenge;owner;effort_likely;planned_start;planned_quarters\n"
        f"Eerste idee;Een opgave;{organisation.name};2,5;2027-Q1;4\n\nTweede idee;;;;;\n",
    )
    assert "2 erbij, 0 gewijzigd" in page.select_one("main").text
    assert total() == 0
    confirm(browser, page)

    rows = db.session.scalars(select(UseCase).order_by(UseCase.code)).all()
    assert [(row.code, row.title) for row in rows] == [
        (f"{domain.code}-001", "Eerste idee"),
        (f"{domain.code}-002", "Tweede idee"),
    ]
    assert (rows[0].effort_likely, rows[0].owner_organisation_id) == (Decimal("2.5"), organisation.id)
    assert {row.submitter_id for row in rows} == {secretary.id}


@pytest.mark.parametrize("form", ["csv", "ods"])
def test_own_use_cases_come_back_unchanged_from_a_download(
    browser, domain, secretary, make_use_case, make_organisation, make_system_function, form
):
    use_case = make_use_case(
        domain=domain,
        title="=Som van alles",
        challenge="Een regel\n\nen nog een",
        cost_cents=12_345_00,
        planned_start=2027 * 4,
        planned_quarters=2,
        owner_organisation_id=make_organisation().id,
        contributions=[make_system_function()],
        illustrative=["effort"],
    )
    make_use_case(domain=domain, phase=Phase.PILOT)
    browser.sign_in(secretary)

    file = browser.get(f"/use-cases/import/template.{form}?rows=own").response.data
    page = upload(browser, file, name=f"x.{form}")

    assert "Alles is al zo" in page.select_one("main").text
    assert total() == 2
    db.session.expire_all()
    assert db.session.get(UseCase, use_case.id).version == 1


def test_a_changed_cell_is_shown_before_and_after_and_only_that_changes(
    browser, domain, secretary, make_use_case, make_system_function
):
    use_case = make_use_case(
        domain=domain, contributions=[make_system_function(code="FDS-9")], illustrative=["effort", "cost"]
    )
    make_system_function(code="GRK-9")
    browser.sign_in(secretary)

    page = upload(
        browser,
        "code,version,title,effort_high,contributions\n"
        f"{use_case.code},1,Betere titel,8,FDS-9:delivers; GRK-9:uses\n",
    )
    shown = page.select_one("#planned").find_parent("section").text
    assert "Betere titel" in shown
    assert use_case.title in shown
    confirm(browser, page)

    db.session.expire_all()
    saved = get_use_case(use_case.code, secretary)
    assert (saved.title, saved.effort_high, saved.challenge) == ("Betere titel", 8, "Een opgave.")
    assert saved.illustrative == ["cost"]
    assert {(row.level, row.deliverable) for row in saved.contributions} == {
        (ContributionLevel.DELIVERS, "Een bron"),
        (ContributionLevel.USES, ""),
    }
    assert db.session.scalar(select(Revision.note)) == "Ingelezen uit een spreadsheet"


def test_one_wrong_cell_stops_everything_and_says_where(browser, domain, secretary):
    browser.sign_in(secretary)

    page = upload(browser, "title;effort_likely;kind\nGoed;2;\nFout;veel;iets\n", expect=422)

    assert "regel 3" in wrong(page)
    assert "effort_likely" in wrong(page)
    assert "use_case, initiative" in wrong(page)
    assert not page.select("[name=table]")
    assert total() == 0


def test_a_row_that_changed_since_the_export_is_refused(browser, domain, secretary, make_use_case):
    use_case = make_use_case(domain=domain)
    browser.sign_in(secretary)
    page = upload(browser, f"code;version;title\n{use_case.code};1;Mijn titel\n")

    edit = browser.get("portfolio.edit_use_case", code=use_case.code)
    browser.submit(edit, to=f"/use-cases/{use_case.code}/edit", title="Hun titel")
    refused = confirm(browser, page, expect=422)

    assert "wijzigde deze use case na uw export" in wrong(refused)
    db.session.expire_all()
    assert db.session.get(UseCase, use_case.id).title == "Hun titel"


def test_a_candidate_must_be_complete_and_then_is_one(browser, domain, secretary, make_organisation):
    organisation = make_organisation()
    browser.sign_in(secretary)
    columns = ("title", "phase", "challenge", "intended_result", "practice", "owner", "effort_likely")
    head = ";".join([*columns, "has_no_preconditions", "has_no_risks"]) + "\n"

    refused = upload(browser, head + "Half;candidate;Een opgave;;;;;;\n", expect=422)
    page = upload(browser, head + f"Heel;candidate;Een opgave;Een resultaat;Ja;{organisation.name};3;ja;ja\n")
    confirm(browser, page)

    for column in ("intended_result", "practice", "owner", "effort_likely", "has_no_risks"):
        assert column in wrong(refused)
    assert db.session.scalars(select(UseCase.phase)).all() == [Phase.CANDIDATE]


ROWS = [
    ("title\n \n", "Vul ten minste één regel in"),
    ("title;summary\n;Zonder titel\n", "Geef een titel"),
    ("title;domain\nx;bestaat-niet\n", "waarvan u secretaris bent"),
    ("title;owner\nx;Niemand BV\n", "niemand bv"),
    ('title;partners\nx;"Niemand BV; Nog iemand"\n', "nog iemand"),
    ("title\nx; en nog wat\n", "voorbij de laatste kolom"),
    ("title;contributions\nx;XYZ:uses\n", "XYZ"),
    ("title;contributions\nx;F1:delivers\n", "F1"),
    ("title;urgent_challenges\nx;geen\n", "geen"),
    ("title;effort_low;effort_likely\nx;5;2\n", "laag niet groter"),
    ("title;planned_start\nx;2027-Q1\n", "begin én"),
    ("title;phase\nx;selected\n", "begint als idea of candidate"),
    ("code;title\nXYZ-001;x\n", "geen use case met deze code"),
]


@pytest.mark.parametrize(("content", "said"), ROWS)
def test_what_is_wrong_in_a_row_is_told(browser, domain, secretary, content, said):
    browser.sign_in(secretary)

    page = upload(browser, content, expect=422)

    assert said in page.select_one("main").text
    assert total() == 0


CHANGES = [
    ("code;title\n{code};x\n", "hoort de kolom version"),
    ("code;version;title\n{code};7;x\n", "na uw export"),
    ("code;version;phase\n{code};1;candidate\n", "fase wijzigt u op de pagina"),
    ("code;version;domain\n{code};1;elders\n", "verhuist niet"),
    ("code;version;title\n{code};1;\n", "Geef een titel"),
    ("code;version;title\n{code};1;x\n{code};1;y\n", "twee keer in het bestand"),
]


@pytest.mark.parametrize(("content", "said"), CHANGES)
def test_what_is_wrong_in_a_change_is_told(browser, domain, secretary, make_use_case, content, said):
    use_case = make_use_case(domain=domain)
    browser.sign_in(secretary)

    page = upload(browser, content.format(code=use_case.code), expect=422)

    assert said in wrong(page)
    db.session.expire_all()
    assert db.session.get(UseCase, use_case.id).version == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "leeg"),
        (b"\x00\x01\x02", "niet lezen"),
        (b"PK\x03\x04kapot", "niet lezen"),
        (b"titel\nx\n", "kennen deze kolommen niet"),
        (b"title\n" + b"x\n" * 501, "ten hoogste 500"),
    ],
)
def test_a_file_that_is_no_spreadsheet_of_ours_is_refused(browser, domain, secretary, data, said):
    browser.sign_in(secretary)

    page = upload(browser, data, expect=422)

    assert said in page.select_one("[data-error-summary]").text


def test_a_file_that_is_too_large_is_refused(browser, domain, secretary, monkeypatch):
    monkeypatch.setattr("portfolio.rules.sheet_files.MOST_BYTES", 100)
    browser.sign_in(secretary)

    page = upload(browser, b"x" * 101, expect=422)

    assert "te groot" in page.select_one("[data-error-summary]").text


def test_without_a_file_the_page_asks_for_one(browser, domain, secretary):
    browser.sign_in(secretary)

    page = browser.post("portfolio.import_use_cases", data={}, expect=422)

    assert "Kies een bestand" in page.select_one("[data-error-summary]").text


@pytest.mark.parametrize(
    "change", [lambda text: "", lambda text: text[:-1], lambda text: "A" + text, lambda _: "\x00é"]
)
def test_a_table_that_was_changed_on_the_way_is_not_read_in(browser, domain, secretary, change):
    browser.sign_in(secretary)
    page = upload(browser, "title\nIets\n")
    sealed = page.select_one("[name=table]")["value"]

    refused = browser.post("portfolio.import_use_cases", data={"table": change(sealed)}, expect=422)

    assert "Kies het bestand opnieuw" in refused.select_one("main").text
    assert total() == 0


def test_nobody_confirms_the_table_of_another(browser, other_browser, domain, secretary, make_person):
    browser.sign_in(secretary)
    other_browser.sign_in(make_person(Role.SECRETARY, domain=domain))
    page = upload(browser, "title\nIets\n")

    other_browser.post(
        "portfolio.import_use_cases", data={"table": page.select_one("[name=table]")["value"]}, expect=422
    )

    assert total() == 0


def test_a_use_case_of_another_domain_cannot_be_changed(
    browser, domain, secretary, make_domain, make_use_case
):
    other = make_use_case(domain=make_domain(slug="elders"), phase=Phase.SELECTED)
    browser.sign_in(secretary)

    change = upload(browser, f"code;version;title\n{other.code};1;Gekaapt\n", expect=422)
    add = upload(browser, "title;domain\nx;elders\n", expect=422)

    assert "geen use case met deze code" in wrong(change)
    assert "waarvan u secretaris bent" in wrong(add)
    file = browser.get("/use-cases/import/template.csv?rows=own").response.get_data(as_text=True)
    assert other.code not in file


def test_only_secretaries_read_spreadsheets_in(browser, make_person, domain):
    assert "/login" in browser.get("portfolio.import_use_cases", expect=302).location
    for person in (
        make_person(Role.CONTRIBUTOR),
        make_person(Role.BOARD_MEMBER, domain=domain),
        make_person(Role.PROGRAMME_MANAGER),
        make_person(Role.ADMINISTRATOR),
    ):
        browser.sign_in(person)
        browser.get("portfolio.import_use_cases", expect=403)
        browser.get("/use-cases/import/template.csv", expect=403)
        browser.post("portfolio.import_use_cases", data={"table": "x"}, expect=403)
        browser.post("/logout")


def test_half_a_file_is_never_read_in(browser, domain, secretary, make_use_case, monkeypatch):
    """Also when the database breaks off in the middle of it."""
    browser.sign_in(secretary)
    page = upload(browser, "title\nEen\nTwee\nDrie\n")
    from portfolio.actions import importing

    real, seen = importing.propose_use_case, []

    def breaks(*args, **kwargs):
        seen.append(1)
        if len(seen) == 3:
            raise RuntimeError("stroom weg")
        return real(*args, **kwargs)

    monkeypatch.setattr(importing, "propose_use_case", breaks)
    with pytest.raises(RuntimeError, match="stroom weg"):
        confirm(browser, page)

    assert total() == 0


def test_the_template_names_every_column_and_the_cells_fit(
    browser, domain, secretary, make_use_case, in_dutch
):
    use_case = make_use_case(domain=domain)
    browser.sign_in(secretary)

    head = browser.get("/use-cases/import/template.csv").response.get_data(as_text=True)

    assert re.split(r"\s*,\s*", head.strip("\ufeff\r\n")) == list(COLUMNS)
    assert list(cells_of(get_use_case(use_case.code, secretary))) == list(COLUMNS)


def test_looking_at_a_file_asks_the_same_number_of_queries_for_many_rows(
    browser, count_queries, domain, secretary, make_use_case
):
    browser.sign_in(secretary)
    codes = [make_use_case(domain=domain).code for _ in range(6)]

    def look(some):
        with count_queries() as counter:
            upload(browser, csv_text(["code", "version", "title"], [[code, 1, "Nieuw"] for code in some]))
        return len(counter)

    upload(browser, ods_bytes("x", ["title"], [["Warm"]]), name="x.ods")
    assert look(codes[:1]) == look(codes)


def test_contributions_that_build_keep_their_result(
    browser, domain, secretary, make_use_case, make_system_function
):
    make_system_function(code="FDS-9")
    use_case = make_use_case(domain=domain)
    browser.sign_in(secretary)

    page = upload(browser, f'code;version;contributions\n{use_case.code};1;"FDS-9:extends:een begrip"\n')
    confirm(browser, page)

    assert db.session.scalars(select(Contribution.deliverable)).all() == ["een begrip"]
