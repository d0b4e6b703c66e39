"""Write pages: revisions, conflicts, names and links, delete and restore."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from core.audit import SYSTEM, AuditEvent
from core.database import db
from core.errors import Conflict, Invalid, Refusal
from search.models import SearchOutbox
from wiki.actions import pages as actions
from wiki.actions.writing import current_draft
from wiki.models import PageLink, PageRevision, SlugHistory
from wiki.queries.pages import find_moved, find_page
from wiki.queries.revisions import draft_of, get_revision, list_origins
from wiki.rules.draft import Draft
from wiki.rules.terms import Category, Change, PageKind


def links_of(page):
    rows = db.session.scalars(
        select(PageLink).where(PageLink.source_id == page.id).order_by(PageLink.field, PageLink.position)
    )
    return [(row.field, row.target_type, row.key, row.target_id, row.wanted_slug) for row in rows]


def reread(page):
    db.session.expire_all()
    found = find_page(page.slug, SYSTEM)
    assert found is not None
    return found


def test_a_new_page_has_an_address_a_revision_an_event_and_a_place_in_the_index(
    make_page, make_person, make_domain
):
    person, domain = make_person("contributor"), make_domain()
    page = make_page(
        title="Wat is 'n Adrès?",
        body="Regel een\nregel twee",
        categories=(Category.LOCATION,),
        domains=(domain.slug,),
        by=person,
        summary="Begonnen",
    )

    page = reread(page)
    assert (page.slug, page.revision) == ("wat-is-n-adres", 1)
    revision = get_revision(page, 1)
    assert (revision.author_id, revision.author_label, revision.change) == (
        person.id,
        person.name,
        Change.CREATED,
    )
    assert (revision.summary, revision.lines_added, revision.lines_removed) == ("Begonnen", 2, 0)
    assert draft_of(revision) == current_draft(page)
    assert db.session.scalars(select(AuditEvent.verb)).all()[-1] == "page.created"
    assert ("page", page.id) in db.session.execute(select(SearchOutbox.type, SearchOutbox.object_id)).all()


def test_a_save_keeps_both_texts_and_says_how_many_lines_changed(make_page, change_page):
    page = change_page(make_page(body="een\ntwee\ndrie"), body="een\nTWEE\ndrie\nvier", summary="beter")

    page = reread(page)
    revision = get_revision(page, 2)
    assert (page.revision, revision.lines_added, revision.lines_removed) == (2, 2, 1)
    assert get_revision(page, 1).body == "een\ntwee\ndrie"
    assert [(origin.revision.number, origin.lines) for origin in list_origins(page)] == [
        (1, ("een",)),
        (2, ("TWEE",)),
        (1, ("drie",)),
        (2, ("vier",)),
    ]


def test_a_save_without_a_change_makes_no_revision(make_page, change_page):
    assert change_page(make_page(body="een"), body="een").revision == 1


@pytest.mark.parametrize("base", [0, 1, 3, None])
def test_who_did_not_see_the_live_revision_saves_nothing(make_page, change_page, base):
    page = reread(change_page(make_page(body="een"), body="twee"))
    with pytest.raises(Conflict):
        actions.save_page(page, replace(current_draft(page), body="drie"), base_revision=base, by=SYSTEM)
    db.session.rollback()
    assert reread(page).body == "twee"


def test_two_pages_cannot_have_one_title(make_page):
    make_page(title="Huishouden")
    with pytest.raises(Invalid) as refused:
        actions.create_page(Draft(title="huishouden"), by=SYSTEM)
    assert (refused.value.field, refused.value.code) == ("title", "title_taken")


def test_another_title_with_the_same_slug_gets_a_number(make_page):
    first = make_page(title="Een begrip", slug="begrip")
    assert first.slug == "begrip"
    assert make_page(title="Begrip").slug == "begrip-2"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x", "kind": PageKind.LESSON}, "lesson"),
        ({"title": "x", "domains": ("bestaat-niet",)}, "domains"),
    ],
)
def test_a_page_that_is_not_right_is_refused_by_field(database, values, field):
    with pytest.raises(Invalid) as refused:
        actions.create_page(Draft(**values), by=SYSTEM)
    assert refused.value.field == field


def test_links_are_kept_by_id_whatever_way_they_are_written(make_page):
    target = make_page(title="Basisregistratie Personen", slug="brp", aliases=("BRP-stelsel",))
    page = make_page(
        body="[[brp]] [[basisregistratie personen|x]] [[BRP-stelsel]] [[use-case:SOC-001]] [[nergens]]"
    )
    assert links_of(page) == [
        ("", "page", "brp", target.id, ""),
        ("", "page", "basisregistratie personen", target.id, ""),
        ("", "page", "BRP-stelsel", target.id, ""),
        ("", "use-case", "SOC-001", None, ""),
        ("", "page", "nergens", None, "nergens"),
    ]


def test_a_wanted_page_gets_its_links_when_it_is_made(make_page):
    page = make_page(body="[[Later geschreven]]")
    wanted = make_page(title="Later geschreven")
    db.session.expire_all()
    assert links_of(page) == [("", "page", "Later geschreven", wanted.id, "")]


def test_links_in_fields_count_too(make_page):
    target = make_page(title="Adres")
    page = make_page(kind=PageKind.DATASET, fields={"objects": ["adres"]})
    lesson = make_page(
        kind=PageKind.LESSON, fields={"lesson": "x", "use_cases": ["SOC-001"], "functions": ["TAL"]}
    )
    assert links_of(page) == [("objects", "page", "adres", target.id, "")]
    assert links_of(lesson) == [
        ("functions", "system-function", "TAL", None, ""),
        ("use_cases", "use-case", "SOC-001", None, ""),
    ]


def test_a_new_title_breaks_no_link_also_not_when_the_linking_page_is_saved_again(make_page, change_page):
    target = make_page(title="Oude titel", slug="vast")
    page = make_page(body="Zie [[Oude titel]].")
    change_page(target, title="Nieuwe titel")
    page = change_page(page, body="Zie [[Oude titel]]. Meer.")
    assert links_of(page) == [("", "page", "Oude titel", target.id, "")]


def test_a_former_address_leads_to_the_page_and_is_never_given_away(make_page):
    page = reread(make_page(title="Adres"))
    actions.rename_page(page, "locatie-van-een-gebouw", base_revision=1, by=SYSTEM)
    db.session.commit()

    assert find_moved("adres", SYSTEM) == "locatie-van-een-gebouw"
    with pytest.raises(Invalid, match="slug_taken"):
        actions.create_page(Draft(title="Iets anders"), by=SYSTEM, slug="adres")
    db.session.rollback()
    page = find_page("locatie-van-een-gebouw", SYSTEM)
    actions.rename_page(page, "adres", base_revision=2, by=SYSTEM)
    db.session.commit()
    assert db.session.scalars(select(SlugHistory.slug)).all() == ["locatie-van-een-gebouw"]


@pytest.mark.parametrize("slug", ["", "new", "Met Hoofdletter", "a/b", "..", "x" * 81])
def test_an_address_that_is_none_is_refused(make_page, slug):
    with pytest.raises(Invalid, match="slug_malformed"):
        actions.rename_page(reread(make_page()), slug, base_revision=1, by=SYSTEM)


def test_an_address_in_use_is_refused(make_page):
    make_page(title="Bezet")
    with pytest.raises(Invalid, match="slug_taken"):
        actions.rename_page(reread(make_page()), "bezet", base_revision=1, by=SYSTEM)


def test_an_earlier_revision_comes_back_as_a_new_one(make_page, change_page):
    page = change_page(make_page(body="goed", aliases=("a",)), body="fout", aliases=(), is_core=True)
    actions.revert_page(reread(page), 1, base_revision=2, by=SYSTEM)
    db.session.commit()

    page = reread(page)
    assert (page.body, page.aliases, page.revision) == ("goed", ["a"], 3)
    assert page.is_core, "whether a page is core is no part of its text"
    assert get_revision(page, 3).change is Change.REVERTED


def test_a_deleted_page_is_gone_for_readers_and_comes_back_whole(make_page, make_person):
    curator, reader = make_person("wiki_curator"), make_person()
    page = make_page(title="Weg", body="tekst")
    linking = make_page(body="[[weg]]")
    actions.delete_page(reread(page), base_revision=1, by=curator, reason="dubbel")
    db.session.commit()

    assert find_page("weg", reader) is None
    assert find_page("weg", curator).is_deleted
    with pytest.raises(Refusal):
        actions.save_page(find_page("weg", curator), Draft(title="x"), base_revision=2, by=curator)
    actions.restore_page(find_page("weg", curator), base_revision=2, by=curator)
    db.session.commit()
    db.session.expire_all()
    assert find_page("weg", reader).body == "tekst"
    assert links_of(linking) == [("", "page", "weg", page.id, "")]
    changes = db.session.scalars(
        select(PageRevision.change).where(PageRevision.page_id == page.id).order_by(PageRevision.number)
    )
    assert [*changes] == [Change.CREATED, Change.DELETED, Change.RESTORED]


def test_a_page_is_not_deleted_without_a_reason(make_page):
    with pytest.raises(Invalid, match="reason_needed"):
        actions.delete_page(reread(make_page()), base_revision=1, by=SYSTEM, reason=" ")
