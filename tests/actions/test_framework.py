"""Write assessments: marks that go, versions that are kept, and what is published with a selection."""

from datetime import date

import pytest
from sqlalchemy import select

from core.audit import SYSTEM, AuditEvent
from core.database import db
from core.errors import Conflict, Invalid
from portfolio.actions import framework as actions
from portfolio.models import FrameworkVersion
from portfolio.queries.findable import use_case_documents
from portfolio.queries.framework import load_framework
from portfolio.rules.framework import Verdict
from portfolio.rules.terms import Phase
from tests.factories.framework import fresh

DAY = date(2026, 5, 1)


def published() -> list[date | None]:
    statement = select(FrameworkVersion.published_on).order_by(FrameworkVersion.number)
    return list(db.session.scalars(statement))


def test_a_person_who_changes_a_made_up_value_takes_its_mark(make_use_case, make_person, make_framework):
    marked = {"illustrative": ["purpose", "may_reason"]}
    use_case = make_framework(
        make_use_case(), conditions=[{"text": "Zo", "illustrative": ["text"]}], **marked
    )
    assessment = load_framework(use_case.id)
    row = {"id": assessment.conditions[0].id, "text": "Anders"}
    values = {"purpose": "Echt doel", "conditions": [row]}
    actions.save_framework(use_case, values, by=make_person(), version=assessment.version)
    db.session.commit()

    assessment = load_framework(use_case.id)
    assert assessment.illustrative == ["may_reason"]
    assert (assessment.conditions[0].text, assessment.conditions[0].illustrative) == ("Anders", [])


def test_established_twice_the_same_is_one_version(make_use_case, make_framework):
    use_case = make_framework(make_use_case())
    make_framework(use_case)
    assert len(published()) == 1


def test_saving_nothing_new_is_no_new_version_of_the_row(make_use_case, make_framework):
    use_case = make_framework(make_use_case(), None)
    before = load_framework(use_case.id).version
    actions.save_framework(use_case, {"purpose": "Eerder hulp bieden"}, by=SYSTEM, version=before)
    db.session.commit()
    assert load_framework(use_case.id).version == before


def test_only_the_newest_is_published_and_its_first_day_stays(make_use_case, make_framework):
    use_case = make_framework(make_use_case(), Verdict.NOT_YET)
    make_framework(use_case, Verdict.YES)
    for day in (DAY, date(2026, 6, 1)):
        actions.publish_framework(fresh(use_case.code), on=day, by=SYSTEM)
        db.session.commit()
    assert published() == [None, DAY]


def test_without_an_established_version_nothing_is_published(make_use_case, make_framework):
    assert actions.publish_framework(make_use_case(), on=DAY, by=SYSTEM) is None
    assert actions.publish_framework(make_framework(make_use_case(), None), on=DAY, by=SYSTEM) is None


def test_a_stale_writer_and_a_stale_publisher_are_refused(make_use_case, make_framework):
    use_case = make_framework(make_use_case())
    for act in (
        lambda: actions.save_framework(use_case, {"purpose": "X"}, by=SYSTEM, version=0),
        lambda: actions.publish_framework(use_case, on=DAY, by=SYSTEM, version=1),
    ):
        with pytest.raises(Conflict):
            act()
        db.session.rollback()


def test_a_field_that_does_not_exist_is_a_mistake_of_ours(make_use_case):
    with pytest.raises(TypeError):
        actions.save_framework(fresh(make_use_case().code), {"nonsense": 1}, by=SYSTEM)


def test_what_is_wrong_is_said_by_field(make_use_case):
    with pytest.raises(Invalid) as refused:
        actions.save_framework(fresh(make_use_case().code), {"may_level": 2}, by=SYSTEM, establish_on=DAY)
    fields = [field for field, _code, _params in refused.value.findings]
    assert fields[:4] == ["may_explanation", "purpose", "may_reason", "can_level"]


def test_the_trail_holds_no_verdict_and_no_title(make_use_case, make_framework):
    use_case = make_framework(make_use_case(title="Geheime titel"), Verdict.NO, published_on=DAY)
    events = db.session.scalars(
        select(AuditEvent).where(AuditEvent.object_type == "framework_assessment").order_by(AuditEvent.id)
    ).all()
    assert [event.verb.partition(".")[2] for event in events] == ["edited", "established", "published"]
    assert {event.object_label for event in events} == {use_case.code}
    assert all(set(event.data) <= {"number"} for event in events)


def test_search_knows_what_is_published_and_nothing_else(make_use_case, make_framework):
    use_case = make_framework(make_use_case(phase=Phase.SELECTED), purpose="Openbaar doel", published_on=DAY)
    make_framework(use_case, purpose="Verborgen doel")
    body = next(iter(use_case_documents([use_case.id]))).body
    assert "Openbaar doel" in body
    assert "Verborgen" not in body
