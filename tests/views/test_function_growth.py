"""Where a system function rests on too little: stopped, late and only builders, and who waits."""

from datetime import timedelta

import pytest

from accounts.rules.terms import Role
from core.database import db, today
from portfolio.models import Contribution
from portfolio.models.progress import ComputedStatus
from portfolio.rules.progress_status import Status
from portfolio.rules.terms import ContributionLevel, Phase


def words(page, selector: str = "main") -> str:
    return " ".join(page.select_one(selector).get_text(" ").split())


@pytest.fixture
def function(make_system_function):
    return make_system_function(code="TAL", name="Talent")


@pytest.fixture
def give(make_use_case, function):
    """Let a use case contribute to the function, late when asked."""

    def give(level, phase=Phase.PILOT, *, is_late=False, **more):
        use_case = make_use_case(phase=phase, **more)
        db.session.add(
            Contribution(
                use_case_id=use_case.id,
                function_id=function.id,
                level=ContributionLevel(level),
                deliverable="Recept",
            )
        )
        if is_late:
            status = ComputedStatus(use_case_id=use_case.id, on=today() - timedelta(days=3), causes=["drift"])
            status.status, status.declared = Status.RED, Status.GREEN
            db.session.add(status)
        db.session.commit()
        return use_case

    return give


def test_the_page_says_who_stopped_who_is_late_and_who_waits(browser, give, make_use_case):
    gone = give("delivers", Phase.STOPPED, published_on=today())
    late = give("extends", is_late=True)
    waiting = [give("uses", Phase.SELECTED) for _time in range(3)]
    give("uses", Phase.PRODUCTION)
    text = words(browser.get("/system-functions/TAL"))
    for said in (
        f"{gone.code} bouwde eraan en is gestopt of geparkeerd",
        f"Wie eraan bouwt, is vertraagd: {late.code}",
        f"Alleen {late.code} bouwt eraan",
        "3 use cases wachten erop en nog niemand leverde",
        "1 bouwt nog, 1 stopte; 3 wachten erop, 1 gebruikt het al.",
        "proef bouwt nog, vertraagd",
        "geselecteerd wacht erop",
        "productie gebruikt het al",
        "gestopt bouwt niet meer",
    ):
        assert said in text, said
    assert waiting
    listed = words(browser.get("/system-functions/"))
    assert "1 onderdeel is kwetsbaar. Op TAL wachten 3 use cases" in listed


def test_with_several_who_build_in_time_nothing_is_weak(browser, give):
    give("delivers", Phase.PRODUCTION)
    give("extends")
    assert "Geen onderdeel hangt aan te weinig" in words(browser.get("/system-functions/"))
    assert "kwetsbaar" not in words(browser.get("/system-functions/TAL"))


def test_who_stopped_before_it_was_published_is_not_named(browser, give, make_person):
    hidden = give("delivers", Phase.STOPPED)
    assert hidden.code not in words(browser.get("/system-functions/TAL"))
    browser.sign_in(make_person())
    assert "gestopt of geparkeerd" not in words(browser.get("/system-functions/TAL"))


def test_who_set_a_maturity_shows_to_who_is_signed_in(browser, other_browser, function, make_person):
    manager = make_person(Role.PROGRAMME_MANAGER, name="Manager Voorbeeld")
    browser.sign_in(manager)
    page = browser.get("/system-functions/TAL/maturity")
    browser.submit(page, to="/system-functions/TAL/maturity", level="3", evidence="Gezien in drie steden")
    assert "vastgelegd door Manager Voorbeeld" in words(browser.get("/system-functions/TAL"))
    assert "Gezien in drie steden" in words(other_browser.get("/system-functions/TAL"))
    assert "Manager Voorbeeld" not in other_browser.get("/system-functions/TAL").text


def test_the_number_of_queries_does_not_grow_with_the_builders(browser, give, count_queries):
    give("delivers")
    with count_queries() as one:
        browser.get("/system-functions/")
        browser.get("/system-functions/TAL")
    for level in ("delivers", "extends", "uses", "uses"):
        give(level)
    with count_queries() as more:
        browser.get("/system-functions/")
        browser.get("/system-functions/TAL")
    assert len(more) == len(one)
