"""What the loader itself went on with stays its own; what a person changed does not."""

from core.audit import SYSTEM
from core.database import db
from portfolio.actions.progress import move_plan
from portfolio.queries.use_cases import get_use_case
from portfolio.rules.terms import Phase
from seed.ledger import Ledger
from seed.use_cases import versions_of_use_cases


def test_a_re_plan_by_the_loader_is_followed_and_a_change_by_a_person_is_not(
    make_use_case, make_person, make_domain
):
    domain = make_domain()
    reader = make_person("secretary", domain=domain)
    ours, theirs = (
        make_use_case(domain=domain, phase=Phase.SELECTED, planned_start=8100, planned_quarters=2)
        for _time in range(2)
    )
    ledger = Ledger()
    for use_case in (ours, theirs):
        ledger.note(f"use-case:{use_case.code}", "x", use_case.version)
    move_plan(get_use_case(theirs.code, reader), start=8104, quarters=2, by=reader)
    db.session.commit()
    keys = Ledger().untouched(versions_of_use_cases())
    assert keys == {f"use-case:{ours.code}"}
    move_plan(get_use_case(ours.code, reader), start=8104, quarters=2, by=SYSTEM)
    db.session.flush()
    ledger = Ledger()
    assert ledger.untouched(versions_of_use_cases()) == set()
    ledger.follow(keys, versions_of_use_cases())
    db.session.commit()
    assert Ledger().untouched(versions_of_use_cases()) == keys
