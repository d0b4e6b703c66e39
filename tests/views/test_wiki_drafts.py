"""Drafts: kept while writing, offered again, their author's alone, gone when saved, ended in plain sight."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from core.content_version import ContentVersion
from core.database import db, utc_now
from core.links import waiting_for
from wiki.actions import drafts as actions
from wiki.models import KeptDraft
from wiki.rules.draft import Draft

EDIT = "/wiki/adres/edit"
JSON = {"Accept": "application/json"}


@pytest.fixture
def writer(make_person):
    return make_person("contributor")


@pytest.fixture
def signed_in(browser, writer):
    return browser.sign_in(writer)


@pytest.fixture
def kept(signed_in, make_page) -> KeptDraft:
    """A draft of a page, made with the button."""
    make_page(title="Adres", body="een")
    page = signed_in.get(EDIT)
    signed_in.submit(page, to=EDIT, expect=303, body="mijn tekst", summary="omdat", keep_draft="1")
    return db.session.scalars(select(KeptDraft)).one()


def total() -> int:
    return db.session.scalar(select(func.count(KeptDraft.id))) or 0


def test_the_button_keeps_what_was_typed_and_the_editor_offers_it(kept, signed_in, make_page):
    assert "een" in signed_in.get("/wiki/adres").select_one(".prose").text
    offer = signed_in.get(EDIT)
    assert offer.select_one("textarea[name=body]").text.strip() == "een"
    (link,) = (a["href"] for a in offer.select("main a") if a.text == "Ga verder met uw concept")
    form = signed_in.get(link)
    assert form.select_one("textarea[name=body]").text.strip() == "mijn tekst"
    assert form.select_one("[name=summary]")["value"] == "omdat"
    signed_in.submit(form, to=EDIT, expect=303, save="1")
    assert total() == 0
    assert "mijn tekst" in signed_in.get("/wiki/adres").select_one(".prose").text


def test_a_new_page_has_a_draft_per_kind(signed_in):
    form = signed_in.get("/wiki/new?kind=tool")
    signed_in.submit(form, to="/wiki/new?kind=tool", expect=303, title="Half", body="x", keep_draft="1")
    assert "Ga verder" not in signed_in.get("/wiki/new?kind=page").text
    again = signed_in.get("/wiki/new?kind=tool&draft=1")
    assert again.select_one("[name=title]")["value"] == "Half"
    signed_in.submit(again, to="/wiki/new?kind=tool", expect=303, save="1")
    assert total() == 0


def test_the_script_keeps_a_draft_again_and_again(signed_in, make_page, app):
    make_page(title="Adres", body="een")
    form = signed_in.get(EDIT)
    data = {
        "base_revision": "1",
        "shown_kind": "page",
        "kind": "page",
        "title": "Adres",
        "keep_draft": "auto",
    }
    data["csrf_token"] = form.select_one("[name=csrf_token]")["value"]
    version = ""
    for text in ("a", "ab", "abc"):
        answer = signed_in.client.post(
            EDIT, headers=JSON, data=data | {"body": text, "draft_version": version}
        )
        assert (answer.status_code, "bewaard" in answer.json["words"]) == (200, True)
        version = answer.json["version"]
    answer = signed_in.client.post(EDIT, headers=JSON, data=data | {"body": "ander venster"})
    assert answer.status_code == 409
    assert "ander concept" in answer.json["error"]
    assert db.session.scalars(select(KeptDraft.body)).all() == ["abc"]


def test_a_draft_that_its_author_did_not_see_is_not_overwritten(kept, signed_in):
    page = signed_in.get(EDIT)
    again = signed_in.submit(page, to=EDIT, expect=409, body="iets anders", keep_draft="1")
    assert again.select_one("textarea[name=body]").text.strip() == "iets anders"
    db.session.expire_all()
    assert kept.body == "mijn tekst"
    signed_in.submit(signed_in.get(EDIT), to=EDIT, expect=303, body="opgeslagen", save="1")
    assert total() == 1, "a draft that was not opened stays"


def test_a_draft_is_its_authors_alone(kept, signed_in, other_browser, make_person):
    others = [make_person("contributor"), make_person("wiki_curator"), make_person("administrator")]
    for person in others:
        reader = other_browser.sign_in(person)
        for path in (f"/account/drafts/{kept.id}", f"/account/drafts/{kept.id}/discard"):
            reader.get(path, expect=403 if person is others[2] else 404)
        assert "mijn tekst" not in reader.get("/").text
        reader.post("/logout")
    assert "mijn tekst" in signed_in.get(f"/account/drafts/{kept.id}").text


def test_drafts_are_listed_where_one_looks_and_thrown_away_after_a_question(kept, signed_in, writer, app):
    assert "Adres" in signed_in.get("/account/drafts").select_one("main table").text
    assert "Concept: Adres" in signed_in.get("/").text
    page = signed_in.get(f"/account/drafts/{kept.id}/discard")
    signed_in.submit(page, to=f"/account/drafts/{kept.id}/discard", expect=303)
    assert total() == 0
    assert signed_in.get("/account/drafts").select("main table") == []


def test_the_text_outlives_its_page(kept, signed_in, other_browser, make_person):
    curator = other_browser.sign_in(make_person("wiki_curator"))
    form = curator.get("/wiki/adres/delete")
    curator.submit(form, to="/wiki/adres/delete", expect=303, summary="dubbel")
    shown = signed_in.get(f"/account/drafts/{kept.id}")
    assert "mijn tekst" in shown.text
    assert "er niet meer" in shown.text
    signed_in.get("/account/drafts")


def test_a_draft_ends_in_plain_sight(kept, signed_in, writer, app):
    page = signed_in.get("/account/drafts")
    assert "binnenkort" not in page.text
    db.session.execute(update(KeptDraft).values(over_after=utc_now() + timedelta(days=3)))
    db.session.commit()
    assert "binnenkort" in signed_in.get("/account/drafts").text
    assert "verloopt op" in signed_in.get("/").text
    assert actions.end_old_drafts(utc_now()) == 0
    assert actions.end_old_drafts(utc_now() + timedelta(days=4)) == 1
    db.session.commit()
    assert "de tekst is weg" in signed_in.get("/").text
    assert "de tekst is weg" in signed_in.get(EDIT).text
    assert "de tekst is weg" in signed_in.get(f"/account/drafts/{kept.id}").text
    again = signed_in.get(EDIT + "?draft=1")
    assert again.select_one("textarea[name=body]").text.strip() == "een"
    signed_in.submit(again, to=EDIT, expect=303, body="opnieuw", keep_draft="1")
    assert db.session.scalars(select(KeptDraft.over_at)).all() == [None]


def test_a_draft_changes_no_page_for_others(make_page, writer):
    page = make_page(title="Adres")
    mark = db.session.get(ContentVersion, 1).mark
    actions.keep_draft(page, Draft(title="x"), person_id=writer.id, base_revision=1, seen_version=0)
    db.session.commit()
    assert db.session.get(ContentVersion, 1, populate_existing=True).mark == mark


def test_drafts_are_bounded(make_page, writer, signed_in, monkeypatch):
    make_page(title="Adres")
    monkeypatch.setattr(actions, "MOST", 0)
    page = signed_in.submit(signed_in.get(EDIT), to=EDIT, expect=422, body="x", keep_draft="1")
    assert "te veel concepten" in page.text
    signed_in.submit(signed_in.get(EDIT), to=EDIT, expect=422, body="x" * 500_001, keep_draft="1")
    assert total() == 0


def test_who_may_not_write_has_no_drafts(browser, make_person, make_page):
    make_page(title="Adres")
    reader = make_person()
    browser.sign_in(reader)
    browser.get("/account/drafts", expect=403)
    browser.post(EDIT, data={"keep_draft": "1"}, expect=403)
    assert [item for item in waiting_for(reader) if "Concept" in item.title] == []


@pytest.mark.parametrize("values", [{"place": ""}, {"base_revision": -1}, {"place": "page:1"}])
def test_the_table_holds_to_its_rules(kept, values):
    columns = {"place": "new:page", "kind": "page", "base_revision": 0, "over_after": utc_now(), "values": {}}
    row = KeptDraft(person_id=kept.person_id, **(columns | values))
    if values.get("place") == "page:1":
        row.place = kept.place
    db.session.add(row)
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_the_list_asks_as_much_for_many_as_for_one(signed_in, make_page, writer, count_queries):
    def asked() -> int:
        with count_queries() as counter:
            signed_in.get("/account/drafts")
        return len(counter)

    counts = []
    for name in ("Een", "Twee", "Drie", "Vier"):
        page = make_page(title=name)
        actions.keep_draft(page, Draft(title=name), person_id=writer.id, base_revision=1, seen_version=0)
        db.session.commit()
        counts.append(asked())
    assert len({*counts}) == 1
