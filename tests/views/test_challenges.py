"""Urgent challenges: everyone reads them, a programme manager keeps them."""

import pytest

from core.database import db
from portfolio.models import UrgentChallenge

NEW = {"name": "Wonen", "name_en": "Housing", "since": "2026-01-01", "until": ""}


@pytest.fixture
def challenge(database) -> UrgentChallenge:
    """An urgent challenge."""
    from datetime import date

    made = UrgentChallenge(slug="water", name="Water", since=date(2025, 1, 1))
    db.session.add(made)
    db.session.commit()
    return made


def test_everyone_reads_what_is_urgent(browser, challenge):
    page = browser.get("portfolio.list_challenges")
    assert "Water" in page.select_one("main table").text
    assert not page.select("a[href*='/edit']")


def test_a_programme_manager_adds_changes_and_ends_a_challenge(browser, make_person, challenge):
    browser.sign_in(make_person("programme_manager"))
    browser.post("portfolio.new_challenge", data=NEW)
    page = browser.get("portfolio.edit_challenge", slug="wonen")
    browser.submit(page, to="/challenges/wonen/edit", until="2026-06-30")
    assert "30 juni 2026" in browser.get("portfolio.list_challenges").text


def test_two_challenges_of_one_name_get_addresses_of_their_own(browser, make_person, challenge):
    browser.sign_in(make_person("programme_manager"))
    browser.post("portfolio.new_challenge", data=NEW | {"name": "Water"})
    assert {row.slug for row in db.session.query(UrgentChallenge)} == {"water", "water-2"}


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "x" * 161}, {"since": ""}, {"since": "gisteren"}, {"until": "2025-12-31"}],
)
def test_wrong_values_are_refused_and_kept(browser, make_person, challenge, wrong):
    browser.sign_in(make_person("programme_manager"))
    page = browser.post("portfolio.new_challenge", data=NEW | wrong, expect=422)
    assert page.select_one("[name=name_en]")["value"] == "Housing"


def test_a_save_of_a_stale_page_is_refused_with_both_texts(browser, make_person, challenge):
    browser.sign_in(make_person("programme_manager"))
    page = browser.get("portfolio.edit_challenge", slug="water")
    browser.submit(page, to="/challenges/water/edit", name="Genoeg water")
    refused = browser.submit(page, to="/challenges/water/edit", name="Schoon water", expect=409)
    assert "Genoeg water" in refused.text
    assert "Schoon water" in refused.text


def test_nobody_else_may_change_it(browser, make_person, make_domain, challenge):
    browser.sign_in(make_person("secretary", "contributor", domain=make_domain()))
    browser.get("portfolio.new_challenge", expect=403)
    browser.post("portfolio.edit_challenge", slug="water", data=NEW, expect=403)
    assert challenge.name == "Water"


def test_a_challenge_that_is_not_there(browser, make_person, challenge):
    browser.sign_in(make_person("programme_manager"))
    browser.get("portfolio.edit_challenge", slug="niets", expect=404)
