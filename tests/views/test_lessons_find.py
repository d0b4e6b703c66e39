"""Lessons that find who needs them: by what a use case is like, before one begins, and after a step."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core.database import db, today
from core.notices import Notice
from portfolio.jobs.lessons import remind_of_lessons
from portfolio.models import Dataset, PhaseChange
from portfolio.rules.terms import Phase
from tests.factories.framework import make_framework
from wiki.models import LessonUse
from wiki.rules.terms import PageKind

OFFERED = "a[href^='/wiki/les-']"


@pytest.fixture
def lesson(make_page):
    """Make a lesson with a slug of its own."""

    def make(name, **fields):
        domains = fields.pop("domains", ())
        return make_page(
            title=f"Les {name}",
            kind=PageKind.LESSON,
            domains=domains,
            fields={"lesson": f"Doe {name}.", **fields},
        )

    return make


def offered(browser, address) -> list[str]:
    return [link.text.strip() for link in browser.get(address).select(OFFERED)]


def test_a_lesson_of_the_same_dataset_is_offered(browser, lesson, make_page, make_use_case):
    make_page(title="Kaarten", aliases=("BRK",), kind=PageKind.DATASET)
    lesson("kaart", datasets=["Kaarten"])
    lesson("anders")
    use_case = make_use_case(phase=Phase.PILOT)
    db.session.add(Dataset(use_case_id=use_case.id, position=0, name="BRK"))
    db.session.commit()
    assert offered(browser, f"/use-cases/{use_case.code}") == ["Les kaart"]


def test_a_lesson_of_the_same_law_is_offered_once_that_is_published(
    browser, lesson, make_page, make_use_case
):
    make_page(title="Jeugdwet", kind=PageKind.LAW)
    lesson("wet", laws=["Jeugdwet"])
    use_case = make_use_case(phase=Phase.PILOT)
    make_framework(use_case, legal_basis="Jeugdwet, artikel 6")
    assert offered(browser, f"/use-cases/{use_case.code}") == []
    make_framework(use_case, legal_basis="Jeugdwet, artikel 6", published_on=today())
    assert offered(browser, f"/use-cases/{use_case.code}") == ["Les wet"]


def test_what_has_most_in_common_goes_first(
    browser, lesson, make_page, make_domain, make_system_function, make_use_case
):
    domain = make_domain(slug="water", code="WAT")
    make_page(title="Kaarten", kind=PageKind.DATASET)
    lesson("domein", domains=("water",))
    lesson("functie", functions=["FDS-1"])
    lesson("beide", functions=["FDS-1"], datasets=["Kaarten"])
    use_case = make_use_case(
        domain=domain, phase=Phase.PILOT, contributions=[make_system_function(code="FDS-1")]
    )
    db.session.add(Dataset(use_case_id=use_case.id, position=0, name="Kaarten"))
    db.session.commit()
    assert offered(browser, f"/use-cases/{use_case.code}") == ["Les beide", "Les functie", "Les domein"]


def test_lessons_are_read_before_one_begins(browser, lesson, make_domain, make_person):
    domain = make_domain(slug="water", code="WAT")
    lesson("ander domein")
    lesson("later", phases=["production"], domains=("water",))
    lesson("water", phases=["idea"], domains=("water",))
    browser.sign_in(make_person("contributor"))
    shown = offered(browser, f"/use-cases/new?domain_id={domain.id}")
    assert shown == ["Les water", "Les ander domein", "Les later"]
    assert set(offered(browser, "/use-cases/new")) == set(shown)
    browser.get("/use-cases/new?domain_id=abc")


def test_a_deleted_lesson_is_offered_to_nobody(browser, lesson, make_person):
    page = lesson("weg")
    browser.sign_in(make_person("wiki_curator"))
    form = browser.get(f"/wiki/{page.slug}/delete")
    browser.submit(form, to=f"/wiki/{page.slug}/delete", expect=303, summary="dubbel")
    assert offered(browser, "/use-cases/new") == []


def test_a_lesson_is_begun_from_a_use_case(browser, make_use_case, make_person, make_system_function):
    use_case = make_use_case(
        phase=Phase.PILOT, code="SOC-001", contributions=[make_system_function(code="FDS-1")]
    )
    browser.sign_in(make_person("contributor"))
    (link,) = (
        a["href"] for a in browser.get(f"/use-cases/{use_case.code}").select("main a") if "from=" in a["href"]
    )
    form = browser.get(link)
    assert "SOC-001" in str(form.select_one("main form"))
    assert "FDS-1" in str(form.select_one("main form"))


def test_nothing_is_filled_in_from_what_one_may_not_see(browser, make_use_case, make_person):
    use_case = make_use_case(is_draft=True, code="SOC-002")
    browser.sign_in(make_person("contributor"))
    shown = browser.get(f"/wiki/new?kind=lesson&from=use-case:{use_case.code}")
    assert "SOC-002" not in str(shown.select_one("main form").select("textarea"))


def test_a_lesson_was_useful_for_an_organisation_and_can_be_taken_back(
    browser, other_browser, lesson, make_person, make_organisation, make_use_case
):
    page = lesson("handig")
    use_case = make_use_case(phase=Phase.PILOT, code="SOC-001", title="Proef")
    person = make_person()
    person.organisation_id = make_organisation(name="Gemeente Ons Dorp").id
    db.session.commit()
    browser.sign_in(person)
    address = f"/wiki/{page.slug}/uses"
    for _time in range(2):
        browser.submit(browser.get(address), to=f"{address}/new", expect=303, use_case=use_case.code)
    shown = other_browser.get(address).select_one("main").text
    assert "Gemeente Ons Dorp" in shown
    assert "Proef" in shown
    assert person.name not in shown
    assert "1 keer van nut geweest" in other_browser.get(f"/wiki/{page.slug}").text
    (row,) = db.session.scalars(select(LessonUse))
    drop = f"{address}/{row.id}/drop"
    other_browser.sign_in(make_person()).post(drop, expect=404)
    browser.submit(browser.get(drop), to=drop, expect=303)
    assert db.session.scalars(select(LessonUse)).all() == []


def test_a_use_case_that_a_reader_may_not_see_stays_unnamed(
    browser, other_browser, lesson, make_person, make_use_case, make_domain
):
    page = lesson("handig")
    domain = make_domain()
    make_use_case(domain=domain, is_draft=True, code="SOC-002", title="Schets")
    address = f"/wiki/{page.slug}/uses"
    browser.sign_in(make_person("programme_manager"))
    browser.submit(browser.get(address), to=f"{address}/new", expect=303, use_case="soc-002")
    shown = other_browser.get(address).text
    assert "SOC-002" not in shown
    assert "Schets" not in shown
    other_browser.sign_in(make_person())
    other_browser.post(f"{address}/new", data={"use_case": "SOC-002"}, expect=422)


def test_only_a_lesson_can_be_useful(browser, make_page, make_person):
    make_page(title="Adres")
    browser.sign_in(make_person()).get("/wiki/adres/uses", expect=404)
    browser.post("/wiki/adres/uses/new", expect=404)


def test_a_visitor_only_reads_who_reused(browser, lesson):
    page = lesson("handig")
    assert not browser.get(f"/wiki/{page.slug}/uses").select("main form")
    browser.post(f"/wiki/{page.slug}/uses/new", expect=403)


def test_an_owner_is_reminded_once_of_the_lesson_that_is_missing(make_use_case, make_person, lesson):
    owner = make_person()
    for code, phase, days in (
        ("SOC-001", Phase.STOPPED, 15),
        ("SOC-002", Phase.STOPPED, 3),
        ("SOC-003", Phase.STOPPED, 200),
        ("SOC-004", Phase.PILOT, 15),
        ("SOC-005", Phase.FINISHED, 15),
    ):
        use_case = make_use_case(code=code, phase=phase, owner_id=owner.id)
        db.session.execute(
            update(PhaseChange)
            .where(PhaseChange.use_case_id == use_case.id)
            .values(happened_on=today() - timedelta(days=days))
        )
    db.session.commit()
    lesson("geleerd", use_cases=["SOC-005"])
    assert (remind_of_lessons(), remind_of_lessons()) == (1, 0)
    (notice,) = db.session.scalars(select(Notice))
    assert (notice.person_id, notice.subject_key) == (owner.id, "SOC-001")


def test_the_database_keeps_one_use_per_person_and_use_case(lesson, make_person):
    page, person = lesson("handig"), make_person()
    for _time in range(2):
        db.session.add(LessonUse(page_id=page.id, person_id=person.id, use_case=""))
    with pytest.raises(IntegrityError):
        db.session.flush()
