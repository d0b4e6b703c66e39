"""What people do in the review, by browser: propose a change of the page "kaart", decide on it."""

from sqlalchemy import select

from core.database import db
from core.notices import Notice
from wiki.models import Page, Proposal
from wiki.queries.pages import read_page


def live(slug="kaart"):
    db.session.expire_all()
    return read_page(Page.slug == slug)


def only_proposal():
    db.session.expire_all()
    return db.session.scalars(select(Proposal)).one()


def told(person):
    return [one.kind for one in db.session.scalars(select(Notice).where(Notice.person_id == person.id))]


def propose(browser, **values):
    form = browser.get("/wiki/kaart/edit")
    return browser.submit(
        form, to="/wiki/kaart/edit", expect=303, **({"abstract": "Voorsteltekst."} | values)
    )


def decide(browser, step, expect=303, **values):
    id_ = only_proposal().id
    form = browser.get(f"/wiki/review/{id_}")
    return browser.submit(form, to=f"/wiki/review/{id_}/decide", expect=expect, **{step: "1"}, **values)
