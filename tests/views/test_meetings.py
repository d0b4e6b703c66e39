"""A meeting: agenda, figures that freeze, one screen per use case, and a draft with minutes at the end."""

import io
import zipfile
from decimal import Decimal

import html5lib
import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from accounts.rules.terms import BoardRole, Role, Sector
from core.database import db, today
from portfolio.forms.fields import MOST_ROWS
from portfolio.forms.meetings import MeetingForm
from portfolio.models import AgendaItem, Decision, DecisionPerson, Meeting, UseCase
from portfolio.rules.terms import Phase


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def secretary(make_person, domain):
    return make_person(Role.SECRETARY, domain=domain)


@pytest.fixture
def member(make_person, make_membership, domain):
    person = make_person(name="Bord Lid")
    make_membership(
        person,
        Role.BOARD_MEMBER,
        domain,
        board_role=BoardRole.AMBASSADOR,
        sector=Sector.SCIENCE,
    )
    return person


@pytest.fixture
def planned(browser, domain, secretary, member, make_use_case):
    """A planned meeting with two candidates on the agenda; the secretary is signed in."""
    for number in (1, 2):
        make_use_case(
            domain=domain,
            phase=Phase.CANDIDATE,
            title=f"Kandidaat {number}",
            chance=55,
            value_low=Decimal(60),
            value_high=Decimal(60),
        )
    url = f"/domains/{domain.slug}/meetings/new"
    page = browser.sign_in(secretary).get(url)
    assert [row["value"] for row in page.select("[name^=seats-][name$=-seat]")] == [
        "zetel ambassadeur, wetenschap"
    ]
    return browser.submit(page, to=url, place="Utrecht", notes="Welkom").location


def opened(browser, planned) -> str:
    browser.submit(browser.get(f"{planned}/open"), to=f"{planned}/open")
    return planned


def test_an_agenda_begins_with_what_is_worth_talking_about(browser, planned, domain):
    page = browser.get(planned)

    assert "Kandidaat 1" in page.text
    assert "Utrecht" in page.text
    assert "zetel ambassadeur, wetenschap" in page.text
    assert page.text.count("Kandidaat.") == 2
    assert today().isoformat() in browser.get(f"{planned}/edit").select_one("[name=held_on]")["value"]
    assert "2 agendapunten" in browser.get(f"/domains/{domain.slug}/meetings/").text


def test_the_figures_stay_as_they_were_when_the_meeting_opened(browser, planned):
    assert "nog niet open" in browser.get(f"{planned}/items/1").text
    opened(browser, planned)
    before = browser.get(f"{planned}/items/1").select_one(".meeting-facts").text
    db.session.query(UseCase).update({"chance": 5, "value_low": Decimal(1), "title": "Omgedoopt"})
    db.session.commit()

    page = browser.get(f"{planned}/items/1")

    assert page.select_one(".meeting-facts").text == before
    assert "55" in before
    assert "Kandidaat 1" in page.select_one("h1").text
    assert "Wat daarna wijzigde, staat hier niet" in page.text
    assert page.select_one("[rel=next]")["href"].endswith("/items/2")
    assert page.select_one("[rel=prev]") is None
    browser.get(f"{planned}/items/3", expect=404)


def test_outcomes_become_one_draft_with_reasons_and_dissent(browser, planned, domain, member):
    opened(browser, planned)
    url = f"{planned}/items/1"
    page = browser.get(url)
    browser.submit(page, to=url, outcome="rejected", expect=422)
    grown = browser.submit(page, to=url, add="dissents", expect=200)
    seat = "zetel ambassadeur, wetenschap"
    answer = browser.submit(
        grown,
        to=url,
        outcome="rejected",
        aside="stopped",
        reason="Geen eigenaar",
        **{"dissents-0-seat": seat, "dissents-0-text": "Jammer"},
    )
    assert answer.location.endswith("/items/2")
    browser.submit(page, to=url, outcome="parked", reason="x", expect=409)

    close = f"{planned}/close"
    edit = browser.submit(browser.get(close), to=close).location
    draft = browser.get(edit.removesuffix("/edit"))
    decision = db.session.scalars(select(Decision)).one()

    assert "Geen eigenaar" in draft.text
    assert seat in draft.text
    assert "Bord Lid" in draft.select_one("main aside").text
    assert (
        db.session.scalar(select(DecisionPerson.person_id).where(DecisionPerson.part == "dissent"))
        == member.id
    )
    assert decision.decided_on == today()
    browser.post(url, data={"version": 3, "outcome": "parked", "reason": "x"}, expect=422)
    assert str(decision.id) in browser.get(planned).select_one("main .lines a")["href"]


def test_nothing_is_closed_without_an_outcome(browser, planned):
    browser.submit(browser.get(f"{planned}/close"), to=f"{planned}/close", expect=422)
    opened(browser, planned)
    page = browser.submit(browser.get(f"{planned}/close"), to=f"{planned}/close", expect=422)

    assert "ten minste één agendapunt" in page.text


def test_an_empty_agenda_is_not_opened(browser, domain, secretary):
    url = f"/domains/{domain.slug}/meetings/new"
    browser.sign_in(secretary)
    planned = browser.post(url, data={"held_on": today().isoformat()}).location
    browser.post(f"{planned}/open", data={"version": 1}, expect=422)
    wrong = {"held_on": today().isoformat(), "agenda-0-code": "ZZZ-1"}
    assert "ZZZ-1" in browser.post(url, data=wrong, expect=422).text


def test_more_rows_than_a_form_takes_are_refused_and_not_cut(in_dutch):
    seats = {f"seats-{place}-seat": "zetel" for place in range(MOST_ROWS + 1)}
    form = MeetingForm(MultiDict({"held_on": today().isoformat(), **seats}))
    assert not form.validate()
    assert any(f"ten hoogste {MOST_ROWS} regels" in words for words in form.form_errors)


def test_what_comes_on_an_open_agenda_is_frozen_at_once(browser, planned, domain, make_use_case):
    opened(browser, planned)
    late = make_use_case(domain=domain, phase=Phase.IDEA, title="Nagekomen")
    page = browser.submit(browser.get(f"{planned}/edit"), to=f"{planned}/edit", add="agenda", expect=200)
    browser.submit(page, to=f"{planned}/edit", **{"agenda-2-code": late.code.lower()})

    assert "Nagekomen" in browser.get(f"{planned}/items/3").select_one("h1").text
    assert db.session.scalars(select(AgendaItem)).all()[-1].frozen["code"] == late.code


def test_the_minutes_are_a_valid_document_with_headings_and_a_language(browser, planned):
    opened(browser, planned)
    url = f"{planned}/items/1"
    browser.submit(browser.get(url), to=url, outcome="parked", reason="Eerst een DPIA & meer")

    page = browser.get(f"{planned}/minutes")
    response = browser.get(f"{planned}/minutes.odt").response
    archive = zipfile.ZipFile(io.BytesIO(response.data))
    content = archive.read("content.xml").decode()
    meta, styles = archive.read("meta.xml").decode(), archive.read("styles.xml").decode()

    assert [heading.name for heading in page.select("main .prose h2, main .prose h3")].count("h3") == 2
    assert "Eerst een DPIA" in page.text
    assert archive.testzip() is None
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.text"
    assert "<text:h" in content
    assert 'text:outline-level="2"' in content
    assert "Eerst een DPIA &amp; meer" in content
    assert "<dc:title>Verslag databoord" in meta
    assert "<dc:language>nl-NL" in meta
    assert 'fo:language="nl"' in styles
    for name in ("content.xml", "meta.xml", "styles.xml"):
        html5lib.parse(archive.read(name).decode())


def test_a_meeting_is_for_its_board_alone(browser, planned, domain, make_domain, make_person, member):
    addresses = [planned, f"{planned}/items/1", f"{planned}/minutes", f"{planned}/minutes.odt"]
    forms = [f"{planned}/edit", f"{planned}/open", f"{planned}/close"]
    browser.post("/logout")
    for address in (*addresses, *forms):
        browser.get(address, expect=302)
    browser.sign_in(make_person(Role.SECRETARY, domain=make_domain()))
    for address in (*addresses, *forms):
        browser.get(address, expect=404)
    browser.get(f"/domains/{domain.slug}/meetings/", expect=403)
    browser.get(f"/domains/{domain.slug}/meetings/new", expect=403)
    browser.post("/logout")
    browser.sign_in(member)
    for address in addresses:
        browser.get(address)
    for address in (*forms, f"/domains/{domain.slug}/meetings/new"):
        browser.get(address, expect=403)
    browser.post(f"{planned}/items/1", data={"outcome": "parked"}, expect=403)


def test_a_stale_agenda_shows_both_texts(browser, planned):
    url = f"{planned}/edit"
    page = browser.get(url)
    browser.submit(page, to=url, place="Den Haag")

    stale = browser.submit(page, to=url, place="Zwolle", expect=409)

    assert "Den Haag" in stale.select_one("#conflict").text
    assert db.session.scalar(select(Meeting.place)) == "Den Haag"
