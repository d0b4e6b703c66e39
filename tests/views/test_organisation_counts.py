"""How many organisations of a kind there are: everyone reads it, a programme manager keeps it."""

from datetime import date

import pytest

from accounts.rules.terms import OrganisationKind
from core.audit import SYSTEM
from core.database import db, today
from portfolio.actions import reference
from portfolio.actions.reference import set_count
from portfolio.models import Adoption, OrganisationCount
from portfolio.rules.terms import Phase

NEW = {"kind": "province", "as_of": "2024-01-01", "total": "12", "source": "Telling van het kadaster"}


@pytest.fixture
def count(database) -> OrganisationCount:
    """Return how many water authorities there were once."""
    made = set_count(
        OrganisationKind.WATER_AUTHORITY, as_of=date(2023, 1, 1), total=22, source="Jaarboek", by=SYSTEM
    )
    db.session.commit()
    return made


@pytest.fixture
def manager(browser, make_person):
    """Return the browser of a programme manager."""
    return browser.sign_in(make_person("programme_manager"))


def test_everyone_reads_the_numbers_with_day_and_source(browser, count):
    row = browser.get("portfolio.list_organisation_counts").select_one("main tbody tr")
    assert [cell.text for cell in row.select("th, td")] == ["waterschap", "22", "1 januari 2023", "Jaarboek"]


def test_a_number_gives_scale_up_its_share_and_a_correction_changes_it(manager, make_use_case):
    use_case = make_use_case(phase=Phase.PRODUCTION)
    db.session.add(
        Adoption(
            use_case_id=use_case.id, kind="province", adopted=3, as_of=date(2025, 6, 1), source="Verslag"
        )
    )
    db.session.commit()
    address = f"/use-cases/{use_case.code}/scale-up"
    assert "%" not in manager.get(address).select_one("main").text

    manager.post("portfolio.new_organisation_count", data=NEW)
    assert "25 %" in manager.get(address).select_one("main").text.replace("\xa0", " ")

    made = db.session.query(OrganisationCount).one()
    page = manager.get("portfolio.edit_organisation_count", count_id=made.id)
    manager.submit(page, to=f"/organisation-counts/{made.id}/edit", total="6")
    assert "50 %" in manager.get(address).select_one("main").text.replace("\xa0", " ")


@pytest.mark.parametrize(
    "wrong",
    [
        {"total": "0"},
        {"total": "twaalf"},
        {"total": "9" * 12},
        {"source": " "},
        {"kind": "club"},
        {"as_of": ""},
        {"as_of": "gisteren"},
        {"as_of": "9999-12-31"},
        {"kind": "water_authority", "as_of": "2023-01-01"},
    ],
)
def test_wrong_values_and_a_day_that_is_there_are_refused_and_kept(manager, count, wrong):
    page = manager.post("portfolio.new_organisation_count", data=NEW | wrong, expect=422)
    assert page.select_one("[name=source]")["value"].strip() == (NEW | wrong)["source"].strip()
    assert page.select("[aria-invalid=true]")
    assert db.session.query(OrganisationCount).count() == 1


def test_two_who_record_the_same_day_at_once_do_not_stumble(manager, count, monkeypatch):
    def insert(kind, *, by, **values):  # as if the other came between the look and the insert
        db.session.add(OrganisationCount(kind=kind, **values))
        db.session.flush()

    monkeypatch.setattr(reference, "add_count", insert)
    twice = NEW | {"kind": "water_authority", "as_of": "2023-01-01"}
    page = manager.post("portfolio.new_organisation_count", data=twice, expect=422)
    assert page.select_one("a[href^='#as_of']") is not None


def test_a_save_of_a_stale_page_is_refused_with_both_texts(manager, count):
    address = f"/organisation-counts/{count.id}/edit"
    page = manager.get(address)
    manager.submit(page, to=address, source="Wet")
    refused = manager.submit(page, to=address, source="Atlas", expect=409)
    assert "Wet" in refused.text
    assert "Atlas" in refused.text


def test_only_a_programme_manager_changes_them(browser, make_person, make_domain, count):
    browser.sign_in(make_person("secretary", domain=make_domain()))
    assert not browser.get("portfolio.list_organisation_counts").select("main a[href*=edit]")
    browser.get("/organisation-counts/new", expect=403)
    browser.post("/organisation-counts/new", data=NEW | {"as_of": today().isoformat()}, expect=403)
