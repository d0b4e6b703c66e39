"""Files of a page: adding, opening, taking away; by whom, and with which headers."""

import hashlib
from io import BytesIO

import pytest
from sqlalchemy import select

from accounts.rules.terms import Role
from core.audit import AuditEvent
from core.database import db
from core.web.headers import ATTACHMENT_POLICY
from tests.rules.test_wiki_attachments_types import GIF, JPEG, KNOWN, PDF, PNG, WEBP
from wiki.actions import attachments as actions
from wiki.actions import pages as page_actions
from wiki.models import Attachment, Page
from wiki.queries.attachments import path_of
from wiki.queries.pages import find_page


@pytest.fixture
def writer(make_person):
    return make_person(Role.CONTRIBUTOR)


@pytest.fixture
def curator(make_person):
    return make_person(Role.WIKI_CURATOR)


@pytest.fixture
def page(make_page):
    return make_page(title="Kaart", body="Tekst.")


@pytest.fixture
def attach(page, writer, app):
    """Attach a file by the action; return it."""

    def do(content=PNG, name="kaart.png", alt="Een kaart", by=writer, to=page) -> Attachment:
        attachment = actions.add_attachment(to, name=name, content=content, alt=alt, by=by)
        db.session.commit()
        return attachment

    return do


def send(browser, page, content: bytes, name: str, alt="Een kaart", expect=303):
    data = {"file": (BytesIO(content), name), "alt": alt}
    return browser.post("wiki.add_attachment", slug=page.slug, data=data, expect=expect)


def whole(page: Page, reader) -> Page:
    """Return the page with all that an action reads."""
    return find_page(page.slug, reader)


def address(attachment: Attachment, slug="kaart") -> str:
    return f"/wiki/{slug}/attachments/{attachment.id}/{attachment.name}"


@pytest.mark.parametrize(("content", "name", "ending"), KNOWN)
def test_each_kind_is_attached_and_comes_back_as_it_was(browser, page, writer, content, name, ending):
    browser.sign_in(writer)
    send(browser, page, content, f"{name}.{ending}")
    attachment = db.session.scalar(select(Attachment))
    answer = browser.get(address(attachment)).response

    assert answer.data == content
    assert answer.mimetype == attachment.media_type
    assert attachment.sha256 == hashlib.sha256(content).hexdigest()
    assert attachment.uploaded_by_label == writer.name
    assert path_of(attachment.sha256).read_bytes() == content
    event = db.session.scalar(select(AuditEvent).where(AuditEvent.verb == "attachment.added"))
    assert event.actor_id == writer.id


@pytest.mark.parametrize("content", [PNG, JPEG, GIF, WEBP])
def test_an_image_opens_in_a_sandbox(browser, attach, content):
    headers = browser.get(address(attach(content, "x"))).response.headers

    assert headers["Content-Security-Policy"] == ATTACHMENT_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"].startswith("inline")
    assert "immutable" in headers["Cache-Control"]
    assert "private" in headers["Cache-Control"]


def test_a_document_is_downloaded(browser, attach):
    headers = browser.get(address(attach(PDF, "één plan.pdf", ""))).response.headers

    assert headers["Content-Disposition"].startswith("attachment")
    assert "plan.pdf" in headers["Content-Disposition"]
    assert headers["Content-Security-Policy"] == ATTACHMENT_POLICY


def test_a_text_that_looks_like_a_page_is_downloaded_as_text(browser, attach):
    answer = browser.get(address(attach(b"<script>hit(1)</script>", "x.txt", ""))).response

    assert answer.mimetype == "text/plain"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_file_is_not_sent_again_to_who_has_it(browser, attach):
    attachment = attach()
    first = browser.get(address(attachment)).response

    etag = {"If-None-Match": first.headers["ETag"]}
    second = browser._open(address(attachment), method="GET", headers=etag)
    assert second.status_code == 304
    assert not second.data
    assert second.headers["Content-Security-Policy"] == ATTACHMENT_POLICY


def test_a_wrong_name_gets_the_ending_of_the_content(browser, page, writer):
    send(browser.sign_in(writer), page, JPEG, "../../foto.png")

    assert db.session.scalar(select(Attachment)).name == "foto.png.jpg"


def test_two_files_of_one_name_get_each_their_own(attach):
    assert [attach().name, attach(GIF, "KAART.gif").name, attach().name] == [
        "kaart.png",
        "KAART.gif",
        "kaart-2.png",
    ]


@pytest.mark.parametrize(
    ("content", "name", "alt", "status", "words"),
    [
        (b"<svg/>", "x.svg", "Een kaart", 415, "soort bestand"),
        (b"<html>", "x.png", "Een kaart", 415, "soort bestand"),
        (b"", "x.png", "Een kaart", 422, "leeg"),
        (PNG, "x.png", " ", 422, "niet kan zien"),
        (PNG, "x.png", "a" * 301, 422, "300"),
        (PNG, "", "Een kaart", 422, "Kies een bestand"),
    ],
)
def test_a_file_that_cannot_be_attached_is_refused_in_words(
    browser, page, writer, content, name, alt, status, words
):
    answer = send(browser.sign_in(writer), page, content, name, alt, expect=status)

    assert words in answer.select_one(".error-summary").text
    assert db.session.scalar(select(Attachment)) is None


def test_a_form_without_a_file_field_is_refused_in_words(browser, page, writer):
    browser.sign_in(writer)
    answer = browser.post("wiki.add_attachment", slug=page.slug, data={"file": "tekst"}, expect=422)

    assert "Kies een bestand" in answer.select_one(".error-summary").text


@pytest.mark.parametrize("megabytes", [11, 13])
def test_a_file_over_the_limit_gets_a_page_in_words(browser, page, writer, megabytes):
    token = browser.sign_in(writer)._csrf_token()
    field = '--x\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    head = field.format("csrf_token", "") + f"{token}\r\n" + field.format("file", '; filename="x.png"')
    body = head.encode() + PNG + b"0" * megabytes * 1024 * 1024 + b"\r\n--x--\r\n"
    # As bytes: the test client would leave the temporary file open in which it packs a large form.
    how = {"method": "POST", "data": body, "content_type": "multipart/form-data; boundary=x"}
    answer = browser._review(browser._open("/wiki/kaart/attachments", **how), 413)

    assert "te groot" in answer.main.text
    assert db.session.scalar(select(Attachment)) is None


def test_a_page_holds_a_limited_number_of_files(browser, page, writer, attach, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    attach()

    answer = send(browser.sign_in(writer), page, GIF, "x.gif", expect=422)
    assert "hoogstens 1" in answer.select_one(".error-summary").text


def test_the_list_says_how_to_use_a_file(browser, attach, writer):
    attachment = attach(alt="Kaart [2026]")
    plan = attach(PDF, "plan.pdf", "")
    shown = browser.get("wiki.show_attachments", slug="kaart")

    assert [code.text for code in shown.select("td code")] == [
        f"![Kaart (2026)]({address(attachment)})",
        f"[plan.pdf]({address(plan)})",
    ]
    assert not shown.select("main form")
    assert writer.name not in shown.main.text
    assert browser.sign_in(writer).get("wiki.show_attachments", slug="kaart").select("input[type=file]")


def test_a_page_shows_its_files_and_the_image_in_its_text(browser, attach, page, change_page):
    attachment = attach()
    change_page(page, body=f"![Een kaart]({address(attachment)})")
    shown = browser.get("wiki.show_page", slug="kaart")

    assert shown.select_one(f"main section a[href='{address(attachment)}']").text == "kaart.png"
    assert shown.select_one(f".prose img[src='{address(attachment)}']")["alt"] == "Een kaart"


def test_an_earlier_or_a_wrong_address_leads_to_the_file(browser, attach, page, writer):
    attachment = attach()
    assert browser.get(address(attachment, "iets-anders"), expect=301).location == address(attachment)
    assert browser.get(f"/wiki/kaart/attachments/{attachment.id}/x.html", expect=301).location == address(
        attachment
    )

    page_actions.rename_page(whole(page, writer), "plattegrond", base_revision=1, by=writer)
    db.session.commit()
    assert browser.get(address(attachment), expect=301).location == address(attachment, "plattegrond")
    assert browser.get("/wiki/kaart/attachments", expect=301).location == "/wiki/plattegrond/attachments"


def test_a_file_of_a_deleted_page_is_gone_for_all_but_curators(
    browser, other_browser, attach, page, writer, curator
):
    attachment = attach()
    page_actions.delete_page(whole(page, curator), base_revision=1, by=curator, reason="Dubbel")
    db.session.commit()

    browser.get(address(attachment), expect=404)
    browser.get("/wiki/kaart/attachments", expect=404)
    browser.sign_in(writer).get(address(attachment), expect=404)
    browser.post(f"/wiki/kaart/attachments/{attachment.id}/delete", expect=404)
    send(browser, page, PNG, "x.png", expect=404)
    other_browser.sign_in(curator).get(address(attachment))
    send(other_browser, page, PNG, "x.png", expect=422)


def test_who_added_a_file_takes_it_away_and_nobody_opens_it_then(browser, attach, writer):
    attachment = attach()
    browser.sign_in(writer)
    asked = browser.get("wiki.delete_attachment", slug="kaart", id_=attachment.id)
    browser.submit(asked, to=f"/wiki/kaart/attachments/{attachment.id}/delete", expect=303)

    browser.get(address(attachment), expect=404)
    assert "kaart.png" not in browser.get("wiki.show_attachments", slug="kaart").main.text
    event = db.session.scalar(select(AuditEvent).where(AuditEvent.verb == "attachment.deleted"))
    assert (event.actor_id, event.object_label) == (writer.id, "kaart.png")
    browser.post(f"/wiki/kaart/attachments/{attachment.id}/delete", expect=404)


def test_a_curator_takes_away_what_another_added_and_a_writer_does_not(
    browser, other_browser, attach, make_person, curator
):
    attachment = attach()
    target = f"/wiki/kaart/attachments/{attachment.id}/delete"

    browser.sign_in(make_person(Role.CONTRIBUTOR)).post(target, expect=403)
    assert "verwijder" not in browser.get("wiki.show_attachments", slug="kaart").select_one("tbody").text
    other_browser.sign_in(curator).post(target, expect=303)


def test_who_may_not_write_attaches_nothing(browser, other_browser, page, make_person):
    send(browser, page, PNG, "x.png", expect=403)
    send(other_browser.sign_in(make_person()), page, PNG, "x.png", expect=403)

    assert db.session.scalar(select(Attachment)) is None


def test_a_core_page_takes_files_from_writers(browser, make_page, writer):
    page = make_page(title="Kern", is_core=True)

    send(browser.sign_in(writer), page, PNG, "x.png")


def test_an_attachment_is_found_at_its_own_page_only(browser, attach, curator, make_page):
    make_page(title="Ander")
    attachment = attach()

    browser.sign_in(curator)
    browser.post(f"/wiki/ander/attachments/{attachment.id}/delete", expect=404)


@pytest.mark.parametrize(
    "path", ["0/x.png", "999/x.png", "99999999999999999999/x.png", "x/x.png", "1/../../x"]
)
def test_an_address_of_nothing_is_not_found(browser, page, path):
    browser.get(f"/wiki/kaart/attachments/{path}", expect=404)


def test_a_file_that_was_lost_is_not_found(browser, attach):
    attachment = attach(PDF + b"verloren", "x.pdf", "")
    path_of(attachment.sha256).unlink()

    browser.get(address(attachment), expect=404)


def test_bytes_are_kept_once_and_half_a_file_is_mended(attach):
    first = attach()
    path_of(first.sha256).write_bytes(b"half")
    attach()

    assert path_of(first.sha256).read_bytes() == PNG
    assert all(len(entry.name) == 64 for entry in path_of(first.sha256).parent.iterdir())


def test_a_page_shows_its_files_in_one_query(browser, attach, page, count_queries):
    slug = db.session.scalar(select(Page.slug).where(Page.id == page.id))
    browser.get("wiki.show_attachments", slug=slug)
    with count_queries() as one:
        browser.get("wiki.show_attachments", slug=slug)
    for _ in range(5):
        attach()
    with count_queries() as many:
        browser.get("wiki.show_attachments", slug=slug)

    assert len(many) == len(one)
