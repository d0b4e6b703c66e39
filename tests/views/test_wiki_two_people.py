"""Two people edit one page: what goes together is saved so, the rest is asked, no text is ever gone."""

import pytest
from sqlalchemy import func, select

from core.database import db
from wiki.models import KeptDraft, PageRevision
from wiki.queries.pages import find_page
from wiki.rules.terms import PageKind

EDIT = "/wiki/adres/edit"
BODY = "een\n\ntwee\n\ndrie"


@pytest.fixture
def writer(make_person):
    return make_person("contributor", name="De Een")


@pytest.fixture
def one(browser, writer):
    return browser.sign_in(writer)


@pytest.fixture
def two(other_browser, make_person):
    return other_browser.sign_in(make_person("contributor", name="De Ander"))


def live(person):
    db.session.expire_all()
    return find_page("adres", person)


def both_open(one, two):
    """Return the editors of both, opened at the same revision."""
    return one.get(EDIT), two.get(EDIT)


def test_changes_in_different_places_are_merged_and_said_so(one, two, make_page, writer):
    make_page(title="Adres", body=BODY)
    mine, theirs = both_open(one, two)
    two.submit(theirs, to=EDIT, expect=303, body="EEN\n\ntwee\n\ndrie", abstract="Van de ander.", save="1")
    saved = one.submit(mine, to=EDIT, expect=303, body="een\n\ntwee\n\nDRIE", aliases="Plek", save="1")
    page = live(writer)
    assert (page.body, page.abstract, page.aliases) == ("EEN\n\ntwee\n\nDRIE", "Van de ander.", ["Plek"])
    assert "samengevoegd met die van De Ander" in one.get(saved.location).select_one("[role=status]").text
    assert db.session.scalar(select(func.count(KeptDraft.id))) == 0


def test_two_windows_of_one_person_are_merged_too(one, make_page, writer):
    make_page(title="Adres", body=BODY)
    first, second = one.get(EDIT), one.get(EDIT)
    one.submit(first, to=EDIT, expect=303, title="Adressen", save="1")
    saved = one.submit(second, to=EDIT, expect=303, abstract="Waar.", save="1")
    assert "uw eerdere wijziging" in one.get(saved.location).select_one("[role=status]").text
    assert (live(writer).title, live(writer).abstract) == ("Adressen", "Waar.")


class TestAClash:
    """Both changed the same line; the other changed another line as well."""

    @pytest.fixture
    def asked(self, one, two, make_page):
        make_page(title="Adres", body=BODY)
        mine, theirs = both_open(one, two)
        two.submit(theirs, to=EDIT, expect=303, body="een\n\nTWEE van hen\n\nDRIE van hen", save="1")
        return one.submit(
            mine, to=EDIT, expect=409, body="een\n\nTWEE van mij\n\ndrie", abstract="Van mij.", save="1"
        )

    def choose(self, one, page, take: str, text: str = "", expect: int = 303):
        (name,) = {field["name"] for field in page.select("[name^=take-]")}
        key = name.removeprefix("take-")
        form = {f"take-{key}": take, f"text-{key}": text} if take else {}
        return one.submit(page, to=EDIT, expect=expect, settle="1", **form)

    def test_what_would_be_lost_is_shown(self, asked):
        texts = [text.text for text in asked.select(".clash dd")]
        assert texts == ["twee", "TWEE van mij", "TWEE van hen"]
        assert len(asked.select(".clash")) == 1
        assert asked.select_one("textarea[name=body]").text.strip() == "een\n\nTWEE van mij\n\nDRIE van hen"

    @pytest.mark.parametrize(
        ("take", "text", "line"),
        [
            ("mine", "", "TWEE van mij"),
            ("theirs", "", "TWEE van hen"),
            ("both", "", "TWEE van hen\nTWEE van mij"),
            ("text", "van ons", "van ons"),
        ],
    )
    def test_each_choice_is_followed_and_the_rest_goes_along(self, asked, one, writer, take, text, line):
        self.choose(one, asked, take, text)
        assert live(writer).body == f"een\n\n{line}\n\nDRIE van hen"
        assert live(writer).abstract == "Van mij."
        assert db.session.scalar(select(func.count(KeptDraft.id))) == 0, "what was saved is no draft"

    def test_without_a_choice_nothing_is_saved(self, asked, one, writer):
        again = self.choose(one, asked, "", expect=422)
        assert "Kies" in again.select_one(".clash .err").text
        assert live(writer).revision == 2

    def test_a_forged_choice_is_asked_again(self, asked, one, writer):
        again = self.choose(one, asked, "zomaar", expect=422)
        one.submit(again, to=EDIT, expect=422, settle="1", **{"take-" + "0" * 12: "mine"})
        one.submit(asked, to=EDIT, expect=409, settle="1", merge_base="99")
        one.submit(asked, to=EDIT, expect=409, settle="1", base_revision="99")
        assert live(writer).revision == 2

    def test_a_third_save_meanwhile_is_merged_with_the_choice(self, asked, one, two, writer):
        theirs = two.get(EDIT)
        two.submit(theirs, to=EDIT, expect=303, title="Adressen", save="1")
        self.choose(one, asked, "mine")
        assert live(writer).title == "Adressen"
        assert live(writer).body == "een\n\nTWEE van mij\n\nDRIE van hen"

    def test_a_third_save_of_the_same_line_is_asked_again(self, asked, one, two, writer):
        theirs = two.get(EDIT)
        two.submit(theirs, to=EDIT, expect=303, body="een\n\nTWEE weer\n\nDRIE van hen", save="1")
        again = self.choose(one, asked, "mine", expect=409)
        assert [text.text for text in again.select(".clash dd")][1:] == ["TWEE van mij", "TWEE weer"]

    def test_the_text_is_kept_as_a_draft(self, asked, one, writer):
        (kept,) = db.session.scalars(select(KeptDraft))
        assert (kept.person_id, kept.base_revision) == (writer.id, 1)
        assert "TWEE van mij" in kept.body
        reopened = one.get(EDIT + "?draft=1")
        assert "TWEE van mij" in reopened.select_one("textarea[name=body]").text
        one.submit(reopened, to=EDIT, expect=409, save="1")


def test_clashing_fields_and_titles_are_asked_one_by_one(one, two, make_page):
    make_page(title="Adres", kind=PageKind.FAQ, body=BODY, fields={"question": "Hoe?", "answer_short": "Zo."})
    mine, theirs = both_open(one, two)
    two.submit(theirs, to=EDIT, expect=303, title="B", field_question="Waar?", save="1")
    asked = one.submit(mine, to=EDIT, expect=409, title="A", field_question="Wie?", save="1")
    legends = [legend.text for legend in asked.select(".clash legend")]
    assert legends == ["1. Titel", "2. Vraag"]
    assert len(asked.select(".clash [type=radio]")) == 6


def test_a_page_renamed_during_an_edit_takes_the_text(one, two, make_page, writer):
    make_page(title="Adres", body=BODY)
    mine = one.get(EDIT)
    form = two.get("/wiki/adres/rename")
    two.submit(form, to="/wiki/adres/rename", expect=303, slug="plek")
    saved = one.submit(mine, to=EDIT, expect=303, body="mijn", save="1")
    assert saved.location.endswith("/wiki/plek")
    assert find_page("plek", writer).body == "mijn"


@pytest.mark.parametrize("base", [None, "", "0", "99", "-1", "x"])
def test_a_missing_or_forged_base_overwrites_nothing(one, make_page, change_page, writer, base):
    change_page(make_page(title="Adres", body="een"), body="twee")
    data = {"title": "Adres", "body": "mijn", "save": "1"}
    page = one.post(EDIT, expect=409, data=data | ({} if base is None else {"base_revision": base}))
    assert live(writer).body == "twee"
    assert page.select_one("textarea[name=body]").text.strip() == "mijn"
    assert db.session.scalar(select(func.count(PageRevision.id))) == 2
