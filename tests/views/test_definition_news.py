"""Who builds on a definition hears of a newer version: a notice, and a line under what waits."""

import pytest
from sqlalchemy import insert, select, update

from core.audit import SYSTEM
from core.database import db
from core.links import waiting_for
from core.notices import Notice
from portfolio.models import Dataset, team_member
from tests.review_steps import told
from wiki.actions.pages import delete_page
from wiki.models import Page
from wiki.queries.pages import read_page
from wiki.rules.terms import PageKind

ROW = {"key": "0000aaaa", "name": "CBS", "definition": "Samen wonen."}
OTHER = {"key": "0000bbbb", "name": "Wet", "definition": "Anders."}
NEWER = {**ROW, "definition": "Samen wonen en eten."}
NEWS = "definition-newer"


@pytest.fixture
def home(make_page):
    return make_page(title="Huishouden", kind=PageKind.OBJECT, fields={"definitions": [ROW, OTHER]})


@pytest.fixture
def owner(make_person):
    return make_person("contributor", name="De Eigenaar")


@pytest.fixture
def member(make_person):
    return make_person("contributor", name="Het Teamlid")


@pytest.fixture
def pinned(make_use_case, owner, member, home):
    made = make_use_case(code="SOC-001", title="Schulden", owner_id=owner.id)
    db.session.execute(insert(team_member).values(use_case_id=made.id, person_id=member.id))
    key = f"{home.id}:0000aaaa"
    db.session.add(
        Dataset(use_case_id=made.id, position=0, name="Register", definition=key, definition_version=1)
    )
    db.session.commit()
    return made


def notes(person):
    return [item.note for item in waiting_for(person) if item.note.startswith("Register:")]


def test_owner_and_team_are_told_once_per_version_and_others_not(
    pinned, home, owner, member, make_person, change_page
):
    stranger = make_person("contributor", name="Een Ander")
    change_page(home, fields={"definitions": [NEWER, OTHER]})
    assert (told(owner), told(member), told(stranger)) == ([NEWS], [NEWS], [])
    change_page(home, body="Meer tekst.")
    change_page(home, fields={"definitions": [NEWER, {**OTHER, "definition": "Weer anders."}]})
    assert told(owner) == [NEWS]
    change_page(home, fields={"definitions": [ROW, OTHER]})
    assert told(owner) == [NEWS, NEWS]
    notice = db.session.scalars(select(Notice).where(Notice.person_id == owner.id)).first()
    assert (notice.reference.key, notice.params) == ("SOC-001", {"version": 2})


def test_it_waits_until_the_newest_version_is_taken_over(app, pinned, home, owner, member, change_page):
    with app.test_request_context():
        assert notes(owner) == []
    change_page(home, fields={"definitions": [NEWER, OTHER]})
    with app.test_request_context():
        assert notes(owner) == notes(member) == ["Register: een nieuwere versie van de definitie"]
    db.session.execute(update(Dataset).values(definition_version=2))
    db.session.commit()
    with app.test_request_context():
        assert notes(owner) == []


@pytest.mark.parametrize(
    ("rows", "note"),
    [
        ([OTHER], "Register: de definitie is er niet meer"),
        ([{**OTHER, "follows": "0000aaaa"}], "Register: de definitie is samengevoegd met een andere"),
        ([{**NEWER, "state": "replaced"}, OTHER], "Register: de definitie is vervangen of ingetrokken"),
    ],
)
def test_it_waits_too_when_the_definition_went(
    app, browser, pinned, home, owner, make_person, change_page, rows, note
):
    change_page(home, fields={"definitions": rows})
    with app.test_request_context():
        assert notes(owner) == [note]
        assert notes(make_person("contributor")) == []
    words = "er niet meer", "samengevoegd", "vervangen"
    page = browser.sign_in(owner).get("/use-cases/SOC-001")
    assert next(word for word in words if word in note) in page.select_one("aside.aside").text


def test_it_waits_too_when_the_page_was_deleted(app, browser, pinned, home, owner):
    page = read_page(Page.id == home.id)
    delete_page(page, base_revision=page.revision, by=SYSTEM, reason="dubbel")
    db.session.commit()
    with app.test_request_context():
        assert notes(owner) == ["Register: de definitie is er niet meer"]
    shown = browser.sign_in(owner).get("/use-cases/SOC-001")
    assert "De definitie die deze dataset volgde, is er niet meer." in shown.text
    assert "Huishouden: CBS" not in shown.text


def test_the_notice_leads_to_the_use_case(browser, pinned, home, owner, change_page):
    change_page(home, fields={"definitions": [NEWER, OTHER]})
    page = browser.sign_in(owner).get("/notifications")
    assert "heeft een nieuwere versie" in page.main.text
    assert "Schulden" in page.main.text


def test_who_pinned_a_merged_definition_hears_of_the_one_that_took_it_in(pinned, home, owner, change_page):
    change_page(home, fields={"definitions": [{**OTHER, "definition": "Beide.", "follows": "0000aaaa"}]})
    assert told(owner) == [NEWS]


def test_who_makes_the_newer_version_is_not_told_of_it(pinned, home, owner, member, change_page):
    change_page(home, by=owner, fields={"definitions": [NEWER, OTHER]})
    assert (told(owner), told(member)) == ([], [NEWS])
