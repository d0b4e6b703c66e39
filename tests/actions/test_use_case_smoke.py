from decimal import Decimal
from core.audit import SYSTEM
from core.database import db
from portfolio.actions import use_cases as actions
from portfolio.models import Revision, UseCase
from portfolio.queries.use_cases import get_use_case, Filters, facet_counts, list_use_cases
from portfolio.rules.terms import Phase

def test_an_idea_is_proposed_edited_scored(make_domain, make_criteria, make_system_function, make_person, make_organisation):
    domain=make_domain(); make_criteria(2); f=make_system_function(); person=make_person("contributor"); org=make_organisation()
    u=actions.propose_use_case(domain,{"title":"Een idee","effort_low":Decimal(1),"effort_likely":Decimal(2),"effort_high":Decimal(3)},by=person)
    db.session.commit()
    assert u.code==f"{domain.code}-001"
    u=get_use_case(u.code,person)
    actions.edit_use_case(u,{"title":"Beter","partners":[{"organisation_id":org.id,"role":"doet mee"}],"contributions":[{"function_id":f.id,"level":"delivers","deliverable":"x"}]},by=person,version=u.version)
    db.session.commit()
    u=get_use_case(u.code,person)
    assert u.partners[0].role=="doet mee" and u.organisations==1 and u.size=="small"
    actions.score_use_case(u,levels={"criterium-0":3},reasons={},chance=55,by=person)
    db.session.commit()
    assert u.value_low==30 and u.value_high==80, (u.value_low,u.value_high)
    assert db.session.query(Revision).count()==3
    assert facet_counts(person,Filters())["size"]=={"small":1}
    assert len(list_use_cases(person))==1
    assert u.version==3
