"""Own notices on the site: read, choose, and stop the mail by a link."""

from datetime import timedelta

from core.database import db, utc_now
from core.links import Reference
from core.notices import MailRhythm, NoticeChoice, notify, register_kind, register_topic
from home.notices import actions
from home.notices.words import sign
from portfolio.rules.terms import Phase

register_topic("trial", lambda: "Proef", lambda: "U doet mee aan een proef.")
register_kind("trial.moved", "trial", lambda title, **p: f"{title} ging verder.")


def tell(person, *use_cases):
    for use_case in use_cases:
        notify([person.id], "trial.moved", Reference("use-case", use_case.code))
    db.session.commit()


def test_a_person_reads_own_notices_only_and_marks_them_as_read(
    browser, other_browser, make_person, make_use_case
):
    person, other = make_person("contributor"), make_person("contributor")
    tell(person, make_use_case(title="Kaart", phase=Phase.PILOT))
    browser.sign_in(person)
    page = browser.get("/notifications")
    assert "Kaart ging verder." in page.text and "1 bericht las u nog niet" in page.text
    assert "Kaart" not in other_browser.sign_in(other).get("/notifications").text

    browser.post("/notifications", data={}, expect=302)

    assert "U heeft alles gelezen" in browser.get("/notifications").text


def test_no_one_marks_the_notice_of_another(browser, make_person, make_use_case):
    person = make_person("contributor")
    tell(person, make_use_case(phase=Phase.PILOT))
    browser.sign_in(make_person("contributor"))
    browser.get("/notifications")
    for number in ("1", "99999999999999999999", "alles", ""):
        browser.post("/notifications", data={"id": number}, expect=302)
    assert actions.mark_read(person) == 1


def test_a_number_that_no_notice_has_marks_none_of_ones_own(browser, make_person, make_use_case):
    person = make_person("contributor")
    tell(person, make_use_case(phase=Phase.PILOT))
    browser.sign_in(person)
    browser.get("/notifications")
    for number in ("99999999999999999999", "alles"):
        browser.post("/notifications", data={"id": number}, expect=302)
    assert actions.mark_read(person) == 1


def test_the_list_asks_no_more_questions_as_it_grows(browser, make_person, make_use_case, count_queries):
    person = make_person("contributor")
    tell(person, make_use_case(phase=Phase.PILOT))
    browser.sign_in(person)
    browser.get("/notifications")
    with count_queries() as one:
        browser.get("/notifications")
    tell(person, *(make_use_case(phase=Phase.PILOT) for _ in range(8)))
    with count_queries() as many:
        browser.get("/notifications")
    assert len(one) == len(many)


def test_a_person_chooses_per_topic(browser, make_person):
    person = make_person("contributor")
    browser.sign_in(person)
    page = browser.get("/notifications/settings")
    assert "Proef" in page.text
    data = {field["name"]: "off" for field in page.select("select[name^=mail_]")}
    browser.post("/notifications/settings", data=data, expect=302)
    choice = db.session.get(NoticeChoice, (person.id, "trial"))
    assert choice.mail is MailRhythm.OFF and not choice.is_shown


def test_an_unknown_rhythm_is_refused_and_the_form_kept(browser, make_person):
    browser.sign_in(make_person("contributor"))
    browser.get("/notifications/settings")
    browser.post("/notifications/settings", data={"mail_trial": "hourly"}, expect=422)


def test_the_mail_that_would_have_gone_is_shown_where_no_server_is_set(browser, make_person, make_use_case):
    person = make_person("contributor")
    tell(person, make_use_case(title="Kaart", phase=Phase.PILOT))

    actions.write_mails(utc_now() + timedelta(days=2))
    db.session.commit()
    page = browser.sign_in(person).get("/notifications/outbox")
    assert "Kaart ging verder." in page.text


def test_the_link_under_a_mail_stops_one_topic_after_a_button(browser, make_person):
    person = make_person("contributor")
    address = f"/notifications/off/{sign(person.id, 'trial')}"
    browser.get(address)
    assert db.session.get(NoticeChoice, (person.id, "trial")) is None
    browser.post(address, data={}, expect=200)
    db.session.expire_all()
    assert db.session.get(NoticeChoice, (person.id, "trial")).mail is MailRhythm.OFF
    browser.get("/notifications/off/verzonnen", expect=404)
